from datetime import timedelta

import pytest
from django.core.mail import EmailMultiAlternatives, get_connection
from django.urls import reverse
from django.utils import timezone

from berichten.enums import MAX_POGINGEN, BerichtStatus
from berichten.models import Bericht
from berichten.postvak import read_mails
from tests.factories.toegang import UserFactory

S = BerichtStatus
LIJST = "/berichten/"
POSTVAK = "/berichten/postvak/"


def opnieuw(bericht):
    return reverse("berichten:opnieuw", args=[bericht.pk])


# --- The outbox


@pytest.mark.parametrize("who", ["coordinator", "beheerder", "vreemde"])
def test_lijst_is_for_coordinators_and_beheerders(cast, login, who):
    assert login(cast.people[who]).get(LIJST).status_code == 200


@pytest.mark.parametrize(
    "who", ["klantmanager", "lezer", "werkgever", "mentor", "taal", "opleider", "verbinder", "expert"]
)
def test_lijst_is_closed_to_others(cast, login, who):
    assert login(cast.people[who]).get(LIJST).status_code == 403


def test_watched_mail_is_that_of_ones_own_gemeente_and_of_shared_parties(cast, write):
    own = write("own", ontvanger=cast.coordinator)
    colleague = write("colleague", ontvanger=cast.klantmanager)
    partner = write("partner", ontvanger=cast.werkgever, eigenaar=cast.waterstad.pk)
    invited = write("invited", ontvanger=cast.mentor, eigenaar=cast.maatwerk.pk)
    write("partner of the other gemeente", ontvanger=cast.werkgever, eigenaar=cast.heuvelrijk.pk)
    write("colleague about the other gemeente", ontvanger=cast.klantmanager, eigenaar=cast.heuvelrijk.pk)
    write("other gemeente", ontvanger=cast.vreemde)
    write("of nobody", ontvanger=cast.werkgever)

    visible = Bericht.objects.visible_to(cast.coordinator)
    assert set(visible) == {own, colleague, partner, invited}
    assert set(Bericht.objects.visible_to(cast.beheerder)) == {own, colleague, partner, invited}


def test_others_see_their_own_mail_alone(cast, write):
    mine = write("own", ontvanger=cast.werkgever, eigenaar=cast.waterstad.pk)
    write("else", ontvanger=cast.mentor, eigenaar=cast.waterstad.pk)
    assert list(Bericht.objects.visible_to(cast.werkgever)) == [mine]


def test_lijst_shows_what_failed_on_top_with_why_and_a_button(cast, login, write):
    now = timezone.now()
    write("nieuw", ontvanger=cast.coordinator, onderwerp="Nieuwste", status=S.VERZONDEN, verzonden_op=now)
    failed = write(
        "mis",
        ontvanger=cast.coordinator,
        onderwerp="Mislukte",
        status=S.MISLUKT,
        pogingen=10,
        fout="De mailserver is niet bereikbaar.",
        aangemaakt_op=now - timedelta(days=3),
    )
    text = login(cast.coordinator).get(LIJST).text
    assert text.index("Mislukte") < text.index("Nieuwste")
    assert "De mailserver is niet bereikbaar." in text
    assert text.count('name="indiening"') == 1
    assert opnieuw(failed) in text
    assert "Proefbericht" in text


def test_lijst_says_when_the_next_attempt_is(cast, login, write):
    write("x", ontvanger=cast.coordinator, pogingen=2, fout="De mailserver is niet bereikbaar.")
    assert "Volgende poging:" in login(cast.coordinator).get(LIJST).text


def test_lijst_shows_a_kind_that_no_app_knows_any_more(cast, login, write):
    write("x", ontvanger=cast.coordinator, soort="oude_soort")
    assert "Oude soort" in login(cast.coordinator).get(LIJST).text


@pytest.mark.parametrize(("query", "found"), [("status=mislukt", 1), ("zoek=klantm", 1), ("zoek=groen", 1), ("", 3)])
def test_lijst_filters_by_status_and_words(cast, login, write, query, found):
    write("a", ontvanger=cast.coordinator, status=S.MISLUKT)
    write("b", ontvanger=cast.klantmanager)
    write("c", ontvanger=cast.coordinator, onderwerp="Over Groen")
    response = login(cast.coordinator).get(f"{LIJST}?{query}")
    assert response.context["table"].page.paginator.count == found


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_lijst_costs_the_same_queries_for_any_number_of_rows(cast, login, write, rows, django_assert_num_queries):
    for over in range(rows):
        write(str(over), ontvanger=UserFactory(), eigenaar=cast.waterstad.pk, status=S.MISLUKT)
    client = login(cast.coordinator)
    # session, user, memberships, roles anywhere; how the queue stands, signs of life; count and rows
    with django_assert_num_queries(8):
        client.get(LIJST)


# --- Once more


