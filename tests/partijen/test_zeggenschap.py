"""Who decides about whose place: a party is shared by gemeentes, and nobody decides about themselves."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.urls import reverse

from partijen import uitnodigen
from partijen.enums import Functie, Rol, UitnodigingStatus
from partijen.fouten import PartijFout
from partijen.leden import change_functie, give_place, stop_member
from partijen.models import Lidmaatschap, Uitnodiging
from partijen.uitnodigingsmails import link_of
from tests.factories.deelnemers import DeelnemerFactory
from tests.factories.partijen import GemeenteFactory, LidmaatschapFactory, PartijFactory, UitnodigingFactory
from tests.factories.trajecten import FaseFactory, RolinvullingFactory, TrajectFactory
from toegang.models import Logregel, User
from trajecten.enums import RolStatus
from trajecten.models import Rolinvulling

pytestmark = pytest.mark.usefixtures("fresh_counts")

NU = datetime(2026, 11, 2, tzinfo=UTC)
MAY = {
    "coordinator": {"leest een dossier", "wijzigt een dossier", "wijzigt een traject", "nodigt uit"},
    "klantmanager": {"leest een dossier", "wijzigt een dossier"},
    "lezer": {"leest een dossier"},
    "beheerder": {"nodigt uit"},
}


def place_of(user):
    return Lidmaatschap.objects.get(gebruiker=user)


def colleagues(cast):
    return (cast.coordinator, cast.klantmanager, cast.lezer, cast.beheerder)


def give_work(gemeente, *, partij, persoon, naam="Werk"):
    fase = FaseFactory(traject=TrajectFactory(gemeente=gemeente, naam=naam))
    return RolinvullingFactory(toegezegd=True, fase=fase, rol=Rol.MENTOR, partij=partij, persoon=persoon)


@pytest.fixture
def twee_meesters(cast):
    """The mentor works for both gemeentes, in a party without a beheerder."""
    give_work(cast.waterstad, partij=cast.maatwerk, persoon=cast.mentor, naam="Werk in Waterstad")
    give_work(cast.heuvelrijk, partij=cast.maatwerk, persoon=cast.mentor, naam="Werk in Heuvelrijk")
    return place_of(cast.mentor)


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_gemeente_can_not_send_away_who_works_for_another_nor_read_for_whom(cast, login, twee_meesters, method):
    client = login(cast.coordinator)
    response = getattr(client, method)(reverse("partijen:lid_stop", args=[twee_meesters.pk]), follow=True)

    twee_meesters.refresh_from_db()
    assert twee_meesters.actief is True
    assert "Vraag Maatwerk om een beheerder" in response.text
    assert "Werk in Heuvelrijk" not in response.text
    with pytest.raises(PartijFout):
        stop_member(twee_meesters, door=cast.coordinator)


def test_the_partys_own_beheerder_sees_all_of_it_and_hands_it_over(cast, login, twee_meesters):
    beheerder = LidmaatschapFactory(partij=cast.maatwerk, functie=Functie.BEHEERDER).gebruiker
    url = reverse("partijen:lid_stop", args=[twee_meesters.pk])
    page = login(beheerder).get(url).text
    assert [naam in page for naam in ("Werk in Waterstad", "Werk in Heuvelrijk")] == [True, True]
    assert login(beheerder).post(url, {"opvolger": beheerder.pk}).status_code == 302
    assert set(Rolinvulling.objects.values_list("persoon", flat=True)) == {beheerder.pk}


def test_a_gemeente_stops_who_works_for_it_alone_in_a_party_without_beheerder(cast, login):
    give_work(cast.waterstad, partij=cast.maatwerk, persoon=cast.mentor)
    lid = place_of(cast.mentor)
    assert login(cast.coordinator).post(reverse("partijen:lid_stop", args=[lid.pk])).status_code == 302
    lid.refresh_from_db()
    assert lid.actief is False


def test_the_partys_own_beheerder_gives_functions_and_so_does_a_gemeente_it_works_for_alone(cast, login):
    lid = LidmaatschapFactory(partij=cast.maatwerk)
    give_work(cast.waterstad, partij=cast.maatwerk, persoon=cast.mentor)
    url = reverse("partijen:lid_wijzig", args=[lid.pk])
    assert url in login(cast.coordinator).get(reverse("partijen:detail", args=[cast.maatwerk.pk])).text
    assert login(cast.coordinator).post(url, {"functie": "beheerder"}).status_code == 302
    give_work(cast.heuvelrijk, partij=cast.maatwerk, persoon=cast.mentor)
    other = reverse("partijen:lid_wijzig", args=[place_of(cast.mentor).pk])
    assert login(lid.gebruiker).post(other, {"functie": "beheerder"}).status_code == 302
    assert place_of(cast.mentor).functie == "beheerder"


def test_a_coordinator_who_is_a_member_too_decides_about_no_colleague_who_works_for_another(cast, login, twee_meesters):
    LidmaatschapFactory(partij=cast.maatwerk, gebruiker=cast.coordinator)
    client = login(cast.coordinator)
    for name, data in (("lid_stop", {}), ("lid_wijzig", {"functie": "beheerder"})):
        client.post(reverse(f"partijen:{name}", args=[twee_meesters.pk]), data)
    twee_meesters.refresh_from_db()
    assert (twee_meesters.actief, twee_meesters.functie) == (True, "medewerker")


@pytest.mark.parametrize("function", ["coordinator", "klantmanager", "lezer", "beheerder"])
def test_what_each_function_of_a_gemeente_opens(cast, login, function):
    deelnemer = DeelnemerFactory(gemeente=cast.waterstad)
    traject = TrajectFactory(gemeente=cast.waterstad)
    client = login(getattr(cast, function))
    pages = {
        "leest een dossier": ("deelnemers:detail", deelnemer.pk),
        "wijzigt een dossier": ("deelnemers:wijzig", deelnemer.pk),
        "wijzigt een traject": ("trajecten:wijzig", traject.pk),
        "nodigt uit": ("partijen:lid_nieuw", cast.waterstad.pk),
    }
    opens = {what for what, (name, pk) in pages.items() if client.get(reverse(name, args=[pk])).status_code == 200}
    assert opens == MAY[function]


def test_a_sign_on_of_the_gemeente_withdraws_a_place_without_choosing_a_successor(cast):
    give_work(cast.waterstad, partij=cast.waterstad, persoon=cast.klantmanager)
    stop_member(place_of(cast.klantmanager))
    assert (place_of(cast.klantmanager).actief, Rolinvulling.objects.get().persoon) == (False, None)


def test_nobody_stops_or_promotes_themselves(cast, login):
    lid = place_of(cast.beheerder)
    client = login(cast.beheerder)
    stopped = client.post(reverse("partijen:lid_stop", args=[lid.pk]), follow=True)
    promoted = client.post(reverse("partijen:lid_wijzig", args=[lid.pk]), {"functie": "coordinator"})

    lid.refresh_from_db()
    assert (lid.actief, lid.functie) == (True, "beheerder")
    assert "U kunt uw eigen toegang niet stoppen" in stopped.text
    assert promoted.context["form"].errors == {
        "functie": ["U kunt uw eigen functie niet wijzigen. Vraag het een collega."]
    }


def test_nobody_finds_a_button_to_decide_about_themselves(cast, login):
    page = login(cast.beheerder).get(reverse("partijen:detail", args=[cast.waterstad.pk])).text
    buttons = {user.naam: reverse("partijen:lid_stop", args=[place_of(user).pk]) in page for user in colleagues(cast)}
    assert buttons == {"Coordinator": True, "Klantmanager": True, "Lezer": True, "Beheerder": False}


def test_another_function_is_in_the_log_with_who_gave_it(cast, login):
    lid = place_of(cast.lezer)
    login(cast.beheerder).post(reverse("partijen:lid_wijzig", args=[lid.pk]), {"functie": "klantmanager"})
    entry = Logregel.objects.get_for_object(lid).get(action=Logregel.Action.UPDATE)
    assert (entry.actor, entry.changes) == (cast.beheerder, {"functie": ["lezer", "klantmanager"]})


def test_a_demoted_klantmanager_keeps_what_they_hold(cast):
    row = give_work(cast.waterstad, partij=cast.waterstad, persoon=cast.klantmanager)
    change_functie(place_of(cast.klantmanager), Functie.LEZER, door=cast.coordinator)
    row.refresh_from_db()
    assert row.persoon == cast.klantmanager


def test_a_leaver_gets_no_other_function(cast):
    lid = place_of(cast.lezer)
    stop_member(lid)
    with pytest.raises(PartijFout):
        change_functie(lid, Functie.KLANTMANAGER, door=cast.beheerder)


def test_a_yes_of_the_leaver_is_not_lost_to_a_question_the_successor_still_has(cast):
    row = give_work(cast.waterstad, partij=cast.maatwerk, persoon=cast.mentor)
    opvolger = LidmaatschapFactory(partij=cast.maatwerk).gebruiker
    RolinvullingFactory(gevraagd=True, fase=row.fase, rol=row.rol, partij=cast.maatwerk, persoon=opvolger)
    stop_member(place_of(cast.mentor), opvolger=opvolger)
    assert list(Rolinvulling.objects.values_list("persoon", "status")) == [(opvolger.pk, RolStatus.TOEGEZEGD)]


@pytest.fixture
def verstuurd(cast):
    """What the coordinator sent: in the gemeente's name to a party and into the gemeente, and by right of elsewhere."""
    door = cast.coordinator
    LidmaatschapFactory(partij=cast.roc, gebruiker=door, functie=Functie.BEHEERDER)
    return {
        "partij": UitnodigingFactory(partij=cast.netwerk, gemeente=cast.waterstad, door=door, naam="Ina Inkomer"),
        "gemeente": UitnodigingFactory(partij=cast.waterstad, door=door, naam="Gijs Genodigde"),
        "elders": UitnodigingFactory(partij=cast.roc, door=door, naam="Eva Elders"),
        "gebruikt": UitnodigingFactory(partij=cast.netwerk, gemeente=cast.waterstad, door=door, gebruikt_op=NU),
        "een ander": UitnodigingFactory(partij=cast.netwerk, gemeente=cast.waterstad, door=cast.beheerder),
    }


