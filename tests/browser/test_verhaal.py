"""The main story: from a template to a Canvas on paper, with everyone who plays a part in it."""

import io
import re
from collections import Counter
from datetime import datetime, timedelta

import pytest
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from berichten.enums import BerichtStatus
from berichten.models import Bericht
from deelnemers.models import Deelname, Signaal
from partijen.enums import Rol
from partijen.models import Lidmaatschap
from scripts.processes import wait_until
from toegang.models import User
from trajecten.enums import Component, RolStatus
from trajecten.models import Rolinvulling, Traject

# Beat looks for reminders every quarter of an hour.
QUARTER = 16
A3_LANDSCAPE = (1190.55, 841.89)
NAAM = "Groen aan het werk in Waterstad"
ANTWOORD = "Drie hoveniers vragen samen twaalf medewerkers voor het voorjaar."


def make_traject(page: Page) -> int:
    """Make a trajectory from the template, in the three steps of the wizard."""
    start = timezone.localdate() + timedelta(days=10)
    page.goto("/trajecten/")
    page.get_by_role("link", name="Nieuw traject").click()
    page.get_by_role("link", name="Kies Groen Inclusief Deal 2022").click()
    page.get_by_label("Naam").fill(NAAM)
    page.get_by_role("combobox", name="Niveau").select_option(label="Geen vast niveau")
    page.get_by_label("Gezamenlijk doel").fill("Twaalf statushouders werken een jaar later nog in het groen.")
    page.get_by_label("Startdatum").fill(start.isoformat())
    page.get_by_label("Aantal deelnemers").fill("12")
    page.get_by_role("button", name="Traject maken").click()
    expect(page.get_by_role("heading", name="Planning", level=1)).to_be_visible()
    page.get_by_role("button", name="Planning opslaan").click()
    expect(page.get_by_role("heading", name=NAAM, level=1)).to_be_visible()
    return int(page.url.rstrip("/").split("/")[-1])


def fill_role(page: Page, pk: int, *, fase: str, rol: str, partij: str, persoon: str = "", toegezegd: bool = False):
    """Ask a party for a role, or record that it said yes."""
    page.goto(f"/trajecten/{pk}/")
    section = page.locator("section.lw-kaart").filter(has=page.get_by_role("heading", name=fase, exact=True, level=3))
    section.get_by_role("link", name=f"Vul in {rol}", exact=True).click()
    with page.expect_response(lambda response: response.request.method == "GET" and "partij=" in response.url):
        page.get_by_role("combobox", name="Partij").select_option(label=partij)
    if persoon:
        page.get_by_role("combobox", name="Persoon").select_option(label=persoon)
    page.get_by_label("Ja, de partij heeft dit al toegezegd" if toegezegd else "Nee, stuur de partij een vraag").check()
    page.get_by_role("button", name="Opslaan").click()
    expect(page.get_by_role("heading", name=NAAM, level=1)).to_be_visible()


def add_deelnemers(page: Page, pk: int) -> None:
    """Add two candidates, make both active and give them the demo's mentor."""
    page.goto(f"/trajecten/{pk}/deelnemers/nieuw/")
    boxes = page.get_by_role("checkbox")
    for number in (0, 1):
        boxes.nth(number).check()
    page.get_by_role("button", name="Voeg toe aan het traject").click()
    expect(page.locator("#meldingen")).to_contain_text("2 deelnemers")
    for deelname in Deelname.objects.filter(traject_id=pk):
        page.goto(f"/deelnames/{deelname.pk}/wijzig/")
        page.get_by_role("combobox", name="Status").select_option(label="Doet mee")
        page.get_by_role("combobox", name="Mentor").select_option(label=mentor_choice(page))
        page.get_by_role("button", name="Opslaan").click()
        expect(page.locator("#meldingen")).not_to_be_empty()


def mentor_choice(page: Page) -> str:
    """Return the demo's mentor as the list shows them, with the party."""
    naam = User.objects.get(email="mentor@maatwerk.example").naam
    return next(
        text for text in page.get_by_role("combobox", name="Mentor").locator("option").all_inner_texts() if naam in text
    )


def write_on_canvas(page: Page, pk: int, veld: str, tekst: str) -> None:
    """Write one field of the Canvas in place."""
    page.goto(f"/trajecten/{pk}/canvas/")
    field = page.locator(f"[id='veld-{veld}']")
    field.get_by_role("link", name="Wijzig").click()
    field.locator("textarea").fill(tekst)
    field.get_by_role("button", name="Opslaan").click()
    expect(field.locator("textarea")).to_have_count(0)
    expect(field).to_contain_text(tekst)


def make_pdf(page: Page, pk: int) -> PdfReader:
    """Ask for the PDF and wait, as a person would, until the page hands it over."""
    page.goto(f"/trajecten/{pk}/canvas/")
    with page.expect_download(timeout=60_000) as download:
        page.get_by_role("link", name="Maak PDF").click()
    return PdfReader(io.BytesIO(download.value.path().read_bytes()))


def check_pdf(reader: PdfReader, *teksten: str) -> None:
    """The sheet is A3, alone, tagged, Dutch, and says what was written."""
    box = reader.pages[0].mediabox
    assert (round(float(box.width), 1), round(float(box.height), 1)) == pytest.approx(A3_LANDSCAPE, abs=1)
    assert len(reader.pages) == 1
    catalog = reader.root_object
    assert (catalog["/MarkInfo"], catalog["/Lang"]) == ({"/Marked": True}, "nl")
    printed = " ".join(reader.pages[0].extract_text().split())
    assert [tekst for tekst in teksten if tekst not in printed] == []


