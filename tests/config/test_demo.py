"""The demo: all accounts, something to do for each of them, once, and no flood of mail."""

import re
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from berichten import herinneringen
from berichten.enums import BerichtStatus
from berichten.models import Bericht
from canvas.models import Bijdrage, CanvasTekst
from canvas.velden import VELDEN
from deelnemers import bewaren
from deelnemers.herinneringen import HERINNERINGEN as OVER_DEELNEMERS
from deelnemers.models import Checkin, Deelname, Deelnemer, Plaatsing, Signaal
from deelnemers.privacy import no_bsn
from inzicht.demoaccounts import ACCOUNTS, WACHTWOORD
from partijen.models import Contactpersoon, Lidmaatschap, Partij
from toegang.models import Logregel, User
from trajecten.enums import FaseStatus, RolStatus
from trajecten.herinneringen import HERINNERINGEN as OVER_TRAJECTEN
from trajecten.models import Afspraak, Fase, Rolinvulling, Traject
from trajecten.sjablonen import GENERIEK, SJABLONEN

MODELS = (
    Partij,
    User,
    Lidmaatschap,
    Contactpersoon,
    Traject,
    Fase,
    Rolinvulling,
    Afspraak,
    Deelnemer,
    Deelname,
    Checkin,
    Signaal,
    Plaatsing,
    CanvasTekst,
    Bijdrage,
    Bericht,
)


@pytest.fixture
def demo(kept_demo, settings, db):
    settings.DEMO = True


def contents():
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in MODELS}


def sign_in(account):
    client = Client()
    client.post("/accounts/login/", {"login": account.email, "password": WACHTWOORD})
    return client


def sections(account):
    response = sign_in(account).get("/")
    return {blok.sectie.code for blok in response.context["vol"]}


def test_loading_twice_changes_nothing(demo):
    before = contents()
    call_command("demo")

    assert contents() == before


def test_what_someone_changed_after_loading_survives(demo):
    traject, deelnemer = Traject.objects.first(), Deelnemer.objects.first()
    Traject.objects.filter(pk=traject.pk).update(naam="Onze eigen naam")
    deelnemer.delete()
    call_command("demo")

    assert Traject.objects.get(pk=traject.pk).naam == "Onze eigen naam"
    assert not Deelnemer.objects.filter(pk=deelnemer.pk).exists()


def test_two_municipalities_six_templates_and_some_sixty_people(demo):
    assert set(Partij.objects.gemeentes().values_list("plaats", flat=True)) == {"Waterstad", "Heuvelrijk"}
    assert sorted(Traject.objects.values_list("sjabloon", flat=True)) == sorted(set(SJABLONEN) - {GENERIEK})
    assert 55 <= Deelnemer.objects.count() <= 65
    assert set(Fase.objects.values_list("status", flat=True)) == set(FaseStatus.values)
    assert set(Rolinvulling.objects.values_list("status", flat=True)) == set(RolStatus.values)
    for script in ("[\u0600-\u06ff]", "[\u1200-\u137f]", "[\u0400-\u04ff]"):
        assert any(re.search(script, naam) for naam in Deelnemer.objects.values_list("voornaam", flat=True))


def test_every_field_passes_its_own_rules(demo):
    people = Deelnemer.objects.filter(geanonimiseerd_op=None)
    others = (Traject, Fase, Rolinvulling, Afspraak, Deelname, Checkin, Plaatsing, Bijdrage, Partij)
    for row in (*people, *(row for model in others for row in model.objects.all())):
        row.full_clean()
    for checkin in Checkin.objects.all():
        no_bsn(checkin.knelpunten + checkin.wensen)
    assert set(CanvasTekst.objects.values_list("veld", flat=True)) <= set(VELDEN)


def test_no_text_of_the_canvas_names_a_participant(demo):
    texts = " ".join(CanvasTekst.objects.values_list("tekst", flat=True))

    assert [d for d in Deelnemer.objects.exclude(achternaam="") if d.achternaam in texts] == []


