"""Signing in through one's own gemeente: the doors through which its sign-on gives, changes and takes away a place.

The gemeente's own groups decide, at every sign-in, about places in that gemeente and nothing else. Nobody is asked, so
the last coordinator can go too. Someone is known by the number (`sub`) that the gemeente gives them and never by
an e-mail address, which any provider can claim.
"""

import logging
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX, make_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from partijen import intrekken, overdracht
from partijen.enums import BEHEER_FUNCTIES, Functie
from partijen.fouten import PartijFout
from partijen.leden import close_if_placeless, give_place, set_functie
from partijen.models import Lidmaatschap, Partij
from toegang import sessies
from toegang.logboek import Handeling, note
from toegang.models import User

logger = logging.getLogger(__name__)

# Kept with the link to the gemeente's account: its own sign-on took the place away, so it may give it back.
INGETROKKEN = "ingetrokken"
# What providers send instead of the groups when there are too many (Entra ID).
TOO_MANY = ("_claim_names", "hasgroups")


class Koppeling(NamedTuple):
    """What was agreed with one gemeente about its sign-on (config/oidc.py)."""

    gemeente: str | int
    domains: Sequence[str]
    groups: Mapping[str, str]
    groups_claim: str

    @classmethod
    def of(cls, app_settings: Mapping[str, Any]) -> "Koppeling":
        """Read it from the settings of allauth's app."""
        return cls(*(app_settings[name] for name in cls._fields))

    def partij(self) -> Partij:
        """Return the gemeente. Raises PartijFout where there is not exactly one."""
        which = {"pk": self.gemeente} if isinstance(self.gemeente, int) else {"naam": self.gemeente}
        found = list(Partij.objects.gemeentes().filter(**which)[:2])
        if len(found) != 1:
            logger.error("OIDC: %s gemeentes fit the setting gemeente", len(found))
            raise PartijFout(_("Inloggen via uw gemeente is niet goed ingesteld. Vraag de beheerder van Leerwerk."))
        return found[0]

    def functie(self, claims: "Claims") -> Functie | None:
        """Return the function of the first group on the gemeente's list that the person is in."""
        held = claims.groups(self.groups_claim)
        return next((Functie(functie) for group, functie in self.groups.items() if group in held), None)

    def email(self, claims: "Claims") -> str:
        """Return the person's address. Raises PartijFout for an address that is not this gemeente's to give out."""
        email = str(claims.first("email") or "").strip().lower()
        try:
            validate_email(email)
        except ValidationError:
            raise PartijFout(_("Uw gemeente geeft geen e-mailadres door. Vraag de helpdesk van uw gemeente.")) from None
        if email.rpartition("@")[2] not in self.domains:
            raise PartijFout(_("Uw e-mailadres is niet van deze gemeente. Vraag de helpdesk van uw gemeente."))
        return email


class Claims(NamedTuple):
    """What the gemeente says about the person at this sign-in."""

    id_token: Mapping[str, Any]
    userinfo: Mapping[str, Any]

    def first(self, name: str) -> Any:
        """Return a claim from the signed token, else from what was asked afterwards."""
        return self.id_token[name] if name in self.id_token else self.userinfo.get(name)

    def groups(self, name: str) -> set[str]:
        """Return the person's groups. Raises PartijFout where the provider did not send them all."""
        value = self.first(name)
        if value is None and any(self.first(mark) for mark in TOO_MANY):
            raise PartijFout(_("U zit in te veel groepen om door te geven. Vraag de helpdesk van uw gemeente."))
        found = [value] if isinstance(value, str) else value if isinstance(value, list) else []
        return {group for group in found if isinstance(group, str)}

    def naam(self, email: str) -> str:
        """Return what to call the person."""
        parts = [self.first("name") or "", f"{self.first('given_name') or ''} {self.first('family_name') or ''}", email]
        return next(text for part in parts if (text := " ".join(str(part).split())))[:150]


def enter(account: SocialAccount, koppeling: Koppeling, claims: Claims) -> SocialAccount:
    """Bring a person's place up to what the gemeente says now, and return the account to sign in with.

    The first time an account is made, without a password. Raises PartijFout for who has no place (any more).
    """
    gemeente, functie = koppeling.partij(), koppeling.functie(claims)
    if account.pk is None:
        return _first_time(account, koppeling, claims, gemeente, functie)
    if functie:
        _follow(account, gemeente, functie)
    else:
        withdraw(account, gemeente)
    if not Lidmaatschap.objects.active().filter(gebruiker=account.user).exists():
        raise PartijFout(_stopped(gemeente) if functie else _no_group(gemeente))
    return account


def check_link(koppeling: Koppeling, claims: Claims) -> None:
    """Raise PartijFout where linking an account of the gemeente would give nothing."""
    if not koppeling.functie(claims):
        raise PartijFout(_no_group(koppeling.partij()))


