"""Who must have a second step, what happens until then, and what a code is good for."""

import time
from io import StringIO

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.signals import authenticator_added
from allauth.mfa.totp.internal.auth import TOTP
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from berichten.models import Bericht
from partijen.enums import PartijSoort
from tests.factories.deelnemers import DeelnameFactory, PlaatsingFactory
from tests.factories.toegang import PASSWORD
from tests.toegang.codes import SECRET, code
from toegang import tweede_stap
from toegang.herstel import WEGGEHAALD
from toegang.models import Logregel

MUST = {"coordinator", "klantmanager", "lezer", "beheerder", "vreemde", "werkgever", "mentor", "taal", "opleider"}


pytestmark = pytest.mark.usefixtures("fresh_counts")


def sign_in(user):
    user.set_password(PASSWORD)
    user.save()
    client = Client()
    client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    return client


def enter(client, value):
    return client.post(reverse("mfa_authenticate"), {"code": value})


def test_whoever_may_see_people_must_have_a_second_step_and_nobody_else(cast):
    assert {name for name, user in cast.people.items() if tweede_stap.must_have(user)} == MUST


@pytest.mark.parametrize("path", ["/account/", "/accounts/2fa/", "/sw.js"])
def test_looking_around_writes_nothing_over_what_setting_it_up_wrote(cast, path):
    client = sign_in(cast.coordinator)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    asked = [query["sql"] for query in captured.captured_queries]
    assert [sql for sql in asked if sql.startswith("UPDATE") and "django_session" in sql] == []


def later(minutes):
    return time_machine.travel(time.time() + minutes * 60, tick=False)


def as_mentor(cast):
    DeelnameFactory(mentor=cast.verbinder)


def as_employer(cast):
    PlaatsingFactory(werkgever=cast.netwerk)


@pytest.mark.parametrize("comes_to_see", [as_mentor, as_employer])
def test_whoever_is_shown_one_file_must_have_it_whatever_kind_of_party_they_are_of(cast, comes_to_see):
    cast.netwerk.soort = PartijSoort.OVERIG
    cast.netwerk.save()
    client = sign_in(cast.verbinder)
    assert (client.get("/").status_code, tweede_stap.must_have(cast.verbinder)) == (200, False)

    comes_to_see(cast)
    assert tweede_stap.must_have(cast.verbinder) is True
    with later(2):
        assert client.get("/trajecten/").url == reverse("mfa_index")


def test_what_someone_is_shown_is_asked_once_a_minute_and_not_at_each_page(cast, django_assert_num_queries):
    client = sign_in(cast.expert)
    client.get("/bestaat-niet/")
    with django_assert_num_queries(3):
        client.get("/bestaat-niet/")


def test_in_the_demo_it_is_offered_and_not_forced(cast, settings):
    settings.DEMO = True
    assert {name for name, user in cast.people.items() if tweede_stap.must_have(user)} == set()
    page = sign_in(cast.coordinator).get("/")
    assert page.status_code == 200
    assert "Tweede stap instellen" in page.text


@pytest.mark.parametrize("path", ["/", "/deelnemers/", "/account/later/", "/trajecten/"])
def test_until_then_every_page_leads_to_setting_it_up(cast, path):
    response = sign_in(cast.mentor).get(path)
    assert (response.status_code, response.url) == (302, reverse("mfa_index"))


def test_part_of_a_page_is_refused_in_htmx_words(cast):
    response = sign_in(cast.mentor).get("/deelnemers/", headers={"HX-Request": "true"})
    assert (response.status_code, response.headers["HX-Redirect"]) == (204, reverse("mfa_index"))


def test_setting_up_and_getting_out_stay_open(cast):
    client = sign_in(cast.mentor)
    for name in ("mfa_index", "mfa_activate_totp", "toegang:account", "account_logout"):
        assert client.get(reverse(name)).status_code == 200, name


def test_the_advised_get_everywhere_and_may_put_it_off(cast):
    client = sign_in(cast.expert)
    assert "Tweede stap instellen" in client.get("/").text
    client.post(reverse("toegang:later"))
    assert "Tweede stap instellen" not in client.get("/").text


