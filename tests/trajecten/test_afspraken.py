from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from partijen.enums import Functie, Rol
from partijen.leden import stop_member
from partijen.models import Lidmaatschap
from tests.factories.partijen import LidmaatschapFactory
from tests.factories.trajecten import AfspraakFactory, FaseFactory, RolinvullingFactory, TrajectFactory
from toegang.logregels import Logregel
from toegang.models import User
from toegang.rijbeveiliging import rijen_van
from trajecten.afspraken import agree, move, pass_on, set_status
from trajecten.duur import say_datum
from trajecten.enums import AfspraakStatus, VerzetReden
from trajecten.fouten import TrajectFout
from trajecten.models import Afspraak


def test_agree_records_who_does_what_by_when(cast):
    traject = TrajectFactory(gemeente=cast.waterstad)

    afspraak = agree(
        traject=traject,
        wat="Bel de kinderopvang",
        deadline=date(2027, 1, 1),
        door=cast.coordinator,
        persoon=cast.mentor,
        partij=cast.maatwerk,
    )

    assert Afspraak.objects.get() == afspraak
    assert (afspraak.persoon, afspraak.partij, afspraak.gemaakt_door) == (cast.mentor, cast.maatwerk, cast.coordinator)


@pytest.mark.parametrize(
    ("persoon", "partij", "fout"),
    [(None, None, "Kies wie dit doet"), ("mentor", "installatie", "Mentor hoort niet bij Installatie BV")],
)
def test_agree_needs_someone_who_fits(cast, persoon, partij, fout):
    wie = {"persoon": persoon and getattr(cast, persoon), "partij": partij and getattr(cast, partij)}

    with pytest.raises(TrajectFout, match=fout):
        agree(traject=TrajectFactory(), wat="Bel", deadline=date(2027, 1, 1), door=cast.coordinator, **wie)

    assert not Afspraak.objects.exists()


@pytest.mark.django_db
def test_an_agreement_is_done_and_opened_again():
    afspraak = AfspraakFactory()

    for status in (AfspraakStatus.GEDAAN, AfspraakStatus.GEDAAN, AfspraakStatus.OPEN, AfspraakStatus.VERVALLEN):
        set_status(afspraak, status)
        assert Afspraak.objects.get().status == status


@pytest.fixture
def vandaag():
    return timezone.localdate()


def test_a_moved_agreement_keeps_the_day_before_and_why(cast, login, vandaag):
    oud, nieuw = vandaag - timedelta(days=3), vandaag + timedelta(days=7)
    afspraak = AfspraakFactory(traject__gemeente=cast.waterstad, persoon=cast.mentor, deadline=oud)
    url = reverse("trajecten:afspraak_verzet", args=[afspraak.pk])
    client = login(cast.coordinator)
    detail = reverse("trajecten:detail", args=[afspraak.traject_id])
    assert url in client.get(detail).text

    response = client.post(url, {"deadline": nieuw.isoformat(), "reden": "wacht"})

    assert (response.status_code, response.url) == (302, f"{detail}#afspraak-{afspraak.pk}")
    afspraak.refresh_from_db()
    assert (afspraak.deadline, afspraak.verzet_van, afspraak.verzet_reden) == (nieuw, oud, VerzetReden.WACHT)
    assert f"Verzet van {say_datum(oud)}: Wacht op iemand anders" in client.get(detail).text


@pytest.mark.parametrize(
    ("over", "reden", "veld", "bericht"),
    [
        (7, "", "reden", "Dit veld is verplicht."),
        (-1, "wacht", "deadline", "Kies een dag vanaf vandaag."),
        (3, "wacht", "deadline", "Dat is de dag die er nu staat. Kies een andere dag."),
    ],
)
def test_another_day_is_to_come_and_has_a_reason(cast, login, vandaag, over, reden, veld, bericht):
    deadline = vandaag + timedelta(days=3)
    afspraak = AfspraakFactory(traject__gemeente=cast.waterstad, deadline=deadline)
    url = reverse("trajecten:afspraak_verzet", args=[afspraak.pk])
    day = (vandaag + timedelta(days=over)).isoformat()
    response = login(cast.coordinator).post(url, {"deadline": day, "reden": reden})
    assert response.status_code == 422
    assert response.context["form"].errors == {veld: [bericht]}
    assert response.context["form"]["deadline"].value() == day
    assert Afspraak.objects.get().deadline == deadline


