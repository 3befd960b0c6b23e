import pytest
from django.urls import reverse

from partijen import overdracht
from partijen.enums import Rol
from partijen.forms import PartijForm
from partijen.models import Partij
from tests.factories.partijen import ContactpersoonFactory, LidmaatschapFactory, PartijFactory, UitnodigingFactory
from tests.factories.trajecten import FaseFactory, RolinvullingFactory, TrajectFactory


def test_nieuw_saves_once_on_a_double_click(cast, login):
    client = login(cast.coordinator)
    data = {"naam": "Groenbedrijf", "soort": "werkgever", "indiening": "6f1d7c1e-5a57-4f0e-9c1c-6a1f6a1f6a1f"}

    first = client.post(reverse("partijen:nieuw"), data)
    second = client.post(reverse("partijen:nieuw"), data)

    assert Partij.objects.filter(naam="Groenbedrijf").count() == 1
    assert (first.status_code, second.status_code) == (302, 302)
    assert first.url == second.url


def test_nieuw_keeps_what_was_typed_beside_a_message(cast, login):
    response = login(cast.coordinator).post(
        reverse("partijen:nieuw"), {"naam": "Groenbedrijf", "soort": "werkgever", "kvk_nummer": "12"}
    )

    assert response.status_code == 422
    assert response.context["form"].errors["kvk_nummer"] == ["Een KvK-nummer heeft acht cijfers."]
    assert 'value="Groenbedrijf"' in response.text
    assert not Partij.objects.filter(naam="Groenbedrijf").exists()


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_lijst_costs_the_same_queries_for_any_number_of_rows(cast, login, rows, django_assert_num_queries):
    PartijFactory.create_batch(rows)
    client = login(cast.coordinator)
    # session, user, memberships, roles anywhere; count and rows
    with django_assert_num_queries(6):
        client.get(reverse("partijen:lijst"))


def test_detail_of_another_party_is_not_found_for_an_employer(cast, login):
    assert login(cast.werkgever).get(reverse("partijen:detail", args=[cast.roc.pk])).status_code == 404
    assert login(cast.werkgever).get(reverse("partijen:detail", args=[cast.installatie.pk])).status_code == 200


def test_nieuw_names_the_party_number_that_exists_already(cast, login):
    PartijFactory(kvk_nummer="12345678")
    response = login(cast.coordinator).post(
        reverse("partijen:nieuw"), {"naam": "Tweede", "soort": "werkgever", "kvk_nummer": "12345678"}
    )

    assert response.status_code == 422
    assert response.context["form"].errors == {"kvk_nummer": ["Er is al een partij met dit KvK-nummer."]}
    assert not Partij.objects.filter(naam="Tweede").exists()


@pytest.mark.parametrize("name", ["nieuw", "wijzig"])
def test_a_number_taken_a_moment_ago_stands_beside_its_field(cast, login, monkeypatch, name):
    PartijFactory(kvk_nummer="12345678")
    eigen = PartijFactory(naam="Eerste")
    # Validation ran before the other party was there.
    monkeypatch.setattr(PartijForm, "validate_unique", lambda _form: None)
    url = reverse("partijen:nieuw") if name == "nieuw" else reverse("partijen:wijzig", args=[eigen.pk])
    response = login(cast.coordinator).post(url, {"naam": "Tweede", "soort": "werkgever", "kvk_nummer": "12345678"})

    assert response.status_code == 422
    assert response.context["form"].errors == {"kvk_nummer": ["Er is al een partij met dit KvK-nummer."]}
    assert not Partij.objects.filter(naam="Tweede").exists()


def test_two_parties_without_a_number_exist_side_by_side(cast, login):
    client = login(cast.coordinator)
    for naam in ("Een", "Twee"):
        client.post(reverse("partijen:nieuw"), {"naam": naam, "soort": "werkgever", "kvk_nummer": ""})

    assert list(Partij.objects.filter(naam__in=["Een", "Twee"]).values_list("kvk_nummer", flat=True)) == [None, None]


def test_nobody_makes_a_gemeente_through_the_screen(cast, login):
    client = login(cast.coordinator)
    made = client.post(reverse("partijen:nieuw"), {"naam": "Nepstad", "soort": "gemeente"})
    changed = client.post(
        reverse("partijen:wijzig", args=[cast.installatie.pk]), {"naam": "Nepstad", "soort": "gemeente"}
    )

    assert (made.status_code, changed.status_code) == (422, 422)
    assert set(Partij.objects.gemeentes()) == {cast.waterstad, cast.heuvelrijk}


