"""A paper holds what stood on the Canvas then: it goes when nobody reaches it, with its file, whatever else goes on."""

import os
import threading
import time
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.utils import timezone

from canvas import drukken, opdrachten, opruimen, teksten
from canvas.enums import PdfStatus
from canvas.models import CanvasTekst, PdfOpdracht
from canvas.tasks import purge_papieren
from canvas.velden import VELDEN
from deelnemers.anonimiseren import erase
from deelnemers.enums import Aanleiding
from tests.factories.canvas import CanvasTekstFactory, full_traject
from tests.factories.deelnemers import DeelnameFactory

NAAM = "Kanarievogel"


@pytest.fixture(autouse=True)
def quick_print(monkeypatch):
    """A paper that holds its content in plain sight."""
    monkeypatch.setattr(drukken, "render_pdf", lambda document, **_rest: f"%PDF {document.risicos.tekst}".encode())


@pytest.fixture
def commits(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


def papers():
    """Every file under MEDIA_ROOT, and what stands in it."""
    root = settings.MEDIA_ROOT
    return {str(path.relative_to(root)): path.read_text() for path in root.rglob("*") if path.is_file()}


def held():
    """All that the database and the folder hold of contents."""
    return " ".join([str(list(PdfOpdracht.objects.values("document", "fout"))), *papers().values()])


def make(cast, traject):
    opdracht = opdrachten.ask(traject, cast.coordinator)
    drukken.render(opdracht.pk)
    opdracht.refresh_from_db()
    return opdracht


def make_with_a_name_and_take_it_off(cast, traject):
    tekst = CanvasTekstFactory(traject=traject, veld="risicos", tekst=f"{NAAM} komt vaak te laat")
    opdracht = make(cast, traject)
    veld = VELDEN["risicos"]
    teksten.write(traject=traject, veld=veld, tekst="Te laat", versie=teksten.stamp(tekst.tekst), door=cast.coordinator)
    return opdracht


def age(days, **which):
    PdfOpdracht.objects.filter(**which).update(gevraagd_op=timezone.now() - timedelta(days=days))


def test_an_earlier_paper_goes_the_first_night_after_a_later_one(cast, traject, commits):
    first = make_with_a_name_and_take_it_off(cast, traject)
    second = make(cast, traject)
    assert NAAM in held()
    with commits():
        assert purge_papieren() == 1
    assert NAAM not in held()
    first.refresh_from_db()
    assert (first.status, first.document, first.bestand.name) == (PdfStatus.VERVALLEN, {}, "")
    assert list(papers()) == [second.bestand.name]
    assert purge_papieren() == 0


def test_a_paper_that_nobody_asks_for_goes_after_its_term(cast, traject, commits):
    make_with_a_name_and_take_it_off(cast, traject)
    age(opruimen.BEWAREN.days - 1)
    assert purge_papieren() == 0
    age(opruimen.BEWAREN.days + 1)
    with commits():
        assert purge_papieren() == 1
    assert (NAAM in held(), papers()) == (False, {})


def test_a_paper_that_is_asked_for_again_stays(cast, traject):
    opdracht = make(cast, traject)
    age(opruimen.BEWAREN.days + 1)
    assert opdrachten.ask(traject, cast.coordinator).pk == opdracht.pk
    assert purge_papieren() == 0
    assert opdrachten.ask(traject, cast.coordinator).status == PdfStatus.KLAAR


def test_papers_of_another_trajectory_do_not_count(cast, traject):
    make(cast, traject)
    make(cast, full_traject(gemeente=cast.waterstad, regisseur=cast.coordinator))
    assert purge_papieren() == 0


def test_what_was_emptied_can_be_asked_for_again_and_counts_on(cast, traject, commits, monkeypatch):
    first = make(cast, traject)
    age(opruimen.BEWAREN.days + 1)
    with commits():
        purge_papieren()
    versions = []
    monkeypatch.setattr(drukken, "render_pdf", lambda _document, *, versie, **_rest: versions.append(versie) or b"%PDF")
    again = make(cast, traject)
    assert (again.status, again.pk == first.pk, versions) == (PdfStatus.KLAAR, False, [2])


def test_erasing_someone_takes_the_papers_of_their_trajectories(cast, traject, commits):
    deelname = DeelnameFactory(traject=traject, deelnemer__gemeente=cast.waterstad)
    make_with_a_name_and_take_it_off(cast, traject)
    other = make(cast, full_traject(gemeente=cast.waterstad, regisseur=cast.coordinator))
    with commits():
        erase(deelname.deelnemer, grond=Aanleiding.TOESTEMMING, door=cast.coordinator)
    assert NAAM not in held()
    assert list(papers()) == [other.bestand.name]


def test_a_file_goes_with_its_row_and_only_when_that_is_certain(cast, traject, commits):
    opdracht = make(cast, traject)
    with commits():
        traject.delete()
        assert list(papers()) == [opdracht.bestand.name]
    assert (papers(), PdfOpdracht.objects.count()) == ({}, 0)


@pytest.mark.parametrize("how", ["empty", "delete"])
def test_what_is_emptied_while_it_is_made_leaves_no_file(cast, traject, monkeypatch, commits, how):
    opdracht = opdrachten.ask(traject, cast.coordinator)

    def render_pdf(*args, **kwargs):
        with commits():
            rows = PdfOpdracht.objects.filter(pk=opdracht.pk)
            opruimen.forget(rows) if how == "empty" else rows.delete()
        return NAAM.encode()

    monkeypatch.setattr(drukken, "render_pdf", render_pdf)
    assert drukken.render(opdracht.pk) is None
    assert papers() == {}


def test_what_waits_is_emptied_and_no_longer_made(cast, traject):
    opdracht = opdrachten.ask(traject, cast.coordinator)
    assert opruimen.forget(PdfOpdracht.objects.all()) == 1
    assert (drukken.render(opdracht.pk), drukken.render_waiting(), papers()) == (None, 0, {})


def test_files_without_a_row_are_swept_once_they_are_old(cast, traject):
    opdracht = make(cast, traject)
    lost, young = f"canvas/{traject.pk}/weg.pdf", "canvas/999/nieuw.pdf"
    for name in (lost, young):
        default_storage.save(name, ContentFile(NAAM.encode()))
    long_ago = time.time() - opruimen.WEES_NA.total_seconds() - 60
    for name in (lost, opdracht.bestand.name):
        os.utime(default_storage.path(name), (long_ago, long_ago))
    purge_papieren()
    assert set(papers()) == {young, opdracht.bestand.name}


def test_without_a_folder_there_is_nothing_to_sweep(db):
    assert (purge_papieren(), CanvasTekst.objects.count()) == (0, 0)


def test_it_is_done_every_night():
    assert settings.CELERY_BEAT_SCHEDULE["canvas-papieren-opruimen"]["task"] == purge_papieren.name
    assert settings.CELERY_BEAT_SCHEDULE["canvas-papieren-opruimen"]["schedule"].hour == {4}


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_emptying_and_storing_at_once_leave_one_truth(cast, traject, monkeypatch):
    for _round in range(5):
        CanvasTekst.objects.all().delete()
        CanvasTekstFactory(traject=traject, veld="risicos", tekst=f"{NAAM} {_round}")
        opdracht, barrier = opdrachten.ask(traject, cast.coordinator), threading.Barrier(2)

        def render_pdf(*args, barrier=barrier, **kwargs):
            barrier.wait()
            return NAAM.encode()

        def empty(barrier=barrier, pk=opdracht.pk):
            try:
                barrier.wait()
                opruimen.forget(PdfOpdracht.objects.filter(pk=pk))
            finally:
                connection.close()

        monkeypatch.setattr(drukken, "render_pdf", render_pdf)
        thread = threading.Thread(target=empty)
        thread.start()
        drukken.render(opdracht.pk)
        thread.join()
        assert (papers(), NAAM in held()) == ({}, False)
