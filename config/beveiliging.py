"""What Leerwerk refuses to start with: settings under which it would run, and be open."""

import ipaddress
import string
from collections.abc import Sequence
from urllib.parse import urlsplit

LOOPBACK_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
KEY_LENGTH = 50
KEY_VARIETY = 10
# Words of keys that were copied from a manual or made up at the keyboard; a random key has none of them.
KNOWN_WORDS = (
    *("django-insecure", "changeme", "change-me", "change_me", "secret", "password", "example", "only-for-tests"),
    *("geheim", "wachtwoord", "voorbeeld", "leerwerk", "123456", "qwerty"),
)
# Rows in which neighbours are no chance, and how many neighbours are too many.
ROWS = (string.ascii_lowercase, string.digits, "qwertyuiop", "asdfghjkl", "zxcvbnm")
RUN = 7
PROSE = 0.9
MAKE_A_KEY = """Make one: python3 -c "import secrets; print(secrets.token_urlsafe(50))" """.strip()


def is_loopback(hosts: Sequence[str]) -> bool:
    """Return whether these names mean this machine alone."""
    return set(hosts) <= set(LOOPBACK_HOSTS)


def is_loopback_address(address: str) -> bool:
    """Return whether a network address is this machine's own; an empty one is a Unix socket's."""
    if address in {"", "localhost"}:
        return True
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False
    # An IPv6 socket that IPv4 reaches as well writes 127.0.0.1 as ::ffff:127.0.0.1.
    return (getattr(found, "ipv4_mapped", None) or found).is_loopback


def refusals(*, debug: bool, demo: bool, hosts: Sequence[str], secret_key: str, site_url: str) -> list[str]:
    """Return why these settings must not be started with, each with what to do; empty when they may."""
    found = [_hosts(hosts), _demo(demo, hosts), _debug(debug, hosts), _site(site_url, hosts)]
    if secret_key and not debug:
        found.append(weakness(secret_key))
    elif not secret_key and not is_loopback(hosts):
        found.append(f"SECRET_KEY is missing: the one made at the first start is for loopback only. {MAKE_A_KEY}")
    return [reason for reason in found if reason]


def weakness(key: str) -> str:
    """Return why a SECRET_KEY can be guessed, or nothing."""
    if len(key) < KEY_LENGTH:
        return f"SECRET_KEY is weak: it has fewer than {KEY_LENGTH} characters. {MAKE_A_KEY}"
    if len(set(key)) < KEY_VARIETY or (key + key).find(key, 1) < len(key):
        return f"SECRET_KEY is weak: it repeats itself. {MAKE_A_KEY}"
    if any(word in key.lower() for word in KNOWN_WORDS) or _has_run(key) or _is_prose(key):
        return f"SECRET_KEY is weak: it was not made at random. {MAKE_A_KEY}"
    return ""


def _has_run(key: str) -> bool:
    """Tell whether signs follow each other as in the alphabet or on a keyboard: by chance, once in millions of keys."""
    small = key.lower()
    return any(
        row[at : at + RUN] in small for rows in ROWS for row in (rows, rows[::-1]) for at in range(len(row) - RUN + 1)
    )


def _is_prose(key: str) -> bool:
    """Tell whether it reads like words: no random key has so many small letters and so few other signs."""
    return sum(sign.islower() or sign.isspace() for sign in key) > PROSE * len(key)


def _hosts(hosts: Sequence[str]) -> str:
    if not hosts:
        return "ALLOWED_HOSTS is empty: leave it out, or name the site."
    vague = [host for host in hosts if "*" in host or host.startswith(".")]
    return f"ALLOWED_HOSTS={','.join(vague)} lets anyone choose the site's name: write each name out." if vague else ""


def _demo(demo: bool, hosts: Sequence[str]) -> str:
    if not demo or is_loopback(hosts):
        return ""
    return "DEMO=1 has known passwords: it runs on loopback only. Leave ALLOWED_HOSTS empty."


def _debug(debug: bool, hosts: Sequence[str]) -> str:
    if not debug or is_loopback(hosts):
        return ""
    return "DEBUG=1 shows settings and data to whoever meets an error: it runs on loopback only."


def _site(site_url: str, hosts: Sequence[str]) -> str:
    """Links in mails start with it: a plain-text one would carry a reset link over an open line."""
    if is_loopback(hosts) or urlsplit(site_url).scheme == "https":
        return ""
    return f"SITE_URL={site_url} must start with https://: links in mails start with it."
