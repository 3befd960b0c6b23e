"""Mails that are taken up together stay mails by themselves: none waits for, or falls with, another."""

import threading

import pytest
from django.core import mail
from django.db import connection

from berichten.enums import BerichtStatus
from berichten.herinneringen import Herinnering
from berichten.models import Bericht, Regelkeuze
from berichten.soorten import BerichtSoort, Mail, _soorten, register, zaak_of
from berichten.tempo import Tempo
from berichten.verzending import send_due
from tests.berichten.conftest import START
from toegang.models import User

S = BerichtStatus


@pytest.fixture(autouse=True)
def together(monkeypatch, time_machine, woken):
    """All that waits is taken up at once, and nothing grows old."""
    time_machine.move_to(START, tick=False)
    monkeypatch.setattr(Tempo, "next", lambda _tempo, _now: 50)
    monkeypatch.setattr(Tempo, "is_over", lambda _tempo: False)


def held():
    return list(Bericht.objects.filter(status=S.BEZIG))


def test_each_leaves_by_itself_and_nothing_stays_claimed(write):
    for over in "abc":
        write(over)
    assert send_due() == 3
    assert [sent.subject for sent in mail.outbox] == ["Over a", "Over b", "Over c"]
    assert set(Bericht.objects.values_list("status", "pogingen", "geclaimd_op")) == {(S.VERZONDEN, 1, None)}


def test_what_was_taken_up_beside_a_failure_is_given_back_untried(write, proef):
    proef.broken = {"b"}
    rows = [write(over) for over in "abc"]
    seen = []
    proef.meanwhile = lambda bericht: seen.append((bericht.pk, bericht.pogingen))
    assert send_due() == 2
    assert seen == [(row.pk, 1) for row in rows]
    assert list(Bericht.objects.order_by("pk").values_list("status", "pogingen")) == [
        (S.VERZONDEN, 1),
        (S.WACHT, 1),
        (S.VERZONDEN, 1),
    ]


def test_what_grew_old_is_looked_up_again(write, proef, monkeypatch):
    monkeypatch.setattr(Tempo, "is_over", lambda _tempo: True)
    for over in "abc":
        write(over)
    claims = []
    proef.meanwhile = lambda _bericht: claims.append(len(held()))
    assert send_due() == 3
    # The first beside the two that are given back, the second beside one.
    assert claims == [3, 2, 1]
    assert set(Bericht.objects.values_list("status", "pogingen")) == {(S.VERZONDEN, 1)}


def test_worker_that_breaks_off_gives_back_what_it_did_not_try(write, proef):
    rows = [write(over) for over in "abc"]

    def stop(bericht):
        if bericht.pk == rows[1].pk:
            raise KeyboardInterrupt

    proef.meanwhile = stop
    with pytest.raises(KeyboardInterrupt):
        send_due()
    found = list(Bericht.objects.order_by("pk").values_list("status", "pogingen", "geclaimd_op"))
    assert found == [(S.VERZONDEN, 1, None), (S.BEZIG, 1, START), (S.WACHT, 0, None)]


def test_what_was_tried_before_is_taken_up_alone(write, proef):
    """It may be what killed its worker: then it takes no other along."""
    for over, pogingen in (("a", 0), ("b", 1), ("c", 0), ("d", 0)):
        write(over, pogingen=pogingen)
    claims = []
    proef.meanwhile = lambda _bericht: claims.append(len(held()))
    assert send_due() == 4
    assert claims == [1, 1, 2, 1]


def test_slow_worker_gives_back_only_what_is_still_its_own(write, proef):
    rows = [write(over) for over in "ab"]

    def taken_over(bericht):
        if bericht.pk == rows[0].pk:
            Bericht.objects.filter(pk=rows[1].pk).update(status=S.VERZONDEN, verzonden_op=START, geclaimd_op=None)
            raise TimeoutError

    proef.meanwhile = taken_over
    send_due()
    assert list(Bericht.objects.order_by("pk").values_list("status", "pogingen")) == [(S.WACHT, 1), (S.VERZONDEN, 1)]


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_workers_that_take_up_the_same_send_each_mail_once(write):
    for over in range(40):
        write(str(over))
    gate, sent = threading.Barrier(2), []

    def work():
        gate.wait()
        sent.append(send_due())
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sum(sent) == len(mail.outbox) == 40
    assert len({message.subject for message in mail.outbox}) == 40
    assert set(Bericht.objects.values_list("status", "pogingen")) == {(S.VERZONDEN, 1)}


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_each_mail_more_costs_one_statement(write, rows, django_assert_num_queries):
    for over in range(rows):
        write(str(over))
    with django_assert_num_queries(12 + rows):
        assert send_due() == rows


@pytest.fixture
def found():
    """A kind that looks up what its mails are about for all of them at once, and how it was asked."""
    asked = []

    def find(berichten):
        asked.append(len(berichten))
        if len(berichten) > 1 and any(bericht.gegevens["over"] == "kapot" for bericht in berichten):
            raise ValueError
        return {bericht.pk: bericht.gegevens["over"] for bericht in berichten if bericht.gegevens["over"] != "weg"}

    register(
        BerichtSoort(
            code="proefvondst",
            find=find,
            still_due=lambda bericht: zaak_of(bericht, find) is not None,
            render=lambda bericht: Mail(onderwerp=zaak_of(bericht, find), alineas=(), knop="Kijk", pad="/"),
        )
    )
    yield asked
    del _soorten["proefvondst"]


def test_what_mails_are_about_is_looked_up_once_for_all(write, found):
    for over in ("een", "weg", "twee"):
        write(over, soort="proefvondst")
    assert send_due() == 2
    assert found == [3]
    assert [sent.subject for sent in mail.outbox] == ["een", "twee"]


def test_what_can_not_be_looked_up_together_is_looked_up_by_itself(write, found):
    for over in ("een", "kapot"):
        write(over, soort="proefvondst")
    assert send_due() == 2


@pytest.mark.parametrize("aan", [True, False])
def test_rule_looks_up_for_many_by_what_each_gemeente_chose(write, aan):
    rule = Herinnering(
        code="proefregel",
        naam="Proef",
        due=lambda _today, _dagen: User.objects.all(),
        deadline=lambda _user: START.date(),
        recipients=lambda user: [user],
        eigenaar="pk",
        render=lambda _user: None,
    )
    berichten = [write(str(n), soort="proefregel") for n in range(3)]
    for bericht in berichten:
        bericht.eigenaar = bericht.ontvanger_id
        bericht.gegevens = {"id": bericht.ontvanger_id, "datum": START.date().isoformat()}
    Regelkeuze.objects.create(eigenaar=berichten[1].eigenaar, code="proefregel", aan=aan)
    told = [bericht for bericht in berichten if aan or bericht is not berichten[1]]
    assert rule.find(berichten) == {bericht.pk: bericht.ontvanger for bericht in told}
    assert [rule.still_due(bericht) for bericht in berichten] == [True, aan, True]
