"""Search for placements, mail, and how to reach a party: found by whoever may see them, and people seen are logged."""

import pytest

from berichten.models import Bericht
from deelnemers.enums import PlaatsingSoort
from tests.factories.deelnemers import DeelnameFactory, DeelnemerFactory, PlaatsingFactory
from tests.factories.partijen import ContactpersoonFactory, PartijFactory
from tests.inzicht.test_zoeken import found, search, zwaluw
from toegang.logregels import Handeling, Logregel
from trajecten.models import Traject

__all__ = ["zwaluw"]  # its fixture


@pytest.mark.parametrize(
    ("wie", "names"),
    [
        ("coordinator", ["Anna Zwaluw"]),
        ("mentor", ["Anna Zwaluw"]),
        ("werkgever", ["Anna"]),
        ("opleider", None),
        ("verbinder", None),
        ("vreemde", None),
    ],
)
def test_a_placement_is_found_by_its_kind_and_its_employer(cast, login, zwaluw, wie, names):
    traject = Traject.objects.get(naam="Eigen Zwaluw")
    deelname = DeelnameFactory(
        traject=traject,
        deelnemer=DeelnemerFactory(gemeente=cast.waterstad, voornaam="Anna", achternaam="Zwaluw"),
        mentor=cast.mentor,
        mentor_partij=cast.maatwerk,
    )
    PlaatsingFactory(deelname=deelname, werkgever=cast.installatie, soort=PlaatsingSoort.SNUFFELSTAGE)
    for woorden in ("snuffel", "installatie snuffelstage"):
        assert found(search(login, cast.people[wie], woorden)).get("plaatsingen") == names
    assert "plaatsingen" not in found(search(login, cast.people[wie], "dienstverband"))


def test_what_is_found_about_a_placement_is_logged(cast, login):
    plaatsing = PlaatsingFactory(deelname__deelnemer__gemeente=cast.waterstad, soort=PlaatsingSoort.SNUFFELSTAGE)
    search(login, cast.coordinator, "snuffelstage")
    (regel,) = Logregel.objects.filter(handeling=Handeling.INZIEN)
    assert regel.additional_data["deelnemers"] == {str(plaatsing.deelname.deelnemer_id): 1}


def test_mail_is_found_by_whoever_watches_over_it(cast, login):
    Bericht.objects.create(
        soort="rol_gevraagd",
        sleutel="x",
        ontvanger=cast.werkgever,
        eigenaar=cast.waterstad.pk,
        onderwerp="Zwaluw vraagt",
    )
    assert found(search(login, cast.coordinator, "zwaluw"))["berichten"] == ["Zwaluw vraagt"]
    for wie in ("werkgever", "klantmanager", "vreemde"):
        assert "berichten" not in found(search(login, cast.people[wie], "zwaluw"))


def test_a_party_and_its_people_are_found_by_number_and_address(cast, login):
    PartijFactory(naam="Bereikbaar", telefoon="010 000 200", email="post@bereikbaar.example")
    ContactpersoonFactory(gemeente=cast.waterstad, naam="Bel Mij", telefoon="010 000 299")
    assert found(search(login, cast.coordinator, "000 200")) == {"partijen": ["Bereikbaar"]}
    assert found(search(login, cast.coordinator, "@bereikbaar")) == {"partijen": ["Bereikbaar"]}
    assert found(search(login, cast.coordinator, "000 299")) == {"contactpersonen": ["Bel Mij"]}
