import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from partijen import wachttijden
from partijen.enums import Functie, PartijSoort
from partijen.instellingen import BEWAARTERMIJN, LOGBOEKTERMIJN, WACHTTIJD, instelling_of
from partijen.models import GemeenteInstelling
from toegang.sessies import GEWONE_WACHTTIJD

GOED = {
    "wachttijd_coordinator": 20,
    "wachttijd_klantmanager": 25,
    "wachttijd_lezer": 60,
    "wachttijd_beheerder": 15,
    "wachttijd_partner": 45,
    "bewaartermijn": 7,
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
    bereiken = dict.fromkeys(GOED, WACHTTIJD) | {"bewaartermijn": BEWAARTERMIJN, "logboektermijn": LOGBOEKTERMIJN}
    for veld, bereik in bereiken.items():
        grenzen = f"Vul een getal in van {bereik.laagste} tot en met {bereik.hoogste}."
        assert form.fields[veld].help_text.endswith(f". {grenzen}"), veld
    assert "Vul een getal" not in form.fields["anonimiseren"].help_text


def test_for_everything_someone_can_be_there_is_a_wait_that_a_gemeente_sets():
    velden = {field.name for field in GemeenteInstelling._meta.fields if field.name.startswith("wachttijd_")}
    assert velden == {*wachttijden.VELD.values(), wachttijden.VELD_PARTNER}
    assert set(wachttijden.VELD) == set(Functie.for_soort(PartijSoort.GEMEENTE))
    assert WACHTTIJD.gewoon == GEWONE_WACHTTIJD
