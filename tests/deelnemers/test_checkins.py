from datetime import date, timedelta
from importlib import import_module

import pytest
import time_machine
from django.apps import apps
from django.db import IntegrityError
from django.urls import reverse

from berichten.models import Bericht
from deelnemers.checkins import contacts_of, followed_by, log
from deelnemers.enums import Cijfer, DeelnameStatus
from deelnemers.fouten import DeelnemerFout
from deelnemers.models import Checkin, Signaal
from partijen.enums import Functie
from tests.factories.deelnemers import CheckinFactory, DeelnameFactory, SignaalFactory
from tests.factories.partijen import LidmaatschapFactory
from tests.factories.trajecten import AfspraakFactory, TrajectFactory
from toegang.logboek import Handeling
from toegang.models import Logregel
from trajecten.models import Afspraak

TODAY = date(2026, 11, 20)
STAMP = "6f1d7c1e-5a57-4f0e-9c1c-6a1f6a1f6a1f"
BSN = "123456782"


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-11-20 09:00:00+01:00", tick=False):
        yield


def typed(**given):
    """What a phone sends: a check-in that goes well, unless told otherwise."""
    data = {"datum": "2026-11-20", "wijze": "telefoon", "werk": "3", "taal": "3", "leren": "2", "praktisch": "3"}
    return {**data, "afspraak_wie": "ik", "indiening": STAMP, **given}


def gegevens(**given):
    marks = dict.fromkeys(("werk", "taal", "leren", "praktisch"), Cijfer.HOOG)
    base = {"datum": TODAY, "wijze": "bezoek", "wensen": "", "knelpunten": "", "coordinator_nodig": False}
    return {**base, **marks, **given}


def nieuw(deelname):
    return reverse("deelnemers:checkin_nieuw", args=[deelname.pk])


# --- Logging.


@pytest.mark.parametrize("missing", ["werk", "taal", "leren", "praktisch"])
def test_a_mark_nobody_gave_is_never_a_good_one(placed, missing):
    with pytest.raises(IntegrityError):
        CheckinFactory(deelname=placed, **{missing: None})
    assert getattr(Checkin(deelname=placed), missing) is None


def test_a_check_in_holds_no_file_about_someone(placed):
    CheckinFactory(deelname=placed, wensen="w" * 1000)
    with pytest.raises(IntegrityError):
        CheckinFactory(deelname=placed, knelpunten="k" * 1001)


def test_log_saves_what_was_told(cast, placed):
    checkin = log(deelname=placed, door=cast.mentor, gegevens=gegevens(wensen="Meer uren", taal=Cijfer.MIDDEN))
    saved = Checkin.objects.get()
    assert saved == checkin
    assert (saved.deelname, saved.door, saved.datum, saved.wensen, saved.taal) == (
        placed,
        cast.mentor,
        TODAY,
        "Meer uren",
        Cijfer.MIDDEN,
    )
    assert (Signaal.objects.count(), Afspraak.objects.count(), Bericht.objects.count()) == (0, 0, 0)


def test_a_low_mark_raises_a_signal_and_a_mail_in_the_same_go(cast, placed):
    checkin = log(deelname=placed, door=cast.mentor, gegevens=gegevens(taal=Cijfer.LAAG, coordinator_nodig=True))
    assert checkin.signaal.redenen == ["taal", "coordinator_nodig"]
    assert [b.ontvanger for b in Bericht.objects.all()] == [cast.coordinator]


def test_an_agreement_is_kept_by_whoever_logs(cast, placed):
    given = gegevens(afspraak_wat="Bel de opvang", afspraak_datum=TODAY, afspraak_wie="ik")
    afspraak = log(deelname=placed, door=cast.mentor, gegevens=given).afspraak
    assert (afspraak.traject, afspraak.wat, afspraak.deadline) == (placed.traject, "Bel de opvang", TODAY)
    assert (afspraak.persoon, afspraak.gemaakt_door) == (cast.mentor, cast.mentor)


def test_an_agreement_can_be_for_whoever_directs(cast, placed):
    given = gegevens(afspraak_wat="Bel de opvang", afspraak_datum=TODAY, afspraak_wie="coordinator")
    assert log(deelname=placed, door=cast.mentor, gegevens=given).afspraak.persoon == cast.coordinator