@pytest.mark.parametrize(("who", "code"), [("mentor", 302), ("klantmanager", 403), ("lezer", 403), ("werkgever", 404)])
def test_an_agreement_is_moved_by_who_keeps_it_or_directs(cast, login, vandaag, who, code):
    traject = TrajectFactory(gemeente=cast.waterstad)
    RolinvullingFactory(fase__traject=traject, rol=Rol.MENTOR, toegezegd=True, partij=cast.maatwerk)
    afspraak = AfspraakFactory(traject=traject, persoon=cast.mentor)
    url = reverse("trajecten:afspraak_verzet", args=[afspraak.pk])
    data = {"deadline": (vandaag + timedelta(days=9)).isoformat(), "reden": "samen"}
    assert login(cast.people[who]).post(url, data).status_code == code
    assert (Afspraak.objects.get().verzet_van is not None) == (code == 302)


@pytest.mark.django_db
@pytest.mark.parametrize("status", [AfspraakStatus.GEDAAN, AfspraakStatus.VERVALLEN])
def test_what_is_closed_is_not_moved(status):
    afspraak = AfspraakFactory(status=status)
    with pytest.raises(TrajectFout, match="Deze afspraak staat op"):
        move(afspraak, deadline=date(2027, 1, 1), reden=VerzetReden.SAMEN)


@pytest.mark.django_db
def test_the_same_day_once_more_is_harmless():
    afspraak = AfspraakFactory()
    before = afspraak.deadline
    for _time in range(2):
        move(afspraak, deadline=date(2027, 1, 1), reden=VerzetReden.SAMEN)
    assert Afspraak.objects.get().verzet_van == before


@pytest.mark.django_db
def test_a_lapsed_agreement_is_not_done():
    afspraak = AfspraakFactory(status=AfspraakStatus.VERVALLEN)

    with pytest.raises(TrajectFout, match="staat op 'vervallen'"):
        set_status(afspraak, AfspraakStatus.GEDAAN)


# --- Whose an agreement is


@pytest.fixture
def samen(cast):
    """A trajectory of Waterstad in which Heuvelrijk takes part with its own people."""
    traject = TrajectFactory(gemeente=cast.waterstad, regisseur=cast.klantmanager)
    fase = FaseFactory(traject=traject)
    RolinvullingFactory(toegezegd=True, fase=fase, rol=Rol.INTERMEDIAIR, partij=cast.heuvelrijk)
    RolinvullingFactory(toegezegd=True, fase=fase, rol=Rol.REGISSEUR, partij=cast.netwerk, persoon=cast.verbinder)
    return traject


@pytest.fixture
def van_heuvelrijk(cast, samen):
    """What the mentor agreed on someone of Heuvelrijk."""
    wie = {"persoon": cast.mentor, "gemaakt_door": cast.mentor}
    return AfspraakFactory(traject=samen, gemeente=cast.heuvelrijk, wat="Bel Sara", **wie)


def seen_by(cast):
    users = {who: User.objects.get(pk=person.pk) for who, person in cast.people.items()}
    return {who for who, user in users.items() if Afspraak.objects.visible_to(user).exists()}


def test_an_agreement_of_the_trajectory_is_its_gemeentes(cast, samen):
    afspraak = agree(traject=samen, wat="Bel", deadline=date(2027, 1, 1), door=cast.coordinator, persoon=cast.mentor)

    assert afspraak.gemeente == cast.waterstad
    assert seen_by(cast) == {"coordinator", "klantmanager", "lezer", "mentor"}


def test_an_agreement_on_someone_of_another_gemeente_is_that_gemeentes(cast, van_heuvelrijk):
    assert seen_by(cast) == {"vreemde", "mentor"}


def test_with_a_gemeente_as_party_its_beheerder_reads_nothing(cast, samen):
    AfspraakFactory(traject=TrajectFactory(), partij=cast.waterstad, persoon=None)

    assert seen_by(cast) == {"coordinator", "klantmanager", "lezer"}


@pytest.mark.parametrize(
    ("who", "code"),
    [
        ("vreemde", 302),
        ("mentor", 302),
        *dict.fromkeys(("coordinator", "klantmanager", "lezer", "verbinder"), 404).items(),
    ],
)
def test_the_owning_gemeente_closes_it_and_who_directs_the_trajectory_does_not(cast, van_heuvelrijk, login, who, code):
    url = reverse("trajecten:afspraak_status", args=[van_heuvelrijk.pk])

    assert login(getattr(cast, who)).post(url, {"status": "gedaan"}).status_code == code
    assert Afspraak.objects.get().status == (AfspraakStatus.GEDAAN if code == 302 else AfspraakStatus.OPEN)


def test_who_directs_one_gemeente_and_only_reads_in_the_other_closes_nothing_there(cast, van_heuvelrijk, login):
    LidmaatschapFactory(gebruiker=cast.coordinator, partij=cast.heuvelrijk, functie=Functie.LEZER)
    url = reverse("trajecten:afspraak_status", args=[van_heuvelrijk.pk])
    client = login(User.objects.get(pk=cast.coordinator.pk))

    assert client.post(url, {"status": "gedaan"}).status_code == 403
    assert "Bel Sara" in (page := client.get(reverse("trajecten:detail", args=[van_heuvelrijk.traject_id])).text)
    assert url not in page


