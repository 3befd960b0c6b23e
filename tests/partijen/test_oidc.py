"""Signing in through a gemeente, against a provider that signs real tokens and answers over a plugged transport."""

import json
import time
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
import requests
from allauth.account.adapter import get_adapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount
from cryptography.hazmat.primitives.asymmetric import rsa
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from config import oidc
from partijen import uitnodigen
from partijen.enums import Functie, PartijSoort, UitnodigingStatus
from partijen.leden import stop_member
from partijen.models import Lidmaatschap
from partijen.uitnodigingsmails import link_of
from tests.factories.partijen import LidmaatschapFactory, PartijFactory, UitnodigingFactory
from tests.factories.toegang import PASSWORD, UserFactory
from toegang.logboek import Handeling
from toegang.models import Logregel, User

SITE = "https://login.{}.example"
DRIE = {"co": "coordinator", "km": "klantmanager", "lz": "lezer"}


class Provider(requests.adapters.BaseAdapter):
    """Answers as a gemeente's provider does; a test says who signs in, and what goes wrong."""

    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)

    def __init__(self, naam):
        super().__init__()
        self.site = SITE.format(naam)
        self.client_id = f"leerwerk-{naam}"
        self.person = {"sub": "1001", "email": f"anna@{naam}.example", "name": "Anna de Vries", "groups": ["km"]}
        self.down = False
        self.token = {}
        self.userinfo = {}
        self.described = {}
        self.signed_with = self.key
        self.asked = []

    def send(self, request, **kwargs):
        if self.down:
            raise requests.ConnectionError("no answer")
        path = urlsplit(request.url).path
        self.asked.append((path, parse_qs(request.body or "")))
        response = requests.Response()
        response.status_code, response.url, response.request = 200, request.url, request
        response.headers["content-type"] = "application/json"
        answer = self.answers()[path]
        response._content = (answer if isinstance(answer, str) else json.dumps(answer)).encode()
        return response

    def close(self):
        pass

    def answers(self):
        described = {name: f"{self.site}/{name}" for name in ("authorization_endpoint", "token_endpoint")}
        described |= {"userinfo_endpoint": f"{self.site}/me", "jwks_uri": f"{self.site}/jwks", "issuer": self.site}
        jwk = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
        claims = {"iss": self.site, "aud": self.client_id, "exp": int(time.time()) + 60, "sub": self.person["sub"]}
        signed = jwt.encode(claims | self.token, self.signed_with, algorithm="RS256", headers={"kid": "k1"})
        return {
            "/.well-known/openid-configuration": self.described or described,
            "/token_endpoint": {"access_token": "x", "token_type": "Bearer", "id_token": signed},
            "/jwks": {"keys": [jwk | {"kid": "k1", "alg": "RS256"}]},
            "/me": self.person | self.userinfo,
        }


def entry(naam, gemeente):
    return {
        "provider_id": naam,
        "name": f"Gemeente {gemeente.naam}",
        "client_id": f"leerwerk-{naam}",
        "secret": "s",
        "server_url": SITE.format(naam),
        "gemeente": gemeente.naam,
        "domains": [f"{naam}.example"],
        "groups": DRIE,
    }


@pytest.fixture
def providers(cast, settings, monkeypatch):
    """Two gemeentes, each with a provider of its own."""
    apps = oidc.apps(json.dumps([entry("waterstad", cast.waterstad), entry("heuvelrijk", cast.heuvelrijk)]))
    settings.OIDC_APPS = apps
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": apps}}
    found = {naam: Provider(naam) for naam in ("waterstad", "heuvelrijk")}

    def session(self):
        made = requests.Session()
        for naam, provider in found.items():
            made.mount(SITE.format(naam), provider)
        return made

    monkeypatch.setattr(DefaultSocialAccountAdapter, "get_requests_session", session)
    return found


@pytest.fixture
def waterstad(providers):
    return providers["waterstad"]