def test_with_nobody_to_direct_the_agreement_is_for_the_gemeente(cast, placed):
    cast.waterstad.leden.update(actief=False)
    given = gegevens(afspraak_wat="Bel de opvang", afspraak_datum=TODAY, afspraak_wie="coordinator")
    afspraak = log(deelname=placed, door=cast.mentor, gegevens=given).afspraak
    assert (afspraak.persoon, afspraak.partij) == (None, cast.waterstad)


@pytest.fixture
def van_heuvelrijk(cast):
    """Someone of Heuvelrijk in a trajectory that Waterstad directs."""
    traject = TrajectFactory(gemeente=cast.waterstad, regisseur=cast.coordinator)
    return DeelnameFactory(traject=traject, deelnemer__gemeente=cast.heuvelrijk, mentor=cast.mentor)


@pytest.mark.parametrize("wie", ["ik", "coordinator"])
def test_an_agreement_belongs_to_the_participants_gemeente(cast, van_heuvelrijk, placed, wie):
    given = gegevens(afspraak_wat="Bel de opvang", afspraak_datum=TODAY, afspraak_wie=wie)
    theirs = log(deelname=van_heuvelrijk, door=cast.mentor, gegevens=given).afspraak
    own = log(deelname=placed, door=cast.mentor, gegevens=given).afspraak

    assert (theirs.gemeente, own.gemeente) == (cast.heuvelrijk, cast.waterstad)
    assert (theirs.persoon, theirs.partij) == ((cast.mentor, cast.maatwerk) if wie == "ik" else (None, cast.heuvelrijk))


def test_a_regisseur_who_became_beheerder_gets_no_agreement_on_a_person(cast, placed):
    placed.traject.regisseur = cast.beheerder
    placed.traject.save()
    given = gegevens(afspraak_wat="Bel de opvang", afspraak_datum=TODAY, afspraak_wie="coordinator")
    afspraak = log(deelname=placed, door=cast.mentor, gegevens=given).afspraak
    assert (afspraak.persoon, afspraak.partij) == (None, cast.waterstad)


def test_agreements_made_before_go_to_the_participants_gemeente(cast, van_heuvelrijk, placed):
    made = {"gemeente": cast.waterstad, "gemaakt_door": cast.mentor}

    def agreed(deelname, **kept_by):
        afspraak = AfspraakFactory(traject=deelname.traject, **made, **{"persoon": None} | kept_by)
        CheckinFactory(deelname=deelname, door=cast.mentor, afspraak=afspraak)
        return afspraak

    regie, gemeente = agreed(van_heuvelrijk, persoon=cast.coordinator), agreed(van_heuvelrijk, partij=cast.waterstad)
    mentor, own = agreed(van_heuvelrijk, persoon=cast.mentor), agreed(placed, persoon=cast.coordinator)
    loose = AfspraakFactory(traject=van_heuvelrijk.traject, persoon=cast.coordinator)

    import_module("deelnemers.migrations.0006_afspraak_gemeente").fill(apps, None)

    def now(afspraak):
        afspraak.refresh_from_db()
        return afspraak.gemeente, afspraak.persoon, afspraak.partij

    assert now(regie) == now(gemeente) == (cast.heuvelrijk, None, cast.heuvelrijk)
    assert now(mentor) == (cast.heuvelrijk, cast.mentor, None)
    assert now(own) == now(loose) == (cast.waterstad, cast.coordinator, None)


def test_a_refused_check_in_leaves_nothing(cast, placed):
    given = gegevens(werk=Cijfer.LAAG, wensen=BSN, afspraak_wat="Bel", afspraak_datum=TODAY)
    with pytest.raises(DeelnemerFout):
        log(deelname=placed, door=cast.mentor, gegevens=given)
    assert (Checkin.objects.count(), Signaal.objects.count(), Afspraak.objects.count()) == (0, 0, 0)


@pytest.mark.parametrize(
    ("given", "veld"),
    [
        ({"datum": TODAY + timedelta(days=1)}, "datum"),
        ({"datum": date(2026, 8, 31)}, "datum"),
        ({"afspraak_datum": TODAY}, "afspraak_wat"),
        ({"afspraak_wat": "Bel de opvang"}, "afspraak_datum"),
        ({"afspraak_wat": "Bel de opvang", "afspraak_datum": TODAY - timedelta(days=1)}, "afspraak_datum"),
    ],
)
def test_log_refuses_by_field(cast, placed, given, veld):
    with pytest.raises(DeelnemerFout) as fout:
        log(deelname=placed, door=cast.mentor, gegevens=gegevens(**given))
    assert list(fout.value.message_dict) == [veld]
    assert Checkin.objects.count() == 0


