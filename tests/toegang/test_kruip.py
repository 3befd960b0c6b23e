"""Everyone of the cast follows every link there is, on data in which each field of each participant holds a mark.

No mark may reach a screen, a part of a page, a paper, a sheet, a mail or a log where the visibility data says no; and
no link that someone is shown may lead to a closed door. Calendars and exports of lists do not exist yet: an address
that gives one stands in the matrix, and is walked like any other.
"""

import io
import json
import logging
import re
from collections import Counter, defaultdict
from html import unescape
from urllib.parse import urljoin, urlsplit

import openpyxl
import pypdf
import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import NoReverseMatch, Resolver404, resolve, reverse

from berichten.models import Bericht
from berichten.verzending import send_due
from canvas import opdrachten
from canvas.drukken import render
from canvas.enums import PdfStatus
from deelnemers import bewaren, signalen
from deelnemers.models import Checkin, Deelnemer
from deelnemers.tasks import plan_herinneringen as plan_deelnemers
from deelnemers.zichtbaarheid import visible_velden
from tests.herinneren import told_now
from tests.toegang.gemerkt import build_gemerkt
from tests.toegang.merken import (
    PAPIER,
    VOOR_NIEMAND,
    ZONDER_MERK,
    by_teken,
    may_fetch_paper,
    may_see,
    tekens_in,
    velden_of,
)
from tests.toegang.test_cast import EXTRA_KWARGS, OVER
from toegang.matrix import MATRIX
from toegang.models import Logregel, User
from toegang.relaties import relaties_of
from trajecten.tasks import plan_herinneringen as plan_trajecten

LINK = re.compile(r'(?:href|hx-get|src)="([^"#]+)')
# Signing out would end the walk; files of the look hold nobody.
NIET_VOLGEN = ("/accounts/logout/", "/static/", "/accounts/login/", "/berichten/postvak/")

# Far more addresses than this small world has: a walk that stops quietly would have seen less than it says.
TE_VER = 1500

# Where names and choices stand that are about nobody: marks of that kind tell nothing there.
VOOR_IEDEREEN = (
    ("partij", "partijen:"),  # parties are shared by all gemeentes
    ("persoon", "partijen:"),  # who works there
    ("persoon", "berichten:lijst"),  # who got a mail, not about whom
    ("keuze", "deelnemers:import_voorbeeld"),  # what can be filled in
)


@pytest.fixture
def wereld(cast, monkeypatch):
    """The marked people, and the mails that come of them."""
    monkeypatch.setattr("berichten.outbox.wake_task", [].append)
    gemerkt = build_gemerkt(cast)
    told_now(plan_deelnemers, plan_trajecten)
    return gemerkt


def ids_of(about):
    """Return every number that an object of this kind could have, in both gemeentes."""
    models = {"gemeente": "partij", "rolinvulling": "rolinvulling"}
    from django.apps import apps  # noqa: PLC0415 - looked up by the name the table gives

    name = models.get(about, about)
    model = next(m for m in apps.get_models() if m._meta.model_name == name and not m._meta.proxy)
    return list(model._default_manager.values_list("pk", flat=True))


def all_addresses():
    for name, regel in MATRIX.items():
        if not regel.lezen:
            continue
        about, extra = OVER.get(name), EXTRA_KWARGS.get(name, {})
        for kwargs in [{"pk": pk} | extra for pk in ids_of(about)] if about else [extra]:
            try:
                yield reverse(name, kwargs=kwargs)
            except NoReverseMatch:  # pragma: no cover - a table that names an address wrongly
                pytest.fail(f"{name} takes other arguments than {kwargs}")


