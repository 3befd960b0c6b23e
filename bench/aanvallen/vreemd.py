"""Attacks on what belongs to others: numbers in the path and in the form, extra fields, other methods, forged forms."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django import forms
from django.apps import apps
from django.db import models

from bench.aanvallen.doel import (
    COORDINATOR,
    IEDER,
    KLANTMANAGER,
    VERBINDER,
    VREEMDE,
    WERKGEVER,
    Bezoeker,
    Doel,
    Uitkomst,
    aanval,
)
from bench.aanvallen.invullen import STAMP, plausible, refused_fields
from bench.aanvallen.paginas import OWN_APPS, Adres, Formulier, adressen, changed_since, fingerprint, main_form
from bench.aanvallen.planten import ends_something, with_form
from deelnemers.models import Deelnemer
from partijen.models import Lidmaatschap, Partij
from toegang.matrix import MATRIX
from toegang.models import User
from trajecten.models import Traject

REFUSED = {401, 403, 404, 405, 400}
# A list of choices that may go on beyond what a page offers.
LONG_LIST = 50
HTMX = {"HX-Request": "true", "HX-Current-URL": "/", "HX-Target": "inhoud", "X-Requested-With": "XMLHttpRequest"}
# What a form of ours never asks for, and what an intruder would add to it.
EXTRA_FIELDS = {
    "gemeente": "{andere}",
    "gemeente_id": "{andere}",
    "eigenaar": "{andere}",
    "functie": "beheerder",
    "soort": "gemeente",
    "is_active": "1",
    "is_staff": "1",
    "is_superuser": "1",
    "id": "1",
    "pk": "1",
    "mentor": "{ik}",
    "mentor_id": "{ik}",
    "door": "{ik}",
    "gebruiker": "{ik}",
    "gebruiker_id": "{ik}",
    "aangemaakt_op": "2000-01-01",
    "geanonimiseerd_op": "2000-01-01",
}


@aanval("Other people's ids in the path")
def ids_in_path(doel: Doel, uitkomst: Uitkomst) -> None:
    _foreign(doel, uitkomst, IEDER, {})


@aanval("Other people's ids in htmx calls")
def ids_in_htmx(doel: Doel, uitkomst: Uitkomst) -> None:
    _foreign(doel, uitkomst, (VREEMDE, WERKGEVER, VERBINDER), HTMX)


def _foreign(doel: Doel, uitkomst: Uitkomst, people: tuple[str, ...], headers: dict[str, str]) -> None:
    before = fingerprint()
    for email in people:
        bezoeker, user = doel.als(email), doel.user(email)
        for adres in adressen():
            for path in adres.foreign(user):
                for answer in (bezoeker.get(path, headers=headers), bezoeker.submit(path, {"x": "1"}, headers=headers)):
                    status = answer.status_code
                    uitkomst.note(status, broke=status not in REFUSED, where=f"{email} {adres.naam}")
    _unchanged(uitkomst, before)


@aanval("Other people's ids in form fields")
def ids_in_form(doel: Doel, uitkomst: Uitkomst) -> None:
    known = models_behind_fields()
    before = fingerprint()
    for email in IEDER:
        bezoeker, user = doel.als(email), doel.user(email)
        for adres, path, page, form in _opened(bezoeker, user):
            values = list(_foreign_values(user, form, known))
            for naam, foreign in values:
                _choose(bezoeker, uitkomst, path, page, form, naam, foreign)
            if values and (changed := changed_since(before)):
                uitkomst.note("rows changed", broke=True, where=f"{email} {adres.naam} {values} {changed}")
                before = fingerprint()
    uitkomst.note("nothing changed", broke=bool(changed_since(before)), where="after all")


def _choose(
    bezoeker: Bezoeker, uitkomst: Uitkomst, path: str, page: str, form: Formulier, naam: str, foreign: "Vreemde"
) -> None:
    for values in _with(form, naam, foreign.pk):
        answer = bezoeker.submit(path, values)
        at_field = naam in refused_fields(answer.text, form)
        said = f"{answer.status_code} for this field" if at_field else answer.status_code
        uitkomst.note(said, broke=foreign.told_by(answer.text, page), where=f"{path} {naam}={foreign}")
    # Asked for in the address, a row that may not be seen is not named either.
    if foreign.naam:
        headers = HTMX if form.velden[naam].soort == "checkbox" else {}
        shown = bezoeker.get(path, params={naam: foreign.pk}, headers=headers)
        told = foreign.told_by(shown.text, page)
        uitkomst.note(f"shown {shown.status_code}", broke=told, where=f"{path}?{naam}={foreign}")


class Vreemde(NamedTuple):
    """What a form did not offer: its number, and what it is called where the person may not see it at all."""

    pk: int
    naam: str

    def told_by(self, html: str, page: str) -> bool:
        """Tell whether an answer has its name, that the page itself did not have."""
        return bool(self.naam) and self.naam in html and self.naam not in page


def models_behind_fields() -> dict[str, set[type[models.Model]]]:
    """Return of every name of a field which rows its numbers may be of, as our forms say, or as it is called itself."""
    found = {
        model._meta.model_name or "": {model} for app in OWN_APPS for model in apps.get_app_config(app).get_models()
    }
    for form in _below(forms.BaseForm):
        for naam, field in getattr(form, "base_fields", {}).items():
            if isinstance(field, forms.ModelChoiceField) and field.queryset is not None:
                found.setdefault(naam, set()).add(field.queryset.model)
    return found


def _below(cls: type[Any]) -> Iterator[type[Any]]:
    for sub in cls.__subclasses__():
        yield sub
        yield from _below(sub)


def _foreign_values(
    user: User, form: Formulier, known: dict[str, set[type[models.Model]]]
) -> Iterator[tuple[str, Vreemde]]:
    for naam, veld in form.velden.items():
        offered = [keuze for keuze in [*veld.keuzes, veld.waarde] if keuze.isdecimal()]
        behind = known.get(naam.rpartition("-")[2], set())
        if naam == STAMP or veld.soort not in {"select", "checkbox", "radio", "hidden"} or not (offered or behind):
            continue
        for model in behind:
            yield from ((naam, foreign) for foreign in _not_offered(user, model, offered))
        if not behind:
            yield from ((naam, Vreemde(n, "")) for n in range(1, 200) if str(n) not in offered and n % 40 == 1)


def _not_offered(user: User, model: type[models.Model], offered: list[str]) -> list[Vreemde]:
    """Return rows that exist: those the person may not see, and some that they see and that are no choice here."""
    manager: Any = model._default_manager
    visible = list(manager.visible_to(user).values_list("pk", flat=True)) if hasattr(manager, "visible_to") else []
    rest = manager.exclude(pk__in=offered).order_by("pk")
    hidden = [Vreemde(row.pk, getattr(row, "achternaam", "") or str(row)) for row in rest.exclude(pk__in=visible)[:2]]
    # Of a long list a page offers the first part: what else is seen may be a choice all the same.
    seen = rest.filter(pk__in=visible)[:1] if len(offered) < LONG_LIST else []
    return hidden + [Vreemde(row.pk, "") for row in seen]


def _with(form: Formulier, naam: str, pk: int) -> Iterator[dict[str, list[str]]]:
    """Yield the form with only the foreign number chosen, and for boxes, with all that is offered beside it."""
    yield plausible(form) | {naam: [str(pk)]}
    if form.velden[naam].soort == "checkbox":
        yield plausible(form) | {naam: [*form.velden[naam].keuzes[:2], str(pk)]}


def _opened(bezoeker: Bezoeker, user: User) -> Iterator[tuple[Adres, str, str, Formulier]]:
    """Yield every address with a form, at the first object for which the person gets it: path, page, form."""
    for adres in with_form():
        # A form that takes something away is tried where it stands first: there are people we sign in as.
        for path in adres.paths_for(user, most=1 if ends_something(adres) else 4):
            page = bezoeker.get(path)
            form = main_form(page.text) if page.status_code == 200 else None
            if form:
                yield adres, path, page.text, form
                break


@aanval("Mass assignment: fields the form does not have")
def mass_assignment(doel: Doel, uitkomst: Uitkomst) -> None:
    andere = Partij.objects.exclude(naam__contains="Waterstad").filter(soort="gemeente").values_list("pk", flat=True)[0]
    for email in (KLANTMANAGER, COORDINATOR, WERKGEVER):
        bezoeker, user = doel.als(email), doel.user(email)
        fill = {"andere": str(andere), "ik": str(user.pk)}
        for adres, path, _page, form in _opened(bezoeker, user):
            extra = {n: v.format(**fill) for n, v in EXTRA_FIELDS.items() if n not in form.velden}
            before = _owners()
            answer = bezoeker.submit(path, form.values() | extra)
            taken = {key for key, value in _owners().items() if key in before and before[key] != value}
            # What the form itself may set is its own business: a function, by whoever manages the party.
            uitkomst.note(answer.status_code, broke=bool(taken), where=f"{email} {adres.naam} {sorted(taken)}")


def _owners() -> dict[tuple[str, int], tuple]:
    """Return of every row what decides whose it is and who may what."""
    fields: dict[Any, tuple[str, ...]] = {
        Deelnemer: ("gemeente_id",),
        Traject: ("gemeente_id",),
        Partij: ("soort",),
        Lidmaatschap: ("partij_id", "gebruiker_id"),
        apps.get_model("toegang.User"): ("is_active", "password", "email"),
        apps.get_model("deelnemers.Deelname"): ("deelnemer_id", "traject_id"),
        apps.get_model("deelnemers.Checkin"): ("deelname_id", "door_id"),
    }
    return {
        (model.__name__, row[0]): row[1:]
        for model, names in fields.items()
        for row in model._default_manager.values_list("pk", *names)
    }


@aanval("Other methods, and headers that ask for another method")
def verbs(doel: Doel, uitkomst: Uitkomst) -> None:
    bezoeker, user = doel.als(COORDINATOR), doel.user(COORDINATOR)
    before = fingerprint()
    for adres in adressen():
        for path in adres.paths_for(user, most=1):
            for method in ("PUT", "PATCH", "DELETE", "TRACE", "OPTIONS", "LEKKEN"):
                status = bezoeker.request(method, path, headers={"X-CSRFToken": bezoeker.token}).status_code
                uitkomst.note(status, broke=status < 400, where=f"{method} {adres.naam}")
            if "GET" not in MATRIX[adres.naam].methods:
                for method in ("GET", "HEAD"):
                    override = {"X-HTTP-Method-Override": "POST", "X-HTTP-Method": "POST", "X-Method-Override": "POST"}
                    status = bezoeker.request(method, path + "?_method=POST", headers=override).status_code
                    uitkomst.note(status, broke=status != 405, where=f"{method} {adres.naam}")
    _unchanged(uitkomst, before)


@aanval("CSRF: no token, someone else's token, another origin")
def csrf(doel: Doel, uitkomst: Uitkomst) -> None:
    bezoeker, user = doel.als(COORDINATOR), doel.user(COORDINATOR)
    other = doel.bezoeker().token
    before = fingerprint()
    written = [adres for adres in adressen() if "POST" in MATRIX[adres.naam].methods]
    paths = [path for adres in written for path in adres.paths_for(user, most=1)]
    for path in [*paths, "/accounts/logout/", "/accounts/password/change/", "/accounts/2fa/totp/activate/"]:
        forged = {
            "no token": {},
            "someone else's token": {"X-CSRFToken": other},
            "another origin": {"X-CSRFToken": bezoeker.token, "Origin": "https://elders.example"},
            "an empty origin": {"X-CSRFToken": bezoeker.token, "Origin": "null"},
        }
        for kind, headers in forged.items():
            status = bezoeker.post(path, data={"x": "1"}, headers=headers).status_code
            uitkomst.note(status, broke=status != 403, where=f"{kind} {path}")
    uitkomst.note("still signed in", broke=not bezoeker.signed_in, where="sign-out by forgery")
    _unchanged(uitkomst, before)


@aanval("JSON and forged htmx headers instead of a form")
def json_instead(doel: Doel, uitkomst: Uitkomst) -> None:
    bezoeker, user = doel.als(VREEMDE), doel.user(VREEMDE)
    before = fingerprint()
    for adres, path, _page, form in _opened(bezoeker, user):
        # A page that only asks whether one is sure has nothing to fill in that JSON leaves out: it is the person's own.
        if form.velden.keys() <= {STAMP}:
            continue
        headers = HTMX | {"X-CSRFToken": bezoeker.token, "HX-Boosted": "true", "HX-Trigger": "'\"><lek>"}
        answer = bezoeker.post(path, json={"naam": "lek", "gemeente": 1}, headers=headers)
        uitkomst.note(answer.status_code, broke=answer.status_code >= 500, where=adres.naam)
    _unchanged(uitkomst, before)


def _unchanged(uitkomst: Uitkomst, before: dict[str, str]) -> None:
    changed = changed_since(before)
    uitkomst.note("nothing changed" if not changed else "rows changed", broke=bool(changed), where=f"{changed}")
