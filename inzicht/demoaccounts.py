"""The accounts of the demo: shown on the sign-in page and made by the demo command, with DEMO=1 alone."""

from typing import Any, NamedTuple

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from partijen.enums import Functie

WACHTWOORD = "demo-leerwerk-2026"


class DemoAccount(NamedTuple):
    """Who may sign in to the demo: their party by name, and in a few words what they do."""

    email: str
    naam: str
    partij: str
    functie: Functie
    wat: str | Promise


ACCOUNTS = (
    DemoAccount(
        "coordinator@waterstad.example",
        "Carla Coenen",
        "Gemeente Waterstad",
        Functie.COORDINATOR,
        _("Coördinator van de gemeente Waterstad"),
    ),
    DemoAccount(
        "klantmanager@waterstad.example",
        "Karim Kuipers",
        "Gemeente Waterstad",
        Functie.KLANTMANAGER,
        _("Klantmanager van de gemeente Waterstad"),
    ),
    DemoAccount(
        "beheerder@waterstad.example",
        "Bart Beumer",
        "Gemeente Waterstad",
        Functie.BEHEERDER,
        _("Beheerder van de gemeente Waterstad"),
    ),
    DemoAccount(
        "coordinator@heuvelrijk.example",
        "Hanna Heuvelmans",
        "Gemeente Heuvelrijk",
        Functie.COORDINATOR,
        _("Coördinator van een andere gemeente, Heuvelrijk"),
    ),
    DemoAccount(
        "werkgever@installatie.example",
        "Wim Winters",
        "Installatiebedrijf De Vonk",
        Functie.BEHEERDER,
        _("Werkgever, een installatiebedrijf; beheert wie daar een account heeft"),
    ),
    DemoAccount(
        "mentor@maatwerk.example",
        "Mona Maas",
        "Stichting Maatwerk Mentoren",
        Functie.MEDEWERKER,
        _("Mentor en jobcoach"),
    ),
    DemoAccount("taal@taalhuis.example", "Tess Tol", "Taalhuis Waterstad", Functie.MEDEWERKER, _("Taalopleider")),
    DemoAccount(
        "opleider@roc.example", "Omar Oskam", "ROC De Delta", Functie.MEDEWERKER, _("Opleider, een mbo-school")
    ),
    DemoAccount(
        "verbinder@netwerk.example",
        "Vera Vos",
        "Netwerk Werk Dichtbij",
        Functie.MEDEWERKER,
        _("Verbinder: brengt mensen en bedrijven samen"),
    ),
    DemoAccount(
        "expert@expertise.example",
        "Elin Evers",
        "Expertisecentrum Nieuwe Start",
        Functie.MEDEWERKER,
        _("Expertisepartner"),
    ),
)


def demo_context() -> dict[str, Any]:
    """Return what the sign-in page shows of the demo; nothing outside it."""
    return {"demo": {"accounts": ACCOUNTS, "wachtwoord": WACHTWOORD}} if settings.DEMO else {}
