import pytest
from django.db import IntegrityError

from tests.factories.toegang import UserFactory
from toegang.models import User


def test_two_spellings_of_an_address_are_one_person(db):
    UserFactory(email="Amina@Waterstad.example")
    assert User.objects.get_by_natural_key("AMINA@waterstad.example").email == "amina@waterstad.example"
    with pytest.raises(IntegrityError):
        User.objects.bulk_create([User(email="AMINA@waterstad.example", naam="Dubbel")])
