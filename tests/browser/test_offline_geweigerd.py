"""A check-in that was kept on a phone, and refused when it was sent: it stays, and is mended or thrown away."""

import json
import re

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from scripts.chromium import give_password
from tests.browser.conftest import PASSWORD
from tests.browser.telefoon import KEPT, MENTOR, WAITING, Phone, sign_out

BSN = "Zijn nummer is 123456782"


@pytest.fixture
def refused(phone) -> Phone:
    """A phone with a form that was refused, and shows why."""
    phone.open_form()
    phone.fill_in(BSN)
    phone.press()
    expect(phone.page.get_by_label("Wensen")).to_have_class(re.compile("is-invalid"))
    return phone


def test_what_is_refused_stays_on_the_device_until_the_next_press(refused, saved):
    page, wensen = refused.page, refused.page.get_by_label("Wensen")
    [(name, kept)] = refused.kept
    assert kept["stand"] == "geweigerd"
    assert ["wensen", BSN] in kept["velden"]
    # It is not sent by itself, and what is being mended stays as it is.
    sent = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    wensen.fill("Meer")
    page.evaluate("dispatchEvent(new Event('online')), new Promise((klaar) => setTimeout(klaar, 500))")
    assert sent == []
    expect(wensen).to_have_value("Meer")
    expect(refused.strip).to_be_empty()

    # As with a tab that the phone threw away while it was in a pocket.
    page.reload()
    expect(wensen).to_have_value("Meer")
    assert [(found, kept["stand"]) for found, kept in refused.kept] == [(name, "bezig")]
    assert sent == []
    wensen.fill("Meer uren")
    refused.press()
    expect(page).to_have_url(re.compile("/checkins/$"))
    assert saved() == 1
    assert refused.kept == []


def test_what_is_refused_and_left_as_it_is_is_asked_once_more_where_it_is_opened(refused, saved):
    page, wensen = refused.page, refused.page.get_by_label("Wensen")
    page.reload()
    expect(wensen).to_have_class(re.compile("is-invalid"))
    expect(wensen).to_have_value(BSN)
    assert [kept["stand"] for _name, kept in refused.kept] == ["geweigerd"]
    assert saved() == 0


def test_what_was_refused_is_wiped_at_signing_out_after_a_warning(refused, saved):
    sign_out(refused.page, sure=True)
    refused.page.wait_for_url("**/accounts/login/**")
    assert refused.kept == []
    assert saved() == 0


def test_who_gives_up_on_what_was_refused_throws_it_away_after_a_question(refused, saved):
    page, strip = refused.page, refused.strip
    page.goto("/")
    expect(strip).to_contain_text("Niet opgeslagen")
    throw, ask = strip.get_by_role("button", name="Weggooien"), page.get_by_role("dialog", name="Weggooien?")
    throw.press("Enter")
    expect(ask).to_contain_text("U krijgt het niet terug.")
    expect(ask.get_by_role("button", name="Bewaren")).to_be_focused()
    page.keyboard.press("Enter")
    expect(throw).to_be_focused()
    assert len(refused.kept) == 1

    throw.click()
    ask.get_by_role("button", name="Wissen").click()
    expect(strip).to_be_empty()
    assert refused.kept == []
    page.reload()
    expect(strip).to_be_empty()
    assert saved() == 0


def test_what_was_being_mended_when_the_session_ended_takes_the_place_of_what_was_refused(refused, saved):
    page, wensen = refused.page, refused.page.get_by_label("Wensen")
    wensen.fill("Meer uren")
    Session.objects.all().delete()
    page.evaluate("document.querySelector('[data-blijf]').requestSubmit()")
    page.wait_for_url("**/accounts/login/**")
    give_password(page, MENTOR, PASSWORD)
    expect(page.get_by_text("Wat u had ingevuld staat er weer.")).to_be_visible()
    page.evaluate("dispatchEvent(new Event('online')), new Promise((klaar) => setTimeout(klaar, 500))")
    expect(wensen).to_have_value("Meer uren")
    expect(refused.strip).to_be_empty()
    refused.press()
    expect(page).to_have_url(re.compile("/checkins/$"))
    assert saved() == 1
    assert refused.kept == []


def test_what_was_refused_does_not_come_in_the_place_of_what_is_being_typed(phone, saved):
    phone.open_form()
    other = phone.page.context.new_page()
    other.goto(phone.page.url)
    other.get_by_label("Wensen").fill("Iets anders")
    phone.offline()
    phone.fill_in(BSN)
    phone.press()
    expect(phone.strip).to_contain_text(WAITING)
    phone.page.goto("about:blank")
    phone.online()
    expect(other.locator("#concepten")).to_contain_text("Niet opgeslagen")
    expect(other.get_by_label("Wensen")).to_have_value("Iets anders")
    # Both are kept, each under its own stamp.
    kept = [json.loads(text)["stand"] for _name, text in other.evaluate(KEPT)]
    assert sorted(kept) == ["bezig", "geweigerd"]
    assert saved() == 0
