import uuid
from datetime import date

import pytest
from django.urls import reverse

from partijen.enums import Functie
from tests.factories.partijen import LidmaatschapFactory
from trajecten.enums import Component
from trajecten.models import Fase, Traject
from trajecten.sjablonen import SJABLONEN

WAAROM = "De school begint later"
GROEN = reverse("trajecten:nieuw_uit_sjabloon", args=["groen"])


@pytest.fixture
def gegevens(cast):
    return {
        "naam": "Groen 2027",
        "sector": "groen",
        "niveau": "geen",
        "uitkomst": "certificaat",
        "doel": "Samen aan het werk",
        "regio": "zeeland",
        "startdatum": "2027-01-04",
        "groepsgrootte": "12",
        "regisseur": cast.coordinator.pk,
        "indiening": str(uuid.uuid4()),
    }


@pytest.fixture
def traject(cast, login, gegevens):
    login(cast.coordinator).post(GROEN, gegevens)
    return Traject.objects.get()


def planning_data(traject, **changes):
    data = {"form-TOTAL_FORMS": "6", "form-INITIAL_FORMS": "6", "waarom": WAAROM}
    for index, fase in enumerate(traject.fasen.all()):
        data |= {f"form-{index}-start": fase.start, f"form-{index}-eind": fase.eind, f"form-{index}-reden": ""}
    return data | {key.replace("__", "-"): value for key, value in changes.items()}


def planning_url(traject):
    return reverse("trajecten:planning", args=[traject.pk])


# --- Step one


def test_step_one_offers_every_template_with_what_the_paper_states(cast, login):
    text = login(cast.coordinator).get(reverse("trajecten:nieuw")).text

    for code in SJABLONEN:
        assert reverse("trajecten:nieuw_uit_sjabloon", args=[code]) in text
    assert "Leer- en werkcomponent: 13 weken" in text
    assert "4 fasen nog te plannen" in text
    assert "Liander" in text
    assert '<li aria-current="step">Sjabloon</li>' in text


# --- Step two


def test_step_two_asks_for_a_choice_in_words(cast, login):
    text = login(cast.coordinator).get(reverse("trajecten:nieuw_uit_sjabloon", args=["generiek"])).text

    assert text.count("Maak een keuze") == 3
    assert "---------" not in text


def test_step_two_is_prefilled_from_the_template(cast, login):
    cast.waterstad.regio = "zeeland"
    cast.waterstad.save()

    form = login(cast.coordinator).get(GROEN).context["form"]

    assert {veld: form[veld].value() for veld in ("naam", "sector", "niveau", "uitkomst", "regio", "regisseur")} == {
        "naam": "Groen Inclusief Deal 2022",
        "sector": "groen",
        "niveau": "geen",
        "uitkomst": "certificaat",
        "regio": "zeeland",
        "regisseur": cast.coordinator.pk,
    }
    assert "gemeente" not in form.fields
    assert {user.naam for user in form.fields["regisseur"].queryset} == {"Coordinator", "Klantmanager"}


def test_step_two_leaves_open_what_the_template_leaves_open(cast, login):
    url = reverse("trajecten:nieuw_uit_sjabloon", args=["werk-en-taal"])
    form = login(cast.coordinator).get(url).context["form"]

    assert form["sector"].value() is None
    assert form.fields["sector"].help_text == "Het sjabloon noemt: horeca, logistiek."


def test_an_unknown_template_is_not_found(cast, login):
    url = reverse("trajecten:nieuw_uit_sjabloon", args=["bestaat-niet"])
    assert login(cast.coordinator).get(url).status_code == 404


def test_step_two_makes_the_trajectory_and_leads_to_the_planning(cast, login, gegevens):
    response = login(cast.coordinator).post(GROEN, gegevens)

    traject = Traject.objects.get()
    assert response.url == f"{planning_url(traject)}?nieuw=1"
    assert (traject.naam, traject.gemeente, traject.regisseur) == ("Groen 2027", cast.waterstad, cast.coordinator)
    assert traject.fasen.count() == 6


def test_a_double_click_makes_one_trajectory(cast, login, gegevens):
    client = login(cast.coordinator)
    first, second = client.post(GROEN, gegevens), client.post(GROEN, gegevens)

    assert Traject.objects.count() == 1
    assert (first.status_code, second.url) == (302, first.url)


