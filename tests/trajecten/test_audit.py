"""What happens to a trajectory is written down with who did it."""

from django.urls import reverse

from tests.factories.trajecten import AfspraakFactory, FaseFactory, RolinvullingFactory
from toegang.models import Logregel


def changes(obj):
    return [(entry.actor, entry.changes) for entry in Logregel.objects.get_for_object(obj).order_by("pk")[1:]]


def test_starting_a_phase_leaves_an_entry_with_who_did_it(cast, login):
    fase = FaseFactory(traject__gemeente=cast.waterstad)

    login(cast.coordinator).post(reverse("trajecten:fase_start", args=[fase.pk]), {"op": "2026-09-03"})

    changed = {"status": ["gepland", "lopend"], "werkelijke_start": ["None", "2026-09-03"]}
    assert changes(fase) == [(cast.coordinator, changed)]


def test_an_answer_leaves_an_entry_with_who_gave_it(cast, login):
    rij = RolinvullingFactory(fase__traject__gemeente=cast.waterstad, gevraagd=True, partij=cast.installatie)

    login(cast.werkgever).post(reverse("trajecten:rol_antwoord", args=[rij.pk]), {"antwoord": "ja"})

    assert changes(rij) == [(cast.werkgever, {"status": ["gevraagd", "toegezegd"]})]


def test_an_agreement_is_written_down_from_the_first(db):
    [entry] = Logregel.objects.get_for_object(AfspraakFactory())
    assert entry.action == Logregel.Action.CREATE
