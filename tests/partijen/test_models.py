import pytest
from django.core.exceptions import ValidationError

from partijen.enums import Functie, PartijSoort
from partijen.models import Partij
from tests.factories.partijen import LidmaatschapFactory, PartijFactory


def test_kvk_nummer_is_unique_but_may_be_absent_twice(db):
    PartijFactory(kvk_nummer=None)
    PartijFactory(kvk_nummer=None)
    PartijFactory(kvk_nummer="12345678")
    with pytest.raises(ValidationError) as caught:
        Partij(naam="Dubbel", soort=PartijSoort.WERKGEVER, kvk_nummer="12345678").full_clean()
    assert caught.value.message_dict == {"kvk_nummer": ["Er is al een partij met dit KvK-nummer."]}


def test_a_person_belongs_to_a_party_once(db):
    lid = LidmaatschapFactory()
    with pytest.raises(ValidationError) as caught:
        LidmaatschapFactory.build(gebruiker=lid.gebruiker, partij=lid.partij).full_clean()
    assert caught.value.messages == ["Deze persoon hoort al bij deze partij."]


@pytest.mark.parametrize(("soort", "has_coordinator"), [(PartijSoort.GEMEENTE, True), (PartijSoort.WERKGEVER, False)])
def test_only_a_gemeente_has_coordinators(soort, has_coordinator):
    assert (Functie.COORDINATOR in Functie.for_soort(soort)) is has_coordinator
