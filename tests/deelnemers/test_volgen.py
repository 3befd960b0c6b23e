"""Back from days of one's own to the group's planning: what differs is shown first, and only that happens."""

from datetime import date

import pytest
from django.urls import reverse

from deelnemers import deelnames
from deelnemers.enums import DeelnameStatus, VoortgangStatus
from deelnemers.fouten import DeelnemerFout
from deelnemers.volgen import differences, follow_group, stamp
from tests.factories.deelnemers import DeelnameFactory, VoortgangFactory
from tests.factories.trajecten import FaseFactory, TrajectFactory
from trajecten.enums import Component
from trajecten.models import Fase

VOORTRAJECT, LEERWERK, MATCHING = Component.VOORTRAJECT, Component.LEERWERK, Component.MATCHING


@pytest.fixture
def deelname(cast):
    """Somebody a month behind in one phase, with an end of their own in the next, and the group's days in the last."""
    traject = TrajectFactory(gemeente=cast.waterstad)
    deelname = DeelnameFactory(traject=traject, deelnemer__gemeente=cast.waterstad, mentor=cast.mentor)
    own = {
        VOORTRAJECT: {"start": date(2026, 10, 1), "eind": date(2027, 2, 28)},
        LEERWERK: {"eind": date(2027, 6, 30)},
        MATCHING: {},
    }
    group = {
        VOORTRAJECT: {"start": date(2026, 9, 1), "eind": date(2027, 1, 31)},
        LEERWERK: {"start": date(2027, 2, 1), "eind": date(2027, 6, 30)},
        MATCHING: {"start": date(2027, 7, 1), "eind": date(2027, 9, 30)},
    }
    for component, days in group.items():
        fase = FaseFactory(traject=traject, component=component, **days)
        VoortgangFactory(deelname=deelname, fase=fase, **own[component])
    return deelname


def row_of(deelname, component):
    return deelname.voortgang.get(fase__component=component)


def own_days(deelname):
    rows = deelname.voortgang.order_by("fase__volgorde")
    return {row.fase.component: (row.start, row.eind) for row in rows.select_related("fase") if row.eigen_datums}


def test_it_tells_what_differs_in_words_also_where_the_days_are_the_same_now(deelname):
    first, second = differences(deelname)
    assert first.wordt == (
        "nu 1 oktober 2026 tot en met 28 februari 2027, straks 1 september 2026 tot en met 31 januari 2027: "
        "begint 1 maand eerder, eindigt 4 weken eerder"
    )
    assert second.wordt.endswith(": dezelfde dagen, en voortaan schuiven zij mee")


def test_what_was_chosen_follows_the_group_from_then_on_and_the_rest_stays(deelname):
    row = row_of(deelname, VOORTRAJECT)
    follow_group(deelname, gekozen=[row], gezien=stamp(differences(deelname)))

    assert own_days(deelname) == {LEERWERK: (None, date(2027, 6, 30))}
    Fase.objects.filter(pk=row.fase_id).update(start=date(2026, 9, 14))
    assert row_of(deelname, VOORTRAJECT).van == date(2026, 9, 14)


@pytest.mark.parametrize("status", [VoortgangStatus.AFGEROND, VoortgangStatus.OVERGESLAGEN])
def test_what_is_over_keeps_its_days(deelname, status):
    row = row_of(deelname, VOORTRAJECT)
    row.status = status
    row.save()
    assert [verschil.voortgang.fase.component for verschil in differences(deelname)] == [LEERWERK]
    follow_group(deelname, gekozen=[row], gezien=stamp(differences(deelname)))
    assert VOORTRAJECT in own_days(deelname)


@pytest.mark.parametrize("who", ["group", "participant"])
def test_nothing_happens_where_the_days_changed_after_they_were_shown(deelname, who):
    row, gezien = row_of(deelname, VOORTRAJECT), stamp(differences(deelname))
    if who == "group":
        Fase.objects.filter(pk=row.fase_id).update(eind=date(2027, 3, 31))
    else:
        deelname.voortgang.filter(pk=row.pk).update(eind=date(2027, 3, 31))
    before = own_days(deelname)
    with pytest.raises(DeelnemerFout, match="intussen veranderd"):
        follow_group(deelname, gekozen=[row], gezien=gezien)
    assert own_days(deelname) == before


def test_who_stopped_follows_no_group(deelname):
    gezien = stamp(differences(deelname))
    deelnames.set_status(deelname, DeelnameStatus.GESTOPT)
    with pytest.raises(DeelnemerFout, match="gestopt"):
        follow_group(deelname, gekozen=[row_of(deelname, VOORTRAJECT)], gezien=gezien)


def test_the_page_shows_all_chosen_and_does_what_is_left_of_it(cast, login, deelname):
    client, url = login(cast.klantmanager), reverse("deelnemers:volg_groep", args=[deelname.pk])
    dossier = reverse("deelnemers:detail", args=[deelname.deelnemer_id])
    assert url in client.get(dossier).text
    page = client.get(url)
    assert page.text.count("checked") == 2
    assert "begint 1 maand eerder" in page.text

    row, gezien = row_of(deelname, VOORTRAJECT), page.context["gezien"]
    for chosen in ([], [row_of(deelname, MATCHING).pk], ["x"]):
        refused = client.post(url, {"fasen": chosen, "gezien": gezien})
        assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["fasen"])
    Fase.objects.filter(pk=row.fase_id).update(eind=date(2027, 3, 31))
    refused = client.post(url, {"fasen": [row.pk], "gezien": gezien})
    assert refused.status_code == 422
    assert "Kijk opnieuw wat er anders wordt" in refused.text
    assert "31 maart 2027" in refused.text
    assert client.post(url, {"fasen": [row.pk], "gezien": refused.context["gezien"]}).url == dossier
    assert own_days(deelname) == {LEERWERK: (None, date(2027, 6, 30))}


def test_who_follows_everywhere_has_nothing_to_choose(cast, login, deelname):
    deelname.voortgang.update(start=None, eind=None)
    client, url = login(cast.klantmanager), reverse("deelnemers:volg_groep", args=[deelname.pk])
    assert url not in client.get(reverse("deelnemers:detail", args=[deelname.deelnemer_id])).text
    page = client.get(url).text
    assert "volgt in elke fase die nog niet klaar is" in page
    assert "Volg de groep</button>" not in page
