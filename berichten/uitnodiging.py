"""An invitation that a calendar program takes from a mail, changes, and takes away again (RFC 5545, 5546 and 6047)."""

from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parseaddr

from django.conf import settings
from django.utils import timezone
from icalendar import Calendar, Event, vCalAddress

from toegang.models import User


@dataclass(frozen=True, kw_only=True)
class Uitnodiging:
    """One meeting in a calendar; its title and, where others may know, its place; no name of a participant.

    `code` is the same as long as it is about the same meeting. Of two versions a calendar takes the one with
    the highest `versie`, whichever mail it read last.
    """

    code: str
    versie: int
    begin: datetime
    einde: datetime
    titel: str
    plaats: str
    url: str
    afgezegd: bool = False

    @property
    def method(self) -> str:
        """Return what the calendar is asked to do: REQUEST puts it in or changes it, CANCEL takes it away."""
        return "CANCEL" if self.afgezegd else "REQUEST"

    def as_ics(self, ontvanger: User) -> bytes:
        """Return the invitation for one reader."""
        calendar = new_calendar(self.method)
        event = self.as_event()
        # Nobody reads what a calendar program answers to this address: it is asked for no answer.
        event.add("organizer", _address(settings.DEFAULT_FROM_EMAIL))
        event.add("attendee", _address(ontvanger.email, rsvp="FALSE", partstat="ACCEPTED"), encode=False)
        calendar.add_component(event)
        return calendar.to_ical()

    def as_event(self) -> Event:
        """Return it as a line of a calendar, in UTC: then no calendar needs to know our clock change."""
        event = Event()
        event.add("uid", uid_of(self.code))
        event.add("sequence", self.versie)
        event.add("dtstamp", timezone.now())
        event.add("dtstart", self.begin.astimezone(UTC))
        event.add("dtend", self.einde.astimezone(UTC))
        event.add("summary", self.titel)
        if self.plaats:
            event.add("location", self.plaats)
        event.add("url", self.url)
        event.add("status", "CANCELLED" if self.afgezegd else "CONFIRMED")
        return event


def new_calendar(method: str) -> Calendar:
    """Return a calendar without lines, that asks a program to do this with those it gets."""
    calendar = Calendar()
    calendar.add("prodid", "-//Leerwerk//Leerwerk//NL")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    return calendar


def uid_of(code: str) -> str:
    """Return by what name every calendar in the world knows this line."""
    return f"{code}@{settings.SITE_URL.rstrip('/').partition('://')[2] or 'leerwerk'}"


def _address(address: str, **parameters: str) -> vCalAddress:
    naam, email = parseaddr(address)
    found = vCalAddress(f"mailto:{email}")
    if naam:
        found.params["CN"] = naam
    for name, value in parameters.items():
        found.params[name] = value
    return found
