import pytest
from django.urls import reverse

from berichten.models import Bericht
from deelnemers.enums import Cijfer, SignaalStatus
from deelnemers.models import Checkin
from deelnemers.signalen import (
    SOORT,
    in_words,
    open_for,
    raise_for,
    recipients_of,
    redenen_of,
    render,
    settle,
    still_due,
)
from partijen.enums import Functie
from tests.factories.deelnemers import CheckinFactory, DeelnameFactory, SignaalFactory
from tests.factories.partijen import LidmaatschapFactory
from tests.factories.toegang import UserFactory

GOED = {"werk": Cijfer.HOOG, "taal": Cijfer.MIDDEN, "leren": Cijfer.HOOG, "praktisch": Cijfer.MIDDEN}


@pytest.mark.parametrize(
    ("given", "redenen"),
    [
        ({}, ()),
        ({"werk": Cijfer.LAAG}, ("werk",)),
        ({"taal": Cijfer.LAAG}, ("taal",)),
        ({"leren": Cijfer.LAAG}, ("leren",)),
        ({"praktisch": Cijfer.LAAG}, ("praktisch",)),
        ({"coordinator_nodig": True}, ("coordinator_nodig",)),
        (
            {"praktisch": Cijfer.LAAG, "werk": Cijfer.LAAG, "coordinator_nodig": True},
            ("werk", "praktisch", "coordinator_nodig"),
        ),
    ],
)
def test_a_low_mark_or_a_request_is_a_reason(given, redenen):
    assert redenen_of(Checkin(**{**GOED, **given})) == redenen


def test_reasons_stand_in_words():
    assert in_words(["taal", "coordinator_nodig"]) == ["Taal gaat niet goed", "Coördinator nodig"]


def low(cast, **kwargs):
    deelname = DeelnameFactory(
        traject__gemeente=cast.waterstad,
        traject__naam="Groen werk",
        mentor=cast.mentor,
        deelnemer__voornaam="Kanarienaam",
        **kwargs,
    )
    return CheckinFactory(deelname=deelname, door=cast.mentor, werk=Cijfer.LAAG, knelpunten="Kanarietekst")


def mails():
    return {bericht.ontvanger: bericht for bericht in Bericht.objects.all()}


def test_the_regisseur_hears_and_the_other_coordinators_do_not(cast):
    LidmaatschapFactory(gebruiker=UserFactory(), partij=cast.waterstad, functie=Functie.COORDINATOR)
    raise_for(low(cast, traject__regisseur=cast.coordinator))
    assert set(mails()) == {cast.coordinator}


def test_without_a_regisseur_the_coordinators_hear(cast):
    raise_for(low(cast))
    assert set(mails()) == {cast.coordinator}


def test_of_a_participant_of_another_gemeente_that_gemeente_hears_too(cast):
    signaal = raise_for(low(cast, traject__regisseur=cast.coordinator, deelnemer__gemeente=cast.heuvelrijk))
    assert recipients_of(signaal) == [cast.coordinator, cast.vreemde]
    found = mails()
    assert set(found) == {cast.coordinator, cast.vreemde}
    # The regisseur may not open the file: the mail leads to the trajectory instead.
    assert render(found[cast.coordinator]).pad == reverse(
        "trajecten:detail", args=[signaal.checkin.deelname.traject_id]
    )
    assert render(found[cast.vreemde]).pad == reverse("deelnemers:checkin_detail", args=[signaal.checkin_id])


def test_a_regisseur_from_a_partner_does_not_keep_it_from_the_coordinators(cast):
    raise_for(low(cast, traject__regisseur=cast.roc.leden.get().gebruiker))
    assert set(mails()) == {cast.opleider, cast.coordinator}


def test_whoever_logged_it_gets_no_mail_about_it(cast):
    checkin = low(cast, traject__regisseur=cast.coordinator)
    checkin.door = cast.coordinator
    raise_for(checkin)
    assert mails() == {}


def test_a_check_in_that_goes_well_raises_nothing(cast):
    checkin = CheckinFactory(deelname__traject__gemeente=cast.waterstad, **GOED)
    assert raise_for(checkin) is None
    assert Bericht.objects.count() == 0


def test_raising_twice_is_one_signal_and_one_mail(cast):
    checkin = low(cast)
    assert raise_for(checkin) == raise_for(checkin)
    assert Bericht.objects.filter(soort=SOORT).count() == 1


def test_a_mail_names_the_trajectory_and_nobody(cast):
    signaal = raise_for(low(cast))
    mail = render(mails()[cast.coordinator])
    assert mail.onderwerp == "Signaal bij Groen werk"
    deelnemer = signaal.checkin.deelname.deelnemer
    said = repr(mail) + str(Bericht.objects.values().get())
    for word in ("Kanarienaam", "Kanarietekst", deelnemer.achternaam, 'werk"', cast.mentor.naam):
        assert word not in said


def test_a_mail_is_due_as_long_as_the_signal_is_open(cast):
    signaal = raise_for(low(cast))
    bericht = mails()[cast.coordinator]
    assert still_due(bericht)
    settle(signaal, door=cast.coordinator)
    assert not still_due(bericht)


def test_settle_keeps_the_first_name_and_moment(cast):
    signaal = SignaalFactory()
    first = settle(signaal, door=cast.coordinator)
    second = settle(signaal, door=cast.klantmanager)
    assert (second.status, second.afgehandeld_door) == (SignaalStatus.AFGEHANDELD, cast.coordinator)
    assert second.afgehandeld_op == first.afgehandeld_op


def test_open_signals_are_seen_by_the_own_gemeente_and_the_own_mentor_alone(cast):
    signaal = raise_for(low(cast))
    settle(raise_for(low(cast)), door=cast.coordinator)
    seen = {name for name, user in cast.people.items() if list(open_for(user)) == [signaal]}
    assert seen == {"coordinator", "klantmanager", "lezer", "mentor"}
    assert not any(open_for(user).exists() for name, user in cast.people.items() if name not in seen)


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("coordinator", 302),
        ("klantmanager", 302),
        ("lezer", 403),
        ("mentor", 403),
        ("beheerder", 404),
        ("vreemde", 404),
        ("werkgever", 404),
        ("opleider", 404),
        ("taal", 404),
        ("verbinder", 404),
        ("expert", 404),
    ],
)
def test_who_closes_a_signal(cast, login, placed, who, status):
    signaal = SignaalFactory(checkin__deelname=placed)
    assert (
        login(cast.people[who]).post(reverse("deelnemers:signaal_afhandelen", args=[signaal.pk])).status_code == status
    )
    signaal.refresh_from_db()
    assert signaal.status == (SignaalStatus.AFGEHANDELD if status == 302 else SignaalStatus.OPEN)
