import pytest
from django.urls import reverse

from partijen.models import Partij
from tests.factories.partijen import PartijFactory


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
