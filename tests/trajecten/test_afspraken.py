from datetime import date

import pytest

from tests.factories.trajecten import AfspraakFactory, TrajectFactory
from trajecten.afspraken import agree, set_status
from trajecten.enums import AfspraakStatus
from trajecten.fouten import TrajectFout
from trajecten.models import Afspraak


def test_agree_records_who_does_what_by_when(cast):
    traject = TrajectFactory(gemeente=cast.waterstad)

    afspraak = agree(
        traject=traject,
        wat="Bel de kinderopvang",
        deadline=date(2027, 1, 1),
        door=cast.coordinator,
        persoon=cast.mentor,
        partij=cast.maatwerk,
    )

    assert Afspraak.objects.get() == afspraak
    assert (afspraak.persoon, afspraak.partij, afspraak.gemaakt_door) == (cast.mentor, cast.maatwerk, cast.coordinator)


@pytest.mark.parametrize(
    ("persoon", "partij", "fout"),
    [(None, None, "Kies wie dit doet"), ("mentor", "installatie", "Mentor hoort niet bij Installatie BV")],
)
def test_agree_needs_someone_who_fits(cast, persoon, partij, fout):
    wie = {"persoon": persoon and getattr(cast, persoon), "partij": partij and getattr(cast, partij)}

    with pytest.raises(TrajectFout, match=fout):
        agree(traject=TrajectFactory(), wat="Bel", deadline=date(2027, 1, 1), door=cast.coordinator, **wie)

    assert not Afspraak.objects.exists()


@pytest.mark.django_db
def test_an_agreement_is_done_and_opened_again():
    afspraak = AfspraakFactory()

    for status in (AfspraakStatus.GEDAAN, AfspraakStatus.GEDAAN, AfspraakStatus.OPEN, AfspraakStatus.VERVALLEN):
        set_status(afspraak, status)
        assert Afspraak.objects.get().status == status


@pytest.mark.django_db
def test_a_lapsed_agreement_is_not_done():
    afspraak = AfspraakFactory(status=AfspraakStatus.VERVALLEN)

    with pytest.raises(TrajectFout, match="staat op 'vervallen'"):
        set_status(afspraak, AfspraakStatus.GEDAAN)
