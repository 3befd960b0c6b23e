"""What changes on the Canvas is written down, without what was taken off it."""

from auditlog.models import LogEntry

from canvas.enums import BijdrageSoort
from tests.factories.canvas import BijdrageFactory, CanvasTekstFactory
from tests.factories.toegang import UserFactory


def test_changed_means_leave_an_entry(db):
    bijdrage = BijdrageFactory(soort=BijdrageSoort.TIJD, bedrag=None)
    bijdrage.omschrijving = "Werkkleding"
    bijdrage.save()

    entry = LogEntry.objects.get_for_object(bijdrage).get(action=LogEntry.Action.UPDATE)
    assert entry.changes == {"omschrijving": ["Cursusgeld", "Werkkleding"]}


def test_a_changed_text_leaves_who_and_not_what(db):
    door, tekst = UserFactory(), CanvasTekstFactory(tekst="Kanarietekst")
    tekst.tekst, tekst.gewijzigd_door = "Kanarietekst twee", door
    tekst.save()

    entries = LogEntry.objects.get_for_object(tekst)
    assert entries.get(action=LogEntry.Action.UPDATE).changes == {"gewijzigd_door": ["None", str(door.pk)]}
    assert "Kanarie" not in "".join(f"{entry.changes} {entry.object_repr}" for entry in entries)
