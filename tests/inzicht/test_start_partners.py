"""My work, of the partners: what is asked of an employer, a mentor, a trainer and a connector."""

import pytest
from django.urls import reverse

from deelnemers.enums import DeelnameStatus
from partijen.enums import Functie, Rol
from tests.factories.deelnemers import CheckinFactory, DeelnameFactory, PlaatsingFactory
from tests.factories.partijen import LidmaatschapFactory, PartijFactory
from tests.factories.toegang import UserFactory
from tests.factories.trajecten import AfspraakFactory, FaseFactory, RolinvullingFactory, TrajectFactory
from tests.inzicht.startpagina import ask_consent, days, lines, sections, start, toegezegd
from trajecten.enums import FaseStatus, RolStatus


def test_an_employer_sees_requests_to_their_party_and_no_other(cast, login, both):
    andere = PartijFactory(naam="Concurrent")
    for traject, partij in zip(both, (cast.installatie, andere), strict=True):
        RolinvullingFactory(fase=traject.fasen.get(), status=RolStatus.GEVRAAGD, partij=partij, gevraagd_op=days(-8))
    response = start(login, cast.werkgever)

    (regel,) = lines(response, "vragen")
    assert regel.tekst == "Eigen traject vraagt u als werkgever"
    rol = both[0].fasen.get().rollen.get()
    assert regel.url == reverse("trajecten:rol_antwoord", args=[rol.pk])
    assert "Ander traject" not in response.text


def test_whoever_may_agree_decides_in_one_click_who_comes_in(cast, login):
    vraag = ask_consent(cast, cast.installatie, "Nina Nieuw")
    ask_consent(cast, cast.roc, "Elders")
    response = start(login, cast.werkgever)

    (regel,) = lines(response, "akkoord")
    assert (regel.tekst, regel.noot) == ("Nina Nieuw", "Waterstad vraagt dit voor Installatie BV")
    assert regel.url == reverse("partijen:uitnodiging_akkoord", args=[vraag.pk])
    assert "Ja, akkoord" in login(cast.werkgever).get(regel.url).text
    assert "Elders" not in response.text
    assert lines(start(login, cast.coordinator), "akkoord") == []

    login(cast.werkgever).post(regel.url, {"antwoord": "ja"})
    assert lines(start(login, cast.werkgever), "akkoord") == []


def test_where_there_is_a_beheerder_the_others_are_not_asked(cast, login):
    beheerder = LidmaatschapFactory(partij=cast.installatie, functie=Functie.BEHEERDER).gebruiker
    ask_consent(cast, cast.installatie, "Nina Nieuw")

    assert sections(start(login, beheerder))["akkoord"] == ["Nina Nieuw"]
    assert lines(start(login, cast.werkgever), "akkoord") == []


def test_an_employer_sees_only_trajectories_in_which_their_party_has_a_role(cast, login, both):
    eigen, ander = both
    ernaast = TrajectFactory(gemeente=cast.waterstad, naam="Ernaast", regisseur=cast.coordinator)
    FaseFactory(traject=ernaast, start=days(2), eind=days(20), status=FaseStatus.LOPEND)
    toegezegd(eigen, cast.installatie, Rol.WERKGEVER)
    for traject in (ander, ernaast):
        toegezegd(traject, cast.roc, Rol.OPLEIDER)
        RolinvullingFactory(fase=traject.fasen.get(), rol=Rol.WERKGEVER)
        RolinvullingFactory(
            fase=traject.fasen.get(),
            status=RolStatus.GEVRAAGD,
            rol=Rol.WERKGEVER,
            partij=PartijFactory(),
            gevraagd_op=days(-9),
        )
        AfspraakFactory(traject=traject, partij=cast.roc, persoon=None, wat="Geheim", deadline=days(1))
        PlaatsingFactory(deelname=DeelnameFactory(traject=traject, deelnemer__voornaam="Verborgen"))
    response = start(login, cast.werkgever)

    assert sections(response) == {"onze-trajecten": ["Eigen traject"]}
    for foreign in ("Ander traject", "Ernaast", "Geheim", "Verborgen", "Heuvelrijk"):
        assert foreign not in response.text


def test_a_former_colleague_sees_nothing_any_more(cast, login, both):
    toegezegd(both[0], cast.installatie, Rol.WERKGEVER)
    cast.werkgever.lidmaatschappen.update(actief=False)
    response = start(login, cast.werkgever)

    assert sections(response) == {}
    assert "Vraag de coördinator van de gemeente" in response.text


