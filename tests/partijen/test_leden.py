import pytest
from django.urls import reverse

from berichten.models import Bericht
from berichten.soorten import get_soort
from partijen.enums import Functie
from partijen.fouten import PartijFout
from partijen.leden import add_member, stop_member
from partijen.models import Lidmaatschap
from tests.factories.toegang import UserFactory
from toegang.models import User


def _post(client, partij, **data):
    return client.post(
        reverse("partijen:lid_nieuw", args=[partij.pk]),
        {"email": "nieuw@installatie.example", "naam": "Nina Nieuw", "functie": "medewerker"} | data,
    )


def test_a_new_person_gets_an_account_without_password_and_one_mail(cast, login):
    response = _post(login(cast.coordinator), cast.installatie)

    nina = User.objects.get(email="nieuw@installatie.example")
    lid = Lidmaatschap.objects.get(gebruiker=nina)
    assert response.status_code == 302
    assert (nina.naam, nina.has_usable_password()) == ("Nina Nieuw", False)
    assert (lid.partij, lid.functie, lid.actief) == (cast.installatie, "medewerker", True)
    assert list(Bericht.objects.values_list("soort", "ontvanger")) == [("lid_toegevoegd", nina.pk)]


def test_an_account_in_another_spelling_is_reused_and_keeps_its_name(cast, login):
    piet = UserFactory(email="piet@bedrijf.example", naam="Piet")
    _post(login(cast.coordinator), cast.installatie, email=" Piet@Bedrijf.EXAMPLE ", naam="P. Anders")

    assert User.objects.filter(email__iexact="piet@bedrijf.example").count() == 1
    assert Lidmaatschap.objects.get(gebruiker=piet).partij == cast.installatie
    piet.refresh_from_db()
    assert piet.naam == "Piet"


def test_the_mail_names_the_party_and_leads_to_choosing_a_password(cast):
    lid = add_member(
        partij=cast.roc, email="a@roc.example", naam="A", functie=Functie.MEDEWERKER, door=cast.coordinator
    )
    bericht = Bericht.objects.get(ontvanger=lid.gebruiker)
    mail = get_soort(bericht.soort).render(bericht)

    assert "ROC" in mail.onderwerp
    assert mail.pad == "/accounts/password/reset/"
    assert get_soort(bericht.soort).still_due(bericht)
    stop_member(lid)
    assert not get_soort(bericht.soort).still_due(bericht)


def test_someone_with_a_password_is_led_to_signing_in(cast):
    piet = UserFactory(email="piet@bedrijf.example")
    add_member(partij=cast.roc, email=piet.email, naam="", functie=Functie.MEDEWERKER, door=cast.coordinator)
    bericht = Bericht.objects.get(ontvanger=piet)

    assert get_soort(bericht.soort).render(bericht).pad == "/accounts/login/"


def test_who_belongs_already_is_refused_beside_the_field(cast, login):
    response = _post(login(cast.coordinator), cast.installatie, email=cast.werkgever.email.upper())

    assert response.status_code == 422
    assert response.context["form"].errors == {"email": ["Deze persoon hoort al bij deze partij."]}
    assert 'value="Nina Nieuw"' in response.text
    assert Bericht.objects.count() == 0


def test_a_closed_account_is_refused_and_nothing_is_saved(cast, login):
    UserFactory(email="weg@bedrijf.example", is_active=False)
    response = _post(login(cast.coordinator), cast.installatie, email="weg@bedrijf.example")

    assert response.status_code == 422
    assert not Lidmaatschap.objects.filter(gebruiker__email="weg@bedrijf.example").exists()


@pytest.mark.parametrize(("party", "functie"), [("installatie", "coordinator"), ("waterstad", "medewerker")])
def test_a_function_that_does_not_fit_the_kind_of_party_is_refused(cast, login, party, functie):
    partij = getattr(cast, party)
    response = _post(login(cast.coordinator), partij, functie=functie)

    assert response.status_code == 422
    assert "functie" in response.context["form"].errors
    with pytest.raises(PartijFout):
        add_member(partij=partij, email="x@x.example", naam="X", functie=Functie(functie), door=cast.coordinator)
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
    lid = Lidmaatschap.objects.get(gebruiker=cast.werkgever)
    response = login(cast.coordinator).post(reverse("partijen:lid_stop", args=[lid.pk]))

    lid.refresh_from_db()
    assert response.status_code == 302
    assert lid.actief is False
    assert login(cast.werkgever).get(reverse("partijen:detail", args=[cast.installatie.pk])).status_code == 404
    assert cast.werkgever.naam in login(cast.coordinator).get(response.url).text


def test_a_leaver_comes_back_on_the_same_row(cast):
    lid = Lidmaatschap.objects.get(gebruiker=cast.werkgever)
    stop_member(lid)
    stop_member(lid)
    again = add_member(
        partij=cast.installatie,
        email=cast.werkgever.email,
        naam="",
        functie=Functie.BEHEERDER,
        door=cast.coordinator,
    )

    assert (again.pk, again.functie, again.actief) == (lid.pk, "beheerder", True)


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
