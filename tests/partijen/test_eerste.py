"""The first person of a party that has nobody: invited from the server, when no screen lets anyone in."""

from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from berichten.models import Bericht
from berichten.verzending import send_due
from partijen import uitnodigen
from partijen.enums import Functie, UitnodigingStatus
from partijen.models import Lidmaatschap, Uitnodiging
from partijen.uitnodigingsmails import link_of
from tests.factories.partijen import GemeenteFactory, LidmaatschapFactory, PartijFactory, UitnodigingFactory
from tests.factories.toegang import UserFactory
from tests.factories.trajecten import FaseFactory, RolinvullingFactory, TrajectFactory
from tests.partijen.genodigden import NIEUW, ask, invited
from toegang.logboek import Handeling
from toegang.models import Logregel, User

pytestmark = pytest.mark.usefixtures("fresh_counts")

NINA = "nina@groen.example"


@pytest.fixture
def gedeeld(cast, leeg):
    """A party without people that has work of two gemeentes."""
    for gemeente in (cast.waterstad, cast.heuvelrijk):
        RolinvullingFactory(fase=FaseFactory(traject=TrajectFactory(gemeente=gemeente)), toegezegd=True, partij=leeg)
    return leeg


def run(partij, **data):
    """Run the command and return what it says."""
    number = str(getattr(partij, "pk", partij))
    said = StringIO()
    call_command("nodig_uit", stdout=said, **({"partij": number, "email": NINA, "naam": "Nina"} | data))
    return said.getvalue()


def test_where_no_screen_lets_anyone_in_the_command_does(cast, gedeeld, login):
    refused = ask(login(cast.coordinator), gedeeld)
    assert refused.status_code == 422
    assert f"Vraag de beheerder van Leerwerk om hier iemand uit te nodigen. Noem partij {gedeeld.pk}." in refused.text

    assert "Done: invited into Groenbedrijf." in run(gedeeld)
    send_due()
    [message] = mail.outbox
    path = "/" + message.body.split("http")[1].split()[0].split("/", 3)[3]
    assert (message.to, Client().post(path, NIEUW).status_code) == ([NINA], 302)
    lid = Lidmaatschap.objects.get(partij=gedeeld)
    assert (lid.gebruiker.email, lid.functie) == (NINA, Functie.BEHEERDER)
    assert Client().post(path, NIEUW).status_code == 404


@pytest.mark.parametrize(("days", "status"), [(13.9, 200), (14.1, 404)])
def test_the_link_is_good_for_two_weeks(gedeeld, days, status):
    run(gedeeld)
    link = link_of(Uitnodiging.objects.get())
    with time_machine.travel(timezone.now() + timedelta(days=days)):
        assert Client().get(link).status_code == status


def test_a_party_is_found_by_its_kvk_number_too(db):
    PartijFactory(naam="Ander")
    groen = PartijFactory(naam="Groen", kvk_nummer="00000012")
    run("00000012", functie="medewerker")
    uitnodiging = Uitnodiging.objects.get()
    assert (uitnodiging.partij, uitnodiging.functie, uitnodiging.naam) == (groen, Functie.MEDEWERKER, "Nina")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"partij": "999999"}, "No party has this number."),
        ({"partij": "9" * 30}, "No party has this number."),
        ({"partij": "12345678"}, "No party has this number."),
        ({"partij": "Groenbedrijf"}, "No party has this number."),
        ({"partij": "-1"}, "No party has this number."),
        ({"email": "geen adres"}, "email: Voer een geldig e-mailadres in."),
        ({"naam": " "}, "naam: Dit veld is verplicht."),
        ({"functie": "coordinator"}, "functie: "),
        ({"functie": "baas"}, "functie: "),
        ({"naam": "", "email": ""}, "email: Dit veld is verplicht.\nnaam: Dit veld is verplicht."),
    ],
)
def test_what_is_not_right_is_said_and_nothing_is_stored(gedeeld, data, said):
    kinds = (User, Uitnodiging, Bericht, Logregel)
    before = [kind.objects.count() for kind in kinds]
    with pytest.raises(CommandError) as refused:
        run(data.get("partij", gedeeld), **{name: value for name, value in data.items() if name != "partij"})
    assert (str(refused.value).startswith(said), refused.value.returncode) == (True, 1)
    assert [kind.objects.count() for kind in kinds] == before


