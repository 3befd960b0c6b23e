"""Inviting someone into a party: the doors from the invitation to the place in the party.

A party is shared by all gemeentes. Whoever is let in sees what the party sees, of every gemeente: so when a gemeente
invites someone into a party that has people already, one of these must agree first (docs/decisions/0009).
"""

from collections.abc import Collection
from datetime import timedelta
from typing import NoReturn

from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.hashers import make_password
from django.core import signing
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from partijen import intrekken, overdracht, uitnodigingsmails
from partijen.enums import BEHEER_FUNCTIES, Functie, UitnodigingStatus
from partijen.fouten import AkkoordNodig, NietMeerVrij, PartijFout
from partijen.leden import check_functie, give_place
from partijen.lidmaatschap import gemeentes_of, memberships_of, partijen_of
from partijen.models import Lidmaatschap, Partij, Uitnodiging
from partijen.zeggenschap import consenters_of, may_let_in, speaks_for, who_agrees
from toegang.logboek import Handeling, note
from toegang.models import User

GELDIG = timedelta(days=14)
# Mails a day about one invitation, or to one person in one name: who gets them may not want any.
MAILS_PER_DAG = 4
# New invitations a day by one person.
UITNODIGINGEN_PER_DAG = 30


def invite(*, partij: Partij, email: str, naam: str, functie: Functie, door: User) -> Uitnodiging:
    """Invite a person, who gets a mail; nobody learns whether the address has an account. Raises PartijFout."""
    with transaction.atomic():
        _lock_partij(partij.pk)
        _check_number(door)
        own = may_let_in(door, partij)
        gemeente = None if own else _gemeente_of(door)
        asked = [] if own else consenters_of(partij.pk)
        if not own:
            _check_not_anothers(partij, gemeente)
        return _write(partij, email=email, naam=naam, functie=functie, door=door, gemeente=gemeente, asked=asked)


def invite_first(*, partij: Partij, email: str, naam: str, functie: Functie) -> Uitnodiging:
    """Invite the first person of a party that has nobody, for whoever runs Leerwerk. Raises PartijFout.

    An earlier one of these is withdrawn: it was lost, or went to the wrong address. Each gemeente that works with the
    party reads of it in its own log.
    """
    with transaction.atomic():
        _lock_partij(partij.pk)
        if consenters_of(partij.pk):
            raise PartijFout(_("Deze partij heeft al mensen. Een van hen kan deze persoon uitnodigen."))
        intrekken.revoke_nameless(partij)
        uitnodiging = _write(partij, email=email, naam=naam, functie=functie)
        for gemeente in sorted(overdracht.gemeenten_of(partij.pk) - {partij.pk}):
            note(Handeling.GEMAAKT, onderwerp=uitnodiging, eigenaar=gemeente, details={"partij": partij.pk})
    return uitnodiging


def resend(uitnodiging: Uitnodiging) -> None:
    """Send a new link that works for two weeks from now; the earlier one stops working. Raises PartijFout.

    Where people came into the party since it was invited into, they are asked first.
    """
    with transaction.atomic():
        locked = _lock_with_partij(uitnodiging)
        _check_open(locked)
        _check_mails(locked)
        if locked.gemeente_id:
            _check_not_anothers(locked.partij, locked.gemeente)
        _renew(locked)


def revoke(uitnodiging: Uitnodiging) -> None:
    """Withdraw an invitation: its link stops working. A second time is harmless. Raises PartijFout when it was used."""
    with transaction.atomic():
        locked = _lock(uitnodiging)
        if locked.gebruikt_op:
            raise PartijFout(_("Deze uitnodiging is al gebruikt. Stop de toegang van deze persoon."))
        if not locked.ingetrokken_op:
            intrekken.withdraw(locked)


def consent(uitnodiging: Uitnodiging, *, door: User, akkoord: bool) -> None:
    """Agree in the party's name that someone may come in, or refuse, which withdraws it. Raises PartijFout."""
    if not may_consent(door, uitnodiging):
        raise PartijFout(_("Een beheerder van uw organisatie moet hier akkoord op geven."))
    if not akkoord:
        revoke(uitnodiging)
        return
    with transaction.atomic():
        locked = _lock(uitnodiging)
        if locked.akkoord_door_id:
            return
        if locked.status != UitnodigingStatus.WACHT:
            raise PartijFout(_("Deze vraag is verlopen of ingetrokken. U hoeft niets meer te doen."))
        locked.akkoord_door = door
        locked.verloopt_op = timezone.now() + GELDIG
        locked.save(update_fields=["akkoord_door", "verloopt_op"])
        uitnodigingsmails.enqueue_for(locked, ())


