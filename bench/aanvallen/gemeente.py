"""Attacks on signing in through a gemeente: forged answers, borrowed and used ones, with script."""

from urllib.parse import parse_qs, quote, urlsplit

from bench.aanvallen.doel import Bezoeker, Doel, Uitkomst, aanval
from bench.aanvallen.invullen import LONG
from bench.aanvallen.paginas import read
from bench.aanvallen.sessie import ELSEWHERE, leads_away

LOGIN, CALLBACK = "/accounts/oidc/{}/login/", "/accounts/oidc/{}/login/callback/"
HOME, OTHER = "waterstad", "heuvelrijk"
STATES = ("", "verzonnen", "../../etc/passwd", "' OR 1=1--", "\x00", "a" * 5000)
IDS = ("bestaat-niet", "WATERSTAD", "waterstad ", "waterstad%00", "waterstad%2f..%2fheuvelrijk", "*", "..%2fwaterstad")


def ask(bezoeker: Bezoeker, gemeente: str = HOME, **query: str):  # type: ignore[no-untyped-def]
    """Press the button of a gemeente."""
    return bezoeker.submit(LOGIN.format(gemeente), {}, params=query)


def state_of(answer) -> str:  # type: ignore[no-untyped-def]
    """Return the state with which the browser is sent to the gemeente; empty when it is sent nowhere."""
    return parse_qs(urlsplit(answer.headers.get("Location", "")).query).get("state", [""])[0]


def come_back(bezoeker: Bezoeker, gemeente: str = HOME, **query: str):  # type: ignore[no-untyped-def]
    """Return from a gemeente with this in the address."""
    return bezoeker.get(CALLBACK.format(gemeente), params=query)


@aanval("Sign-in through a gemeente: forged, borrowed and used answers")
def forged(doel: Doel, uitkomst: Uitkomst) -> None:
    mine = doel.bezoeker()
    state = state_of(ask(mine))
    victim = doel.bezoeker()
    state_of(ask(victim))
    for planted in (state, *STATES):
        for browser in (victim, doel.bezoeker()):
            answer = come_back(browser, code="indringer", state=planted)
            _refused(uitkomst, answer, browser, f"state {planted[:20]!r}")
    _refused(uitkomst, come_back(victim, code="indringer"), victim, "no state")
    posted = victim.submit(CALLBACK.format(HOME), {"code": "indringer", "state": state})
    _refused(uitkomst, posted, victim, "someone else's state, posted")
    exchanged = [asked for asked in doel.aanbieder.asked if asked[1] in {"token", "me"}]
    uitkomst.note("no code was handed in", broke=bool(exchanged), where=f"{exchanged}")

    before = mine.cookies.get("sessionid")
    answer = come_back(mine, code="medewerker", state=state)
    uitkomst.note(f"the real one {answer.status_code}", broke=not mine.signed_in, where="the real one is refused")
    uitkomst.note("new session id", broke=mine.cookies.get("sessionid") == before, where="id kept at sign-in")
    mine.submit("/accounts/logout/", {})
    _refused(uitkomst, come_back(mine, code="medewerker", state=state), mine, "a used state")
    again = state_of(ask(mine))
    _refused(uitkomst, come_back(mine, code="medewerker", state=state), mine, "a used state, beside a new one")
    uitkomst.note("a new one works", broke=not _comes_in(mine, again), where="nobody can sign in any more")


@aanval("Sign-in through a gemeente: one for another, and names that are none")
def mixed_up(doel: Doel, uitkomst: Uitkomst) -> None:
    for asked, answered in ((HOME, OTHER), (OTHER, HOME)):
        browser = doel.bezoeker()
        state = state_of(ask(browser, asked))
        uitkomst.note("asked", broke=not state, where=f"{asked} can't be asked")
        for claimed in (doel.aanbieder.url + f"/{asked}", doel.aanbieder.url + f"/{answered}"):
            answer = come_back(browser, answered, code="indringer", state=state, iss=claimed)
            _refused(uitkomst, answer, browser, f"{asked} answered by {answered}")
    for naam in (*IDS, quote("'\"><lek>", safe="")):
        for url in (LOGIN, CALLBACK):
            for answer in (doel.bezoeker().get(url.format(naam)), doel.bezoeker().submit(url.format(naam), {})):
                shown = read(answer.text).injected
                sent = answer.status_code == 302 and "authorize" in answer.headers["Location"]
                broke = sent or bool(shown) or answer.status_code >= 500
                uitkomst.note(answer.status_code, broke=broke, where=f"{naam} {shown}")
    for method in ("GET", "HEAD"):
        for query in ({}, {"process": "connect"}, {"process": "login", "next": "/"}):
            answer = doel.bezoeker().request(method, LOGIN.format(HOME), params=query)
            sent = "authorize" in answer.headers.get("Location", "")
            uitkomst.note(f"{method} {answer.status_code}", broke=sent, where=f"sent off by {method} {query}")


@aanval("Sign-in through a gemeente: script and other sites in its answer")
def answered_with_script(doel: Doel, uitkomst: Uitkomst) -> None:
    script = LONG.format(url=doel.luisteraar.url)
    for error in ("access_denied", "server_error", script):
        browser = doel.bezoeker()
        state = state_of(ask(browser))
        query = {"error": error, "error_description": script, "error_uri": "javascript:alert(1)", "code": script}
        for given in (state, script):
            answer = come_back(browser, **query, state=given)
            for _step in range(3):
                shown = read(answer.text).injected
                broke = bool(shown) or leads_away(answer, doel.url) or answer.status_code >= 500
                uitkomst.note(answer.status_code, broke=broke, where=f"{error[:20]} {shown}")
                if not answer.is_redirect or leads_away(answer, doel.url):
                    break
                answer = browser.get(answer.headers["Location"])
            uitkomst.note("nobody signed in", broke=browser.signed_in, where=f"{error[:20]}")
    for next_ in ELSEWHERE:
        browser = doel.bezoeker()
        state = state_of(ask(browser, next=next_))
        answer = come_back(browser, code="medewerker", state=state)
        broke = leads_away(answer, doel.url) or not browser.signed_in
        uitkomst.note(f"signed in {answer.status_code}", broke=broke, where=f"next={next_}")


def _refused(uitkomst: Uitkomst, answer, browser: Bezoeker, where: str) -> None:  # type: ignore[no-untyped-def]
    uitkomst.note(answer.status_code, broke=browser.signed_in or answer.status_code >= 500, where=where)


def _comes_in(browser: Bezoeker, state: str) -> bool:
    come_back(browser, code="medewerker", state=state)
    return browser.signed_in
