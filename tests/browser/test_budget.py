"""Five tasks, each from the start page to its goal: what they cost a person stays within its budget."""

import json
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from deelnemers.models import Checkin, Deelname
from inzicht.vragen import checkin_nu, fasen_met_open_rol, late_fasen
from tests.browser.budget import BUDGET, CHECKIN_SECONDEN, CHECKIN_TIKKEN, Kosten, over_budget
from tests.browser.hand import task
from toegang.models import User
from trajecten.enums import RolStatus
from trajecten.models import Rolinvulling, Traject

VERSLAG = Path(__file__).resolve().parents[2] / "var" / "test" / "budget.json"
COORDINATOR, MENTOR = "coordinator@waterstad.example", "mentor@maatwerk.example"
WERKGEVER = "werkgever@installatie.example"
DOEL = "Twaalf statushouders werken een jaar later nog in het groen."
CHECKIN = ("wijze", "werk", "taal", "leren", "praktisch")


def make_traject(hand):
    page = hand.page
    hand.tap(page.get_by_role("link", name="Nieuw traject"))
    hand.tap(page.get_by_role("link", name="Kies Groen Inclusief Deal 2022"))
    hand.choose(page.get_by_role("combobox", name="Niveau"), "Geen vast niveau")
    hand.write(page.get_by_role("textbox", name="Gezamenlijk doel"), DOEL)
    start = timezone.localdate() + timedelta(days=10)
    hand.write(page.locator("#id_startdatum"), start.isoformat(), signs=8)
    hand.write(page.get_by_role("spinbutton", name="Aantal deelnemers"), "12")
    hand.tap(page.get_by_role("button", name="Traject maken"))
    hand.tap(page.get_by_role("button", name="Planning opslaan"))
    expect(page).to_have_url(re.compile(r"/trajecten/\d+/$"))
    assert Traject.objects.get(pk=page.url.rstrip("/").split("/")[-1]).doel == DOEL


def ask_for_role(hand, rol: Rolinvulling):
    page = hand.page
    hand.tap(page.locator(f"#open-rollen a[href='/trajecten/rollen/{rol.pk}/vul/']"))
    hand.choose(page.get_by_role("combobox", name="Partij"), "Installatiebedrijf De Vonk")
    hand.tap(page.get_by_role("button", name="Opslaan"))
    expect(page.locator("#meldingen")).not_to_be_empty()
    rol.refresh_from_db()
    assert rol.status == RolStatus.GEVRAAGD


def promise_role(hand, rol: Rolinvulling):
    page = hand.page
    hand.tap(page.locator(f"#vragen a[href^='/trajecten/rollen/{rol.pk}/antwoord/']").last)
    hand.mark(page.get_by_label("Ja, wij doen dit"))
    hand.tap(page.get_by_role("button", name="Antwoord geven"))
    expect(page.locator("#meldingen")).not_to_be_empty()
    rol.refresh_from_db()
    assert rol.status == RolStatus.TOEGEZEGD


def log_checkin(hand, deelname: Deelname):
    page = hand.page
    hand.tap(page.locator(f"main a[href='{reverse('deelnemers:checkin_nieuw', args=[deelname.pk])}']").first)
    for vraag in CHECKIN:
        hand.mark(page.locator(f"#id_{vraag}_1"))
    hand.write(page.get_by_role("textbox", name="Wensen"), "Meer uren per week")
    hand.tap(page.get_by_role("button", name="Opslaan"))
    expect(page.locator("#meldingen")).to_contain_text("De check-in is opgeslagen.")
    assert Checkin.objects.filter(deelname=deelname, datum=timezone.localdate()).count() == 1


def see_what_is_late(hand, late):
    lines = hand.page.locator("#te-laat li")
    assert lines.count() == len(late)
    hand.tap(lines.first.get_by_role("link"))
    expect(hand.page).to_have_url(re.compile(rf"/trajecten/fasen/{late[0].pk}/sluit/$"))


def make_paper(hand):
    page = hand.page
    hand.tap(page.get_by_role("navigation").get_by_role("link", name="Trajecten"))
    hand.tap(page.get_by_role("link", name="Elektromonteur voor de warmtetransitie"))
    with page.expect_download(timeout=60_000) as download:
        hand.tap(page.get_by_role("link", name="PDF van het Canvas"))
    assert download.value.path().read_bytes().startswith(b"%PDF-")


def test_five_tasks_stay_within_their_budget(site, start_worker):
    start_worker()
    today = timezone.localdate()
    coordinator, mentor = (User.objects.get(email=email) for email in (COORDINATOR, MENTOR))
    late = list(late_fasen(coordinator, today))
    fase = fasen_met_open_rol(coordinator, today)[0]
    rol = fase.rollen.get(status=RolStatus.OPEN)
    gemeten, seconden = {}, {}

    page = site.as_user(COORDINATOR)
    with task(page, "traject maken", gemeten, seconden) as hand:
        make_traject(hand)
    with task(page, "rol vragen", gemeten, seconden) as hand:
        ask_for_role(hand, rol)
    with task(page, "zien wat te laat is", gemeten, seconden) as hand:
        see_what_is_late(hand, late)
    with task(page, "vergaderstuk maken", gemeten, seconden) as hand:
        make_paper(hand)
    with task(site.as_user(WERKGEVER), "rol toezeggen", gemeten, seconden) as hand:
        promise_role(hand, rol)
    with task(site.as_user(MENTOR, width=390, height=844), "check-in vastleggen", gemeten, seconden) as hand:
        log_checkin(hand, checkin_nu(mentor, today)[0])

    write_down(gemeten, seconden)
    assert over_budget(gemeten, BUDGET) == []
    checkin = gemeten["check-in vastleggen"]
    assert checkin.tikken <= CHECKIN_TIKKEN
    assert max(checkin.seconden, seconden["check-in vastleggen"]) < CHECKIN_SECONDEN


def write_down(gemeten, seconden):
    """Keep the figures for whoever writes a report about them."""
    VERSLAG.parent.mkdir(parents=True, exist_ok=True)
    rows = {
        taak: vars(kosten) | {"seconden_model": kosten.seconden, "seconden_hier": round(seconden[taak], 1)}
        for taak, kosten in gemeten.items()
    }
    VERSLAG.write_text(json.dumps(rows, ensure_ascii=False, indent=1))


@pytest.mark.parametrize(
    ("nu", "klacht"),
    [
        (Kosten(5, 2, 10, 3), []),
        (Kosten(4, 2, 8, 3), []),
        (Kosten(6, 2, 10, 3), ["taak: 6 tikken, the budget is 5"]),
        (Kosten(3, 2, 10, 3), ["taak: only 3 tikken, lower the budget of 5"]),
        (Kosten(5, 3, 11, 3), ["taak: 11 tekens, the budget is 10", "taak: 3 velden, the budget is 2"]),
    ],
)
def test_a_budget_fails_when_a_task_grows_or_shrinks_far_below_it(nu, klacht):
    assert over_budget({"taak": nu}, {"taak": Kosten(5, 2, 10, 3)}) == klacht


def test_a_task_without_a_budget_and_a_budget_without_a_task_fail():
    klachten = over_budget({"nieuw": Kosten()}, {"oud": Kosten()})
    assert klachten == ["nieuw: no budget, or not measured", "oud: no budget, or not measured"]


def test_the_model_adds_up_what_a_hand_does():
    assert Kosten(tikken=1).seconden == 1.3
    assert Kosten(tikken=2, velden=1, tekens=10, paginas=1).seconden == 2.6 + 2.8 + 0.8 + 2 * 1.35 + 1.0
