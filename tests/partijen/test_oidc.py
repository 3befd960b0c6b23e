"""Signing in through a gemeente: who gets which place by it, and whose place it takes."""

from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from partijen import uitnodigen
from partijen.enums import Functie, PartijSoort, UitnodigingStatus
from partijen.leden import stop_member
from partijen.models import Lidmaatschap
from partijen.uitnodigingsmails import link_of
from tests.factories.partijen import LidmaatschapFactory, PartijFactory, UitnodigingFactory
from tests.factories.toegang import PASSWORD, UserFactory
from tests.partijen.aanbieder import back, go, places, signed_in
from toegang.logboek import Handeling
from toegang.models import Logregel, User


def test_the_first_time_makes_an_account_and_a_place(waterstad, client):
    answer = go(client)

    anna = User.objects.get(email="anna@waterstad.example")
    assert (answer.status_code, answer.url, signed_in(client)) == (302, "/", anna.pk)
    assert (anna.naam, anna.has_usable_password()) == ("Anna de Vries", False)
    assert places(anna) == [("Waterstad", Functie.KLANTMANAGER, True)]
    assert client.session["gemeente"] == Lidmaatschap.objects.get(gebruiker=anna).partij_id
    assert client.get("/").status_code == 200


def test_nothing_that_the_provider_tells_is_kept_with_the_link(waterstad, client):
    go(client)
    go(client)
    assert list(SocialAccount.objects.values_list("provider", "uid", "extra_data")) == [("waterstad", "1001", {})]


def test_the_code_is_asked_for_with_pkce(waterstad, client):
    sent = client.post(reverse("openid_connect_login", args=["waterstad"]))
    asked = parse_qs(urlsplit(sent.url).query)
    assert (asked["code_challenge_method"], set(asked["scope"][0].split())) == (
        ["S256"],
        {"openid", "profile", "email"},
    )
    assert sent.url.startswith("https://login.waterstad.example/authorization_endpoint?")

    back(client, asked["state"][0])
    [form] = [form for path, form in waterstad.asked if path == "/token_endpoint"]
    assert len(form["code_verifier"][0]) >= 43


def test_what_else_stands_in_the_address_is_not_handed_on(waterstad, client):
    sent = client.post(
        reverse("openid_connect_login", args=["waterstad"]),
        query_params={"scope": "offline_access", "auth_params": "redirect_uri=https://elders.example/"},
    )
    assert "elders" not in sent.url
    assert "offline_access" not in sent.url


def test_the_number_counts_and_not_the_address(waterstad, client):
    go(client)
    waterstad.person |= {"email": "anna.jansen@waterstad.example", "name": "Anna Jansen"}
    again = Client()
    go(again)

    anna = User.objects.get(email="anna@waterstad.example")
    assert signed_in(again) == anna.pk
    assert SocialAccount.objects.count() == 1


def test_another_group_is_another_function(waterstad, client):
    go(client)
    waterstad.person["groups"] = ["onbekend", "lz", "co"]
    go(client)
    assert places(User.objects.get(email="anna@waterstad.example")) == [("Waterstad", Functie.COORDINATOR, True)]


def test_the_signed_token_counts_before_what_was_asked_afterwards(waterstad, client):
    waterstad.token = {"groups": ["lz"]}
    go(client)
    assert places(User.objects.get(email="anna@waterstad.example")) == [("Waterstad", Functie.LEZER, True)]


@pytest.mark.parametrize("groups", [[], ["onbekend"], None, {"km": 1}, "onbekend"])
def test_without_a_group_nobody_gets_an_account(waterstad, client, groups):
    waterstad.person["groups"] = groups
    before = User.objects.count()
    answer = go(client)

    assert (answer.status_code, signed_in(client)) == (403, 0)
    assert "U hebt bij Waterstad geen toegang tot Leerwerk (meer)." in answer.text
    assert (User.objects.count(), SocialAccount.objects.count()) == (before, 0)


def test_a_group_that_is_gone_takes_the_place_and_ends_every_session(cast, waterstad, client):
    go(client)
    anna = User.objects.get(email="anna@waterstad.example")
    waterstad.person["groups"] = []
    there = Client()
    answer = go(there)

    assert (answer.status_code, signed_in(there)) == (403, 0)
    assert places(anna) == [("Waterstad", Functie.KLANTMANAGER, False)]
    assert client.get("/").status_code == 302
    [line] = Logregel.objects.filter(handeling=Handeling.AANMELDEN_MISLUKT)
    assert (line.object_id, line.eigenaar) == (anna.pk, cast.waterstad.pk)
    assert line.additional_data == {"reden": "groep_weg", "laatste_in_beheer": False}


