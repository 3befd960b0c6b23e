"""Inviting someone, as a coordinator does on the screen or by the verb itself."""

from django.urls import reverse

from berichten.models import Bericht
from partijen import uitnodigen
from partijen.enums import Functie
from tests.factories.partijen import LidmaatschapFactory

NIEUW = {"naam": "Nina Nieuw", "wachtwoord": "vier paarden in de mist", "nog_eens": "vier paarden in de mist"}


def ask(client, partij, **data):
    fields = {"email": "nina@groen.example", "naam": "Nina", "functie": "medewerker"} | data
    return client.post(reverse("partijen:lid_nieuw", args=[partij.pk]), fields)


def invited(cast, leeg, **data):
    fields = {"email": "nina@groen.example", "naam": "Nina", "functie": Functie.MEDEWERKER, "door": cast.coordinator}
    return uitnodigen.invite(partij=leeg, **(fields | data))


def comes_in(partij):
    return LidmaatschapFactory(partij=partij).gebruiker


def questions():
    return [bericht.ontvanger for bericht in Bericht.objects.filter(soort="uitnodiging_akkoord_gevraagd")]
