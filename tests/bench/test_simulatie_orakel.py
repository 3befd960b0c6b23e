"""The oracle of `make simulate`, and whether it would see what it looks for."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from bench.simulatie import journaal, orakel
from bench.simulatie.draaiboek import Uitval, here
from bench.simulatie.orakel import Gang, Rij, causes, compare
from bench.simulatie.postbus import Bezorgd
from bench.simulatie.regels import Wens, may_leave

# A Wednesday.
DAG = date(2027, 1, 13)
BEGIN = here(DAG - timedelta(days=2), time(12))
EIND = here(DAG + timedelta(days=60), time(12))
HALF_ACHT = here(DAG, time(7, 30))
MINUUT = timedelta(minutes=1)
SLEUTEL = f"afspraak_vandaag:5:{DAG}:7"
OVER_TIJD = f"afspraak_over_tijd:5:{DAG}:7"
RIJ = Rij(11, SLEUTEL, "verzonden", "<a>")


def journal(*changes):
    lines = [journaal.line(BEGIN, "traject", 1, {"status": "actief", "regie": [3]})]
    return journaal.read([*lines, *(journaal.line(*change) for change in changes)])


def agreement(op=BEGIN, **values):
    return op, "afspraak", 5, {"traject": 1, "deadline": DAG, "status": "open", "houders": [7]} | values


def delivered(*momenten, rijen=(11,), mail_id="<a>"):
    return [Bezorgd(moment, mail_id, "zeven@voorbeeld.example", frozenset(rijen)) for moment in momenten]


def outcome(bezorgd, *changes, wensen=None, rijen=(RIJ,), **gang):
    """What came of an agreement for one day that was kept in the evening, so that nothing follows the day after."""
    kept = agreement(here(DAG, time(20)), status="gedaan")
    found = causes(journal(agreement(), *changes, kept), EIND)
    return compare(found, wensen or {}, rijen, bezorgd, Gang(EIND, **gang))


def test_reminder_on_its_day_is_sound():
    uitslag = outcome(delivered(HALF_ACHT + MINUUT))
    assert uitslag.goed
    assert dict(uitslag.totaal) | {"gepland": 1, "verzonden": 1} == dict(uitslag.totaal)
    assert (uitslag.totaal["verloren"], uitslag.totaal["dubbel"], uitslag.totaal["verviel"]) == (0, 0, 0)


def test_reminder_that_nobody_got_is_lost():
    uitslag = outcome([])
    assert (uitslag.totaal["gepland"], uitslag.totaal["verzonden"], uitslag.totaal["verloren"]) == (1, 0, 1)
    assert dict(uitslag.fout) == {"verloren": [SLEUTEL]}


@pytest.mark.parametrize("another", ["<a>", "<b>"])
def test_reminder_that_came_twice_is_doubled_under_whichever_name(another):
    twice = delivered(HALF_ACHT + MINUUT) + delivered(HALF_ACHT + 5 * MINUUT, mail_id=another)
    uitslag = outcome(twice)
    assert (uitslag.totaal["dubbel"], uitslag.dubbele_mails) == (1, 1)
    assert len(uitslag.fout["dubbel zonder kill"]) == 1
    assert not uitslag.goed


def test_one_kill_explains_one_mail_that_was_on_its_way():
    first = HALF_ACHT + MINUUT
    kill = first + timedelta(seconds=0.2)
    twice = delivered(first, first + 5 * MINUUT)
    assert outcome(twice, kills=[kill]).goed
    assert outcome(twice, kills=[kill]).totaal["dubbel"] == 1
    assert not outcome([*twice, *delivered(first + 6 * MINUUT)], kills=[kill]).goed
    assert not outcome(twice, kills=[first - timedelta(seconds=1)]).goed
    assert not outcome(twice, kills=[first + timedelta(seconds=30)]).goed


def test_other_mail_that_came_twice_is_seen_by_its_message_id():
    other = delivered(HALF_ACHT, HALF_ACHT + MINUUT, rijen=(), mail_id="<gevraagd>")
    uitslag = outcome(delivered(HALF_ACHT + MINUUT) + other)
    assert len(uitslag.fout["dubbel zonder kill"]) == 1


def test_reminder_hours_after_it_may_leave_is_late():
    uitslag = outcome(delivered(HALF_ACHT + 60 * MINUUT))
    assert (uitslag.totaal["te laat"], uitslag.totaal["verloren"]) == (1, 0)
    assert not uitslag.goed


def test_reminder_after_its_cause_is_wrong():
    closed = agreement(here(DAG, time(7)), status="gedaan")
    uitslag = outcome(delivered(HALF_ACHT + MINUUT), closed)
    assert (uitslag.totaal["na de oorzaak"], uitslag.totaal["verviel"]) == (1, 1)
    assert not uitslag.goed


def test_reminder_without_any_cause_is_wrong():
    stray = Rij(12, f"fase_over_tijd:9:{DAG}:3", "verzonden", "<b>")
    stray_mail = delivered(HALF_ACHT, rijen=(12,), mail_id="<b>")
    uitslag = outcome(delivered(HALF_ACHT + MINUUT) + stray_mail, rijen=(RIJ, stray))
    assert uitslag.fout["na de oorzaak"] == [stray.sleutel]


def test_cause_that_goes_before_the_overview_leaves_need_not_be_told():
    uitslag = outcome([], agreement(here(DAG, time(7)), status="gedaan"))
    assert uitslag.goed
    assert (uitslag.totaal["gepland"], uitslag.totaal["verviel"]) == (0, 1)


def test_reminder_that_another_part_of_its_mail_tells_counts_as_sent():
    assert outcome(delivered(HALF_ACHT + MINUUT, rijen=(99,))).goed


def test_while_the_planner_is_away_nothing_is_late_and_after_it_all_is_told():
    kept_on = journal(agreement())
    away = Uitval(here(DAG, time(6)), here(DAG + timedelta(days=2), time(7)))
    gang = Gang(EIND, planner_weg=[away])
    found = causes(kept_on, EIND)
    assert orakel.due_by(found[SLEUTEL], Wens(), gang) is None
    # Planned when the planner is back, an hour before the overview of that day.
    assert orakel.due_by(found[OVER_TIJD], Wens(), gang) == here(DAG + timedelta(days=2), time(8))


def test_mail_that_a_dead_server_held_up_has_until_the_longest_pause_is_over():
    away = Uitval(here(DAG, time(6, 50)), here(DAG, time(18, 50)))
    found = causes(journal(agreement()), EIND)
    gang = Gang(EIND, post_weg=[away])
    assert orakel.due_by(found[SLEUTEL], Wens(), gang) is None
    assert orakel.due_by(found[OVER_TIJD], Wens("meteen"), gang) == away.tot + orakel.NA_DE_POST


def test_moved_date_is_another_reminder_and_a_stopped_trajectory_none():
    later = DAG + timedelta(days=5)
    moved = causes(journal(agreement(), agreement(here(DAG, time(9)), deadline=later)), EIND)
    assert f"afspraak_vandaag:5:{later}:7" in moved
    assert OVER_TIJD not in moved
    stopped = (here(DAG, time(9)), "traject", 1, {"status": "gestopt", "regie": [3]})
    assert set(causes(journal(agreement(), stopped), EIND)) == {SLEUTEL}


def test_phase_speaks_from_fourteen_days_before_its_end_until_it_is_closed():
    eind = DAG + timedelta(days=20)
    fase = {"traject": 1, "start": BEGIN.date(), "eind": eind, "status": "lopend", "rollen": [8]}
    rol = {"fase": 2, "status": "open", "op": None, "partij": None, "persoon": None}
    closed = (here(eind + timedelta(days=1), time(9)), "fase", 2, fase | {"status": "afgerond"})
    found = causes(journal((BEGIN, "fase", 2, fase), (BEGIN, "rol", 8, rol), closed), EIND)
    spans = {key.split(":")[0]: [(here_date(a), here_date(b)) for a, b in it.duurt] for key, it in found.items()}
    assert spans == {
        "fase_eindigt_14": [(eind - timedelta(days=14), eind - timedelta(days=3))],
        "fase_eindigt_3": [(eind - timedelta(days=3), eind + timedelta(days=1))],
        "fase_over_tijd": [(eind + timedelta(days=1), eind + timedelta(days=1))],
    }


def test_pause_interrupts_what_a_phase_has_to_say():
    fase = {"traject": 1, "start": DAG, "eind": DAG + timedelta(days=90), "status": "gepland", "rollen": [8]}
    rol = {"fase": 2, "status": "open", "op": None, "partij": None, "persoon": None}
    paused, resumed = BEGIN + timedelta(hours=1), BEGIN + timedelta(hours=2)
    changes = [(paused, "gepauzeerd"), (resumed, "actief"), (resumed + timedelta(hours=3), "gestopt")]
    stand = [(op, "traject", 1, {"status": status, "regie": [3]}) for op, status in changes]
    found = causes(journal((BEGIN, "fase", 2, fase), (BEGIN, "rol", 8, rol), *stand), EIND)
    oorzaak = found[f"fase_begint_rol_open:2:{DAG}:3"]
    assert oorzaak.duurt == ((BEGIN, paused), (resumed, resumed + timedelta(hours=3)))


def test_question_climbs_from_who_was_asked_to_a_colleague_to_the_regie():
    fase = {"traject": 1, "start": DAG, "eind": DAG + timedelta(days=90), "status": "lopend", "rollen": [8]}
    rol = {"fase": 2, "status": "gevraagd", "op": DAG, "partij": 4, "persoon": 41}
    lines = [
        journaal.line(BEGIN, "traject", 1, {"status": "actief", "regie": [3]}),
        journaal.line(BEGIN, "fase", 2, fase),
        journaal.line(BEGIN, "rol", 8, rol),
        journaal.line(BEGIN, "partij", 4, {"leden": [41, 42]}),
    ]
    found = causes(journaal.read(lines), EIND)
    first = {key: (here_date(it.duurt[0][0]) - DAG).days for key, it in found.items()}
    assert first == {
        f"vraag_onbeantwoord:8:{DAG}:41": 7,
        f"vraag_onbeantwoord_collega:8:{DAG}:42": 10,
        f"vraag_onbeantwoord_regie:8:{DAG}:3": 14,
    }


def test_silence_is_told_to_the_mentor_or_else_to_the_regie():
    def deelname(pk, mentor):
        return BEGIN, "deelname", pk, {"traject": 1, "status": "actief", "contact": DAG, "mentor": mentor}

    found = causes(journal(deelname(20, 6), deelname(21, None)), EIND)
    assert {key: (here_date(it.duurt[0][0]) - DAG).days for key, it in found.items()} == {
        f"geen_checkin:20:{DAG}:6": 28,
        f"geen_checkin_zonder_mentor:21:{DAG}:3": 28,
    }


@pytest.mark.parametrize(
    ("wens", "moment", "leaves"),
    [
        (Wens("meteen"), (2027, 1, 16, 3, 0), (2027, 1, 16, 3, 0)),
        (Wens(), (2027, 1, 15, 7, 30), (2027, 1, 15, 7, 30)),
        (Wens(), (2027, 1, 15, 7, 45), (2027, 1, 18, 7, 30)),
        (Wens("wekelijks"), (2027, 1, 18, 7, 45), (2027, 1, 25, 7, 30)),
        (Wens("meteen", time(20), time(7, 15)), (2027, 1, 15, 23, 0), (2027, 1, 16, 7, 15)),
        (Wens("meteen", time(20), time(7, 15)), (2027, 1, 15, 0, 0), (2027, 1, 15, 7, 15)),
        (Wens("meteen", time(20), time(7, 15)), (2027, 1, 15, 12, 0), (2027, 1, 15, 12, 0)),
        # By the clock on the wall, also where a night is an hour shorter or longer.
        (Wens(), (2027, 3, 27, 12, 0), (2027, 3, 29, 7, 30)),
        (Wens("meteen", time(20), time(7, 15)), (2027, 10, 30, 21, 0), (2027, 10, 31, 7, 15)),
    ],
)
def test_moment_at_which_a_reminder_may_leave(wens, moment, leaves):
    assert may_leave(wens, local(*moment)) == local(*leaves)


def test_who_wants_none_gets_none():
    assert may_leave(Wens("nooit"), HALF_ACHT) is None
    assert outcome([], wensen={7: Wens("nooit")}).goed
    assert not outcome(delivered(HALF_ACHT, rijen=(11,)), rijen=(Rij(11, f"{SLEUTEL}0", "", ""),)).goed


def local(*parts):
    moment = datetime(*parts, tzinfo=UTC)
    return here(moment.date(), moment.time())


def here_date(moment):
    return moment.astimezone(journaal_zone()).date()


def journaal_zone():
    return orakel.HIER
