"""The way of each participant through the phases, as one person may see it: who is where, and who deviates."""

import gzip
import re
from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from deelnemers.enums import DeelnameStatus, VoortgangStatus
from deelnemers.models import Deelnemer
from deelnemers.verloop import Volgorde, verloop_of
from deelnemers.verloopbeeld import draw_verloop
from tests.factories.deelnemers import DeelnameFactory, PlaatsingFactory, VoortgangFactory
from tests.factories.trajecten import FaseFactory, RolinvullingFactory, TrajectFactory
from toegang.logregels import Handeling, Logregel
from trajecten.enums import Component, Doorgang, FaseStatus
from trajecten.levensloop import set_doorgang

VANDAAG = date(2026, 10, 1)


@pytest.fixture
def traject(cast):
    """The preparation is over, learning and working runs, matching is to come."""
    traject = TrajectFactory(gemeente=cast.waterstad)
    for component, start, eind, status in (
        (Component.VOORTRAJECT, date(2026, 1, 1), date(2026, 6, 30), FaseStatus.AFGEROND),
        (Component.LEERWERK, date(2026, 7, 1), date(2027, 6, 30), FaseStatus.LOPEND),
        (Component.MATCHING, date(2027, 7, 1), date(2027, 9, 30), FaseStatus.GEPLAND),
    ):
        FaseFactory(traject=traject, component=component, start=start, eind=eind, status=status)
    return traject


def add(traject, achternaam, *stappen, **fields):
    """Add someone with a row of progress per phase: a state, or a state with days of their own."""
    deelname = DeelnameFactory(traject=traject, deelnemer__achternaam=achternaam, **fields)
    for fase, stap in zip(traject.fasen.all(), stappen, strict=True):
        status, start, eind = stap if isinstance(stap, tuple) else (stap, None, None)
        VoortgangFactory(deelname=deelname, fase=fase, status=status, start=start, eind=eind)
    return deelname


@pytest.fixture
def op_vandaag():
    with time_machine.travel(VANDAAG):
        yield


def pause(fase, door):
    set_doorgang(fase, Doorgang.GEPAUZEERD, reden="De werkgever verhuist.", door=door)


S = VoortgangStatus
MET_DE_GROEP = (S.AFGEROND, S.LOPEND, S.GEPLAND)


def spoor(cast, traject, vandaag=VANDAAG):
    (found,) = verloop_of(cast.coordinator, traject, vandaag=vandaag).sporen
    return found


# --- Who is where, and who deviates


def test_whoever_goes_with_the_group_does_not_deviate(cast, traject):
    add(traject, "Bakker", *MET_DE_GROEP)
    found = spoor(cast, traject)
    assert (found.nu, found.afwijkingen, found.te_laat) == ("Leer- en werkcomponent", (), 0)


def test_own_days_deviate(cast, traject):
    add(traject, "Bakker", S.AFGEROND, (S.LOPEND, None, date(2027, 9, 30)), S.GEPLAND)
    assert spoor(cast, traject).afwijkingen == ("Leer- en werkcomponent: eindigt 3 maanden later",)


def test_own_days_that_are_the_groups_do_not_deviate(cast, traject):
    add(traject, "Bakker", S.AFGEROND, (S.LOPEND, date(2026, 7, 1), date(2027, 6, 30)), S.GEPLAND)
    assert spoor(cast, traject).afwijkingen == ()


def test_who_is_behind_the_group_deviates_and_is_late(cast, traject):
    add(traject, "Bakker", S.LOPEND, S.GEPLAND, S.GEPLAND)
    found = spoor(cast, traject)
    assert found.afwijkingen == ("Voortraject: 93 dagen te laat", "Leer- en werkcomponent: loopt achter op de groep")
    assert (found.te_laat, found.nu) == (93, "Voortraject")


def test_who_is_behind_and_has_time_left_deviates_and_is_not_late(cast, traject):
    traject.fasen.filter(component=Component.LEERWERK).update(start=VANDAAG, werkelijke_start=date(2026, 9, 1))
    add(traject, "Bakker", S.AFGEROND, S.GEPLAND, S.GEPLAND)
    found = spoor(cast, traject)
    assert (found.afwijkingen, found.te_laat) == (("Leer- en werkcomponent: loopt achter op de groep",), 0)
    assert found.nu == ""


def test_who_is_late_as_the_whole_group_is_does_not_deviate(cast, traject):
    add(traject, "Bakker", *MET_DE_GROEP)
    found = verloop_of(cast.coordinator, traject, vandaag=date(2027, 8, 1))
    (een,) = found.sporen
    assert (een.afwijkingen, een.te_laat) == ((), 32)
    # But it is said: of the group, and in the table of each.
    assert [(str(fase), laat) for fase, laat in found.samen_laat] == [
        ("Leer- en werkcomponent", "32 dagen te laat"),
        ("Matching en plaatsing", "31 dagen te laat"),
    ]


