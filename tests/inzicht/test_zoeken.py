"""Search: each member of the cast finds what they may see, no name they may not read, and no check-in."""

from datetime import date

import pytest
from auditlog.context import disable_auditlog
from django.urls import reverse
from django.utils.html import escape

from inzicht.zoeken import GROEPEN, PER_BLADZIJDE, PER_GROEP
from partijen.enums import Functie, Rol
from partijen.mensen import Inkijk
from partijen.models import Partij
from tests.factories.deelnemers import CheckinFactory, DeelnameFactory, DeelnemerFactory, PlaatsingFactory
from tests.factories.partijen import ContactpersoonFactory, LidmaatschapFactory, PartijFactory
from tests.factories.toegang import UserFactory
from tests.factories.trajecten import AfspraakFactory, FaseFactory, RolinvullingFactory, TrajectFactory
from toegang.logregels import Handeling, Logregel
from trajecten.enums import AfspraakStatus
from trajecten.models import Afspraak

ZOEKEN = reverse("inzicht:zoeken")
HTMX = {"HX-Request": "true"}


def found(response):
    """Return what the page found, by kind: the texts of its lines."""
    assert response.status_code == 200
    return {deel.groep.code: [regel.tekst for regel in deel.regels] for deel in response.context["gevonden"]}


def search(login, user, q, **query):
    return login(user).get(ZOEKEN, {"q": q, **query})


@pytest.fixture
def zwaluw(cast):
    """The same word in everything that can be found, of Waterstad and of Heuvelrijk, and in what may not be found."""
    for gemeente, naam in ((cast.waterstad, "Eigen"), (cast.heuvelrijk, "Ander")):
        traject = TrajectFactory(gemeente=gemeente, naam=f"{naam} Zwaluw")
        fase = FaseFactory(traject=traject)
        if gemeente == cast.waterstad:
            for partij, rol in (
                (cast.installatie, Rol.WERKGEVER),
                (cast.roc, Rol.OPLEIDER),
                (cast.taalhuis, Rol.TAALOPLEIDER),
                (cast.maatwerk, Rol.MENTOR),
                (cast.netwerk, Rol.VERBINDER),
                (cast.expertise, Rol.EXPERTISEPARTNER),
            ):
                RolinvullingFactory(toegezegd=True, fase=fase, rol=rol, partij=partij)
        mentor = cast.mentor if gemeente == cast.waterstad else None
        deelname = DeelnameFactory(
            traject=traject, mentor=mentor, deelnemer__voornaam=naam, deelnemer__achternaam="Zwaluwstaart"
        )
        PlaatsingFactory(deelname=deelname, werkgever=cast.installatie)
        afspraak = AfspraakFactory(traject=traject, wat=f"{naam}: bel Zwaluw", partij=cast.roc, persoon=None)
        CheckinFactory(deelname=deelname, wensen="Zwaluw in vertrouwen", knelpunten="Zwaluw in vertrouwen")
        ContactpersoonFactory(gemeente=gemeente, partij=cast.roc, naam=f"{naam} Zwaluwen")
        LidmaatschapFactory(partij=gemeente, functie=Functie.LEZER, gebruiker__naam=f"{naam} Zwaluwman")
    # The trainer of the trajectory is asked to call; the other gemeente's agreement is with the same party.
    LidmaatschapFactory(partij=cast.roc, gebruiker__naam="Collega Zwaluwman")
    LidmaatschapFactory(partij=cast.roc, gebruiker__naam="Vroegere Zwaluwman", actief=False)
    PartijFactory(naam="Zwaluw BV")
    return afspraak