@pytest.mark.django_db(transaction=True)
def test_setting_up_an_app_opens_the_doors_and_gives_codes(cast):
    client = sign_in(cast.mentor)
    client.get("/deelnemers/")
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    done = client.post(reverse("mfa_activate_totp"), {"code": code(secret)}, follow=True)

    assert 'href="/deelnemers/"' in done.text
    assert len(done.context["unused_codes"]) == 10
    assert client.get("/deelnemers/").status_code == 200


def test_a_password_alone_does_not_open_an_account_with_a_second_step(cast):
    TOTP.activate(cast.mentor, SECRET)
    client = sign_in(cast.mentor)
    assert client.get("/deelnemers/").url.startswith("/accounts/login/")
    assert enter(client, "000000").status_code == 200
    assert enter(client, code()).status_code == 302
    assert client.get("/deelnemers/").status_code == 200


def test_a_code_works_once(cast):
    TOTP.activate(cast.mentor, SECRET)
    same = code()
    assert enter(sign_in(cast.mentor), same).status_code == 302
    other = sign_in(cast.mentor)
    refused = enter(other, same)
    assert "Deze code klopt niet, of is al gebruikt." in refused.text
    assert other.get("/deelnemers/").status_code == 302


def test_a_recovery_code_works_once(cast):
    TOTP.activate(cast.mentor, SECRET)
    [first, *_rest] = RecoveryCodes.activate(cast.mentor).get_unused_codes()
    assert enter(sign_in(cast.mentor), first).status_code == 302
    assert enter(sign_in(cast.mentor), first).status_code == 200


def test_guessing_codes_is_stopped(cast):
    TOTP.activate(cast.mentor, SECRET)
    client = sign_in(cast.mentor)
    tries = [enter(client, f"{n:06}") for n in range(7)]
    assert "U hebt het te vaak geprobeerd." in tries[-1].text
    assert "U hebt het te vaak geprobeerd." in enter(client, code()).text


def test_the_last_second_step_of_who_must_have_one_stays(cast):
    TOTP.activate(cast.mentor, SECRET)
    client = sign_in(cast.mentor)
    enter(client, code())
    refused = client.post(reverse("mfa_deactivate_totp"))
    assert "U hebt een tweede stap nodig." in refused.text
    assert Authenticator.objects.filter(user=cast.mentor, type="totp").exists()


def test_whoever_lost_everything_is_helped_by_the_technical_administrator_and_told(cast):
    TOTP.activate(cast.mentor, SECRET)
    RecoveryCodes.activate(cast.mentor)
    client = sign_in(cast.mentor)
    enter(client, code())
    assert client.get("/deelnemers/").status_code == 200

    call_command("tweede_stap_weg", cast.mentor.email.upper(), stdout=StringIO())
    assert not Authenticator.objects.filter(user=cast.mentor).exists()
    assert client.get("/deelnemers/").url.startswith("/accounts/login/")
    assert sign_in(cast.mentor).get("/deelnemers/").url == reverse("mfa_index")
    assert [bericht.gegevens for bericht in Bericht.objects.filter(ontvanger=cast.mentor)] == [{"wat": WEGGEHAALD}]
    [regel] = Logregel.objects.filter(additional_data__wat="tweede_stap_weggehaald")
    assert regel.object_id == cast.mentor.pk


def test_help_for_an_address_without_an_account_says_so(db):
    with pytest.raises(CommandError, match="No account"):
        call_command("tweede_stap_weg", "niemand@voorbeeld.example")


def test_a_half_sign_in_through_a_gemeente_leaves_no_exemption(cast):
    client = Client()
    session = client.session
    session.update({"gemeente": cast.waterstad.pk, "stap_gedaan": True})
    session.save()
    client.cookies["sessionid"] = session.session_key
    cast.coordinator.set_password(PASSWORD)
    cast.coordinator.save()
    client.post("/accounts/login/", {"login": cast.coordinator.email, "password": PASSWORD})
    assert client.get("/deelnemers/").url == reverse("mfa_index")


# --- The second step belongs to the session. What allauth tells of a new app, it tells once that is stored.