def go(client, naam="waterstad", **query):
    """Press the button, and come back from the provider."""
    sent = client.post(reverse("openid_connect_login", args=[naam]), query_params=query)
    assert sent.status_code == 302, sent.status_code
    return back(client, parse_qs(urlsplit(sent.url).query)["state"][0], naam)


def back(client, state, naam="waterstad"):
    return client.get(reverse("openid_connect_callback", args=[naam]), {"code": "c", "state": state})


def places(user):
    rows = Lidmaatschap.objects.filter(gebruiker=user).order_by("partij__naam")
    return [(lid.partij.naam, lid.functie, lid.actief) for lid in rows]


def signed_in(client):
    return int(client.session.get("_auth_user_id", 0))


def test_the_first_time_makes_an_account_and_a_place(waterstad, client):
    answer = go(client)

    anna = User.objects.get(email="anna@waterstad.example")
    assert (answer.status_code, answer.url, signed_in(client)) == (302, "/", anna.pk)
    assert (anna.naam, anna.has_usable_password()) == ("Anna de Vries", False)
    assert places(anna) == [("Waterstad", Functie.KLANTMANAGER, True)]
    assert client.session["sso"] is True
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


# --- Forged, stale and broken answers.


BAD_TOKENS = {
    "expired": {"exp": int(time.time()) - 60},
    "of another provider": {"iss": "https://login.heuvelrijk.example"},
    "for another application": {"aud": "iets-anders"},
    "about someone else": {"sub": "1"},
    "about nobody": {"sub": ""},
}


@pytest.mark.parametrize("what", BAD_TOKENS)
def test_a_token_that_is_not_right_signs_nobody_in(waterstad, client, what):
    waterstad.token = BAD_TOKENS[what]
    answer = go(client)
    assert (answer.status_code, signed_in(client), SocialAccount.objects.count()) == (401, 0, 0)
    assert "Inloggen via uw gemeente is niet gelukt" in answer.text


def test_a_token_signed_by_someone_else_signs_nobody_in(waterstad, client):
    waterstad.signed_with = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    assert (go(client).status_code, signed_in(client)) == (401, 0)


def test_userinfo_about_someone_else_signs_nobody_in(waterstad, client):
    waterstad.userinfo = {"sub": "2002"}
    assert (go(client).status_code, signed_in(client)) == (401, 0)


@pytest.mark.parametrize("answer", ["<html>", "[]", {"issuer": "https://login.waterstad.example"}])
def test_a_provider_that_answers_nonsense_is_an_error_page(waterstad, client, answer):
    waterstad.described = answer
    page = client.post(reverse("openid_connect_login", args=["waterstad"]))
    assert page.status_code == 502
    assert "Er ging iets mis tussen Leerwerk en uw gemeente." in page.text


def test_a_provider_with_another_name_is_not_the_one_we_know(waterstad, client):
    waterstad.described = waterstad.answers()["/.well-known/openid-configuration"] | {"issuer": "https://x.example"}
    assert client.post(reverse("openid_connect_login", args=["waterstad"])).status_code == 502


def test_a_provider_that_is_down_is_an_error_page_before_and_after(waterstad, client):
    sent = client.post(reverse("openid_connect_login", args=["waterstad"]))
    waterstad.down = True
    state = parse_qs(urlsplit(sent.url).query)["state"][0]
    pages = [back(client, state), client.post(reverse("openid_connect_login", args=["waterstad"]))]

    assert [page.status_code for page in pages] == [502, 502]
    assert all("Er ging iets mis tussen Leerwerk en uw gemeente." in page.text for page in pages)


def test_an_answer_that_nobody_asked_for_signs_nobody_in(waterstad, client):
    sent = client.post(reverse("openid_connect_login", args=["waterstad"]))
    state = parse_qs(urlsplit(sent.url).query)["state"][0]
    victim = Client()
    # Someone else's state, one that was made up, and one that was used.
    assert [back(victim, s).status_code for s in (state, "verzonnen")] == [401, 401]
    assert back(client, state).status_code == 302
    assert back(client, state).status_code == 401
    assert signed_in(victim) == 0


