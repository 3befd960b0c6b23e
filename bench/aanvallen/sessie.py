"""Attacks on signing in: redirects, fixed sessions, used links and codes, forged hosts, many tries."""

import re
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from urllib.parse import urlsplit

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.core import signing
from django.utils import timezone

from bench.aanvallen.doel import (
    COORDINATOR,
    LOGIN,
    MENTOR,
    TAAL,
    VERBINDER,
    WACHTWOORD,
    Bezoeker,
    Doel,
    Uitkomst,
    aanval,
)
from partijen import uitnodigen, uitnodigingsmails
from partijen.enums import Functie
from partijen.models import Partij, Uitnodiging
from toegang.models import User

ELSEWHERE = (
    *("https://elders.example/", "//elders.example/", "///elders.example", "////elders.example", "/\\elders.example"),
    *(
        "\\\\elders.example",
        "https:elders.example",
        "http:///elders.example",
        "javascript:alert(1)",
        "%2f%2felders.example",
    ),
    *("https://127.0.0.1@elders.example/", "/%09/elders.example", "\t//elders.example", "data:text/html,x"),
    *("https://elders.example%23@127.0.0.1/", "ftp://elders.example/", "/login/../..//elders.example"),
)
SECOND_STEP = "/accounts/2fa/authenticate/"
FORGED = {
    "X-Forwarded-Host": "elders.example",
    "X-Host": "elders.example",
    "Forwarded": "host=elders.example",
    "X-Original-URL": "/deelnemers/",
    "X-Rewrite-URL": "/deelnemers/",
    "X-Forwarded-Server": "elders.example",
}
NEW_PASSWORD = "een-heel-ander-woord-7261"  # noqa: S105 - of an invented person in a throwaway database


def leads_away(answer, url: str) -> bool:  # type: ignore[no-untyped-def]
    """Tell whether a browser would follow this answer to another site."""
    target = answer.headers.get("Location") or answer.headers.get("HX-Redirect") or ""
    parts = urlsplit(target.strip().replace("\\", "/"))
    outside = parts.netloc not in {"", urlsplit(url).netloc} or parts.scheme not in {"", "http"}
    return outside or target.strip().replace("\\", "/").startswith("//")


@aanval("Open redirect by next, Referer and HX-Current-URL")
def open_redirect(doel: Doel, uitkomst: Uitkomst) -> None:
    signed_in = doel.als(TAAL)
    for next_ in ELSEWHERE:
        doel.forget_counts()
        fresh = doel.bezoeker()
        answers = {
            "login": fresh.login(TAAL, next=next_),
            "login, in the address": doel.bezoeker().submit(
                LOGIN, {"login": TAAL, "password": WACHTWOORD}, params={"next": next_}
            ),
            "login, when signed in": signed_in.get(LOGIN, params={"next": next_}),
            "reauthenticate": signed_in.submit("/accounts/reauthenticate/", {"password": WACHTWOORD, "next": next_}),
            "second step": signed_in.get("/accounts/2fa/", params={"next": next_}),
            "expired session": doel.bezoeker().get(
                "/deelnemers/", headers={"HX-Request": "true", "HX-Current-URL": next_.strip()}
            ),
            "stay": signed_in.submit("/account/blijf/", {"next": next_}, headers={"Referer": doel.url + "/"}),
            "sign-on": signed_in.submit("/accounts/oidc/bestaat-niet/login/", {"next": next_}),
            "logout": fresh.submit("/accounts/logout/", {"next": next_}),
        }
        for kind, answer in answers.items():
            uitkomst.note(answer.status_code, broke=leads_away(answer, doel.url), where=f"{kind} next={next_}")


@aanval("Session fixation, and sessions that outlive their end")
def fixation(doel: Doel, uitkomst: Uitkomst) -> None:
    planted = "aaaabbbbccccddddeeeeffff00001111"
    victim = doel.bezoeker()
    victim.cookies.set("sessionid", planted, domain="127.0.0.1", path="/")
    victim.get(LOGIN)
    before = set(victim.cookies.get_dict().values())
    victim.login(TAAL)
    now = victim.cookies.get_dict()
    uitkomst.note("new session id", broke=now.get("sessionid") in before | {planted, None}, where="id kept at sign-in")
    uitkomst.note("new form token", broke=now.get("csrftoken") in before, where="token kept at sign-in")
    for stale in (planted, "../../etc/passwd", "' OR 1=1--"):
        intruder = doel.bezoeker()
        intruder.cookies.set("sessionid", stale, domain="127.0.0.1", path="/")
        uitkomst.note(intruder.get("/").status_code, broke=intruder.signed_in, where=f"planted id {stale}")
    old = now["sessionid"]
    victim.submit("/accounts/logout/", {})
    thief = doel.bezoeker()
    thief.cookies.set("sessionid", old, domain="127.0.0.1", path="/")
    uitkomst.note(thief.get("/").status_code, broke=thief.signed_in, where="id used after sign-out")
    flags = doel.bezoeker().login(TAAL).headers.get("Set-Cookie", "")
    for flag in ("HttpOnly", "SameSite=Lax"):
        uitkomst.note(f"cookies are {flag}", broke=flags.count(flag) < 2, where=flag)