@pytest.mark.parametrize(
    ("veld", "waarde", "fout"),
    [
        ("groepsgrootte", "0", "Een groep heeft ten minste 1 deelnemer."),
        ("groepsgrootte", "501", "Een groep heeft ten hoogste 500 deelnemers."),
        ("groepsgrootte", "-3", "Een groep heeft ten minste 1 deelnemer."),
        ("groepsgrootte", "twaalf", "Vul een heel getal in, zoals 12."),
        ("startdatum", "1900-01-01", "Kies een datum vanaf 1 januari 2015."),
        ("startdatum", "2099-01-01", "Kies een datum tot en met 31 december 2060."),
        ("startdatum", "31 februari", "Voer een geldige datum in."),
        ("naam", "   ", "Dit veld is verplicht."),
        ("sector", "ruimtevaart", "Selecteer een geldige keuze. ruimtevaart is geen beschikbare keuze."),
    ],
)
def test_bad_input_stands_beside_its_field_and_saves_nothing(cast, login, gegevens, veld, waarde, fout):
    response = login(cast.coordinator).post(GROEN, gegevens | {veld: waarde})

    assert response.status_code == 422
    assert response.context["form"].errors[veld] == [fout]
    assert response.context["form"]["doel"].value() == "Samen aan het werk"
    assert (Traject.objects.count(), Fase.objects.count()) == (0, 0)


@pytest.mark.parametrize(("veld", "lengte"), [("naam", 121), ("doel", 5001)])
def test_text_that_is_too_long_is_refused_and_kept(cast, login, gegevens, veld, lengte):
    response = login(cast.coordinator).post(GROEN, gegevens | {veld: "é" * lengte})

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [veld]
    assert "é" * lengte in response.text


@pytest.mark.parametrize("naam", ["Zorg 🌷🧑‍⚕️", "مرحبا بالعمل", "ትግርኛ", "n" * 120, "<b>vet</b> & co"])
def test_any_script_is_fine_as_a_name(cast, login, gegevens, naam):
    client = login(cast.coordinator)
    client.post(GROEN, gegevens | {"naam": naam, "doel": "w" * 5000})

    traject = Traject.objects.get()
    assert (traject.naam, len(traject.doel)) == (naam, 5000)
    response = client.get(reverse("trajecten:detail", args=[traject.pk]))
    assert response.status_code == 200
    assert "<b>vet" not in response.text


def test_a_regisseur_of_another_gemeente_is_refused(cast, login, gegevens):
    response = login(cast.coordinator).post(GROEN, gegevens | {"regisseur": cast.vreemde.pk})

    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["regisseur"]


def test_a_planning_past_the_calendar_is_refused_on_the_form(cast, login, gegevens):
    response = login(cast.coordinator).post(GROEN, gegevens | {"startdatum": "2060-06-01"})

    assert response.status_code == 422
    assert "Kies een eerdere startdatum" in response.text
    assert not Traject.objects.exists()


def test_who_coordinates_two_gemeenten_chooses_one(cast, login, gegevens):
    LidmaatschapFactory(gebruiker=cast.coordinator, partij=cast.heuvelrijk, functie=Functie.COORDINATOR)
    client = login(cast.coordinator)

    refused = client.post(GROEN, gegevens)
    assert refused.status_code == 422
    assert list(refused.context["form"].errors) == ["gemeente"]

    client.post(GROEN, gegevens | {"gemeente": cast.heuvelrijk.pk})
    assert Traject.objects.get().gemeente == cast.heuvelrijk


def test_a_gemeente_where_one_only_reads_cannot_be_chosen(cast, login, gegevens):
    LidmaatschapFactory(gebruiker=cast.coordinator, partij=cast.heuvelrijk, functie=Functie.LEZER)

    login(cast.coordinator).post(GROEN, gegevens | {"gemeente": cast.heuvelrijk.pk})

    assert Traject.objects.get().gemeente == cast.waterstad


@pytest.mark.parametrize("who", ["klantmanager", "lezer", "beheerder", "werkgever", "verbinder", "mentor"])
def test_only_a_coordinator_makes_a_trajectory(cast, login, gegevens, who):
    client = login(getattr(cast, who))

    assert client.get(reverse("trajecten:nieuw")).status_code == 403
    assert client.post(GROEN, gegevens).status_code == 403
    assert not Traject.objects.exists()


