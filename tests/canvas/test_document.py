import json
from datetime import date
from decimal import Decimal

import pytest
from django.utils.translation import override

from canvas.bedragen import say_euro
from canvas.document import Invulling, build_document, dump, fingerprint, load, tijdlijn_of
from canvas.models import CanvasTekst
from tests.factories.canvas import BijdrageFactory, CanvasTekstFactory
from tests.factories.deelnemers import DeelnameFactory, DeelnemerFactory
from trajecten.enums import FaseStatus
from trajecten.models import Rolinvulling


def onderdeel(document, component):
    return next(onderdeel for onderdeel in document.onderdelen if onderdeel.component == component)


def test_document_survives_json(cast, traject):
    CanvasTekstFactory(traject=traject, veld="leerwerk.doel", tekst="Een certificaat 🌱 أحمد")
    BijdrageFactory(traject=traject)
    document = build_document(traject, cast.coordinator)
    assert load(json.loads(json.dumps(dump(document)))) == document


def test_document_says_who_does_what_in_which_state(cast, traject):
    document = build_document(traject, cast.coordinator)
    assert onderdeel(document, "leerwerk").rollen[-2:] == (
        Invulling("Werkgever", "Installatie BV", "Werkgever", "toegezegd", "toegezegd"),
        Invulling("Verbinder", "Netwerk", "", "toegezegd", "toegezegd"),
    )
    assert onderdeel(document, "begeleiding").rollen[-1].status_tekst == "gevraagd"
    assert onderdeel(document, "taal").open_rollen == 1


def test_role_of_a_phase_that_is_over_is_open_no_more(cast, traject):
    fase = traject.fasen.get(component="taal")
    fase.status, fase.werkelijke_start, fase.werkelijk_eind = FaseStatus.AFGEROND, fase.start, fase.eind
    fase.save()
    document = build_document(traject, cast.coordinator)
    assert onderdeel(document, "taal").open_rollen == 0
    rijen = tijdlijn_of(document, vandaag=date(2026, 10, 1)).tabelrijen
    assert {rij.label: rij.open_rollen for rij in rijen}["(Extra) taalondersteuning"] == 0


def test_days_are_said_in_the_language_of_the_reader(cast, traject):
    fase = traject.fasen.get(component="taal")
    fase.start, fase.eind = date(2026, 3, 25), date(2026, 5, 24)
    fase.save()
    said = {}
    for taal in ("nl", "en"):
        with override(taal):
            said[taal] = onderdeel(build_document(traject, cast.coordinator), "taal").planning.kort
    assert said == {"nl": "25 mrt 2026 t/m 24 mei 2026", "en": "25 Mar 2026 to 24 May 2026"}


def test_document_adds_up_means_and_their_open_part(cast, traject):
    BijdrageFactory(traject=traject, bedrag=12_500, partij=cast.installatie)
    BijdrageFactory(traject=traject, bedrag=Decimal("750.50"))
    BijdrageFactory(traject=traject, soort="plaats", bedrag=None, partij=cast.installatie)
    BijdrageFactory(traject=traject, component="taal", bedrag=100)
    BijdrageFactory(bedrag=99_999)
    document = build_document(traject, cast.coordinator)
    leerwerk = onderdeel(document, "leerwerk")
    assert (leerwerk.middelen_totaal, leerwerk.middelen_open) == ("€\u00a013.250,50", "€\u00a0750,50")
    assert (document.middelen_totaal, document.middelen_open) == ("€\u00a013.350,50", "€\u00a0850,50")
    assert onderdeel(document, "matching").middelen_totaal == ""


@pytest.mark.parametrize(
    ("bedrag", "tekst"),
    [
        (None, ""),
        (Decimal(0), "€\u00a00"),
        (Decimal("1234567.00"), "€\u00a01.234.567"),
        (Decimal("0.5"), "€\u00a00,50"),
    ],
)
def test_euro_is_said_the_dutch_way(bedrag, tekst):
    assert say_euro(bedrag) == tekst


def test_document_never_names_a_participant(cast, traject):
    DeelnameFactory(
        traject=traject,
        deelnemer=DeelnemerFactory(gemeente=cast.waterstad, voornaam="Zebedeus", achternaam="Quispel"),
        mentor=cast.mentor,
    )
    text = json.dumps(dump(build_document(traject, cast.coordinator)))
    assert "Zebedeus" not in text
    assert "Quispel" not in text


def test_document_of_a_stranger_is_empty_of_roles_texts_and_means(cast, traject):
    CanvasTekstFactory(traject=traject, veld="risicos", tekst="Geheim")
    BijdrageFactory(traject=traject)
    document = build_document(traject, cast.vreemde)
    assert document.risicos.tekst == ""
    assert [(len(deel.rollen), len(deel.middelen)) for deel in document.onderdelen] == [(0, 0)] * 6


def test_fingerprint_follows_content_and_nothing_else(cast, traject):
    first = fingerprint(build_document(traject, cast.coordinator))
    assert fingerprint(build_document(traject, cast.werkgever)) == first
    CanvasTekstFactory(traject=traject, veld="risicos", tekst="Nieuw")
    second = fingerprint(build_document(traject, cast.coordinator))
    CanvasTekst.objects.update(tekst="Nieuwer")
    third = fingerprint(build_document(traject, cast.coordinator))
    Rolinvulling.objects.filter(rol="mentor", status="gevraagd").update(status="toegezegd")
    fourth = fingerprint(build_document(traject, cast.coordinator))
    assert len({first, second, third, fourth}) == 4


def test_timeline_has_a_row_per_phase_and_the_gaps(cast, traject):
    tijdlijn = tijdlijn_of(build_document(traject, cast.coordinator), vandaag=date(2026, 10, 1))
    assert tijdlijn is not None
    assert (len(tijdlijn.tabelrijen), len(tijdlijn.hiaten)) == (6, 2)


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_document_costs_the_same_queries_for_any_size(cast, traject, rows, django_assert_num_queries):
    BijdrageFactory.create_batch(rows, traject=traject, partij=cast.installatie)
    # memberships, and texts, phases, roles, means
    with django_assert_num_queries(5):
        build_document(traject, cast.coordinator)