EIGEN = {"trajecten": ["Eigen Zwaluw"]}
GEMEENTE = EIGEN | {
    "deelnemers": ["Eigen Zwaluwstaart"],
    "partijen": ["Zwaluw BV"],
    "contactpersonen": ["Eigen Zwaluwen"],
    "afspraken": ["Eigen: bel Zwaluw"],
}
WERK = {"mensen": ["Ander Zwaluwman", "Collega Zwaluwman", "Eigen Zwaluwman"]}
KIJK = {"mensen": ["Collega Zwaluwman", "Eigen Zwaluwman"]}
ZIET = {
    "coordinator": GEMEENTE | WERK,
    "klantmanager": GEMEENTE | WERK,
    "lezer": GEMEENTE | KIJK,
    "beheerder": {k: v for k, v in GEMEENTE.items() if k not in {"deelnemers", "afspraken"}} | KIJK,
    "werkgever": EIGEN,
    "mentor": EIGEN | {"deelnemers": ["Eigen Zwaluwstaart"]},
    "taal": EIGEN | {"deelnemers": ["Eigen Zwaluwstaart"]},
    "opleider": EIGEN
    | {
        "deelnemers": ["Eigen Zwaluwstaart"],
        "mensen": ["Collega Zwaluwman"],
        "afspraken": ["Eigen: bel Zwaluw"],
    },
    "verbinder": EIGEN,
    "expert": EIGEN,
    "vreemde": {
        "trajecten": ["Ander Zwaluw"],
        "deelnemers": ["Ander Zwaluwstaart"],
        "partijen": ["Zwaluw BV"],
        "mensen": ["Ander Zwaluwman", "Collega Zwaluwman", "Eigen Zwaluwman"],
        "contactpersonen": ["Ander Zwaluwen"],
        "afspraken": ["Ander: bel Zwaluw"],
    },
}


@pytest.mark.parametrize("wie", ZIET)
@pytest.mark.parametrize("headers", [{}, HTMX])
def test_everyone_finds_what_they_may_see_and_no_more(cast, login, zwaluw, wie, headers):
    response = login(cast.people[wie]).get(ZOEKEN, {"q": "zwaluw"}, headers=headers)

    assert found(response) == ZIET[wie]
    assert "vertrouwen" not in response.text
    assert "Vroegere" not in response.text


@pytest.mark.parametrize("wie", ZIET)
def test_every_result_opens(cast, login, zwaluw, wie):
    client = login(cast.people[wie])
    delen = client.get(ZOEKEN, {"q": "zwaluw"}).context["gevonden"]
    urls = [regel.url.partition("#")[0] for deel in delen for regel in deel.regels] + [d.alles_url for d in delen]

    assert {url: client.get(url).status_code for url in urls} == dict.fromkeys(urls, 200)


@pytest.mark.parametrize("wie", ZIET)
def test_the_people_found_are_those_a_party_shows(cast, login, wie):
    user = cast.people[wie]
    for partij in Partij.objects.all():
        functie = Functie.LEZER if partij.is_gemeente else Functie.MEDEWERKER
        LidmaatschapFactory(partij=partij, functie=functie, gebruiker__naam=f"Zwaluw {partij.pk}")
        gone = LidmaatschapFactory(partij=partij, functie=functie, gebruiker__naam=f"Zwaluw weg {partij.pk}")
        gone.gebruiker.is_active = False
        gone.gebruiker.save()
    shown = {
        lid.gebruiker.naam
        for partij in Partij.objects.visible_to(user)
        if (inkijk := Inkijk(user, partij)).mensen
        for lid in inkijk.leden.active()
    }
    names = found(search(login, user, "zwaluw", alles="mensen")).get("mensen", [])

    assert set(names) == {naam for naam in shown if naam.startswith("Zwaluw")}


def test_someone_without_a_party_finds_nothing(login, zwaluw):
    assert found(search(login, UserFactory(), "zwaluw")) == {}


def test_an_employer_finds_its_own_people_by_the_first_name_it_reads_alone(cast, login):
    deelname = DeelnameFactory(deelnemer__voornaam="Amina", deelnemer__achternaam="Achterdeur")
    PlaatsingFactory(deelname=deelname, werkgever=cast.installatie)
    PlaatsingFactory(deelname__deelnemer__voornaam="Amina")

    results = [found(search(login, cast.werkgever, q)) for q in ("Amina", "Achterdeur", "Amina Achterdeur")]
    assert results == [{"deelnemers": ["Amina"]}, {}, {}]


def test_the_own_number_is_found_by_who_sees_it_alone(cast, login):
    traject = TrajectFactory(gemeente=cast.waterstad)
    RolinvullingFactory(toegezegd=True, fase__traject=traject, rol=Rol.OPLEIDER, partij=cast.roc)
    deelname = DeelnameFactory(traject=traject, mentor=cast.mentor, deelnemer__kenmerk="WS-2026-17")
    naam = str(deelname.deelnemer)

    for wie in ("coordinator", "klantmanager", "lezer"):
        response = search(login, cast.people[wie], "ws-2026")
        assert found(response) == {"deelnemers": [naam]}
        assert response.context["gevonden"][0].regels[0].noot == f"WS-2026-17 · {traject}"
    for wie in ("mentor", "opleider", "beheerder", "vreemde"):
        assert found(search(login, cast.people[wie], "ws-2026")) == {}
    assert "WS-2026-17" not in search(login, cast.mentor, naam).text


