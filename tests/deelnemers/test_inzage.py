"""Everything that is held on one participant, on paper and as data, and nothing of anyone else."""

import json
import re
from datetime import timedelta
from io import BytesIO

import pytest
from django.db import models
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from deelnemers import inzagemaken, inzageverzoeken
from deelnemers.anonimiseren import REGELS, anonymise
from deelnemers.enums import Aanleiding, VerzoekStatus
from deelnemers.inzage import ONDERDELEN, ZONDER, as_json, days_of, overview_of
from deelnemers.inzagemaken import render_overview
from deelnemers.models import Inzageverzoek
from deelnemers.tasks import maak_inzage, maak_wachtende_inzagen, purge_inzagen
from tests.deelnemers.dossier import build_dossier, marks_of, models_about_people
from tests.factories.deelnemers import InzageverzoekFactory
from toegang.models import Logregel
from trajecten.models import Afspraak


@pytest.fixture(autouse=True)
def sent(monkeypatch):
    """What was handed to a worker."""
    messages = []
    monkeypatch.setattr(inzageverzoeken, "wake_task", lambda name, *args: messages.append((name, args)))
    return messages


@pytest.fixture
def samira(cast):
    return build_dossier(cast, "Kwik")


@pytest.fixture
def ander(cast, samira):
    return build_dossier(cast, "Zwaluw", traject=samira.deelnames.get().traject)


def _fail(html, *, stylesheet):
    raise ZeroDivisionError


def words(pdf):
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)
    return re.sub(r"\s+", "", text)


def found(text, merk):
    return {veld for veld, mark in marks_of(merk).items() if mark in text}


def test_every_model_about_a_person_is_in_it():
    assert {model._meta.label for model in models_about_people() | {Afspraak}} == set(ONDERDELEN)


def test_both_papers_hold_every_field_and_nothing_of_another(cast, samira, ander):
    overzicht = overview_of(samira)
    for text in (words(render_overview(overzicht)), as_json(overzicht).decode()):
        assert found(text, "Kwik") == set(marks_of("Kwik"))
        assert "Zwaluw" not in text


def test_the_data_has_each_field_by_its_name(samira):
    data = json.loads(as_json(overview_of(samira)))
    for label, (sleutel, _titel) in ONDERDELEN.items():
        rows = [data[sleutel]] if sleutel == "deelnemer" else data[sleutel]
        model = REGELS[label].rijen(0).model
        expected = {field.name for field in model._meta.concrete_fields} - ZONDER.get(label, set())
        assert [set(row) for row in rows] == [expected] * REGELS[label].rijen(samira.pk).count(), label
    assert (data["versie"], data["bewaartermijn_jaren"]) == (1, 5)
    assert data["plaatsingen"][0]["werkgever"] == "Installatie BV"
    assert data["deelnemer"]["belemmeringen"] == ["fiets"]


def test_only_the_papers_themselves_and_the_key_to_a_page_are_left_out():
    left_out = {
        name: type(REGELS[label].rijen(0).model._meta.get_field(name)) for label, ms in ZONDER.items() for name in ms
    }
    assert left_out == {"pdf": models.BinaryField, "json": models.BinaryField, "sleutel": models.CharField}


def test_it_tells_who_read_the_file_without_naming_them(cast, login, samira):
    for _n in range(2):
        login(cast.mentor).get(reverse("deelnemers:detail", args=[samira.pk]))
    overzicht = overview_of(samira)
    lines = [(r.organisatie, r.hoedanigheid, r.wat) for r in overzicht.logboek if r.wat.startswith("Bekeken")]
    assert lines == [("Maatwerk", "Mentor van deze deelnemer", "Bekeken: het dossier")] * 2
    assert [n for _day, regel, n in days_of(overzicht.logboek) if regel.wat.startswith("Bekeken")] == [2]


def test_the_paper_tells_rights_term_and_contact(cast, samira):
    cast.waterstad.email = "avg@waterstad.example"
    cast.waterstad.save()
    samira.refresh_from_db()
    text = words(render_overview(overview_of(samira)))
    for said in ("AutoriteitPersoonsgegevens", "verbeteren", "gewist", "avg@waterstad.example", "19november2031"):
        assert said in text, said


def test_the_paper_is_tagged_and_dutch(samira):
    root = PdfReader(BytesIO(render_overview(overview_of(samira)))).trailer["/Root"]
    assert (root["/Lang"], root["/MarkInfo"]["/Marked"].value) == ("nl", True)


def test_script_and_addresses_in_a_text_stay_text(samira):
    checkin = samira.deelnames.get().checkins.get()
    checkin.wensen = '<img src="http://169.254.169.254/x"><script>alert(1)</script>'
    checkin.save()
    assert "<script>alert(1)</script>" in words(render_overview(overview_of(samira)))


# --- asking and making