def test_the_first_day_of_taking_part_counts(cast, placed):
    assert log(deelname=placed, door=cast.mentor, gegevens=gegevens(datum=date(2026, 9, 1))).pk


def test_log_refuses_for_someone_who_stopped_and_allows_it_after_the_end(cast, placed):
    placed.status = DeelnameStatus.GESTOPT
    placed.save()
    with pytest.raises(DeelnemerFout, match="gestopt"):
        log(deelname=placed, door=cast.mentor, gegevens=gegevens())
    # Guidance runs on after the placement.
    placed.status = DeelnameStatus.AFGEROND
    placed.save()
    assert log(deelname=placed, door=cast.mentor, gegevens=gegevens()).pk


# --- The form on a phone.


def test_the_form_has_today_and_no_mark_chosen_beforehand(cast, login, placed):
    page = login(cast.mentor).get(nieuw(placed)).text
    assert 'value="2026-11-20"' in page
    for veld in ("wijze", "werk", "taal", "leren", "praktisch"):
        radios = [part for part in page.split("<input")[1:] if f'name="{veld}"' in part.split(">")[0]]
        assert len(radios) >= 3
        assert not any("checked" in part.split(">")[0] for part in radios)


def test_the_privacy_hint_stands_beside_both_free_texts(cast, login, placed):
    assert login(cast.mentor).get(nieuw(placed)).text.count("Schrijf hier niets over gezondheid") == 2


def test_sending_saves_and_returns_to_the_list(cast, login, placed):
    response = login(cast.mentor).post(nieuw(placed), typed(werk="1", knelpunten="De bus rijdt niet"), follow=True)
    assert response.redirect_chain == [(reverse("deelnemers:checkins"), 302)]
    assert "De coördinator krijgt een signaal." in response.text
    assert Checkin.objects.values_list("werk", "knelpunten", "signaal__redenen").get() == (
        1,
        "De bus rijdt niet",
        ["werk"],
    )


def test_a_double_tap_saves_once(cast, login, placed):
    client, data = login(cast.mentor), typed(werk="1", afspraak_wat="Bel", afspraak_datum="2026-12-01")
    assert [client.post(nieuw(placed), data).status_code for _ in range(2)] == [302, 302]
    assert (Checkin.objects.count(), Signaal.objects.count(), Afspraak.objects.count()) == (1, 1, 1)
    assert Bericht.objects.count() == 1


@pytest.mark.parametrize(
    ("given", "veld"),
    [
        ({"wensen": f"Zijn nummer is {BSN}"}, "wensen"),
        ({"knelpunten": "123.45.67.82"}, "knelpunten"),
        ({"afspraak_wat": f"Zoek {BSN} op", "afspraak_datum": "2026-12-01"}, "afspraak_wat"),
        ({"datum": "2026-11-21"}, "datum"),
        ({"datum": "1900-01-01"}, "datum"),
        ({"datum": "morgen"}, "datum"),
        ({"wensen": "x" * 5000}, "wensen"),
        ({"werk": ""}, "werk"),
        ({"taal": "4"}, "taal"),
        ({"wijze": ""}, "wijze"),
        ({"afspraak_datum": "2026-12-01"}, "afspraak_wat"),
        ({"afspraak_wat": "Bel", "afspraak_datum": "2199-01-01"}, "afspraak_datum"),
        # After the check-in it is about, but before today.
        ({"datum": "2026-11-18", "afspraak_wat": "Bel", "afspraak_datum": "2026-11-19"}, "afspraak_datum"),
        ({"afspraak_wat": "x" * 301, "afspraak_datum": "2026-12-01"}, "afspraak_wat"),
    ],
)
def test_bad_input_gets_a_message_beside_its_field_and_keeps_the_rest(cast, login, placed, given, veld):
    response = login(cast.mentor).post(nieuw(placed), typed(praktisch="1", **{"knelpunten": "Blijft staan", **given}))
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [veld]
    if veld != "knelpunten":
        assert "Blijft staan" in response.text
    assert 'value="1" id="id_praktisch_0" class="lw-keuze-stip" checked' in " ".join(response.text.split())
    assert (Checkin.objects.count(), Afspraak.objects.count(), Bericht.objects.count()) == (0, 0, 0)