def test_people_are_found_by_name_not_by_address(cast, login):
    assert found(search(login, cast.coordinator, cast.mentor.email)) == {}


def test_agreements_still_open_come_first(cast, login):
    traject = TrajectFactory(gemeente=cast.waterstad)
    for wat, status, deadline in (
        ("Bel gisteren", AfspraakStatus.GEDAAN, date(2026, 1, 1)),
        ("Bel morgen", AfspraakStatus.OPEN, date(2026, 3, 1)),
        ("Bel straks", AfspraakStatus.OPEN, date(2026, 2, 1)),
    ):
        AfspraakFactory(traject=traject, wat=wat, status=status, deadline=deadline)
    response = search(login, cast.coordinator, "bel")

    assert found(response) == {"afspraken": ["Bel straks", "Bel morgen", "Bel gisteren"]}
    assert response.context["gevonden"][0].regels[2].status == "Gedaan"


def test_an_agreement_of_a_trajectory_one_cannot_open_is_not_found(cast, login):
    AfspraakFactory(wat="Bel Zwaluw", partij=cast.roc, persoon=None)

    assert found(search(login, cast.opleider, "zwaluw")) == {}


@pytest.mark.parametrize("q", ["a", " a ", "é"])
def test_one_sign_is_too_few(cast, login, q):
    TrajectFactory(gemeente=cast.waterstad, naam="Aéa")
    response = search(login, cast.coordinator, q)

    assert found(response) == {}
    assert "Typ ten minste 2 tekens." in response.text
    assert f'value="{q}"' in response.text


def test_two_signs_are_enough(cast, login):
    TrajectFactory(gemeente=cast.waterstad, naam="Groen")

    assert found(search(login, cast.coordinator, "gr")) == {"trajecten": ["Groen"]}


@pytest.mark.parametrize("q", ["x" * 101, "nul\x00teken"])
def test_what_cannot_be_searched_for_is_refused_in_words(cast, login, q):
    response = search(login, cast.coordinator, q)

    assert (found(response), response.context["form"].is_valid()) == ({}, False)
    assert escape(response.context["form"].errors["q"][0]) in response.text


@pytest.mark.parametrize("q", ["100%", "a_b", "'; --", "<b>vet</b>"])
def test_odd_signs_are_signs_like_any_other(cast, login, q):
    TrajectFactory(gemeente=cast.waterstad, naam=f"Traject {q}")
    TrajectFactory(gemeente=cast.waterstad, naam="Traject 100 axb vet")
    response = search(login, cast.coordinator, q)

    assert found(response) == {"trajecten": [f"Traject {q}"]}
    assert "<b>vet</b>" not in response.text


def test_without_words_the_page_says_what_can_be_found(cast, login):
    of_the_work = (
        "onderdelen van trajecten, rollen in trajecten, afspraken{plaatsingen}, teksten op een canvas, "
        "middelen op een canvas"
    )
    whole = of_the_work.format(plaatsingen=", plaatsingen, ontmoetingen") + ", berichten."
    assert f"trajecten, deelnemers, partijen, mensen bij partijen, contactpersonen, {whole}" in (
        search(login, cast.coordinator, "").text
    )
    partner = search(login, cast.verbinder, "").text
    assert f"trajecten, partijen, mensen bij partijen, {of_the_work.format(plaatsingen='')}." in partner
    assert "In check-ins kunt u niet zoeken." in partner


def test_nothing_found_says_what_to_try(cast, login):
    response = search(login, cast.coordinator, "<onvindbaar>")

    assert "&lt;onvindbaar&gt;" in response.text
    assert "probeer een deel van het woord" in response.text


