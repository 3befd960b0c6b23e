import pytest
from django.urls import reverse

from partijen.enums import Functie
from partijen.models import Contactpersoon
from tests.factories.partijen import ContactpersoonFactory, LidmaatschapFactory

DATA = {"naam": "Bea Baas", "functie": "Planner", "telefoon": "010 1234567", "email": ""}


def test_a_contact_person_belongs_to_the_gemeente_that_wrote_it_down(cast, login):
    login(cast.klantmanager).post(reverse("partijen:contact_nieuw", args=[cast.installatie.pk]), DATA)
    url = reverse("partijen:detail", args=[cast.installatie.pk])

    contact = Contactpersoon.objects.get()
    assert (contact.naam, contact.partij, contact.gemeente) == ("Bea Baas", cast.installatie, cast.waterstad)
    assert "Bea Baas" in login(cast.coordinator).get(url).text
    assert "Bea Baas" not in login(cast.vreemde).get(url).text
    assert "Bea Baas" not in login(cast.werkgever).get(url).text


def test_without_phone_or_mail_a_contact_person_is_refused(cast, login):
    response = login(cast.klantmanager).post(
        reverse("partijen:contact_nieuw", args=[cast.installatie.pk]), DATA | {"telefoon": ""}
    )

    assert response.status_code == 422
    assert response.context["form"].errors == {"telefoon": ["Vul een telefoonnummer of een e-mailadres in."]}
    assert Contactpersoon.objects.count() == 0


def test_who_works_in_two_municipalities_chooses_for_which(cast, login):
    LidmaatschapFactory(gebruiker=cast.klantmanager, partij=cast.heuvelrijk, functie=Functie.KLANTMANAGER)
    url = reverse("partijen:contact_nieuw", args=[cast.installatie.pk])
    client = login(cast.klantmanager)

    assert client.post(url, DATA).status_code == 422
    assert client.post(url, DATA | {"gemeente": cast.heuvelrijk.pk}).status_code == 302
    assert Contactpersoon.objects.get().gemeente == cast.heuvelrijk


@pytest.mark.parametrize(
    ("who", "status"),
    [("coordinator", 302), ("klantmanager", 302), ("lezer", 403), ("vreemde", 404), ("werkgever", 404)],
)
@pytest.mark.parametrize("action", ["contact_wijzig", "contact_weg"])
def test_who_may_change_or_remove_a_contact_person(cast, login, who, status, action):
    contact = ContactpersoonFactory(partij=cast.installatie, gemeente=cast.waterstad, naam="Oud")
    response = login(getattr(cast, who)).post(reverse(f"partijen:{action}", args=[contact.pk]), DATA)

    assert response.status_code == status
    assert Contactpersoon.objects.filter(naam="Oud").exists() == (status != 302)


def test_asking_to_remove_a_contact_person_says_who_goes_and_removes_nobody(cast, login):
    contact = ContactpersoonFactory(partij=cast.installatie, gemeente=cast.waterstad, naam="Oud", telefoon="000 111")
    page = login(cast.coordinator).get(reverse("partijen:contact_weg", args=[contact.pk]))

    assert page.status_code == 200
    gevolg = page.text.split('class="lw-gevolg"')[1].split("</form>")[0]
    assert [
        word for word in ("Oud", "000 111", "Dit kunt u niet terugdraaien.", "Annuleren") if word not in gevolg
    ] == []
    assert Contactpersoon.objects.filter(pk=contact.pk).exists()


def test_a_reader_here_who_is_coordinator_elsewhere_changes_nothing_here(cast, login):
    LidmaatschapFactory(gebruiker=cast.lezer, partij=cast.heuvelrijk, functie=Functie.COORDINATOR)
    contact = ContactpersoonFactory(partij=cast.installatie, gemeente=cast.waterstad, naam="Oud")

    response = login(cast.lezer).post(reverse("partijen:contact_weg", args=[contact.pk]))

    assert response.status_code == 403
    assert Contactpersoon.objects.filter(naam="Oud").exists()