def test_the_answer_of_one_provider_is_not_taken_for_that_of_another(providers, client):
    sent = client.post(reverse("openid_connect_login", args=["waterstad"]))
    state = parse_qs(urlsplit(sent.url).query)["state"][0]
    assert (back(client, state, "heuvelrijk").status_code, signed_in(client)) == (401, 0)


def test_whoever_stops_half_way_reads_so(waterstad, client):
    sent = client.post(reverse("openid_connect_login", args=["waterstad"]))
    state = parse_qs(urlsplit(sent.url).query)["state"][0]
    url = reverse("openid_connect_callback", args=["waterstad"])
    page = client.get(url, {"error": "access_denied", "state": state}, follow=True)
    assert "U bent gestopt met inloggen" in page.text


@pytest.mark.parametrize(
    ("next_url", "goes"),
    [("/partijen/", "/partijen/"), ("//evil.example", "/"), ("https://evil.example/", "/"), ("/\\evil.example", "/")],
)
def test_signing_in_leads_to_a_page_of_ours(waterstad, client, next_url, goes):
    assert go(client, next=next_url).url == goes


# --- Linking to an account that is there.


def with_password(client, user):
    """Sign in here, second step and all."""
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    session = client.session
    session["tweede_stap"] = "klaar"
    session.save()


def test_an_account_is_linked_by_whoever_is_signed_in(cast, waterstad, client):
    known = UserFactory(email="anna@waterstad.example")
    LidmaatschapFactory(gebruiker=known, partij=cast.waterstad, functie=Functie.COORDINATOR)
    with_password(client, known)
    answer = go(client, process="connect")
    assert (answer.status_code, answer.url) == (302, reverse("socialaccount_connections"))
    page = client.get(answer.url)
    assert "Uw account van de gemeente is gekoppeld." in page.text
    assert places(known) == [("Waterstad", Functie.COORDINATOR, True)]

    # From now on the groups decide; and while they do, the link stays.
    there = Client()
    go(there)
    assert signed_in(there) == known.pk
    assert places(known) == [("Waterstad", Functie.KLANTMANAGER, True)]
    link = SocialAccount.objects.get()
    refused = client.post(reverse("socialaccount_connections"), {"account": link.pk})
    assert "Zolang u voor deze gemeente werkt, blijft de koppeling staan." in refused.text
    assert SocialAccount.objects.count() == 1
    changed = Logregel.objects.filter(handeling=Handeling.BEVEILIGING).values_list("additional_data", flat=True)
    assert {"wat": "koppeling_erbij"} in list(changed)


def test_a_link_goes_when_the_place_is_gone(cast, waterstad, client):
    known = UserFactory(email="iemand@elders.example")
    LidmaatschapFactory(gebruiker=known, partij=cast.roc)
    with_password(client, known)
    go(client, process="connect")
    client.post(reverse("socialaccount_connections"), {"account": SocialAccount.objects.get().pk})
    assert SocialAccount.objects.count() == 0


def test_an_account_of_someone_else_is_not_linked(cast, waterstad, client):
    go(Client())
    known = UserFactory(email="bram@waterstad.example")
    with_password(client, known)
    page = client.get(go(client, process="connect").url)
    assert "Dit account van de gemeente hoort al bij iemand anders." in page.text
    assert SocialAccount.objects.get().user != known


def test_linking_asks_for_a_proof_first(cast, waterstad, login):
    cast.coordinator.set_password(PASSWORD)
    cast.coordinator.save()
    client = login(cast.coordinator)
    sent = client.post(reverse("openid_connect_login", args=["waterstad"]), query_params={"process": "connect"})
    assert sent.url.startswith(reverse("account_reauthenticate"))
    # Also where the form says so instead of the address.
    sent = client.post(reverse("openid_connect_login", args=["waterstad"]), {"process": "connect"})
    assert sent.url.startswith(reverse("account_reauthenticate"))
    assert SocialAccount.objects.count() == 0


