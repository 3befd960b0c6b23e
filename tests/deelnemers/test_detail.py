"""The file of one participant: each sees what their role needs, and it is written down."""

import pytest
from django.urls import reverse

from tests.factories.deelnemers import (
    CheckinFactory,
    DeelnameFactory,
    DeelnemerFactory,
    PlaatsingFactory,
    VoortgangFactory,
    WensFactory,
)
from toegang.models import Logregel

GEHEIM = {
    "achternaam": "Haddad",
    "kenmerk": "W-77",
    "email": "samira@voorbeeld.example",
    "telefoon": "0612345678",
    "uren": "24 uur per week</dd>",
    "thuis": "Kinderopvang nodig",
    "checkin": "Laatste check-ins",
    "voortgang": "Voortgang per fase",
    "ander werk": "Anderwerk BV",
    "eigen werk": "Installatie BV",
    "taal": "B1",
}


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        ("coordinator", set(GEHEIM)),
        ("klantmanager", set(GEHEIM)),
        ("lezer", set(GEHEIM)),
        ("mentor", set(GEHEIM) - {"kenmerk"}),
        ("opleider", {"achternaam", "uren", "voortgang", "taal"}),
        ("taal", {"achternaam", "uren", "voortgang", "taal"}),
        ("werkgever", {"eigen werk", "taal"}),
    ],
)
def test_detail_shows_each_what_their_role_needs(cast, login, samira, who, seen):
    page = login(cast.people[who]).get(reverse("deelnemers:detail", args=[samira.pk])).text
    main = page[page.index("<main") :].replace("<dd>24 uur per week</dd>", "24 uur per week</dd>")
    assert {name for name, text in GEHEIM.items() if text in main} == seen


@pytest.mark.parametrize("who", ["vreemde", "verbinder", "expert", "beheerder"])
def test_detail_is_not_there_for_others(cast, login, samira, who):
    assert login(cast.people[who]).get(reverse("deelnemers:detail", args=[samira.pk])).status_code == 404


def test_detail_writes_down_who_read_it(cast, login, samira):
    login(cast.lezer).get(reverse("deelnemers:detail", args=[samira.pk]))
    entry = Logregel.objects.get(handeling="inzien")
    assert (entry.actor, entry.object_pk) == (cast.lezer, str(samira.pk))


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_detail_costs_the_same_queries_for_any_number_of_rows(cast, login, rows, django_assert_num_queries):
    deelnemer = DeelnemerFactory(gemeente=cast.waterstad)
    for _ in range(rows):
        deelname = DeelnameFactory(deelnemer=deelnemer, traject__gemeente=cast.waterstad, mentor=cast.mentor)
        VoortgangFactory(deelname=deelname)
        PlaatsingFactory(deelname=deelname)
        CheckinFactory(deelname=deelname)
        WensFactory(deelname=deelname)
    client = login(cast.coordinator)
    client.get(reverse("deelnemers:detail", args=[deelnemer.pk]))
    # session, user, memberships; participant, one for relations; log; participations, three of theirs; check-ins
    with django_assert_num_queries(12):
        client.get(reverse("deelnemers:detail", args=[deelnemer.pk]))


def test_detail_of_a_newcomer_says_what_to_do(cast, login):
    deelnemer = DeelnemerFactory(gemeente=cast.waterstad)
    page = login(cast.coordinator).get(reverse("deelnemers:detail", args=[deelnemer.pk])).text
    assert "Doet nog niet mee aan een traject" in page
    assert "Er zijn nog geen check-ins" in page
