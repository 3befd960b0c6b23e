"""Imports go one way, and so do reverse ORM paths, which import-linter can't see."""

import re
from pathlib import Path

from django.apps import apps
from django.conf import settings

LAGEN = ("toegang", "berichten", "partijen", "trajecten", "deelnemers", "canvas", "inzicht")
# A relation that crosses rooms and keeps its way back, because the room that declares it uses that way itself.
TERUGWEGEN = {"partijen.Lidmaatschap.gebruiker": "lidmaatschappen"}


def crossing_relations():
    for app in LAGEN:
        for model in apps.get_app_config(app).get_models():
            for field in model._meta.get_fields():
                if field.many_to_one or (field.one_to_one and field.concrete):
                    target = field.related_model._meta.app_label
                    if target in LAGEN and target != app:
                        yield f"{app}.{model.__name__}.{field.name}", app, target, field


def test_relations_point_down():
    assert [name for name, app, target, _f in crossing_relations() if LAGEN.index(target) > LAGEN.index(app)] == []


def test_relations_across_rooms_have_no_way_back():
    open_ways = {
        name: f.remote_field.related_name for name, _a, _t, f in crossing_relations() if not f.remote_field.hidden
    }
    assert open_ways == TERUGWEGEN


def test_ways_back_are_used_by_no_lower_room():
    def lower_sources(name):
        for lower in LAGEN[: LAGEN.index(name.split(".")[0])]:
            yield from Path(settings.BASE_DIR, lower).rglob("*.py")

    used = [
        f"{path.name}: {way}"
        for name, way in TERUGWEGEN.items()
        for path in lower_sources(name)
        if re.search(rf"\b{way}\b", path.read_text())
    ]
    assert used == []
