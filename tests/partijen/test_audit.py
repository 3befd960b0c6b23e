"""Who let whom in or out is written down."""

import pytest
from django.db import transaction
from django.urls import reverse

from partijen.models import Lidmaatschap, Uitnodiging
from tests.factories.toegang import UserFactory
from toegang.logregels import VERBORGEN
from toegang.models import Logregel, User


def test_letting_someone_go_leaves_an_entry_with_who_did_it(cast, login):
    lid = Lidmaatschap.objects.get(gebruiker=cast.lezer)

    login(cast.beheerder).post(reverse("partijen:lid_stop", args=[lid.pk]))

    entry = Logregel.objects.get_for_object(lid).get(action=Logregel.Action.UPDATE)
    assert (entry.actor, entry.changes) == (cast.beheerder, {"actief": ["True", "False"]})


def test_a_changed_party_leaves_an_entry(cast):
    cast.roc.plaats, cast.roc.soort = "Zeewijk", "overig"
    cast.roc.save()

    entry = Logregel.objects.get_for_object(cast.roc).get(action=Logregel.Action.UPDATE)
    assert entry.changes == {"plaats": [VERBORGEN, VERBORGEN], "soort": ["opleider", "overig"]}


def log_of(cast, login, partij, email):
    """Invite an address, and return what the inviter finds in the log of it, without the numbers of rows."""
    data = {"email": email, "naam": "Iemand", "functie": partij.functies[-1].value}
    assert login(cast.coordinator).post(reverse("partijen:lid_nieuw", args=[partij.pk]), data).status_code == 302
    lines = Logregel.objects.visible_to(cast.coordinator)
    found = {(line.handeling, line.object_repr.split()[0], tuple(line.changes or ())) for line in lines}
    return sorted(found), len(lines), Uitnodiging.objects.filter(partij=partij).count()


@pytest.mark.parametrize("party", ["waterstad", "netwerk"])
def test_the_log_of_an_inviter_does_not_tell_whether_an_address_had_an_account(cast, login, party):
    partij = getattr(cast, party)
    UserFactory(email="bekend@x.example")
    UserFactory(email="gesloten@x.example", is_active=False)
    found = {}
    for email in ("bekend@x.example", "gesloten@x.example", "nieuw@x.example"):
        with transaction.atomic():
            found[email] = log_of(cast, login, partij, email)
            transaction.set_rollback(True)
    said, _lines, invited = found["nieuw@x.example"]
    assert (("gemaakt", "uitnodiging") in {line[:2] for line in said}, invited) == (True, 1)
    assert list(found.values()) == [found["nieuw@x.example"]] * 3


def test_that_an_account_was_made_is_written_down_for_whoever_runs_leerwerk(cast, login):
    data = {"email": "nieuw@x.example", "naam": "Iemand", "functie": "lezer"}
    login(cast.coordinator).post(reverse("partijen:lid_nieuw", args=[cast.waterstad.pk]), data)
    made = Logregel.objects.get_for_object(User.objects.get(email="nieuw@x.example")).get()
    assert (made.handeling, made.actor, made.eigenaar) == ("gemaakt", cast.coordinator, None)
