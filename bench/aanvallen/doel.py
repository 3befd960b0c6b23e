"""The target of the attacks, and how an attack says what it tried and what came of it."""

import http.client
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import requests
from django.core.cache import cache

from bench.aanvallen.aanbieder import Aanbieder
from bench.aanvallen.luisteraar import Luisteraar
from inzicht.demoaccounts import WACHTWOORD
from toegang.models import User

LOGIN = "/accounts/login/"
COORDINATOR, VREEMDE = "coordinator@waterstad.example", "coordinator@heuvelrijk.example"
KLANTMANAGER, WERKGEVER = "klantmanager@waterstad.example", "werkgever@installatie.example"
MENTOR, VERBINDER, TAAL = "mentor@maatwerk.example", "verbinder@netwerk.example", "taal@taalhuis.example"
BEHEERDER = "beheerder@waterstad.example"
IEDER = (COORDINATOR, VREEMDE, KLANTMANAGER, WERKGEVER, MENTOR, VERBINDER, TAAL, BEHEERDER)
# No answer of ours takes this long, on the slowest machine too.
PATIENCE = 120.0


@dataclass
class Uitkomst:
    """What one attack tried, which answers it got, and where it succeeded; nowhere, if all is well."""

    naam: str
    tries: int = 0
    answers: Counter = field(default_factory=Counter)
    succeeded: list[str] = field(default_factory=list)

    def note(self, answer: object, *, broke: bool = False, where: str = "") -> None:
        """Count one try and its answer; `broke` says that the intruder got what they came for."""
        self.tries += 1
        self.answers[str(answer)] += 1
        if broke:
            self.succeeded.append(f"{where}: {answer}")

    @property
    def held(self) -> bool:
        """Tell whether something was tried and nothing succeeded."""
        return self.tries > 0 and not self.succeeded


Aanval = Callable[["Doel", Uitkomst], None]
AANVALLEN: dict[str, Aanval] = {}


def aanval(naam: str) -> Callable[[Aanval], Aanval]:
    """Put an attack on the list."""

    def put(function: Aanval) -> Aanval:
        AANVALLEN[naam] = function
        return function

    return put


class Bezoeker(requests.Session):
    """A browser-like client of the target: cookies, and the token in every form."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self.base = url
        self.trust_env = False  # no proxy of the machine stands between us and loopback
        # A connection kept for later may be ended by the server at the moment that we use it again.
        self.headers["Connection"] = "close"

    def request(self, method, url, **kwargs):  # type: ignore[no-untyped-def,override]
        kwargs.setdefault("timeout", PATIENCE)
        kwargs["allow_redirects"] = False  # get() asks for the opposite
        return super().request(method, url if url.startswith("http") else self.base + url, **kwargs)

    @property
    def token(self) -> str:
        """The token of this browser's forms, as a page of it has."""
        if "csrftoken" not in self.cookies:
            self.get(LOGIN)
        return self.cookies.get("csrftoken") or ""

    def submit(self, path: str, data: dict | list, **kwargs):  # type: ignore[no-untyped-def]
        """Post a form, token included."""
        headers = {"X-CSRFToken": self.token} | kwargs.pop("headers", {})
        return self.post(path, data=data, headers=headers, **kwargs)

    def login(self, email: str, password: str = WACHTWOORD, **extra: str):  # type: ignore[no-untyped-def]
        """Send the sign-in form."""
        return self.submit(LOGIN, {"login": email, "password": password, **extra})

    @property
    def signed_in(self) -> bool:
        """Tell whether the server knows who this is."""
        return self.get("/").status_code == 200


@dataclass
class Doel:
    """A running Leerwerk with the demo's data, on loopback, whose database and mail we can look into."""

    url: str
    # The bodies of the mails that were sent to an address so far.
    mails: Callable[[str], list[str]]
    aanbieder: Aanbieder
    sessions: dict[str, Bezoeker] = field(default_factory=dict)
    luisteraar: Luisteraar = field(default_factory=Luisteraar)

    def __post_init__(self) -> None:
        if urlsplit(self.url).hostname != "127.0.0.1":
            raise ValueError("The attacks are for a server on this machine alone.")

    def bezoeker(self) -> Bezoeker:
        """Return a browser nobody has signed in with."""
        return Bezoeker(self.url)

    def als(self, email: str) -> Bezoeker:
        """Return a browser in which someone has signed in; one per person."""
        if email not in self.sessions or not self.sessions[email].signed_in:
            self.sessions[email] = self.nieuw(email)
        return self.sessions[email]

    def nieuw(self, email: str) -> Bezoeker:
        """Return another browser in which someone has just signed in."""
        self.forget_counts()
        bezoeker = self.bezoeker()
        answer = bezoeker.login(email)
        if not bezoeker.signed_in:
            raise RuntimeError(f"{email} can't sign in to the target: {answer.status_code}")
        return bezoeker

    def user(self, email: str) -> User:
        """Return someone's account."""
        return User.objects.get(email=email)

    @staticmethod
    def forget_counts() -> None:
        """Let the limits on sign-in begin anew: each attack is judged by itself."""
        cache.clear()

    def raw(self, method: str, path: str, headers: dict[str, str] | None = None, body: bytes = b"") -> tuple[int, str]:
        """Send exactly this path and these headers, tidied up by no library; return status and body."""
        address = urlsplit(self.url)
        connection = http.client.HTTPConnection(address.hostname or "", address.port, timeout=PATIENCE)
        try:
            connection.putrequest(method, path, skip_host="Host" in (headers or {}))
            for name, value in (headers or {}).items():
                connection.putheader(name, value)
            if body:
                connection.putheader("Content-Length", str(len(body)))
            connection.endheaders(body or None)
            answer = connection.getresponse()
            return answer.status, answer.read().decode(errors="replace")
        except (http.client.HTTPException, ConnectionError) as error:
            return 0, type(error).__name__
        finally:
            connection.close()

    def wait_for_mail(self, email: str, after: int, seconds: float = PATIENCE) -> str:
        """Return the body of the next mail to an address, given how many there were; empty when none came."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if len(found := self.mails(email)) > after:
                return found[-1]
            time.sleep(0.2)
        return ""