def test_no_party_of_the_demo_is_in_the_white_paper(demo):
    named = {naam for sjabloon in SJABLONEN.values() for naam in sjabloon.voorbeeldorganisaties}

    assert named
    assert [p.naam for p in Partij.objects.all() if any(naam in p.naam for naam in named)] == []


OWN_WORK = {
    "coordinator@waterstad.example": {
        "signalen",
        "open-rollen",
        "onbeantwoord",
        "afspraken",
        "zonder-regisseur",
        "stil",
    },
    "klantmanager@waterstad.example": {"signalen", "te-laat", "onbeantwoord"},
    "beheerder@waterstad.example": {"trajecten"},
    "coordinator@heuvelrijk.example": {"signalen", "te-laat", "onbeantwoord"},
    "werkgever@installatie.example": {"vragen", "eigen-afspraken", "geplaatst", "onze-trajecten"},
    "mentor@maatwerk.example": {"checkin-nu", "checkin-binnenkort", "onze-trajecten"},
    "taal@taalhuis.example": {"vragen", "opleiding", "onze-trajecten"},
    "opleider@roc.example": {"vragen", "opleiding", "eigen-afspraken", "onze-trajecten"},
    "verbinder@netwerk.example": {"open-plekken", "eigen-afspraken", "onze-trajecten"},
    "expert@expertise.example": {"vragen", "onze-trajecten"},
}


@pytest.mark.parametrize("account", ACCOUNTS, ids=lambda account: account.email)
def test_every_account_signs_in_and_finds_its_own_work(demo, account):
    assert OWN_WORK[account.email] <= sections(account)


def test_a_first_start_sends_a_handful_of_mails_and_reminders_come_soon(demo):
    waiting = Bericht.objects.filter(status=BerichtStatus.WACHT)

    assert 1 <= waiting.count() <= 5
    planned = herinneringen.plan(OVER_TRAJECTEN) + herinneringen.plan(OVER_DEELNEMERS)
    assert 10 <= planned <= 40


def test_there_is_work_of_every_kind(demo):
    assert Signaal.objects.open().count() >= 3
    assert Plaatsing.objects.count() >= 10
    assert CanvasTekst.objects.values("traject").distinct().count() == 3
    assert Bijdrage.objects.filter(partij__isnull=True).exists()
    assert Traject.objects.filter(regisseur__isnull=True).count() == 1


def test_the_end_of_a_file_shows_on_the_page_in_the_mail_and_in_the_log(demo):
    coordinator = sign_in(next(account for account in ACCOUNTS if account.email == "coordinator@waterstad.example"))
    today = timezone.localdate()

    shown = coordinator.get(reverse("deelnemers:bewaartermijn")).context["table"].data
    assert [(row.op - today).days for row in shown] == pytest.approx([7, 20], abs=1)
    assert Deelnemer.objects.filter(geanonimiseerd_op__isnull=False).count() == 1
    assert Bericht.objects.filter(soort="bewaartermijn").exclude(status=BerichtStatus.VERZONDEN).count() == 0
    assert Bericht.objects.filter(soort="bewaartermijn", ontvanger__email="coordinator@waterstad.example").count() == 3
    assert Logregel.objects.filter(handeling="anonimiseren").count() == 1

    # The next night finds nothing new: what was announced waits for its day.
    assert bewaren.run(today) == 0
    assert Deelnemer.objects.announced().count() == 2


def test_the_passwords_stand_in_the_code_of_the_demo_alone():
    root = Path(__file__).resolve().parents[2]
    apps = ("berichten", "canvas", "config", "deelnemers", "inzicht", "partijen", "toegang", "trajecten")
    found = {
        path.relative_to(root).as_posix()
        for app in apps
        for path in (root / app).rglob("*.py")
        if WACHTWOORD in path.read_text()
    }

    assert found == {"inzicht/demoaccounts.py"}
