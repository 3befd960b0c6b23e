"""The report on what remains: made on the demo alone, and nothing is different afterwards."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from config.demo.laden import load_demo
from deelnemers.anonimiseren import REGELS
from deelnemers.models import Checkin, Deelnemer
from toegang.models import Logregel


def counts():
    return [model.objects.count() for model in (Checkin, Deelnemer, Logregel)]


def test_it_lists_every_field_and_undoes_everything(db, settings):
    settings.DEMO = True
    load_demo()
    before = (counts(), list(Deelnemer.objects.order_by("pk").values()))
    out = StringIO()
    call_command("bewaarproef", stdout=out)
    lines = out.getvalue().splitlines()
    fields = {tuple(line.split(" | ")[i].strip("| ") for i in (0, 3)) for line in lines if line.count(" | ") == 6}
    assert {(label, veld) for label, regel in REGELS.items() for veld in regel.velden} <= fields
    assert "The 64 other participants: unchanged." in lines
    # Both papers were made, and weighed with the person in them.
    papers = {line.split(" | ")[0]: line for line in lines if line.startswith(("| JSON", "| PDF"))}
    assert sorted(papers) == ["| JSON", "| PDF"]
    assert [line.split(" | ")[-1] for line in papers.values()] == ["achternaam, kenmerk, telefoon, email |"] * 2
    assert [line for line in lines if line.startswith(("| Before |", "| After |"))] == [
        "| Before | 1 | 1 |",
        "| After | 0 | 0 |",
    ]
    # Of what tells this person from the others nothing was found afterwards.
    assert [line.split(" | ")[-1] for line in lines if line.count(" | ") == 2 and "mark" not in line.lower()][
        -6:-2
    ] == ["0 |"] * 4
    assert (counts(), list(Deelnemer.objects.order_by("pk").values())) == before


def test_it_shows_no_file_outside_the_demo(db, settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="invented people only"):
        call_command("bewaarproef")