def test_four_missing_marks_get_four_messages(cast, login, placed):
    data = {key: value for key, value in typed().items() if key not in {"werk", "taal", "leren", "praktisch"}}
    response = login(cast.mentor).post(nieuw(placed), data)
    missing = ("werk", "taal", "leren", "praktisch")
    assert response.context["form"].errors == {name: ["Kies een van de drie."] for name in missing}
    # Above the form each has a link to its question.
    assert [name for name in missing if f'href="#div_id_{name}"' not in response.text] == []
    assert [name for name in missing if f'id="div_id_{name}"' not in response.text] == []


def test_a_name_in_another_script_and_markup_are_shown_as_typed(cast, login, placed):
    placed.deelnemer.voornaam, placed.deelnemer.achternaam = "عائشة 🌷", "<b>Ümit</b>"
    placed.deelnemer.save()
    page = login(cast.mentor).get(nieuw(placed)).text
    assert "عائشة 🌷 &lt;b&gt;Ümit&lt;/b&gt;" in page


# --- Who may.

LEZERS = {"coordinator": 200, "klantmanager": 200, "lezer": 200, "mentor": 200}
SCHRIJVERS = {"coordinator": 200, "klantmanager": 200, "mentor": 200, "lezer": 403}
# Who knows the person for another task sees the participant, and may not log; to others the person isn't there.
ANDEREN = {"werkgever": 403, "opleider": 403, "taal": 403}
ALLEN = [*SCHRIJVERS, *ANDEREN, "beheerder", "vreemde", "verbinder", "expert"]


@pytest.mark.parametrize("who", ALLEN)
def test_who_reads_a_check_in(cast, login, placed, who):
    checkin = CheckinFactory(deelname=placed, wensen="Kanariewens", knelpunten="Kanarieknelpunt")
    response = login(cast.people[who]).get(reverse("deelnemers:checkin_detail", args=[checkin.pk]))
    assert response.status_code == LEZERS.get(who, 404)
    assert ("Kanariewens" in response.text) == ("Kanarieknelpunt" in response.text) == (who in LEZERS)


@pytest.mark.parametrize("who", ALLEN)
def test_who_logs_a_check_in(cast, login, placed, who):
    client = login(cast.people[who])
    expected = SCHRIJVERS.get(who, ANDEREN.get(who, 404))
    assert client.get(nieuw(placed)).status_code == expected
    assert client.post(nieuw(placed), typed()).status_code == (302 if expected == 200 else expected)
    assert Checkin.objects.count() == (1 if expected == 200 else 0)


def test_another_mentor_of_the_same_party_sees_nothing(cast, login, placed):
    collega = LidmaatschapFactory(partij=cast.maatwerk, functie=Functie.MEDEWERKER).gebruiker
    checkin = CheckinFactory(deelname=placed)
    assert login(collega).get(nieuw(placed)).status_code == 404
    assert login(collega).get(reverse("deelnemers:checkin_detail", args=[checkin.pk])).status_code == 404
    assert placed.deelnemer.achternaam not in login(collega).get(reverse("deelnemers:checkins")).text


# --- The list.


def test_the_longest_silence_comes_first(cast):
    def silent(days, **kwargs):
        deelname = DeelnameFactory(**{"mentor": cast.mentor, **kwargs})
        CheckinFactory(deelname=deelname, datum=TODAY - timedelta(days=days))
        CheckinFactory(deelname=deelname, datum=TODAY - timedelta(days=days + 5))
        return deelname

    recent, long, edge = silent(1), silent(40), silent(28)
    fresh = DeelnameFactory(mentor=cast.mentor, actief_sinds=TODAY - timedelta(days=30))
    waiting = DeelnameFactory(mentor=cast.mentor, status=DeelnameStatus.AANGEMELD, actief_sinds=None)
    silent(90, status=DeelnameStatus.GESTOPT)
    silent(90, mentor=None)

    found = contacts_of(followed_by(cast.mentor))
    assert [(c.deelname, c.dagen, c.stil) for c in found] == [
        (long, 40, True),
        (fresh, 30, True),
        (edge, 28, True),
        (recent, 1, False),
        (waiting, None, False),
    ]


def test_a_mentor_sees_how_long_ago_and_a_button(cast, login, placed):
    CheckinFactory(deelname=placed, datum=TODAY - timedelta(days=29))
    page = login(cast.mentor).get(reverse("deelnemers:checkins")).text
    assert "29 dagen geleden" in page
    assert "Te lang geen contact" in page
    assert nieuw(placed) in page