def text_of(response):
    """Return all that a response tells: its body in whatever form, and its headers."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    kind = response.headers.get("Content-Type", "")
    if "pdf" in kind and body.rstrip().endswith(b"%%EOF"):
        body = "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(body)).pages)
    elif "spreadsheet" in kind:
        rows = [row for sheet in openpyxl.load_workbook(io.BytesIO(body)) for row in sheet.iter_rows(values_only=True)]
        body = str(rows)
    else:
        body = body.decode(errors="replace")
    return unescape(f"{body}\n{dict(response.headers)}")


def links_in(path, text):
    for found in LINK.findall(text):
        target = urlsplit(urljoin(path, unescape(found)))
        address = target.path + (f"?{target.query}" if target.query else "")
        if not target.netloc and address.startswith("/") and not address.startswith(NIET_VOLGEN):
            yield address


def resolve_or_none(path):
    try:
        return resolve(urlsplit(path).path)
    except Resolver404:
        return None


def name_of(path):
    match = resolve_or_none(path)
    return match.view_name if match else ""


class Walk:
    """One person's walk through everything: what was seen where, and which links led to a closed door."""

    def __init__(self, client):
        self.client, self.pages, self.texts, self.dead, self.count = client, set(), [], [], Counter()
        self.seen = defaultdict(set)
        self.texts_of = {}

    def ask(self, method, path, *, without=frozenset(), **kwargs):
        """Ask, look for marks in the answer, and leave the world as it was; what was typed oneself is no find."""
        with transaction.atomic():
            ask = self.client.post if "data" in kwargs else self.client.generic
            response = ask(path, **kwargs) if "data" in kwargs else ask(method, path, **kwargs)
            text = text_of(response)
            transaction.set_rollback(True)
        self.count[f"{method} {response.status_code}"] += 1
        self.texts.append((f"{method} {path}", text))
        for teken in tekens_in(text) - without:
            self.seen[teken].add((name_of(path), f"{method} {path}"))
        return response.status_code, text

    def visit(self, path, source=None):
        if path in self.pages or self.is_one_of_many(path):
            return
        assert len(self.pages) < TE_VER, "the walk goes round in circles: a page links to ever new addresses"
        self.pages.add(path)
        status, text = self.ask("GET", path)
        if source and status in {403, 404, 405}:
            self.dead.append(f"{source} -> {path} ({status})")
        if status == 200:
            self.ask("GET", path, headers={"HX-Request": "true"})
            if 'method="post"' in text:
                self.ask("POST", path)  # wrong input: what a refused form shows
            for link in sorted(set(links_in(path, text))):
                self.visit(link, source=path)

    def is_one_of_many(self, path):
        """Whether it is one more of the texts that a gemeente has by the hundred, all on one page for all people."""
        match = resolve_or_none(path)
        if match is None or "code" not in match.kwargs:
            return False
        same = (match.view_name, *(value for key, value in match.kwargs.items() if key != "code"))
        return self.texts_of.setdefault(same, path) != path


def leaks(user, merken, seen):
    """Return where a mark was seen that the data keeps from this person."""
    found = []
    for teken, same in by_teken(merken).items():
        if teken not in seen or any(may_see(user, merk) for merk in same):
            continue
        paper = may_fetch_paper(user, same[0].deelnemer)
        found += [
            f"{same[0]} at {where}"
            for name, where in sorted(seen[teken])
            if not (paper and name == PAPIER) and not is_for_everyone(same[0], name)
        ]
    return found


def is_for_everyone(merk, name):
    return any(merk.aard == aard and name.startswith(plek) for aard, plek in VOOR_IEDEREEN)


def search_by_marks(walk, wereld):
    """Search by what one may not see: a hit would tell it."""
    for deelnemer in wereld.people.values():
        for veld in ("achternaam", "kenmerk", "email", "telefoon"):
            asked = getattr(deelnemer, veld)
            # The question comes back in the field; what counts is what was found.
            walk.ask("GET", f"/deelnemers/?zoek={asked}", without=tekens_in(asked))


def send_sheets(walk, wereld):
    """Send a sheet that is refused: its report may not tell that another gemeente has someone of that number."""
    url, known = reverse("deelnemers:import"), []
    for nr, deelnemer in wereld.people.items():
        sheet = f"Voornaam;Achternaam;Kenmerk\nA;B;{deelnemer.kenmerk}\nC;;vol\n".encode()
        upload = SimpleUploadedFile("lijst.csv", sheet)
        status, text = walk.ask("POST", url, without=tekens_in(deelnemer.kenmerk), data={"bestand": upload})
        assert status == 422, text[:200]
        if "Er is al een deelnemer met dit kenmerk" in text:
            known.append(nr)
    return known


# Whose people each of them keeps the files of: the papers about the first of them hold every mark.
OWN = {"coordinator": {1, 2}, "klantmanager": {1, 2}, "vreemde": {3, 4}}


