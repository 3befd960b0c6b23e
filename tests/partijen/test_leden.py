import pytest
from django.urls import reverse

from partijen.enums import Functie
from partijen.fouten import PartijFout
from partijen.leden import change_functie, stop_member
from partijen.models import Lidmaatschap
from partijen.uitnodigen import invite
from tests.factories.partijen import LidmaatschapFactory
from toegang.models import User


def _post(client, partij, **data):
    return client.post(
        reverse("partijen:lid_nieuw", args=[partij.pk]),
        {"email": "nieuw@installatie.example", "naam": "Nina Nieuw", "functie": "medewerker"} | data,
    )


@pytest.mark.parametrize(("party", "functie"), [("installatie", "coordinator"), ("waterstad", "medewerker")])
def test_a_function_that_does_not_fit_the_kind_of_party_is_refused(cast, login, party, functie):
    partij = getattr(cast, party)
    response = _post(login(cast.coordinator), partij, functie=functie)

    assert response.status_code == 422
    assert "functie" in response.context["form"].errors
    with pytest.raises(PartijFout, match="past niet"):
        invite(partij=partij, email="x@x.example", naam="X", functie=Functie(functie), door=cast.coordinator)
    lid = LidmaatschapFactory(partij=partij)
    with pytest.raises(PartijFout, match="past niet"):
        change_functie(lid, Functie(functie), door=cast.coordinator)
    assert not User.objects.filter(email__in=["nieuw@installatie.example", "x@x.example"]).exists()


def test_nobody_adds_themselves_to_another_party(cast, login):
    response = _post(login(cast.coordinator), cast.roc, email=cast.coordinator.email)

    assert response.status_code == 422
    assert not Lidmaatschap.objects.filter(gebruiker=cast.coordinator, partij=cast.roc).exists()


@pytest.mark.parametrize(
    ("who", "party", "status"),
    [
        ("coordinator", "waterstad", 302),
        ("beheerder", "waterstad", 302),
        ("klantmanager", "waterstad", 403),
        ("lezer", "waterstad", 403),
        ("vreemde", "waterstad", 403),
        ("werkgever", "waterstad", 404),
        ("beheerder", "installatie", 302),
        ("klantmanager", "installatie", 403),
        ("werkgever", "installatie", 403),
        ("werkgever", "roc", 404),
    ],
)
def test_who_may_add_people_to_which_party(cast, login, who, party, status):
    partij = getattr(cast, party)
    functie = "lezer" if partij.is_gemeente else "medewerker"
    response = _post(login(getattr(cast, who)), partij, functie=functie)

    assert response.status_code == status
    assert User.objects.filter(email="nieuw@installatie.example").exists() == (status == 302)


def test_a_leaver_stays_in_the_list_and_loses_access(cast, login):
    lid, theirs = Lidmaatschap.objects.get(gebruiker=cast.werkgever), login(cast.werkgever)
    assert theirs.get("/").status_code == 200
    response = login(cast.coordinator).post(reverse("partijen:lid_stop", args=[lid.pk]))

    lid.refresh_from_db()
    cast.werkgever.refresh_from_db()
    assert (response.status_code, lid.actief, cast.werkgever.is_active) == (302, False, False)
    assert theirs.get("/").status_code == 302
    assert cast.werkgever.naam in login(cast.coordinator).get(response.url).text


def test_who_belongs_elsewhere_too_keeps_the_account(cast):
    LidmaatschapFactory(gebruiker=cast.werkgever, partij=cast.roc)
    stop_member(Lidmaatschap.objects.get(gebruiker=cast.werkgever, partij=cast.installatie))
    cast.werkgever.refresh_from_db()
    assert cast.werkgever.is_active is True


def test_a_gemeente_has_no_say_over_the_people_of_a_party_with_a_beheerder(cast, login):
    lid = Lidmaatschap.objects.get(gebruiker=cast.werkgever)
    beheerder = LidmaatschapFactory(partij=cast.installatie, functie=Functie.BEHEERDER).gebruiker
    for name in ("lid_stop", "lid_wijzig"):
        assert login(cast.coordinator).post(reverse(f"partijen:{name}", args=[lid.pk])).status_code == 403
    assert login(beheerder).post(reverse("partijen:lid_stop", args=[lid.pk])).status_code == 302
    lid.refresh_from_db()
    assert lid.actief is False


def test_another_function_is_saved_and_the_last_one_in_charge_keeps_theirs(cast, login):
    lid = Lidmaatschap.objects.get(gebruiker=cast.lezer)
    login(cast.beheerder).post(reverse("partijen:lid_wijzig", args=[lid.pk]), {"functie": "klantmanager"})
    lid.refresh_from_db()
    assert lid.functie == "klantmanager"

    last = Lidmaatschap.objects.get(gebruiker=cast.vreemde)
    refused = login(cast.vreemde).post(reverse("partijen:lid_wijzig", args=[last.pk]), {"functie": "lezer"})
    last.refresh_from_db()
    assert (refused.status_code, last.functie) == (422, "coordinator")


def test_the_last_one_in_charge_of_a_gemeente_stays(cast, login):
    lid = Lidmaatschap.objects.get(gebruiker=cast.vreemde)
    login(cast.vreemde).post(reverse("partijen:lid_stop", args=[lid.pk]))

    lid.refresh_from_db()
    assert lid.actief is True


def test_people_of_another_gemeente_are_not_stopped(cast, login):
    lid = Lidmaatschap.objects.get(gebruiker=cast.klantmanager)

    assert login(cast.vreemde).post(reverse("partijen:lid_stop", args=[lid.pk])).status_code == 403
    assert login(cast.werkgever).post(reverse("partijen:lid_stop", args=[lid.pk])).status_code == 404
    lid.refresh_from_db()
    assert lid.actief is True
