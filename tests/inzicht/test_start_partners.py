"""My work, of the partners: what is asked of an employer, a mentor, a trainer and a connector."""

import pytest
from django.urls import reverse

from deelnemers.enums import DeelnameStatus, Resultaat, Taalniveau, VoortgangStatus
from partijen.enums import Functie, Rol
from tests.factories.deelnemers import (
    CheckinFactory,
    DeelnameFactory,
    PlaatsingFactory,
    SignaalFactory,
    VoortgangFactory,
)
from tests.factories.partijen import LidmaatschapFactory, PartijFactory
from tests.factories.toegang import UserFactory
from tests.factories.trajecten import AfspraakFactory, FaseFactory, RolinvullingFactory, TrajectFactory
from tests.inzicht.startpagina import ask_consent, codes, days, lines, sections, start, toegezegd
from toegang.logregels import Handeling, Logregel
from toegang.relaties import Relatie
from trajecten.enums import Component, FaseStatus, RolStatus


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
    PlaatsingFactory(deelname=voorbij, werkgever=cast.installatie, start=days(-90), eind=days(-20))
    DeelnameFactory(traject=eigen, deelnemer__voornaam="Zonderplek")
    response = start(login, cast.werkgever)

    (regel,) = lines(response, "geplaatst")
    assert (regel.tekst, regel.noot) == ("Amina", "spreken A2 · Eigen traject")
    for hidden in ("Achterdeur", "0612345678", "Kinderopvang", "Elders", "Voorbij", "Zonderplek"):
        assert hidden not in response.text


@pytest.mark.parametrize(
    ("begin", "eind", "found"),
    [
        (0, None, {"beginnen": ("Vandaag", "let-op")}),
        (7, None, {"beginnen": ("Over 7 dagen", "let-op")}),
        (60, None, {"beginnen": ("Over 60 dagen", "stil")}),
        (-60, None, {"geplaatst": ("", "stil")}),
        (-60, 31, {"geplaatst": ("", "stil")}),
        (-60, 30, {"evaluaties": ("Nog 30 dagen", "stil"), "geplaatst": ("", "stil")}),
        (-60, 7, {"evaluaties": ("Nog 7 dagen", "let-op"), "geplaatst": ("", "stil")}),
        (-60, -14, {"evaluaties": ("14 dagen geleden klaar", "let-op")}),
        (-60, -15, {}),
    ],
)
def test_an_employer_sees_who_begins_and_what_to_evaluate(cast, login, begin, eind, found):
    hier = DeelnameFactory(deelnemer__voornaam="Amina", deelnemer__achternaam="Achterdeur")
    elders = DeelnameFactory(deelnemer__voornaam="Elders")
    for deelname, partij in ((hier, cast.installatie), (elders, PartijFactory())):
        PlaatsingFactory(deelname=deelname, werkgever=partij, start=days(begin), eind=eind and days(eind))
    response = start(login, cast.werkgever)

    about = {code: lines(response, code) for code in ("beginnen", "evaluaties", "geplaatst")}
    assert {code: (r.status, r.soort) for code, [r] in ((c, rs) for c, rs in about.items() if rs)} == found
    assert {r.tekst for rows in about.values() for r in rows} <= {"Amina"}
    evaluate = reverse("deelnemers:plaatsing_evaluatie", args=[hier.plaatsingen.get().pk])
    place = {f"/deelnemers/{hier.deelnemer_id}/", f"/deelnemers/{hier.deelnemer_id}/#deelname-{hier.pk}", evaluate}
    assert {r.url for rows in about.values() for r in rows} <= place
    assert "Achterdeur" not in response.text


def test_whoever_was_read_in_those_lines_is_written_down(cast, login):
    deelname = DeelnameFactory()
    PlaatsingFactory(deelname=deelname, werkgever=cast.installatie, start=days(5))
    start(login, cast.werkgever)

    (regel,) = Logregel.objects.filter(handeling=Handeling.INZIEN)
    assert (regel.additional_data["deelnemers"], regel.grond) == (
        {str(deelname.deelnemer_id): 1},
        [Relatie.PLAATSENDE_WERKGEVER],
    )