def withdrawn_of(sent):
    withdrawn = Uitnodiging.objects.exclude(ingetrokken_op=None)
    return {what for what, uitnodiging in sent.items() if withdrawn.filter(pk=uitnodiging.pk).exists()}


def test_the_page_lists_what_a_leaver_sent_and_stopping_withdraws_it(cast, login, verstuurd):
    lid = Lidmaatschap.objects.get(gebruiker=cast.coordinator, partij=cast.waterstad)
    page = login(cast.beheerder).get(reverse("partijen:lid_stop", args=[lid.pk])).text
    assert [naam in page for naam in ("Ina Inkomer", "Gijs Genodigde", "Eva Elders")] == [True, True, False]
    assert "Ze worden ingetrokken" in page
    stop_member(lid, opvolger=cast.klantmanager)
    assert withdrawn_of(verstuurd) == {"partij", "gemeente"}


@pytest.mark.parametrize(("functie", "withdrawn"), [("lezer", {"partij", "gemeente"}), ("beheerder", set())])
def test_who_loses_the_say_over_people_loses_what_they_sent_by_it(cast, verstuurd, functie, withdrawn):
    lid = Lidmaatschap.objects.get(gebruiker=cast.coordinator, partij=cast.waterstad)
    change_functie(lid, Functie(functie), door=cast.beheerder)
    assert withdrawn_of(verstuurd) == withdrawn


