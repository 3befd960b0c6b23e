import threading
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.utils import timezone

from canvas import drukken, opdrachten, tasks
from canvas.enums import PdfStatus
from canvas.models import PdfOpdracht
from tests.factories.canvas import CanvasTekstFactory


@pytest.fixture
def quick_print(monkeypatch):
    """Stands in for the layout engine and tells how often it was asked."""
    asked = []

    def render_pdf(document, *, op, versie):
        asked.append((document.naam, versie))
        return f"%PDF {len(asked)}".encode()

    monkeypatch.setattr(drukken, "render_pdf", render_pdf)
    return asked


def break_print(monkeypatch):
    def render_pdf(*args, **kwargs):
        raise RuntimeError("De inkt is op")

    monkeypatch.setattr(drukken, "render_pdf", render_pdf)


def ask(cast, traject):
    return opdrachten.ask(traject, cast.coordinator)


def test_ask_wakes_a_worker_once_after_the_commit(cast, traject, woken, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        first = ask(cast, traject)
        assert woken == []
        second = opdrachten.ask(traject, cast.werkgever)
    assert first == second
    assert woken == [("canvas.tasks.render", first.pk)]


def test_unchanged_content_gives_the_stored_file_and_changed_content_a_new_one(cast, traject, quick_print):
    first = ask(cast, traject)
    drukken.render(first.pk)
    again = ask(cast, traject)
    assert (again.pk, again.status) == (first.pk, PdfStatus.KLAAR)
    CanvasTekstFactory(traject=traject, veld="risicos")
    second = ask(cast, traject)
    drukken.render(second.pk)
    assert second.inhoud_hash != first.inhoud_hash
    assert quick_print == [("Groen aan het werk", 1), ("Groen aan het werk", 2)]
    second.refresh_from_db()
    assert (again.bestand.read(), second.bestand.read()) == (b"%PDF 1", b"%PDF 2")


def test_pdf_is_made_of_the_content_that_was_asked_for(cast, traject, quick_print):
    opdracht = ask(cast, traject)
    traject.naam = "Nieuwe naam"
    traject.save()
    drukken.render(opdracht.pk)
    assert quick_print == [("Groen aan het werk", 1)]


def test_task_run_twice_makes_one_pdf(cast, traject, quick_print):
    opdracht = ask(cast, traject)
    assert (tasks.render(opdracht.pk), tasks.render(opdracht.pk)) == (PdfStatus.KLAAR, None)
    assert tasks.render_wachtende() == 0
    assert len(quick_print) == 1


def test_beat_makes_what_a_lost_message_left(cast, traject, quick_print):
    opdracht = ask(cast, traject)
    assert tasks.render_wachtende() == 1
    opdracht.refresh_from_db()
    assert opdracht.status == PdfStatus.KLAAR


def test_failure_is_tried_three_times_and_then_says_why(cast, traject, monkeypatch):
    break_print(monkeypatch)
    opdracht = ask(cast, traject)
    assert [drukken.render_waiting() for _ in range(4)] == [1, 1, 1, 0]
    opdracht.refresh_from_db()
    assert (opdracht.status, opdracht.pogingen, opdracht.fout) == (PdfStatus.MISLUKT, 3, "De inkt is op")


def test_retry_makes_a_failed_pdf_after_all(cast, traject, monkeypatch, woken, django_capture_on_commit_callbacks):
    break_print(monkeypatch)
    opdracht = ask(cast, traject)
    for _ in range(3):
        drukken.render_waiting()
    monkeypatch.setattr(drukken, "render_pdf", lambda *_args, **_kwargs: b"%PDF")
    opdracht.refresh_from_db()
    with django_capture_on_commit_callbacks(execute=True):
        opdrachten.retry(opdracht)
        opdrachten.retry(opdracht)
    assert woken == [("canvas.tasks.render", opdracht.pk)]
    assert drukken.render(opdracht.pk) == PdfStatus.KLAAR


def test_pdf_of_a_killed_worker_is_taken_over_after_the_time_limit(cast, traject, quick_print):
    opdracht = ask(cast, traject)
    drukken.claim(opdracht.pk)
    assert drukken.render(opdracht.pk) is None
    PdfOpdracht.objects.update(geclaimd_op=timezone.now() - drukken.STUCK_AFTER - timedelta(seconds=1))
    assert drukken.render(opdracht.pk) == PdfStatus.KLAAR
    opdracht.refresh_from_db()
    assert opdracht.pogingen == 2


def test_worker_that_lost_its_claim_does_not_write_over_the_other(cast, traject, monkeypatch):
    opdracht = ask(cast, traject)

    def render_pdf(*args, **kwargs):
        # Meanwhile another worker thinks this one dead, and fails.
        PdfOpdracht.objects.update(geclaimd_op=timezone.now() + timedelta(seconds=1))
        return b"%PDF"

    monkeypatch.setattr(drukken, "render_pdf", render_pdf)
    assert drukken.render(opdracht.pk) is None
    opdracht.refresh_from_db()
    assert opdracht.status == PdfStatus.BEZIG


def test_pdf_that_kills_its_worker_every_time_is_given_up(cast, traject):
    opdracht = ask(cast, traject)
    for _ in range(4):
        drukken.claim(opdracht.pk)
        PdfOpdracht.objects.update(geclaimd_op=timezone.now() - timedelta(hours=1))
    opdracht.refresh_from_db()
    assert (opdracht.status, opdracht.pogingen) == (PdfStatus.MISLUKT, 3)
    assert opdracht.fout != ""


def test_half_a_file_of_a_killed_worker_is_replaced(cast, traject, quick_print):
    opdracht = ask(cast, traject)
    name = opdracht.bestandsnaam
    default_storage.save(name, ContentFile(b"%P"))
    drukken.render(opdracht.pk)
    opdracht.refresh_from_db()
    assert (opdracht.bestand.name, opdracht.bestand.read()) == (name, b"%PDF 1")


def test_lost_file_is_made_again(cast, traject, quick_print):
    opdracht = ask(cast, traject)
    drukken.render(opdracht.pk)
    opdracht.refresh_from_db()
    default_storage.delete(opdracht.bestand.name)
    assert ask(cast, traject).status == PdfStatus.WACHT
    drukken.render(opdracht.pk)
    assert ask(cast, traject).bestand.read() == b"%PDF 2"


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
@pytest.mark.postgresql
def test_two_workers_and_two_askers_make_one_pdf(cast, traject, quick_print):
    barrier, statuses = threading.Barrier(2), []

    def work():
        try:
            barrier.wait()
            opdracht = ask(cast, traject)
            barrier.wait()
            statuses.append(drukken.render(opdracht.pk))
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert PdfOpdracht.objects.count() == 1
    assert len(quick_print) == 1
    assert set(statuses) == {PdfStatus.KLAAR, None}