def test_a_gemeente_is_changed_by_its_own_people_only_and_stays_a_gemeente(cast, login):
    url = reverse("partijen:wijzig", args=[cast.waterstad.pk])
    data = {"naam": "Waterstad aan Zee", "soort": "werkgever"}

    assert login(cast.vreemde).post(url, data).status_code == 403
    assert login(cast.coordinator).post(url, data).status_code == 302
    cast.waterstad.refresh_from_db()
    assert (cast.waterstad.naam, cast.waterstad.soort) == ("Waterstad aan Zee", "gemeente")


@pytest.mark.parametrize(
    ("function", "status"), [("coordinator", 302), ("beheerder", 302), ("klantmanager", 403), ("lezer", 403)]
)
def test_only_who_is_in_charge_of_a_gemeente_changes_its_name(cast, login, function, status):
    """By that name its sign-on finds it: another name stops everybody's signing in."""
    client, url = login(getattr(cast, function)), reverse("partijen:wijzig", args=[cast.waterstad.pk])
    button = url in client.get(reverse("partijen:detail", args=[cast.waterstad.pk])).text
    answer = client.post(url, {"naam": "Waterstad aan Zee", "soort": "gemeente"})
    cast.waterstad.refresh_from_db()
    changed = cast.waterstad.naam == "Waterstad aan Zee"
    assert (answer.status_code, button, changed) == (status, status == 302, status == 302)


def test_an_employer_changes_their_own_party_only(cast, login):
    data = {"naam": "Nieuwe naam", "soort": "werkgever"}
    client = login(cast.werkgever)

    assert client.post(reverse("partijen:wijzig", args=[cast.installatie.pk]), data).status_code == 302
    assert client.post(reverse("partijen:wijzig", args=[cast.roc.pk]), data).status_code == 404
    assert not Partij.objects.filter(pk=cast.roc.pk, naam="Nieuwe naam").exists()


GEGEVENS = {"naam": "Anders", "soort": "overig", "kvk_nummer": "87654321", "telefoon": "030 1234567"}


def change(client, partij):
    answer = client.post(reverse("partijen:wijzig", args=[partij.pk]), GEGEVENS)
    partij.refresh_from_db()
    return answer.status_code, (partij.naam, partij.soort, partij.kvk_nummer, partij.telefoon)


@pytest.mark.parametrize("function", ["coordinator", "klantmanager", "beheerder"])
def test_what_a_party_is_that_works_for_another_gemeente_is_its_own_to_say(cast, login, function):
    """From its kind follows what its people may do, for whichever gemeente."""
    fase = FaseFactory(traject=TrajectFactory(gemeente=cast.heuvelrijk))
    RolinvullingFactory(toegezegd=True, fase=fase, rol=Rol.MENTOR, partij=cast.maatwerk)
    client = login(getattr(cast, function))
    page = client.get(reverse("partijen:wijzig", args=[cast.maatwerk.pk])).text
    reden = "Deze partij werkt ook voor een andere gemeente. Alleen de partij zelf kan dit wijzigen."
    assert page.count(reden) == 3
    assert change(client, cast.maatwerk) == (302, ("Maatwerk", "begeleiding", None, "030 1234567"))
    assert change(login(cast.mentor), cast.maatwerk) == (302, tuple(GEGEVENS.values()))


def test_a_gemeente_that_a_party_works_for_alone_says_what_it_is(cast, login):
    fase = FaseFactory(traject=TrajectFactory(gemeente=cast.waterstad))
    RolinvullingFactory(toegezegd=True, fase=fase, rol=Rol.MENTOR, partij=cast.maatwerk)
    assert change(login(cast.coordinator), cast.maatwerk) == (302, tuple(GEGEVENS.values()))


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_detail_costs_the_same_queries_for_any_number_of_people(cast, login, rows, django_assert_num_queries):
    LidmaatschapFactory.create_batch(rows, partij=cast.installatie)
    ContactpersoonFactory.create_batch(rows, partij=cast.installatie, gemeente=cast.waterstad)
    UitnodigingFactory.create_batch(rows, partij=cast.installatie, gemeente=cast.waterstad, door=cast.coordinator)
    client = login(cast.coordinator)
    # session, user, memberships, the party, its people, its contact persons, invitations, whether it has a beheerder,
    # and one for each way in which it may work for another gemeente
    with django_assert_num_queries(8 + len(overdracht._gemeenten_finders)):
        client.get(reverse("partijen:detail", args=[cast.installatie.pk]))
