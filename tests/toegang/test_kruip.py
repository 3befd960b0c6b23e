"""Everyone of the cast follows every link there is, on data in which each field of each participant holds a mark.

No mark may reach a screen, a part of a page, a paper, a sheet, a mail or a log where the visibility table says no; and
no link that someone is shown may lead to a closed door.
"""

import io
import logging
import re
from collections import Counter
from html import unescape
from urllib.parse import urljoin, urlsplit

import openpyxl
import pypdf
import pytest
from django.db import transaction
from django.test import Client
from django.urls import NoReverseMatch, reverse

from berichten.models import Bericht
from berichten.soorten import get_soort
from canvas import opdrachten
from canvas.drukken import render
from canvas.enums import PdfStatus
from deelnemers import inzageverzoeken
from deelnemers.inzagemaken import make
from deelnemers.models import Checkin, Deelname, ImportOpdracht
from deelnemers.zichtbaarheid import visible_velden
from partijen.enums import Rol
from tests.factories.deelnemers import (
    CheckinFactory,
    DeelnameFactory,
    DeelnemerFactory,
    PlaatsingFactory,
    SignaalFactory,
)
from tests.factories.trajecten import FaseFactory, RolinvullingFactory, TrajectFactory
from tests.factories.wereld import build_wereld
from tests.toegang.test_cast import EXTRA_KWARGS, OVER
from toegang.matrix import MATRIX
from toegang.models import Logregel
from toegang.relaties import relaties_of
from trajecten.enums import Component

VELDEN = ("voornaam", "achternaam", "kenmerk", "email", "telefoon")
LINK = re.compile(r'(?:href|hx-get|src)="([^"#]+)')
# Signing out would end the walk; files of the look hold nobody.
NIET_VOLGEN = ("/accounts/logout/", "/static/", "/accounts/login/", "/berichten/postvak/")

# Far more addresses than this small world has: a walk that stops quietly would have seen less than it says.
TE_VER = 1500


def marked(nr, gemeente, **fields):
    """A participant whose every field is found by a word that nobody else has."""
    return DeelnemerFactory(
        gemeente=gemeente,
        voornaam=f"Vnkanarie{nr}x",
        achternaam=f"Ankanarie{nr}x",
        kenmerk=f"KMKANARIE{nr}X",
        email=f"emkanarie{nr}x@adres.example",
        telefoon=f"06 90 4{nr} 77 3{nr}",
        **fields,
    )


def marks_of(deelnemer):
    """Return (field of the visibility table, mark) for everything that is marked."""
    marks = [(veld, getattr(deelnemer, veld)) for veld in VELDEN]
    nr = deelnemer.voornaam[9:-1]
    return [*marks, ("checkins", f"wenskanarie{nr}x"), ("checkins", f"knelkanarie{nr}x")]


@pytest.fixture
def wereld(cast):
    wereld = build_wereld(cast)
    other = TrajectFactory(gemeente=cast.heuvelrijk, naam="Zorg dichtbij", regisseur=cast.vreemde)
    for component in Component:
        FaseFactory(traject=other, component=component)
    # Waterstad's own, one without a trajectory, Heuvelrijk's own, and one of Heuvelrijk in Waterstad's trajectory.
    owners = (cast.waterstad, cast.waterstad, cast.heuvelrijk, cast.heuvelrijk)
    people = [marked(nr, gemeente) for nr, gemeente in enumerate(owners, start=1)]
    RolinvullingFactory(
        toegezegd=True,
        fase=wereld.traject.fasen.get(component=Component.WERVING),
        rol=Rol.INTERMEDIAIR,
        partij=cast.heuvelrijk,
    )
    for deelnemer, traject, mentor in ((0, wereld.traject, cast.mentor), (2, other, None), (3, wereld.traject, None)):
        deelname = DeelnameFactory(deelnemer=people[deelnemer], traject=traject, mentor=mentor)
        nr = deelnemer + 1
        texts = {"wensen": f"wenskanarie{nr}x", "knelpunten": f"knelkanarie{nr}x"}
        checkin = CheckinFactory(deelname=deelname, door=mentor or cast.vreemde, **texts)
        SignaalFactory(checkin=checkin)
        deelname.voortgang.create(fase=traject.fasen.first())
        if deelnemer == 0:
            PlaatsingFactory(deelname=deelname, werkgever=cast.installatie)
    # Real papers about two of them, full of marks.
    for deelnemer, door in ((people[0], cast.klantmanager), (people[2], cast.vreemde)):
        make(inzageverzoeken.ask(deelnemer, door=door).pk)
    ImportOpdracht.objects.create(gemeente=cast.waterstad, door=cast.klantmanager, bestandsnaam="lijst.csv", aantal=0)
    return people


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