def test_one_press_makes_both_papers(cast, login, samira, sent, django_capture_on_commit_callbacks):
    client = login(cast.klantmanager)
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(reverse("deelnemers:inzage", args=[samira.pk]))
    verzoek = Inzageverzoek.objects.first()
    assert (answer.url, verzoek.door) == (reverse("deelnemers:inzageverzoek", args=[verzoek.pk]), cast.klantmanager)
    assert sent == [("deelnemers.tasks.maak_inzage", (verzoek.pk,))]
    assert "Deze pagina ververst vanzelf" in client.get(answer.url).text

    assert maak_inzage(verzoek.pk) == "klaar"

    assert "Download de PDF" in client.get(answer.url, headers={"HX-Request": "true"}).text
    pdf, data = (
        client.get(reverse("deelnemers:inzage_bestand", args=[verzoek.pk, soort])) for soort in ("pdf", "json")
    )
    assert (pdf["Content-Type"], data["Content-Type"]) == ("application/pdf", "application/json")
    assert pdf["Content-Disposition"] == f'attachment; filename="gegevens-deelnemer-{samira.pk}.pdf"'
    assert "no-store" in pdf["Cache-Control"]
    assert json.loads(data.content)["deelnemer"]["voornaam"] == "Kwikvoornaam"
    logged = Logregel.objects.filter(handeling__in=["exporteren", "downloaden"]).order_by("pk")
    assert [(r.handeling, r.betrokkene, r.actor, r.grond) for r in logged] == [
        ("exporteren", samira.pk, cast.klantmanager, ["klantmanager"]),
        ("downloaden", samira.pk, cast.klantmanager, ["klantmanager"]),
        ("downloaden", samira.pk, cast.klantmanager, ["klantmanager"]),
    ]


def test_asking_again_while_it_is_made_is_the_same_one(cast, samira):
    first = inzageverzoeken.ask(samira, door=cast.coordinator)
    assert inzageverzoeken.ask(samira, door=cast.coordinator) == first
    maak_inzage(first.pk)
    assert inzageverzoeken.ask(samira, door=cast.coordinator) != first


def test_a_second_worker_finds_nothing_to_do(cast, samira):
    verzoek = inzageverzoeken.ask(samira, door=cast.coordinator)
    assert [maak_inzage(verzoek.pk), maak_inzage(verzoek.pk)] == ["klaar", None]


def test_a_lost_message_and_a_dead_worker_are_caught_up(cast, samira, ander):
    lost = inzageverzoeken.ask(samira, door=cast.coordinator)
    dead = inzageverzoeken.ask(ander, door=cast.coordinator)
    long_ago = timezone.now() - inzagemaken.STUCK_AFTER - timedelta(seconds=1)
    Inzageverzoek.objects.filter(pk=dead.pk).update(status="bezig", geclaimd_op=long_ago, pogingen=1)
    assert maak_wachtende_inzagen() == 2
    assert {Inzageverzoek.objects.get(pk=pk).status for pk in (lost.pk, dead.pk)} == {"klaar"}


def test_three_failures_are_told_with_a_way_on(cast, login, samira, monkeypatch):
    verzoek = inzageverzoeken.ask(samira, door=cast.coordinator)
    with monkeypatch.context() as broken:
        broken.setattr(inzagemaken, "lay_out", _fail)
        assert [maak_inzage(verzoek.pk) for _n in range(4)] == ["wacht", "wacht", "mislukt", None]
    client = login(cast.coordinator)
    page = client.get(reverse("deelnemers:inzageverzoek", args=[verzoek.pk])).text
    assert ("ZeroDivisionError" in page, "Probeer opnieuw" in page) == (True, True)
    assert "Kwikwensen" not in Inzageverzoek.objects.get(pk=verzoek.pk).fout
    client.post(reverse("deelnemers:inzage_opnieuw", args=[verzoek.pk]))
    assert maak_inzage(verzoek.pk) == "klaar"


def test_papers_are_gone_after_a_day(samira):
    Inzageverzoek.objects.all().delete()
    now = timezone.now()
    kept = InzageverzoekFactory(deelnemer=samira, aangemaakt_op=now - timedelta(hours=23, minutes=59))
    InzageverzoekFactory(deelnemer=samira, aangemaakt_op=now - timedelta(hours=24, minutes=1))
    assert (purge_inzagen(), list(Inzageverzoek.objects.all())) == (1, [kept])


def test_papers_that_are_made_while_someone_is_erased_are_lost(cast, samira, monkeypatch):
    verzoek = inzageverzoeken.ask(samira, door=cast.coordinator)
    real = inzagemaken.as_json

    def erased_meanwhile(overzicht):
        anonymise(samira, aanleiding=Aanleiding.BEZWAAR)
        return real(overzicht)

    monkeypatch.setattr(inzagemaken, "as_json", erased_meanwhile)
    assert (maak_inzage(verzoek.pk), Inzageverzoek.objects.count()) == (None, 0)


@pytest.mark.parametrize(
    ("who", "status"), [("lezer", 403), ("mentor", 403), ("werkgever", 403), ("beheerder", 404), ("vreemde", 404)]
)
def test_nobody_else_asks_or_fetches(cast, login, samira, who, status):
    verzoek, client = Inzageverzoek.objects.get(), login(cast.people[who])
    assert client.post(reverse("deelnemers:inzage", args=[samira.pk])).status_code == status
    assert client.get(reverse("deelnemers:inzage_bestand", args=[verzoek.pk, "json"])).status_code == 404
    assert Inzageverzoek.objects.count() == 1


@pytest.mark.parametrize(("soort", "status"), [("exe", "klaar"), ("pdf", "wacht"), ("json", "mislukt")])
def test_what_is_not_there_is_not_found(cast, login, samira, soort, status):
    verzoek = Inzageverzoek.objects.get()
    Inzageverzoek.objects.update(status=VerzoekStatus(status))
    url = reverse("deelnemers:inzage_bestand", args=[verzoek.pk, soort])
    assert login(cast.coordinator).get(url).status_code == 404
