"""What stands beside a refused field: the limits that hold and what to type, never Django's words for programmers."""

import re

import pytest
from django.urls import reverse

from partijen.models import Contactpersoon
from tests.factories.deelnemers import DeelnameFactory, DeelnemerFactory
from tests.factories.trajecten import FaseFactory, RolinvullingFactory, TrajectFactory

DJANGO = re.compile("Zorg ervoor dat|Voer een|Ensure this|Enter a")
FOUT_NUMMER = "Vul een telefoonnummer in van ten minste 6 cijfers. Gebruik alleen cijfers, spaties, +, - en haakjes."


def refused(client, url, data):
    """Send what is wrong, and return what is said, by field."""
    response = client.post(url, data)
    assert response.status_code == 422
    assert not DJANGO.search(response.text)
    return {naam: list(fouten) for naam, fouten in response.context["form"].errors.items()}


@pytest.mark.parametrize("waarde", ["-5", "0", "14", "61", "40000"])
def test_a_setting_names_its_bounds_however_far_outside_it_is(cast, login, waarde):
    url = reverse("partijen:instellingen", args=[cast.waterstad.pk])
    said = refused(login(cast.beheerder), url, {"wachttijd_lezer": waarde})
    assert said["wachttijd_lezer"] == ["Vul een getal in van 15 tot en met 60."]


@pytest.mark.parametrize("waarde", ["twaalf", "1,5"])
def test_what_is_no_number_is_told_so(cast, login, waarde):
    url = reverse("partijen:instellingen", args=[cast.waterstad.pk])
    said = refused(login(cast.beheerder), url, {"bewaartermijn": waarde})
    assert said["bewaartermijn"] == ["Vul een heel getal in, zoals 12."]


@pytest.mark.parametrize(("waarde", "fout"), [("-1", "Vul 0 uur of meer in."), ("61", "Vul ten hoogste 60 uur in.")])
def test_hours_of_a_participant_name_their_bounds(cast, login, waarde, fout):
    data = {"voornaam": "Samira", "achternaam": "Haddad", "uren_per_week": waarde}
    assert refused(login(cast.coordinator), reverse("deelnemers:nieuw"), data) == {"uren_per_week": [fout]}


@pytest.mark.parametrize(
    ("waarde", "fout"),
    [("-1", "Vul ten minste 1 uur in."), ("0", "Vul ten minste 1 uur in."), ("99", "Vul ten hoogste 60 uur in.")],
)
def test_hours_of_a_placement_name_their_bounds(cast, login, waarde, fout):
    deelname = DeelnameFactory(
        traject=TrajectFactory(gemeente=cast.waterstad), deelnemer=DeelnemerFactory(gemeente=cast.waterstad)
    )
    url = reverse("deelnemers:plaatsing_nieuw", args=[deelname.pk])
    data = {"werkgever": cast.installatie.pk, "soort": "leerwerkplek", "start": "2026-10-01", "uren_per_week": waarde}
    assert refused(login(cast.coordinator), url, data) == {"uren_per_week": [fout]}


def test_a_browser_knows_the_bounds_of_a_number(cast, login):
    page = login(cast.beheerder).get(reverse("partijen:instellingen", args=[cast.waterstad.pk])).text
    (veld,) = re.findall('<input[^>]*name="wachttijd_lezer"[^>]*>', page)
    assert 'min="15"' in veld
    assert 'max="60"' in veld


def test_a_website_that_is_none_is_told_what_one_looks_like(cast, login):
    data = {"naam": "Bouw", "soort": "werkgever", "website": "geen site"}
    said = refused(login(cast.coordinator), reverse("partijen:nieuw"), data)
    assert said == {"website": ["Vul een webadres in, zoals www.voorbeeld.nl."]}


@pytest.mark.parametrize("antwoord", ["", "misschien"])
def test_an_answer_to_a_question_is_yes_or_no(cast, login, antwoord):
    fase = FaseFactory(traject=TrajectFactory(gemeente=cast.waterstad))
    rij = RolinvullingFactory(gevraagd=True, fase=fase, partij=cast.installatie)
    url = reverse("trajecten:rol_antwoord", args=[rij.pk])
    assert refused(login(cast.werkgever), url, {"antwoord": antwoord}) == {"antwoord": ["Kies ja of nee."]}


@pytest.mark.parametrize("nummer", ["fout @@ 12", "12345", "06-1234x678", "telefoon", "٠٦١٢٣٤٥٦٧٨"])
def test_what_is_no_telephone_number_is_refused_wherever_it_is_asked(cast, login, nummer):
    client = login(cast.coordinator)
    plekken = {
        reverse("partijen:wijzig", args=[cast.installatie.pk]): {"naam": "Installatie", "soort": "werkgever"},
        reverse("partijen:nieuw"): {"naam": "Nieuw", "soort": "werkgever"},
        reverse("partijen:contact_nieuw", args=[cast.installatie.pk]): {"naam": "Bea"},
        reverse("deelnemers:nieuw"): {"voornaam": "Samira", "achternaam": "Haddad"},
    }
    for url, data in plekken.items():
        assert refused(client, url, data | {"telefoon": nummer}) == {"telefoon": [FOUT_NUMMER]}, url


@pytest.mark.parametrize("nummer", ["06 12345678", "+31 (0)30 123 45 67", "030-1234567", "123456", ""])
def test_a_telephone_number_is_taken_as_people_write_it(cast, login, nummer):
    contact = {"naam": "Bea", "telefoon": nummer, "email": "bea@bedrijf.example"}
    url = reverse("partijen:contact_nieuw", args=[cast.installatie.pk])
    assert login(cast.coordinator).post(url, contact).status_code == 302
    assert Contactpersoon.objects.get().telefoon == nummer
