"""How often someone is reminded is theirs to choose, on their own page or by the button of a mail program."""

from datetime import datetime, time

import pytest
from django.core import mail, signing
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse

from berichten import voorkeuren
from berichten.enums import BerichtStatus, Ritme
from berichten.models import Bericht, Voorkeur
from berichten.verzending import send_due
from tests.berichten.conftest import OCHTEND, START, ended, send_at

PAGINA = reverse("berichten:voorkeur")
MAANDAG = datetime(2026, 11, 30, 7, 30, tzinfo=START.tzinfo)


@pytest.fixture(autouse=True)
def nine_o_clock(time_machine, woken):
    time_machine.move_to(START, tick=False)


@pytest.fixture
def browser(client, jo):
    client.force_login(jo)
    return client


def test_page_shows_what_holds_and_keeps_what_is_chosen(browser, jo):
    assert browser.get(PAGINA).context["form"]["ritme"].value() == Ritme.DAGELIJKS
    data = {"ritme": Ritme.WEKELIJKS, "stil_van": "22:00", "stil_tot": "07:00"}
    assert browser.post(PAGINA, data).url == reverse("toegang:account")
    assert Voorkeur.objects.values_list("gebruiker", "ritme", "stil_van", "stil_tot").get() == (
        jo.pk,
        Ritme.WEKELIJKS,
        time(22),
        time(7),
    )
    assert browser.get(PAGINA).context["form"]["ritme"].value() == Ritme.WEKELIJKS


@pytest.mark.parametrize(
    ("fields", "field", "message"),
    [
        ({"stil_van": "22:00"}, "stil_tot", "Vul beide tijden in, of geen van beide."),
        ({"stil_tot": "22:00"}, "stil_van", "Vul beide tijden in, of geen van beide."),
        ({"stil_van": "22:00", "stil_tot": "22:00"}, "stil_tot", "Kies een andere tijd dan het begin."),
        ({"ritme": "soms"}, "ritme", "Selecteer een geldige keuze. soms is geen beschikbare keuze."),
    ],
)
def test_wrong_input_is_said_beside_its_field_and_kept(browser, fields, field, message):
    response = browser.post(PAGINA, {"ritme": Ritme.METEEN, **fields})
    assert response.status_code == 422
    assert response.context["form"].errors == {field: [message]}
    assert response.context["form"]["stil_van"].value() == fields.get("stil_van")
    assert not Voorkeur.objects.exists()


@pytest.mark.parametrize("ends", [{"stil_van": time(22)}, {"stil_van": time(22), "stil_tot": time(22)}])
def test_database_keeps_quiet_hours_whole(jo, ends):
    with pytest.raises(IntegrityError):
        Voorkeur.objects.create(gebruiker=jo, **ends)


def test_what_waits_moves_to_the_moment_that_was_chosen(remind, write, jo, time_machine):
    remind(jo, "een", "twee")
    nieuws = write("nieuws", ontvanger=jo)
    voorkeuren.choose(jo, ritme=Ritme.WEKELIJKS)
    assert set(Bericht.objects.exclude(pk=nieuws.pk).values_list("volgende_poging", flat=True)) == {MAANDAG}
    assert [send_at(time_machine, OCHTEND), send_at(time_machine, MAANDAG)] == [1, 1]  # the news, the overview


def test_chosen_at_once_is_told_at_once(remind, jo):
    remind(jo, "een", "twee")
    voorkeuren.choose(jo, ritme=Ritme.METEEN)
    assert send_due() == 1


def test_no_reminders_lapses_what_waits_and_what_is_still_due_comes_when_they_are_wanted_again(
    remind,
    jo,
    time_machine,
):
    remind(jo, "een")
    voorkeuren.choose(jo, ritme=Ritme.NOOIT)
    assert ended() == {"een": BerichtStatus.VERVALLEN}
    assert remind(jo, "een") == 0
    voorkeuren.choose(jo, ritme=Ritme.DAGELIJKS)
    assert remind(jo, "een") == 1
    assert send_at(time_machine, OCHTEND) == 1


def test_mail_program_stops_reminders_by_post_without_a_session(remind, jo, time_machine):
    Voorkeur.objects.create(gebruiker=jo, ritme=Ritme.DAGELIJKS, stil_van=time(22), stil_tot=time(7))
    remind(jo, "een")
    send_at(time_machine, OCHTEND)
    headers = mail.outbox[0].extra_headers
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = headers["List-Unsubscribe"].strip("<>").removeprefix("http://localhost")
    stranger = Client(enforce_csrf_checks=True)

    assert stranger.get(address).status_code == stranger.head(address).status_code == 200
    assert voorkeuren.voorkeur_of(jo).ritme == Ritme.DAGELIJKS  # a scanner that looks stops nothing

    assert stranger.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200
    voorkeur = voorkeuren.voorkeur_of(jo)
    assert (voorkeur.ritme, voorkeur.stil_van) == (Ritme.NOOIT, time(22))
    assert stranger.post(address).status_code == 200  # pressed twice


def test_news_has_no_button_to_stop_it(write, jo):
    write("nieuws", ontvanger=jo)
    send_due()
    assert "List-Unsubscribe" not in mail.outbox[0].extra_headers
    assert "berichten/voorkeur" not in mail.outbox[0].body


@pytest.mark.parametrize(("pk", "salt"), [(1, "iets anders"), (0, voorkeuren.SALT), (None, "")])
def test_link_that_is_not_ours_is_not_found(client, jo, pk, salt):
    token = "onzin" if pk is None else signing.dumps(pk and jo.pk, salt=salt)
    assert client.post(reverse("berichten:afmelden", args=[token])).status_code == 404
    assert not Voorkeur.objects.exists()
