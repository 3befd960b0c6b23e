"""An invitation: who may send one, and what its link is good for."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from berichten.models import Bericht
from berichten.verzending import send_due
from partijen import uitnodigen
from partijen.enums import Functie, PartijSoort, UitnodigingStatus
from partijen.fouten import PartijFout
from partijen.leden import stop_member
from partijen.models import Lidmaatschap, Uitnodiging
from partijen.uitnodigingsmails import link_of
from tests.factories.partijen import PartijFactory, UitnodigingFactory
from tests.factories.toegang import PASSWORD, UserFactory
from tests.partijen.genodigden import NIEUW, ask, invited
from toegang import sessies
from toegang.models import User

pytestmark = pytest.mark.usefixtures("fresh_counts")


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
    """Return what a page says, without what differs for every answer: its stamp, and where another language leads."""
    here = f'name="volgende" value="{page.wsgi_request.get_full_path()}"'
    assert here in page.text
    return page.text.replace(str(page.context["csrf_token"]), "").replace(here, "")


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


@pytest.mark.parametrize("waited", [0, 5 * sessies.SPELING])
def test_a_place_that_asks_for_a_second_step_asks_it_of_the_very_next_request(cast, waited):
    client = Client()
    client.post(reverse("account_login"), {"login": cast.verbinder.email, "password": PASSWORD})
    assert client.get("/").status_code == 200
    uitnodiging = invited(cast, cast.waterstad, email=cast.verbinder.email, functie=Functie.LEZER)
    with time_machine.travel(timezone.now() + timedelta(seconds=waited)):
        assert client.post(link_of(uitnodiging), {"antwoord": "ja"}).status_code == 302
        following = client.get("/deelnemers/")
    assert (following.status_code, following.url) == (302, reverse("mfa_index"))


@pytest.mark.parametrize("antwoord", ["ja", "nee"])
def test_a_place_that_asks_for_no_second_step_leads_on_at_once(cast, antwoord):
    partij = PartijFactory(soort=PartijSoort.BRANCHE)
    client = Client()
    client.post(reverse("account_login"), {"login": cast.verbinder.email, "password": PASSWORD})
    client.post(link_of(invited(cast, partij, email=cast.verbinder.email)), {"antwoord": antwoord})
    assert client.get("/").status_code == 200


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
