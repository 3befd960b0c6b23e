"""The gemeentes' own sign-in (OpenID Connect), from the variable OIDC: a list in JSON, one entry per gemeente.

docs/sso.md tells a gemeente's administrator what to fill in. What is wrong stops the start, and says in which entry.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from config.beveiliging import LOOPBACK_HOSTS
from partijen.enums import Functie, PartijSoort

NEEDED = {"provider_id", "name", "client_id", "secret", "server_url", "gemeente", "domains", "groups"}
OPTIONAL = {"groups_claim", "scope", "origins"}
# Two entries that share one of these would let one gemeente speak for the other.
UNIQUE = ("provider_id", "name", "gemeente", "server_url")
FUNCTIES = Functie.for_soort(PartijSoort.GEMEENTE)
SCOPE = ("openid", "profile", "email")
PROVIDER_ID = re.compile(r"[a-z0-9](-?[a-z0-9])*")
DOMAIN = re.compile(r"([a-z0-9-]+\.)+[a-z0-9-]{2,}")
NAME_LENGTH = 40


def apps(text: str) -> list[dict[str, Any]]:
    """Return the entries as allauth takes them. Raises ImproperlyConfigured, naming each entry that is wrong."""
    entries = _entries(text)
    wrong = [
        f"{_label(number, entry)}: {reason}" for number, entry in enumerate(entries, 1) for reason in _check(entry)
    ]
    # What is shared is only looked for among entries that are right by themselves.
    if wrong := wrong or list(_shared(entries)):
        raise ImproperlyConfigured("OIDC is not right.\n" + "\n".join(wrong))
    return [_app(entry) for entry in entries]


def origins(found: Iterable[Mapping[str, Any]]) -> list[str]:
    """Return the sites a browser is sent to when it signs in, for the content policy."""
    return sorted({origin for app in found for origin in app["settings"]["origins"]})


def _entries(text: str) -> list[Any]:
    if not text.strip():
        return []
    try:
        entries = json.loads(text)
    except ValueError as error:
        raise ImproperlyConfigured(f"OIDC is not JSON: {error}") from error
    if not isinstance(entries, list):
        raise ImproperlyConfigured("OIDC must be a list in JSON: [{...}], one entry per gemeente.")
    return entries


def _label(number: int, entry: Any) -> str:
    known = isinstance(entry, dict) and isinstance(entry.get("provider_id"), str) and entry["provider_id"]
    return f"entry {number} ({known})" if known else f"entry {number}"


def _check(entry: Any) -> list[str]:
    """Return what is wrong with one entry by itself."""
    if not isinstance(entry, dict):
        return ["must be an object: {...}."]
    missing, unknown = sorted(NEEDED - set(entry)), sorted(set(entry) - NEEDED - OPTIONAL)
    found = [f"{name} is missing." for name in missing] + [f"{name} is not a name we know." for name in unknown]
    checks = (_check_texts, _check_server, _check_gemeente, _check_domains, _check_groups, _check_lists)
    return found or [reason for check in checks for reason in check(entry)]


def _check_texts(entry: Mapping[str, Any]) -> Iterable[str]:
    for name in ("provider_id", "name", "client_id", "secret"):
        if not _is_text(entry[name]):
            yield f"{name} must be a text."
    if _is_text(entry["provider_id"]) and not PROVIDER_ID.fullmatch(entry["provider_id"]):
        yield "provider_id must be small letters, digits and single hyphens: it is part of an address."
    if _is_text(entry["name"]) and len(entry["name"]) > NAME_LENGTH:
        yield f"name must be at most {NAME_LENGTH} characters: it stands on a button."
    if not _is_text(entry.get("groups_claim", "groups")):
        yield "groups_claim must be a text."


def _check_server(entry: Mapping[str, Any]) -> Iterable[str]:
    if not _is_site(entry["server_url"], path=True):
        yield "server_url must be an https address without question mark (http for this machine alone)."


def _check_gemeente(entry: Mapping[str, Any]) -> Iterable[str]:
    value = entry["gemeente"]
    if not _is_text(value) and (not isinstance(value, int) or isinstance(value, bool)):
        yield "gemeente must be the exact name of the gemeente, or its number."


def _check_domains(entry: Mapping[str, Any]) -> Iterable[str]:
    value = entry["domains"]
    if not _is_texts(value) or not all(DOMAIN.fullmatch(domain) for domain in value):
        yield 'domains must list the mail domains of the gemeente, in small letters: ["waterstad.example"].'


def _check_groups(entry: Mapping[str, Any]) -> Iterable[str]:
    value, known = entry["groups"], [str(functie) for functie in FUNCTIES]
    if not isinstance(value, dict) or not value:
        yield f"groups must say which group gets which function: {', '.join(known)}."
    else:
        for group, functie in value.items():
            if functie not in known:
                yield f"groups: {group} must be one of {', '.join(known)}, not {functie!r}."


def _check_lists(entry: Mapping[str, Any]) -> Iterable[str]:
    if "scope" in entry and (not _is_texts(entry["scope"]) or "openid" not in entry["scope"]):
        yield "scope must be a list of texts with openid among them."
    if "origins" in entry and not (_is_texts(entry["origins"]) and all(_is_site(site) for site in entry["origins"])):
        yield 'origins must be a list of https addresses without a path: ["https://login.waterstad.example"].'


def _shared(entries: Sequence[Mapping[str, Any]]) -> Iterable[str]:
    for name in UNIQUE:
        values = [str(entry[name]).strip().lower().rstrip("/") for entry in entries]
        yield from (f"{name} {value} is used twice." for value in sorted({v for v in values if values.count(v) > 1}))
    domains = [domain for entry in entries for domain in set(entry["domains"])]
    yield from (f"domain {domain} is used twice." for domain in sorted({d for d in domains if domains.count(d) > 1}))


def _app(entry: Mapping[str, Any]) -> dict[str, Any]:
    server = entry["server_url"].partition("/.well-known/")[0].rstrip("/")
    return {
        "provider_id": entry["provider_id"],
        "name": entry["name"],
        "client_id": entry["client_id"],
        "secret": entry["secret"],
        "settings": {
            "server_url": server,
            "scope": list(entry.get("scope", SCOPE)),
            "oauth_pkce_enabled": True,
            "gemeente": entry["gemeente"],
            "domains": list(entry["domains"]),
            "groups": dict(entry["groups"]),
            "groups_claim": entry.get("groups_claim", "groups"),
            "origins": sorted({_origin(server), *entry.get("origins", ())}),
        },
    }


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_texts(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(_is_text(item) for item in value)


def _is_site(value: Any, *, path: bool = False) -> bool:
    """Return whether it is the address of a site that may be trusted with a sign-in."""
    if not _is_text(value) or re.search(r"[\s;,'\"?#@]", value):
        return False
    parts = urlsplit(value)
    secure = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK_HOSTS)
    return secure and bool(parts.hostname) and (path or not parts.path)