def test_a_kind_shows_five_with_its_number_and_leads_to_the_list_with_the_same_words(cast, login):
    for n in range(7):
        traject = TrajectFactory(gemeente=cast.waterstad, naam=f"Zwaluw {n}")
        DeelnameFactory(traject=traject, deelnemer__voornaam="Zwaluw", deelnemer__achternaam=f"{n}")
        PartijFactory(naam=f"Zwaluw {n}")
    client = login(cast.coordinator)
    response = client.get(ZOEKEN, {"q": "zwaluw"})

    assert {deel.groep.code: (len(deel.regels), deel.aantal) for deel in response.context["gevonden"]} == {
        "trajecten": (PER_GROEP, 7),
        "deelnemers": (PER_GROEP, 7),
        "partijen": (PER_GROEP, 7),
    }
    assert "21 gevonden" in response.text
    for deel in response.context["gevonden"]:
        assert escape(deel.alles_url) in response.text
        assert client.get(deel.alles_url).context["table"].page.paginator.count == 7


def test_a_kind_without_a_list_shows_all_of_it_here(cast, login):
    traject = TrajectFactory(gemeente=cast.waterstad)
    AfspraakFactory.create_batch(7, traject=traject, wat="Bel Zwaluw", persoon=cast.coordinator)
    client = login(cast.coordinator)
    few = client.get(ZOEKEN, {"q": "zwaluw"})
    (deel,) = few.context["gevonden"]
    assert (len(deel.regels), deel.alles_url in few.text.replace("&amp;", "&")) == (PER_GROEP, True)
    everything = client.get(deel.alles_url)
    assert len(everything.context["gevonden"][0].regels) == 7
    assert "Alle 7 tonen" not in everything.text
    assert "Bladzijde" not in everything.text


def test_three_hundred_results_come_in_pages(cast, login):
    traject = TrajectFactory(gemeente=cast.waterstad)
    Afspraak.objects.bulk_create(
        Afspraak(
            traject=traject,
            gemeente=cast.waterstad,
            wat=f"Bel Zwaluw {n:03}",
            persoon=cast.mentor,
            deadline=date(2026, 5, 1),
            gemaakt_door=cast.coordinator,
        )
        for n in range(300)
    )
    client = login(cast.coordinator)
    first = client.get(ZOEKEN, {"q": "zwaluw", "alles": "afspraken"})
    seen, page = [], first
    for nummer in range(1, 13):
        page = client.get(ZOEKEN, {"q": "zwaluw", "alles": "afspraken", "bladzijde": nummer})
        (deel,) = page.context["gevonden"]
        assert (len(deel.regels), deel.aantal) == (PER_BLADZIJDE, 300)
        assert f"Bladzijde {nummer} van 12" in page.text
        seen += [regel.tekst for regel in deel.regels]

    assert len(set(seen)) == 300
    assert ('rel="prev"' in first.text, 'rel="next"' in first.text) == (False, True)
    assert ('rel="prev"' in page.text, 'rel="next"' in page.text) == (True, False)


@pytest.mark.parametrize(("bladzijde", "nummer"), [("x", 1), ("", 1), ("0", 2), ("99", 2), ("-1", 2), ("9" * 400, 2)])
def test_a_page_that_is_not_there_shows_one_that_is(cast, login, bladzijde, nummer):
    traject = TrajectFactory(gemeente=cast.waterstad)
    AfspraakFactory.create_batch(PER_BLADZIJDE + 1, traject=traject, wat="Bel Zwaluw", persoon=cast.coordinator)
    response = search(login, cast.coordinator, "zwaluw", alles="afspraken", bladzijde=bladzijde)

    assert response.context["gevonden"][0].bladzijde.number == nummer


@pytest.mark.parametrize("q", ["jose", "JOSÉ", "josé", "Jose\u0301", "peres jose", "ósE PÈR"])
def test_capitals_and_accents_make_no_difference(cast, login, q):
    traject = TrajectFactory(gemeente=cast.waterstad, naam="JOSÉ Pérès")
    DeelnameFactory(traject=traject, deelnemer__voornaam="José", deelnemer__achternaam="Pérès")
    PartijFactory(naam="Jose\u0301 PÉRÈS")
    ContactpersoonFactory(gemeente=cast.waterstad, naam="JOSE Peres")
    LidmaatschapFactory(partij=cast.roc, gebruiker__naam="Pérès, José")
    AfspraakFactory(traject=traject, wat="Bel JOSÉ PÉRÈS")

    assert set(found(search(login, cast.coordinator, q))) == {groep.code for groep in GROEPEN} - {
        *("fasen", "rollen", "canvas", "middelen", "plaatsingen", "ontmoetingen", "berichten")
    }


