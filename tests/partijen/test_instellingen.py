from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from partijen import wachttijden
from partijen.dagen import MAX_DAGEN
from partijen.enums import Functie, PartijSoort
from partijen.instellingen import BEWAARTERMIJN, LOGBOEKTERMIJN, PER_MENTOR, WACHTTIJD, instelling_of
from partijen.models import GemeenteInstelling
from toegang.sessies import GEWONE_WACHTTIJD

GOED = {
    "wachttijd_coordinator": 20,
    "wachttijd_klantmanager": 25,
    "wachttijd_lezer": 60,
    "wachttijd_beheerder": 15,
    "wachttijd_partner": 45,
    "bewaartermijn": 7,
    "per_mentor": 20,
    "logboektermijn": 3,
}


def test_without_a_row_the_usual_values_hold(cast):
    instelling = instelling_of(cast.waterstad.pk)
    assert (instelling.wachttijd_lezer, instelling.bewaartermijn, instelling.anonimiseren) == (30, 5, True)
    assert not GemeenteInstelling.objects.exists()


def test_a_gemeente_sets_its_own_and_no_other(cast, login):
    response = login(cast.beheerder).post(reverse("partijen:instellingen", args=[cast.waterstad.pk]), GOED)

    assert response.status_code == 302
    assert instelling_of(cast.waterstad.pk).bewaartermijn == 7
    assert instelling_of(cast.waterstad.pk).wachttijd_partner == 45
    assert instelling_of(cast.waterstad.pk).anonimiseren is False
    assert instelling_of(cast.heuvelrijk.pk).bewaartermijn == 5


def test_another_gemeente_and_a_shared_party_have_no_settings_page(cast, login):
    client = login(cast.vreemde)
    for partij in (cast.waterstad, cast.installatie):
        assert client.get(reverse("partijen:instellingen", args=[partij.pk])).status_code == 404


@pytest.mark.parametrize(
    ("veld", "bereik"),
    [
        ("wachttijd_lezer", WACHTTIJD),
        ("wachttijd_partner", WACHTTIJD),
        ("bewaartermijn", BEWAARTERMIJN),
        ("per_mentor", PER_MENTOR),
        ("logboektermijn", LOGBOEKTERMIJN),
    ],
)
@pytest.mark.parametrize("beyond", [-1, 1])
def test_outside_its_bounds_a_setting_is_refused_by_form_and_database(cast, login, veld, bereik, beyond):
    waarde = bereik.laagste - 1 if beyond < 0 else bereik.hoogste + 1
    url = reverse("partijen:instellingen", args=[cast.waterstad.pk])
    response = login(cast.coordinator).post(url, GOED | {veld: waarde})

    assert response.status_code == 422
    assert response.context["form"].errors == {
        veld: [f"Vul een getal in van {bereik.laagste} tot en met {bereik.hoogste}."]
    }
    with pytest.raises(IntegrityError), transaction.atomic():
        GemeenteInstelling.objects.create(gemeente=cast.waterstad, **{veld: waarde})


def test_each_setting_says_between_which_bounds_one_chooses(cast, login):
    form = login(cast.beheerder).get(reverse("partijen:instellingen", args=[cast.waterstad.pk])).context["form"]
    bereiken = dict.fromkeys(GOED, WACHTTIJD) | {
        "bewaartermijn": BEWAARTERMIJN,
        "logboektermijn": LOGBOEKTERMIJN,
        "per_mentor": PER_MENTOR,
    }
    for veld, bereik in bereiken.items():
        grenzen = f"Vul een getal in van {bereik.laagste} tot en met {bereik.hoogste}."
        assert form.fields[veld].help_text.endswith(f". {grenzen}"), veld
    assert "Vul een getal" not in form.fields["anonimiseren"].help_text


def test_for_everything_someone_can_be_there_is_a_wait_that_a_gemeente_sets():
    velden = {field.name for field in GemeenteInstelling._meta.fields if field.name.startswith("wachttijd_")}
    assert velden == {*wachttijden.VELD.values(), wachttijden.VELD_PARTNER}
    assert set(wachttijden.VELD) == set(Functie.for_soort(PartijSoort.GEMEENTE))
    assert WACHTTIJD.gewoon == GEWONE_WACHTTIJD


def send_days(client, cast, dagen):
    return client.post(reverse("partijen:instellingen", args=[cast.waterstad.pk]), GOED | {"gesloten_dagen": dagen})


def test_closed_days_are_written_one_a_line_and_kept_once_in_order(cast, login):
    client = login(cast.beheerder)
    assert send_days(client, cast, "31-12-2027\n 24/12/2026\n\n2026-12-24").status_code == 302
    assert instelling_of(cast.waterstad.pk).gesloten == {date(2026, 12, 24), date(2027, 12, 31)}
    assert instelling_of(cast.heuvelrijk.pk).gesloten == frozenset()
    form = client.get(reverse("partijen:instellingen", args=[cast.waterstad.pk])).context["form"]
    assert form["gesloten_dagen"].value() == "24-12-2026\n31-12-2027"


def test_each_line_that_is_no_day_is_named_and_what_was_typed_stays(cast, login):
    typed = "24-12-2026\n31-11-2026\nkerst"
    response = send_days(login(cast.beheerder), cast, typed)
    assert response.status_code == 422
    form = response.context["form"]
    assert form.errors["gesloten_dagen"] == [
        "Regel 2 is geen dag: 31-11-2026. Schrijf een dag als 24-12-2026.",
        "Regel 3 is geen dag: kerst. Schrijf een dag als 24-12-2026.",
    ]
    assert form["gesloten_dagen"].value() == typed
    assert instelling_of(cast.waterstad.pk).gesloten == frozenset()


def test_more_days_than_a_year_can_spare_are_refused(cast, login):
    days = "\n".join(f"{dag:%d-%m-%Y}" for dag in (date(2027, 1, 1) + timedelta(days=n) for n in range(MAX_DAGEN + 1)))
    response = send_days(login(cast.beheerder), cast, days)
    assert response.context["form"].errors["gesloten_dagen"] == ["Noem ten hoogste 60 dagen."]
    assert send_days(login(cast.beheerder), cast, days.partition("\n")[2]).status_code == 302


@pytest.mark.parametrize("value", ["24-12-2026", ["24-12-2026"], [20261224], 5])
def test_the_model_refuses_what_is_no_list_of_days(cast, value):
    instelling = GemeenteInstelling(gemeente=cast.waterstad, gesloten_dagen=value)
    with pytest.raises(ValidationError, match="Schrijf elke dag als"):
        instelling.full_clean()
