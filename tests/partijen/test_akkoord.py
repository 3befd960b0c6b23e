"""Consent: who must agree before someone comes into a party that has people."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from berichten.verzending import send_due
from partijen import uitnodigen
from partijen.enums import Functie, UitnodigingStatus
from partijen.fouten import AkkoordNodig, PartijFout
from partijen.leden import stop_member
from partijen.models import Lidmaatschap, Uitnodiging
from partijen.uitnodigingsmails import link_of
from tests.factories.partijen import GemeenteFactory, LidmaatschapFactory, PartijFactory, UitnodigingFactory
from tests.factories.toegang import UserFactory
from tests.partijen.genodigden import NIEUW, ask, comes_in, invited, questions
from toegang.models import User

pytestmark = pytest.mark.usefixtures("fresh_counts")


def test_a_party_with_people_agrees_before_a_stranger_comes_in(cast, login):
    uitnodiging = invited(cast, cast.installatie)
    assert uitnodiging.status == UitnodigingStatus.WACHT
    assert Client().get(link_of(uitnodiging)).status_code == 404
    send_due()
    assert [message.to for message in mail.outbox] == [[cast.werkgever.email]]

    page = login(cast.werkgever).get(reverse("partijen:uitnodiging_akkoord", args=[uitnodiging.pk]))
    assert "nina@groen.example" in page.text
    login(cast.werkgever).post(reverse("partijen:uitnodiging_akkoord", args=[uitnodiging.pk]), {"antwoord": "ja"})
    uitnodiging.refresh_from_db()
    assert (uitnodiging.status, uitnodiging.akkoord_door) == (UitnodigingStatus.VERSTUURD, cast.werkgever)
    assert Client().get(link_of(uitnodiging)).status_code == 200


def test_who_came_into_an_empty_party_since_is_asked_before_the_link_works(cast, leeg, login):
    uitnodiging = invited(cast, leeg)
    first = comes_in(leeg)
    refused = Client().post(link_of(uitnodiging), NIEUW)

    uitnodiging.refresh_from_db()
    assert refused.status_code == 422
    assert "Eerst moet iemand van Groenbedrijf akkoord geven." in refused.text
    assert (uitnodiging.status, uitnodiging.gebruiker.is_active) == (UitnodigingStatus.WACHT, False)
    assert (list(leeg.leden.values_list("gebruiker", flat=True)), questions()) == ([first.pk], [first])

    login(first).post(reverse("partijen:uitnodiging_akkoord", args=[uitnodiging.pk]), {"antwoord": "ja"})
    send_due()
    assert [message.to for message in mail.outbox] == [["nina@groen.example"]]
    uitnodiging.refresh_from_db()
    assert Client().post(link_of(uitnodiging), NIEUW).status_code == 302


def test_someone_with_an_account_also_waits_for_who_came_in_since(cast, leeg, login):
    UserFactory(email="nina@groen.example")
    uitnodiging = invited(cast, leeg)
    first = comes_in(leeg)
    page = login(uitnodiging.gebruiker).post(link_of(uitnodiging), {"antwoord": "ja"}, follow=True)

    uitnodiging.refresh_from_db()
    assert "Eerst moet iemand van Groenbedrijf akkoord geven." in page.text
    assert (uitnodiging.status, questions()) == (UitnodigingStatus.WACHT, [first])
    assert not leeg.leden.filter(gebruiker=uitnodiging.gebruiker).exists()


def test_sending_again_asks_who_came_in_since(cast, leeg):
    uitnodiging = invited(cast, leeg)
    first = comes_in(leeg)
    uitnodigen.resend(uitnodiging)
    uitnodiging.refresh_from_db()
    assert (uitnodiging.status, questions()) == (UitnodigingStatus.WACHT, [first])


def test_consent_that_was_given_is_not_asked_again(cast):
    uitnodiging = invited(cast, cast.installatie)
    uitnodigen.consent(uitnodiging, door=cast.werkgever, akkoord=True)
    comes_in(cast.installatie)
    uitnodigen.resend(uitnodiging)
    uitnodiging.refresh_from_db()
    assert Client().post(link_of(uitnodiging), NIEUW).status_code == 302


def test_the_partys_own_and_a_gemeentes_own_invitation_ask_nobody(cast):
    beheerder = LidmaatschapFactory(partij=cast.installatie, functie=Functie.BEHEERDER).gebruiker
    own = [
        invited(cast, cast.installatie, door=beheerder),
        invited(cast, cast.waterstad, email="lex@w.example", functie=Functie.LEZER),
    ]
    for uitnodiging in own:
        comes_in(uitnodiging.partij)
        uitnodigen.resend(uitnodiging)
        uitnodiging.refresh_from_db()
        assert Client().post(link_of(uitnodiging), NIEUW).status_code == 302


def test_a_party_can_refuse(cast, login):
    uitnodiging = invited(cast, cast.installatie)
    login(cast.werkgever).post(reverse("partijen:uitnodiging_akkoord", args=[uitnodiging.pk]), {"antwoord": "nee"})
    uitnodiging.refresh_from_db()
    assert uitnodiging.status == UitnodigingStatus.INGETROKKEN


def test_where_there_is_a_beheerder_only_the_beheerder_agrees(cast):
    beheerder = LidmaatschapFactory(partij=cast.installatie, functie=Functie.BEHEERDER).gebruiker
    uitnodiging = invited(cast, cast.installatie)
    with pytest.raises(PartijFout):
        uitnodigen.consent(uitnodiging, door=cast.werkgever, akkoord=True)
    uitnodigen.consent(uitnodiging, door=beheerder, akkoord=True)
    uitnodiging.refresh_from_db()
    assert uitnodiging.status == UitnodigingStatus.VERSTUURD


def test_the_partys_page_says_who_must_agree(cast, login):
    client, url = login(cast.coordinator), reverse("partijen:detail", args=[cast.installatie.pk])
    invited(cast, cast.installatie)
    assert "Eerst moet iemand van Installatie BV akkoord geven." in client.get(url).text
    LidmaatschapFactory(partij=cast.installatie, functie=Functie.BEHEERDER)
    assert "Eerst moet een beheerder van Installatie BV akkoord geven." in client.get(url).text


def test_only_who_may_agree_finds_the_button_on_the_partys_page(cast, login):
    link = reverse("partijen:uitnodiging_akkoord", args=[invited(cast, cast.installatie).pk])
    url = reverse("partijen:detail", args=[cast.installatie.pk])
    assert [link in login(person).get(url).text for person in (cast.werkgever, cast.coordinator)] == [True, False]
    beheerder = LidmaatschapFactory(partij=cast.installatie, functie=Functie.BEHEERDER).gebruiker
    assert [link in login(person).get(url).text for person in (cast.werkgever, beheerder)] == [False, True]


def test_the_partys_page_costs_the_same_for_any_number_of_invitations(cast, login):
    client, url = login(cast.werkgever), reverse("partijen:detail", args=[cast.installatie.pk])
    costs = []
    for more in (1, 2, 27):
        UitnodigingFactory.create_batch(more, partij=cast.installatie, akkoord_nodig=True, gemeente=cast.waterstad)
        with CaptureQueriesContext(connection) as captured:
            page = client.get(url)
        costs.append(len(captured))
    assert page.text.count("Eerst moet iemand van Installatie BV akkoord geven.") == 30
    assert costs == [costs[0]] * 3


def test_who_is_asked_is_who_may_agree(cast):
    """The list of questions and the right to answer them are one rule."""
    uitnodiging = invited(cast, cast.installatie)
    UitnodigingFactory(partij=cast.installatie, akkoord_nodig=True, akkoord_door=cast.werkgever)
    UitnodigingFactory(partij=cast.installatie)
    UitnodigingFactory(partij=cast.installatie, akkoord_nodig=True, ingetrokken_op=timezone.now())
    UitnodigingFactory(partij=cast.installatie, akkoord_nodig=True, verloopt_op=timezone.now())
    collega = LidmaatschapFactory(partij=cast.installatie).gebruiker

    def asked():
        people = User.objects.filter(is_active=True)
        lists = {person: list(uitnodigen.asked_of(person)) for person in people}
        assert {person for person in people if lists[person]} == {
            person for person in people if uitnodigen.may_consent(person, uitnodiging)
        }
        return {person.pk: rows for person, rows in lists.items() if rows}

    assert asked() == {cast.werkgever.pk: [uitnodiging], collega.pk: [uitnodiging]}
    Lidmaatschap.objects.filter(gebruiker=collega).update(functie=Functie.BEHEERDER)
    assert asked() == {collega.pk: [uitnodiging]}
    stop_member(Lidmaatschap.objects.get(gebruiker=collega))
    assert asked() == {cast.werkgever.pk: [uitnodiging]}


def test_who_asked_can_not_agree_in_the_partys_name(cast, login):
    uitnodiging = invited(cast, cast.installatie)
    url = reverse("partijen:uitnodiging_akkoord", args=[uitnodiging.pk])
    assert login(cast.coordinator).post(url, {"antwoord": "ja"}).status_code == 403


def test_a_beheerder_of_a_party_invites_colleagues_without_anyones_consent(cast, login):
    beheerder = LidmaatschapFactory(partij=cast.installatie, functie=Functie.BEHEERDER).gebruiker
    assert ask(login(beheerder), cast.installatie).status_code == 302
    uitnodiging = Uitnodiging.objects.get()
    assert (uitnodiging.status, uitnodiging.gemeente) == (UitnodigingStatus.VERSTUURD, None)


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_of_two_who_enter_an_empty_party_at_once_one_is_first_and_is_asked_about_the_other():
    leeg = PartijFactory()
    both = [UitnodigingFactory(partij=leeg, gemeente=GemeenteFactory()) for _n in range(2)]

    def attempt(uitnodiging):
        try:
            uitnodigen.accept_as_new(uitnodiging, naam="Nina", wachtwoord="vier paarden in de mist")
        except AkkoordNodig:
            return "asked"
        finally:
            connection.close()
        return "in"

    with ThreadPoolExecutor(max_workers=2) as pool:
        assert sorted(pool.map(attempt, both)) == ["asked", "in"]
    assert questions() == [leeg.leden.get().gebruiker]
    assert Uitnodiging.objects.waiting().count() == 1


@pytest.fixture
def dubbele_pet(cast):
    """Heuvelrijk's coordinator is a medewerker of ROC too, into which Waterstad invited someone."""
    LidmaatschapFactory(partij=cast.roc, gebruiker=cast.vreemde)
    return UitnodigingFactory(partij=cast.roc, gemeente=cast.waterstad, door=cast.coordinator, akkoord_nodig=True)