# --- Step three


def test_step_three_shows_its_place_in_the_wizard_only_there(cast, login, traject):
    client = login(cast.coordinator)

    assert '<li aria-current="step">Planning</li>' in client.get(f"{planning_url(traject)}?nieuw=1").text
    assert "aria-current" not in client.get(planning_url(traject)).text.split("<main", 1)[1]


def test_the_planning_confirms_the_phases_that_are_ticked(cast, login, traject):
    data = planning_data(traject, form__0__zeker="on", form__2__zeker="on", form__5__zeker="on")
    response = login(cast.coordinator).post(planning_url(traject), data)

    assert response.url == reverse("trajecten:detail", args=[traject.pk])
    te_plannen = [fase.component for fase in traject.fasen.all() if fase.te_plannen]
    assert te_plannen == [Component.VOORTRAJECT, Component.TAAL, Component.BEGELEIDING]


def test_outside_tabel_1_warns_beside_the_phase_then_saves_with_a_reason(cast, login, traject):
    client = login(cast.coordinator)
    data = planning_data(traject, form__0__eind="2028-01-01")

    warned = client.post(planning_url(traject), data)
    assert warned.status_code == 422
    assert warned.context["form"].forms[0].errors["reden"] == [
        "Volgens Tabel 1 duurt Werving en selectie 1 tot 6 maanden; deze planning is langer. Dat mag. Geef een reden."
    ]
    assert [form.errors for form in warned.context["form"].forms[1:]] == [{}] * 5
    assert traject.fasen.get(component="werving").eind == date(2027, 4, 3)

    saved = client.post(planning_url(traject), data | {"form-0-reden": "We werven in drie regio's"})
    assert saved.status_code == 302
    werving = traject.fasen.get(component="werving")
    assert (werving.eind, werving.reden_afwijking) == (date(2028, 1, 1), "We werven in drie regio's")
    detail = client.get(saved.url).text
    assert "deze planning is langer" in detail
    assert "We werven in drie regio&#x27;s" in detail


@pytest.mark.parametrize(
    ("veld", "waarde", "fout"),
    [
        ("eind", "2026-12-31", "Het einde ligt voor de start."),
        ("start", "1900-01-01", "Kies een datum vanaf 1 januari 2015."),
        ("eind", "", "Dit veld is verplicht."),
        ("eind", "binnenkort", "Voer een geldige datum in."),
    ],
)
def test_a_bad_date_stands_beside_its_phase_and_saves_nothing(cast, login, traject, veld, waarde, fout):
    data = planning_data(traject, form__1__eind="2027-09-01") | {f"form-0-{veld}": waarde}

    response = login(cast.coordinator).post(planning_url(traject), data)

    assert response.status_code == 422
    assert response.context["form"].forms[0].errors[veld] == [fout]
    assert response.context["form"].forms[1]["eind"].value() == "2027-09-01"
    assert traject.fasen.get(component="voortraject").eind == date(2027, 10, 4)


def test_a_reason_that_is_too_long_is_refused(cast, login, traject):
    data = planning_data(traject, form__0__eind="2028-01-01", form__0__reden="r" * 501)

    response = login(cast.coordinator).post(planning_url(traject), data)

    assert response.status_code == 422
    assert list(response.context["form"].forms[0].errors) == ["reden"]


@pytest.mark.parametrize("total", ["0", "600", "x", ""])
def test_a_form_that_lies_about_its_number_of_phases_saves_nothing_wrong(cast, login, traject, total):
    before = list(traject.fasen.values())
    data = planning_data(traject, form__0__start="") | {"form-TOTAL_FORMS": total}

    assert login(cast.coordinator).post(planning_url(traject), data).status_code == 422
    assert list(traject.fasen.values()) == before


def test_a_double_click_on_the_planning_is_one_change(cast, login, traject):
    data = planning_data(traject, form__0__eind="2027-03-03") | {"indiening": str(uuid.uuid4())}
    client = login(cast.coordinator)

    first, second = client.post(planning_url(traject), data), client.post(planning_url(traject), data)

    assert (first.status_code, second.url) == (302, first.url)
    assert traject.fasen.get(component="werving").eind == date(2027, 3, 3)