@pytest.mark.parametrize(
    "who",
    [
        *("coordinator", "klantmanager", "lezer", "beheerder", "vreemde"),
        *("werkgever", "mentor", "taal", "opleider", "verbinder", "expert", None),
    ],
)
def test_nothing_reaches_who_may_not_see_it(cast, wereld, login, caplog, who, report):
    caplog.set_level(logging.DEBUG)
    user = cast.people[who] if who else None
    walk = Walk(login(user) if who else Client())
    on_paper = who in {"coordinator", "werkgever", "verbinder"}
    if who in OWN:
        wereld.make_papers()
    if on_paper:
        assert render(opdrachten.ask(wereld.traject, user).pk) == PdfStatus.KLAAR
    walk.visit("/")
    if who:
        walk.visit("/account/")
        search_by_marks(walk, wereld)
    for path in sorted(all_addresses()):
        walk.visit(path)
    if who in OWN:
        assert set(send_sheets(walk, wereld)) == OWN[who]

    found = leaks(user, wereld.merken, walk.seen)
    assert found == [], "\n".join(found)
    assert walk.dead == []
    assert_sees_what_is_theirs(who, user, wereld, walk.seen)
    # Whoever has none yet gets the page that waits for it.
    pdfs = [text for where, text in walk.texts if where.endswith("canvas.pdf") and not text.lstrip().startswith("<")]
    sheets = [text for text in pdfs if "Groen aan het werk" in text]
    assert bool(sheets) == on_paper
    assert (logged := in_logs(caplog, wereld.merken)) == [], "\n".join(logged)
    report(
        f"walk: {who or 'nobody'}",
        addresses=len(walk.pages),
        answers=len(walk.texts),
        marks=len({merk.teken for merk in wereld.merken}),
        fields=len({(merk.label, merk.veld) for merk in wereld.merken}),
        without=len(ZONDER_MERK),
        met=len({merk.teken for merk in wereld.merken if walk.seen.get(merk.teken)}),
        leaks=0,
        dead_links=0,
    )


def assert_sees_what_is_theirs(who, user, wereld, seen):
    """A walk that saw nothing would find no leak: each field that someone may see was seen, by a mark."""
    open_to = [merk for merk in wereld.merken if merk.deelnemer and may_see(user, merk)]
    expected = {(merk.deelnemer, veld) for merk in open_to for veld in shown_as(user, merk)}
    assert expected - {(m.deelnemer, veld) for m in open_to if m.teken in seen for veld in shown_as(user, m)} == set()
    # Whoever fetches the papers about someone sees every mark there is, in some form.
    first = wereld.people.get({"coordinator": 1, "klantmanager": 1, "vreemde": 3}.get(who))
    theirs = [m for m in wereld.merken if m.deelnemer and m.deelnemer == first]
    missed = [m for m in theirs if m.teken not in seen and (m.label, m.veld) not in VOOR_NIEMAND]
    assert [str(m) for m in missed if not m.teken.startswith("dag ")] == []


def shown_as(user, merk):
    return velden_of(merk) & visible_velden(relaties_of(user, merk.deelnemer))


def in_logs(caplog, merken):
    """Return the marks that stand in the technical logs or in the lines of the log of reads and writes."""
    lines, technical = tekens_in(json.dumps(list(Logregel.objects.values()), default=str)), tekens_in(caplog.text)
    kept = [merk for merk in merken if merk.teken in lines]
    return [str(merk) for merk in [*kept, *(merk for merk in merken if merk.teken in technical)]]


def test_a_mail_tells_nobody_more_than_they_may_see(cast, wereld):
    # Each kind that starts from a participant: silence, a signal, an agreement, a term that ends.
    checkin = Checkin.objects.filter(deelname__deelnemer=wereld.people[1], werk=1).latest("pk")
    checkin.signaal.delete()
    signalen.raise_for(checkin)
    Deelnemer.objects.filter(pk=wereld.people[2].pk).update(aangekondigd_op=None)
    bewaren.run()
    send_due()
    kinds = {"geen_checkin", "signaal", "bewaartermijn", "afspraak_over_tijd"}
    assert kinds <= set(Bericht.objects.filter(status="verzonden").values_list("soort", flat=True))
    people = {user.email: user for user in User.objects.all()}
    for message in mail.outbox:
        [user] = [people[address] for address in message.to]
        told = f"{message.subject}\n{message.body}\n{message.alternatives}\n{message.message().as_string()}"
        found = tekens_in(told) - tekens_in(user.naam)
        assert leaks(user, wereld.merken, {teken: {("", message.subject)} for teken in found}) == []
        assert [str(m) for m in wereld.merken if m.teken in found and m.label.startswith("deelnemers.")] == []