@aanval("Invitations: used, withdrawn, expired, tampered with, of someone else")
def invitations(doel: Doel, uitkomst: Uitkomst) -> None:
    partij, door = Partij.objects.get(naam__contains="Waterstad", soort="gemeente"), doel.user(COORDINATOR)

    def invite(name: str) -> Uitnodiging:
        return uitnodigen.invite(
            partij=partij, email=f"{name}@voorbeeld.example", naam="Proef", functie=Functie.LEZER, door=door
        )

    def link(of: Uitnodiging, salt: str = uitnodigingsmails.SALT) -> str:
        return f"/partijen/uitnodiging/{signing.dumps((of.pk, of.versie), salt=salt)}/"

    stamp = str(int(time.time()))
    form = {"naam": "Proef", "wachtwoord": NEW_PASSWORD, "nog_eens": NEW_PASSWORD}
    good = invite(f"goed{stamp}")
    first = doel.bezoeker().submit(link(good), form)
    good.refresh_from_db()
    uitkomst.note(f"the real one {first.status_code}", broke=good.gebruikt_op is None, where="the link does not work")

    revoked, expired, renewed = (invite(f"{name}{stamp}") for name in ("weg", "oud", "nieuw"))
    uitnodigen.revoke(revoked)
    Uitnodiging.objects.filter(pk=expired.pk).update(verloopt_op=timezone.now() - timedelta(minutes=1))
    old_link = link(renewed)
    uitnodigen.resend(renewed)
    mine = invite(f"ander{stamp}")
    real = link(mine)
    bad = {
        "used": link(good),
        "withdrawn": link(revoked),
        "expired": link(expired),
        "replaced": old_link,
        "tampered": real[:-3] + ("aa/" if real[-3:] != "aa/" else "bb/"),
        "signed for something else": link(mine, salt="iets.anders"),
        "an id": f"/partijen/uitnodiging/{mine.pk}/",
    }
    for kind, path in bad.items():
        page, sent = doel.bezoeker().get(path), doel.bezoeker().submit(path, form)
        uitkomst.note(page.status_code, broke=page.status_code < 400, where=kind)
        uitkomst.note(sent.status_code, broke=sent.status_code < 400, where=kind)
    other = doel.als(MENTOR).submit(real, {"antwoord": "ja"} | form)
    uitkomst.note(f"someone else's {other.status_code}", broke=other.status_code < 400, where="of someone else")
    _at_once(doel, uitkomst, invite(f"samen{stamp}"), link, form)


def _at_once(doel: Doel, uitkomst: Uitkomst, invited: Uitnodiging, link, form: dict) -> None:  # type: ignore[no-untyped-def]
    path, browsers = link(invited), [doel.bezoeker() for _n in range(4)]
    for browser in browsers:
        browser.get(path)
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda b: b.submit(path, form), browsers))
    taken = [answer for answer in answers if answer.is_redirect]
    uitkomst.note(f"four at once: {len(taken)} taken", broke=len(taken) != 1, where="four at once")


PERIOD = 30