def test_opnieuw_lets_a_failed_mail_wait_once_on_a_double_click(cast, login, write):
    failed = write("x", ontvanger=cast.mentor, eigenaar=cast.waterstad.pk, status=S.MISLUKT, pogingen=MAX_POGINGEN)
    client = login(cast.coordinator)
    data = {"indiening": "6f1d7c1e-5a57-4f0e-9c1c-6a1f6a1f6a1f"}

    answers = [client.post(opnieuw(failed), data) for _ in range(2)]

    failed.refresh_from_db()
    assert [(answer.status_code, answer.url) for answer in answers] == [(302, LIJST)] * 2
    assert (failed.status, failed.pogingen) == (S.WACHT, 0)
    messages = [str(message) for message in client.get(LIJST).context["messages"]]
    assert messages == ["Het bericht wordt opnieuw verzonden."]


def test_opnieuw_of_what_another_already_retried_says_so(cast, login, write):
    waits = write("x", ontvanger=cast.klantmanager)
    response = login(cast.coordinator).post(opnieuw(waits), follow=True)
    assert "Dit bericht is niet mislukt." in response.text


def test_opnieuw_of_another_gemeentes_mail_is_not_found(cast, login, write):
    failed = write("x", ontvanger=cast.mentor, eigenaar=cast.waterstad.pk, status=S.MISLUKT)
    assert login(cast.vreemde).post(opnieuw(failed)).status_code == 404
    assert login(cast.mentor).post(opnieuw(failed)).status_code == 403
    failed.refresh_from_db()
    assert failed.status == S.MISLUKT


def test_opnieuw_is_not_read(cast, login, write):
    assert login(cast.coordinator).get(opnieuw(write("x"))).status_code == 405


# --- The demo's mailbox


@pytest.fixture
def demo(settings, tmp_path):
    settings.DEMO = True
    settings.EMAIL_FILE_PATH = str(tmp_path / "mail")
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"


def post(*subjects, body="Beste Jo,\n\nKijk op http://localhost/trajecten/1/ en lees <b>dit</b>.\n"):
    connection = get_connection()
    connection.open()
    for subject in subjects:
        message = EmailMultiAlternatives(subject, body, to=["jo@voorbeeld.example"], connection=connection)
        message.attach_alternative("<p>Beste Jo</p>", "text/html")
        message.send()
    connection.close()


def test_postvak_is_there_in_the_demo_alone(cast, login, settings):
    settings.DEMO = False
    assert login(cast.coordinator).get(POSTVAK).status_code == 404


def test_postvak_says_what_it_is_for_as_long_as_it_is_empty(cast, login, demo):
    text = login(cast.werkgever).get(POSTVAK).text
    assert "Hier komen de mails van de demo binnen." in text
    assert "Er is nog geen mail." in text


def test_postvak_says_where_mail_goes_when_not_to_files(cast, login, demo, settings):
    settings.EMAIL_FILE_PATH = ""
    assert "gaan naar een mailserver" in login(cast.werkgever).get(POSTVAK).text


def test_postvak_shows_each_mail_of_each_file_newest_first(cast, login, demo, time_machine):
    time_machine.move_to("2026-11-24T08:00:00Z", tick=False)
    post("Eerste – één", "Tweede")
    time_machine.move_to("2026-11-24T09:30:00Z", tick=False)
    post("Derde")

    text = login(cast.werkgever).get(POSTVAK).text

    assert [mail.onderwerp for mail in read_mails()] == ["Derde", "Eerste – één", "Tweede"]
    assert text.index("Derde") < text.index("Eerste – één")
    assert "jo@voorbeeld.example" in text
    assert "24-11-2026 10:30" in text
    assert '<a href="http://localhost/trajecten/1/"' in text
    assert "&lt;b&gt;dit&lt;/b&gt;" in text


def test_postvak_sees_mail_added_to_a_file_it_read_before(demo):
    connection = get_connection()
    connection.open()
    connection.send_messages([EmailMultiAlternatives("Een", "x", to=["jo@voorbeeld.example"])])
    assert len(read_mails()) == 1
    connection.send_messages([EmailMultiAlternatives("Twee", "x", to=["jo@voorbeeld.example"])])
    assert len(read_mails()) == 2


def test_postvak_is_paged(cast, login, demo):
    post(*(f"Mail {nummer:02}" for nummer in range(45)))
    client = login(cast.werkgever)
    pages = [client.get(f"{POSTVAK}?page={page}") for page in (1, 2, 3, "x", 99)]
    assert [len(page.context["page"]) for page in pages] == [20, 20, 5, 20, 5]
    assert "Bladzijde 2 van 3" in pages[1].text


def test_lijst_tells_how_the_queue_stands_of_the_mail_one_watches_over(cast, login, write):
    now = timezone.now()
    since = now - timedelta(hours=30)
    for over, fields in {
        "oud": {"aangemaakt_op": since},
        "bezig": {"status": S.BEZIG, "geclaimd_op": now},
        "mis": {"status": S.MISLUKT},
        "weg": {"status": S.VERZONDEN, "verzonden_op": now - timedelta(hours=23)},
        "lang weg": {"status": S.VERZONDEN, "verzonden_op": now - timedelta(hours=25)},
    }.items():
        write(over, ontvanger=cast.coordinator, **fields)
    write("van een ander", ontvanger=cast.vreemde)
    assert login(cast.coordinator).get(LIJST).context["stand"] == {
        "wacht": 2,
        "wacht_sinds": since,
        "mislukt": 1,
        "verzonden": 1,
    }
