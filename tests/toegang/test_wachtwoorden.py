"""A password that is refused is refused in plain Dutch, by each rule that stands in the settings."""

import pytest
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.contrib.auth.password_validation import get_default_password_validators, validate_password
from django.core.exceptions import ValidationError
from django.urls import reverse

from inzicht.demoaccounts import WACHTWOORD
from partijen.enums import Functie
from tests.factories.partijen import GemeenteFactory, LidmaatschapFactory
from tests.factories.toegang import PASSWORD, UserFactory

# Of each rule: a password it refuses, what it says then, and what it says beforehand.
REGELS = {
    "NietUzelf": (
        "nina@groen.example",
        "Dit wachtwoord lijkt te veel op uw naam of e-mailadres. Kies een ander.",
        "Gebruik niet uw naam of e-mailadres.",
    ),
    "LangGenoeg": (
        "dertientekens",
        "Dit wachtwoord is te kort. Gebruik minstens 14 tekens.",
        "Gebruik minstens 14 tekens. Een zin die u makkelijk onthoudt is goed.",
    ),
    "NietVeelgebruikt": (
        "welkom-gemeente-2026",
        "Dit wachtwoord is te makkelijk te raden. Kies een ander.",
        "Gebruik geen wachtwoord dat anderen ook kiezen.",
    ),
    "NietAlleenCijfers": (
        "83619450273816",
        "Dit wachtwoord bestaat alleen uit cijfers. Gebruik ook letters.",
        "Gebruik niet alleen cijfers.",
    ),
    "NietUitDeDemo": (
        WACHTWOORD,
        "Dit wachtwoord is van de demo en dus bekend. Kies een ander.",
        "Kies niet het wachtwoord van de demo.",
    ),
    "GeenWachtwoordNaastGemeente": (
        "vier paarden in de mist",
        "U logt in via uw gemeente. U kiest hier geen wachtwoord.",
        "Logt u in via uw gemeente? Dan kiest u hier geen wachtwoord.",
    ),
}


@pytest.fixture
def nina(db, settings):
    """Someone for whom every rule has something to refuse."""
    gemeente = GemeenteFactory()
    koppeling = {"gemeente": gemeente.pk, "domains": ["groen.example"], "groups": {}, "groups_claim": "groups"}
    settings.OIDC_APPS = [{"provider_id": "waterstad", "settings": koppeling}]
    nina = UserFactory(email="nina@groen.example", naam="Nina van Groenestein", password=None)
    LidmaatschapFactory(gebruiker=nina, partij=gemeente, functie=Functie.KLANTMANAGER)
    SocialAccount.objects.create(user=nina, provider="waterstad", uid="1")
    return nina


def validators():
    return {type(validator).__name__: validator for validator in get_default_password_validators()}


def test_every_rule_in_the_settings_has_its_words_here():
    assert len(REGELS) == len(settings.AUTH_PASSWORD_VALIDATORS)
    assert {name: validator.get_help_text() for name, validator in validators().items()} == {
        name: beforehand for name, (_bad, _said, beforehand) in REGELS.items()
    }


@pytest.mark.parametrize("regel", REGELS)
def test_each_rule_says_what_to_do(nina, regel):
    bad, said, _beforehand = REGELS[regel]
    with pytest.raises(ValidationError) as refused:
        validators()[regel].validate(bad, nina)
    assert refused.value.messages == [said]


def test_a_password_of_the_list_of_the_world_is_refused_in_the_same_words(nina):
    with pytest.raises(ValidationError) as refused:
        validators()["NietVeelgebruikt"].validate("q1w2e3r4t5y6", nina)
    assert refused.value.messages == [REGELS["NietVeelgebruikt"][1]]


def test_a_name_is_no_password(db):
    with pytest.raises(ValidationError) as refused:
        validate_password("ninavangroenestein1", UserFactory(naam="Nina van Groenestein"))
    assert refused.value.messages == [REGELS["NietUzelf"][1]]


def test_a_sentence_is(db):
    validate_password("vier paarden in de mist", UserFactory())


def test_the_page_tells_every_rule_and_refuses_in_the_same_words(db, login):
    # Without figures: of the test people in a row, one is called 1234.
    client, url = (
        login(UserFactory(naam="Nina Vos", email="nina@voorbeeld.example")),
        reverse("account_change_password"),
    )
    page = client.get(url)
    for _bad, _said, beforehand in REGELS.values():
        assert f"<li>{beforehand}</li>" in page.text
    refused = client.post(url, {"oldpassword": PASSWORD, "password1": "1234", "password2": "1234"})
    assert refused.context["form"].errors["password1"] == [
        REGELS[regel][1] for regel in ("LangGenoeg", "NietVeelgebruikt", "NietAlleenCijfers")
    ]
