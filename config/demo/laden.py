"""Loading the demo: once, all of it or nothing, through the same doors that people use."""

from datetime import timedelta

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from berichten.enums import BerichtStatus
from berichten.mail import onderwerp_of
from berichten.models import Bericht
from berichten.soorten import get_soort
from config.demo import deelnames, huisstijl, oude_dossiers, trajecten_laden
from config.demo.mensen import NAMEN
from config.demo.organisaties import CONTACTEN, LEDEN, PARTIJEN, UITNODIGINGEN
from config.demo.trajecten import TRAJECTEN
from deelnemers.signalen import SOORT as SIGNAAL
from inzicht.demoaccounts import ACCOUNTS, WACHTWOORD
from partijen.enums import Arbeidsmarktregio, Functie
from partijen.models import Contactpersoon, Lidmaatschap, Partij
from partijen.uitnodigen import invite
from toegang.models import User

# Signals whose mail is sent after loading, so that a newcomer sees it arrive; the rest counts as sent long ago.
TE_VERSTUREN = 3


def holds_others() -> bool:
    """Return whether people are in this database, and the demo is not."""
    return User.objects.exists() and not User.objects.filter(email=ACCOUNTS[0].email).exists()


def load_demo() -> bool:
    """Load the demo and return whether that was needed; where it is there already nothing is touched."""
    if User.objects.filter(email=ACCOUNTS[0].email).exists():
        return False
    with transaction.atomic():
        before = Bericht.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        partijen, mensen = _load_partijen(), _load_mensen()
        _load_leden(partijen, mensen)
        huisstijl.load(partijen)
        pool = deelnames.Pool(partijen)
        for demo in TRAJECTEN:
            traject = trajecten_laden.load(demo, partijen=partijen, mensen=mensen)
            deelnames.load(demo, traject, pool=pool, partijen=partijen, mensen=mensen)
        pool.fill_up(len(NAMEN) - len(oude_dossiers.NOG))
        oude_dossiers.load(pool)
        _age_mail(after=before)
        # Nobody to wake: the broker starts after the demo is loaded, and the beat finds what waits.
        transaction.get_connection().run_on_commit.clear()
    return True


def _load_partijen() -> dict[str, Partij]:
    return {
        demo.naam: Partij.objects.create(
            naam=demo.naam,
            soort=demo.soort,
            plaats=demo.plaats,
            regio=Arbeidsmarktregio.RIVIERENLAND,
            # Nine zeros and a number nobody has: not to be called, not to be looked up.
            kvk_nummer=f"000000{demo.nummer:02d}",
            email=f"info@{demo.domein}",
            telefoon=f"000 200 00 {demo.nummer:02d}",
        )
        for demo in PARTIJEN
    }


def _load_mensen() -> dict[str, User]:
    password, none = make_password(WACHTWOORD), make_password(None)
    shown = {account.email for account in ACCOUNTS}
    return {
        lid.email: User.objects.create(
            email=lid.email, naam=lid.naam, password=password if lid.email in shown else none
        )
        for lid in LEDEN
    }


def _load_leden(partijen: dict[str, Partij], mensen: dict[str, User]) -> None:
    for lid in LEDEN:
        Lidmaatschap.objects.create(gebruiker=mensen[lid.email], partij=partijen[lid.partij], functie=lid.functie)
    for uitnodiging in UITNODIGINGEN:
        invite(
            partij=partijen[uitnodiging.partij],
            email=uitnodiging.email,
            naam=uitnodiging.naam,
            functie=Functie.MEDEWERKER,
            door=mensen[uitnodiging.door],
        )
    for contact in CONTACTEN:
        Contactpersoon.objects.create(
            partij=partijen[contact.partij],
            gemeente=partijen[contact.gemeente],
            naam=contact.naam,
            functie=contact.functie,
            telefoon=contact.telefoon,
        )


def _age_mail(*, after: int) -> None:
    """Count the mails of things that happened long ago as sent, but for the last few: a first start sends no flood."""
    mails = Bericht.objects.filter(pk__gt=after)
    keep = list(mails.filter(soort=SIGNAAL).order_by("-pk").values_list("pk", flat=True)[:TE_VERSTUREN])
    moment = timezone.now() - timedelta(days=1)
    sent = list(mails.exclude(pk__in=keep).select_related("ontvanger"))
    for bericht in sent:
        bericht.status, bericht.verzonden_op, bericht.aangemaakt_op = BerichtStatus.VERZONDEN, moment, moment
        bericht.onderwerp, bericht.pogingen = onderwerp_of(get_soort(bericht.soort).render(bericht)), 1
    Bericht.objects.bulk_update(sent, ["status", "verzonden_op", "aangemaakt_op", "onderwerp", "pogingen"])