@pytest.mark.parametrize(
    ("naam", "q"),
    [
        ("İbrahim Yıldız", "ibrahim yildiz"),
        ("Łukasz Śliwiński", "lukasz sliwinski"),
        ("Nguyễn Thị Hồng", "nguyen thi hong"),
        ("O’Brien", "o'brien"),
        ("Jansen\u2011Øster", "jansen-oster"),
        ("ÇAĞLA", "cagla"),
        ("ህይወት", "ህይወት"),
        ("فاطمة", "فاطمة"),
    ],
)
def test_names_from_anywhere_are_found(cast, login, naam, q):
    DeelnameFactory(
        traject=TrajectFactory(gemeente=cast.waterstad), deelnemer__voornaam=naam, deelnemer__achternaam="Een"
    )
    DeelnameFactory(traject=TrajectFactory(gemeente=cast.waterstad))

    assert found(search(login, cast.coordinator, q)) == {"deelnemers": [f"{naam} Een"]}


@pytest.mark.parametrize("alles", ["/trajecten/", "/deelnemers/", "/partijen/"])
def test_the_lists_search_as_the_search_does(cast, login, alles):
    for naam in ("Zwaluw José", "Zwaluw Ander"):
        traject = TrajectFactory(gemeente=cast.waterstad, naam=naam)
        DeelnameFactory(traject=traject, deelnemer__voornaam=naam)
        PartijFactory(naam=naam)
    response = login(cast.coordinator).get(alles, {"zoek": "jose zwaluw"})

    assert response.context["table"].page.paginator.count == 1


def test_what_was_looked_for_is_marked(cast, login):
    PartijFactory(naam="Café <Zwaluw>", plaats="Zwaluwdorp")
    response = search(login, cast.coordinator, "CAFE zwaluw")

    assert "<mark>Café</mark> &lt;<mark>Zwaluw</mark>&gt;" in response.text
    assert "<mark>Zwaluw</mark>dorp" in response.text


def test_roles_are_found_by_name_by_party_and_by_person(cast, login):
    traject = TrajectFactory(gemeente=cast.waterstad, naam="Bouw Noord")
    fase = FaseFactory(traject=traject)
    RolinvullingFactory(fase=fase, rol=Rol.VERBINDER)
    RolinvullingFactory(toegezegd=True, fase=fase, rol=Rol.MENTOR, partij=cast.maatwerk, persoon=cast.mentor)
    elders = FaseFactory(traject=TrajectFactory(gemeente=cast.heuvelrijk, naam="Elders"))
    RolinvullingFactory(toegezegd=True, fase=elders, rol=Rol.MENTOR, partij=cast.maatwerk, persoon=cast.mentor)
    mentor = f"Mentor/jobcoach: {cast.maatwerk}, {cast.mentor}"

    for q, rows in (
        ("verbinder", ["Verbinder"]),
        ("mentor bouw", [mentor]),
        (f"jobcoach {cast.maatwerk.naam}", [mentor]),
        (cast.mentor.naam, [mentor]),
        ("bouw", []),
        ("werkgever", []),
    ):
        assert found(search(login, cast.coordinator, q)).get("rollen", []) == rows, q
    (deel,) = (d for d in search(login, cast.coordinator, "verbinder").context["gevonden"] if d.groep.code == "rollen")
    assert deel.regels[0].url == f"{reverse('trajecten:detail', args=[traject.pk])}#fase-{fase.pk}"
    assert (deel.regels[0].status, deel.regels[0].noot) == ("Open", f"{fase} · Bouw Noord")
    assert "rollen" not in found(search(login, cast.werkgever, "verbinder"))


def test_a_kind_that_is_not_for_someone_cannot_be_asked_for(cast, login, zwaluw):
    assert found(search(login, cast.verbinder, "zwaluw", alles="deelnemers")) == EIGEN


def test_who_was_found_is_written_down_and_what_was_typed_is_not(cast, login, zwaluw):
    response = search(login, cast.coordinator, "zwaluw")
    pk = response.context["gevonden"][1].gezien[0][0].pk

    (regel,) = Logregel.objects.filter(handeling=Handeling.INZIEN)
    assert (regel.actor, regel.eigenaar, regel.grond) == (cast.coordinator, cast.waterstad.pk, ["coordinator"])
    assert regel.additional_data == {
        "pagina": "inzicht:zoeken",
        "filter": ["q"],
        "aantal": 1,
        "deelnemers": {str(pk): 1},
    }


