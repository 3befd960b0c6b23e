import re
import uuid
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from partijen.enums import Rol
from tests.factories.partijen import PartijFactory
from tests.factories.trajecten import AfspraakFactory, FaseFactory, RolinvullingFactory, TrajectFactory
from trajecten.aanmaken import create_traject
from trajecten.duur import say_datum
from trajecten.enums import AfspraakStatus, Component, Doorgang, FaseStatus, RolStatus
from trajecten.levensloop import set_doorgang
from trajecten.models import Afspraak, Fase, Rolinvulling, Traject
from trajecten.sjablonen import SJABLONEN

TODAY = timezone.localdate


@pytest.fixture
def traject(cast):
    """A trajectory in which each partner has committed to its role, directed by the klantmanager."""
    traject = create_traject(
        gemeente=cast.waterstad,
        sjabloon=SJABLONEN["generiek"],
        gegevens={
            "naam": "Groen 2027",
            "sector": "groen",
            "niveau": "geen",
            "uitkomst": "certificaat",
            "startdatum": TODAY() + timedelta(days=60),
            "groepsgrootte": 12,
            "regisseur": cast.klantmanager,
        },
        door=cast.coordinator,
    )
    fill(traject, Component.LEERWERK, Rol.WERKGEVER, cast.installatie)
    fill(traject, Component.LEERWERK, Rol.OPLEIDER, cast.roc)
    fill(traject, Component.TAAL, Rol.TAALOPLEIDER, cast.taalhuis)
    fill(traject, Component.BEGELEIDING, Rol.MENTOR, cast.maatwerk)
    fill(traject, Component.MATCHING, Rol.VERBINDER, cast.netwerk)
    fill(traject, Component.BEGELEIDING, Rol.EXPERTISEPARTNER, cast.expertise)
    return traject


def row(traject, component, rol):
    return Rolinvulling.objects.get(fase__traject=traject, fase__component=component, rol=rol)


def fill(traject, component, rol, partij, status=RolStatus.TOEGEZEGD):
    rij = row(traject, component, rol)
    rij.partij, rij.status = partij, status
    rij.gevraagd_op = date(2026, 9, 1) if status == RolStatus.GEVRAAGD else None
    rij.save()
    return rij


def detail(traject):
    return reverse("trajecten:detail", args=[traject.pk])


def taken(response):
    return [taak.tekst for taak in response.context["overzicht"].taken]


# --- What everyone sees, and may do

PARTNERS = ["werkgever", "opleider", "taal", "mentor", "verbinder", "expert"]


@pytest.mark.parametrize("who", ["coordinator", "klantmanager", "lezer", "beheerder", *PARTNERS])
def test_everyone_in_it_sees_the_page_with_roles_and_timeline(cast, traject, login, who):
    response = login(getattr(cast, who)).get(detail(traject))

    assert response.status_code == 200
    assert response.text.count('<svg class="tl-tekening') == 2
    assert "Installatie BV" in response.text
    assert "Klantmanager" in response.text


def test_a_stranger_finds_nothing(cast, traject, login):
    assert login(cast.vreemde).get(detail(traject)).status_code == 404


@pytest.mark.parametrize("who", ["coordinator", "klantmanager"])
def test_who_directs_gets_the_buttons(cast, traject, login, who):
    text = login(getattr(cast, who)).get(detail(traject)).text
    for name in ("planning", "wijzig", "afspraak_nieuw"):
        assert reverse(f"trajecten:{name}", args=[traject.pk]) in text
    assert reverse("trajecten:fase_start", args=[traject.fasen.first().pk]) in text


@pytest.mark.parametrize("who", ["lezer", "beheerder", *PARTNERS])
def test_who_does_not_direct_gets_no_button(cast, traject, login, who):
    text = login(getattr(cast, who)).get(detail(traject)).text.split("<main", 1)[1].split("</main>")[0]
    for word in (
        "/wijzig/",
        "/planning/",
        "/start/",
        "/vul/",
        "/leeg/",
        "/rollen/nieuw/",
        "afspraken/nieuw/",
        'method="post"',
    ):
        assert word not in text