def press(client, name, uitnodiging):
    return client.post(reverse(f"partijen:uitnodiging_{name}", args=[uitnodiging.pk])).status_code


def test_one_gemeente_does_not_withdraw_nor_resend_what_another_sent(cast, login, dubbele_pet):
    LidmaatschapFactory(partij=cast.roc, functie=Functie.BEHEERDER)
    page = login(cast.vreemde).get(reverse("partijen:detail", args=[cast.roc.pk])).text
    assert (dubbele_pet.naam in page, "uitnodigingen/" in page) == (True, False)
    assert [press(login(cast.vreemde), name, dubbele_pet) for name in ("opnieuw", "intrek")] == [403, 403]
    dubbele_pet.refresh_from_db()
    assert (dubbele_pet.ingetrokken_op, dubbele_pet.versie) == (None, 1)


@pytest.mark.parametrize("who", ["coordinator", "beheerder", "partij"])
def test_who_sent_it_or_speaks_for_the_party_withdraws_an_invitation(cast, login, dubbele_pet, who):
    beheerder = LidmaatschapFactory(partij=cast.roc, functie=Functie.BEHEERDER).gebruiker
    person = beheerder if who == "partij" else getattr(cast, who)
    assert press(login(person), "intrek", dubbele_pet) == 302
    dubbele_pet.refresh_from_db()
    assert dubbele_pet.status == UitnodigingStatus.INGETROKKEN


def test_of_a_party_without_beheerder_each_of_its_people_withdraws_an_invitation(cast, login, dubbele_pet):
    assert press(login(cast.opleider), "intrek", dubbele_pet) == 302
    dubbele_pet.refresh_from_db()
    assert dubbele_pet.status == UitnodigingStatus.INGETROKKEN