def test_a_party_with_people_invites_by_itself(cast, gedeeld):
    lid = LidmaatschapFactory(partij=gedeeld)
    people = User.objects.count()
    with pytest.raises(CommandError, match="Deze partij heeft al mensen"):
        run(gedeeld)
    assert (Uitnodiging.objects.count(), Bericht.objects.count(), User.objects.count()) == (0, 0, people)

    lid.actief = False
    lid.save()
    run(gedeeld)
    assert Uitnodiging.objects.get().status == UitnodigingStatus.VERSTUURD


@pytest.mark.parametrize("email", [NINA, "goed@groen.example"])
def test_done_again_the_earlier_link_stops_working(gedeeld, email):
    run(gedeeld)
    old = link_of(Uitnodiging.objects.get())
    run(gedeeld, email=email)
    new = Uitnodiging.objects.open().get()
    assert (Client().get(old).status_code, Client().get(link_of(new)).status_code) == (404, 200)
    assert new.gebruiker.email == email


def test_whom_a_gemeente_invited_already_is_not_invited_twice(cast, leeg):
    invited(cast, leeg)
    with pytest.raises(CommandError, match="Deze persoon is al uitgenodigd"):
        run(leeg)
    assert Uitnodiging.objects.count() == 1


def test_once_someone_is_in_what_was_sent_from_the_server_lets_nobody_in(cast, leeg):
    run(leeg)
    elsewhere = PartijFactory(naam="Ander leeg")
    run(elsewhere)
    sent, other = Uitnodiging.objects.order_by("pk")
    first = invited(cast, leeg, email="eerste@groen.example")
    assert Client().post(link_of(first), NIEUW).status_code == 302

    for uitnodiging in (sent, other, first):
        uitnodiging.refresh_from_db()
    assert [uitnodiging.status for uitnodiging in (sent, other, first)] == [
        UitnodigingStatus.INGETROKKEN,
        UitnodigingStatus.VERSTUURD,
        UitnodigingStatus.GEBRUIKT,
    ]
    assert Client().post(link_of(sent), NIEUW).status_code == 404
    assert Lidmaatschap.objects.get(partij=leeg).gebruiker.email == "eerste@groen.example"


def test_each_gemeente_that_works_with_the_party_reads_of_it_in_its_log(cast, gedeeld):
    run(gedeeld)
    uitnodiging = Uitnodiging.objects.get()
    lines = Logregel.objects.filter(object_id=uitnodiging.pk, content_type__model="uitnodiging")
    for person, gemeente in ((cast.coordinator, cast.waterstad), (cast.vreemde, cast.heuvelrijk)):
        [line] = lines.visible_to(person)
        assert (line.eigenaar, line.handeling, line.actor) == (gemeente.pk, Handeling.GEMAAKT, None)
        assert line.additional_data == {"partij": gedeeld.pk}
    assert lines.filter(eigenaar=None, handeling=Handeling.GEMAAKT).count() == 1
    assert not [line for line in Logregel.objects.all() if "nina" in f"{line.changes} {line.additional_data}".lower()]


def test_the_log_says_into_which_party(cast, gedeeld, login):
    run(gedeeld)
    page = login(cast.coordinator).get(reverse("inzicht:logboek"))
    assert f"Toegevoegd: uitnodiging {Uitnodiging.objects.get().pk} voor {gedeeld.naam}" in page.text


def test_no_gemeente_reads_whom_it_was(cast, gedeeld, login):
    run(gedeeld)
    for url in (reverse("partijen:detail", args=[gedeeld.pk]), reverse("berichten:lijst")):
        page = login(cast.coordinator).get(url)
        assert (page.status_code, NINA in page.text) == (200, False)


def test_a_new_gemeente_gets_its_first_coordinator(db, login):
    gemeente = GemeenteFactory(naam="Nieuwstad")
    iemand = UserFactory(email=NINA)
    run(gemeente, functie="coordinator")
    uitnodiging = Uitnodiging.objects.get()
    [line] = Logregel.objects.filter(object_id=uitnodiging.pk, content_type__model="uitnodiging")
    assert line.eigenaar == gemeente.pk
    uitnodigen.accept(uitnodiging, gebruiker=iemand)
    assert login(iemand).get(reverse("partijen:instellingen", args=[gemeente.pk])).status_code == 200


def test_in_the_name_of_a_gemeente_it_is_always_someone_who_invites(cast):
    with pytest.raises(IntegrityError, match="uitnodiging_of_gemeente_by_someone"), transaction.atomic():
        UitnodigingFactory(gemeente=cast.waterstad, door=None)
