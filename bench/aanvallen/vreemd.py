"""Attacks on what belongs to others: numbers in the path and in the form, extra fields, other methods, forged forms."""

from typing import Any

from django.apps import apps

from bench.aanvallen.doel import COORDINATOR, IEDER, KLANTMANAGER, VERBINDER, VREEMDE, WERKGEVER, Doel, Uitkomst, aanval
from bench.aanvallen.paginas import Adres, adressen, changed_since, fingerprint, main_form
from deelnemers.models import Deelnemer
from partijen.models import Lidmaatschap, Partij
from toegang.matrix import MATRIX
from trajecten.models import Traject

REFUSED = {401, 403, 404, 405, 400}
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
    for email in (COORDINATOR, VREEMDE, WERKGEVER):
        bezoeker, user = doel.als(email), doel.user(email)
        for adres, path in _forms_of(user):
            page = bezoeker.get(path)
            form = main_form(page.text) if page.status_code == 200 else None
            for naam, veld in form.velden.items() if form else ():
                if veld.soort != "select" or not any(keuze.isdecimal() for keuze in veld.keuzes):
                    continue
                for foreign in [n for n in map(str, range(1, 200)) if n not in veld.keuzes][:3]:
                    before = fingerprint()
                    answer = bezoeker.submit(path, form.values() | {naam: foreign})  # type: ignore[union-attr]
                    changed = changed_since(before)
                    uitkomst.note(
                        answer.status_code, broke=bool(changed), where=f"{email} {adres.naam} {naam}={foreign}"
                    )


def _forms_of(user) -> list[tuple[Adres, str]]:  # type: ignore[no-untyped-def]
    forms = [adres for adres in adressen() if MATRIX[adres.naam].methods >= {"GET", "POST"}]
    return [(adres, path) for adres in forms for path in adres.paths_for(user, most=1)]


@aanval("Mass assignment: fields the form does not have")
def mass_assignment(doel: Doel, uitkomst: Uitkomst) -> None:
    andere = Partij.objects.exclude(naam__contains="Waterstad").filter(soort="gemeente").values_list("pk", flat=True)[0]
    for email in (KLANTMANAGER, COORDINATOR, WERKGEVER):
        bezoeker, user = doel.als(email), doel.user(email)
        fill = {"andere": str(andere), "ik": str(user.pk)}
        for adres, path in _forms_of(user):
            page = bezoeker.get(path)
            form = main_form(page.text) if page.status_code == 200 else None
            if not form:
                continue
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
    for adres, path in _forms_of(user):
        headers = HTMX | {"X-CSRFToken": bezoeker.token, "HX-Boosted": "true", "HX-Trigger": "'\"><lek>"}
        answer = bezoeker.post(path, json={"naam": "lek", "gemeente": 1}, headers=headers)
        uitkomst.note(answer.status_code, broke=answer.status_code >= 500, where=adres.naam)
    _unchanged(uitkomst, before)


def _unchanged(uitkomst: Uitkomst, before: dict[str, str]) -> None:
    changed = changed_since(before)
    uitkomst.note("nothing changed" if not changed else "rows changed", broke=bool(changed), where=f"{changed}")
