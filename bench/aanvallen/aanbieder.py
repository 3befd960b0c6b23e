"""The sign-on of two gemeentes, on this machine: signs in whoever brings a code, as the person the code names."""

import json
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

GEMEENTEN = {"waterstad": "Gemeente Waterstad", "heuvelrijk": "Gemeente Heuvelrijk"}


class Aanbieder:
    """A provider per gemeente; what was asked of them is kept, as gemeente and part of the address."""

    def __init__(self) -> None:
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.asked: list[tuple[str, str]] = []
        aanbieder = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                naam, _slash, part = self.path.strip("/").partition("/")
                sent = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
                bearer = self.headers.get("Authorization", "").removeprefix("Bearer ")
                code = parse_qs(sent).get("code", [bearer])[0]
                aanbieder.asked.append((naam, part))
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.end_headers()
                self.wfile.write(json.dumps(aanbieder.answer(naam, part, code)).encode())

            do_POST = do_GET  # noqa: N815 - http.server's name

            def log_message(self, *args: object) -> None:
                """Keep quiet."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        """Where both listen."""
        return f"http://127.0.0.1:{self.server.server_port}"

    def env(self) -> dict[str, str]:
        """Return what the server is started with to know them: docs/sso.md."""
        entries = [
            {
                "provider_id": naam,
                "name": gemeente,
                "client_id": f"leerwerk-{naam}",
                "secret": "geheim",
                "server_url": f"{self.url}/{naam}",
                "gemeente": gemeente,
                "domains": [f"{naam}.example"],
                "groups": {"lezers": "lezer"},
            }
            for naam, gemeente in GEMEENTEN.items()
        ]
        return {"OIDC": json.dumps(entries)}

    def answer(self, naam: str, part: str, code: str) -> dict[str, Any]:
        """Return what one of them says; a code is the number of the person it signs in."""
        site = f"{self.url}/{naam}"
        who = {"sub": code, "email": f"{code}@{naam}.example", "name": f"Proef {code}", "groups": ["lezers"]}
        if part == "token":
            claims = who | {"iss": site, "aud": f"leerwerk-{naam}", "exp": int(time.time()) + 600}
            signed = jwt.encode(claims, self.key, algorithm="RS256", headers={"kid": "k1"})
            return {"access_token": code, "token_type": "Bearer", "id_token": signed}
        if part == "jwks":
            jwk = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
            return {"keys": [jwk | {"kid": "k1", "alg": "RS256"}]}
        if part == "me":
            return who
        places = {"authorization_endpoint": "authorize", "token_endpoint": "token", "userinfo_endpoint": "me"}
        return {"issuer": site, "jwks_uri": f"{site}/jwks"} | {name: f"{site}/{end}" for name, end in places.items()}

    def close(self) -> None:
        """Stop listening."""
        self.server.shutdown()
        self.server.server_close()