def _code(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // PERIOD))


@aanval("Replay of a code of the second step")
def replay(doel: Doel, uitkomst: Uitkomst) -> None:
    user, secret = doel.user(VERBINDER), generate_totp_secret()
    Authenticator.objects.filter(user=user).delete()
    TOTP.activate(user, secret)
    try:
        proven = any(_replayed(doel, uitkomst, secret) for _window in range(4))
        uitkomst.note("the code was still good", broke=not proven, where="it ran out each time: nothing is proven")
        guesser = _at_second_step(doel, uitkomst)
        for wrong in range(8):
            guesser.submit(SECOND_STEP, {"code": f"{wrong:06d}"})
        uitkomst.note("guessed eight times", broke=guesser.signed_in, where="guessing")
    finally:
        Authenticator.objects.filter(user=user).delete()


def _at_second_step(doel: Doel, uitkomst: Uitkomst) -> Bezoeker:
    doel.forget_counts()
    browser = doel.bezoeker()
    browser.login(VERBINDER)
    uitkomst.note("password alone", broke=browser.signed_in, where="signed in without the second step")
    return browser


def _replayed(doel: Doel, uitkomst: Uitkomst, secret: str) -> bool:
    """Use one code four times at once, and once more; tell whether it was good to the end, or whether it got through.

    That it was is asked of the server itself: once the server has forgotten that the code was used, it lets one in.
    """
    *at_once, later = [_at_second_step(doel, uitkomst) for _n in range(5)]
    left = PERIOD - time.time() % PERIOD
    if left < PERIOD * 2 / 3:
        time.sleep(left)
    code = {"code": _code(secret)}
    with ThreadPoolExecutor(4) as pool:  # at the same moment, over all processes of the server
        list(pool.map(lambda browser: browser.submit(SECOND_STEP, code), at_once))
    later.submit(SECOND_STEP, code)
    replayed = later.signed_in
    doel.forget_counts()
    later.submit(SECOND_STEP, code)
    inside = sum(browser.signed_in for browser in at_once)
    if not later.signed_in and inside <= 1:
        return False
    uitkomst.note(f"four at once: {inside} in", broke=inside != 1, where="the same code at once")
    uitkomst.note("replayed later: refused", broke=replayed, where="replayed later")
    return True


@aanval("Forged host names")
def hosts(doel: Doel, uitkomst: Uitkomst) -> None:
    for host in ("elders.example", "127.0.0.1.elders.example", "elders.example:80", "127.0.0.1@elders.example", ""):
        for path in ("/accounts/login/", "/healthz/live", "/accounts/password/reset/"):
            status, body = doel.raw("GET", path, {"Host": host})
            uitkomst.note(status, broke=status == 200 or "elders.example" in body, where=f"Host: {host} {path}")
    for path in ("/accounts/login/", "/", "/.well-known/security.txt"):
        answer = doel.bezoeker().get(path, headers=FORGED)
        leaked = "elders.example" in answer.text + str(answer.headers)
        uitkomst.note(answer.status_code, broke=leaked, where=f"forwarded host {path}")


@aanval("Reset links: poisoned, used twice, tampered with")
def resets(doel: Doel, uitkomst: Uitkomst) -> None:
    doel.forget_counts()
    user = doel.user(TAAL)
    old, before = user.password, len(doel.mails(TAAL))
    doel.bezoeker().submit("/accounts/password/reset/", {"email": TAAL}, headers=FORGED)
    body = doel.wait_for_mail(TAAL, before)
    link = re.search(r"(https?://[^\s/]+)(/accounts/password/reset/key/\S+)", body)
    if link is None:
        uitkomst.note("no mail", broke=True, where="reset mail")
        return
    origin, path = link.groups()
    uitkomst.note("link to our own address", broke=origin != doel.url, where=f"poisoned link {origin}")
    try:
        tampered = doel.bezoeker().get(path[:-3] + "zz/")
        uitkomst.note(f"tampered {tampered.status_code}", broke=tampered.is_redirect, where="tampered")
        first, second = doel.bezoeker(), doel.bezoeker()
        opened = {browser: browser.get(path).headers.get("Location", path) for browser in (first, second)}
        new = {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
        answer = first.submit(opened[first], new)
        uitkomst.note(f"used once {answer.status_code}", broke=_hash(user) == old, where="the link does not work")
        used = _hash(user)
        second.submit(opened[second], {"password1": NEW_PASSWORD + "b", "password2": NEW_PASSWORD + "b"})
        third = doel.bezoeker()
        third.submit(
            third.get(path).headers.get("Location", path),
            {"password1": "c" + NEW_PASSWORD, "password2": "c" + NEW_PASSWORD},
        )
        uitkomst.note("used twice: refused", broke=_hash(user) != used, where="used twice")
    finally:
        User.objects.filter(pk=user.pk).update(password=old)


def _hash(user: User) -> str:
    return User.objects.get(pk=user.pk).password


@aanval("Many tries on one account, and finding out who has one")
def brute_force(doel: Doel, uitkomst: Uitkomst) -> None:
    doel.forget_counts()
    for n in range(12):
        headers = {"X-Forwarded-For": f"10.0.0.{n}", "X-Real-IP": f"10.0.0.{n}"}
        guess = doel.bezoeker()
        answer = guess.submit(LOGIN, {"login": VERBINDER, "password": f"gok-{n}-gok-gok-gok"}, headers=headers)
        uitkomst.note(answer.status_code, broke=answer.is_redirect, where=f"guess {n}")
    right = doel.bezoeker()
    right.login(VERBINDER)
    uitkomst.note("locked, the right password too", broke=right.signed_in, where="no lock after twelve guesses")
    doel.forget_counts()
    pages = {}
    for email in (VERBINDER, "niemand@voorbeeld.example"):
        answers = [doel.bezoeker().login(email, "fout-fout-fout-fout")]
        answers.append(doel.bezoeker().submit("/accounts/password/reset/", {"email": email}))
        pages[email] = [(a.status_code, a.headers.get("Location"), _plain(a.text, email)) for a in answers]
    same = pages[VERBINDER] == pages["niemand@voorbeeld.example"]
    uitkomst.note("the same answer for who exists and who does not", broke=not same, where="enumeration")
    doel.forget_counts()


def _plain(html: str, email: str) -> str:
    # The demo's own list of accounts, and the tokens of forms, are no answer to what was asked.
    return re.sub(r'<ul class="lw-lijst">.*?</ul>|[A-Za-z0-9]{64}', "", html, flags=re.DOTALL).replace(email, "")
