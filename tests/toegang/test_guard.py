import pytest
from django.urls import reverse

from tests.factories.partijen import PartijFactory
from toegang.models import Indiening
from toegang.relaties import Relatie, relaties_of


def test_no_page_opens_without_signing_in(client, db):
    response = client.get("/")
    assert (response.status_code, response.url) == (302, "/accounts/login/?next=/")


def test_health_is_open_to_all(client, db):
    assert client.get("/healthz/live").json() == {"status": "ok"}
    assert client.get("/healthz/ready").status_code == 200


def test_invisible_is_404_and_visible_but_not_allowed_is_403(cast, login):
    partij = PartijFactory()
    assert login(cast.werkgever).get(reverse("partijen:wijzig", args=[partij.pk])).status_code == 404
    assert login(cast.lezer).get(reverse("partijen:wijzig", args=[partij.pk])).status_code == 403
    assert login(cast.coordinator).get(reverse("partijen:wijzig", args=[partij.pk])).status_code == 200


def test_other_methods_do_not_exist(cast, login):
    response = login(cast.coordinator).delete("/")
    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD")


def test_pages_of_someone_signed_in_are_kept_nowhere(cast, login):
    assert "no-store" in login(cast.coordinator).get("/")["Cache-Control"]


@pytest.mark.parametrize(
    ("who", "relaties"),
    [
        ("coordinator", {Relatie.INGELOGD, Relatie.COORDINATOR}),
        ("beheerder", {Relatie.INGELOGD, Relatie.BEHEERDER}),
        ("werkgever", {Relatie.INGELOGD, Relatie.WERKGEVER}),
        ("verbinder", {Relatie.INGELOGD, Relatie.VERBINDER}),
    ],
)
def test_relaties_anywhere_follow_from_memberships(cast, who, relaties):
    assert relaties_of(cast.people[who], None) == relaties


def test_a_membership_that_ended_gives_nothing(cast):
    cast.coordinator.lidmaatschappen.update(actief=False)
    assert relaties_of(cast.coordinator, None) == {Relatie.INGELOGD}


def test_a_refused_form_leaves_no_stamp(cast, login):
    url, data = reverse("partijen:nieuw"), {"naam": "", "indiening": "6f1d7c1e-5a57-4f0e-9c1c-6a1f6a1f6a1f"}
    client = login(cast.coordinator)
    assert client.post(url, data).status_code == 422
    assert Indiening.objects.count() == 0
    assert client.post(url, {**data, "naam": "Groenbedrijf", "soort": "werkgever"}).status_code == 302


def test_two_people_may_send_the_same_stamp(cast, login):
    url, stamp = reverse("partijen:nieuw"), "6f1d7c1e-5a57-4f0e-9c1c-6a1f6a1f6a1f"
    for who, naam in ((cast.coordinator, "Een"), (cast.vreemde, "Twee")):
        assert login(who).post(url, {"naam": naam, "soort": "werkgever", "indiening": stamp}).status_code == 302
    assert Indiening.objects.count() == 2