@pytest.mark.parametrize(
    ("who", "shown"), [("vreemde", True), ("mentor", True), ("coordinator", False), ("lezer", False)]
)
def test_pages_show_it_to_its_own_gemeente_with_the_button_alone(cast, samen, van_heuvelrijk, login, who, shown):
    fase = samen.fasen.get()
    RolinvullingFactory(toegezegd=True, fase=fase, rol=Rol.MENTOR, partij=cast.maatwerk, persoon=cast.mentor)
    client = login(getattr(cast, who))
    page, start = (client.get(pad).text for pad in (reverse("trajecten:detail", args=[samen.pk]), "/"))

    button = reverse("trajecten:afspraak_status", args=[van_heuvelrijk.pk])
    assert ["Bel Sara" in page, button in page, "Bel Sara" in start] == [shown] * 3


def test_its_log_is_that_gemeentes_too(cast, van_heuvelrijk):
    places = {regel.eigenaar for regel in Logregel.objects.get_for_object(van_heuvelrijk)}
    assert places == {cast.heuvelrijk.pk}


@pytest.mark.postgresql
@pytest.mark.parametrize("who", ["vreemde", "mentor", "coordinator", "klantmanager", "verbinder"])
def test_the_database_holds_it_back_from_the_trajectorys_gemeente_and_its_parties(cast, van_heuvelrijk, who):
    with rijen_van(cast.people[who]):
        assert Afspraak.objects.count() == (1 if who in {"vreemde", "mentor"} else 0)


def test_it_is_handed_over_with_the_party_in_whose_name_it_was_made_alone(cast, samen):
    """Who guides someone of Heuvelrijk for Maatwerk and works elsewhere too leaves it to nobody there."""
    for partij in (cast.netwerk, cast.waterstad):
        LidmaatschapFactory(gebruiker=cast.mentor, partij=partij, functie=Functie.KLANTMANAGER)
    made = {"traject": samen, "gemeente": cast.heuvelrijk, "persoon": cast.mentor, "gemaakt_door": cast.mentor}
    for partij in (cast.maatwerk, None):
        AfspraakFactory(partij=partij, **made)

    for partij, opvolger in ((cast.netwerk, cast.verbinder), (cast.waterstad, cast.coordinator)):
        stop_member(Lidmaatschap.objects.get(gebruiker=cast.mentor, partij=partij), opvolger=opvolger)
        assert set(Afspraak.objects.values_list("persoon", flat=True)) == {cast.mentor.pk}
    colleague = LidmaatschapFactory(partij=cast.maatwerk).gebruiker
    stop_member(Lidmaatschap.objects.get(gebruiker=cast.mentor, partij=cast.maatwerk), opvolger=colleague)

    left = set(Afspraak.objects.values_list("persoon", "partij"))
    assert left == {(colleague.pk, cast.maatwerk.pk), (None, cast.heuvelrijk.pk)}


def test_without_a_successor_it_is_its_own_gemeentes(cast, samen):
    made = {"traject": samen, "gemeente": cast.heuvelrijk, "gemaakt_door": cast.mentor}
    AfspraakFactory(persoon=cast.mentor, partij=cast.maatwerk, **made)

    stop_member(Lidmaatschap.objects.get(gebruiker=cast.mentor))

    assert Afspraak.objects.values_list("persoon", "partij").get() == (None, cast.heuvelrijk.pk)
    assert seen_by(cast) == {"vreemde"}


def test_who_made_one_and_left_the_party_reads_it_no_longer(cast, samen):
    LidmaatschapFactory(gebruiker=cast.mentor, partij=cast.netwerk)
    made = {"traject": samen, "gemeente": cast.heuvelrijk, "persoon": cast.mentor, "gemaakt_door": cast.mentor}
    AfspraakFactory(partij=cast.maatwerk, **made)
    assert seen_by(cast) == {"vreemde", "mentor"}
    opvolger = LidmaatschapFactory(partij=cast.maatwerk).gebruiker

    stop_member(Lidmaatschap.objects.get(gebruiker=cast.mentor, partij=cast.maatwerk), opvolger=opvolger)

    assert seen_by(cast) == {"vreemde"}
    assert Afspraak.objects.visible_to(opvolger).exists()


def test_passed_on_it_is_the_new_keepers(cast, van_heuvelrijk):
    opvolger = LidmaatschapFactory(partij=cast.maatwerk).gebruiker

    pass_on(Afspraak.objects.all(), van=cast.mentor, naar=opvolger, partij=cast.maatwerk)

    assert seen_by(cast) == {"vreemde"}
    assert Afspraak.objects.visible_to(opvolger).exists()