@pytest.mark.parametrize("who", ["lezer", "beheerder", *PARTNERS])
@pytest.mark.parametrize(
    ("name", "of"),
    [
        ("wijzig", "traject"),
        ("planning", "traject"),
        ("afspraak_nieuw", "traject"),
        ("fase_start", "fase"),
        ("fase_sluit", "fase"),
        ("fase_heropen", "fase"),
        ("rol_nieuw", "fase"),
        ("rol_vul", "rij"),
        ("rol_leeg", "rij"),
    ],
)
def test_who_does_not_direct_is_refused_at_the_address_too(cast, traject, login, who, name, of):
    fase = traject.fasen.get(component=Component.LEERWERK)
    pk = {"traject": traject, "fase": fase, "rij": row(traject, Component.LEERWERK, Rol.WERKGEVER)}[of].pk
    before = list(Rolinvulling.objects.values())

    assert login(getattr(cast, who)).post(reverse(f"trajecten:{name}", args=[pk])).status_code == 403
    assert list(Rolinvulling.objects.values()) == before


def test_a_party_that_is_asked_to_direct_does_not_direct_yet(cast, login):
    traject = TrajectFactory(gemeente=cast.waterstad)
    RolinvullingFactory(fase__traject=traject, rol=Rol.REGISSEUR, gevraagd=True, partij=cast.netwerk)
    client = login(cast.verbinder)

    assert client.get(detail(traject)).status_code == 200
    assert client.get(reverse("trajecten:wijzig", args=[traject.pk])).status_code == 403


def test_a_party_that_committed_to_direct_directs(cast, login):
    traject = TrajectFactory(gemeente=cast.waterstad)
    RolinvullingFactory(fase__traject=traject, rol=Rol.REGISSEUR, toegezegd=True, partij=cast.netwerk)

    assert login(cast.verbinder).get(reverse("trajecten:wijzig", args=[traject.pk])).status_code == 200


@pytest.mark.parametrize(
    ("who", "shown"),
    [("coordinator", True), ("werkgever", True), ("mentor", True), ("verbinder", False), ("expert", False)],
)
def test_participants_are_fetched_only_for_who_works_with_them(cast, traject, login, who, shown):
    url = reverse("deelnemers:van_traject", args=[traject.pk])
    assert (f'hx-get="{url}"' in login(getattr(cast, who)).get(detail(traject)).text) is shown


@pytest.mark.parametrize("who", ["coordinator", "klantmanager", "werkgever", "taal", "mentor", "verbinder"])
def test_the_page_leads_to_each_of_its_parts_that_a_person_has(cast, login, traject, who):
    text = login(getattr(cast, who)).get(detail(traject)).text
    nav = text[text.index('<nav class="tr-sprongen') : text.index("</nav>", text.index("tr-sprongen"))]
    sprongen = re.findall(r'<a href="#([\w-]+)">(.*?)</a>', nav)
    # In the page's order, by the name that stands there; the heading takes the focus.
    headings = re.findall(r'<h2[^>]* id="([\w-]+)" tabindex="-1"[^>]*>(.*?)</h2>', text.split("</nav>")[-1])
    assert sprongen == headings
    assert [anker for anker, _naam in sprongen][:5] == ["gegevens", "taken", "tijdlijn", "fasen", "afspraken-kop"]
    assert ("deelnemers" in dict(sprongen)) == (who != "verbinder")


@pytest.mark.parametrize("who", ["coordinator", "klantmanager", "werkgever", "taal", "mentor"])
def test_the_list_of_participants_folds_only_where_they_stand_below_too(cast, login, traject, who):
    text = login(getattr(cast, who)).get(detail(traject)).text
    assert ('<details class="tr-vouw">' in text) == ('id="verloop"' in text)
    assert ('<details class="tr-vouw" open>' in text) == ('id="verloop"' not in text)


# --- Cost


@pytest.mark.parametrize("many", [1, 5, 30])
def test_costs_the_same_queries_however_much_hangs_on_it(cast, traject, login, many, django_assert_num_queries):
    leerwerk = traject.fasen.get(component=Component.LEERWERK)
    for partij in PartijFactory.create_batch(many):
        RolinvullingFactory(fase=leerwerk, gevraagd=True, partij=partij, afgewezen_door=cast.netwerk)
    AfspraakFactory.create_batch(many, traject=traject, persoon=cast.mentor, partij=cast.maatwerk)
    client = login(cast.coordinator)

    # session, user, memberships; trajectory, own roles; phases, roles, parties, persons, who declined; agreements;
    # parties and people to agree with
    with django_assert_num_queries(14):
        client.get(detail(traject))


def test_a_trajectory_without_phases_has_a_page(cast, login):
    traject = TrajectFactory(gemeente=cast.waterstad)
    assert login(cast.coordinator).get(detail(traject)).status_code == 200


# --- What has to happen


