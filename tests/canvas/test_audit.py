"""What changes on the Canvas is written down, without what was taken off it."""

from canvas.enums import BijdrageSoort
from tests.factories.canvas import BijdrageFactory, CanvasTekstFactory
from tests.factories.toegang import UserFactory
from toegang.logregels import VERBORGEN
from toegang.models import Logregel


def test_changed_means_leave_an_entry(db):
    bijdrage = BijdrageFactory(soort=BijdrageSoort.TIJD, bedrag=None)
    bijdrage.omschrijving = "Werkkleding"
    bijdrage.save()

    entry = Logregel.objects.get_for_object(bijdrage).get(action=Logregel.Action.UPDATE)
    assert entry.changes == {"omschrijving": [VERBORGEN, VERBORGEN]}


def test_a_changed_text_leaves_who_and_not_what(db):
    door, tekst = UserFactory(), CanvasTekstFactory(tekst="Kanarietekst")
    tekst.tekst, tekst.gewijzigd_door = "Kanarietekst twee", door
    tekst.save()

    entries = Logregel.objects.get_for_object(tekst)
    assert entries.get(action=Logregel.Action.UPDATE).changes == {
        "gewijzigd_door": ["None", str(door.pk)],
        "tekst": [VERBORGEN, VERBORGEN],
    }
    assert "Kanarie" not in "".join(f"{entry.changes} {entry.object_repr}" for entry in entries)
