"""A go/no-go at the end of a phase: who may decide what, what it holds back, and where it is read."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from partijen.enums import Rol
from tests.factories.trajecten import FaseFactory, RolinvullingFactory, TrajectFactory
from trajecten.besluiten import VERVOLG, can_be_decided, decide
from trajecten.enums import Component, FaseStatus, Uitslag
from trajecten.fasen import start_fase
from trajecten.fouten import TrajectFout
from trajecten.models import Besluit

BEGON = date(2026, 3, 2)
GOED = {"uitslag": "no_go", "reden": "Te weinig deelnemers op A2.", "voorwaarden": "", "genomen_op": "2026-06-01"}


@pytest.fixture
def traject(cast):
    return TrajectFactory(gemeente=cast.waterstad, regisseur=cast.coordinator)


@pytest.fixture
def fase(traject):
    return FaseFactory(
        traject=traject, component=Component.VOORTRAJECT, start=BEGON, werkelijke_start=BEGON, status=FaseStatus.LOPEND
    )


@pytest.fixture
def volgende(traject):
    return FaseFactory(traject=traject, component=Component.LEERWERK)


@pytest.fixture
def besluit(cast, fase):
    """Return a function that records a decision by the gemeente."""

    def record(uitslag=Uitslag.NO_GO, op=date(2026, 6, 1), **rest):
        voorwaarden = "Zes stageplekken" if uitslag is Uitslag.VOORWAARDEN else ""
        given = {"partij": cast.waterstad, "persoon": None, "reden": "Daarom", "door": cast.coordinator} | rest
        return decide(fase, uitslag=uitslag, genomen_op=op, voorwaarden=voorwaarden, **given)

    return record


def url(name, obj):
    return reverse(f"trajecten:{name}", args=[obj.pk])


def page(login, wie, traject):
    return " ".join(login(wie).get(url("detail", traject)).text.split())


def test_each_link_of_the_chain_but_the_last_leads_to_the_next():
    assert VERVOLG == {
        Component.WERVING: Component.VOORTRAJECT,
        Component.VOORTRAJECT: Component.LEERWERK,
        Component.LEERWERK: Component.MATCHING,
    }


@pytest.mark.parametrize("component", Component)
@pytest.mark.parametrize("status", FaseStatus)
def test_only_of_what_began_and_leads_on_is_it_decided(traject, component, status):
    fase = FaseFactory(traject=traject, component=component, status=status)
    assert can_be_decided(fase) == (component in VERVOLG and status != FaseStatus.GEPLAND)


def test_a_no_go_holds_back_the_next_phase_until_it_is_decided_again(besluit, volgende):
    besluit()
    with pytest.raises(TrajectFout, match="Op 1 juni 2026 is besloten dat de groep niet doorgaat na voortraject"):
        start_fase(volgende, op=date(2026, 9, 1))

    besluit(Uitslag.GO, date(2026, 7, 1))
    start_fase(volgende, op=date(2026, 9, 1))
    volgende.refresh_from_db()
    assert volgende.status == FaseStatus.LOPEND


@pytest.mark.parametrize("uitslag", [None, Uitslag.GO, Uitslag.VOORWAARDEN])
def test_without_a_no_go_the_next_phase_starts(besluit, volgende, uitslag):
    if uitslag:
        besluit(uitslag)
    start_fase(volgende, op=date(2026, 9, 1))


def test_another_trajectory_is_not_held_back(cast, besluit):
    besluit()
    start_fase(FaseFactory(traject__gemeente=cast.waterstad), op=date(2026, 9, 1))


def test_of_two_decisions_on_a_day_the_one_that_was_recorded_last_holds(besluit, volgende):
    besluit(Uitslag.GO)
    besluit(Uitslag.NO_GO)
    with pytest.raises(TrajectFout, match="niet doorgaat"):
        start_fase(volgende, op=date(2026, 9, 1))


@pytest.mark.parametrize(
    ("op", "bericht"),
    [
        (BEGON - timedelta(days=1), "De fase begon op 2 maart 2026. Kies die dag of een latere."),
        (None, "Deze datum is nog niet geweest. Kies vandaag of een eerdere dag."),
    ],
)
def test_it_is_decided_while_the_phase_runs_or_after(besluit, op, bericht):
    with pytest.raises(TrajectFout) as caught:
        besluit(op=op or timezone.localdate() + timedelta(days=1))
    assert caught.value.message_dict == {"genomen_op": [bericht]}
    assert not Besluit.objects.exists()


def test_what_runs_already_is_not_stopped_by_a_no_go(besluit, volgende):
    start_fase(volgende, op=date(2026, 9, 1))
    with pytest.raises(TrajectFout) as caught:
        besluit()
    assert caught.value.message_dict == {"uitslag": ["Leer- en werkcomponent is al begonnen. Een no-go kan niet meer."]}
    besluit(Uitslag.VOORWAARDEN)


@pytest.mark.parametrize("wie", ["klantmanager", "lezer", "vreemde", "werkgever"])
def test_only_who_directs_records_it(cast, besluit, wie):
    with pytest.raises(TrajectFout, match="Alleen de regisseur"):
        besluit(door=cast.people[wie])


def test_a_person_decides_for_their_own_party(cast, besluit):
    assert besluit(persoon=cast.coordinator).persoon == cast.coordinator
    with pytest.raises(TrajectFout, match="hoort niet bij"):
        besluit(persoon=cast.mentor)


@pytest.mark.parametrize(
    ("wrong", "name"),
    [
        ({"reden": ""}, "besluit_has_reden"),
        ({"uitslag": Uitslag.VOORWAARDEN}, "besluit_voorwaarden_fit_uitslag"),
        ({"voorwaarden": "Zes stageplekken"}, "besluit_voorwaarden_fit_uitslag"),
    ],
)
def test_the_database_keeps_reason_and_conditions(cast, fase, wrong, name):
    given = {"uitslag": Uitslag.GO, "reden": "Daarom", "genomen_op": BEGON, "partij": cast.waterstad} | wrong
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Besluit.objects.create(fase=fase, vastgelegd_door=cast.coordinator, **given)


# --- On the pages


def test_it_is_recorded_from_the_page_of_the_trajectory_and_read_there(cast, login, fase):
    client = login(cast.coordinator)
    assert url("besluit_nieuw", fase) in client.get(url("detail", fase.traject)).text

    response = client.post(url("besluit_nieuw", fase), GOED | {"wie": f"partij-{cast.waterstad.pk}"})

    assert response.status_code == 302
    assert response.url == f"{url('detail', fase.traject)}#fase-{fase.pk}"
    text = page(login, cast.coordinator, fase.traject)
    assert "No-go: de groep gaat niet door" in text
    assert "Reden: Te weinig deelnemers op A2." in text
    assert "1 juni 2026, Waterstad" in text


def test_an_earlier_decision_can_be_read_back(cast, login, besluit, fase):
    besluit(reden="Te vroeg")
    besluit(Uitslag.GO, date(2026, 7, 1), reden="Nu wel")
    text = page(login, cast.coordinator, fase.traject)
    now, _sep, earlier = text.partition("Eerdere besluiten")
    assert "Nu wel" in now
    assert "Te vroeg" in earlier
    # The timeline says the one that holds.
    assert "Go: de groep gaat door" in now.partition('id="fasen"')[0]


@pytest.mark.parametrize(
    ("changes", "veld", "bericht"),
    [
        ({"reden": ""}, "reden", "Dit veld is verplicht."),
        ({"uitslag": "voorwaarden"}, "voorwaarden", "Noem de voorwaarden, of kies 'Go' of 'No-go'."),
        ({"voorwaarden": "Later"}, "voorwaarden", "Voorwaarden horen alleen bij 'Go onder voorwaarden'."),
        ({"genomen_op": "2026-01-01"}, "genomen_op", "De fase begon op 2 maart 2026. Kies die dag of een latere."),
        ({"uitslag": ""}, "uitslag", "Dit veld is verplicht."),
        ({"wie": "partij-0"}, "wie", None),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_what_was_typed_stays(cast, login, fase, changes, veld, bericht):
    data = GOED | {"wie": f"partij-{cast.waterstad.pk}"} | changes
    response = login(cast.coordinator).post(url("besluit_nieuw", fase), data)
    form = response.context["form"]
    assert (response.status_code, list(form.errors)) == (422, [veld])
    assert bericht is None or form.errors[veld] == [bericht]
    assert form["reden"].value() == data["reden"]
    assert not Besluit.objects.exists()


def test_a_start_that_is_held_back_says_why(cast, login, besluit, volgende):
    besluit()
    response = login(cast.coordinator).post(url("fase_start", volgende), {"op": "2026-09-01"})
    assert response.status_code == 422
    assert "Leg eerst een nieuw besluit vast." in response.text


def test_conditions_are_asked_for_until_the_next_phase_runs(cast, login, besluit, fase, volgende):
    besluit(Uitslag.VOORWAARDEN)
    task = "De groep gaat door na voortraject als dit geregeld is: Zes stageplekken"
    assert task in page(login, cast.coordinator, fase.traject)
    start_fase(volgende, op=date(2026, 9, 1))
    assert task not in page(login, cast.coordinator, fase.traject)


def test_a_partner_reads_it_and_records_none(cast, login, besluit, fase):
    RolinvullingFactory(fase=fase, rol=Rol.WERKGEVER, toegezegd=True, partij=cast.installatie)
    besluit()
    text = page(login, cast.werkgever, fase.traject)
    assert "No-go: de groep gaat niet door" in text
    assert "Go/no-go vastleggen" not in text
    assert list(Besluit.objects.visible_to(cast.werkgever)) == [Besluit.objects.get()]
    assert not Besluit.objects.visible_to(cast.vreemde).exists()
