"""A gemeente's name is its own: by that name its own sign-on finds it."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from partijen.models import GEMEENTE_NAAM_ONCE, Partij
from tests.factories.partijen import GemeenteFactory, PartijFactory

BEZET = "Er is al een gemeente met deze naam."


@pytest.mark.parametrize("naam", ["Waterstad", "WATERSTAD", " waterstad "])
def test_a_gemeente_does_not_take_the_name_of_another(cast, login, naam):
    refused = login(cast.vreemde).post(reverse("partijen:wijzig", args=[cast.heuvelrijk.pk]), {"naam": naam})
    cast.heuvelrijk.refresh_from_db()
    assert (refused.status_code, cast.heuvelrijk.naam) == (422, "Heuvelrijk")
    assert refused.context["form"].errors == {"naam": [BEZET]}
    assert f'value="{naam}"' in refused.text


def test_a_gemeente_keeps_its_name_or_writes_it_otherwise(cast, login):
    url = reverse("partijen:wijzig", args=[cast.heuvelrijk.pk])
    assert login(cast.vreemde).post(url, {"naam": "HEUVELRIJK", "plaats": "Heuvelrijk"}).status_code == 302


def test_a_name_taken_a_moment_ago_stands_beside_its_field(cast, login, monkeypatch):
    # Validation ran before the other gemeente had this name.
    monkeypatch.setattr("partijen.forms.PartijForm.clean_naam", lambda form: form.cleaned_data["naam"])
    monkeypatch.setattr("partijen.models.Partij.validate_constraints", lambda *_args, **_kwargs: None)
    refused = login(cast.vreemde).post(reverse("partijen:wijzig", args=[cast.heuvelrijk.pk]), {"naam": "waterstad"})
    assert (refused.status_code, refused.context["form"].errors) == (422, {"naam": [BEZET]})


def test_other_parties_may_bear_the_same_name(cast, login):
    PartijFactory(naam="Groenbedrijf")
    made = login(cast.coordinator).post(reverse("partijen:nieuw"), {"naam": "Groenbedrijf", "soort": "werkgever"})
    also = login(cast.coordinator).post(reverse("partijen:nieuw"), {"naam": "Waterstad", "soort": "werkgever"})
    assert (made.status_code, also.status_code) == (302, 302)


def test_the_database_keeps_it(cast):
    with pytest.raises(IntegrityError), transaction.atomic():
        GemeenteFactory(naam="waterSTAD")


def test_gemeentes_that_bear_one_name_are_told_apart_before_the_rule_begins(db):
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(f"DROP INDEX {GEMEENTE_NAAM_ONCE}")
        double = [("Bergen", "Bergen"), ("bergen", "Limburg"), ("BERGEN", ""), ("Bergen", "Limburg")]
        made = [GemeenteFactory(naam=naam, plaats=plaats) for naam, plaats in double]
        GemeenteFactory(naam="Alkmaar")
        PartijFactory(naam="Bergen")
        import_module("partijen.migrations.0005_gemeente_naam").name_apart(apps, None)
        named = list(Partij.objects.order_by("pk").values_list("naam", flat=True))
        transaction.set_rollback(True)
    assert named == [
        "Bergen",
        "bergen (Limburg)",
        f"BERGEN ({made[2].pk})",
        f"Bergen ({made[3].pk})",
        "Alkmaar",
        "Bergen",
    ]
