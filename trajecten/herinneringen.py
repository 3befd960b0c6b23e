"""What people hear about a trajectory in time: rules as data. What was agreed is free text and stays out."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from berichten.herinneringen import Dagen, Herinnering
from berichten.herinneringen import register as register_herinneringen
from berichten.soorten import Mail
from toegang.models import User
from trajecten.afspraken import set_status
from trajecten.enums import AfspraakStatus, FaseStatus
from trajecten.models import Afspraak, Fase, Rolinvulling, Traject
from trajecten.ontvangers import colleagues_of, holders_of, keepers_of, regie_of
from trajecten.querysets import AfspraakQuerySet, FaseQuerySet, RolinvullingQuerySet

VOOR_START = Dagen(14, 7, 60, gettext_lazy("dagen voor het begin van de fase"))
# The first is told until the second takes over: who starts late gets the nearest, not a pile.
VOOR_EIND = Dagen(14, 7, 60, gettext_lazy("dagen voor het einde van de fase"))
KORT_VOOR_EIND = timedelta(days=3)
NA_EIND = Dagen(1, 1, 14, gettext_lazy("dagen na het einde van de fase"))
# Whoever was asked, then a colleague, then whoever directs: each a little later (escalation).
ANTWOORD_NA = timedelta(days=7)
NA_VRAAG = Dagen(ANTWOORD_NA.days, 3, 21, gettext_lazy("dagen na de vraag"))
NA_VRAAG_COLLEGA = Dagen(10, 5, 28, gettext_lazy("dagen na de vraag"))
NA_VRAAG_REGIE = Dagen(14, 7, 42, gettext_lazy("dagen na de vraag"))


def _fasen() -> FaseQuerySet:
    return Fase.objects.going_on().select_related("traject__regisseur")


def _starting_with_open_role(today: date, voor: timedelta) -> FaseQuerySet:
    """Planned phases that start within so many days, today included, while a role is filled by nobody."""
    open_role = Rolinvulling.objects.open().filter(fase=OuterRef("pk"))
    return _fasen().filter(Exists(open_role), status=FaseStatus.GEPLAND, start__range=(today, today + voor))


def _ending(today: date, voor: timedelta) -> FaseQuerySet:
    """Unclosed phases that end within so many days, the last three left to the next rule."""
    return _fasen().unfinished().filter(eind__gt=today + KORT_VOOR_EIND, eind__lte=today + voor)


def _nearly_ended(today: date, _voor: timedelta) -> FaseQuerySet:
    return _fasen().unfinished().filter(eind__range=(today, today + KORT_VOOR_EIND))


def _past_end(today: date, na: timedelta) -> FaseQuerySet:
    return _fasen().past_end(today - na + timedelta(days=1))


def _unanswered(today: date, na: timedelta) -> RolinvullingQuerySet:
    """Requests of so many days or longer ago without an answer, in phases that are not over."""
    asked = Rolinvulling.objects.gevraagd().going_on().exclude(fase__status=FaseStatus.AFGEROND)
    return asked.filter(gevraagd_op__lte=today - na).select_related("fase__traject__regisseur", "partij", "persoon")


def _afspraken() -> AfspraakQuerySet:
    return Afspraak.objects.open().not_stopped().select_related("traject__regisseur", "gemeente", "partij", "persoon")


def _due_today(today: date, _dagen: timedelta) -> AfspraakQuerySet:
    # One day: from the next on the rule for overdue agreements tells it, also when this day was missed.
    return _afspraken().filter(deadline=today)


def _overdue(today: date, _dagen: timedelta) -> AfspraakQuerySet:
    return _afspraken().late(today)


def _regie_of_fase(fase: Fase) -> list[User]:
    # Only whoever directs: closing a phase is theirs to do. Partners see their dates on their own start page; a mail to
    # all of them about each phase would teach them not to read it.
    return regie_of(fase.traject)


def _mail(traject: Traject, onderwerp: str, *alineas: str, knop: str = "", pad: str = "", waarom: str = "") -> Mail:
    """Return a mail about a trajectory; the link leads to its page unless `pad` and `knop` say otherwise."""
    return Mail(
        onderwerp=onderwerp,
        alineas=alineas,
        knop=knop or _("Naar het traject"),
        pad=pad or reverse("trajecten:detail", args=[traject.pk]),
        waarom=waarom or _("U krijgt dit bericht omdat u dit traject regisseert of coördineert."),
    )


def _dag(datum: date | None) -> str:
    return date_format(datum, "j F Y") if datum else ""


def _words(fase: Fase) -> dict[str, str]:
    return {
        "fase": fase.get_component_display(),
        "traject": fase.traject.naam,
        "start": _dag(fase.start),
        "eind": _dag(fase.eind),
    }


def _render_start(fase: Fase) -> Mail:
    words = _words(fase)
    rollen = ", ".join(dict.fromkeys(rol.get_rol_display() for rol in fase.rollen.open()))
    return _mail(
        fase.traject,
        _("Nog een rol open: %(fase)s in %(traject)s") % words,
        _("De fase %(fase)s van traject %(traject)s begint op %(start)s.") % words,
        _("Deze rollen zijn nog open: %(rollen)s.") % {"rollen": rollen},
        _("Vraag een partij, of kies een andere startdatum."),
    )


def _render_eind(fase: Fase) -> Mail:
    words = _words(fase)
    return _mail(
        fase.traject,
        _("%(fase)s in %(traject)s eindigt op %(eind)s") % words,
        _("De fase %(fase)s van traject %(traject)s eindigt volgens de planning op %(eind)s.") % words,
        _("Is alles klaar voor het vervolg? Sluit de fase op tijd af, of pas de planning aan."),
    )


def _render_over_tijd(fase: Fase) -> Mail:
    words = _words(fase)
    return _mail(
        fase.traject,
        _("Nog niet afgesloten: %(fase)s in %(traject)s") % words,
        _("De fase %(fase)s van traject %(traject)s zou op %(eind)s klaar zijn. De fase is nog niet afgesloten.")
        % words,
        _("Sluit de fase af, of pas de planning aan."),
    )


def _rol_words(rolinvulling: Rolinvulling) -> dict[str, str]:
    return _words(rolinvulling.fase) | {
        "rol": rolinvulling.get_rol_display(),
        "partij": str(rolinvulling.partij),
        "gevraagd": _dag(rolinvulling.gevraagd_op),
    }


def _render_vraag(rolinvulling: Rolinvulling) -> Mail:
    words = _rol_words(rolinvulling)
    return _mail(
        rolinvulling.fase.traject,
        _("Doet u mee aan %(traject)s?") % words,
        _("Op %(gevraagd)s is aan %(partij)s een rol gevraagd in traject %(traject)s: %(rol)s in de fase %(fase)s.")
        % words,
        _("Er is nog geen antwoord. Laat weten of u meedoet."),
        knop=_("Antwoord geven"),
        pad=reverse("trajecten:rol_antwoord", args=[rolinvulling.pk]),
        waarom=_("U krijgt dit bericht omdat deze rol aan u of uw organisatie is gevraagd."),
    )


def _render_vraag_regie(rolinvulling: Rolinvulling) -> Mail:
    words = _rol_words(rolinvulling)
    return _mail(
        rolinvulling.fase.traject,
        _("Nog geen antwoord van %(partij)s in %(traject)s") % words,
        _("Op %(gevraagd)s is %(partij)s gevraagd voor de rol %(rol)s in de fase %(fase)s van traject %(traject)s.")
        % words,
        _("Er is nog geen antwoord. Bel deze partij, of vraag een andere."),
    )


def _afspraak_mail(afspraak: Afspraak, onderwerp: str, *alineas: str) -> Mail:
    # To their own work: whoever keeps an agreement need not have a role in the trajectory.
    return _mail(
        afspraak.traject,
        onderwerp,
        *alineas,
        knop=_("Naar mijn werk"),
        pad="/",
        waarom=_("U krijgt dit bericht omdat deze afspraak bij u of uw organisatie hoort."),
    )


def _render_afspraak(afspraak: Afspraak) -> Mail:
    words = {"traject": afspraak.traject.naam}
    return _afspraak_mail(
        afspraak,
        _("Vandaag een afspraak nakomen voor %(traject)s") % words,
        _("Vandaag is de laatste dag voor een afspraak in traject %(traject)s.") % words,
        _("Hebt u het gedaan? Zet de afspraak dan op gedaan."),
    )


def _render_afspraak_over_tijd(afspraak: Afspraak) -> Mail:
    words = {"traject": afspraak.traject.naam, "datum": _dag(afspraak.deadline)}
    return _afspraak_mail(
        afspraak,
        _("Een afspraak voor %(traject)s is over tijd") % words,
        _("Een afspraak in traject %(traject)s zou uiterlijk op %(datum)s klaar zijn. De afspraak staat nog open.")
        % words,
        _("Hebt u het gedaan? Zet de afspraak dan op gedaan. Lukt het niet, overleg dan met de regisseur."),
    )


def _fase_regel(code: str, naam: Any, **rule: Any) -> Herinnering:
    return Herinnering(code=code, naam=naam, recipients=_regie_of_fase, eigenaar="traject__gemeente_id", **rule)


def _vraag_regel(code: str, naam: Any, **rule: Any) -> Herinnering:
    return Herinnering(
        code=code,
        naam=naam,
        due=_unanswered,
        # The day of the question itself: another number of days later on tells nobody twice.
        deadline=lambda rol: rol.gevraagd_op,
        eigenaar="fase__traject__gemeente_id",
        **rule,
    )


def _afspraak_regel(code: str, naam: Any, **rule: Any) -> Herinnering:
    return Herinnering(
        code=code,
        naam=naam,
        deadline=lambda afspraak: afspraak.deadline,
        recipients=keepers_of,
        eigenaar="gemeente_id",
        gedaan=lambda afspraak: set_status(afspraak, AfspraakStatus.GEDAAN),
        **rule,
    )


HERINNERINGEN = (
    _fase_regel(
        "fase_begint_rol_open",
        gettext_lazy("Fase begint, rol nog open"),
        due=_starting_with_open_role,
        dagen=VOOR_START,
        deadline=lambda fase: fase.start,
        render=_render_start,
    ),
    _fase_regel(
        "fase_eindigt_14",
        gettext_lazy("Fase eindigt binnenkort"),
        due=_ending,
        dagen=VOOR_EIND,
        deadline=lambda fase: fase.eind,
        render=_render_eind,
    ),
    _fase_regel(
        "fase_eindigt_3",
        gettext_lazy("Fase eindigt over drie dagen"),
        due=_nearly_ended,
        deadline=lambda fase: fase.eind,
        render=_render_eind,
    ),
    _fase_regel(
        "fase_over_tijd",
        gettext_lazy("Fase niet afgesloten"),
        due=_past_end,
        dagen=NA_EIND,
        deadline=lambda fase: fase.eind,
        render=_render_over_tijd,
    ),
    _vraag_regel(
        "vraag_onbeantwoord",
        gettext_lazy("Vraag wacht op antwoord"),
        dagen=NA_VRAAG,
        recipients=holders_of,
        render=_render_vraag,
    ),
    _vraag_regel(
        "vraag_onbeantwoord_collega",
        gettext_lazy("Vraag aan een collega wacht op antwoord"),
        dagen=NA_VRAAG_COLLEGA,
        recipients=colleagues_of,
        render=_render_vraag,
    ),
    _vraag_regel(
        "vraag_onbeantwoord_regie",
        gettext_lazy("Partij antwoordt niet"),
        dagen=NA_VRAAG_REGIE,
        recipients=lambda rol: regie_of(rol.fase.traject),
        render=_render_vraag_regie,
    ),
    _afspraak_regel("afspraak_vandaag", gettext_lazy("Afspraak voor vandaag"), due=_due_today, render=_render_afspraak),
    _afspraak_regel(
        "afspraak_over_tijd", gettext_lazy("Afspraak over tijd"), due=_overdue, render=_render_afspraak_over_tijd
    ),
)


def register() -> None:
    register_herinneringen(HERINNERINGEN)
