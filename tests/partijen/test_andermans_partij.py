"""A party that works for another gemeente: no gemeente takes it over, by whichever door."""

import pytest
from django.urls import reverse

from partijen import overdracht, uitnodigen
from partijen.enums import Functie, Rol
from partijen.fouten import PartijFout
from partijen.leden import change_functie
from partijen.models import Lidmaatschap, Uitnodiging
from partijen.uitnodigingsmails import link_of
from tests.factories.deelnemers import DeelnameFactory, DeelnemerFactory, PlaatsingFactory
from tests.factories.partijen import LidmaatschapFactory, PartijFactory, UitnodigingFactory
from tests.factories.toegang import UserFactory
from tests.factories.trajecten import AfspraakFactory, FaseFactory, RolinvullingFactory, TrajectFactory
from tests.partijen.genodigden import NIEUW, ask

pytestmark = pytest.mark.usefixtures("fresh_counts")


def heuvelrijk_asks_the_party(cast, partij):
    fase = FaseFactory(traject=TrajectFactory(gemeente=cast.heuvelrijk))
    RolinvullingFactory(gevraagd=True, fase=fase, rol=Rol.MENTOR, partij=partij, persoon=None)


def heuvelrijk_has_its_yes(cast, partij):
    fase = FaseFactory(traject=TrajectFactory(gemeente=cast.heuvelrijk))
    RolinvullingFactory(toegezegd=True, fase=fase, rol=Rol.MENTOR, partij=partij, persoon=None)


def heuvelrijk_places_someone(cast, partij):
    PlaatsingFactory(werkgever=partij, deelname__traject__gemeente=cast.heuvelrijk)


def heuvelrijk_agreed_something(cast, partij):
    AfspraakFactory(traject=TrajectFactory(gemeente=cast.heuvelrijk), partij=partij, persoon=None)


def heuvelrijk_has_someone_guided(cast, partij):
    DeelnameFactory(traject__gemeente=cast.heuvelrijk, mentor=UserFactory(), mentor_partij=partij)


def heuvelrijk_brings_someone_where_the_party_trains(cast, partij):
    """The trajectory is Waterstad's, and so is the role; one who takes part in it is not."""
    fase = FaseFactory(traject=TrajectFactory(gemeente=cast.waterstad))
    RolinvullingFactory(toegezegd=True, fase=fase, rol=Rol.OPLEIDER, partij=partij, persoon=None)
    DeelnameFactory(traject=fase.traject, deelnemer=DeelnemerFactory(gemeente=cast.heuvelrijk))


ALLEEN_VOOR_EEN_ANDER = [
    heuvelrijk_asks_the_party,
    heuvelrijk_has_its_yes,
    heuvelrijk_places_someone,
    heuvelrijk_agreed_something,
    heuvelrijk_has_someone_guided,
]
WERK_VOOR_EEN_ANDER = [*ALLEEN_VOOR_EEN_ANDER, heuvelrijk_brings_someone_where_the_party_trains]


def test_every_way_to_work_for_a_gemeente_is_tried_here(cast):
    """An app that registers another way belongs in the list above: else a party is taken over by that way."""
    found = set()
    for works in WERK_VOOR_EEN_ANDER:
        partij = PartijFactory()
        assert overdracht.gemeenten_of(partij.pk) == frozenset()
        works(cast, partij)
        assert overdracht.gemeenten_of(partij.pk) - {cast.waterstad.pk} == {cast.heuvelrijk.pk}
        found |= {find for find in overdracht._gemeenten_finders if list(find(partij.pk))}
    assert found == set(overdracht._gemeenten_finders)


@pytest.mark.parametrize("works", WERK_VOOR_EEN_ANDER)
def test_a_gemeente_can_not_empty_a_party_that_works_for_another(cast, login, works):
    """The work is the party's and no person's: beyond the rows that the coordinator sees."""
    works(cast, cast.maatwerk)
    lid = Lidmaatschap.objects.get(gebruiker=cast.mentor)
    refused = login(cast.coordinator).post(reverse("partijen:lid_stop", args=[lid.pk]), follow=True)
    lid.refresh_from_db()
    assert lid.actief is True
    assert "Vraag Maatwerk om een beheerder" in refused.text


@pytest.mark.parametrize("works", WERK_VOOR_EEN_ANDER)
def test_a_gemeente_can_not_take_the_seat_in_an_empty_party_of_another(cast, login, works):
    leeg = PartijFactory()
    works(cast, leeg)
    data = {"email": "nina@groen.example", "naam": "Nina", "functie": "medewerker"}
    refused = login(cast.coordinator).post(reverse("partijen:lid_nieuw", args=[leeg.pk]), data)
    assert (refused.status_code, Uitnodiging.objects.count()) == (422, 0)
    assert "Deze partij werkt ook voor een andere gemeente" in refused.text
    assert "Heuvelrijk" not in refused.text


