"""A gemeente's provider that signs real tokens and answers over a plugged transport, and a browser that meets it."""

import json
import time
from urllib.parse import parse_qs, urlsplit

import jwt
import requests
from cryptography.hazmat.primitives.asymmetric import rsa
from django.urls import reverse

from partijen.models import Lidmaatschap

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
