"""Whoever was invited and never came in is forgotten a month after the invitation ended; nobody else is."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.db import connection
from django.utils import timezone

from berichten.models import Bericht
from berichten.verzending import send_due
from partijen import uitnodigen
from partijen.enums import Functie
from partijen.leden import give_place
from partijen.models import Lidmaatschap, Uitnodiging
from partijen.ongeopend import purge_unopened
from partijen.tasks import purge_ongeopend
from partijen.uitnodigingsmails import link_of
from tests.factories.partijen import GemeenteFactory, LidmaatschapFactory, PartijFactory, UitnodigingFactory
from tests.factories.toegang import UserFactory
from toegang.logregels import Handeling
from toegang.models import Logregel, User

# Two weeks that the link works, and a month after that.
EINDE = uitnodigen.GELDIG + timedelta(days=30)
MINUUT = timedelta(minutes=1)


def invite(cast, **fields):
    data = {"email": "nina@groen.example", "naam": "Nina Nieuw", "functie": Functie.MEDEWERKER} | fields
    return uitnodigen.invite(**({"partij": PartijFactory(), "door": cast.coordinator} | data))


def later():
    return timezone.now() + EINDE + MINUUT


def test_an_account_goes_a_month_after_its_invitation_ran_out(cast):
    nina = invite(cast).gebruiker
    send_due()
    assert Bericht.objects.filter(ontvanger=nina).count() == 1
    people = set(User.objects.values_list("pk", flat=True))

    assert purge_unopened(timezone.now() + EINDE - MINUUT) == 0
    assert purge_unopened(later()) == 1
    assert set(User.objects.values_list("pk", flat=True)) == people - {nina.pk}
    assert (Uitnodiging.objects.count(), Bericht.objects.filter(ontvanger_id=nina.pk).count()) == (0, 0)
    assert purge_unopened(later()) == 0


def test_a_month_counts_from_the_withdrawal(cast):
    uitnodigen.revoke(invite(cast))
    month = timezone.now() + timedelta(days=30)
    assert [purge_unopened(month - MINUUT), purge_unopened(month + MINUUT)] == [0, 1]


def test_the_last_of_several_invitations_decides(cast):
    uitnodigen.revoke(invite(cast))
    invite(cast, partij=PartijFactory(naam="Tweede"))
    assert purge_unopened(timezone.now() + timedelta(days=31)) == 0
    assert purge_unopened(later()) == 1


def _used(cast):
    uitnodigen.accept_as_new(invite(cast), naam="Nina", wachtwoord="vier paarden in de mist")


def _left_again(cast):
    _used(cast)
    Lidmaatschap.objects.filter(gebruiker__email="nina@groen.example").update(actief=False)
    User.objects.filter(email="nina@groen.example").update(is_active=False)


def _placed_by_the_gemeente(cast):
    give_place(invite(cast).gebruiker, cast.waterstad, Functie.LEZER)


def _was_sent_a_new_link(cast):
    uitnodiging = invite(cast)
    with time_machine.travel(timezone.now() + timedelta(days=40)):
        uitnodigen.resend(uitnodiging)


def _was_never_invited(cast):
    UserFactory(email="nina@groen.example", password=None, is_active=False)


def _has_an_account_and_never_answered(cast):
    UserFactory(email="nina@groen.example")
    invite(cast)


def _has_a_password(cast):
    invite(cast, email=UserFactory(email="nina@groen.example", is_active=False).email)


def _signed_in_once(cast):
    nina = invite(cast).gebruiker
    User.objects.filter(pk=nina.pk).update(last_login=timezone.now())


def _is_named_elsewhere(cast):
    UitnodigingFactory(door=invite(cast).gebruiker, gebruiker=UserFactory())


@pytest.mark.parametrize(
    "who",
    [
        _used,
        _left_again,
        _placed_by_the_gemeente,
        _was_sent_a_new_link,
        _was_never_invited,
        _has_an_account_and_never_answered,
        _has_a_password,
        _signed_in_once,
        _is_named_elsewhere,
    ],
)
def test_nobody_else_goes_and_nothing_of_theirs(cast, who):
    who(cast)
    kinds = (User, Uitnodiging, Bericht, Lidmaatschap, Logregel)
    before = [kind.objects.count() for kind in kinds]
    assert User.objects.filter(email="nina@groen.example").exists()
    assert purge_unopened(later()) == 0
    assert [kind.objects.count() for kind in kinds] == before


def test_whoever_is_named_elsewhere_keeps_no_other_from_going(cast):
    _is_named_elsewhere(cast)
    invite(cast, email="tweede@groen.example")
    assert purge_unopened(later()) == 1
    assert not User.objects.filter(email="tweede@groen.example").exists()


def test_the_log_says_so_without_a_name_and_no_gemeente_reads_it(cast):
    """Else a gemeente reads a month later that the address it invited had no account."""
    nina = invite(cast).gebruiker
    pk = nina.pk
    purge_unopened(later())
    [regel] = Logregel.objects.filter(object_id=pk, content_type__model="user", handeling=Handeling.VERWIJDERD)
    assert (regel.eigenaar, regel.actor, regel.additional_data) == (None, None, {"uitnodigingen": 1})
    assert not Logregel.objects.visible_to(cast.coordinator).filter(handeling=Handeling.VERWIJDERD).exists()
    for line in Logregel.objects.all():
        assert "nina" not in f"{line.object_repr} {line.changes} {line.additional_data}".lower()


def test_who_was_forgotten_can_be_invited_as_anyone_new(cast, client):
    partij = PartijFactory()
    old = link_of(invite(cast, partij=partij))
    purge_unopened(later())
    assert client.get(old).status_code == 404
    assert client.get(link_of(invite(cast, partij=partij))).status_code == 200


def test_it_is_done_every_night(db):
    assert settings.CELERY_BEAT_SCHEDULE["partijen-ongeopend-opruimen"]["task"] == purge_ongeopend.name
    assert purge_ongeopend() == 0


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_remove_each_account_once():
    door = LidmaatschapFactory(partij=GemeenteFactory(), functie=Functie.COORDINATOR).gebruiker
    for n in range(5):
        data = {"email": f"nieuw{n}@groen.example", "naam": "N", "functie": Functie.MEDEWERKER}
        uitnodigen.invite(partij=PartijFactory(), door=door, **data)
    moment = later()

    def purge(_n):
        try:
            return purge_unopened(moment)
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=2) as pool:
        assert sum(pool.map(purge, range(2))) == 5
    assert set(User.objects.values_list("pk", flat=True)) == {door.pk}
