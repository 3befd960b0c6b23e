"""Every page of the application, found from the addresses it answers to: a new address is walked without being named.

    for pagina in paginas_van(user):
        page.goto(pagina.adressen[0])

What an address is about comes from the access tests (OVER, EXTRA_KWARGS), who may see it from the matrix, the objects
from the database. What is no page for people stands in GEEN_PAGINA with its reason.
"""

from collections.abc import Iterator
from typing import NamedTuple

from django.apps import apps
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from deelnemers.models import Deelname, ImportOpdracht
from partijen.enums import Functie, PartijSoort, Rol
from partijen.models import Lidmaatschap, Partij
from partijen.relaties import SOORT_RELATIE
from tests.factories.deelnemers import InzageverzoekFactory
from tests.factories.partijen import GemeenteFactory, LidmaatschapFactory, PartijFactory, UitnodigingFactory
from tests.factories.trajecten import RolinvullingFactory
from tests.toegang.test_cast import EXTRA_KWARGS, OVER
from toegang.matrix import MATRIX, OPENBAAR
from toegang.models import User
from toegang.relaties import relaties_of
from trajecten.enums import RolStatus
from trajecten.models import Traject

# Answers to GET with something that is no page of its own, or with none at all; each with what it is instead.
GEEN_PAGINA = {
    "partijen:huisstijl_css": "a style sheet",
    "partijen:huisstijl_logo": "a picture",
    "deelnemers:import_voorbeeld": "a file",
    "deelnemers:inzage_bestand": "a file",
    "toegang:taal": "only sent",
    "inzicht:agenda_ics": "for a calendar program",
    "deelnemers:checkin_oud": "goes on to the form",
    "deelnemers:mijn_wens": "only sent",
    "deelnemers:mijn_wens_weg": "only sent",
    "health-live": "for machines",
    "health-ready": "for machines",
    "service-worker": "a script",
    "security-txt": "a text file",
    "mfa_download_recovery_codes": "a file",
    "mfa_login_webauthn": "for the script of the sign-in page",
    "mfa_reauthenticate_webauthn": "for the script of the page that asks for a key",
    "openid_connect_login": "goes on to a gemeente's own sign-in",
    "openid_connect_callback": "comes from a gemeente's own sign-in",
    "socialaccount_login_cancelled": "only where a gemeente has its own sign-in",
    "socialaccount_login_error": "only where a gemeente has its own sign-in",
    "socialaccount_connections": "closed",
    "socialaccount_signup": "closed",
    "account_set_password": "only for whoever signs in through a gemeente",
    "account_email": "closed",
    "account_email_verification_sent": "closed",
    "account_confirm_email": "closed",
    "account_confirm_login_code": "closed",
}
# An object need not be in the state for what is asked: a phase that runs can't be started again.
KANDIDATEN = 8
# Looked through to find those; whoever may do nothing would have them all looked through.
DOORZOCHT = 40


class Pagina(NamedTuple):
    """A name in the URL map, and the addresses where a person may find it: the first that opens will do."""

    naam: str
    adressen: list[str]


def namen() -> set[str]:
    """Return every named address that answers to GET: ours by the matrix, and those of the libraries."""
    eigen = {naam for naam, regel in MATRIX.items() if regel.lezen}
    return eigen | set(OPENBAAR) | {naam for naam, _vast in _van_derden(get_resolver().url_patterns)}


def paginas_van(user: User) -> Iterator[Pagina]:
    """Yield the pages that someone who is signed in may see; first those for which one must have signed in lately."""
    yield from openbare_paginas()
    for naam, regel in MATRIX.items():
        if naam in GEEN_PAGINA or not regel.lezen:
            continue
        extra = EXTRA_KWARGS.get(naam, {})
        if naam not in OVER:
            if relaties_of(user, None) & regel.lezen:
                yield Pagina(naam, [reverse(naam, kwargs=extra)])
        elif adressen := [reverse(naam, kwargs={"pk": pk} | extra) for pk in _mag_zien(user, naam)]:
            yield Pagina(naam, adressen)


def openbare_paginas() -> Iterator[Pagina]:
    """Yield the pages with nothing in their address that anyone may try; by who asks, some lead elsewhere."""
    yield Pagina("offline", [reverse("offline")])
    for naam, vast in _van_derden(get_resolver().url_patterns):
        if vast and naam not in GEEN_PAGINA:
            yield Pagina(naam, [reverse(naam)])