def test_flags_a_missing_regisseur(cast, traject, login):
    client = login(cast.coordinator)
    assert "Geen regisseur" not in client.get(detail(traject)).text

    Traject.objects.update(regisseur=None)
    assert "Geen regisseur" in client.get(detail(traject)).text


def test_shows_gaps_as_plain_notes(cast, login):
    traject = TrajectFactory(gemeente=cast.waterstad)
    FaseFactory(traject=traject, component=Component.LEERWERK, start=date(2026, 1, 1), eind=date(2026, 12, 31))
    FaseFactory(traject=traject, component=Component.TAAL, start=date(2026, 1, 1), eind=date(2026, 6, 30))

    text = login(cast.coordinator).get(detail(traject)).text

    assert (
        "Leer- en werkcomponent zonder taalondersteuning: 1 juli 2026 tot en met 31 december 2026 (6 maanden)." in text
    )


def test_names_late_phases_open_roles_and_unanswered_requests(cast, login):
    traject = TrajectFactory(gemeente=cast.waterstad)
    late = FaseFactory(
        traject=traject, component=Component.WERVING, status="lopend", start=date(2026, 1, 1), eind=date(2026, 3, 1)
    )
    FaseFactory(traject=traject, component=Component.TAAL, start=date(2026, 2, 1), eind=date(2036, 3, 1))
    RolinvullingFactory(fase=late)
    RolinvullingFactory(fase=late, gevraagd=True, partij=cast.installatie)

    assert taken(login(cast.coordinator).get(detail(traject))) == [
        "Werving en selectie zou op 1 maart 2026 klaar zijn en is nog niet afgerond.",
        "(Extra) taalondersteuning zou op 1 februari 2026 beginnen en is nog niet gestart.",
        "Werving en selectie heeft nog 1 open rol.",
        "Installatie BV heeft nog niet geantwoord op de vraag van 1 september 2026 (werkgever).",
    ]
    assert taken(login(cast.werkgever).get(detail(traject))) == [
        "Installatie BV is gevraagd als werkgever. Geef antwoord.",
        "Werving en selectie zou op 1 maart 2026 klaar zijn en is nog niet afgerond.",
        "(Extra) taalondersteuning zou op 1 februari 2026 beginnen en is nog niet gestart.",
    ]


def test_a_phase_that_never_began_is_late_since_its_start_and_says_so_beside_its_name(cast, login):
    traject = TrajectFactory(gemeente=cast.waterstad)
    FaseFactory(traject=traject, component=Component.WERVING, start=date(2026, 1, 1), eind=date(2026, 3, 1))
    FaseFactory(traject=traject, component=Component.TAAL, start=date(2026, 2, 1), eind=date(2036, 3, 1))
    response = login(cast.coordinator).get(detail(traject))

    assert taken(response) == [
        "Werving en selectie zou op 1 januari 2026 beginnen en is nog niet gestart.",
        "(Extra) taalondersteuning zou op 1 februari 2026 beginnen en is nog niet gestart.",
    ]
    assert [blok.is_late for blok in response.context["overzicht"].fasen] == [True, True]


def test_what_is_late_stands_first_and_what_comes_up_names_the_go_no_go_and_what_stands_still(cast, login):
    today = TODAY()
    traject = TrajectFactory(gemeente=cast.waterstad, regisseur=cast.coordinator)
    loopt = FaseFactory(
        traject=traject,
        component=Component.VOORTRAJECT,
        status="lopend",
        start=today - timedelta(days=90),
        eind=today + timedelta(days=2),
        werkelijke_start=today - timedelta(days=90),
    )
    stil = FaseFactory(traject=traject, component=Component.TAAL, start=today, eind=today + timedelta(days=90))
    set_doorgang(stil, Doorgang.GEPAUZEERD, reden="De docent is weg.", door=cast.coordinator)
    AfspraakFactory(traject=traject, wat="Bel Sara", persoon=cast.mentor, deadline=today)
    AfspraakFactory(traject=traject, wat="Lever lijst", persoon=cast.mentor, deadline=today - timedelta(days=4))

    response = login(cast.coordinator).get(detail(traject))

    assert [tekst.partition(":")[0].partition(" op ")[0] for tekst in taken(response)] == [
        f"Afspraak voor {say_datum(today - timedelta(days=4))}, 4 dagen te laat",
        "Afspraak voor vandaag",
        "Voortraject eindigt",
        f"(Extra) taalondersteuning is gepauzeerd sinds {say_datum(today)}. Kan het weer doorgaan?",
    ]
    assert [taak.pad for taak in response.context["overzicht"].taken][2:] == [
        reverse("trajecten:besluit_nieuw", args=[loopt.pk]),
        reverse("trajecten:fase_doorgang", args=[stil.pk]),
    ]