@pytest.mark.parametrize("groups", [[], ["km"]])
def test_with_the_say_over_people_go_the_invitations_sent_by_it(cast, waterstad, client, groups):
    waterstad.person["groups"] = ["co"]
    go(client)
    anna = User.objects.get(email="anna@waterstad.example")
    sent = UitnodigingFactory(partij=cast.netwerk, gemeente=cast.waterstad, door=anna)
    waterstad.person["groups"] = groups
    go(Client())
    sent.refresh_from_db()
    assert sent.status == UitnodigingStatus.INGETROKKEN


def test_a_place_that_the_provider_took_it_gives_back(waterstad, client):
    for groups in (["km"], [], [], ["lz"]):
        waterstad.person["groups"] = groups
        answer = go(client)
    assert answer.status_code == 302
    assert places(User.objects.get(email="anna@waterstad.example")) == [("Waterstad", Functie.LEZER, True)]
    assert SocialAccount.objects.get().extra_data == {}


def test_the_last_coordinator_goes_too(cast, waterstad, client):
    waterstad.person["groups"] = ["co"]
    go(client)
    Lidmaatschap.objects.filter(gebruiker__in=[cast.coordinator, cast.beheerder]).update(actief=False)
    waterstad.person["groups"] = []
    go(client)

    assert places(User.objects.get(email="anna@waterstad.example")) == [("Waterstad", Functie.COORDINATOR, False)]
    [line] = Logregel.objects.filter(handeling=Handeling.AANMELDEN_MISLUKT)
    assert line.additional_data["laatste_in_beheer"] is True


def test_only_the_place_in_that_gemeente_changes(cast, waterstad, client):
    go(client)
    anna = User.objects.get(email="anna@waterstad.example")
    LidmaatschapFactory(gebruiker=anna, partij=cast.heuvelrijk, functie=Functie.LEZER)
    waterstad.person["groups"] = []
    answer = go(client)

    # Something is left: she comes in, and sees that alone.
    assert (answer.status_code, signed_in(client)) == (302, anna.pk)
    assert places(anna) == [("Heuvelrijk", Functie.LEZER, True), ("Waterstad", Functie.KLANTMANAGER, False)]


def test_the_same_number_at_another_gemeente_is_someone_else(providers, client):
    go(client)
    elsewhere = Client()
    go(elsewhere, "heuvelrijk")

    assert signed_in(client) != signed_in(elsewhere)
    assert places(User.objects.get(pk=signed_in(elsewhere))) == [("Heuvelrijk", Functie.KLANTMANAGER, True)]


def test_an_address_that_has_an_account_is_refused_with_the_way_out(cast, waterstad, client):
    known = UserFactory(email="anna@waterstad.example")
    LidmaatschapFactory(gebruiker=known, partij=cast.waterstad, functie=Functie.COORDINATOR)
    waterstad.person |= {"email": "Anna@Waterstad.example", "email_verified": True}
    answer = go(client)

    assert (answer.status_code, signed_in(client), SocialAccount.objects.count()) == (403, 0, 0)
    assert "Log eerst in met uw e-mailadres en wachtwoord." in answer.text
    assert places(known) == [("Waterstad", Functie.COORDINATOR, True)]


def invited(cast, email="anna@waterstad.example"):
    fields = {"email": email, "naam": "A. Onbekend", "functie": Functie.MEDEWERKER, "door": cast.vreemde}
    return uitnodigen.invite(partij=PartijFactory(soort=PartijSoort.WERKGEVER), **fields)


def test_an_invitation_of_another_gemeente_shuts_nobody_out(cast, waterstad, client):
    uitnodiging = invited(cast)
    answer = go(client)

    anna = User.objects.get(email="anna@waterstad.example")
    assert (answer.status_code, signed_in(client), anna.pk) == (302, anna.pk, uitnodiging.gebruiker_id)
    assert (anna.naam, anna.is_active, anna.has_usable_password()) == ("Anna de Vries", True, False)
    assert places(anna) == [("Waterstad", Functie.KLANTMANAGER, True)]
    # What she was invited to she takes signed in.
    assert client.post(link_of(uitnodiging), {"antwoord": "ja"}).status_code == 302
    assert Lidmaatschap.objects.active().filter(gebruiker=anna, partij=uitnodiging.partij).count() == 1


def _left(cast, user):
    LidmaatschapFactory(gebruiker=user, partij=cast.roc, actief=False)


def _had_a_password(cast, user):
    user.set_password(PASSWORD)
    user.save()


def _came_in_once(cast, user):
    User.objects.filter(pk=user.pk).update(last_login=timezone.now())


def _linked(cast, user):
    SocialAccount.objects.create(user=user, provider="heuvelrijk", uid="77")


