"""The last attack: markup in the forms that take someone's place or data away."""

from django.db import transaction

from bench.aanvallen.doel import BEHEERDER, COORDINATOR, IEDER, WERKGEVER, Doel, Uitkomst, aanval
from bench.aanvallen.invullen import SHORT
from bench.aanvallen.paginas import Adres
from bench.aanvallen.planten import crawl, ends_something, plant, with_form
from inzicht.demoaccounts import ACCOUNTS
from partijen import uitnodigen
from partijen.enums import Functie
from partijen.leden import give_place
from partijen.models import Lidmaatschap, Partij
from toegang.models import User

# Of each kind this many objects are tried, from the newest back: what is gone then was looked at by nobody else.
MOST = 5


@aanval("Stored script in forms that take something away")
def ends(doel: Doel, uitkomst: Uitkomst) -> None:
    _have_someone_to_lose(doel)
    forms = [adres for adres in with_form() if ends_something(adres)]
    planted = set()
    for email in IEDER:
        bezoeker, user = doel.als(email), doel.user(email)
        for adres in forms:
            for path in _paths(adres, user):
                if plant(bezoeker, path, doel.luisteraar.url, uitkomst, f"{email} {adres.naam}"):
                    planted.add(adres.naam)
                    break
    missed = sorted({adres.naam for adres in forms} - planted)
    uitkomst.note(f"{len(planted)} forms", broke=bool(missed), where=f"not tried: {missed}")
    crawl(doel, uitkomst, (COORDINATOR, BEHEERDER))


def _have_someone_to_lose(doel: Doel) -> None:
    """Give a gemeente and an employer someone who may go, and someone to agree to, each with markup for a name."""
    coordinator = doel.user(COORDINATOR)
    for partij in Partij.objects.filter(leden__gebruiker__in=[coordinator, doel.user(WERKGEVER)]).distinct():
        functie = Functie.LEZER if partij.is_gemeente else Functie.MEDEWERKER
        leaver = User.objects.create(email=f"vertrekt{partij.pk}@voorbeeld.example", naam=SHORT)
        with transaction.atomic():
            give_place(leaver, partij, functie)
        email = f"komt{partij.pk}@voorbeeld.example"
        uitnodigen.invite(partij=partij, email=email, naam=SHORT, functie=functie, door=coordinator)


def _paths(adres: Adres, user: User) -> list[str]:
    """Return what to try a form on; whom we sign in as stays."""
    kept = Lidmaatschap.objects.filter(gebruiker__email__in=[account.email for account in ACCOUNTS])
    ours = {adres.path(pk) for pk in kept.values_list("pk", flat=True)} if adres.model is Lidmaatschap else set()
    return [path for path in reversed(adres.paths_for(user, most=1000)) if path not in ours][:MOST]