def withdraw(account: SocialAccount, gemeente: Partij) -> None:
    """Take someone's place in the gemeente away, the last coordinator's too, and end their sessions.

    What they held is the regie's to fill. With no place left anywhere the account is closed, as any leaver's; the
    gemeente's sign-on may open it again with the place.
    """
    with transaction.atomic():
        lid = _locked(account.user, gemeente)
        if lid is None or not lid.actief:
            return
        overdracht.hand_over(lid, None)
        intrekken.revoke_sent(lid)
        lid.actief = False
        lid.save(update_fields=["actief"])
        _mark(account, withdrawn=True)
        close_if_placeless(account.user)
        last = not Lidmaatschap.objects.with_functie(gemeente.pk, BEHEER_FUNCTIES).exists()
        details = {"reden": "groep_weg", "laatste_in_beheer": last}
        note(Handeling.AANMELDEN_MISLUKT, onderwerp=account.user, eigenaar=gemeente.pk, details=details)
    if last:
        logger.warning("OIDC: gemeente %s has no coordinator or beheerder left", gemeente.pk)
    sessies.end_all(account.user)


def may_enter(account: SocialAccount) -> bool:
    """Return whether the gemeente has a say: an account that was closed here is opened by an invitation alone."""
    return account.user.is_active or bool(account.extra_data.get(INGETROKKEN))


def holds_place(account: SocialAccount, koppeling: Koppeling) -> bool:
    """Return whether the person works for the gemeente this account is of: then the link stays."""
    return Lidmaatschap.objects.active().filter(gebruiker=account.user, partij=koppeling.partij()).exists()


def _first_time(
    account: SocialAccount, koppeling: Koppeling, claims: Claims, gemeente: Partij, functie: Functie | None
) -> SocialAccount:
    if not functie:
        raise PartijFout(_no_group(gemeente))
    email = koppeling.email(claims)
    waiting = _placeholder(email)
    if not waiting and User.objects.filter(email__iexact=email).exists():
        raise PartijFout(
            _(
                "Er is al een account met uw e-mailadres. Log eerst in met uw e-mailadres en wachtwoord. "
                "Koppel daarna bij Mijn account uw account van de gemeente."
            )
        )
    try:
        with transaction.atomic():
            # The party first, as everywhere: the link in the mail may be used at the same moment.
            Partij.objects.select_for_update().get(pk=gemeente.pk)
            account.user = _open(waiting, email, claims.naam(email))
            account.save()
            give_place(account.user, gemeente, functie)
    except IntegrityError:  # a second window was first
        raise PartijFout(_("Het inloggen is niet gelukt. Probeer het nog een keer.")) from None
    return account


def _placeholder(email: str) -> User | None:
    """Return the account that an invitation made and nobody ever opened: else anyone's invitation shuts this door.

    The address is this gemeente's own, so whoever has it may take what waits there, as the link in the mail would.
    """
    never = User.objects.filter(is_active=False, last_login=None, password__startswith=UNUSABLE_PASSWORD_PREFIX)
    unknown = never.exclude(pk__in=Lidmaatschap.objects.values("gebruiker"))
    return unknown.exclude(pk__in=SocialAccount.objects.values("user")).filter(email__iexact=email).first()


def _open(waiting: User | None, email: str, naam: str) -> User:
    if waiting is None:
        return User.objects.create(email=email, naam=naam, password=make_password(None))
    unchanged = User.objects.filter(pk=waiting.pk, is_active=False, password=waiting.password)
    locked = unchanged.select_for_update().first()
    if locked is None:
        raise IntegrityError("the link in the mail was used, or a second window was first")
    locked.naam, locked.is_active = naam, True
    locked.save(update_fields=["naam", "is_active"])
    return locked


def _follow(account: SocialAccount, gemeente: Partij, functie: Functie) -> None:
    with transaction.atomic():
        lid = _locked(account.user, gemeente)
        if lid is None or (not lid.actief and account.extra_data.get(INGETROKKEN)):
            _open_again(account.user)
            give_place(account.user, gemeente, functie)
            _mark(account, withdrawn=False)
        # Whom a coordinator sent away here does not come back by signing in.
        elif lid.actief and lid.functie != functie:
            set_functie(lid, functie)


def _open_again(gebruiker: User) -> None:
    # The row is the lock: an invitation from elsewhere may be taken at this moment, with a password.
    User.objects.select_for_update().get(pk=gebruiker.pk)
    # A password from before would outlive the group: without a place elsewhere there is the gemeente's door alone.
    if not Lidmaatschap.objects.active().filter(gebruiker=gebruiker).exists():
        gebruiker.is_active = True
        gebruiker.set_unusable_password()
        gebruiker.save(update_fields=["is_active", "password"])


def _locked(gebruiker: User, gemeente: Partij) -> Lidmaatschap | None:
    # The party's own row is the lock, as everywhere where people come and go.
    Partij.objects.select_for_update().get(pk=gemeente.pk)
    return Lidmaatschap.objects.filter(gebruiker=gebruiker, partij=gemeente).select_related("partij").first()


def _mark(account: SocialAccount, *, withdrawn: bool) -> None:
    account.extra_data = {INGETROKKEN: True} if withdrawn else {}
    account.save(update_fields=["extra_data"])


def _no_group(gemeente: Partij) -> str:
    return _(
        "U hebt bij %(gemeente)s geen toegang tot Leerwerk (meer). Klopt dat niet? Vraag de helpdesk van uw gemeente."
    ) % {"gemeente": gemeente.naam}


def _stopped(gemeente: Partij) -> str:
    return _("Uw toegang is gestopt. Klopt dat niet? Vraag de coördinator van %(gemeente)s.") % {
        "gemeente": gemeente.naam
    }
