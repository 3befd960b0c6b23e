"""An account of one's gemeente beside an account that is there, and who chooses a password."""

import pytest
from allauth.account.adapter import get_adapter
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from partijen.enums import Functie
from partijen.leden import stop_member
from partijen.models import Lidmaatschap
from partijen.uitnodigingsmails import link_of
from tests.factories.partijen import LidmaatschapFactory, UitnodigingFactory
from tests.factories.toegang import PASSWORD, UserFactory
from tests.partijen.aanbieder import go, places, signed_in
from toegang.logboek import Handeling
from toegang.models import Logregel, User


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
    LidmaatschapFactory(gebruiker=anna, partij=cast.installatie)
    waterstad.person["groups"] = []
    go(client)
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
