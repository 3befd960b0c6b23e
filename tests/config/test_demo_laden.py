"""Loading the demo: where it is refused, and all of it or nothing."""

import pytest
from django.core.management import CommandError, call_command

from config.demo.laden import load_demo
from partijen.models import Partij
from tests.config.test_demo import MODELS
from tests.factories.toegang import UserFactory
from toegang.models import User


@pytest.mark.django_db
def test_outside_the_demo_it_is_refused(settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="DEMO=1"):
        call_command("demo")
    assert User.objects.count() == 0


def test_a_load_that_fails_leaves_nothing(settings, db, monkeypatch):
    settings.DEMO = True

    def fail(**kwargs):
        raise RuntimeError

    monkeypatch.setattr("config.demo.laden._age_mail", fail)
    with pytest.raises(RuntimeError):
        load_demo()
    assert {model.__name__: model.objects.count() for model in MODELS} == {model.__name__: 0 for model in MODELS}


@pytest.mark.django_db
def test_the_demo_is_not_loaded_among_real_people(settings):
    settings.DEMO = True
    UserFactory()
    with pytest.raises(CommandError, match="other people"):
        call_command("demo")
    assert Partij.objects.count() == 0
