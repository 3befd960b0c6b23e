"""A change of the planning: what moves along is shown first, then kept with why and by whom."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from partijen.models import GemeenteInstelling
from tests.factories.trajecten import RolinvullingFactory
from tests.trajecten import test_wizard
from tests.trajecten.test_wizard import WAAROM, planning_data, planning_url
from trajecten.duur import maanden, say_datum
from trajecten.fasen import start_fase

gegevens, traject = test_wizard.gegevens, test_wizard.traject  # its fixtures


def shown_data(traject, **changes):
    """The form as a browser sends it back, with the days it showed."""
    data = planning_data(traject)
    for index, fase in enumerate(traject.fasen.all()):
        data |= {f"form-{index}-getoond_start": fase.start, f"form-{index}-getoond_eind": fase.eind}
    return data | {key.replace("__", "-"): value for key, value in changes.items()}


def sent_again(response):
    """What a browser sends when the page that shows a proposal is sent as it is."""
    form = response.context["form"]
    data = {"form-TOTAL_FORMS": "6", "form-INITIAL_FORMS": "6", "waarom": WAAROM}
    for one in form.forms:
        data |= {f"{one.prefix}-{name}": one[name].value() or "" for name in one.fields if name != "zeker"}
    return data


def stored(traject):
    return {fase.component: (fase.start, fase.eind) for fase in traject.fasen.all()}


@pytest.mark.parametrize("extra", [{}, {"kijk": "1"}])
def test_a_change_that_moves_others_is_shown_before_it_is_stored(cast, login, traject, extra):
    RolinvullingFactory(fase=traject.fasen.get(component="leerwerk"), toegezegd=True, partij=cast.roc, rol="opleider")
    before, client = stored(traject), login(cast.coordinator)

    # Two weeks longer recruiting.
    response = client.post(planning_url(traject), shown_data(traject, form__0__eind="2027-04-17") | extra)

    assert (response.status_code, stored(traject)) == (200, before)
    text = " ".join(response.text.split())
    assert "<strong>Werving en selectie</strong> eindigt 2 weken later" in text
    assert "<strong>Leer- en werkcomponent</strong> begint 2 weken later, eindigt 2 weken later" in text
    assert "Het traject eindigt" in text
    assert "ROC: Opleider (Leer- en werkcomponent)" in text
    # Which participants is asked of the room that knows them.
    touched = f'hx-get="/trajecten/{traject.pk}/deelnemers/geraakt/?fase=werving&amp;fase=voortraject&amp;fase=leerwerk'
    assert touched in text

    saved = client.post(planning_url(traject), sent_again(response))
    assert saved.status_code == 302
    after = stored(traject)
    assert after["werving"] == (date(2027, 1, 4), date(2027, 4, 17))
    # The day after is a Sunday: it begins on Monday.
    assert after["voortraject"][0] == date(2027, 4, 19)
    # Thirteen weeks stay thirteen weeks.
    assert after["leerwerk"][1] - after["leerwerk"][0] == timedelta(weeks=13, days=-1)


@pytest.mark.parametrize(("gemeente", "begint"), [("waterstad", date(2027, 4, 20)), ("heuvelrijk", date(2027, 4, 19))])
def test_nothing_begins_on_a_day_on_which_its_gemeente_is_closed(cast, login, traject, gemeente, begint):
    GemeenteInstelling.objects.create(gemeente=getattr(cast, gemeente), gesloten_dagen=["2027-04-19"])
    response = login(cast.coordinator).post(planning_url(traject), shown_data(traject, form__0__eind="2027-04-17"))
    assert response.context["voorstel"].nieuw.stappen["voortraject"].start == begint


def test_a_last_day_that_was_typed_stays_where_the_first_becomes_a_working_day(cast, login, traject):
    # Planned before days off were kept: begins on a Saturday.
    traject.fasen.filter(component="werving").update(eind=date(2027, 4, 2))
    traject.fasen.filter(component="voortraject").update(start=date(2027, 4, 3))
    client = login(cast.coordinator)
    response = client.post(planning_url(traject), shown_data(traject, form__1__eind="2027-10-29"))
    assert client.post(planning_url(traject), sent_again(response)).status_code == 302
    assert stored(traject)["voortraject"] == (date(2027, 4, 5), date(2027, 10, 29))
    assert stored(traject)["leerwerk"][0] == date(2027, 11, 1)


def test_without_a_reason_what_moves_stays_to_be_read(cast, login, traject):
    client = login(cast.coordinator)
    data = sent_again(client.post(planning_url(traject), shown_data(traject, form__0__eind="2027-04-17")))
    response = client.post(planning_url(traject), data | {"waarom": ""})
    text = " ".join(response.text.split())
    assert "Schrijf kort waarom de planning verandert." in text
    assert "<strong>Werving en selectie</strong> eindigt 2 weken later" in text
    assert 'name="waarom"' in text
    assert response.context["form"].waarom.fields["waarom"].required


def test_days_that_are_over_already_are_told(cast, login, traject):
    today = timezone.localdate()
    start_fase(traject.fasen.get(component="werving"), op=today)
    traject.fasen.filter(component="werving").update(start=today - timedelta(days=60), eind=today + timedelta(days=1))
    gisteren = today - timedelta(days=1)
    data = shown_data(traject, form__0__eind=gisteren.isoformat()) | {"kijk": "1"}
    response = login(cast.coordinator).post(planning_url(traject), data)
    assert f"Werving en selectie is dan klaar op {say_datum(gisteren)}. Die dag is al voorbij." in response.text
    # What began, can begin no later; what is to come, can.
    assert "later beginnen" not in response.context["form"].forms[0].ruimte


def test_a_look_stores_nothing_even_where_nothing_else_moves(cast, login, traject):
    before = stored(traject)
    data = shown_data(traject, form__5__eind="2028-12-31", form__5__reden="Langer nodig") | {"kijk": "1"}
    response = login(cast.coordinator).post(planning_url(traject), data)
    assert (response.status_code, stored(traject)) == (200, before)
    assert response.context["form"].forms[5]["reden"].value() == "Langer nodig"


def test_a_reason_that_is_missing_keeps_nobody_from_looking(cast, login, traject):
    client, before = login(cast.coordinator), stored(traject)
    data = shown_data(traject, form__1__eind="2028-12-31")

    looked = client.post(planning_url(traject), data | {"kijk": "1"})
    assert (looked.status_code, stored(traject)) == (200, before)
    assert "Dit verandert er" in looked.text
    assert "Voortraject 1 tot 12 maanden; deze planning is langer." in looked.text

    refused = client.post(planning_url(traject), sent_again(looked))
    assert (refused.status_code, list(refused.context["form"].forms[1].errors)) == (422, ["reden"])


def test_days_that_are_none_are_refused_in_a_look_as_well(cast, login, traject):
    data = shown_data(traject, form__1__eind="straks") | {"kijk": "1"}
    response = login(cast.coordinator).post(planning_url(traject), data)
    assert (response.status_code, list(response.context["form"].forms[1].errors)) == (422, ["eind"])


def test_after_a_look_a_day_can_be_put_back(cast, login, traject):
    before, client = stored(traject), login(cast.coordinator)
    looked = client.post(planning_url(traject), shown_data(traject, form__0__start="2027-02-01") | {"kijk": "1"})
    assert looked.context["form"].forms[0]["eind"].value() == date(2027, 4, 30)

    back = client.post(planning_url(traject), sent_again(looked) | {"form-0-start": "2027-01-04", "kijk": "1"})

    days = {one.component: (one["start"].value(), one["eind"].value()) for one in back.context["form"].forms}
    assert days == before
    assert "Dit verandert er" not in back.text


def test_a_phase_that_runs_stays_where_it_is(cast, login, traject):
    leerwerk = traject.fasen.get(component="leerwerk")
    start_fase(leerwerk, op=timezone.localdate())
    response = login(cast.coordinator).post(
        planning_url(traject), shown_data(traject, form__0__eind="2027-04-17") | {"kijk": "1"}
    )
    assert response.context["form"].forms[2]["start"].value() == leerwerk.start
    assert "Leer- en werkcomponent begint op een vaste dag, maar kan pas op" in response.text


def test_a_fixed_day_stays_and_the_clash_is_told(cast, login, traject):
    client = login(cast.coordinator)
    data = shown_data(traject, form__2__vaste_dag="schooljaar", form__2__uiterlijk="2028-01-31")
    assert client.post(planning_url(traject), data).status_code == 302
    leerwerk = traject.fasen.get(component="leerwerk")
    assert (leerwerk.vaste_dag, leerwerk.uiterlijk) == ("schooljaar", date(2028, 1, 31))

    page = client.get(planning_url(traject))
    later = client.post(planning_url(traject), sent_again(page) | {"form-0-eind": "2027-04-17", "kijk": "1"}).text
    assert "Leer- en werkcomponent begint op een vaste dag, maar kan pas op" in later
    longer = client.post(planning_url(traject), sent_again(page) | {"form-2-eind": "2028-03-05", "kijk": "1"}).text
    assert "Leer- en werkcomponent is pas op 5 maart 2028 klaar: later dan is afgesproken." in longer


def test_guidance_runs_on_after_the_placement_as_long_as_was_said(cast, login, traject):
    client, matching = login(cast.coordinator), traject.fasen.get(component="matching")
    shown = client.post(planning_url(traject), shown_data(traject, form__4__doorlopen="3"))
    assert shown.status_code == 200
    end = shown.context["form"].forms[4]["eind"].value()
    assert end == maanden(3).eind_from(matching.eind + timedelta(days=1))

    reason = {"form-4-reden": "Steun tot na de proeftijd"}
    assert client.post(planning_url(traject), sent_again(shown) | reason).status_code == 302
    begeleiding = traject.fasen.get(component="begeleiding")
    assert (begeleiding.doorlopen, begeleiding.eind) == (3, end)


@pytest.mark.parametrize(("veld", "waarde"), [("doorlopen", "25"), ("doorlopen", "-1"), ("vaste_dag", "ooit")])
def test_what_can_not_be_fixed_is_refused_beside_its_field(cast, login, traject, veld, waarde):
    before = stored(traject)
    response = login(cast.coordinator).post(planning_url(traject), shown_data(traject) | {f"form-4-{veld}": waarde})
    assert (response.status_code, list(response.context["form"].forms[4].errors)) == (422, [veld])
    assert stored(traject) == before


def test_what_moved_why_and_by_whom_can_be_read_back(cast, login, traject):
    client = login(cast.coordinator)
    client.post(planning_url(traject), planning_data(traject, form__5__eind="2028-06-30"))
    client.post(planning_url(traject), planning_data(traject))  # moves nothing

    (wijziging,) = traject.planwijzigingen.all()
    assert (wijziging.door, wijziging.waarom) == (cast.coordinator, WAAROM)
    assert wijziging.regels == ["Matching en plaatsing: eindigt 3 dagen eerder"]
    text = client.get(planning_url(traject)).text
    assert f"<q>{WAAROM}</q>" in text
    assert "Matching en plaatsing: eindigt 3 dagen eerder" in text


@pytest.mark.parametrize(("query", "status"), [("", 422), ("?nieuw=1", 302)])
def test_why_is_asked_of_a_planning_that_stood_and_keeps_what_was_typed(cast, login, traject, query, status):
    data = planning_data(traject, form__5__eind="2028-06-30") | {"waarom": " "}
    before = stored(traject)
    response = login(cast.coordinator).post(planning_url(traject) + query, data)
    assert (response.status_code, stored(traject) == before) == (status, status == 422)
    if status == 422:
        assert "Schrijf kort waarom de planning verandert." in response.text
        assert response.context["form"].forms[5]["eind"].value() == "2028-06-30"


def test_whoever_confirms_a_planning_as_it_is_need_not_say_why(cast, login, traject):
    data = planning_data(traject, form__0__zeker="on") | {"waarom": ""}
    assert login(cast.coordinator).post(planning_url(traject), data).status_code == 302
    assert not traject.planwijzigingen.exists()
