"""An invitation: who may send one, who must agree, and what its link is good for."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from berichten.models import Bericht
from berichten.verzending import send_due
from partijen import uitnodigen
from partijen.enums import Functie, PartijSoort, UitnodigingStatus
from partijen.fouten import AkkoordNodig, PartijFout
from partijen.leden import stop_member
from partijen.models import Lidmaatschap, Uitnodiging
from partijen.uitnodigingsmails import link_of
from tests.factories.partijen import GemeenteFactory, LidmaatschapFactory, PartijFactory, UitnodigingFactory
from tests.factories.toegang import PASSWORD, UserFactory
from toegang.models import User

NIEUW = {"naam": "Nina Nieuw", "wachtwoord": "vier paarden in de mist", "nog_eens": "vier paarden in de mist"}


@pytest.fixture(autouse=True)
def fresh_counts(db):
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def leeg(cast):
    """A shared party in which nobody is yet."""
    return PartijFactory(naam="Groenbedrijf", soort=PartijSoort.WERKGEVER)


def ask(client, partij, **data):
    fields = {"email": "nina@groen.example", "naam": "Nina", "functie": "medewerker"} | data
    return client.post(reverse("partijen:lid_nieuw", args=[partij.pk]), fields)


def invited(cast, leeg, **data):
    fields = {"email": "nina@groen.example", "naam": "Nina", "functie": Functie.MEDEWERKER, "door": cast.coordinator}
    return uitnodigen.invite(partij=leeg, **(fields | data))


def test_a_new_person_gets_a_link_chooses_a_password_and_is_in(cast, leeg, login):
    assert ask(login(cast.coordinator), leeg).status_code == 302
    send_due()
    [message] = mail.outbox
    assert message.to == ["nina@groen.example"]
    path = message.body.split("http")[1].split()[0].split("/", 3)[3]
    client = Client()
    assert "Groenbedrijf" in client.get(f"/{path}").text
    done = client.post(f"/{path}", NIEUW)

    nina = User.objects.get(email="nina@groen.example")
    assert (done.status_code, nina.naam, nina.is_active) == (302, "Nina Nieuw", True)
    assert Lidmaatschap.objects.get(gebruiker=nina).partij == leeg
    assert client.session["_auth_user_id"] == str(nina.pk)


def test_until_then_there_is_no_account_to_get_into(cast, leeg, client):
    nina = invited(cast, leeg).gebruiker
    assert (nina.is_active, nina.has_usable_password()) == (False, False)
    client.post(reverse("account_reset_password"), {"email": nina.email})
    assert not Bericht.objects.filter(soort="nieuw_wachtwoord").exists()


@pytest.mark.parametrize("wachtwoord", ["kort", "12345678901234", "nina@groen.example"])
def test_a_weak_password_is_refused_beside_its_field_and_the_link_still_works(cast, leeg, wachtwoord):
    link = link_of(invited(cast, leeg))
    refused = Client().post(link, NIEUW | {"wachtwoord": wachtwoord, "nog_eens": wachtwoord})
    assert refused.status_code == 422
    assert "wachtwoord" in refused.context["form"].errors
    assert 'value="Nina Nieuw"' in refused.text
    assert Client().post(link, NIEUW).status_code == 302


def test_a_link_works_once(cast, leeg):
    link = link_of(invited(cast, leeg))
    assert Client().post(link, NIEUW).status_code == 302
    again = Client()
    assert [again.get(link).status_code, again.post(link, NIEUW).status_code] == [404, 404]


def broken_links(cast, leeg):
    uitnodiging = invited(cast, leeg)
    link = link_of(uitnodiging)
    yield "tampered", f"{link[:-9]}{'x' if link[-9] != 'x' else 'y'}{link[-8:]}"
    yield "nonsense", reverse("partijen:uitnodiging", kwargs={"token": "niets"})
    uitnodigen.resend(uitnodiging)
    yield "replaced by a newer one", link
    uitnodiging.refresh_from_db()
    link = link_of(uitnodiging)
    uitnodigen.revoke(uitnodiging)
    yield "withdrawn", link
    link = link_of(invited(cast, leeg))
    Client().post(link, NIEUW)
    yield "used just now", link


def without_stamps(page):
    """Return what a page says, without what differs for every answer."""
    return page.text.replace(str(page.context["csrf_token"]), "")


def test_every_link_that_does_not_work_gives_the_same_page(cast, leeg):
    pages = {why: Client().get(link) for why, link in broken_links(cast, leeg)}
    assert {why: page.status_code for why, page in pages.items()} == dict.fromkeys(pages, 404)
    assert len({without_stamps(page) for page in pages.values()}) == 1
    page = pages["used just now"]
    assert "Deze link werkt niet meer" in page.text
    assert "Hebt u net een account gemaakt? Dan is dat gelukt." in page.text
    assert f'href="{reverse("account_login")}"' in page.text


def test_the_second_of_two_clicks_tells_to_sign_in_and_that_works(cast, leeg):
    link = link_of(invited(cast, leeg))
    Client().post(link, NIEUW)
    late = Client()
    assert "Hebt u net een account gemaakt? Dan is dat gelukt." in late.post(link, NIEUW).text
    late.post(reverse("account_login"), {"login": "nina@groen.example", "password": NIEUW["wachtwoord"]})
    assert late.session["_auth_user_id"] == str(User.objects.get(email="nina@groen.example").pk)


@pytest.mark.parametrize(("days", "status"), [(13.9, 200), (14.1, 404)])
def test_a_link_is_good_for_two_weeks(cast, leeg, days, status):
    link = link_of(invited(cast, leeg))
    with time_machine.travel(timezone.now() + timedelta(days=days)):
        assert Client().get(link).status_code == status


def test_someone_with_an_account_signs_in_first_and_then_decides(cast, leeg, login):
    piet = UserFactory(email="piet@bedrijf.example", naam="Piet")
    uitnodiging = invited(cast, leeg, email=" Piet@Bedrijf.EXAMPLE ", naam="P. Anders")
    link = link_of(uitnodiging)
    client = Client()
    assert "U hebt al een account" in client.get(link).text
    assert client.post(link, NIEUW).status_code == 200
    assert not Lidmaatschap.objects.filter(partij=leeg).exists()
    piet.refresh_from_db()
    assert (piet.naam, piet.check_password(PASSWORD)) == ("Piet", True)

    client = login(piet)
    assert client.get(link).status_code == 200
    assert not Lidmaatschap.objects.filter(partij=leeg).exists()
    done = client.post(link, {"antwoord": "ja"})
    assert (done.status_code, done.url) == (302, "/")
    assert Lidmaatschap.objects.get(partij=leeg).gebruiker == piet


def test_a_link_is_for_one_person(cast, leeg, login):
    link = link_of(invited(cast, leeg))
    client = login(cast.expert)
    assert client.post(link, {"antwoord": "ja"}).status_code == 403
    assert not Lidmaatschap.objects.filter(partij=leeg).exists()


def test_who_says_no_is_not_in_and_can_be_asked_again(cast, leeg, login):
    UserFactory(email="nina@groen.example")
    uitnodiging = invited(cast, leeg)
    client = login(uitnodiging.gebruiker)
    client.post(link_of(uitnodiging), {"antwoord": "nee"})
    uitnodiging.refresh_from_db()
    assert uitnodiging.status == UitnodigingStatus.INGETROKKEN
    assert invited(cast, leeg).status == UitnodigingStatus.VERSTUURD


def test_the_inviter_never_learns_whether_an_account_exists(cast, leeg, login):
    UserFactory(email="bekend@x.example")
    UserFactory(email="gesloten@x.example", is_active=False)
    client = login(cast.coordinator)
    answers = set()
    for email in ("bekend@x.example", "gesloten@x.example", "nieuw@x.example"):
        done = client.post(
            reverse("partijen:lid_nieuw", args=[leeg.pk]),
            {"email": email, "naam": "Iemand", "functie": "medewerker"},
            follow=True,
        )
        answers.add((done.status_code, done.text.count("Iemand"), done.text.count("Verstuurd")))
        Uitnodiging.objects.all().delete()
    assert len(answers) == 1


@pytest.mark.parametrize("has_account", [True, False])
def test_the_list_of_mails_never_tells_whose_address_it_is(cast, leeg, login, has_account):
    if has_account:
        UserFactory(email="nina@groen.example", naam="Nina Echtenaam")
    invited(cast, leeg, naam="N. Getypt")
    Bericht.objects.update(status="mislukt", fout="Het adres bestaat niet.")

    page = login(cast.coordinator).get("/berichten/").text
    assert [text in page for text in ("nina@groen.example", "Echtenaam", "Getypt")] == [True, False, False]
    for word, found in (("echtenaam", False), ("getypt", False), ("nina@groen", True)):
        # The word itself stands in the search field.
        listed = "Het adres bestaat niet." in login(cast.coordinator).get("/berichten/", {"zoek": word}).text
        assert (word, listed) == (word, found)


def test_whom_a_party_invites_itself_no_gemeente_reads_in_the_list_of_mails(cast, login):
    Lidmaatschap.objects.filter(gebruiker=cast.werkgever).update(functie=Functie.BEHEERDER)
    uitnodiging = invited(cast, cast.installatie, door=cast.werkgever)
    assert Bericht.objects.get().eigenaar == uitnodiging.partij_id == cast.installatie.pk
    for person in (cast.coordinator, cast.beheerder, cast.vreemde):
        page = login(person).get("/berichten/")
        assert (page.status_code, "nina@groen.example" in page.text) == (200, False)


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


def comes_in(partij):
    return LidmaatschapFactory(partij=partij).gebruiker


def questions():
    return [bericht.ontvanger for bericht in Bericht.objects.filter(soort="uitnodiging_akkoord_gevraagd")]


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


def test_another_gemeente_does_not_see_whom_one_invites(cast, leeg, login):
    invited(cast, leeg)
    url = reverse("partijen:detail", args=[leeg.pk])
    assert "nina@groen.example" in login(cast.coordinator).get(url).text
    assert "nina@groen.example" not in login(cast.vreemde).get(url).text


def test_who_belongs_or_is_invited_already_is_refused_beside_the_field(cast, leeg, login):
    client = login(cast.coordinator)
    refused = ask(client, cast.installatie, email=cast.werkgever.email.upper())
    assert refused.context["form"].errors == {"email": ["Deze persoon hoort al bij deze partij."]}
    ask(client, leeg)
    twice = ask(client, leeg)
    assert (twice.status_code, Uitnodiging.objects.count()) == (422, 1)


def test_a_leaver_comes_back_through_an_invitation_on_the_same_row(cast, login):
    lid = Lidmaatschap.objects.get(gebruiker=cast.werkgever)
    stop_member(lid)
    uitnodiging = invited(cast, cast.installatie, email=cast.werkgever.email, functie=Functie.BEHEERDER)
    assert Client().post(link_of(uitnodiging), NIEUW).status_code == 302

    lid.refresh_from_db()
    cast.werkgever.refresh_from_db()
    assert (lid.functie, lid.actief, cast.werkgever.is_active) == ("beheerder", True, True)


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_a_link_used_twice_at_once_gives_one_place():
    uitnodiging = UitnodigingFactory()

    def attempt(_n):
        try:
            uitnodigen.accept_as_new(uitnodiging, naam="Nina", wachtwoord="vier paarden in de mist")
        except PartijFout:
            return "refused"
        finally:
            connection.close()
        return "in"

    with ThreadPoolExecutor(max_workers=4) as pool:
        assert sorted(pool.map(attempt, range(4))) == ["in", "refused", "refused", "refused"]
    assert Lidmaatschap.objects.filter(partij=uitnodiging.partij).count() == 1


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_clicks_at_once_end_signed_in_or_at_the_page_that_tells_to_sign_in():
    link = link_of(UitnodigingFactory())

    def click(_n):
        try:
            done = Client().post(link, NIEUW)
        finally:
            connection.close()
        return done.status_code, "Hebt u net een account gemaakt?" in done.text

    with ThreadPoolExecutor(max_workers=4) as pool:
        assert sorted(pool.map(click, range(4))) == [(302, False), (404, True), (404, True), (404, True)]


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