def test_only_who_is_shown_is_written_down(cast, login):
    people = [DeelnemerFactory(gemeente=cast.waterstad, achternaam=f"Zwaluw {n}") for n in range(7)]
    search(login, cast.klantmanager, "zwaluw")

    (regel,) = Logregel.objects.filter(handeling=Handeling.INZIEN)
    assert set(regel.additional_data["deelnemers"]) == {str(wie.pk) for wie in people[:PER_GROEP]}


def test_a_search_that_finds_nobody_writes_nothing(cast, login):
    TrajectFactory(gemeente=cast.waterstad, naam="Zwaluw")
    search(login, cast.coordinator, "zwaluw")
    search(login, cast.coordinator, "")

    assert Logregel.objects.filter(handeling=Handeling.INZIEN).count() == 0


def test_while_typing_only_the_results_come_with_how_many_there_are(cast, login, zwaluw):
    part = login(cast.coordinator).get(ZOEKEN, {"q": "zwaluw"}, headers=HTMX)

    assert "<html" not in part.text
    assert '<p id="zoekstand" hx-swap-oob="innerHTML">' in part.text
    assert "8 gevonden" in part.text
    assert "hx-swap-oob" not in search(login, cast.coordinator, "zwaluw").text


@pytest.mark.parametrize("path", ["/", "/trajecten/", "/partijen/", "/account/"])
def test_the_box_stands_on_every_page(cast, login, path):
    page = login(cast.verbinder).get(path).text

    assert page.count('id="zoek"') == 1
    assert f'href="{ZOEKEN}"' in page


def test_the_page_of_results_has_one_box(cast, login):
    assert search(login, cast.verbinder, "zwaluw").text.count('id="zoek"') == 1


def test_nobody_searches_without_signing_in(client, db):
    assert client.get(ZOEKEN, {"q": "zwaluw"}).status_code == 302
    assert 'id="zoek"' not in client.get(reverse("account_login")).text


@disable_auditlog()
def _fill(cast, n):
    for number in range(n):
        traject = TrajectFactory(gemeente=cast.waterstad, naam=f"Zwaluw {number}")
        fase = FaseFactory(traject=traject)
        for partij, rol in ((cast.roc, Rol.OPLEIDER), (cast.maatwerk, Rol.MENTOR), (cast.installatie, Rol.WERKGEVER)):
            RolinvullingFactory(toegezegd=True, fase=fase, rol=rol, partij=partij)
            LidmaatschapFactory(partij=partij, gebruiker__naam=f"Zwaluw {number}")
            AfspraakFactory(traject=traject, wat="Zwaluw", partij=partij, persoon=None)
        DeelnameFactory(traject=traject, mentor=cast.mentor, deelnemer__achternaam=f"Zwaluw {number}")
        ContactpersoonFactory(gemeente=cast.waterstad, naam=f"Zwaluw {number}")
        PartijFactory(naam=f"Zwaluw {number}")


@pytest.mark.parametrize("wie", ["coordinator", "lezer", "mentor", "opleider", "werkgever", "verbinder"])
@pytest.mark.parametrize("alles", ["", "mensen", "afspraken"])
def test_a_search_costs_the_same_queries_for_any_number_of_rows(cast, login, wie, alles, django_assert_max_num_queries):
    client, counts = login(cast.people[wie]), []
    for more in (1, 2, 27):
        _fill(cast, more)
        with django_assert_max_num_queries(22) as captured:
            response = client.get(ZOEKEN, {"q": "zwaluw", "alles": alles})
        counts.append(len(captured))
        assert response.status_code == 200
    assert counts == [counts[0]] * 3


def test_check_ins_are_no_kind_of_thing_to_search_for():
    assert [groep.code for groep in GROEPEN] == [
        "trajecten",
        "deelnemers",
        "partijen",
        "mensen",
        "contactpersonen",
        "fasen",
        "rollen",
        "afspraken",
        "plaatsingen",
        "ontmoetingen",
        "canvas",
        "middelen",
        "berichten",
    ]
