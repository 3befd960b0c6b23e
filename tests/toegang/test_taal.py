"""Everyone reads the language they chose: on screens, in mail and on paper; what is stored has none."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import translation
from pypdf import PdfReader

from berichten import accountmails
from berichten.models import Bericht
from berichten.verzending import send_due
from canvas.document import build_document, dump, fingerprint, load
from canvas.forms import EuroField
from canvas.pdf import render_pdf
from deelnemers.enums import Belemmering, Taalniveau
from deelnemers.importkolommen import BelemmeringenWidget, TaalWidget
from tests.factories.canvas import full_traject
from tests.factories.toegang import UserFactory
from toegang.logboek import Handeling
from toegang.models import Logregel, User
from toegang.taal import speaking_to

LOGIN = "/accounts/login/"
KIES = "/account/taal/"


def language_of(page):
    """Return the language a page says it is in, and whether its words are of it."""
    (lang,) = [code for code in ("nl", "en") if f'<html lang="{code}"' in page.text]
    words = {"nl": "Naar de inhoud", "en": "Go to the content"}
    assert [code for code, word in words.items() if word in page.text] == [lang]
    assert page.headers["Content-Language"] == lang
    return lang


def choose(client, taal, volgende="/"):
    return client.post(KIES, {"taal": taal, "volgende": volgende})


def test_an_english_browser_of_whoever_chose_nothing_stays_dutch(cast, login):
    english = {"accept-language": "en-GB,en;q=0.9"}
    assert language_of(login(cast.coordinator).get("/", headers=english)) == "nl"
    assert language_of(Client().get(LOGIN, headers=english)) == "nl"


def test_a_choice_holds_for_the_account_on_every_device(cast, login):
    first = login(cast.coordinator)
    response = choose(first, "en", "/trajecten/?q=groen")
    assert (response.status_code, response.url) == (302, "/trajecten/?q=groen")
    assert User.objects.get(pk=cast.coordinator.pk).taal == "en"
    other = login(cast.coordinator)
    assert [language_of(client.get("/")) for client in (first, other)] == ["en", "en"]
    assert language_of(other.get("/bestaat-niet/")) == "en"
    assert language_of(login(cast.klantmanager).get("/")) == "nl"
    choose(other, "nl")
    assert language_of(first.get("/")) == "nl"


def test_before_signing_in_the_browser_keeps_the_choice(db):
    client = Client()
    assert choose(client, "en", LOGIN).url == LOGIN
    assert language_of(client.get(LOGIN)) == "en"
    kept = client.cookies["django_language"]
    assert (kept.value, kept["httponly"], kept["samesite"]) == ("en", True, "Lax")


def test_the_account_goes_before_what_a_colleague_left_in_the_browser(cast, login):
    client = login(cast.coordinator)
    client.cookies["django_language"] = "en"
    assert language_of(client.get("/")) == "en"
    User.objects.filter(pk=cast.coordinator.pk).update(taal="nl")
    assert language_of(client.get("/")) == "nl"


@pytest.mark.parametrize("taal", ["de", "", "en-gb", "../en", "EN"])
def test_a_language_that_is_not_offered_changes_nothing(cast, login, taal):
    client = login(cast.coordinator)
    choose(client, "en")
    assert choose(client, taal).url == "/"
    assert client.cookies["django_language"].value == "en"
    assert User.objects.get(pk=cast.coordinator.pk).taal == "en"
    client.cookies["django_language"] = taal
    User.objects.filter(pk=cast.coordinator.pk).update(taal="")
    assert language_of(client.get("/")) == "nl"


@pytest.mark.parametrize("back", ["https://elders.example/", "//elders.example", "javascript:alert(1)", ""])
def test_nobody_is_sent_elsewhere(db, back):
    assert choose(Client(), "en", back).url == "/"


def test_the_choice_asks_for_a_post_with_a_token(db):
    assert Client().get(KIES).status_code == 405
    assert Client(enforce_csrf_checks=True).post(KIES, {"taal": "en"}).status_code == 403


@pytest.mark.parametrize("path", [LOGIN, "/accounts/password/reset/", "/account/"])
def test_the_choice_is_offered_where_one_signs_in_and_on_the_account(cast, login, path):
    client = login(cast.coordinator) if path == "/account/" else Client()
    page = client.get(path).text
    assert f'action="{KIES}"' in page
    assert 'lang="nl" aria-pressed="true"' in page
    assert 'lang="en" aria-pressed="false"' in page
    assert f'name="volgende" value="{path}"' in page


def test_dates_and_numbers_follow_the_language():
    with translation.override("en"):
        assert translation.gettext("Mijn werk") == "My work"
        assert say(date(2026, 3, 4), Decimal("12500.5")) == ("4 March 2026", "4 Mar 2026", "12,500.50")
    assert say(date(2026, 3, 4), Decimal("12500.5")) == ("4 maart 2026", "4-3-2026", "12.500,50")


def say(dag, bedrag):
    from django.utils.formats import date_format, number_format  # noqa: PLC0415 - beside the two it says

    short = date_format(dag, "SHORT_DATE_FORMAT")
    return date_format(dag), short, number_format(bedrag, 2, force_grouping=True)


@pytest.mark.parametrize(
    ("taal", "typed", "amount"),
    [
        ("nl", "12.500", "12500"),
        ("nl", "12.500,50", "12500.50"),
        ("nl", "750.5", "750.5"),
        ("en", "12,500", "12500"),
        ("en", "€ 12,500.50", "12500.50"),
        ("en", "750.50", "750.50"),
    ],
)
def test_an_amount_is_read_as_the_language_writes_it_and_shown_so_again(taal, typed, amount):
    with translation.override(taal):
        field = EuroField(max_digits=10, decimal_places=2)
        assert field.clean(typed) == Decimal(amount)
        assert field.clean(field.prepare_value(Decimal(amount))) == Decimal(amount)


@pytest.mark.parametrize("typed", ["12.500", "12.500,50", "750,50", "1,50"])
def test_a_dutch_amount_is_never_taken_for_another_in_english(typed):
    with translation.override("en"), pytest.raises(ValidationError):
        EuroField(max_digits=10, decimal_places=2).clean(typed)


def test_a_sheet_may_name_a_choice_in_any_language():
    for taal in ("nl", "en"):
        with translation.override(taal):
            labels = [str(item.label) for item in Belemmering]
            not_yet = str(Taalniveau.NOG_NIET.label)
        assert BelemmeringenWidget().clean("; ".join(labels)) == list(Belemmering.values)
        assert TaalWidget().clean(not_yet) == Taalniveau.NOG_NIET


@pytest.mark.parametrize("at_work", ["nl", "en"])
def test_a_mail_is_in_the_language_of_who_gets_it(db, monkeypatch, at_work):
    monkeypatch.setattr("berichten.outbox.wake_task", [].append)
    for taal in ("", "nl", "en"):
        accountmails.deliver(UserFactory(taal=taal), "account/email/password_changed")
    with translation.override(at_work):
        assert send_due() == 3
    assert [sent.subject for sent in mail.outbox] == [
        "Uw wachtwoord is gewijzigd",
        "Uw wachtwoord is gewijzigd",
        "Your password was changed",
    ]
    html = mail.outbox[2].alternatives[0][0]
    assert '<html lang="en">' in html
    assert "Kind regards," in html
    assert "Dear " in mail.outbox[2].body
    assert '<html lang="nl">' in mail.outbox[0].alternatives[0][0]


def test_why_a_mail_failed_is_read_in_the_language_of_the_reader(cast, login):
    Bericht.objects.create(
        soort="proef",
        sleutel="proef",
        ontvanger=cast.mentor,
        eigenaar=cast.waterstad.pk,
        status="mislukt",
        fout="De mailserver is niet bereikbaar.",
    )
    User.objects.filter(pk=cast.coordinator.pk).update(taal="en")
    assert "The mail server cannot be reached." in login(cast.coordinator).get("/berichten/").text
    assert "De mailserver is niet bereikbaar." in login(cast.beheerder).get("/berichten/").text


def test_a_paper_is_in_the_language_of_who_asked_and_stays_so(cast):
    traject = full_traject(gemeente=cast.waterstad, naam="Groen aan het werk", regisseur=cast.coordinator)
    dutch = build_document(traject, cast.coordinator)
    cast.coordinator.taal = "en"
    with speaking_to(cast.coordinator):
        english = build_document(traject, cast.coordinator)
    assert [document.taal for document in (dutch, english)] == ["nl", "en"]
    assert fingerprint(dutch) != fingerprint(english)
    # The worker knows no reader: the language is in what it was given.
    stored = load(dump(english))
    reader = PdfReader(BytesIO(render_pdf(stored, op=date(2026, 11, 24), versie=1)))
    words = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    assert reader.root_object["/Lang"] == "en"
    assert [text in words for text in ("Leerwerk canvas. As of 24 November 2026", "Recruitment and selection")] == [
        True
    ] * 2
    assert "Werving en selectie" not in words


def test_a_paper_from_before_papers_had_a_language_is_dutch(cast):
    traject = full_traject(gemeente=cast.waterstad, naam="Groen aan het werk", regisseur=cast.coordinator)
    data = dump(build_document(traject, cast.coordinator))
    del data["taal"]
    assert load(data).taal == "nl"


def test_the_log_says_the_same_whoever_did_it(cast):
    lines = []
    for taal in ("nl", "en"):
        with translation.override(taal):
            lines.append(Logregel.objects.write(Handeling.GEWIJZIGD, over=cast.waterstad).object_repr)
    assert lines == [f"partij {cast.waterstad.pk}"] * 2