def test_an_employer_sees_placed_people_by_first_name_and_language_alone(cast, login, both):
    eigen, ander = both
    hier = DeelnameFactory(
        traject=eigen,
        deelnemer__voornaam="Amina",
        deelnemer__achternaam="Achterdeur",
        deelnemer__telefoon="0612345678",
        deelnemer__belemmeringen=["kinderopvang"],
    )
    PlaatsingFactory(deelname=hier, werkgever=cast.installatie, start=days(-10))
    elders = DeelnameFactory(traject=eigen, deelnemer__voornaam="Elders")
    PlaatsingFactory(deelname=elders, start=days(-10))
    voorbij = DeelnameFactory(traject=ander, deelnemer__voornaam="Voorbij")
    PlaatsingFactory(deelname=voorbij, werkgever=cast.installatie, start=days(-90), eind=days(-1))
    DeelnameFactory(traject=eigen, deelnemer__voornaam="Zonderplek")
    response = start(login, cast.werkgever)

    (regel,) = lines(response, "geplaatst")
    assert (regel.tekst, regel.noot) == ("Amina", "spreken A2 · Eigen traject")
    for hidden in ("Achterdeur", "0612345678", "Kinderopvang", "Elders", "Voorbij", "Zonderplek"):
        assert hidden not in response.text


def test_an_employer_sees_deadlines_of_their_own(cast, login, both):
    eigen, _ander = both
    toegezegd(eigen, cast.installatie, Rol.WERKGEVER)
    eigen.fasen.update(start=days(-20), eind=days(10), status=FaseStatus.LOPEND, werkelijke_start=days(-20))
    AfspraakFactory(traject=eigen, partij=cast.installatie, persoon=None, wat="Regel werkkleding", deadline=days(-2))
    AfspraakFactory(traject=eigen, persoon=cast.werkgever, wat="Bel de mentor", deadline=days(40))
    AfspraakFactory(traject=eigen, persoon=cast.mentor, wat="Van de mentor", deadline=days(1))
    found = start(login, cast.werkgever)

    assert sections(found)["eigen-afspraken"] == ["Regel werkkleding", "Bel de mentor"]
    assert [regel.status for regel in lines(found, "onze-fasen")] == ["Nog 10 dagen"]


@pytest.mark.parametrize(
    ("ago", "section"), [(10, None), (14, "checkin-binnenkort"), (27, "checkin-binnenkort"), (28, "checkin-nu")]
)
def test_a_mentor_sees_who_to_contact_among_their_own(cast, login, both, ago, section):
    mine = DeelnameFactory(traject=both[0], mentor=cast.mentor, actief_sinds=days(-90), aangemeld_op=days(-90))
    CheckinFactory(deelname=mine, door=cast.mentor, datum=days(-ago))
    DeelnameFactory(traject=both[0], mentor=UserFactory(), actief_sinds=days(-90))
    DeelnameFactory(traject=both[0], mentor=cast.mentor, actief_sinds=days(-90), status=DeelnameStatus.GESTOPT)
    response = start(login, cast.mentor)

    expected = {section: [reverse("deelnemers:checkin_nieuw", args=[mine.pk])]} if section else {}
    found = {blok.sectie.code: [r.url for r in blok.regels] for blok in response.context["vol"]}
    assert found == expected


@pytest.mark.parametrize(("wie", "rol"), [("opleider", Rol.OPLEIDER), ("taal", Rol.TAALOPLEIDER)])
def test_a_trainer_sees_the_participants_of_their_trajectories(cast, login, both, wie, rol):
    partij = cast.roc if wie == "opleider" else cast.taalhuis
    toegezegd(both[0], partij, rol)
    DeelnameFactory(traject=both[0], deelnemer__voornaam="Bij", deelnemer__achternaam="Ons")
    DeelnameFactory(traject=both[1], deelnemer__voornaam="Ver", deelnemer__achternaam="Weg")

    assert sections(start(login, getattr(cast, wie)))["opleiding"] == ["Bij Ons"]


def test_a_trainer_who_was_only_asked_sees_nobody_yet(cast, login, both):
    RolinvullingFactory(
        fase=both[0].fasen.get(),
        rol=Rol.OPLEIDER,
        status=RolStatus.GEVRAAGD,
        partij=cast.roc,
        gevraagd_op=days(-1),
    )
    DeelnameFactory(traject=both[0], deelnemer__voornaam="Nogniet")
    response = start(login, cast.opleider)

    assert set(sections(response)) == {"vragen", "onze-trajecten"}
    assert "Nogniet" not in response.text


def test_a_connector_sees_places_to_fill_and_no_people(cast, login, both):
    toegezegd(both[0], cast.netwerk, Rol.VERBINDER)
    for traject in both:
        RolinvullingFactory(fase=traject.fasen.get(), rol=Rol.MENTOR)
        DeelnameFactory(traject=traject, deelnemer__voornaam="Persoon", deelnemer__achternaam="Verborgen")
    response = start(login, cast.verbinder)

    assert sections(response) == {"open-plekken": ["Mentor/jobcoach gezocht"], "onze-trajecten": ["Eigen traject"]}
    assert lines(response, "onze-trajecten")[0].ook_url == f"/trajecten/{both[0].pk}/canvas/"
    assert "Verborgen" not in response.text