def accept_request(page: Page) -> None:
    """Say yes to the one open request for this trajectory, from the start page."""
    page.get_by_role("listitem").filter(has_text=NAAM).get_by_role("link").first.click()
    page.get_by_label("Ja, wij doen dit").check()
    page.get_by_role("button", name="Antwoord geven").click()
    expect(page.locator("#meldingen")).not_to_be_empty()


def log_checkin(page: Page, deelname: int) -> None:
    """Log a check-in on a phone: work does not go well."""
    page.goto(reverse("deelnemers:checkin_nieuw", args=[deelname]))
    page.get_by_role("radio", name="Bezoek").check()
    for onderwerp, oordeel in (
        ("Werk", "niet goed"),
        ("Taal", "gaat goed"),
        ("Leren", "kan beter"),
        ("Praktisch", "gaat goed"),
    ):
        group = page.get_by_role("group", name=re.compile(f"^{onderwerp}"))
        group.get_by_role("radio", name=re.compile(oordeel, re.IGNORECASE)).check()
    page.get_by_label("Knelpunten").fill("De reis naar het werk duurt te lang.")
    page.get_by_role("button", name="Opslaan").click()
    expect(page.locator("#meldingen")).not_to_be_empty()


def partij_of(email: str) -> str:
    """Return the name of the party that someone of the demo belongs to."""
    return Lidmaatschap.objects.get(gebruiker__email=email).partij.naam


def reminders_are_made() -> bool:
    """Return whether the beat found what is over time and who is silent."""
    return all(Bericht.objects.filter(soort=soort).exists() for soort in ("fase_over_tijd", "geen_checkin"))


def all_due_is_sent(moment: datetime) -> bool:
    """Return whether nothing waits any more of what may leave by that moment."""
    waits = Bericht.objects.filter(status__in=[BerichtStatus.WACHT, BerichtStatus.BEZIG])
    return not waits.filter(volgende_poging__lte=moment).exists()


def mails_received(mailbox) -> Counter:
    """Count what arrived, by the name each mail got from its row."""
    return Counter(mail["Message-ID"] for mail in mailbox.messages())


def test_from_template_to_canvas_on_paper(site, start_worker, start_beat, mailbox, clock):
    start_worker(concurrency=2)
    coordinator = site.as_user("coordinator@waterstad.example")

    pk = make_traject(coordinator)
    assert Traject.objects.get(pk=pk).fasen.count() == len(Component)
    fill_role(
        coordinator,
        pk,
        fase="Leer- en werkcomponent",
        rol="Werkgever",
        partij=partij_of("werkgever@installatie.example"),
    )
    fill_role(
        coordinator,
        pk,
        fase="Leer- en werkcomponent",
        rol="Opleider",
        partij=partij_of("opleider@roc.example"),
        toegezegd=True,
    )
    add_deelnemers(coordinator, pk)
    write_on_canvas(coordinator, pk, "werving.werving_vraag", ANTWOORD)
    check_pdf(make_pdf(coordinator, pk), NAAM, ANTWOORD, "Twaalf statushouders werken een jaar later nog in het groen.")

    werkgever = site.as_user("werkgever@installatie.example")
    accept_request(werkgever)
    rol = Rolinvulling.objects.get(fase__traject=pk, fase__component=Component.LEERWERK, rol=Rol.WERKGEVER)
    assert rol.status == RolStatus.TOEGEZEGD

    mentor = site.as_user("mentor@maatwerk.example", width=390, height=844)
    deelname = Deelname.objects.filter(traject=pk)[0]
    log_checkin(mentor, deelname.pk)

    coordinator.goto("/")
    signalen = coordinator.locator("section").filter(has=coordinator.get_by_role("heading", name="Signalen"))
    expect(signalen).to_contain_text(NAAM)
    assert Signaal.objects.get(checkin__deelname=deelname).redenen == ["werk"]

    # Time goes by: five weeks later phases have begun, people were silent, and the worker tells whoever must know.
    clock.advance(days=35)
    beat = start_beat()
    clock.advance(minutes=QUARTER)
    assert wait_until(reminders_are_made, seconds=90)
    overview = Bericht.objects.filter(status=BerichtStatus.WACHT).aggregate(at=Max("volgende_poging"))["at"]
    clock.set(overview + timedelta(minutes=1))
    told = Counter(Bericht.objects.values_list("soort", "status", "fout"))
    assert wait_until(lambda: all_due_is_sent(overview), seconds=90), told
    # What the demo marks as sent in its invented past never left: it has no Message-ID.
    sent = Bericht.objects.filter(status=BerichtStatus.VERZONDEN).exclude(mail_id="")
    assert {"rol_gevraagd", "rol_beantwoord", "signaal", "fase_over_tijd"} <= set(sent.values_list("soort", flat=True))
    told = mails_received(mailbox)
    assert max(told.values()) == 1
    # One mail for all that a reader is reminded of.
    assert len(told) == sent.values("mail_id").distinct().count() < sent.count()

    # A second round of the same beat tells nobody anything again.
    rounds = beat.log.count("plan_herinneringen")
    clock.advance(minutes=QUARTER)
    assert wait_until(lambda: beat.log.count("plan_herinneringen") >= rounds + 2, seconds=60)
    assert wait_until(lambda: all_due_is_sent(clock.now()), seconds=60)
    assert mails_received(mailbox) == told
