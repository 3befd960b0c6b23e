"""Who signed in, who could not, who left, and who changed how they sign in."""

import re
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authentication_failed, authenticator_added, authenticator_removed
from django.db import connection
from django.urls import reverse

from partijen.enums import Functie
from tests.factories.partijen import GemeenteFactory, LidmaatschapFactory
from tests.factories.toegang import PASSWORD, UserFactory
from tests.factories.trajecten import RolinvullingFactory
from toegang.aanmeldlog import fingerprint
from toegang.logregels import Handeling
from toegang.models import Logregel

LOGIN = reverse("account_login")
AANMELDINGEN = (Handeling.AANMELDEN, Handeling.AANMELDEN_MISLUKT, Handeling.AFMELDEN, Handeling.BEVEILIGING)


def written():
    return list(Logregel.objects.filter(handeling__in=AANMELDINGEN).order_by("pk"))


def test_signing_in_and_out_are_written_down(cast, client):
    client.post(LOGIN, {"login": cast.verbinder.email, "password": PASSWORD})
    client.post(reverse("account_logout"))
    assert [(r.handeling, r.actor, r.eigenaar) for r in written()] == [
        ("aanmelden", cast.verbinder, None),
        ("afmelden", cast.verbinder, None),
    ]


def test_each_gemeente_of_a_person_gets_a_line(cast, login):
    LidmaatschapFactory(gebruiker=cast.lezer, partij=cast.heuvelrijk, functie=Functie.LEZER)
    LidmaatschapFactory(gebruiker=cast.lezer, partij=GemeenteFactory(), functie=Functie.LEZER, actief=False)
    login(cast.lezer)
    assert [(r.handeling, r.actor, r.eigenaar) for r in written()] == [
        ("aanmelden", cast.lezer, cast.waterstad.pk),
        ("aanmelden", cast.lezer, cast.heuvelrijk.pk),
    ]


def test_a_partners_sign_in_is_seen_by_each_gemeente_it_works_for_and_no_other(cast, login):
    for gemeente in (cast.waterstad, cast.heuvelrijk):
        for _twice in range(2):
            RolinvullingFactory(toegezegd=True, fase__traject__gemeente=gemeente, partij=cast.netwerk)
    RolinvullingFactory(toegezegd=True, fase__traject__gemeente=GemeenteFactory(), partij=cast.roc)
    login(cast.verbinder)
    assert [(r.handeling, r.eigenaar) for r in written()] == [
        ("aanmelden", cast.waterstad.pk),
        ("aanmelden", cast.heuvelrijk.pk),
    ]


def test_a_wrong_password_is_written_down_on_the_account(cast, client):
    client.post(LOGIN, {"login": cast.lezer.email.upper(), "password": "kanarie-wachtwoord"})
    [regel] = written()
    assert (regel.handeling, regel.object_id, regel.actor, regel.eigenaar) == (
        "aanmelden_mislukt",
        cast.lezer.pk,
        None,
        cast.waterstad.pk,
    )
    assert regel.additional_data is None


@pytest.mark.parametrize("typed", ["niemand@nergens.example", "kanarie.wachtwoord.2026@x.nl"])
def test_of_an_unknown_address_only_a_mark_is_kept(db, client, typed):
    for spelling in (typed, typed.upper()):
        client.post(LOGIN, {"login": spelling, "password": "kanarie-wachtwoord"})
    marks = {regel.additional_data["onbekend_adres"] for regel in written()}
    assert marks == {fingerprint(typed)}
    assert len(written()) == 2
    columns = str(list(Logregel.objects.values()))
    assert typed.split("@")[0] not in columns
    assert "kanarie-wachtwoord" not in columns


@pytest.mark.postgresql
def test_the_query_in_the_docs_counts_attempts_on_addresses_that_nobody_has(cast, client, settings):
    for typed in ("niemand@nergens.example", "niemand@nergens.example", "iemand@nergens.example", cast.mentor.email):
        client.post(LOGIN, {"login": typed, "password": "kanarie-wachtwoord"})
    decision = Path(settings.BASE_DIR, "docs/decisions/0010-audit.md").read_text()
    [query] = re.findall(r"```sql\n(.*?)```", decision, re.DOTALL)
    with connection.cursor() as cursor:
        cursor.execute(query)
        assert [(attempts, addresses) for _hour, attempts, addresses in cursor.fetchall()] == [(3, 2)]


def test_a_mark_is_keyed(settings):
    mark = fingerprint("niemand@nergens.example")
    settings.SECRET_KEY = "another-key-another-key-another-key-another-key-1"
    assert fingerprint("niemand@nergens.example") != mark


def test_a_new_password_is_written_down_and_not_the_password(cast, client):
    client.post(LOGIN, {"login": cast.verbinder.email, "password": PASSWORD})
    new = "kanarie-lang-wachtwoord-26"
    data = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    assert client.post(reverse("account_change_password"), data).status_code == 302
    [regel] = [regel for regel in written() if regel.handeling == Handeling.BEVEILIGING]
    assert (regel.actor, regel.additional_data) == (cast.verbinder, {"wat": "wachtwoord_gewijzigd"})
    assert "kanarie" not in str(list(Logregel.objects.values()))


def test_a_second_step_added_removed_or_missed_is_written_down(db, client):
    user = UserFactory()
    stap = Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={})
    request = client.get(LOGIN).wsgi_request
    for signal in (authenticator_added, authenticator_removed, authentication_failed):
        signal.send(sender=Authenticator, request=request, user=user, authenticator=stap)
    assert [(r.handeling, r.object_id, r.additional_data) for r in written()] == [
        ("beveiliging", user.pk, {"wat": "tweede_stap_erbij", "soort": "totp"}),
        ("beveiliging", user.pk, {"wat": "tweede_stap_weg", "soort": "totp"}),
        ("aanmelden_mislukt", user.pk, {"stap": "totp"}),
    ]


def test_signing_in_is_no_change_of_the_account(cast, client):
    client.post(LOGIN, {"login": cast.verbinder.email, "password": PASSWORD})
    assert [regel.handeling for regel in Logregel.objects.get_for_object(cast.verbinder)] == ["aanmelden"]