def test_another_party_that_directs_sees_what_there_is_to_steer_and_nobodys_file(cast, login, both):
    eigen, _ander = both
    toegezegd(eigen, cast.maatwerk, Rol.REGISSEUR)
    for traject in (*both, TrajectFactory(gemeente=cast.waterstad, naam="Ernaast")):
        taal = FaseFactory(traject=traject, component=Component.TAAL, start=days(2), eind=days(90))
        RolinvullingFactory(fase=taal, rol=Rol.TAALOPLEIDER)
        RolinvullingFactory(fase=taal, rol=Rol.MENTOR, gevraagd=True, gevraagd_op=days(-9), partij=cast.roc)
        for component, eind in ((Component.VOORTRAJECT, -3), (Component.WERVING, 5)):
            FaseFactory(
                traject=traject,
                component=component,
                start=days(-30),
                eind=days(eind),
                status=FaseStatus.LOPEND,
                werkelijke_start=days(-30),
            )
        for wie in (cast.mentor, cast.coordinator):
            AfspraakFactory(
                traject=traject, wat=f"Van {wie}", partij=cast.roc, persoon=None, gemaakt_door=wie, deadline=days(-4)
            )
        SignaalFactory(checkin=CheckinFactory(deelname=DeelnameFactory(traject=traject, actief_sinds=days(-90))))
    response = start(login, cast.mentor)

    naam = "Eigen traject"
    assert sections(response) == {
        "afspraken": [f"Van {cast.mentor}"],
        "te-laat": [f"Voortraject · {naam}"],
        "onbeantwoord": ["ROC: Mentor/jobcoach"],
        "open-rollen": [f"(Extra) taalondersteuning · {naam}"],
        "stuurmomenten": [f"Werving en selectie · {naam}"],
        "onze-trajecten": [naam],
    }
    for hidden in ("Ander traject", "Ernaast", f"Van {cast.coordinator}"):
        assert hidden not in response.text
    client = login(cast.mentor)
    for code in ("te-laat", "onbeantwoord", "open-rollen", "stuurmomenten"):
        (regel,) = lines(response, code)
        assert client.get(regel.url).templates[0].name == "_formulier.html", code


def test_a_party_that_was_only_asked_to_direct_steers_nothing_yet(cast, login, both):
    RolinvullingFactory(
        fase=both[0].fasen.get(), rol=Rol.REGISSEUR, gevraagd=True, gevraagd_op=days(-1), partij=cast.maatwerk
    )
    both[0].fasen.update(start=days(-100), eind=days(-3), status=FaseStatus.LOPEND, werkelijke_start=days(-100))

    assert set(sections(start(login, cast.mentor))) == {"vragen", "onze-trajecten"}


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


KLAAR = dict.fromkeys(("luisteren", "lezen", "spreken", "schrijven"), Taalniveau.A2)


def of_pupil(cast, traject, partij, rol, **fields):
    """A participant of a trajectory in which this party trains."""
    toegezegd(traject, partij, rol)
    return DeelnameFactory(traject=traject, **{f"deelnemer__{veld}": waarde for veld, waarde in fields.items()})


def test_a_language_trainer_is_told_whose_level_is_unknown(cast, login, both):
    toegezegd(both[0], cast.taalhuis, Rol.TAALOPLEIDER)
    deels = DeelnameFactory(traject=both[0], deelnemer__voornaam="Deels", deelnemer__achternaam="Bekend")
    for traject, velden in ((both[0], KLAAR), (both[1], {})):
        DeelnameFactory(traject=traject, **{f"deelnemer__{veld}": waarde for veld, waarde in velden.items()})
    gestopt = DeelnameFactory(traject=both[0], status=DeelnameStatus.GESTOPT, beeindigd_op=days(-2))
    response = start(login, cast.taal)

    (regel,) = lines(response, "niveaus")
    assert (regel.tekst, regel.url) == (
        "Deels Bekend",
        reverse("deelnemers:taalniveaus", args=[deels.deelnemer_id]),
    )
    assert regel.noot == "Niet bekend: luisteren, lezen, schrijven · Eigen traject"
    assert gestopt.deelnemer.voornaam not in response.text


def test_a_trade_trainer_is_not_asked_for_levels(cast, login, both):
    of_pupil(cast, both[0], cast.roc, Rol.OPLEIDER)

    assert "niveaus" not in codes(start(login, cast.opleider))