def test_a_link_sent_by_who_was_sent_away_lets_nobody_in(cast, client):
    uitnodiging = UitnodigingFactory(partij=cast.netwerk, gemeente=cast.waterstad, door=cast.coordinator)
    stop_member(place_of(cast.coordinator))
    assert client.get(link_of(uitnodiging)).status_code == 404


def test_a_member_who_is_coordinator_elsewhere_does_not_pass_the_partys_beheerder(cast):
    LidmaatschapFactory(partij=cast.roc, functie=Functie.BEHEERDER)
    LidmaatschapFactory(partij=cast.roc, gebruiker=cast.coordinator)
    asked = uitnodigen.invite(
        partij=cast.roc, email="n@x.example", naam="N", functie=Functie.MEDEWERKER, door=cast.coordinator
    )
    assert asked.status == UitnodigingStatus.WACHT


def test_a_question_that_expired_can_not_be_agreed_to(cast, login):
    uitnodiging = UitnodigingFactory(partij=cast.roc, gemeente=cast.waterstad, akkoord_nodig=True)
    uitnodiging.verloopt_op = uitnodiging.aangemaakt_op
    uitnodiging.save()
    login(cast.opleider).post(reverse("partijen:uitnodiging_akkoord", args=[uitnodiging.pk]), {"antwoord": "ja"})
    uitnodiging.refresh_from_db()
    assert (uitnodiging.status, uitnodiging.akkoord_door) == (UitnodigingStatus.VERLOPEN, None)