def test_a_stranger_who_links_gets_in_nowhere(waterstad, client):
    sent = client.post(reverse("openid_connect_login", args=["waterstad"]), query_params={"process": "connect"})
    assert sent.url.startswith(reverse("account_login"))


def test_whoever_came_in_through_a_gemeente_chooses_no_password(waterstad, client, settings):
    go(client)
    anna = User.objects.get(email="anna@waterstad.example")
    with pytest.raises(ValidationError, match="U logt in via uw gemeente"):
        validate_password("een-heel-nieuw-woord-9", anna)
    client.post(
        reverse("account_set_password"), {"password1": "een-heel-nieuw-woord-9", "password2": "een-heel-nieuw-woord-9"}
    )
    anna.refresh_from_db()
    assert anna.has_usable_password() is False

    # Once the gemeente signs in that way no more, a password is the only way.
    settings.OIDC_APPS = []
    validate_password("een-heel-nieuw-woord-9", anna)


NIEUW = {"naam": "Anna", "wachtwoord": "een-heel-nieuw-woord-9", "nog_eens": "een-heel-nieuw-woord-9"}


def test_a_leaver_who_came_in_through_a_gemeente_comes_back_with_a_password(cast, waterstad, client):
    go(client)
    anna = User.objects.get(email="anna@waterstad.example")
    stop_member(Lidmaatschap.objects.get(gebruiker=anna))
    uitnodiging = UitnodigingFactory(partij=cast.installatie, gebruiker=anna, door=cast.coordinator)
    answer = Client().post(link_of(uitnodiging), NIEUW)

    anna.refresh_from_db()
    assert (answer.status_code, anna.is_active, anna.check_password(NIEUW["wachtwoord"])) == (302, True, True)
    assert SocialAccount.objects.count() == 0
    # The gemeente's sign-in no longer knows her by its number, and her address has an account.
    assert (go(Client()).status_code, SocialAccount.objects.count()) == (403, 0)


def test_whoever_was_invited_into_a_partner_chooses_no_password_while_the_gemeente_gives_a_place(
    cast, waterstad, client
):
    go(client)
    anna = User.objects.get(email="anna@waterstad.example")
    LidmaatschapFactory(gebruiker=anna, partij=cast.installatie)
    with pytest.raises(ValidationError, match="U logt in via uw gemeente"):
        validate_password(NIEUW["wachtwoord"], anna)


def test_whom_the_gemeente_let_go_may_choose_a_password(cast, waterstad, client):
    go(client)
    anna = User.objects.get(email="anna@waterstad.example")
    waterstad.person["groups"] = []
    go(client)
    LidmaatschapFactory(gebruiker=anna, partij=cast.installatie)
    anna.refresh_from_db()
    assert anna.is_active is True
    validate_password(NIEUW["wachtwoord"], anna)


def test_whoever_came_in_through_a_gemeente_comes_in_by_no_key_of_their_own(waterstad, client, settings):
    go(client)
    anna = User.objects.get(email="anna@waterstad.example")
    request = Client().get(reverse("account_login")).wsgi_request
    rest = {"email_verification": "none", "email": None, "signup": False, "redirect_url": None}
    by_key = get_adapter().pre_login(request, anna, signal_kwargs=None, **rest)
    assert (by_key.status_code, "Log in via uw gemeente" in by_key.content.decode()) == (403, True)
    assert get_adapter().pre_login(request, anna, signal_kwargs={"sociallogin": object()}, **rest) is None

    settings.OIDC_APPS = []
    assert get_adapter().pre_login(request, anna, signal_kwargs=None, **rest) is None


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