@pytest.mark.parametrize("known", [_left, _had_a_password, _came_in_once, _linked])
def test_an_account_that_was_someones_is_not_taken_over(cast, waterstad, client, known):
    user = invited(cast).gebruiker
    known(cast, user)
    linked = SocialAccount.objects.count()
    answer = go(client)

    user.refresh_from_db()
    assert (answer.status_code, signed_in(client), SocialAccount.objects.count()) == (403, 0, linked)
    assert user.is_active is False


@pytest.mark.parametrize("email", ["anna@heuvelrijk.example", "anna@elders.example"])
def test_a_gemeente_does_not_speak_for_the_addresses_of_another(providers, client, email):
    go(client, "heuvelrijk")
    providers["waterstad"].person |= {"sub": "666", "email": email, "email_verified": True, "groups": ["co"]}
    intruder = Client()
    before = User.objects.count()
    answer = go(intruder)

    assert (answer.status_code, signed_in(intruder)) == (403, 0)
    assert "Uw e-mailadres is niet van deze gemeente." in answer.text
    assert User.objects.count() == before


@pytest.mark.parametrize("email", [None, "", "geen adres", "a@b@waterstad.example\n"])
def test_without_a_good_address_there_is_no_account(waterstad, client, email):
    waterstad.person["email"] = email
    answer = go(client)
    assert (answer.status_code, signed_in(client)) == (403, 0)
    assert "Uw gemeente geeft geen e-mailadres door." in answer.text


def test_too_many_groups_to_send_take_nothing_away(waterstad, client):
    go(client)
    del waterstad.person["groups"]
    waterstad.token = {"_claim_names": {"groups": "src1"}}
    answer = go(client)

    assert answer.status_code == 403
    assert "U zit in te veel groepen" in answer.text
    assert places(User.objects.get(email="anna@waterstad.example")) == [("Waterstad", Functie.KLANTMANAGER, True)]


def test_an_account_closed_here_stays_closed(waterstad, client):
    go(client)
    anna = User.objects.get(email="anna@waterstad.example")
    stop_member(Lidmaatschap.objects.get(gebruiker=anna))
    answer = go(Client())

    assert (answer.status_code, answer.url) == (302, reverse("account_inactive"))
    assert places(anna) == [("Waterstad", Functie.KLANTMANAGER, False)]


def test_whose_place_was_ended_here_does_not_get_it_back_by_signing_in(cast, waterstad, client):
    go(client)
    anna = User.objects.get(email="anna@waterstad.example")
    elsewhere = LidmaatschapFactory(gebruiker=anna, partij=cast.roc)
    stop_member(Lidmaatschap.objects.get(gebruiker=anna, partij=cast.waterstad))
    go(client)
    assert signed_in(client) == anna.pk
    assert Lidmaatschap.objects.get(gebruiker=anna, partij=cast.waterstad).actief is False
    elsewhere.actief = False
    elsewhere.save()
    answer = go(client)
    assert (answer.status_code, "Uw toegang is gestopt." in answer.text) == (403, True)


@pytest.mark.parametrize("gemeente", ["Bestaat niet", 999_999])
def test_a_gemeente_that_is_not_there_lets_nobody_in(providers, settings, client, gemeente):
    settings.OIDC_APPS[0]["settings"]["gemeente"] = gemeente
    answer = go(client)
    assert (answer.status_code, signed_in(client)) == (403, 0)
    assert "niet goed ingesteld" in answer.text


# --- Where nobody signs in that way.


@pytest.mark.parametrize("name", ["socialaccount_connections", "socialaccount_login_error", "socialaccount_signup"])
def test_without_a_gemeente_there_is_no_such_address(cast, login, name):
    assert login(cast.coordinator).get(reverse(name)).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_gemeente_that_is_not_set_does_not_exist(client, method):
    for name in ("openid_connect_login", "openid_connect_callback"):
        assert getattr(client, method)(reverse(name, args=["waterstad"])).status_code == 404


def test_buttons_are_shown_where_they_work(cast, providers, client, login, settings):
    page = client.get(reverse("account_login"), {"next": "/partijen/"}).text
    assert [naam in page for naam in ("Inloggen via Gemeente Waterstad", "Inloggen via Gemeente Heuvelrijk")] == [
        True
    ] * 2
    assert "/accounts/oidc/waterstad/login/?process=login&amp;next=%2Fpartijen%2F" in page
    account = reverse("toegang:account")
    assert "Koppelingen bekijken" in login(cast.coordinator).get(account).text

    settings.SOCIALACCOUNT_PROVIDERS = {}
    assert "Inloggen via" not in client.get(reverse("account_login")).text
    assert "Koppelingen bekijken" not in login(cast.coordinator).get(account).text