def test_with_nothing_to_do_a_partner_is_not_told_that_all_is_well(cast, traject, login):
    AfspraakFactory(traject=traject, persoon=cast.mentor, deadline=TODAY() - timedelta(days=4))
    text = login(cast.werkgever).get(detail(traject)).text
    assert "alles is op tijd" not in text
    assert "Hier zijn geen vragen, rollen of afspraken voor u." in text


def test_due_agreements_are_named_to_who_may_see_them(cast, traject, login):
    AfspraakFactory(traject=traject, wat="Bel Sara", persoon=cast.mentor, deadline=TODAY())
    AfspraakFactory(traject=traject, wat="Lever woordenlijst", persoon=None, partij=cast.installatie, deadline=TODAY())
    AfspraakFactory(traject=traject, wat="Morgen", persoon=cast.mentor, deadline=TODAY() + timedelta(days=1))
    AfspraakFactory(traject=traject, wat="Gedaan", persoon=cast.mentor, status="gedaan", deadline=TODAY())

    def due(who):
        return {tekst.rpartition(": ")[2] for tekst in taken(login(who).get(detail(traject))) if "Afspraak" in tekst}

    assert due(cast.coordinator) == {"Bel Sara", "Lever woordenlijst"}
    assert due(cast.mentor) == {"Bel Sara"}
    assert due(cast.werkgever) == {"Lever woordenlijst"}
    assert due(cast.lezer) == {"Bel Sara", "Lever woordenlijst"}
    assert due(cast.verbinder) == set()
    assert due(cast.beheerder) == set()
    assert "Bel Sara" not in login(cast.verbinder).get(detail(traject)).text


def test_a_declined_request_says_by_whom_and_why(cast, traject, login):
    fase = traject.fasen.get(component=Component.WERVING)
    RolinvullingFactory(fase=fase, rol=Rol.VERBINDER, afgewezen_door=cast.netwerk, afwijsreden="Geen tijd")

    assert "Afgewezen door Netwerk: Geen tijd" in login(cast.coordinator).get(detail(traject)).text


# --- Details and phases


def test_wijzig_changes_details_and_regisseur(cast, traject, login):
    url = reverse("trajecten:wijzig", args=[traject.pk])
    data = {
        "naam": "Groen & blauw 🌷",
        "sector": "zorg",
        "niveau": "mbo2",
        "uitkomst": "diploma",
        "groepsgrootte": "20",
        "regisseur": "",
    }
    client = login(cast.coordinator)

    assert client.post(url, data | {"groepsgrootte": "0"}).status_code == 422
    assert client.post(url, data).url == detail(traject)

    traject.refresh_from_db()
    assert (traject.naam, traject.groepsgrootte, traject.regisseur) == ("Groen & blauw 🌷", 20, None)
    assert row(traject, Component.LEERWERK, Rol.REGISSEUR).status == RolStatus.OPEN


def test_wijzig_offers_an_outside_regisseur_who_directs_already(cast, traject, login):
    Traject.objects.update(regisseur=cast.verbinder)

    form = login(cast.coordinator).get(reverse("trajecten:wijzig", args=[traject.pk])).context["form"]

    assert {user.naam for user in form.fields["regisseur"].queryset} == {"Coordinator", "Klantmanager", "Verbinder"}


def test_a_phase_is_started_closed_and_opened_again(cast, traject, login):
    fase = traject.fasen.get(component=Component.WERVING)
    client = login(cast.klantmanager)

    def post(name, **data):
        return client.post(reverse(f"trajecten:{name}", args=[fase.pk]), data)

    assert post("fase_start", op="2026-01-05").url == f"{detail(traject)}#fase-{fase.pk}"
    assert post("fase_sluit", op="2026-02-05").status_code == 302
    assert (Fase.objects.get(pk=fase.pk).status, Fase.objects.get(pk=fase.pk).werkelijk_eind) == (
        FaseStatus.AFGEROND,
        date(2026, 2, 5),
    )
    post("fase_heropen")
    assert Fase.objects.get(pk=fase.pk).status == FaseStatus.LOPEND


@pytest.mark.parametrize("op", ["1900-01-01", "2999-01-01", "", "gisteren"])
def test_a_bad_real_day_stands_beside_its_field(cast, traject, login, op):
    fase = traject.fasen.get(component=Component.WERVING)

    response = login(cast.coordinator).post(reverse("trajecten:fase_start", args=[fase.pk]), {"op": op})

    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["op"]
    assert Fase.objects.get(pk=fase.pk).status == FaseStatus.GEPLAND


