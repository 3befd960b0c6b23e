"""Adding a participant and changing one."""

import pytest
from django.urls import reverse

from deelnemers.forms.deelnemers import DeelnemerForm
from deelnemers.models import Deelnemer
from partijen.enums import Functie
from tests.factories.deelnemers import (
    DeelnemerFactory,
)
from tests.factories.partijen import LidmaatschapFactory


def test_nieuw_saves_once_on_a_double_click(cast, login):
    data = {"voornaam": "Samira", "achternaam": "Haddad", "belemmeringen": ["reis"], "uren_per_week": "24"}
    data["indiening"] = "6f1d7c1e-5a57-4f0e-9c1c-6a1f6a1f6a1f"
    client = login(cast.klantmanager)

    responses = [client.post(reverse("deelnemers:nieuw"), data) for _ in range(2)]

    made = Deelnemer.objects.get()
    assert [r.url for r in responses] == [reverse("deelnemers:detail", args=[made.pk])] * 2
    assert (made.gemeente, made.belemmeringen, made.uren_per_week) == (cast.waterstad, ["reis"], 24)


@pytest.mark.parametrize(
    ("data", "veld"),
    [
        ({"voornaam": ""}, "voornaam"),
        ({"voornaam": "x" * 101}, "voornaam"),
        ({"achternaam": "Haddad 123456782"}, "achternaam"),
        ({"kenmerk": "1234.56.782"}, "kenmerk"),
        ({"kenmerk": "W-1"}, "kenmerk"),
        ({"telefoon": "123456782"}, "telefoon"),
        ({"email": "geen"}, "email"),
        ({"uren_per_week": "61"}, "uren_per_week"),
        ({"uren_per_week": "-1"}, "uren_per_week"),
        ({"spreken": "Z9"}, "spreken"),
        ({"belemmeringen": ["hoofdpijn"]}, "belemmeringen"),
    ],
)
def test_nieuw_keeps_what_was_typed_beside_a_message(cast, login, data, veld):
    DeelnemerFactory(gemeente=cast.waterstad, kenmerk="W-1")
    typed = {"voornaam": "Samira", "achternaam": "Haddad", "telefoon": "0687654321", **data}

    response = login(cast.coordinator).post(reverse("deelnemers:nieuw"), typed)

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [veld]
    assert f'value="{typed["telefoon"]}"' in response.text
    assert Deelnemer.objects.count() == 1


def test_nieuw_ignores_another_gemeente_in_the_form(cast, login):
    data = {"voornaam": "Samira", "achternaam": "Haddad", "gemeente": cast.heuvelrijk.pk}
    login(cast.coordinator).post(reverse("deelnemers:nieuw"), data)
    assert Deelnemer.objects.get().gemeente == cast.waterstad


def test_nieuw_asks_the_gemeente_of_who_works_for_two(cast, login):
    LidmaatschapFactory(gebruiker=cast.coordinator, partij=cast.heuvelrijk, functie=Functie.COORDINATOR)
    data = {"voornaam": "Samira", "achternaam": "Haddad"}
    client = login(cast.coordinator)

    assert list(client.post(reverse("deelnemers:nieuw"), data).context["form"].errors) == ["gemeente"]
    client.post(reverse("deelnemers:nieuw"), {**data, "gemeente": cast.heuvelrijk.pk})
    assert Deelnemer.objects.get().gemeente == cast.heuvelrijk


@pytest.mark.parametrize("naam", ["😀 Zoë", "سميرة", "ሃዳድ", "Ольга", "O'Neill <b>", "a" * 100])
def test_names_of_every_kind_are_kept_and_shown(cast, login, naam):
    client = login(cast.coordinator)
    response = client.post(reverse("deelnemers:nieuw"), {"voornaam": naam, "achternaam": naam})
    page = client.get(response.url).text
    assert Deelnemer.objects.get().voornaam == naam
    assert "<b>" not in page
    assert client.get("/deelnemers/").status_code == 200


def test_wijzig_changes_and_keeps_its_own_kenmerk(cast, login, samira):
    url = reverse("deelnemers:wijzig", args=[samira.pk])
    data = {"voornaam": "Samira", "achternaam": "El Haddad", "kenmerk": "W-77"}

    assert login(cast.klantmanager).post(url, data).status_code == 302

    samira.refresh_from_db()
    assert (samira.achternaam, samira.belemmeringen, samira.gemeente) == ("El Haddad", [], cast.waterstad)


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("coordinator", 200),
        ("klantmanager", 200),
        ("lezer", 403),
        ("mentor", 403),
        ("werkgever", 403),
        ("opleider", 403),
        ("taal", 403),
        ("vreemde", 404),
        ("verbinder", 404),
        ("expert", 404),
        ("beheerder", 404),
    ],
)
def test_wijzig_by_cast(cast, login, samira, who, status):
    client, url = login(cast.people[who]), reverse("deelnemers:wijzig", args=[samira.pk])
    assert client.get(url).status_code == status
    assert client.post(url, {"voornaam": ""}).status_code == (422 if status == 200 else status)


@pytest.mark.parametrize("name", ["nieuw", "wijzig"])
def test_a_kenmerk_taken_at_the_same_instant_is_said_beside_its_field(cast, login, monkeypatch, name):
    args = [DeelnemerFactory(gemeente=cast.waterstad, voornaam="Noor").pk] if name == "wijzig" else []
    save = DeelnemerForm.save

    def save_a_moment_later(form):
        DeelnemerFactory(gemeente=cast.waterstad, kenmerk="W-9")
        return save(form)

    monkeypatch.setattr(DeelnemerForm, "save", save_a_moment_later)
    data = {"voornaam": "Sami", "achternaam": "Kaya", "kenmerk": "W-9"}

    response = login(cast.coordinator).post(reverse(f"deelnemers:{name}", args=args), data)

    assert response.status_code == 422
    assert response.context["form"].errors == {"kenmerk": ["Er is al een deelnemer met dit kenmerk."]}
    assert 'value="Sami"' in response.text
    assert not Deelnemer.objects.filter(voornaam="Sami").exists()
