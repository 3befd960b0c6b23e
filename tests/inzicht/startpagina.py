"""What a start page shows, and rows to show on it."""

from datetime import timedelta

from django.utils import timezone

from tests.factories.deelnemers import CheckinFactory, DeelnameFactory, SignaalFactory
from tests.factories.partijen import UitnodigingFactory
from tests.factories.trajecten import RolinvullingFactory
from trajecten.enums import RolStatus

TODAY = timezone.localdate


def days(n):
    return TODAY() + timedelta(days=n)


def start(login, user, **query):
    return login(user).get("/", query)


def sections(response):
    """Return the lines of every section that has some: code -> list of link texts."""
    return {blok.sectie.code: [regel.tekst for regel in blok.regels] for blok in response.context["vol"]}


def lines(response, code):
    return next((blok.regels for blok in response.context["vol"] if blok.sectie.code == code), [])


def codes(response):
    """Return every section the page speaks of: with lines, or as being in order."""
    return {blok.sectie.code for blok in [*response.context["vol"], *response.context["leeg"]]}


def toegezegd(traject, partij, rol, **fields):
    return RolinvullingFactory(fase=traject.fasen.get(), rol=rol, status=RolStatus.TOEGEZEGD, partij=partij, **fields)


def ask_consent(cast, partij, naam):
    return UitnodigingFactory(partij=partij, naam=naam, akkoord_nodig=True, gemeente=cast.waterstad, door=cast.lezer)


def signaal(traject, **fields):
    deelname = DeelnameFactory(traject=traject, actief_sinds=days(-5), **fields)
    return SignaalFactory(checkin=CheckinFactory(deelname=deelname, datum=days(-2)))