def test_a_phase_that_was_paused_is_named_so_and_late_for_nobody(cast, traject):
    pause(traject.fasen.get(component=Component.LEERWERK), cast.coordinator)
    add(traject, "Bakker", *MET_DE_GROEP)
    found = verloop_of(cast.coordinator, traject, vandaag=date(2027, 7, 1))
    assert found.sporen[0].nu == "Leer- en werkcomponent (gepauzeerd)"
    assert found.samen_laat == []


def test_both_are_said_on_the_page(cast, login, traject):
    today = timezone.localdate()
    traject.fasen.filter(component=Component.LEERWERK).update(eind=today - timedelta(days=3))
    traject.fasen.filter(component=Component.MATCHING).update(
        start=today, eind=today + timedelta(days=90), status=FaseStatus.LOPEND, werkelijke_start=today
    )
    pause(traject.fasen.get(component=Component.MATCHING), cast.coordinator)
    add(traject, "Bakker", S.AFGEROND, S.LOPEND, S.LOPEND)
    text = " ".join(login(cast.coordinator).get(reverse("deelnemers:verloop", args=[traject.pk])).text.split())
    assert "Te laat met de hele groep: Leer- en werkcomponent (3 dagen te laat)" in text
    assert "(1, gepauzeerd)" in text
    assert "<td>Bezig, 3 dagen te laat</td>" in text
    assert "<td>Bezig, gepauzeerd</td>" in text


def test_own_days_that_ran_out_are_late(cast, traject):
    add(traject, "Bakker", S.AFGEROND, (S.LOPEND, None, date(2026, 9, 1)), S.GEPLAND)
    assert spoor(cast, traject).afwijkingen == (
        "Leer- en werkcomponent: eindigt 9 maanden en 29 dagen eerder, 30 dagen te laat",
    )


def test_a_skipped_phase_deviates(cast, traject):
    add(traject, "Bakker", S.OVERGESLAGEN, S.LOPEND, S.GEPLAND)
    assert spoor(cast, traject).afwijkingen == ("Voortraject: overgeslagen",)


def test_an_own_start_after_the_groups_end_is_a_day_and_no_error(cast, traject):
    add(traject, "Bakker", S.AFGEROND, (S.LOPEND, date(2027, 8, 1), None), S.GEPLAND)
    found = verloop_of(cast.coordinator, traject, vandaag=VANDAAG)
    assert found.sporen[0].stappen[1].periode == "1 augustus 2027"
    assert draw_verloop(found, vandaag=VANDAAG).sporen[0].eigen


@pytest.mark.parametrize("status", [DeelnameStatus.GESTOPT, DeelnameStatus.AFGEROND])
def test_whoever_takes_part_no_more_is_late_for_nothing(cast, traject, status):
    add(traject, "Bakker", S.LOPEND, S.GEPLAND, S.GEPLAND, status=status, beeindigd_op=date(2026, 11, 1))
    found = spoor(cast, traject)
    assert (found.afwijkingen, found.te_laat) == ((), 0)


def test_it_counts_who_is_in_which_phase_and_who_deviates(cast, traject):
    add(traject, "Bakker", *MET_DE_GROEP)
    add(traject, "Cohen", *MET_DE_GROEP)
    add(traject, "Dekker", S.LOPEND, S.GEPLAND, S.GEPLAND)
    found = verloop_of(cast.coordinator, traject, vandaag=VANDAAG)
    assert [(str(fase), aantal) for fase, aantal in found.bezig] == [("Voortraject", 1), ("Leer- en werkcomponent", 2)]
    assert found.wijkt_af == 1


def test_the_order_is_by_name_or_who_deviates_most_first(cast, traject):
    add(traject, "Bakker", *MET_DE_GROEP)
    add(traject, "Cohen", S.AFGEROND, (S.LOPEND, None, date(2027, 9, 30)), S.GEPLAND)
    add(traject, "Dekker", S.LOPEND, S.GEPLAND, S.GEPLAND)
    orders = [verloop_of(cast.coordinator, traject, vandaag=VANDAAG, volgorde=volgorde) for volgorde in Volgorde]
    assert [[spoor.deelname.deelnemer.achternaam for spoor in found.sporen] for found in orders] == [
        ["Dekker", "Cohen", "Bakker"],
        ["Bakker", "Cohen", "Dekker"],
    ]


@pytest.mark.parametrize(
    ("tekst", "volgorde"), [("naam", Volgorde.NAAM), ("", Volgorde.AFWIJKING), ("x", Volgorde.AFWIJKING)]
)
def test_who_deviates_stands_first_unless_another_order_is_asked_for(tekst, volgorde):
    assert Volgorde.of(tekst) is volgorde