@pytest.mark.parametrize("works", ALLEEN_VOOR_EEN_ANDER)
def test_the_gemeente_that_it_works_for_alone_lets_the_first_one_in(cast, login, works):
    leeg = PartijFactory()
    works(cast, leeg)
    assert ask(login(cast.vreemde), leeg).status_code == 302


@pytest.mark.parametrize("rol", [Rol.OPLEIDER, Rol.TAALOPLEIDER, Rol.MENTOR, Rol.WERKGEVER])
def test_a_party_works_for_the_gemeentes_of_who_takes_part_where_it_trains_guides_or_employs(cast, rol):
    """Not for one whose people are in another trajectory, and not by a role that shows nobody."""
    fase = FaseFactory(traject=TrajectFactory(gemeente=cast.waterstad))
    rollen = [rol, Rol.VERBINDER]
    met, zonder = (RolinvullingFactory(gevraagd=True, fase=fase, rol=r, partij=PartijFactory()).partij for r in rollen)
    DeelnameFactory(traject=fase.traject, deelnemer=DeelnemerFactory(gemeente=cast.heuvelrijk))
    DeelnameFactory(deelnemer=DeelnemerFactory())
    assert overdracht.gemeenten_of(met.pk) == {cast.waterstad.pk, cast.heuvelrijk.pk}
    assert overdracht.gemeenten_of(zonder.pk) == {cast.waterstad.pk}


def test_an_old_invitation_into_an_empty_party_is_not_sent_again_once_another_gemeente_works_with_it(cast):
    uitnodiging = UitnodigingFactory(gemeente=cast.waterstad)
    heuvelrijk_has_its_yes(cast, uitnodiging.partij)
    with pytest.raises(PartijFout):
        uitnodigen.resend(uitnodiging)


@pytest.mark.parametrize("works", WERK_VOOR_EEN_ANDER)
def test_who_was_invited_into_an_empty_party_does_not_come_in_once_another_gemeente_works_with_it(cast, client, works):
    uitnodiging = UitnodigingFactory(gemeente=cast.waterstad)
    works(cast, uitnodiging.partij)
    refused = client.post(link_of(uitnodiging), NIEUW)

    uitnodiging.refresh_from_db()
    assert (refused.status_code, uitnodiging.gebruikt_op, uitnodiging.gebruiker.is_active) == (422, None, False)
    assert "Zeg dit tegen wie u uitnodigde" in refused.text
    assert f"noem partij {uitnodiging.partij_id}" in refused.text
    assert "Heuvelrijk" not in refused.text
    assert not Lidmaatschap.objects.filter(partij=uitnodiging.partij).exists()


def test_who_has_an_account_does_not_come_in_there_either(cast, login):
    uitnodiging = UitnodigingFactory(gemeente=cast.waterstad, gebruiker=cast.verbinder)
    heuvelrijk_has_its_yes(cast, uitnodiging.partij)
    told = login(cast.verbinder).post(link_of(uitnodiging), {"antwoord": "ja"}, follow=True)
    assert "Zeg dit tegen wie u uitnodigde" in told.text
    assert not Lidmaatschap.objects.filter(partij=uitnodiging.partij).exists()


def test_work_of_the_inviting_gemeente_itself_shuts_nobody_out(cast, client):
    uitnodiging = UitnodigingFactory(gemeente=cast.heuvelrijk)
    heuvelrijk_has_its_yes(cast, uitnodiging.partij)
    assert client.post(link_of(uitnodiging), NIEUW).status_code == 302


@pytest.mark.parametrize("works", WERK_VOOR_EEN_ANDER)
def test_a_gemeente_makes_nobody_beheerder_of_a_party_that_works_for_another(cast, login, works):
    """Else its own man there agrees alone to whoever comes in, and stops the mentor of the other."""
    works(cast, cast.maatwerk)
    lid = LidmaatschapFactory(partij=cast.maatwerk)
    client, url = login(cast.coordinator), reverse("partijen:lid_wijzig", args=[lid.pk])
    refused = client.post(url, {"functie": "beheerder"}, follow=True)

    lid.refresh_from_db()
    assert lid.functie == "medewerker"
    assert "Vraag Maatwerk om een beheerder" in refused.text
    assert url not in client.get(reverse("partijen:detail", args=[cast.maatwerk.pk])).text
    with pytest.raises(PartijFout, match="werkt ook voor anderen"):
        change_functie(lid, Functie.BEHEERDER, door=cast.coordinator)
