"""Who sees whom in a party that gemeentes share: names, addresses, and who left."""

import pytest
from django.urls import reverse

from partijen.enums import Functie, Rol
from partijen.mensen import people_visible_to
from tests.factories.partijen import LidmaatschapFactory
from tests.factories.trajecten import FaseFactory, RolinvullingFactory, TrajectFactory

VAN_WATERSTAD = ("coordinator", "klantmanager", "lezer", "beheerder")
# What everyone of Waterstad, and the people of the party, see of the one who is there and of the one who left.
NIETS, NAAM, ADRES, ALLES = set(), {"naam"}, {"naam", "adres"}, {"naam", "adres", "vertrokken"}


@pytest.fixture
def mensen(cast):
    """Put one person in a party, and one who left it."""

    def fill(partij, functie=Functie.MEDEWERKER):
        hier = LidmaatschapFactory(partij=partij, functie=functie, gebruiker__naam="Hier Huisman")
        LidmaatschapFactory(partij=partij, functie=functie, gebruiker__naam="Weg Wever", actief=False)
        return hier.gebruiker

    return fill


def let_work(partij, *gemeenten):
    for gemeente in gemeenten:
        fase = FaseFactory(traject=TrajectFactory(gemeente=gemeente))
        RolinvullingFactory(toegezegd=True, fase=fase, rol=Rol.INTERMEDIAIR, partij=partij)


def seen(client, partij, hier):
    page = client.get(reverse("partijen:detail", args=[partij.pk]))
    assert page.status_code == 200
    found = {"naam": hier.naam, "adres": hier.email, "vertrokken": "Weg Wever"}
    return {what for what, text in found.items() if text in page.text}


def seen_by_all(cast, login, partij, hier, names=VAN_WATERSTAD):
    return {name: seen(login(getattr(cast, name)), partij, hier) for name in names}


def test_of_another_gemeente_who_does_the_work_sees_names_and_nobody_addresses(cast, login, mensen):
    hier = mensen(cast.heuvelrijk, Functie.KLANTMANAGER)
    expected = {"coordinator": NAAM, "klantmanager": NAAM, "lezer": NIETS, "beheerder": NIETS}
    assert seen_by_all(cast, login, cast.heuvelrijk, hier) == expected
    page = login(cast.lezer).get(reverse("partijen:detail", args=[cast.heuvelrijk.pk])).text
    assert "Mensen met een account" not in page


@pytest.mark.parametrize("whose", ["waterstad", "heuvelrijk"])
def test_gemeentes_that_work_together_see_addresses_too(cast, login, mensen, whose):
    hier = mensen(cast.heuvelrijk, Functie.KLANTMANAGER)
    owner = getattr(cast, whose)
    let_work(cast.heuvelrijk if owner == cast.waterstad else cast.waterstad, owner)
    expected = {"coordinator": ADRES, "klantmanager": ADRES, "lezer": NIETS, "beheerder": NIETS}
    assert seen_by_all(cast, login, cast.heuvelrijk, hier) == expected


def test_in_the_own_gemeente_everyone_sees_colleagues_and_who_is_in_charge_who_left(cast, login, mensen):
    hier = mensen(cast.waterstad, Functie.LEZER)
    expected = {"coordinator": ALLES, "klantmanager": ADRES, "lezer": ADRES, "beheerder": ALLES}
    assert seen_by_all(cast, login, cast.waterstad, hier) == expected


def test_of_a_party_that_works_for_another_gemeente_alone_only_names_are_seen(cast, login, mensen):
    hier = mensen(cast.roc)
    let_work(cast.roc, cast.heuvelrijk)
    assert seen_by_all(cast, login, cast.roc, hier) == dict.fromkeys(VAN_WATERSTAD, NAAM)


def test_of_a_party_that_works_for_both_who_does_the_work_sees_addresses(cast, login, mensen):
    hier = mensen(cast.roc)
    let_work(cast.roc, cast.waterstad, cast.heuvelrijk)
    expected = {"coordinator": ADRES, "klantmanager": ADRES, "lezer": NAAM, "beheerder": NAAM}
    assert seen_by_all(cast, login, cast.roc, hier) == expected


def test_who_decides_about_a_partys_people_sees_who_left(cast, login, mensen):
    hier = mensen(cast.roc)
    expected = {"coordinator": ALLES, "klantmanager": NAAM, "lezer": NAAM, "beheerder": ALLES, "opleider": ADRES}
    assert seen_by_all(cast, login, cast.roc, hier, (*VAN_WATERSTAD, "opleider")) == expected

    beheerder = LidmaatschapFactory(partij=cast.roc, functie=Functie.BEHEERDER).gebruiker
    assert seen(login(beheerder), cast.roc, hier) == ALLES
    expected |= {"coordinator": NAAM, "beheerder": NAAM}
    assert seen_by_all(cast, login, cast.roc, hier, (*VAN_WATERSTAD, "opleider")) == expected


def test_a_form_that_chooses_people_has_one_rule_to_ask(cast, mensen):
    hier = mensen(cast.heuvelrijk, Functie.KLANTMANAGER)
    found = {
        name: [lid.gebruiker for lid in people_visible_to(getattr(cast, name), cast.heuvelrijk)]
        for name in ("coordinator", "lezer", "opleider")
    }
    assert found == {"coordinator": [hier, cast.vreemde], "lezer": [], "opleider": []}