def test_a_mentor_sees_no_one_elses_participants(cast, login, placed):
    other = DeelnameFactory(traject=placed.traject)
    CheckinFactory(deelname=other)
    page = login(cast.mentor).get(reverse("deelnemers:checkins")).text
    assert placed.deelnemer.achternaam in page
    assert other.deelnemer.achternaam not in page


def test_the_gemeente_sees_open_signals_and_recent_check_ins_of_its_own(cast, login, placed):
    signaal = SignaalFactory(checkin__deelname=placed, redenen=["leren"])
    foreign = SignaalFactory(checkin__deelname__traject__gemeente=cast.heuvelrijk)
    page = login(cast.lezer).get(reverse("deelnemers:checkins")).text
    assert "Leren gaat niet goed" in page
    assert reverse("deelnemers:checkin_detail", args=[signaal.checkin_id]) in page
    assert foreign.checkin.deelname.deelnemer.achternaam not in page


def test_an_empty_list_says_what_to_do(cast, login):
    assert "U bent nog van niemand de mentor." in login(cast.mentor).get(reverse("deelnemers:checkins")).text
    assert "Koppel bij een deelnemer een mentor" in login(cast.coordinator).get(reverse("deelnemers:checkins")).text


def followed(cast, achternaam, days=1, **kwargs):
    """Return a participation of the mentor's in Waterstad, last heard of so many days ago; never, for None."""
    deelname = DeelnameFactory(
        traject__gemeente=cast.waterstad, mentor=cast.mentor, deelnemer__achternaam=achternaam, **kwargs
    )
    if days is not None:
        CheckinFactory(deelname=deelname, door=cast.mentor, datum=TODAY - timedelta(days=days))
    return deelname


def names(response):
    """Return who stands in the two lists of the page, by surname."""
    mine = [contact.deelname.deelnemer.achternaam for contact in response.context.get("contacten", ())]
    return mine, [checkin.deelname.deelnemer.achternaam for checkin in response.context.get("recent", ())]


def test_a_mentor_narrows_the_list_down_and_keeps_the_order(cast, login):
    lang, langer = followed(cast, "Lang", days=30), followed(cast, "Langer", days=40)
    followed(cast, "Kort", days=2)
    followed(cast, "Nieuw", days=None, actief_sinds=TODAY)
    client = login(cast.mentor)

    def shown(**vraag):
        return names(client.get(reverse("deelnemers:checkins"), vraag))[0]

    assert shown() == ["Langer", "Lang", "Kort", "Nieuw"]
    assert shown(contact="stil") == ["Langer", "Lang"]
    assert shown(contact="nooit") == ["Nieuw"]
    assert shown(traject=lang.traject_id) == ["Lang"]
    assert shown(traject=langer.traject_id, contact="nooit") == []
    assert shown(zoek="lang") == ["Langer", "Lang"]
    assert shown(zoek="lang", contact="onzin") == ["Langer", "Lang"]


def test_the_gemeente_narrows_its_check_ins_down_and_signals_stay_in_sight(cast, login):
    ander = followed(cast, "Ander")
    CheckinFactory(deelname=ander, door=cast.coordinator, datum=TODAY)
    signaal = SignaalFactory(checkin__deelname=followed(cast, "Signaal", days=None), checkin__door=cast.mentor)
    client = login(cast.coordinator)

    def shown(**vraag):
        response = client.get(reverse("deelnemers:checkins"), vraag)
        assert response.context["signalen"] == [signaal]
        return sorted(names(response)[1])

    assert shown() == ["Ander", "Ander", "Signaal"]
    assert shown(traject=ander.traject_id) == ["Ander", "Ander"]
    assert shown(door=cast.coordinator.pk) == ["Ander"]
    assert shown(zoek="signaal", door=cast.mentor.pk) == ["Signaal"]
    assert shown(zoek="signaal", door=cast.coordinator.pk) == []


def test_who_is_mentor_in_the_name_of_the_gemeente_has_both_lists_and_one_filter(cast, login):
    followed(cast, "Ander")
    own = followed(cast, "Eigen", days=40)
    type(own).objects.filter(pk=own.pk).update(mentor=cast.coordinator, mentor_partij=cast.waterstad)
    client = login(cast.coordinator)
    page = reverse("deelnemers:checkins")
    assert names(client.get(page)) == (["Eigen"], ["Ander", "Eigen"])
    assert names(client.get(page, {"zoek": "eigen"})) == (["Eigen"], ["Eigen"])
    assert names(client.get(page, {"zoek": "ander"})) == ([], ["Ander"])
    # Whom one follows says nothing of what came in.
    assert names(client.get(page, {"contact": "nooit"})) == ([], ["Ander", "Eigen"])
    said = client.get(page, {"zoek": "ander"}).text.split('role="status">')[1].split("</p>")[0]
    assert " ".join(said.split()) == "Mijn deelnemers: 0 gevonden · Laatste check-ins: 1 gevonden"