# --- The drawing


def boxes(path):
    return [tuple(float(n) for n in box) for box in re.findall(r"M([\d.]+) ([\d.]+)h([\d.]+)v([\d.]+)h-\3z", path)]


def test_the_drawing_has_a_lane_per_phase_and_stays_inside(cast, traject):
    add(traject, "Bakker", S.LOPEND, S.GEPLAND, (S.GEPLAND, None, date(2028, 3, 1)))
    beeld = draw_verloop(verloop_of(cast.coordinator, traject, vandaag=VANDAAG), vandaag=VANDAAG)
    groep, found = beeld.groep, beeld.sporen[0]
    assert (groep.van, groep.tot) == ("januari 2026", "maart 2028")
    plan = boxes(groep.plan)
    assert [y for _x, y, _b, _h in plan] == [1, 8, 15]
    assert (len(boxes(found.bezig)), len(boxes(found.laat)), len(boxes(found.eigen)), found.klaar) == (1, 1, 1, "")
    for path in (groep.plan, found.bezig, found.laat, found.eigen):
        assert all(x >= 0 and x + b <= groep.breedte and y + h <= groep.hoogte for x, y, b, h in boxes(path))


def test_the_drawing_shows_what_runs_until_today_and_what_is_done_thin(cast, traject):
    add(traject, "Bakker", *MET_DE_GROEP)
    beeld = draw_verloop(verloop_of(cast.coordinator, traject, vandaag=VANDAAG), vandaag=VANDAAG)
    ((x, _y, breedte, dik),), ((_x, _y2, _b, dun),) = boxes(beeld.sporen[0].bezig), boxes(beeld.sporen[0].klaar)
    assert dun < dik
    assert x + breedte == pytest.approx(beeld.groep.vandaag, abs=0.5)
    assert (beeld.sporen[0].laat, beeld.sporen[0].eigen, beeld.sporen[0].weg) == ("", "", "")


def test_there_is_no_drawing_of_nobody_or_of_no_phases(cast, traject):
    assert draw_verloop(verloop_of(cast.coordinator, traject, vandaag=VANDAAG), vandaag=VANDAAG) is None
    bare = TrajectFactory(gemeente=cast.waterstad)
    DeelnameFactory(traject=bare)
    assert draw_verloop(verloop_of(cast.coordinator, bare, vandaag=VANDAAG), vandaag=VANDAAG) is None


# --- The page


@pytest.fixture
def verloop(cast, samira, placed):
    """Samira, a colleague in nobody's care, and two people of Heuvelrijk, all with progress."""
    fase = placed.traject.fasen.get()
    for naam, gemeente in (("Bakker", cast.waterstad), ("Heuvel0", cast.heuvelrijk), ("Heuvel1", cast.heuvelrijk)):
        deelname = DeelnameFactory(traject=placed.traject, deelnemer__achternaam=naam, deelnemer__gemeente=gemeente)
        VoortgangFactory(deelname=deelname, fase=fase)
    werving = FaseFactory(traject=placed.traject, component=Component.WERVING)
    RolinvullingFactory(fase=werving, rol="intermediair", toegezegd=True, partij=cast.heuvelrijk)
    return reverse("deelnemers:verloop", args=[placed.traject_id])


@pytest.mark.parametrize(
    ("who", "names"),
    [
        ("coordinator", ["Bakker", "Haddad"]),
        ("klantmanager", ["Bakker", "Haddad"]),
        ("lezer", ["Bakker", "Haddad"]),
        ("mentor", ["Haddad"]),
        ("opleider", ["Bakker", "Haddad", "Heuvel0", "Heuvel1"]),
        ("taal", ["Bakker", "Haddad", "Heuvel0", "Heuvel1"]),
        ("vreemde", ["Heuvel0", "Heuvel1"]),
    ],
)
def test_each_sees_the_ways_of_their_own_people(cast, login, verloop, who, names):
    response = login(cast.people[who]).get(verloop, {"volgorde": "naam"})
    assert [spoor.deelname.deelnemer.achternaam for spoor in response.context["verloop"].sporen] == names
    assert [name for name in ("Bakker", "Haddad", "Heuvel0", "Heuvel1") if name in response.text] == names


@pytest.mark.parametrize("who", ["werkgever", "verbinder", "expert", "beheerder"])
def test_it_is_not_for_who_has_no_task_for_progress(cast, login, verloop, who):
    assert login(cast.people[who]).get(verloop).status_code == 403


def test_a_foreign_trajectory_is_not_found(cast, login):
    url = reverse("deelnemers:verloop", args=[TrajectFactory(gemeente=cast.heuvelrijk).pk])
    assert {login(user).get(url).status_code for name, user in cast.people.items() if name != "vreemde"} == {404}


