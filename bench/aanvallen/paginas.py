"""Every address of the target with something to fill its path in, and every form on it."""

import hashlib
import inspect
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any, NamedTuple
from urllib.parse import parse_qs, urlsplit

from django.apps import apps
from django.db import models
from django.urls import URLPattern, URLResolver, get_resolver

from toegang.adressen import Verborgen
from toegang.matrix import DERDEN, MATRIX
from toegang.models import User

EXTRA = {"sjabloon": "groen", "veld": "werving.doel", "component": "leerwerk", "taal": "ar", "code": "titel"}
HIDDEN = "<verborgen:pk>"
OWN_APPS = ("partijen", "trajecten", "deelnemers", "canvas", "toegang")
# What any request may write, whoever sends it: stamps, the log, the files that wait to be drawn.
NOT_COMPARED = {"Indiening", "Logregel", "PdfOpdracht"}


class Adres(NamedTuple):
    """An address of ours: its name, the model its number is of, and how to write it."""

    naam: str
    model: type[models.Model] | None
    route: str

    def path(self, pk: object = None) -> str:
        """Return the path for one object."""
        path = "/" + self.route.replace("<int:pk>", str(pk))
        if HIDDEN in path and pk:
            path = path.replace(HIDDEN, Verborgen().to_url(pk))
        for name, value in EXTRA.items():
            path = path.replace(f"<str:{name}>", value).replace(f"<slug:{name}>", value)
        return path

    def paths_for(self, user: User, most: int = 2) -> list[str]:
        """Return paths to objects that someone may see; one path where there is no object."""
        return [self.path(pk) for pk in self._pks(user, seen=True, most=most)] if self.model else [self.path()]

    def foreign(self, user: User, most: int = 2) -> list[str]:
        """Return paths to objects that exist and that someone may not see."""
        return [self.path(pk) for pk in self._pks(user, seen=False, most=most)] if self.model else []

    def _pks(self, user: User, *, seen: bool, most: int) -> list[Any]:
        manager: Any = self.model._default_manager  # type: ignore[union-attr]
        visible = manager.visible_to(user).values_list("pk", flat=True)
        rows = visible if seen else manager.exclude(pk__in=list(visible)).values_list("pk", flat=True)
        return list(rows.order_by("pk")[:most])


def adressen() -> list[Adres]:
    """Return every address in the matrix whose path we can fill in."""
    found = [
        Adres(name, inspect.getclosurevars(view).nonlocals.get("model"), route)
        for name, route, view in _walk(get_resolver())
        if name in MATRIX
    ]
    return [adres for adres in found if "<" not in adres.path(1) and (adres.model or "<int:pk>" not in adres.route)]


def _walk(resolver: Any, namespace: str = "", prefix: str = "") -> Iterator[tuple[str, str, Any]]:
    for pattern in resolver.url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern, str(pattern.namespace or namespace), route)
        elif isinstance(pattern, URLPattern) and not route.startswith(tuple(DERDEN)):
            yield f"{namespace}:{pattern.name}" if namespace else str(pattern.name), route, pattern.callback


def fingerprint() -> dict[str, str]:
    """Return a hash of all rows per table: to see whether an attack changed anything."""
    tables = [model for app in OWN_APPS for model in apps.get_app_config(app).get_models()]
    return {model.__name__: _hash_of(model) for model in tables if model.__name__ not in NOT_COMPARED}


def _hash_of(model: type[models.Model]) -> str:
    # Signing in is noted on the person; that is no change by an attack.
    names = [field.attname for field in model._meta.concrete_fields if field.attname != "last_login"]
    rows = model._default_manager.order_by("pk").values_list(*names)
    return hashlib.sha256(repr([[_told(value) for value in row] for row in rows]).encode()).hexdigest()


def _told(value: Any) -> Any:
    # PostgreSQL hands out a file as a view on memory, which tells where it is and not what is in it.
    return bytes(value) if isinstance(value, memoryview) else value


def changed_since(before: dict[str, str]) -> list[str]:
    """Return the tables whose rows are not what they were."""
    return [name for name, rows in fingerprint().items() if rows != before[name]]