@pytest.mark.parametrize("antwoord", ["", "misschien"])
def test_an_answer_that_is_none_changes_nothing(cast, login, antwoord):
    asked = UitnodigingFactory(partij=cast.roc, gemeente=cast.waterstad, akkoord_nodig=True)
    mine = UitnodigingFactory(partij=cast.netwerk, gebruiker=cast.expert)
    data = {"antwoord": antwoord}
    consent = login(cast.opleider).post(reverse("partijen:uitnodiging_akkoord", args=[asked.pk]), data)
    answer = login(cast.expert).post(link_of(mine), data)

    assert (consent.status_code, answer.status_code) == (422, 422)
    asked.refresh_from_db()
    mine.refresh_from_db()
    assert (asked.status, mine.status) == (UitnodigingStatus.WACHT, UitnodigingStatus.VERSTUURD)


def test_who_came_in_by_another_way_meanwhile_keeps_that_place(cast):
    uitnodiging = uitnodigen.invite(
        partij=cast.waterstad, email="n@x.example", naam="N", functie=Functie.LEZER, door=cast.coordinator
    )
    User.objects.filter(pk=uitnodiging.gebruiker_id).update(is_active=True)
    lid = give_place(User.objects.get(pk=uitnodiging.gebruiker_id), cast.waterstad, Functie.KLANTMANAGER)
    assert uitnodigen.accept(uitnodiging, gebruiker=lid.gebruiker) == lid
    assert (place_of(lid.gebruiker).functie, Lidmaatschap.objects.filter(gebruiker=lid.gebruiker).count()) == (
        "klantmanager",
        1,
    )


def test_the_link_goes_nowhere(cast, client):
    page = client.get(link_of(UitnodigingFactory()))
    assert (page.headers["Referrer-Policy"], page.headers["Cache-Control"]) == ("strict-origin", "no-store")


def test_an_address_that_keeps_trying_links_must_wait(cast, client):
    url = reverse("partijen:uitnodiging", kwargs={"token": "niets"})
    assert [client.get(url).status_code for _n in range(31)] == [404] * 30 + [429]


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_who_invite_the_same_person_at_once_make_one_invitation():
    partij, door = PartijFactory(), LidmaatschapFactory(functie=Functie.COORDINATOR, partij=GemeenteFactory()).gebruiker

    def attempt(_n):
        try:
            uitnodigen.invite(partij=partij, email="n@x.example", naam="N", functie=Functie.MEDEWERKER, door=door)
        except PartijFout:
            return "refused"
        finally:
            connection.close()
        return "invited"

    with ThreadPoolExecutor(max_workers=4) as pool:
        assert sorted(pool.map(attempt, range(4))) == ["invited", "refused", "refused", "refused"]
    assert Uitnodiging.objects.filter(partij=partij).count() == 1