def set_up(client):
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    assert client.post(reverse("mfa_activate_totp"), {"code": code(secret)}).status_code == 302
    return secret


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", ["mentor", "expert"])
def test_a_stolen_password_that_was_in_before_gets_nothing_by_the_step_of_the_owner(cast, name):
    user = cast.people[name]
    thief, owner = sign_in(user), Client()
    owner.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    set_up(owner)

    assert owner.get("/").status_code == 200
    assert thief.get("/").url == "/accounts/login/?next=/"
    again = thief.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    assert again.url == reverse("mfa_authenticate")


@pytest.mark.parametrize(("name", "minutes"), [("mentor", 0), ("expert", 2)])
def test_a_session_that_slipped_through_without_the_step_ends_and_hears_why(cast, name, minutes):
    user = cast.people[name]
    client = sign_in(user)
    client.get("/")
    TOTP.activate(user, SECRET)
    with later(minutes):
        refused = client.get("/trajecten/")
        assert (refused.status_code, refused.url) == (302, "/accounts/login/?stap=1&next=/trajecten/")
        page = client.get(refused.url)
    assert "Uw account heeft nu een tweede stap. Log opnieuw in, met uw code of sleutel." in page.text


def test_a_session_of_an_earlier_version_ends(cast, login):
    client = login(cast.mentor)
    assert client.get("/deelnemers/").status_code == 200
    session = client.session
    del session["stap_gedaan"]
    session["sso"] = True
    session.save()
    assert client.get("/deelnemers/").url.startswith("/accounts/login/?verlopen=1")


def test_the_step_is_not_asked_again_while_the_session_lasts(cast):
    TOTP.activate(cast.mentor, SECRET)
    client = sign_in(cast.mentor)
    enter(client, code())
    for minutes in (10, 30):
        with later(minutes):
            assert client.get("/deelnemers/").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_taking_an_app_off_ends_what_came_in_by_it_and_a_new_one_brings_nothing_back(cast):
    TOTP.activate(cast.expert, SECRET)
    [first, *_rest] = RecoveryCodes.activate(cast.expert).get_unused_codes()
    there, here = sign_in(cast.expert), Client()
    enter(there, first)
    here.post("/accounts/login/", {"login": cast.expert.email, "password": PASSWORD})
    enter(here, code())
    assert [client.get("/").status_code for client in (there, here)] == [200, 200]

    here.post(reverse("mfa_deactivate_totp"))
    assert [client.get("/").status_code for client in (there, here)] == [302, 200]
    assert "Tweede stap instellen" in here.get("/").text
    set_up(here)
    assert [client.get("/").status_code for client in (there, here)] == [302, 200]


def test_a_second_app_or_key_signs_nobody_out(cast):
    TOTP.activate(cast.mentor, SECRET)
    [first, *_rest] = RecoveryCodes.activate(cast.mentor).get_unused_codes()
    there, here = sign_in(cast.mentor), Client()
    enter(there, first)
    here.post("/accounts/login/", {"login": cast.mentor.email, "password": PASSWORD})
    enter(here, code())
    key = Authenticator.objects.create(user=cast.mentor, type="webauthn", data={"name": "Mijn sleutel"})
    request = here.get("/").wsgi_request
    authenticator_added.send(sender=Authenticator, request=request, user=cast.mentor, authenticator=key)
    assert [client.get("/deelnemers/").status_code for client in (there, here)] == [200, 200]


def test_a_first_key_signs_out_whoever_came_in_without(cast):
    there, here = sign_in(cast.mentor), Client()
    here.post("/accounts/login/", {"login": cast.mentor.email, "password": PASSWORD})
    request = here.get(reverse("mfa_index")).wsgi_request
    key = Authenticator.objects.create(user=cast.mentor, type="webauthn", data={"name": "Mijn sleutel"})
    authenticator_added.send(sender=Authenticator, request=request, user=cast.mentor, authenticator=key)
    request.session.save()
    answers = [client.get("/deelnemers/") for client in (there, here)]
    assert [answer.status_code for answer in answers] == [302, 200]
    assert answers[0].url == "/accounts/login/?next=/deelnemers/"
