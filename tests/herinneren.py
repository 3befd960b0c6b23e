"""Reminders in tests of what is due: everyone wants theirs at once."""

from berichten.enums import Ritme
from berichten.models import Voorkeur
from berichten.verzending import send_due
from toegang.models import User


def everyone_at_once():
    """Make everyone want their reminders at once; whoever chose something keeps it."""
    without = User.objects.exclude(pk__in=Voorkeur.objects.values("gebruiker"))
    Voorkeur.objects.bulk_create(Voorkeur(gebruiker=user, ritme=Ritme.METEEN) for user in without)


def told_now(*plan_tasks):
    """Do what the beat does each quarter of an hour and each minute, for readers who want it at once."""
    everyone_at_once()
    for plan in plan_tasks:
        plan()
    send_due()
