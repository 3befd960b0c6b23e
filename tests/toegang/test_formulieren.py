"""A double click saves once: that holds for every form that carries a stamp, so every form must."""

import ast
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

FORM = re.compile(r"<form\b[^>]*method=\"post\"[^>]*>.*?</form>", re.DOTALL)
# Signing in and out, and how one does, is allauth's; "I am still here", or a language, said twice is said once.
VAN_DERDEN = (
    "toegang:blijf",
    "toegang:taal",
    "account_",
    "mfa_",
    "usersessions_",
    "{{ action_url }}",
    "{% block action %}",
)

APPS = ("toegang", "berichten", "partijen", "trajecten", "deelnemers", "canvas", "inzicht", "config")


def post_forms():
    folder = Path(settings.BASE_DIR, "templates")
    for path in sorted(folder.rglob("*.html")):
        name = str(path.relative_to(folder))
        for form in FORM.findall(path.read_text()):
            # An invitation works once by itself, and its bearer may have no account to stamp; nor has who signs in, nor
            # a participant, whose wishes said twice are said once, nor a mail program that stops reminders.
            anonymous = name.startswith(
                (
                    "partijen/uitnodiging_",
                    "socialaccount/",
                    "eigenpagina/_wensen",
                    "berichten/afmelden",
                    "berichten/afhandelen",
                )
            )
            if not anonymous or "akkoord" in name:
                yield name, form


def test_every_form_that_writes_carries_a_stamp_and_a_token():
    forms = list(post_forms())
    assert len(forms) > 10
    assert [name for name, form in forms if "{% csrf_token %}" not in form] == []
    own = [(name, form) for name, form in forms if not any(action in form for action in VAN_DERDEN)]
    assert [name for name, form in own if "{% indiening %}" not in form] == []


def asked_by_truth(tree):
    """Return the lines that ask whether anything was posted by whether `request.POST` holds anything."""
    tests = [
        part
        for node in ast.walk(tree)
        for part in (getattr(node, "values", ()) if isinstance(node, ast.BoolOp) else (getattr(node, "test", None),))
    ]
    tests += [node.operand for node in ast.walk(tree) if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not)]
    return [part.lineno for part in tests if isinstance(part, ast.Attribute) and part.attr == "POST"]


@pytest.mark.parametrize(
    "line",
    ["F(request.POST or None)", "F(request.POST if request.POST else None)", "if request.POST: pass", "not r.POST"],
)
def test_what_the_next_test_looks_for_is_found(line):
    assert asked_by_truth(ast.parse(line)) == [1]
    assert asked_by_truth(ast.parse('x = request.POST if request.method == "POST" else None')) == []


def test_no_form_is_bound_by_what_is_in_it():
    """An empty POST would get the page of a GET: every value of a file, and by a method that is no reading."""
    files = [path for app in APPS for path in Path(settings.BASE_DIR, app).rglob("*.py")]
    assert len(files) > 100
    assert {str(path): lines for path in files if (lines := asked_by_truth(ast.parse(path.read_text())))} == {}


def test_the_frame_of_a_page_costs_three_queries(cast, login, django_assert_num_queries):
    client = login(cast.coordinator)
    with django_assert_num_queries(3):  # session, person, memberships
        assert client.get("/bestaat-niet/").status_code == 404


def test_a_page_names_where_someone_is(cast, login):
    assert 'aria-current="page">Partijen' in login(cast.coordinator).get(reverse("partijen:lijst")).text
