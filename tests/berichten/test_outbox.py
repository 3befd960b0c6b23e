import threading

import pytest
from django.db import connection, transaction

from berichten.enums import MAX_POGINGEN, BerichtStatus
from berichten.fouten import BerichtFout
from berichten.models import Bericht
from berichten.outbox import Aanvraag, enqueue, enqueue_many, retry
from tests.factories.toegang import UserFactory

S = BerichtStatus


def aanvraag(over, ontvanger, **fields):
    return Aanvraag(soort="proef", sleutel=over, ontvanger=ontvanger, gegevens={"over": over}, **fields)


@pytest.fixture
def jo(db):
    return UserFactory()


def test_enqueue_twice_writes_once_and_wakes_once(proef, jo, woken, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        new = [enqueue(soort="proef", sleutel="1:2026-12-01", ontvanger=jo, gegevens={}) for _ in range(2)]
    assert new == [True, False]
    assert Bericht.objects.count() == 1
    assert woken == ["berichten.tasks.verstuur_wachtende"]


def test_enqueue_of_another_date_or_person_is_new(proef, jo):
    for sleutel, ontvanger in [("1:2026-12-01", jo), ("1:2026-12-02", jo), ("1:2026-12-01", UserFactory())]:
        assert enqueue(soort="proef", sleutel=sleutel, ontvanger=ontvanger, gegevens={})


def test_enqueue_of_an_unknown_kind_fails_with_its_author(jo):
    with pytest.raises(KeyError):
        enqueue(soort="onbekend", sleutel="1", ontvanger=jo, gegevens={})


def test_mail_of_a_transaction_that_fails_is_not_there(proef, jo):
    with transaction.atomic():
        enqueue(soort="proef", sleutel="1", ontvanger=jo, gegevens={})
        transaction.set_rollback(True)
    assert not Bericht.objects.exists()


def test_enqueue_of_what_lapsed_unsent_waits_again(write, jo, proef):
    enqueue(soort="proef", sleutel="1", ontvanger=jo, gegevens={})
    Bericht.objects.update(status=S.VERVALLEN, pogingen=1)
    assert enqueue(soort="proef", sleutel="1", ontvanger=jo, gegevens={})
    assert list(Bericht.objects.values_list("status", "pogingen")) == [("wacht", 0)]


@pytest.mark.parametrize("status", [S.VERZONDEN, S.MISLUKT])
def test_enqueue_leaves_what_was_sent_or_given_up(proef, jo, status):
    enqueue(soort="proef", sleutel="1", ontvanger=jo, gegevens={})
    Bericht.objects.update(status=status, verzonden_op="2026-11-24T09:00Z")
    assert not enqueue(soort="proef", sleutel="1", ontvanger=jo, gegevens={})
    assert Bericht.objects.get().status == status


def test_enqueue_many_adds_only_what_is_new(proef, jo):
    assert enqueue_many([aanvraag("een", jo), aanvraag("twee", jo), aanvraag("een", jo)]) == 2
    assert enqueue_many([aanvraag("twee", jo), aanvraag("drie", jo)]) == 1
    assert Bericht.objects.count() == 3


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_enqueue_many_costs_the_same_queries(proef, jo, rows, django_assert_num_queries):
    with django_assert_num_queries(4):
        enqueue_many([aanvraag(str(over), jo) for over in range(rows)])


def test_retry_starts_over(write):
    bericht = write(status=S.MISLUKT, pogingen=MAX_POGINGEN, fout="De mailserver is niet bereikbaar.")
    retry(bericht)
    bericht.refresh_from_db()
    assert (bericht.status, bericht.pogingen, bericht.fout) == (S.WACHT, 0, "")


@pytest.mark.parametrize("status", [S.WACHT, S.VERVALLEN])
def test_retry_of_what_did_not_fail_is_refused(write, status):
    bericht = write(status=status)
    with pytest.raises(BerichtFout, match="niet mislukt"):
        retry(bericht)


def test_states_follow_one_another():
    assert {status: status.may_become for status in S} == {
        S.WACHT: {S.BEZIG, S.VERVALLEN},
        S.BEZIG: {S.WACHT, S.VERZONDEN, S.VERVALLEN, S.MISLUKT},
        S.VERZONDEN: {S.MISLUKT},
        S.VERVALLEN: {S.WACHT},
        S.MISLUKT: {S.WACHT},
    }


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
@pytest.mark.postgresql
def test_two_beats_write_each_mail_once(proef, jo, woken):
    gate = threading.Barrier(2)

    def plan():
        gate.wait()
        with transaction.atomic():
            enqueue_many([aanvraag(str(over), jo) for over in range(50)])
        connection.close()

    threads = [threading.Thread(target=plan) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Bericht.objects.count() == 50