class Walk:
    """One person's walk through everything: what was seen where, and which links led to a closed door."""

    def __init__(self, client):
        self.client, self.pages, self.texts, self.dead, self.count = client, set(), [], [], Counter()

    def ask(self, method, path, **kwargs):
        with transaction.atomic():
            response = self.client.generic(method, path, **kwargs)
            text = text_of(response)
            transaction.set_rollback(True)
        self.count[f"{method} {response.status_code}"] += 1
        self.texts.append((f"{method} {path}", text))
        return response.status_code, text

    def visit(self, path, source=None):
        if path in self.pages:
            return
        assert len(self.pages) < TE_VER, "the walk goes round in circles: a page links to ever new addresses"
        self.pages.add(path)
        status, text = self.ask("GET", path)
        if source and status in {403, 404, 405}:
            self.dead.append(f"{source} -> {path} ({status})")
        self.ask("GET", path, headers={"HX-Request": "true"})
        if status == 200:
            if 'method="post"' in text:
                self.ask("POST", path)  # wrong input: what a refused form shows
            for link in sorted(set(links_in(path, text))):
                self.visit(link, source=path)


def leaks(user, people, texts):
    found = []
    for deelnemer in people:
        velden = visible_velden(relaties_of(user, deelnemer)) if user else frozenset()
        for veld, mark in marks_of(deelnemer):
            if veld not in velden:
                found += [f"{mark} at {where}" for where, text in texts if mark in text]
    return found


MUST_SEE = {
    "coordinator": {1, 2},
    "klantmanager": {1, 2},
    "lezer": {1, 2},
    "vreemde": {3, 4},
}


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
    traject = Deelname.objects.get(deelnemer=wereld[0]).traject
    on_paper = who in {"coordinator", "werkgever", "verbinder"}
    if on_paper:
        assert render(opdrachten.ask(traject, user).pk) == PdfStatus.KLAAR
    walk.visit("/")
    if who:
        walk.visit("/account/")
    for path in sorted(all_addresses()):
        walk.visit(path)
    for deelnemer in wereld if who else ():  # a search by what one may not see
        for veld in ("achternaam", "kenmerk"):
            status, text = walk.ask("GET", f"/deelnemers/?zoek={getattr(deelnemer, veld)}")
            # The question comes back in the field; what counts is what was found.
            walk.texts[-1] = (walk.texts[-1][0], text.replace(getattr(deelnemer, veld), "") if status == 200 else text)

    assert leaks(user, wereld, walk.texts) == []
    assert walk.dead == []
    seen = {deelnemer.pk for deelnemer in wereld if any(deelnemer.voornaam in text for _where, text in walk.texts)}
    assert {wereld[nr - 1].pk for nr in MUST_SEE.get(who, set())} <= seen
    for nr in MUST_SEE.get(who, set()):
        everything = " ".join(text for _where, text in walk.texts)
        shown = [mark for veld, mark in marks_of(wereld[nr - 1]) if veld != "checkins" or nr != 2]
        assert [mark for mark in shown if mark not in everything] == []
    # Whoever has none yet gets the page that waits for it.
    pdfs = [text for where, text in walk.texts if where.endswith("canvas.pdf") and not text.lstrip().startswith("<")]
    sheets = [text for text in pdfs if "Groen aan het werk" in text]
    assert bool(sheets) == on_paper
    papers = [text for where, text in walk.texts if "/inzage/" in where and "wenskanarie1x" in text]
    assert len(papers) >= (2 if who == "klantmanager" else 0)
    marks = [mark for deelnemer in wereld for _veld, mark in marks_of(deelnemer)]
    assert [mark for mark in marks if mark in caplog.text] == []
    logged = str(list(Logregel.objects.values()))
    assert [mark for mark in marks if mark in logged] == []
    report(
        f"walk: {who or 'nobody'}",
        addresses=len(walk.pages),
        answers=len(walk.texts),
        marks=len(marks),
        leaks=0,
        dead_links=0,
    )


def test_no_mail_holds_a_mark(cast, wereld, login):
    from deelnemers.tasks import plan_herinneringen  # noqa: PLC0415 - what makes mail of this data

    Checkin.objects.update(datum="2026-01-01")
    Deelname.objects.update(actief_sinds="2026-01-01", status="actief")
    plan_herinneringen()
    mails = list(Bericht.objects.all())
    assert mails
    told = [str(get_soort(mail.soort).render(mail)) + str(mail.gegevens) + mail.sleutel for mail in mails]
    marks = [mark for deelnemer in wereld for _veld, mark in marks_of(deelnemer)]
    assert [mark for mark in marks if any(mark in text for text in told)] == []
