"""A gemeente's sign-on, and a party in which nobody is yet."""

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
from django.core.cache import cache
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
from tests.partijen.aanbieder import SITE, Provider, entry
from toegang.logboek import Handeling
from toegang.models import Logregel, User


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


@pytest.fixture
def leeg(cast):
    """A shared party in which nobody is yet."""
    return PartijFactory(naam="Groenbedrijf", soort=PartijSoort.WERKGEVER)
