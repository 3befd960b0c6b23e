"""A wish: stated and withdrawn by whoever bears the link, told to who guides, and talked about."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.urls import reverse

from berichten.models import Bericht
from berichten.verzending import send_due
from deelnemers.deelnames import assign_mentor, set_status
from deelnemers.eigenpagina import links, wensen
from deelnemers.eigenpagina.teksten import TEKSTEN
from deelnemers.enums import DeelnameStatus, WensSoort, WensStatus
from deelnemers.fouten import DeelnemerFout
from deelnemers.models import Wens
from deelnemers.views.eigenpagina import LIMIET
from tests.factories.deelnemers import DeelnameFactory, WensFactory
from tests.factories.partijen import GemeenteFactory, LidmaatschapFactory


@pytest.fixture(autouse=True)
def asleep(monkeypatch):
    monkeypatch.setattr("berichten.outbox.wake_task", [].append)


def told():
    return sorted(Bericht.objects.filter(soort="wens").values_list("ontvanger__naam", flat=True))


def test_a_wish_is_kept_told_and_said_back(cast, eigen, client):
    done = client.post(f"{eigen.wens}?taal=tr", {"wens": "taal"})
    assert done.url == f"{eigen.url}?taal=tr&meld=wens_verstuurd"
    wens = Wens.objects.get()
    assert (wens.deelname, wens.soort, wens.status) == (eigen.deelname, WensSoort.TAAL, WensStatus.OPEN)
    assert told() == ["Mentor"]
    page = client.get(eigen.url, {"meld": "wens_verstuurd"})
    assert TEKSTEN["wens_verstuurd"] in page.text
    assert [w.soort for w in page.context["pagina"].wensen if w.open] == ["taal"]
    assert "taal" not in [w.soort for w in page.context["pagina"].te_kiezen]


def test_a_wish_said_twice_is_said_once(eigen, client):
    client.post(eigen.wens, {"wens": "taal"})
    again = client.post(eigen.wens, {"wens": "taal"})
    assert again.url.endswith("meld=wens_al_verstuurd")
    assert (Wens.objects.count(), len(told())) == (1, 1)


def test_a_wish_can_be_withdrawn_as_often_as_one_likes(eigen, client):
    client.post(eigen.wens, {"wens": "taal"})
    for _twice in range(2):
        assert client.post(eigen.weg, {"wens": "taal"}).url.endswith("meld=wens_ingetrokken")
    assert Wens.objects.get().status == WensStatus.INGETROKKEN
    send_due()
    assert mail.outbox == []  # nobody is told of what is no more


def test_a_wish_that_comes_back_is_told_again(eigen, client):
    for url in (eigen.wens, eigen.weg, eigen.wens):
        client.post(url, {"wens": "taal"})
    assert (Wens.objects.get().status, len(told())) == (WensStatus.OPEN, 2)


@pytest.mark.parametrize("data", [{}, {"wens": ""}, {"wens": "geld"}, {"wens": "taal'; --"}])
def test_what_is_no_wish_is_refused_in_words(eigen, client, data):
    for url in (eigen.wens, eigen.weg):
        refused = client.post(url, data)
        assert (refused.status_code, TEKSTEN["wens_kies"] in refused.text) == (422, True)
    assert not Wens.objects.exists()


def test_only_our_own_words_can_stand_on_top_of_the_page(eigen, client):
    for said in ("titel", "wens_kies", "<b>", "nep"):
        assert client.get(eigen.url, {"meld": said}).context["melding"] is None


def test_a_key_opens_the_wishes_of_its_own_participation_alone(cast, eigen, client):
    buur = DeelnameFactory(traject=eigen.deelname.traject, mentor=cast.mentor)
    WensFactory(deelname=buur, soort=WensSoort.TAAL)
    client.post(eigen.weg, {"wens": "taal"})
    assert Wens.objects.get().status == WensStatus.OPEN


def test_a_link_that_stops_between_reading_and_pressing_does_nothing(cast, eigen, client):
    link = links.find(eigen.key)
    set_status(eigen.deelname, DeelnameStatus.GESTOPT)
    for verb in (wensen.state, wensen.withdraw):
        with pytest.raises(DeelnemerFout, match="werkt niet meer"):
            verb(link, WensSoort.TAAL)
    assert [client.post(url, {"wens": "taal"}).status_code for url in (eigen.wens, eigen.weg)] == [404, 404]
    assert not Wens.objects.exists()


def test_a_link_that_was_replaced_meanwhile_does_nothing(cast, eigen):
    link = links.find(eigen.key)
    links.give(eigen.deelname, door=cast.mentor)
    with pytest.raises(DeelnemerFout):
        wensen.state(link, WensSoort.TAAL)


def test_without_a_mentor_the_own_gemeente_hears_it(cast, eigen, client, placed):
    ander = GemeenteFactory(naam="Regie")
    regisseur = LidmaatschapFactory(partij=ander, functie="coordinator", gebruiker__naam="Regisseur").gebruiker
    placed.traject.regisseur = regisseur
    placed.traject.save()
    assign_mentor(placed, None)
    client.post(reverse("deelnemers:mijn_wens", args=[links.give(placed, door=cast.klantmanager)]), {"wens": "reis"})
    assert told() == ["Coordinator"]


def test_the_mail_leads_to_the_file_and_names_neither_person_nor_wish(cast, eigen, client):
    client.post(eigen.wens, {"wens": "opvang"})
    send_due()
    [message] = mail.outbox
    assert message.to == [cast.mentor.email]
    assert reverse("deelnemers:detail", args=[eigen.deelname.deelnemer_id]) in message.body
    hidden = (str(eigen.deelname.deelnemer), "kinderopvang", eigen.key, "/mijn/")
    assert [text for text in hidden if text in message.subject + message.body] == []


def test_nobody_gets_more_than_so_many_mails_a_day(eigen, client):
    most = int(LIMIET["wens"].split("/")[0])
    answers = []
    for _n in range(most + 1):
        answers.append(client.post(eigen.wens, {"wens": "taal"}).status_code)
        client.post(eigen.weg, {"wens": "taal"})
    assert answers == [302] * most + [429]


SEES = {"coordinator": True, "klantmanager": True, "lezer": True, "mentor": True, "opleider": False, "werkgever": False}


@pytest.mark.parametrize(("who", "sees"), SEES.items())
def test_a_wish_is_for_the_mentor_and_the_gemeente(cast, login, eigen, who, sees):
    WensFactory(deelname=eigen.deelname, soort=WensSoort.OPVANG)
    page = login(cast.people[who]).get(reverse("deelnemers:detail", args=[eigen.deelname.deelnemer_id]))
    assert page.status_code == 200
    assert ("Wil hulp met kinderopvang" in page.text) == sees


def test_a_wish_that_was_talked_about_keeps_who_and_when(cast, login, eigen, client):
    wens = WensFactory(deelname=eigen.deelname, soort=WensSoort.OPVANG)
    url = reverse("deelnemers:wens_besproken", args=[wens.pk])
    assert login(cast.mentor).post(url).status_code == 302
    login(cast.coordinator).post(url)
    wens.refresh_from_db()
    assert (wens.status, wens.besproken_door) == (WensStatus.BESPROKEN, cast.mentor)
    assert TEKSTEN["wens_besproken"] in client.get(eigen.url).text
    # It can be stated again, and is new then.
    client.post(eigen.wens, {"wens": "opvang"})
    wens.refresh_from_db()
    assert (wens.status, wens.besproken_door, wens.besproken_op) == (WensStatus.OPEN, None, None)


def test_a_wish_that_was_withdrawn_is_not_to_be_talked_about(cast, login, eigen):
    wens = WensFactory(deelname=eigen.deelname, status=WensStatus.INGETROKKEN)
    with pytest.raises(DeelnemerFout, match="ingetrokken"):
        wensen.discuss(wens, door=cast.mentor)
    done = login(cast.mentor).post(reverse("deelnemers:wens_besproken", args=[wens.pk]), follow=True)
    assert "heeft deze wens ingetrokken" in done.text


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_taps_at_once_state_one_wish_and_tell_it_once(cast):
    deelname = DeelnameFactory(traject__gemeente=cast.waterstad, mentor=cast.mentor)
    url = reverse("deelnemers:mijn_wens", args=[links.give(deelname, door=cast.coordinator)])

    def tap(_n):
        try:
            return Client().post(url, {"wens": "taal"}).url.split("meld=")[1]
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=4) as pool:
        assert sorted(pool.map(tap, range(4))) == ["wens_al_verstuurd"] * 3 + ["wens_verstuurd"]
    assert (Wens.objects.count(), len(told())) == (1, 1)
