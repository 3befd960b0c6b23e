"""When a mail may leave, worked out by hand: workdays, quiet hours, and the nights on which the clock changes."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

import pytest

from berichten.enums import OVERZICHT_DAGEN, Ritme, Wijze
from berichten.models import Voorkeur
from berichten.ritme import moment_for, quiet_until

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def at(text):
    """Return a moment of November 2026 or of the date given, by the clock on the wall; the 24th is a Tuesday."""
    date, hour = text.split(" ")
    return datetime.fromisoformat(f"{date if len(date) > 2 else '2026-11-' + date}T{hour}").replace(tzinfo=AMSTERDAM)


@pytest.mark.parametrize(
    ("ritme", "nu", "moment"),
    [
        (Ritme.METEEN, "24 09:00", "24 09:00"),
        (Ritme.DAGELIJKS, "24 09:00", "25 07:30"),
        (Ritme.DAGELIJKS, "24 00:00", "24 07:30"),
        (Ritme.DAGELIJKS, "24 07:30", "24 07:30"),
        (Ritme.DAGELIJKS, "27 07:31", "30 07:30"),  # Friday, then Monday
        (Ritme.DAGELIJKS, "28 12:00", "30 07:30"),
        (Ritme.WEKELIJKS, "24 09:00", "30 07:30"),
        (Ritme.WEKELIJKS, "30 07:30", "30 07:30"),
        (Ritme.WEKELIJKS, "23 08:00", "30 07:30"),
        (Ritme.NOOIT, "24 09:00", None),
        # The clock goes back and forward on a Sunday: half past seven stays half past seven.
        (Ritme.DAGELIJKS, "2026-10-23 08:00", "2026-10-26 07:30"),
        (Ritme.DAGELIJKS, "2027-03-26 08:00", "2027-03-29 07:30"),
    ],
)
def test_reminder_waits_for_the_next_overview(ritme, nu, moment):
    assert moment_for(Voorkeur(ritme=ritme), Wijze.HERINNERING, at(nu)) == (at(moment) if moment else None)


def test_every_rhythm_is_at_once_never_or_has_days():
    assert set(OVERZICHT_DAGEN) == set(Ritme) - {Ritme.METEEN, Ritme.NOOIT}
    assert all(OVERZICHT_DAGEN.values())


@pytest.mark.parametrize(
    ("van", "tot", "moment", "until"),
    [
        ("22:00", "07:00", "24 21:59", None),
        ("22:00", "07:00", "24 22:00", "25 07:00"),
        ("22:00", "07:00", "25 06:59", "25 07:00"),
        ("22:00", "07:00", "25 07:00", None),
        ("12:00", "13:00", "24 12:30", "24 13:00"),
        ("12:00", "13:00", "24 13:00", None),
        ("00:00", "06:00", "24 00:00", "24 06:00"),
        # Saturday evening until Sunday morning, an hour longer and an hour shorter than by the clock on the wall.
        ("22:00", "07:00", "2026-10-24 23:00", "2026-10-25 07:00"),
        ("22:00", "07:00", "2027-03-27 23:00", "2027-03-28 07:00"),
    ],
)
def test_quiet_hours_end_by_the_clock_on_the_wall(van, tot, moment, until):
    voorkeur = Voorkeur(stil_van=time.fromisoformat(van), stil_tot=time.fromisoformat(tot))
    assert quiet_until(voorkeur, at(moment)) == (at(until) if until else None)


def test_quiet_hours_hold_news_and_overviews_and_nothing_about_an_account():
    voorkeur = Voorkeur(ritme=Ritme.DAGELIJKS, stil_van=time(18), stil_tot=time(9))
    assert moment_for(voorkeur, Wijze.NIEUWS, at("24 20:00")) == at("25 09:00")
    assert moment_for(voorkeur, Wijze.HERINNERING, at("24 20:00")) == at("25 09:00")
    assert moment_for(voorkeur, Wijze.ALTIJD, at("24 20:00")) == at("24 20:00")
    assert moment_for(Voorkeur(ritme=Ritme.NOOIT), Wijze.NIEUWS, at("24 20:00")) == at("24 20:00")
