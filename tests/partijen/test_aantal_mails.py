"""How many mails an invitation may send: whoever gets them may not have asked for any."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from berichten.models import Bericht
from partijen.enums import Functie
from partijen.models import Lidmaatschap, Uitnodiging
from partijen.uitnodigen import MAILS_PER_DAG, UITNODIGINGEN_PER_DAG
from tests.factories.partijen import LidmaatschapFactory, PartijFactory
from tests.partijen.genodigden import ask, invited

MIDDAG = timezone.now().replace(hour=11, minute=0)
GENOEG = f"Over deze uitnodiging zijn vandaag al {MAILS_PER_DAG} mails gestuurd. Probeer het morgen weer."


@pytest.fixture(autouse=True)
def middag():
    """Noon: a test that runs over midnight has two days."""
    with time_machine.travel(MIDDAG, tick=False):
        yield


def mails():
    return Bericht.objects.filter(ontvanger__email="nina@groen.example").count()


def again(client, uitnodiging):
    return client.post(reverse("partijen:uitnodiging_opnieuw", args=[uitnodiging.pk]), follow=True).text


def test_an_invitation_is_mailed_so_often_a_day_and_again_the_next(cast, leeg, login):
    client, uitnodiging = login(cast.coordinator), invited(cast, leeg)
    said = [GENOEG in again(client, uitnodiging) for _n in range(MAILS_PER_DAG + 2)]
    assert (said, mails()) == ([False] * (MAILS_PER_DAG - 1) + [True] * 3, MAILS_PER_DAG)
    uitnodiging.refresh_from_db()
    assert uitnodiging.versie == MAILS_PER_DAG  # the link of the last mail still works
    with time_machine.travel(MIDDAG + timedelta(days=1), tick=False):
        assert GENOEG not in again(login(cast.coordinator), uitnodiging)
    assert mails() == MAILS_PER_DAG + 1


def test_withdrawing_and_inviting_anew_sends_no_more(cast, leeg, login):
    client = login(cast.coordinator)
    answers = []
    for _n in range(MAILS_PER_DAG + 2):
        answers.append(ask(client, leeg).status_code)
        for uitnodiging in Uitnodiging.objects.open():
            client.post(reverse("partijen:uitnodiging_intrek", args=[uitnodiging.pk]))
    assert (answers, mails()) == ([302] * MAILS_PER_DAG + [422] * 2, MAILS_PER_DAG)
    assert ask(client, leeg).context["form"].non_field_errors() == [GENOEG]


def test_a_question_to_the_people_of_a_party_is_asked_as_often_whoever_they_are(cast, login):
    LidmaatschapFactory(partij=cast.installatie)
    client, uitnodiging = login(cast.coordinator), invited(cast, cast.installatie)
    for _n in range(MAILS_PER_DAG + 2):
        again(client, uitnodiging)
    asked = Bericht.objects.filter(soort="uitnodiging_akkoord_gevraagd")
    assert {asked.filter(ontvanger=lid.gebruiker).count() for lid in cast.installatie.leden.all()} == {MAILS_PER_DAG}


def test_what_another_gemeente_sent_neither_counts_nor_is_told(cast, leeg, login):
    for _n in range(MAILS_PER_DAG):
        invited(cast, PartijFactory(), door=cast.vreemde)
    assert ask(login(cast.coordinator), leeg).status_code == 302


def test_someone_invites_so_many_people_a_day(cast, leeg, login):
    client = login(cast.coordinator)
    for n in range(UITNODIGINGEN_PER_DAG):
        invited(cast, leeg, email=f"nina{n}@groen.example")
    refused = ask(client, leeg, email="een.te.veel@groen.example", naam="Een Te Veel")
    told = f"U hebt vandaag al {UITNODIGINGEN_PER_DAG} mensen uitgenodigd. Probeer het morgen weer."
    assert (refused.status_code, refused.context["form"].non_field_errors()) == (422, [told])
    assert 'value="Een Te Veel"' in refused.text
    assert Uitnodiging.objects.count() == UITNODIGINGEN_PER_DAG
    with time_machine.travel(MIDDAG + timedelta(days=1), tick=False):
        assert ask(login(cast.coordinator), leeg).status_code == 302


def test_a_colleague_has_a_number_of_their_own(cast, leeg, login):
    for n in range(UITNODIGINGEN_PER_DAG):
        invited(cast, leeg, email=f"nina{n}@groen.example")
    assert ask(login(cast.beheerder), leeg).status_code == 302
    Lidmaatschap.objects.filter(gebruiker=cast.werkgever).update(functie=Functie.BEHEERDER)
    assert ask(login(cast.werkgever), cast.installatie, email="collega@installatie.example").status_code == 302
