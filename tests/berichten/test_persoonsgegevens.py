"""Every registered kind of mail, sent about data full of one participant's name: it stands in none of them."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from berichten import accountmails
from berichten.models import Bericht
from berichten.outbox import enqueue
from berichten.soorten import all_codes
from berichten.verzending import send_due
from deelnemers import bewaren, signalen, uitnodigingen
from deelnemers.eigenpagina import links, wensen
from deelnemers.enums import Cijfer, OntmoetingSoort, WensSoort
from deelnemers.tasks import plan_herinneringen as plan_deelnemers
from partijen.enums import Functie
from partijen.leden import stop_member
from partijen.uitnodigen import invite
from tests.factories.deelnemers import CheckinFactory, DeelnameFactory, DeelnemerFactory, OntmoetingFactory
from tests.factories.partijen import LidmaatschapFactory, PartijFactory
from tests.factories.trajecten import AfspraakFactory, FaseFactory, RolinvullingFactory, TrajectFactory
from tests.herinneren import everyone_at_once
from trajecten import mails
from trajecten.enums import Component, Doorgang, FaseStatus, RolStatus
from trajecten.levensloop import set_doorgang, set_status
from trajecten.tasks import plan_herinneringen as plan_trajecten

KANARIE = "Kwetterina"
ACHTERNAAM = "Zangzaadjes"


@pytest.fixture
def wereld(cast, monkeypatch):
    """Something is due for every rule, and a kanarie sits in every free text and every name of a participant."""
    monkeypatch.setattr("berichten.outbox.wake_task", [].append)
    today = timezone.localdate()
    traject = TrajectFactory(gemeente=cast.waterstad, regisseur=cast.coordinator, doel=f"Werk voor {KANARIE}")

    def fase(component, start, eind, **fields):
        days = {"start": today + timedelta(days=start), "eind": today + timedelta(days=eind)}
        return FaseFactory(traject=traject, component=component, **days, reden_afwijking=f"Om {KANARIE}", **fields)

    RolinvullingFactory(fase=fase(Component.MATCHING, 10, 100))
    fase(Component.LEERWERK, -90, 10, status=FaseStatus.LOPEND)
    fase(Component.TAAL, -90, 2, status=FaseStatus.LOPEND)
    fase(Component.VOORTRAJECT, -90, -2, status=FaseStatus.LOPEND)
    gevraagd = RolinvullingFactory(
        fase=fase(Component.BEGELEIDING, 50, 100),
        status=RolStatus.GEVRAAGD,
        gevraagd_op=today - timedelta(days=15),
        partij=cast.installatie,
        persoon=cast.werkgever,
        afwijsreden=f"Niet voor {KANARIE}",
    )
    toegezegd = RolinvullingFactory(
        fase=gevraagd.fase, toegezegd=True, partij=cast.maatwerk, gevraagd_op=today, afwijsreden=f"Niet voor {KANARIE}"
    )
    for deadline in (today, today - timedelta(days=1)):
        AfspraakFactory(traject=traject, wat=f"Bel {KANARIE}", persoon=cast.mentor, deadline=deadline)
    kanaries = [
        DeelnemerFactory(
            gemeente=cast.waterstad,
            voornaam=KANARIE,
            achternaam=ACHTERNAAM,
            email=f"{KANARIE}@{ACHTERNAAM}.example",
            kenmerk=f"{KANARIE}-{n}",
        )
        for n in range(2)
    ]
    met, _zonder = (
        DeelnameFactory(traject=traject, deelnemer=kanarie, mentor=mentor, actief_sinds=today - timedelta(days=90))
        for kanarie, mentor in zip(kanaries, (cast.mentor, None), strict=True)
    )
    checkin = CheckinFactory(
        deelname=met,
        door=cast.mentor,
        datum=today - timedelta(days=60),
        werk=Cijfer.LAAG,
        wensen=KANARIE,
        knelpunten=KANARIE,
    )
    signalen.raise_for(checkin)
    wensen.state(links.find(links.give(met, door=cast.coordinator)), WensSoort.REIS)
    for soort, werkgever in ((OntmoetingSoort.MENTOR, None), (OntmoetingSoort.SNUFFELSTAGE, cast.installatie)):
        plaats = f"Thuis bij {KANARIE}" if werkgever is None else "Werkplaats"
        dag = today + timedelta(days=len(plaats))
        ontmoeting = OntmoetingFactory(deelname=met, soort=soort, werkgever=werkgever, plaats=plaats, dag=dag)
        uitnodigingen.invite(ontmoeting, door=cast.coordinator)
    LidmaatschapFactory(partij=cast.installatie)
    mails.enqueue_gevraagd(gevraagd)
    mails.enqueue_ingetrokken(gevraagd)
    mails.enqueue_beantwoord(toegezegd, afgewezen=False)
    accountmails.deliver(cast.mentor, "account/email/password_reset_key")
    accountmails.deliver(cast.mentor, "account/email/password_changed")
    for partij in (cast.roc, PartijFactory()):  # one must agree first, the other has nobody yet
        invite(partij=partij, email="n@x.example", naam="N", functie=Functie.MEDEWERKER, door=cast.coordinator)
    DeelnemerFactory(
        gemeente=cast.waterstad,
        voornaam=KANARIE,
        achternaam=ACHTERNAAM,
        aangemaakt_op=timezone.now() - timedelta(days=6 * 366),
    )
    bewaren.run()
    everyone_at_once()
    plan_trajecten()
    plan_deelnemers()
    colleague = LidmaatschapFactory(partij=cast.expertise).gebruiker
    AfspraakFactory(traject=traject, wat=f"Bel {KANARIE}", persoon=cast.expert, partij=cast.expertise)
    stop_member(cast.expert.lidmaatschappen.get(), opvolger=colleague)
    AfspraakFactory(traject=traject, wat=f"Bel {KANARIE}", persoon=cast.verbinder, partij=cast.netwerk)
    stop_member(cast.verbinder.lidmaatschappen.get())
    other = TrajectFactory(gemeente=cast.waterstad, regisseur=cast.klantmanager, doel=f"Werk voor {KANARIE}")
    set_doorgang(FaseFactory(traject=other), Doorgang.GESTOPT, reden=f"Om {KANARIE}", door=cast.coordinator)
    set_status(other, Doorgang.GEPAUZEERD, reden=f"Om {KANARIE}", door=cast.coordinator)


def test_no_kind_of_mail_names_a_participant(wereld):
    send_due()

    sent_kinds = set(Bericht.objects.filter(status="verzonden").values_list("soort", flat=True))
    assert sent_kinds == all_codes(), "write a mail of each new kind in the fixture above"
    assert len(mail.outbox) == Bericht.objects.values("mail_id").distinct().count()
    for message in mail.outbox:
        raw = message.message().as_string() + message.subject + message.body + str(message.alternatives)
        for secret in (KANARIE, ACHTERNAAM):
            assert secret.lower() not in raw.lower(), message.subject


def test_a_kind_that_named_a_participant_would_be_caught(wereld, proef, cast):
    proef_over = {"over": KANARIE}
    enqueue(soort="proef", sleutel="x", ontvanger=cast.mentor, gegevens=proef_over)
    send_due()
    assert [message.subject for message in mail.outbox if KANARIE in message.subject] == [f"Over {KANARIE}"]


def test_rows_hold_ids_and_dates_only(wereld):
    for bericht in Bericht.objects.all():
        assert KANARIE not in str(bericht.gegevens) + bericht.sleutel
