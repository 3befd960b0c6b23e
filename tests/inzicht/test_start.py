"""My work: each member of the cast sees what is theirs to do, and nothing of anyone else's."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from berichten.enums import BerichtStatus
from berichten.models import Bericht
from deelnemers.enums import DeelnameStatus
from partijen.enums import Functie, Rol
from tests.factories.deelnemers import CheckinFactory, DeelnameFactory, PlaatsingFactory, SignaalFactory
from tests.factories.partijen import LidmaatschapFactory, PartijFactory, UitnodigingFactory
from tests.factories.toegang import UserFactory
from tests.factories.trajecten import AfspraakFactory, FaseFactory, RolinvullingFactory, TrajectFactory
from trajecten.enums import Component, FaseStatus, RolStatus

TODAY = timezone.localdate


def days(n):
    return TODAY() + timedelta(days=n)


def start(login, user, **query):
    return login(user).get("/", query)


def sections(response):
    """Return the lines of every section that has some: code -> list of link texts."""
    return {blok.sectie.code: [regel.tekst for regel in blok.regels] for blok in response.context["vol"]}


def lines(response, code):
    return next((blok.regels for blok in response.context["vol"] if blok.sectie.code == code), [])


def codes(response):
    """Return every section the page speaks of: with lines, or as being in order."""
    return {blok.sectie.code for blok in [*response.context["vol"], *response.context["leeg"]]}


@pytest.fixture
def both(cast):
    """One trajectory of each gemeente, alike, so that a leak of the other shows."""
    eigen = TrajectFactory(gemeente=cast.waterstad, naam="Eigen traject", regisseur=cast.coordinator)
    ander = TrajectFactory(gemeente=cast.heuvelrijk, naam="Ander traject", regisseur=cast.vreemde)
    for traject in (eigen, ander):
        FaseFactory(traject=traject, component=Component.LEERWERK, start=days(60), eind=days(200))
    return eigen, ander


def _toegezegd(traject, partij, rol, **fields):
    return RolinvullingFactory(fase=traject.fasen.get(), rol=rol, status=RolStatus.TOEGEZEGD, partij=partij, **fields)


GEMEENTE = {
    "signalen",
    "te-laat",
    "open-rollen",
    "onbeantwoord",
    "afspraken",
    "zonder-regisseur",
    "stil",
}
PARTNER = {"vragen", "akkoord", "eigen-afspraken", "onze-fasen", "onze-trajecten"}
VAN_WIE = {
    "coordinator": GEMEENTE | {"mail"},
    "klantmanager": GEMEENTE,
    "lezer": {"trajecten"},
    "beheerder": {"trajecten", "mail"},
    "vreemde": GEMEENTE | {"mail"},
    "werkgever": PARTNER | {"geplaatst"},
    "mentor": PARTNER | {"checkin-nu", "checkin-binnenkort"},
    "taal": PARTNER | {"opleiding"},
    "opleider": PARTNER | {"opleiding"},
    "verbinder": PARTNER | {"open-plekken"},
    "expert": PARTNER,
}


@pytest.mark.parametrize("wie", VAN_WIE)
def test_everyone_has_the_sections_of_their_own_work(cast, login, both, wie):
    _toegezegd(both[0], cast.waterstad, Rol.REGISSEUR, persoon=cast.coordinator)
    _toegezegd(both[1], cast.heuvelrijk, Rol.INTERMEDIAIR)

    assert codes(start(login, getattr(cast, wie))) == VAN_WIE[wie]


# --- The gemeente


def test_open_signals_are_those_of_own_participants(cast, login, both):
    for traject, naam in zip(both, ("Eigen", "Ander"), strict=True):
        deelname = DeelnameFactory(traject=traject, deelnemer__voornaam=naam)
        SignaalFactory(checkin=CheckinFactory(deelname=deelname, door=cast.mentor, datum=days(-2)))

    eigen = start(login, cast.coordinator)
    assert [regel.tekst.split()[0] for regel in lines(eigen, "signalen")] == ["Eigen"]
    assert "Ander traject" not in eigen.text
    assert lines(eigen, "signalen")[0].status == "2 dagen geleden"
    assert [r.tekst.split()[0] for r in lines(start(login, cast.klantmanager), "signalen")] == ["Eigen"]


def test_late_phases_lead_to_closing_them_for_who_directs_alone(cast, login, both):
    for traject in both:
        traject.fasen.update(start=days(-100), eind=days(-3), status=FaseStatus.LOPEND, werkelijke_start=days(-100))
    fase = both[0].fasen.get()

    (regel,) = lines(start(login, cast.coordinator), "te-laat")
    assert (regel.url, regel.status) == (reverse("trajecten:fase_sluit", args=[fase.pk]), "3 dagen te laat")
    (regel,) = lines(start(login, cast.klantmanager), "te-laat")
    assert regel.url == reverse("trajecten:detail", args=[both[0].pk])


def test_a_late_phase_that_never_began_leads_to_starting_it(cast, login, both):
    both[0].fasen.update(start=days(-100), eind=days(-3))

    (regel,) = lines(start(login, cast.coordinator), "te-laat")
    assert regel.url == reverse("trajecten:fase_start", args=[both[0].fasen.get().pk])


@pytest.mark.parametrize(("begin", "rows"), [(15, 0), (14, 1), (0, 1), (-5, 1)])
def test_a_phase_with_open_roles_shows_from_two_weeks_before(cast, login, both, begin, rows):
    for traject in both:
        traject.fasen.update(start=days(begin))
        RolinvullingFactory.create_batch(2, fase=traject.fasen.get(), status=RolStatus.OPEN)
    found = lines(start(login, cast.coordinator), "open-rollen")

    assert [regel.noot for regel in found] == ["2 rollen zijn nog open"] * rows


def test_a_phase_without_open_roles_does_not_show(cast, login, both):
    both[0].fasen.update(start=days(3))
    _toegezegd(both[0], cast.installatie, Rol.WERKGEVER)

    assert lines(start(login, cast.coordinator), "open-rollen") == []


def test_unanswered_requests_show_the_longest_waiting_first(cast, login, both):
    for traject in both:
        for ago, rol in ((3, Rol.OPLEIDER), (9, Rol.WERKGEVER)):
            RolinvullingFactory(
                fase=traject.fasen.get(),
                rol=rol,
                status=RolStatus.GEVRAAGD,
                partij=cast.installatie,
                gevraagd_op=days(-ago),
            )
    found = lines(start(login, cast.coordinator), "onbeantwoord")

    assert [(regel.tekst, regel.soort) for regel in found] == [
        ("Installatie BV: Werkgever", "let-op"),
        ("Installatie BV: Opleider", "stil"),
    ]


@pytest.mark.parametrize(("deadline", "rows"), [(-1, 1), (0, 1), (7, 1), (8, 0)])
def test_agreements_due_this_week(cast, login, both, deadline, rows):
    for traject in both:
        AfspraakFactory(traject=traject, wat="Bel", deadline=days(deadline), persoon=cast.mentor)

    assert [r.tekst for r in lines(start(login, cast.coordinator), "afspraken")] == ["Bel"] * rows


def test_trajectories_without_regisseur(cast, login, both):
    for traject in both:
        traject.regisseur = None
        traject.save()

    assert sections(start(login, cast.coordinator))["zonder-regisseur"] == ["Eigen traject"]
    assert sections(start(login, cast.vreemde))["zonder-regisseur"] == ["Ander traject"]


@pytest.mark.parametrize(("ago", "rows"), [(27, 0), (28, 1)])
def test_silent_participants_of_the_own_gemeente(cast, login, both, ago, rows):
    for traject in both:
        DeelnameFactory(traject=traject, actief_sinds=days(-ago), aangemeld_op=days(-ago))

    found = lines(start(login, cast.coordinator), "stil")
    assert [regel.status for regel in found] == [f"{ago} dagen geen contact"] * rows


def test_mail_that_was_given_up_is_shown_to_who_watches_over_it(cast, login):
    for user in (cast.werkgever, cast.coordinator):
        Bericht.objects.create(
            soort="x", sleutel=str(user.pk), ontvanger=user, status=BerichtStatus.MISLUKT, onderwerp="Mislukt"
        )

    assert "Mislukt" in sections(start(login, cast.coordinator)).get("mail", [])
    assert "mail" not in codes(start(login, cast.klantmanager))
    assert "mail" not in codes(start(login, cast.werkgever))


# --- The employer


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


def ask_consent(cast, partij, naam):
    return UitnodigingFactory(partij=partij, naam=naam, akkoord_nodig=True, gemeente=cast.waterstad, door=cast.lezer)


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
    _toegezegd(eigen, cast.installatie, Rol.WERKGEVER)
    for traject in (ander, ernaast):
        _toegezegd(traject, cast.roc, Rol.OPLEIDER)
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
    _toegezegd(both[0], cast.installatie, Rol.WERKGEVER)
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
    _toegezegd(eigen, cast.installatie, Rol.WERKGEVER)
    eigen.fasen.update(start=days(-20), eind=days(10), status=FaseStatus.LOPEND, werkelijke_start=days(-20))
    AfspraakFactory(traject=eigen, partij=cast.installatie, persoon=None, wat="Regel werkkleding", deadline=days(-2))
    AfspraakFactory(traject=eigen, persoon=cast.werkgever, wat="Bel de mentor", deadline=days(40))
    AfspraakFactory(traject=eigen, persoon=cast.mentor, wat="Van de mentor", deadline=days(1))
    found = start(login, cast.werkgever)

    assert sections(found)["eigen-afspraken"] == ["Regel werkkleding", "Bel de mentor"]
    assert [regel.status for regel in lines(found, "onze-fasen")] == ["Nog 10 dagen"]


# --- The mentor, the trainers, the connector


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
    _toegezegd(both[0], partij, rol)
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
    _toegezegd(both[0], cast.netwerk, Rol.VERBINDER)
    for traject in both:
        RolinvullingFactory(fase=traject.fasen.get(), rol=Rol.MENTOR)
        DeelnameFactory(traject=traject, deelnemer__voornaam="Persoon", deelnemer__achternaam="Verborgen")
    response = start(login, cast.verbinder)

    assert sections(response) == {"open-plekken": ["Mentor/jobcoach gezocht"], "onze-trajecten": ["Eigen traject"]}
    assert lines(response, "onze-trajecten")[0].ook_url == f"/trajecten/{both[0].pk}/canvas/"
    assert "Verborgen" not in response.text


def test_someone_without_a_party_is_told_what_to_do(login, db):
    response = start(login, UserFactory())

    assert "Vraag de coördinator van de gemeente" in response.text
    assert "Hier is nu niets te doen" not in response.text


def test_without_anything_to_do_the_page_says_so(cast, login):
    response = start(login, cast.coordinator)

    assert "U hoeft nu niets te doen" in response.text
    assert "Elk traject heeft een regisseur." in response.text


def test_what_is_in_order_does_not_deny_what_is_listed(cast, login, both):
    AfspraakFactory(traject=both[0], wat="Van mij", persoon=cast.coordinator, deadline=days(2))
    FaseFactory(traject=both[0], component=Component.WERVING, start=days(3), eind=days(40))
    RolinvullingFactory(fase=both[0].fasen.get(component=Component.WERVING), rol=Rol.MENTOR)
    response = start(login, cast.coordinator)

    assert sections(response) == {"afspraken": ["Van mij"], "open-rollen": ["Werving en selectie · Eigen traject"]}
    assert "Geen open afspraken voor u" not in response.text
    assert "Geen fasen die binnen een maand" not in response.text
    assert "Elk traject heeft een regisseur." in response.text


def test_work_for_others_still_shows_to_people_of_a_gemeente(cast, login, both):
    AfspraakFactory(traject=both[1], wat="Voor een ander", persoon=cast.coordinator, deadline=days(2))

    assert sections(start(login, cast.coordinator)) == {"eigen-afspraken": ["Voor een ander"]}


def test_of_two_hats_both_are_shown(cast, login, both):
    LidmaatschapFactory(gebruiker=cast.klantmanager, partij=cast.maatwerk, functie=Functie.MEDEWERKER)

    assert codes(start(login, cast.klantmanager)) == GEMEENTE | {"checkin-nu", "checkin-binnenkort"}


# --- Length and cost


def test_a_long_section_shows_ten_and_then_all(cast, login, both):
    for n in range(12):
        AfspraakFactory(traject=both[0], wat=f"Afspraak {n}", deadline=days(-n))
    short, full = start(login, cast.coordinator), start(login, cast.coordinator, alles="afspraken")

    assert [r.tekst for r in lines(short, "afspraken")] == [f"Afspraak {n}" for n in range(11, 1, -1)]
    assert "?alles=afspraken#afspraken" in short.text
    assert len(lines(full, "afspraken")) == 12
    assert "?alles=afspraken" not in full.text


def _fill(cast, traject, rows):
    """Lay so many rows in every section of every member of the cast."""
    for n in range(rows):
        late = TrajectFactory(gemeente=cast.waterstad, naam=f"Laat {n}")
        fase = FaseFactory(
            traject=late, start=days(-50), eind=days(-5), status=FaseStatus.LOPEND, werkelijke_start=days(-50)
        )
        soon = FaseFactory(traject=late, component=Component.TAAL, start=days(3), eind=days(90))
        RolinvullingFactory(fase=soon, rol=Rol.WERKGEVER)
        for partij, rol in (
            (cast.installatie, Rol.WERKGEVER),
            (cast.roc, Rol.OPLEIDER),
            (cast.taalhuis, Rol.TAALOPLEIDER),
            (cast.maatwerk, Rol.MENTOR),
            (cast.netwerk, Rol.VERBINDER),
            (cast.expertise, Rol.EXPERTISEPARTNER),
        ):
            RolinvullingFactory(fase=soon, rol=rol, status=RolStatus.TOEGEZEGD, partij=partij)
            RolinvullingFactory(fase=fase, rol=rol, status=RolStatus.GEVRAAGD, partij=partij, gevraagd_op=days(-9))
            AfspraakFactory(traject=late, partij=partij, persoon=None, deadline=days(-1))
            ask_consent(cast, partij, f"Genodigde {n}")
        for ago in (20, 40):
            deelname = DeelnameFactory(traject=late, mentor=cast.mentor, actief_sinds=days(-90))
            SignaalFactory(checkin=CheckinFactory(deelname=deelname, datum=days(-ago)))
            PlaatsingFactory(deelname=deelname, werkgever=cast.installatie, start=days(-9))
        Bericht.objects.create(
            soort="x", sleutel=f"{n}", ontvanger=cast.coordinator, status=BerichtStatus.MISLUKT, onderwerp="Weg"
        )


@pytest.mark.parametrize("wie", VAN_WIE)
def test_the_page_costs_the_same_queries_for_any_number_of_rows(
    cast, login, both, wie, django_assert_num_queries, django_assert_max_num_queries
):
    client = login(getattr(cast, wie))
    counts = []
    for more in (1, 2, 27):
        _fill(cast, both[0], more)
        Bericht.objects.all().delete()
        with django_assert_max_num_queries(30) as captured:
            response = client.get("/", {"alles": "afspraken"})
        counts.append(len(captured))
        assert response.status_code == 200
    assert counts == [counts[0]] * 3