def find(token: str) -> Uitnodiging | None:
    """Return the invitation of a link that works now, else None: whether it is false, old, used or withdrawn."""
    try:
        pk, versie = signing.loads(token, salt=uitnodigingsmails.SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    found = Uitnodiging.objects.select_related("partij", "gebruiker").filter(pk=pk, versie=versie).first()
    return found if found and found.status == UitnodigingStatus.VERSTUURD else None


def accept(uitnodiging: Uitnodiging, *, gebruiker: User) -> Lidmaatschap:
    """Take the place that was offered, as the person who was invited; once. Raises PartijFout.

    Raises AkkoordNodig where people came into the party since: they are asked, and their consent brings a new link. And
    NietMeerVrij where nobody did, and another gemeente began to work with the party.
    """
    with transaction.atomic():
        lid = _take(_lock_with_partij(uitnodiging), gebruiker)
    # Only now: the question to the party stays, whatever is undone by a refusal.
    return lid or _refuse(uitnodiging.partij)


def answer(uitnodiging: Uitnodiging, *, gebruiker: User, ja: bool) -> None:
    """Take the place or decline it, which withdraws the invitation. Raises PartijFout."""
    if ja:
        accept(uitnodiging, gebruiker=gebruiker)
    else:
        revoke(uitnodiging)


def accept_as_new(uitnodiging: Uitnodiging, *, naam: str, wachtwoord: str) -> User:
    """Open the account that was waiting, with a name and a password, and take the place. Raises as `accept` does."""
    with transaction.atomic():
        locked = _lock_with_partij(uitnodiging)
        gebruiker = User.objects.select_for_update().get(pk=uitnodiging.gebruiker_id)
        if not needs_account(gebruiker):
            raise PartijFout(_("Er is al een account met dit e-mailadres. Log daarmee in."))
        lid = _take(locked, gebruiker)
        if lid:
            gebruiker.naam, gebruiker.is_active = naam, True
            gebruiker.set_password(wachtwoord)
            gebruiker.save()
            # A gemeente that was left no longer says who this is; its owner may link it again.
            SocialAccount.objects.filter(user=gebruiker).delete()
    if not lid:
        _refuse(uitnodiging.partij)
    return gebruiker


def needs_account(gebruiker: User) -> bool:
    """Return whether whoever was invited has yet to choose a password, for the first time or after having left."""
    return not gebruiker.is_active


def asked_of(user: User) -> QuerySet[Uitnodiging]:
    """Return the invitations that wait for this person's consent, those that end first on top."""
    beheerder = Lidmaatschap.objects.active().filter(partij=OuterRef("partij"), functie=Functie.BEHEERDER)
    own = [lid.partij_id for lid in memberships_of(user) if lid.functie == Functie.BEHEERDER]
    waiting = Uitnodiging.objects.waiting().filter(partij_id__in=partijen_of(user))
    return waiting.filter(Q(partij_id__in=own) | ~Exists(beheerder)).order_by("verloopt_op", "pk")


def may_consent(user: User, uitnodiging: Uitnodiging) -> bool:
    """Return whether the person speaks for the party that is asked."""
    return speaks_for(user, uitnodiging.partij_id)


def _write(
    partij: Partij,
    *,
    email: str,
    naam: str,
    functie: Functie,
    door: User | None = None,
    gemeente: Partij | None = None,
    asked: Collection[User] = (),
) -> Uitnodiging:
    """Store an invitation and its first mail: to who is asked, else to who is invited; the party's row is locked."""
    check_functie(partij, functie)
    gebruiker = _placeholder(email, naam)
    _check_invitable(partij, gebruiker, door)
    uitnodiging = Uitnodiging(
        partij=partij,
        gebruiker=gebruiker,
        naam=naam,
        functie=functie,
        door=door,
        gemeente=gemeente,
        verloopt_op=timezone.now() + GELDIG,
        akkoord_nodig=bool(asked),
    )
    _check_mails(uitnodiging)
    uitnodiging.save()
    uitnodigingsmails.enqueue_for(uitnodiging, asked)
    return uitnodiging


def _take(locked: Uitnodiging, gebruiker: User) -> Lidmaatschap | None:
    """Give the place that was offered, or ask the party and give none; both rows are locked."""
    if locked.status != UitnodigingStatus.VERSTUURD or locked.gebruiker_id != gebruiker.pk:
        raise PartijFout(_("Deze uitnodiging werkt niet meer. Vraag om een nieuwe."))
    # Whoever came in by another way meanwhile keeps the place they have.
    here = Lidmaatschap.objects.active().filter(partij=locked.partij_id, gebruiker=gebruiker).first()
    if not here and _lacks_consent(locked):
        _renew(locked)
        return None
    if not here and locked.gemeente_id and _is_anothers(locked.partij, locked.gemeente):
        raise NietMeerVrij(
            _(
                "%(partij)s werkt nu ook voor anderen, en heeft niemand die akkoord kan geven. Daarom kan alleen de "
                "beheerder van Leerwerk u uitnodigen. Zeg dit tegen wie u uitnodigde, en noem partij %(nummer)s."
            )
            % {"partij": locked.partij, "nummer": locked.partij_id}
        )
    locked.gebruikt_op = timezone.now()
    locked.save(update_fields=["gebruikt_op"])
    return here or give_place(gebruiker, locked.partij, Functie(locked.functie))


def _lacks_consent(locked: Uitnodiging) -> bool:
    # The party had nobody when the gemeente invited, and has people now: they were asked nothing.
    return bool(locked.gemeente_id and not locked.akkoord_door_id and consenters_of(locked.partij_id))


def _renew(locked: Uitnodiging) -> None:
    locked.akkoord_nodig = locked.akkoord_nodig or _lacks_consent(locked)
    locked.versie += 1
    locked.verloopt_op = timezone.now() + GELDIG
    locked.save(update_fields=["akkoord_nodig", "versie", "verloopt_op"])
    uitnodigingsmails.enqueue_for(locked, consenters_of(locked.partij_id))


def _refuse(partij: Partij) -> NoReturn:
    wie = who_agrees(partij)
    raise AkkoordNodig(_("Eerst moet %(wie)s akkoord geven. Daarna krijgt u een nieuwe link.") % {"wie": wie})


def _lock_with_partij(uitnodiging: Uitnodiging) -> Uitnodiging:
    # The party first, as everywhere: two who were invited into an empty party can't both be its first.
    _lock_partij(uitnodiging.partij_id)
    return _lock(uitnodiging)


def _lock_partij(partij_id: int) -> None:
    # The party's own row is the lock: two people can't invite the same person at once.
    Partij.objects.select_for_update().get(pk=partij_id)


def _lock(uitnodiging: Uitnodiging) -> Uitnodiging:
    rows = Uitnodiging.objects.select_for_update(of=("self",)).select_related("partij", "gebruiker")
    return rows.get(pk=uitnodiging.pk)


def _check_open(uitnodiging: Uitnodiging) -> None:
    if uitnodiging.gebruikt_op or uitnodiging.ingetrokken_op:
        raise PartijFout(_("Deze uitnodiging is al gebruikt of ingetrokken."))


def _check_mails(uitnodiging: Uitnodiging) -> None:
    if uitnodiging.door_id and uitnodigingsmails.sent_today(uitnodiging) >= MAILS_PER_DAG:
        said = _("Over deze uitnodiging zijn vandaag al %(aantal)d mails gestuurd. Probeer het morgen weer.")
        raise PartijFout(said % {"aantal": MAILS_PER_DAG})


def _check_number(door: User) -> None:
    if Uitnodiging.objects.sent_by(door, since=uitnodigingsmails.start_of_today()).count() >= UITNODIGINGEN_PER_DAG:
        said = _("U hebt vandaag al %(aantal)d mensen uitgenodigd. Probeer het morgen weer.")
        raise PartijFout(said % {"aantal": UITNODIGINGEN_PER_DAG})


def _check_not_anothers(partij: Partij, gemeente: Partij | None) -> None:
    if _is_anothers(partij, gemeente):
        raise PartijFout(
            _(
                "Deze partij werkt ook voor een andere gemeente, en heeft niemand die akkoord kan geven. "
                "Vraag de beheerder van Leerwerk om hier iemand uit te nodigen. Noem partij %(nummer)s."
            )
            % {"nummer": partij.pk}
        )


def _is_anothers(partij: Partij, gemeente: Partij | None) -> bool:
    # Without people there is nobody who could agree, and what another gemeente shares with the party is there already.
    return bool(not consenters_of(partij.pk) and overdracht.gemeenten_of(partij.pk) - {gemeente and gemeente.pk})


def _check_invitable(partij: Partij, gebruiker: User, door: User | None) -> None:
    if gebruiker == door:
        raise PartijFout({"email": _("U kunt uzelf niet uitnodigen. Vraag het een collega.")})
    if Lidmaatschap.objects.active().filter(partij=partij, gebruiker=gebruiker).exists():
        raise PartijFout({"email": _("Deze persoon hoort al bij deze partij.")})
    earlier = Uitnodiging.objects.open().filter(partij=partij, gebruiker=gebruiker).first()
    if earlier and earlier.status != UitnodigingStatus.VERLOPEN:
        raise PartijFout({"email": _("Deze persoon is al uitgenodigd voor deze partij.")})
    if earlier:
        revoke(earlier)


def _gemeente_of(door: User, functies: Collection[Functie] = BEHEER_FUNCTIES) -> Partij | None:
    return Partij.objects.filter(pk__in=gemeentes_of(door, functies)).first()


def _placeholder(email: str, naam: str) -> User:
    # Closed until the link is used: it can't sign in, and asks for no password by the reset page.
    gebruiker, _new = User.objects.get_or_create(
        email=email.strip().lower(), defaults={"naam": naam, "password": make_password(None), "is_active": False}
    )
    return gebruiker
