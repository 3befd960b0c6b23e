"""The net under access: nothing can be added without a guard, a row in the matrix and a visible_to."""

import pytest
from django.apps import apps
from django.urls import URLPattern, URLResolver, get_resolver

from toegang.matrix import DERDEN, MATRIX, OPENBAAR, VAN_GEBRUIKER, VAN_HOUDER, Regel
from toegang.relaties import Relatie

APPS = ("toegang", "berichten", "partijen", "trajecten", "deelnemers", "canvas", "inzicht")
# Rows about a person's own account, reached by no address of ours.
WITHOUT_VISIBLE_TO = {
    "toegang.User",
    "toegang.Indiening",
    "berichten.Weigering",
    "berichten.Voorkeur",
    "berichten.Regelkeuze",
    "berichten.Agendalink",
    "berichten.Uitstel",
    "berichten.Hartslag",
}


def own_patterns(resolver=None, namespace="", prefix=""):
    for pattern in (resolver or get_resolver()).url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from own_patterns(pattern, pattern.namespace or namespace, route)
        elif isinstance(pattern, URLPattern) and not route.startswith(tuple(DERDEN)):
            yield f"{namespace}:{pattern.name}" if namespace else pattern.name, pattern.callback


def test_every_view_carries_a_guard():
    unguarded = [name for name, view in own_patterns() if not getattr(view, "toegang", False)]
    assert unguarded == []


def test_public_views_are_the_short_list():
    assert {name for name, view in own_patterns() if getattr(view, "openbaar", False)} == set(OPENBAAR)


def test_where_a_key_says_who_one_is_anyone_may_ask():
    assert {name for name in OPENBAAR if name.startswith("deelnemers:")} == VAN_HOUDER
    assert {name for name in OPENBAAR if name.startswith(("berichten:", "inzicht:"))} == VAN_GEBRUIKER


def test_urls_and_matrix_name_the_same_addresses():
    assert {name for name, _view in own_patterns()} - set(OPENBAAR) == set(MATRIX)


def test_every_rule_lets_someone_do_something():
    assert [name for name, regel in MATRIX.items() if not regel.methods] == []


@pytest.mark.parametrize("app", APPS)
def test_every_model_says_who_sees_it(app):
    models = {f"{app}.{model.__name__}": model for model in apps.get_app_config(app).get_models()}
    assert [n for n, m in models.items() if n not in WITHOUT_VISIBLE_TO and not hasattr(m.objects, "visible_to")] == []


def test_regel_gives_head_with_get_and_nothing_else():
    regel = Regel(lezen=frozenset({Relatie.LEZER}))
    assert regel.methods == {"GET", "HEAD"}
    assert regel.for_method("HEAD") == frozenset({Relatie.LEZER})
    assert regel.for_method("POST") == frozenset()