@pytest.mark.parametrize(
    ("velden", "rows"),
    [
        ({}, 1),
        ({"status": VoortgangStatus.AFGEROND}, 1),
        ({"status": VoortgangStatus.OVERGESLAGEN}, 0),
        ({"resultaat": Resultaat.NIET}, 0),
        ({"eind": 2}, 0),
        ({"eind": -9}, 1),
    ],
)
def test_a_trainer_is_told_of_which_phase_the_result_is_missing(cast, login, both, velden, rows):
    deelname = of_pupil(cast, both[0], cast.roc, Rol.OPLEIDER, voornaam="Bij", achternaam="Ons")
    both[0].fasen.update(start=days(-90), eind=days(-3), status=FaseStatus.LOPEND, werkelijke_start=days(-90))
    ander = FaseFactory(traject=both[0], component=Component.TAAL, start=days(-90), eind=days(-3))
    VoortgangFactory(deelname=deelname, fase=ander)
    velden = velden | ({"eind": days(velden["eind"])} if "eind" in velden else {})
    row = VoortgangFactory(deelname=deelname, fase=both[0].fasen.get(component=Component.LEERWERK), **velden)
    found = lines(start(login, cast.opleider), "resultaten")

    url = reverse("deelnemers:voortgang_wijzig", args=[row.pk])
    assert [(regel.tekst, regel.url) for regel in found] == [("Bij Ons", url)] * rows
    assert {login(cast.opleider).get(regel.url).status_code for regel in found} <= {200}


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


@pytest.mark.parametrize(
    ("people", "state"),
    [
        (0, ("Nog 12 van 12 plekken vrij", "let-op")),
        (4, ("Minder dan 5 van 12 plekken bezet", "let-op")),
        (5, ("Nog 7 van 12 plekken vrij", "let-op")),
        (12, ("De groep is vol", "goed")),
    ],
)
def test_a_connector_is_told_where_there_are_places_while_people_are_sought(cast, login, both, people, state):
    toegezegd(both[0], cast.netwerk, Rol.VERBINDER)
    both[0].groepsgrootte = 12
    both[0].save()
    DeelnameFactory.create_batch(people, traject=both[0])
    assert "plekken" not in sections(start(login, cast.verbinder))  # nobody is sought: there is no such phase
    werving = FaseFactory(traject=both[0], component=Component.WERVING, start=days(-3), eind=days(20))

    assert [(regel.tekst, regel.status, regel.soort) for regel in lines(start(login, cast.verbinder), "plekken")] == [
        ("Eigen traject", *state)
    ]
    werving.status, werving.werkelijke_start, werving.werkelijk_eind = FaseStatus.AFGEROND, days(-3), days(-1)
    werving.save()
    assert "plekken" not in sections(start(login, cast.verbinder))


@pytest.mark.parametrize(("ended", "soort"), [(7, "let-op"), (8, "fout")])
def test_a_result_is_late_when_a_week_has_passed(cast, login, both, ended, soort):
    deelname = of_pupil(cast, both[0], cast.roc, Rol.OPLEIDER)
    both[0].fasen.update(start=days(-90), eind=days(-ended), status=FaseStatus.LOPEND, werkelijke_start=days(-90))
    VoortgangFactory(deelname=deelname, fase=both[0].fasen.get())
    assert [regel.soort for regel in lines(start(login, cast.opleider), "resultaten")] == [soort]


def test_a_connector_sees_places_to_fill_and_no_people(cast, login, both):
    toegezegd(both[0], cast.netwerk, Rol.VERBINDER)
    for traject in both:
        RolinvullingFactory(fase=traject.fasen.get(), rol=Rol.MENTOR)
        DeelnameFactory(traject=traject, deelnemer__voornaam="Persoon", deelnemer__achternaam="Verborgen")
    response = start(login, cast.verbinder)

    assert sections(response) == {"open-plekken": ["Mentor/jobcoach gezocht"], "onze-trajecten": ["Eigen traject"]}
    (open_rol,) = both[0].fasen.get().rollen.filter(rol=Rol.MENTOR)
    assert lines(response, "open-plekken")[0].url == reverse("trajecten:rol_voorstel", args=[open_rol.pk])
    assert lines(response, "onze-trajecten")[0].ook_url == f"/trajecten/{both[0].pk}/canvas/"
    assert "Verborgen" not in response.text
