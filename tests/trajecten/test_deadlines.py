"""Among many open deadlines the few that are due are found by an index; `make bench-deadlines` takes the time."""

from datetime import timedelta

import pytest
from django.utils import timezone

from bench.deadlines.meten import INDEXEN, questions
from bench.deadlines.vullen import NU, fill
from berichten.herinneringen import all_rules
from trajecten.models import Traject

OPEN = 20_000


@pytest.fixture(scope="module")
def many_open(django_db_setup, django_db_blocker):
    """Open deadlines of each sort, filled once, and emptied again after the last test of this module."""
    from django.core.management import call_command  # noqa: PLC0415

    with django_db_blocker.unblock():
        fill(OPEN)
        yield
        call_command("flush", interactive=False, verbosity=0)


@pytest.mark.postgresql
@pytest.mark.parametrize("code", [*sorted(code for code, index in INDEXEN.items() if index), "outbox"])
@pytest.mark.django_db
def test_what_is_due_is_found_by_its_index(many_open, code):
    vraag = next(vraag for vraag in questions() if vraag.code == code)
    vraag.plan = vraag.query().explain()
    assert vraag.index in vraag.gebruikt, vraag.plan
    assert len(vraag.query()) == NU


@pytest.mark.postgresql
@pytest.mark.django_db
def test_choice_of_a_gemeente_is_found_by_the_same_index(many_open):
    today = timezone.localdate()
    for rule in all_rules():
        if INDEXEN[rule.code]:
            days = rule.dagen.gewoon if rule.dagen else 0
            found = rule.due(today, timedelta(days=days))
            own = Traject.objects.values_list("gemeente", flat=True)[:1].get()
            for chosen in (
                found.filter(**{f"{rule.eigenaar}__in": [own]}),
                found.exclude(**{f"{rule.eigenaar}__in": [0]}),
            ):
                plan = chosen.explain()
                assert INDEXEN[rule.code] in plan, f"{rule.code}\n{plan}"


def test_every_rule_says_by_which_index_it_finds():
    assert set(INDEXEN) == {rule.code for rule in all_rules()}