def vul_aan() -> None:
    """Add what the demo has none of, so that each page has something to show."""
    coordinator = User.objects.get(email="coordinator@waterstad.example")
    klantmanager = User.objects.get(email="klantmanager@waterstad.example")
    waterstad = coordinator.lidmaatschappen.get().partij
    eigen = Deelname.objects.filter(deelnemer__gemeente=waterstad).order_by("pk")[0].deelnemer
    InzageverzoekFactory(deelnemer=eigen, door=klantmanager)
    ImportOpdracht.objects.create(gemeente=waterstad, door=klantmanager, bestandsnaam="lijst.csv", aantal=0)
    for partij in Partij.objects.exclude(pk=waterstad.pk).filter(leden__actief=True).distinct():
        UitnodigingFactory(partij=partij, gemeente=waterstad, door=coordinator, akkoord_nodig=True)


def nieuwkomers() -> list[User]:
    """Make people for whom there is nothing yet, who see each empty state; their password is that of the demo."""
    plaatsen = [
        (GemeenteFactory(), Functie.COORDINATOR),
        (GemeenteFactory(), Functie.LEZER),
        (PartijFactory(), Functie.MEDEWERKER),
    ]
    return [nieuwkomer(partij, functie) for partij, functie in plaatsen]


def zonder_account() -> list[User]:
    """Make people of the roles for which the demo has no account, with all of a trajectory to see."""
    traject = Traject.objects.filter(gemeente__naam__contains="Waterstad").order_by("pk")[0]
    fase = traject.fasen.order_by("pk")[0]
    lezer = nieuwkomer(traject.gemeente, Functie.LEZER)
    uwv = nieuwkomer(PartijFactory(soort=PartijSoort.UWV), Functie.MEDEWERKER)
    regisseur = nieuwkomer(PartijFactory(soort=PartijSoort.EXPERTISE), Functie.MEDEWERKER)
    for persoon, rol in ((uwv, Rol.INTERMEDIAIR), (regisseur, Rol.REGISSEUR)):
        partij = persoon.lidmaatschappen.get().partij
        RolinvullingFactory(fase=fase, rol=rol, partij=partij, persoon=persoon, status=RolStatus.TOEGEZEGD)
    Traject.objects.filter(pk=traject.pk).update(regisseur=regisseur)
    return [lezer, uwv, regisseur]


def starters() -> list[User]:
    """Make someone new of each kind of party, for the first steps of each role."""
    return [nieuwkomer(PartijFactory(soort=soort), Functie.MEDEWERKER) for soort in SOORT_RELATIE]


def nieuwkomer(partij: Partij, functie: Functie) -> User:
    """Make someone with a place in a party, who signs in as the people of the demo do."""
    user = LidmaatschapFactory(partij=partij, functie=functie).gebruiker
    user.password = User.objects.get(email="coordinator@waterstad.example").password
    user.save()
    return user


def _mag_zien(user: User, naam: str) -> list[int]:
    model, regel = _modellen()[OVER[naam]], MATRIX[naam]
    found = []
    for obj in _narrow(naam, model.objects.visible_to(user).order_by("pk"), user)[:DOORZOCHT]:
        if relaties_of(user, obj) & (regel.schrijven or regel.lezen):
            found.append(obj.pk)
        if len(found) == KANDIDATEN:
            break
    return found


def _narrow(naam, rows, user):
    """Begin with what is in the state that the page is for, where few are."""
    eigen = Lidmaatschap.objects.filter(gebruiker=user).values("partij")
    if naam == "trajecten:rol_antwoord":
        return rows.filter(status=RolStatus.GEVRAAGD, partij__in=eigen)
    if naam == "partijen:lid_stop":
        # Nobody stops themselves, and whoever works for a partner that others share is the partner's to stop.
        return rows.filter(partij__in=eigen).exclude(gebruiker=user)
    return rows


def _modellen():
    return {model._meta.model_name: model for model in apps.get_models()}


def _van_derden(patronen, *, voor: str = "") -> Iterator[tuple[str, bool]]:
    """Yield the names of the libraries' addresses, and whether nothing in them differs."""
    for patroon in patronen:
        adres = voor + str(patroon.pattern)
        if isinstance(patroon, URLResolver):
            yield from _van_derden(patroon.url_patterns, voor=adres)
        elif isinstance(patroon, URLPattern) and adres.startswith("accounts/") and patroon.name:
            yield patroon.name, "<" not in adres