def test_a_button_that_comes_too_late_says_so(cast, traject, login):
    fase = traject.fasen.get(component=Component.WERVING)

    response = login(cast.coordinator).post(reverse("trajecten:fase_heropen", args=[fase.pk]), follow=True)

    assert [str(message) for message in response.context["messages"]] == [
        "Dit kan niet: Werving en selectie heeft de status 'gepland'."
    ]


# --- Agreements


def test_an_agreement_with_a_person_or_a_party(cast, traject, login):
    client = login(cast.klantmanager)
    url = reverse("trajecten:afspraak_nieuw", args=[traject.pk])
    mentor = cast.mentor.lidmaatschappen.get()
    data = {
        "wat": "Bel 🌷 مرحبا",
        "deadline": (TODAY() + timedelta(days=30)).isoformat(),
        "indiening": str(uuid.uuid4()),
    }

    for _click in range(2):
        response = client.post(url, data | {"wie": f"lid-{mentor.pk}"})
    client.post(url, data | {"wie": f"partij-{cast.roc.pk}", "indiening": str(uuid.uuid4())})

    assert response.url == f"{detail(traject)}#afspraken"
    assert list(Afspraak.objects.order_by("pk").values_list("wat", "persoon__naam", "partij__naam")) == [
        ("Bel 🌷 مرحبا", "Mentor", "Maatwerk"),
        ("Bel 🌷 مرحبا", None, "ROC"),
    ]


@pytest.mark.parametrize(
    ("veld", "waarde"),
    [("wat", ""), ("wat", "w" * 301), ("deadline", "1900-01-01"), ("deadline", ""), ("wie", ""), ("wie", "partij-x")],
)
def test_a_bad_agreement_stands_beside_its_field(cast, traject, login, veld, waarde):
    data = {"wat": "Bel", "deadline": (TODAY() + timedelta(days=30)).isoformat(), "wie": f"partij-{cast.roc.pk}"} | {
        veld: waarde
    }

    response = login(cast.coordinator).post(reverse("trajecten:afspraak_nieuw", args=[traject.pk]), data)

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [veld]
    assert not Afspraak.objects.exists()


@pytest.mark.parametrize(("dagen", "status"), [(-1, 422), (0, 302)])
def test_an_agreement_is_for_a_day_from_today(cast, traject, login, dagen, status):
    deadline = timezone.localdate() + timedelta(days=dagen)
    data = {"wat": "Bel", "deadline": deadline.isoformat(), "wie": f"partij-{cast.roc.pk}"}
    response = login(cast.coordinator).post(reverse("trajecten:afspraak_nieuw", args=[traject.pk]), data)

    assert response.status_code == status
    assert ("Kies een dag vanaf vandaag." in response.text) == (status == 422)
    assert Afspraak.objects.count() == (0 if status == 422 else 1)


def test_an_agreement_is_only_with_who_takes_part(cast, traject, login):
    outsider = PartijFactory()
    form = login(cast.coordinator).get(reverse("trajecten:afspraak_nieuw", args=[traject.pk])).context["form"]
    values = [value for _group, options in form.fields["wie"].choices[1:] for value, _label in options]

    assert f"partij-{cast.maatwerk.pk}" in values
    assert f"partij-{outsider.pk}" not in values
    assert f"lid-{cast.vreemde.lidmaatschappen.get().pk}" not in values


@pytest.mark.parametrize(
    ("who", "code"),
    [
        ("coordinator", 302),
        ("klantmanager", 302),
        ("mentor", 302),
        ("lezer", 403),
        ("werkgever", 404),
        ("vreemde", 404),
    ],
)
def test_an_agreement_is_closed_by_who_keeps_it_or_directs(cast, traject, login, who, code):
    afspraak = AfspraakFactory(traject=traject, persoon=cast.mentor)

    response = login(getattr(cast, who)).post(
        reverse("trajecten:afspraak_status", args=[afspraak.pk]), {"status": "gedaan"}
    )

    assert response.status_code == code
    assert Afspraak.objects.get().status == (AfspraakStatus.GEDAAN if code == 302 else AfspraakStatus.OPEN)


def test_a_status_that_does_not_exist_is_refused(cast, traject, login):
    afspraak = AfspraakFactory(traject=traject)
    url = reverse("trajecten:afspraak_status", args=[afspraak.pk])
    assert login(cast.coordinator).post(url, {"status": "weg"}).status_code == 422
