"""After it nobody can be found any more: in no table, in no file, while everyone else is all there."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from importlib import import_module

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from deelnemers.anonimiseren import REGELS, Lot, anonymise, erase
from deelnemers.checkins import log
from deelnemers.deelnames import join, set_status
from deelnemers.enums import Aanleiding, DeelnameStatus
from deelnemers.forms.deelnemers import DeelnemerForm
from deelnemers.fouten import DeelnemerFout
from deelnemers.models import (
    Checkin,
    Deelname,
    Deelnemer,
    ImportOpdracht,
    Inzageverzoek,
    Plaatsing,
    Signaal,
    Voortgang,
)
from deelnemers.signalen import raise_for
from tests.deelnemers.dossier import build_dossier, import_with, marks_of, models_about_people
from tests.factories.deelnemers import CheckinFactory, DeelnameFactory, DeelnemerFactory
from tests.factories.trajecten import AfspraakFactory, TrajectFactory
from toegang.logregels import Handeling
from toegang.models import Logregel
from toegang.rijbeveiliging import rijen_van
from trajecten.models import Afspraak


@pytest.fixture
def samira(cast):
    return build_dossier(cast, "Kwik")


@pytest.fixture
def ander(cast, samira):
    return build_dossier(cast, "Zwaluw", traject=samira.deelnames.get().traject)


def everything(settings):
    """Return all that the database and the folder of files hold, as one text."""
    parts = [
        f"{value!r}{bytes(value) if isinstance(value, memoryview | bytes) else ''}"
        for model in apps.get_models(include_auto_created=True)
        for row in model._base_manager.values_list()
        for value in row
    ]
    parts += [path.read_text(errors="replace") for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()]
    return "\n".join(parts)


def found(text, merk):
    return {veld for veld, mark in marks_of(merk).items() if mark in text}


def test_every_field_of_every_model_about_a_person_has_its_lot():
    models = models_about_people() | {Afspraak}
    assert {model._meta.label for model in models} == set(REGELS)
    for model in models:
        assert {field.name for field in model._meta.concrete_fields} == set(REGELS[model._meta.label].velden)


def test_a_model_loses_its_rows_or_keeps_them_never_half():
    assert [label for label, regel in REGELS.items() if Lot.WIS in regel.velden.values() and not regel.wist] == []


def test_nothing_of_the_person_is_left_anywhere_and_all_of_the_others(cast, login, samira, ander, settings):
    import_with(cast, samira, ander)
    raise_for(Checkin.objects.get(deelname__deelnemer=samira))
    for url in ("detail", "wijzig"):
        login(cast.coordinator).get(reverse(f"deelnemers:{url}", args=[samira.pk]))
    before = everything(settings)
    assert (found(before, "Kwik"), found(before, "Zwaluw")) == (set(marks_of("Kwik")), set(marks_of("Zwaluw")))

    anonymise(samira, aanleiding=Aanleiding.TERMIJN)

    after = everything(settings)
    assert (found(after, "Kwik"), "Kwik" in after) == (set(), False)
    assert found(after, "Zwaluw") == set(marks_of("Zwaluw"))


def test_what_stays_is_months_states_and_results(samira, ander):
    anonymise(samira, aanleiding=Aanleiding.TERMIJN)

    samira.refresh_from_db()
    assert {veld: getattr(samira, veld) for veld in REGELS["deelnemers.Deelnemer"].velden} == {
        **dict.fromkeys(("kenmerk", "voornaam", "achternaam", "email", "telefoon"), ""),
        **dict.fromkeys(("luisteren", "lezen", "spreken", "schrijven", "bewaren_reden"), ""),
        **dict.fromkeys(("uren_per_week", "bewaren_tot", "aangekondigd_op")),
        "id": samira.pk,
        "gemeente": samira.gemeente,
        "belemmeringen": [],
        "aangemaakt_op": samira.aangemaakt_op,
        "geanonimiseerd_op": samira.geanonimiseerd_op,
    }
    assert str(samira) == "Geanonimiseerd"
    deelname = Deelname.objects.get(deelnemer=samira)
    assert (deelname.status, deelname.mentor, deelname.traject) == ("gestopt", None, ander.deelnames.get().traject)
    months = (deelname.aangemeld_op, deelname.actief_sinds, deelname.beeindigd_op)
    assert months == (date(2026, 9, 1), date(2026, 9, 1), date(2026, 11, 1))
    voortgang = Voortgang.objects.get(deelname=deelname)
    assert (voortgang.start, voortgang.eind, voortgang.status) == (date(2026, 9, 1), date(2026, 10, 1), "afgerond")
    # Two placements in one month with one employer stay two.
    plaatsingen = Plaatsing.objects.filter(deelname=deelname)
    assert [(p.start, p.uren_per_week) for p in plaatsingen] == [(date(2026, 10, 1), 0), (date(2026, 10, 1), 0)]


def test_what_goes_goes_with_its_rows(samira, ander):
    anonymise(samira, aanleiding=Aanleiding.TERMIJN)
    counts = [model.objects.count() for model in (Checkin, Signaal, Afspraak, Inzageverzoek)]
    assert counts == [1, 1, 1, 1]
    assert Checkin.objects.get().deelname.deelnemer == ander


def test_the_log_says_that_it_happened_and_holds_no_values(cast, samira):
    anonymise(samira, aanleiding=Aanleiding.TERMIJN)
    regel = Logregel.objects.get(handeling=Handeling.ANONIMISEREN)
    assert (regel.betrokkene, regel.eigenaar, regel.actor) == (samira.pk, cast.waterstad.pk, None)
    assert regel.additional_data["aanleiding"] == "termijn"
    assert regel.additional_data["rijen"]["deelnemers.Plaatsing"] == 2


def test_whoever_takes_part_is_not_anonymised(cast):
    bezig = build_dossier(cast, "Kwik", status="actief")
    with pytest.raises(DeelnemerFout, match="doet nog mee"):
        anonymise(bezig, aanleiding=Aanleiding.TERMIJN)
    bezig.refresh_from_db()
    assert (bezig.voornaam, bezig.geanonimiseerd_op) == ("Kwikvoornaam", None)


def test_a_second_time_is_refused(samira):
    anonymise(samira, aanleiding=Aanleiding.TERMIJN)
    with pytest.raises(DeelnemerFout, match="geanonimiseerd"):
        anonymise(samira, aanleiding=Aanleiding.TERMIJN)
    assert Logregel.objects.filter(handeling=Handeling.ANONIMISEREN).count() == 1


def test_a_sheet_that_waits_loses_the_person_alone(cast, samira, ander):
    both, alone = import_with(cast, samira, ander), import_with(cast, samira)
    anonymise(samira, aanleiding=Aanleiding.TERMIJN)
    both.refresh_from_db()
    assert ([rij["voornaam"] for rij in both.rijen], both.aantal) == (["Zwaluwvoornaam"], 1)
    assert not ImportOpdracht.objects.filter(pk=alone.pk).exists()


def test_no_door_opens_an_anonymised_file_again(cast, samira):
    deelname = samira.deelnames.get()
    stale = Deelnemer.objects.get(pk=samira.pk)
    anonymise(samira, aanleiding=Aanleiding.TERMIJN)
    for verb in (
        lambda: set_status(deelname, DeelnameStatus.ACTIEF),
        lambda: join(deelnemer=stale, traject=TrajectFactory(gemeente=cast.waterstad)),
        lambda: log(deelname=deelname, door=cast.mentor, gegevens={}),
    ):
        with pytest.raises(DeelnemerFout, match="geanonimiseerd"):
            verb()
    form = DeelnemerForm({"voornaam": "Terug", "achternaam": "Hier"}, instance=stale, user=cast.coordinator)
    assert form.is_valid()
    assert form.store() is None
    assert Deelnemer.objects.filter(voornaam="Terug").count() == 0


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_reopening_and_anonymising_at_the_same_moment_leave_one_of_the_two():
    people = [DeelnameFactory(status="gestopt", beeindigd_op=date(2026, 11, 1)) for _n in range(6)]

    def attempt(job):
        deelname, anonymous = job
        try:
            if anonymous:
                anonymise(deelname.deelnemer, aanleiding=Aanleiding.TERMIJN)
            else:
                set_status(deelname, DeelnameStatus.ACTIEF)
        except DeelnemerFout:
            return 0
        finally:
            connection.close()
        return 1

    jobs = [(deelname, anonymous) for n, deelname in enumerate(people) for anonymous in (n % 2, 1 - n % 2)]
    with ThreadPoolExecutor(max_workers=4) as pool:
        assert sum(pool.map(attempt, jobs)) == 6
    outcome = Deelname.objects.values_list("status", "deelnemer__geanonimiseerd_op")
    assert [status == "actief" for status, moment in outcome] == [moment is None for _status, moment in outcome]


@pytest.mark.postgresql
def test_an_agreement_in_a_trajectory_one_has_no_part_in_any_more_goes_too(cast):
    deelname = DeelnameFactory(
        deelnemer=DeelnemerFactory(gemeente=cast.heuvelrijk),
        traject=TrajectFactory(gemeente=cast.waterstad),
        mentor=cast.mentor,
        status=DeelnameStatus.ACTIEF,
    )
    own = AfspraakFactory(traject=deelname.traject, gemaakt_door=cast.mentor, persoon=cast.mentor)
    CheckinFactory(deelname=deelname, door=cast.mentor, afspraak=own)
    other = AfspraakFactory(traject=deelname.traject, gemaakt_door=cast.mentor, persoon=cast.mentor)
    with rijen_van(cast.vreemde):
        assert Afspraak.objects.count() == 0
        erase(deelname.deelnemer, grond=Aanleiding.NIET_NODIG, door=cast.vreemde)
        assert Afspraak.objects.count() == 0

    assert (list(Afspraak.objects.all()), Checkin.objects.count()) == ([other], 0)
    assert Deelnemer.objects.get(pk=deelname.deelnemer_id).geanonimiseerd_op is not None


def test_the_database_keeps_an_anonymised_row_empty(samira):
    anonymise(samira, aanleiding=Aanleiding.TERMIJN)
    with pytest.raises(IntegrityError, match="deelnemer_geanonimiseerd_is_empty"), transaction.atomic():
        Deelnemer.objects.filter(pk=samira.pk).update(achternaam="Terug")


@pytest.mark.parametrize("who", ["coordinator", "klantmanager", "lezer", "mentor", "werkgever"])
def test_the_page_is_gone_and_so_is_the_person_from_every_list(cast, login, samira, ander, who):
    deelname = samira.deelnames.get()
    anonymise(samira, aanleiding=Aanleiding.TERMIJN)
    client = login(cast.people[who])
    assert client.get(reverse("deelnemers:detail", args=[samira.pk])).status_code == 404
    assert [kaart.pk for kaart in client.get("/deelnemers/").context["table"].kaarten.values()] == [ander.pk]
    # Nobody is offered as a stranger without a name either.
    assert "Geanonimiseerd" not in client.get(reverse("trajecten:detail", args=[deelname.traject_id])).text
    assert "Geanonimiseerd" not in client.get(reverse("deelnemers:van_traject", args=[deelname.traject_id])).text


# --- at the person's request


def test_erasing_stops_what_goes_on_and_says_who_did_it(cast):
    bezig = build_dossier(cast, "Kwik", status="actief")
    erase(bezig, grond=Aanleiding.TOESTEMMING, door=cast.coordinator)
    bezig.refresh_from_db()
    assert (str(bezig), bezig.deelnames.get().status) == ("Geanonimiseerd", "gestopt")
    assert bezig.deelnames.get().beeindigd_op.day == 1
    regel = Logregel.objects.get(handeling=Handeling.ANONIMISEREN)
    assert (regel.actor, regel.additional_data["aanleiding"]) == (cast.coordinator, "toestemming")
    assert regel.grond == ["coordinator"]


def test_the_page_says_what_goes_and_wants_a_ground_and_a_tick(cast, login, samira):
    client, url = login(cast.coordinator), reverse("deelnemers:wissen", args=[samira.pk])
    page = client.get(url)
    assert [word in page.text for word in ("Dit verdwijnt", "Dit blijft, zonder persoon", "Wis deze gegevens")] == [
        True,
        True,
        True,
    ]
    assert client.post(url, {"grond": "toestemming"}).status_code == 422
    assert client.post(url, {"grond": "termijn", "bevestigd": "on"}).status_code == 422
    samira.refresh_from_db()
    assert samira.voornaam == "Kwikvoornaam"
    assert client.post(url, {"grond": "toestemming", "bevestigd": "on"}).url == "/deelnemers/"
    samira.refresh_from_db()
    assert str(samira) == "Geanonimiseerd"


@pytest.mark.parametrize(("who", "status"), [("klantmanager", 403), ("lezer", 403), ("mentor", 403), ("vreemde", 404)])
def test_erasing_is_for_the_coordinator_of_the_own_gemeente(cast, login, samira, who, status):
    url = reverse("deelnemers:wissen", args=[samira.pk])
    answer = login(cast.people[who]).post(url, {"grond": "toestemming", "bevestigd": "on"})
    samira.refresh_from_db()
    assert (answer.status_code, samira.voornaam) == (status, "Kwikvoornaam")


def test_participations_that_had_ended_get_a_day(cast, samira):
    Deelname.objects.update(beeindigd_op=None)
    import_module("deelnemers.migrations.0003_beeindigd_op").fill(apps, None)
    assert Deelname.objects.get().beeindigd_op == date(2026, 10, 1)
