"""What there is to send: news that leaves one by one, and reminders that leave together as overviews."""

from datetime import date, timedelta
from itertools import groupby

from django.core import mail
from django.core.mail import EmailMessage
from django.db import connection
from django.test.utils import override_settings
from django.utils import timezone

from berichten.enums import BerichtStatus, Ritme
from berichten.herinneringen import plan
from berichten.models import Bericht, Voorkeur
from berichten.querysets import BerichtQuerySet
from berichten.verzending import send_due
from partijen.enums import Functie, PartijSoort, Rol
from partijen.models import Lidmaatschap, Partij
from toegang.models import User
from trajecten.enums import Component, Niveau, RolStatus, Sector, Uitkomst
from trajecten.herinneringen import HERINNERINGEN
from trajecten.mails import GEVRAAGD, enqueue_gevraagd
from trajecten.models import Afspraak, Fase, Rolinvulling, Traject

# People of one party: each of them hears of a question to it.
LEDEN = 4
# Reminders in one overview.
DELEN = 4
OVERZICHT = "afspraak_over_tijd"
NIEUWS = GEVRAAGD
LATER = timedelta(days=30)


def fill(mails: int) -> None:
    """Write so many mails of news, through the doors of the application, and as many overviews."""
    gemeente = Partij.objects.create(naam="Proefstad", soort=PartijSoort.GEMEENTE)
    regisseur = _people(gemeente, 1)[0]
    trajecten = [_traject(gemeente, regisseur, number) for number in range(max(1, mails // LEDEN))]
    readers: list[User] = []
    for traject in trajecten:
        partij = Partij.objects.create(naam=f"Werkgever {traject.pk}", soort=PartijSoort.WERKGEVER)
        readers += _people(partij, LEDEN)
        enqueue_gevraagd(_asked(traject, partij))
    _agreements(trajecten, readers[:mails], regisseur)
    Voorkeur.objects.bulk_create(Voorkeur(gebruiker=reader, ritme=Ritme.METEEN) for reader in readers)
    plan(HERINNERINGEN)
    Bericht.objects.exclude(soort__in=(NIEUWS, OVERZICHT)).delete()


def waiting(soort: str) -> BerichtQuerySet:
    """Let all of one kind wait to be sent now, and nothing else; return it."""
    Bericht.objects.exclude(soort=soort).start_over(timezone.now() + LATER)
    these = Bericht.objects.filter(soort=soort)
    these.start_over(timezone.now() - timedelta(minutes=1))
    with connection.cursor() as cursor:
        # Each round begins with a table as tidy as the first.
        cursor.execute("VACUUM ANALYZE berichten_bericht")
    return these


def letters_of(soort: str) -> list[list[Bericht]]:
    """Return the rows of one kind, mail by mail."""
    rows = Bericht.objects.filter(soort=soort).select_related("ontvanger").order_by("ontvanger", "pk")
    return [list(those) for _reader, those in groupby(rows, key=lambda row: row.ontvanger_id)]


def messages_of(soort: str) -> list[EmailMessage]:
    """Return the very messages that the outbox makes of one kind."""
    these = waiting(soort)
    with override_settings(EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend"):
        mail.outbox = []
        while send_due():
            pass
    assert not these.exclude(status=BerichtStatus.VERZONDEN).exists(), "some mail was not made"  # noqa: S101
    return list(mail.outbox)


def _people(partij: Partij, number: int) -> list[User]:
    people = User.objects.bulk_create(
        User(email=f"lid{n}@p{partij.pk}.example", naam=f"Lid {n} van {partij.naam}") for n in range(number)
    )
    functie = Functie.COORDINATOR if partij.is_gemeente else Functie.MEDEWERKER
    Lidmaatschap.objects.bulk_create(Lidmaatschap(gebruiker=user, partij=partij, functie=functie) for user in people)
    return people


def _traject(gemeente: Partij, regisseur: User, number: int) -> Traject:
    return Traject.objects.create(
        gemeente=gemeente,
        naam=f"Groen aan het werk {number}",
        sjabloon="generiek",
        sector=Sector.GROEN,
        niveau=Niveau.GEEN,
        uitkomst=Uitkomst.CERTIFICAAT,
        startdatum=date(2026, 9, 1),
        groepsgrootte=12,
        regisseur=regisseur,
    )


def _asked(traject: Traject, partij: Partij) -> Rolinvulling:
    today = timezone.localdate()
    fase = Fase.objects.create(
        traject=traject, component=Component.LEERWERK, volgorde=1, start=today + LATER, eind=today + 2 * LATER
    )
    return Rolinvulling.objects.create(
        fase=fase, rol=Rol.WERKGEVER, partij=partij, status=RolStatus.GEVRAAGD, gevraagd_op=today, vraagnummer=1
    )


def _agreements(trajecten: list[Traject], readers: list[User], maker: User) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    Afspraak.objects.bulk_create(
        Afspraak(
            traject=trajecten[(n + part) % len(trajecten)],
            gemeente_id=trajecten[0].gemeente_id,
            wat="Bel de kinderopvang",
            persoon=reader,
            gemaakt_door=maker,
            deadline=yesterday,
        )
        for n, reader in enumerate(readers)
        for part in range(DELEN)
    )