class Veld(NamedTuple):
    """One field of a form: its kind, what it holds, what may be chosen, and the most signs it takes."""

    soort: str
    waarde: str
    keuzes: list[str]
    most: int

    @property
    def is_text(self) -> bool:
        """Tell whether free text goes into it."""
        return self.soort in {"text", "textarea", "search", "email", "tel", "url"}


class Formulier(NamedTuple):
    """A form that posts: where to, and its fields."""

    action: str
    velden: dict[str, Veld]

    def values(self) -> dict[str, list[str]]:
        """Return what a browser would send for it untouched, with a choice made where one is needed."""
        return {
            naam: [veld.waarde or next((keuze for keuze in veld.keuzes if keuze), "")]
            for naam, veld in self.velden.items()
            if veld.soort not in {"file", "submit"} and not (veld.soort == "checkbox" and not veld.waarde)
        }


class _Lezer(HTMLParser):
    """Finds the forms of a page, and the elements that no page of ours has."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Formulier] = []
        self.injected: list[str] = []
        self.inside: Formulier | None = None
        # What the page takes in its address: the fields of its filters, the names in its links.
        self.asked: set[str] = set()
        self.searches = False
        self.naam = ""
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        got = {name: value or "" for name, value in attrs}
        data = got.get("type") == "application/json"  # never run
        if (
            tag == "lek"
            or (tag == "script" and "src" not in got and not data)
            or tag in {"style", "iframe", "object", "embed"}
        ):
            self.injected.append(f"<{tag}>")
        self.injected += [f"{name}=" for name, value in attrs if name.startswith("on") or name == "style"]
        self.injected += [f"{n}={v}" for n, v in got.items() if v.strip().lower().startswith("javascript:")]
        if tag == "form":
            self.searches = got.get("method", "").lower() != "post"
            self.inside = None if self.searches else Formulier(got.get("action", ""), {})
        elif self.inside is not None:
            self._field(tag, got)
        elif self.searches and got.get("name"):
            self.asked.add(got["name"])
        if tag == "a" and got.get("href", "").startswith("?"):
            self.asked |= set(parse_qs(urlsplit(got["href"]).query, keep_blank_values=True))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.forms += [self.inside] if self.inside is not None else []
            self.inside, self.searches = None, False
        elif tag == "textarea" and self.inside is not None and self.naam:
            self.inside.velden[self.naam] = self.inside.velden[self.naam]._replace(waarde="".join(self.text))
            self.naam = ""
        elif tag == "select":
            self.naam = ""

    def handle_data(self, data: str) -> None:
        if self.naam:
            self.text.append(data)

    def _field(self, tag: str, got: dict[str, str]) -> None:
        velden, naam = self.inside.velden, got.get("name", "")  # type: ignore[union-attr]
        most = int(got.get("maxlength") or 5000)
        if tag in {"select", "textarea"} and naam:
            velden[naam] = Veld(tag, "", [], most)
            self.naam, self.text = naam, []
        elif tag == "option" and self.naam:
            veld = velden[self.naam]
            veld.keuzes.append(got.get("value", ""))
            if "selected" in got:
                velden[self.naam] = veld._replace(waarde=got.get("value", ""))
        elif tag == "input" and naam and naam != "csrfmiddlewaretoken":
            self._input(naam, got, most)

    def _input(self, naam: str, got: dict[str, str], most: int) -> None:
        velden, soort = self.inside.velden, got.get("type", "text")  # type: ignore[union-attr]
        value = got.get("value", "")
        if soort in {"checkbox", "radio"}:
            earlier = velden.get(naam, Veld(soort, "", [], most))
            earlier.keuzes.append(value or "on")
            velden[naam] = earlier._replace(waarde=value or "on") if "checked" in got else earlier
        else:
            velden[naam] = Veld(soort, value, [], most)


def read(html: str) -> _Lezer:
    """Return the forms of a page, and what stands in it as markup though it never should."""
    lezer = _Lezer()
    lezer.feed(html)
    return lezer


def main_form(html: str) -> Formulier | None:
    """Return the form a page is about: the one with most fields, the sign-out button aside."""
    forms = [form for form in read(html).forms if "logout" not in form.action]
    return max(forms, key=lambda form: len(form.velden), default=None)
