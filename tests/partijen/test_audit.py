"""Who let whom in or out is written down."""

from django.urls import reverse

from partijen.models import Lidmaatschap
from toegang.logregels import VERBORGEN
from toegang.models import Logregel


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