def test_the_filter_offers_each_what_is_theirs(cast, login):
    followed(cast, "Eigen")
    foreign = DeelnameFactory(traject__naam="Geheim traject")
    CheckinFactory(deelname=foreign, door__naam="Geheime mentor")

    def fields(user):
        return list(login(user).get(reverse("deelnemers:checkins")).context["filter"].form.fields)

    assert fields(cast.mentor) == ["zoek", "traject", "contact"]
    assert fields(cast.lezer) == ["zoek", "traject", "door"]
    for user in (cast.mentor, cast.lezer):
        page = login(user).get(reverse("deelnemers:checkins"), {"traject": foreign.traject_id, "door": 1})
        assert "Geheim" not in page.text


def test_the_filter_finds_nobody_by_what_a_mentor_may_not_read(cast, login):
    followed(cast, "Eigen", deelnemer__kenmerk="W-77")
    found = {
        who: names(login(cast.people[who]).get(reverse("deelnemers:checkins"), {"zoek": "W-77"}))
        for who in ("mentor", "coordinator")
    }
    assert found == {"mentor": ([], []), "coordinator": ([], ["Eigen"])}


def test_a_filter_that_finds_nothing_says_what_to_do(cast, login):
    followed(cast, "Eigen")
    mine = login(cast.mentor).get(reverse("deelnemers:checkins"), {"zoek": "niemand"}).text
    theirs = login(cast.coordinator).get(reverse("deelnemers:checkins"), {"zoek": "niemand"}).text
    assert "Niemand past bij dit filter. Kies een ruimer filter." in mine
    assert "Geen check-in past bij dit filter. Kies een ruimer filter." in theirs
    for page in (mine, theirs):
        assert "0 gevonden" in page
        assert page.count('href="/checkins/">Alles tonen') == 2


def test_both_lists_are_cut_in_pages_and_only_who_is_shown_is_logged(cast, login):
    people = [followed(cast, f"Nr{n:02}", days=70 - n).deelnemer_id for n in range(30)]
    page = reverse("deelnemers:checkins")
    client = login(cast.mentor)
    response = client.get(page, {"mijn": 3, "contact": "stil"})
    assert names(response)[0] == [f"Nr{n:02}" for n in range(24, 30)]
    assert '<a class="page-link" rel="prev" href="?mijn=2&amp;contact=stil">' in response.text
    assert "30 gevonden · Bladzijde 3 van 3" in response.text
    seen = Logregel.objects.get(handeling=Handeling.INZIEN).additional_data
    assert sorted(map(int, seen["deelnemers"])) == people[24:]
    assert (seen["pagina"], seen["filter"]) == ("deelnemers:checkins", ["contact"])
    assert len(names(login(cast.coordinator).get(page))[1]) == 25
    assert names(login(cast.coordinator).get(page, {"page": 2}))[1] == [f"Nr{n:02}" for n in reversed(range(5))]
    assert len(names(client.get(page, {"mijn": "onzin"}))[0]) == 12


@pytest.mark.parametrize("rows", [1, 3, 30])
@pytest.mark.parametrize(("who", "queries"), [("mentor", 8), ("coordinator", 11)])
def test_the_list_costs_the_same_for_any_number_of_rows(cast, login, django_assert_num_queries, rows, who, queries):
    for _ in range(rows):
        deelname = DeelnameFactory(traject__gemeente=cast.waterstad, mentor=cast.mentor)
        SignaalFactory(checkin__deelname=deelname)
    client = login(cast.people[who])
    with django_assert_num_queries(queries):
        client.get(reverse("deelnemers:checkins"))


def test_the_detail_offers_closing_to_who_may(cast, login, placed):
    signaal = SignaalFactory(checkin__deelname=placed)
    url = reverse("deelnemers:checkin_detail", args=[signaal.checkin_id])
    assert {who: "Afhandelen" in login(cast.people[who]).get(url).text for who in LEZERS} == {
        "coordinator": True,
        "klantmanager": True,
        "lezer": False,
        "mentor": False,
    }
