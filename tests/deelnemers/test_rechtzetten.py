"""What was entered on the wrong person goes, with what hangs on it; a wrong day becomes the right one."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from berichten.models import Bericht
from berichten.verzending import send_due
from deelnemers import rechtzetten
from deelnemers.checkins import correct, log
from deelnemers.models import Checkin, Deelname, Plaatsing, Signaal
from tests.factories.deelnemers import CheckinFactory, DeelnameFactory, PlaatsingFactory, SignaalFactory
from tests.factories.trajecten import AfspraakFactory, FaseFactory, RolinvullingFactory
from toegang.models import Logregel
from trajecten.afspraken import set_status
from trajecten.enums import Component
from trajecten.models import Afspraak

JA = {"bevestigd": "on"}


@pytest.fixture(autouse=True)
def still(monkeypatch):
    monkeypatch.setattr("berichten.outbox.wake_task", [].append)


@pytest.fixture
def deelname(cast):
    deelname = DeelnameFactory(traject__gemeente=cast.waterstad, mentor=cast.mentor)
    fase = FaseFactory(traject=deelname.traject, component=Component.BEGELEIDING)
    RolinvullingFactory(fase=fase, rol="mentor", partij=cast.maatwerk, status="toegezegd")
    return deelname


@pytest.fixture
def checkin(cast, deelname):
    """A check-in with a signal and an agreement, and another with both that stays."""
    made = [
        CheckinFactory(
            deelname=deelname,
            door=cast.mentor,
            wensen="Kanariewens",
            afspraak=AfspraakFactory(traject=deelname.traject, gemaakt_door=cast.mentor, wat="Kanarieafspraak"),
        )
        for _n in range(2)
    ]
    for one in made:
        SignaalFactory(checkin=one)
    return made[0]


def weg(rij):
    kind = "checkin" if isinstance(rij, Checkin) else "plaatsing"
    return reverse(f"deelnemers:{kind}_weg", args=[rij.pk])


@pytest.mark.parametrize("who", ["coordinator", "klantmanager", "mentor"])
def test_a_check_in_on_the_wrong_person_goes_with_its_signal_and_agreement(cast, login, checkin, who):
    client = login(cast.people[who])
    page = client.get(weg(checkin)).text
    assert ("Kanarieafspraak" in page, "Het signaal aan de coördinator" in page, "Kanariewens" in page) == (
        *(True, True),
        False,
    )
    assert client.post(weg(checkin)).status_code == 422
    assert Checkin.objects.count() == 2

    assert client.post(weg(checkin), JA).url == reverse("deelnemers:checkins")

    [left] = Checkin.objects.all()
    assert left.pk != checkin.pk
    assert list(Signaal.objects.values_list("checkin", flat=True)) == [left.pk]
    assert list(Afspraak.objects.values_list("pk", flat=True)) == [left.afspraak_id]
    assert client.get(weg(checkin)).status_code == 404


def test_that_it_went_is_in_the_log_with_whom_it_was_about(cast, login, checkin):
    login(cast.mentor).post(weg(checkin), JA)
    lines = Logregel.objects.filter(handeling="verwijderd").order_by("pk")
    assert [(r.content_type.model, r.actor, r.eigenaar, r.betrokkene) for r in lines] == [
        (kind, cast.mentor, cast.waterstad.pk, checkin.deelname.deelnemer_id)
        for kind in ("signaal", "checkin", "afspraak")
    ]
    assert "Kanarie" not in "".join(str(r.changes) for r in lines)


def test_no_mail_goes_out_about_what_is_gone(cast, deelname):
    gegevens = {
        **dict.fromkeys(("werk", "taal", "leren", "praktisch"), 1),
        "datum": timezone.localdate(),
        "wijze": "telefoon",
        "wensen": "",
        "knelpunten": "",
        "coordinator_nodig": True,
    }
    made = log(deelname=deelname, door=cast.mentor, gegevens=gegevens)
    assert Bericht.objects.filter(soort="signaal").count() == 1
    rechtzetten.remove_checkin(made)
    send_due()
    assert mail.outbox == []


@pytest.mark.parametrize(("who", "status"), [("lezer", 403), ("beheerder", 404), ("werkgever", 404), ("vreemde", 404)])
def test_nobody_else_takes_a_check_in_away(cast, login, checkin, who, status):
    assert login(cast.people[who]).post(weg(checkin), JA).status_code == status
    assert Checkin.objects.count() == 2


def test_a_mentor_takes_no_check_in_of_another_away(cast, login, checkin):
    other = CheckinFactory(deelname=checkin.deelname, door=cast.klantmanager)
    assert login(cast.mentor).post(weg(other), JA).status_code == 403


def test_a_placement_on_the_wrong_person_goes(cast, login, deelname):
    wrong, right = (
        PlaatsingFactory(deelname=deelname, werkgever=cast.installatie, start=date(2026, month, 1)) for month in (9, 10)
    )
    client = login(cast.klantmanager)
    assert "Installatie BV" in client.get(weg(wrong)).text
    assert client.post(weg(wrong)).status_code == 422
    assert client.post(weg(wrong), JA).url == reverse("deelnemers:detail", args=[deelname.deelnemer_id])
    assert list(Plaatsing.objects.all()) == [right]
    regel = Logregel.objects.get(handeling="verwijderd")
    assert (regel.content_type.model, regel.actor, regel.betrokkene) == (
        "plaatsing",
        cast.klantmanager,
        deelname.deelnemer_id,
    )


@pytest.mark.parametrize("verb", [rechtzetten.remove_checkin, rechtzetten.remove_plaatsing])
def test_twice_takes_away_once(cast, deelname, verb):
    kind = CheckinFactory if verb is rechtzetten.remove_checkin else PlaatsingFactory
    wrong, _right = kind(deelname=deelname), kind(deelname=deelname)
    again = type(wrong).objects.get(pk=wrong.pk)
    verb(wrong)
    verb(again)
    assert type(again).objects.count() == 1


def test_the_pages_lead_there_only_for_who_may(cast, login, checkin):
    url = reverse("deelnemers:checkin_detail", args=[checkin.pk])
    assert weg(checkin) in login(cast.mentor).get(url).text
    assert weg(checkin) not in login(cast.lezer).get(url).text
    plaatsing = PlaatsingFactory(deelname=checkin.deelname, werkgever=cast.installatie)
    file = reverse("deelnemers:detail", args=[checkin.deelname.deelnemer_id])
    datums = reverse("deelnemers:deelname_datums", args=[checkin.deelname_id])
    assert [part in login(cast.klantmanager).get(file).text for part in (weg(plaatsing), datums)] == [True, True]
    assert [part in login(cast.lezer).get(file).text for part in (weg(plaatsing), datums)] == [False, False]


# --- the days of a participation


def days(deelname, client, **gegevens):
    return client.post(reverse("deelnemers:deelname_datums", args=[deelname.pk]), gegevens)


def test_the_days_of_one_that_ended_are_set_right_and_the_term_follows(cast, login):
    deelname = DeelnameFactory(traject__gemeente=cast.waterstad, status="gestopt", beeindigd_op=date(2026, 10, 9))
    answer = days(
        *(deelname, login(cast.coordinator)),
        aangemeld_op="2026-08-01",
        actief_sinds="2026-08-15",
        beeindigd_op="2026-10-01",
    )
    assert answer.url == reverse("deelnemers:detail", args=[deelname.deelnemer_id])
    deelname.refresh_from_db()
    assert [deelname.aangemeld_op, deelname.actief_sinds, deelname.beeindigd_op] == [
        date(2026, 8, 1),
        date(2026, 8, 15),
        date(2026, 10, 1),
    ]
    regel = Logregel.objects.get(handeling="gewijzigd")
    assert (sorted(regel.changes), regel.betrokkene) == (
        ["aangemeld_op", "actief_sinds", "beeindigd_op"],
        deelname.deelnemer_id,
    )


def test_only_days_that_there_are_can_be_set_right(cast, login):
    deelname = DeelnameFactory(traject__gemeente=cast.waterstad, status="aangemeld", actief_sinds=None)
    url = reverse("deelnemers:deelname_datums", args=[deelname.pk])
    assert list(login(cast.coordinator).get(url).context["form"].fields) == ["aangemeld_op"]
    given = {"aangemeld_op": "2026-08-01", "actief_sinds": "2026-08-02", "beeindigd_op": "2026-08-03"}
    assert days(deelname, login(cast.coordinator), **given).status_code == 302
    deelname.refresh_from_db()
    assert [deelname.aangemeld_op, deelname.actief_sinds, deelname.beeindigd_op] == [date(2026, 8, 1), None, None]


MORGEN = (timezone.localdate() + timedelta(days=1)).isoformat()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"beeindigd_op": "2026-08-31"}, "kan niet eindigen voordat die begon"),
        ({"beeindigd_op": MORGEN}, "nog niet geweest"),
        ({"aangemeld_op": MORGEN}, "nog niet geweest"),
        ({"aangemeld_op": "2026-10-03", "actief_sinds": "2026-10-03"}, "Er is een check-in van 1 oktober 2026"),
        ({"beeindigd_op": ""}, "verplicht"),
        ({"aangemeld_op": "0026-09-01"}, "vanaf 1 januari 2015"),
    ],
)
def test_days_that_cannot_be_are_refused_beside_their_field(cast, login, wrong, words):
    deelname = DeelnameFactory(traject__gemeente=cast.waterstad, status="gestopt", beeindigd_op=date(2026, 10, 9))
    CheckinFactory(deelname=deelname, datum=date(2026, 10, 1))
    given = {"aangemeld_op": "2026-09-01", "actief_sinds": "2026-09-01", "beeindigd_op": "2026-10-09"} | wrong
    answer = days(deelname, login(cast.coordinator), **given)
    assert answer.status_code == 422
    assert words in str(answer.context["form"].errors)
    assert set(answer.context["form"].errors) <= set(wrong)
    assert Deelname.objects.get().beeindigd_op == date(2026, 10, 9)


# --- whom an agreement is about


def test_a_changed_agreement_of_a_check_in_says_in_the_log_whom_it_is_about(cast, checkin):
    velden = ("datum", "wijze", "werk", "taal", "leren", "praktisch", "wensen", "knelpunten", "coordinator_nodig")
    gegevens = {veld: getattr(checkin, veld) for veld in velden}
    correct(checkin, gegevens=gegevens | {"afspraak_wat": "Anders", "afspraak_datum": date(2026, 10, 5)})
    set_status(Afspraak.objects.get(pk=checkin.afspraak_id), "gedaan")
    lines = Logregel.objects.get_for_object(checkin.afspraak).filter(handeling="gewijzigd")
    assert [r.betrokkene for r in lines] == [checkin.deelname.deelnemer_id] * 2


def test_an_agreement_about_nobody_stays_so(cast):
    afspraak = AfspraakFactory(traject__gemeente=cast.waterstad)
    set_status(afspraak, "gedaan")
    assert Logregel.objects.get_for_object(afspraak).latest("pk").betrokkene is None


@pytest.mark.postgresql
def test_so_it_does_where_who_keeps_it_may_not_see_the_check_in(cast, login, checkin):
    """Under row security, as a partner's request runs."""
    Afspraak.objects.filter(pk=checkin.afspraak_id).update(persoon=cast.verbinder)
    fase = checkin.deelname.traject.fasen.get()
    RolinvullingFactory(fase=fase, rol="verbinder", partij=cast.netwerk, status="toegezegd")
    url = reverse("trajecten:afspraak_status", args=[checkin.afspraak_id])
    assert login(cast.verbinder).post(url, {"status": "gedaan"}).status_code == 302
    regel = Logregel.objects.get_for_object(checkin.afspraak).get(handeling="gewijzigd")
    assert (regel.actor, regel.eigenaar, regel.betrokkene) == (
        cast.verbinder,
        cast.waterstad.pk,
        checkin.deelname.deelnemer_id,
    )