def test_it_is_a_part_for_htmx_and_a_page_without(cast, login, verloop):
    client = login(cast.coordinator)
    part, page = client.get(verloop, headers={"hx-request": "true"}).text, client.get(verloop).text
    assert ("<html" in part, "<html" in page) == (False, True)
    assert all("Bekijk het verloop als tabel" in text for text in (part, page))


def test_the_trajectorys_page_fetches_it_for_whoever_may(cast, login, verloop, placed):
    page = reverse("trajecten:detail", args=[placed.traject_id])
    seen = {
        who: f'hx-get="{verloop}"' in login(cast.people[who]).get(page).text for who in ("coordinator", "werkgever")
    }
    assert seen == {"coordinator": True, "werkgever": False}


def test_looking_is_a_read_of_everyone_shown_and_of_nobody_else(cast, login, verloop, samira):
    login(cast.mentor).get(verloop)
    read = {
        deelnemer.achternaam: [(regel.additional_data["pagina"], regel.grond) for regel in seen]
        for deelnemer in Deelnemer.objects.all()
        if (seen := Logregel.objects.about(deelnemer.pk).filter(handeling=Handeling.INZIEN))
    }
    assert read == {samira.achternaam: [("deelnemers:verloop", ["eigen_mentor"])]}


@pytest.mark.usefixtures("op_vandaag")
def test_the_table_says_every_phase_of_everyone(cast, login, traject):
    add(traject, "Bakker", S.LOPEND, (S.GEPLAND, date(2030, 1, 1), date(2030, 2, 1)), S.GEPLAND)
    text = login(cast.coordinator).get(reverse("deelnemers:verloop", args=[traject.pk])).text
    table = text[text.index("<table") : text.index("</table>")]
    assert re.findall(r"<th scope=\"col\">(.*?)</th>", table) == [
        *("Naam", "Voortraject", "Leer- en werkcomponent", "Matching en plaatsing", "Wijkt af"),
    ]
    cells = [cell.strip() for cell in re.findall(r"<td>(.*?)</td>", table, flags=re.DOTALL)]
    assert cells[:3] == ["Bezig, 93 dagen te laat", "Gepland (1 januari 2030 tot en met 1 februari 2030)", "Gepland"]


def test_the_chosen_order_is_marked_and_kept(cast, login, traject):
    add(traject, "Bakker", *MET_DE_GROEP)
    add(traject, "Cohen", S.AFGEROND, (S.LOPEND, None, date(2031, 9, 30)), S.GEPLAND)
    client, url = login(cast.coordinator), reverse("deelnemers:verloop", args=[traject.pk])
    found = client.get(url, {"volgorde": "afwijking"})
    assert [spoor.deelname.deelnemer.achternaam for spoor in found.context["verloop"].sporen] == ["Cohen", "Bakker"]
    assert re.findall(r'aria-current="true">([^<]+)<', found.text.split('class="vl-volgorde"')[1]) == [
        "Wie afwijkt eerst"
    ]


def test_sixty_people_weigh_little(cast, login, traject):
    for n in range(60):
        add(traject, f"Achternaam van den Berg {n}", S.LOPEND, (S.GEPLAND, None, date(2028, 1, 1 + n % 28)), S.GEPLAND)
    response = login(cast.coordinator).get(
        reverse("deelnemers:verloop", args=[traject.pk]), headers={"hx-request": "true"}
    )
    assert response.text.count('class="vl-lid"') == 60
    assert len(gzip.compress(response.content)) < 10_000


def test_an_empty_group_says_what_will_come(cast, login, traject):
    text = login(cast.coordinator).get(reverse("deelnemers:verloop", args=[traject.pk])).text
    assert "U ziet hier nog geen deelnemers." in text


@pytest.mark.parametrize("rows", [1, 3, 30])
@pytest.mark.parametrize(("who", "queries"), [("coordinator", 10), ("mentor", 12), ("opleider", 12)])
def test_it_costs_the_same_queries_for_any_number_of_rows(
    cast, login, placed, who, queries, rows, django_assert_num_queries
):
    fase = placed.traject.fasen.get()
    VoortgangFactory(deelname=placed, fase=fase)
    for _ in range(rows - 1):
        deelname = DeelnameFactory(traject=placed.traject, mentor=cast.mentor)
        VoortgangFactory(deelname=deelname, fase=fase, status=S.LOPEND, start=date(2026, 9, 5))
        PlaatsingFactory(deelname=deelname, werkgever=cast.installatie)
    client = login(cast.people[who])
    with django_assert_num_queries(queries):
        response = client.get(reverse("deelnemers:verloop", args=[placed.traject_id]))
    assert len(response.context["verloop"].sporen) == rows
