"""The mails that follow from an answer or a question about a role. Ids in, names of parties and trajectories out."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from berichten.enums import BerichtStatus
from berichten.models import Bericht
from berichten.outbox import Aanvraag, enqueue_many
from berichten.soorten import BerichtSoort, Mail, register, zaak_of
from partijen.enums import Rol
from partijen.models import Partij
from toegang.models import User
from trajecten.enums import Doorgang, RolStatus
from trajecten.models import Fase, Rolinvulling, Traject
from trajecten.ontvangers import holders_of, regie_of
from trajecten.querysets import RolinvullingQuerySet

GEVRAAGD = "rol_gevraagd"
BEANTWOORD = "rol_beantwoord"
INGETROKKEN = "rol_ingetrokken"
STAND, DOORGANG = "traject_stand", "fase_doorgang"


def register_mails() -> None:
    register(
        BerichtSoort(
            code=GEVRAAGD,
            naam=gettext_lazy("Rol gevraagd"),
            find=_find,
            still_due=_is_still_gevraagd,
            render=_render_gevraagd,
        )
    )
    register(
        BerichtSoort(
            code=BEANTWOORD,
            naam=gettext_lazy("Antwoord op een vraag"),
            find=_find,
            still_due=_is_still_answered,
            render=_render_beantwoord,
        )
    )
    register(
        BerichtSoort(
            code=INGETROKKEN,
            naam=gettext_lazy("Vraag ingetrokken"),
            still_due=_was_told,
            render=_render_ingetrokken,
        )
    )
    register(
        BerichtSoort(
            code=STAND,
            naam=gettext_lazy("Traject gepauzeerd, gestopt of hervat"),
            still_due=_still_stands,
            render=_render_stand,
        )
    )
    register(
        BerichtSoort(
            code=DOORGANG,
            naam=gettext_lazy("Fase gepauzeerd, gestopt of hervat"),
            still_due=_fase_still_stands,
            render=_render_doorgang,
        )
    )


def enqueue_stand(traject: Traject, *, door: User) -> None:
    """Tell whoever has a role in a trajectory, but for who decided it, that it stands still or goes on."""
    gegevens = {"traject": traject.pk, "status": traject.status}
    _tell_partners(STAND, traject, Rolinvulling.objects.of_traject(traject), gegevens, door)


def enqueue_doorgang(fase: Fase, *, door: User) -> None:
    """Tell whoever has a role in a phase, but for who decided it, that it stands still or goes on."""
    gegevens = {"fase": fase.pk, "status": fase.doorgang}
    _tell_partners(DOORGANG, fase.traject, Rolinvulling.objects.filter(fase=fase), gegevens, door)


def _tell_partners(
    soort: str, traject: Traject, rollen: RolinvullingQuerySet, gegevens: dict[str, Any], door: User
) -> None:
    committed = rollen.committed().select_related("partij", "persoon")
    people = {user.pk: user for rij in committed for user in holders_of(rij)}
    people |= {user.pk: user for user in regie_of(traject)}
    people.pop(door.pk, None)
    # Paused, taken up and paused again on one day is told three times.
    what = ":".join(str(value) for value in gegevens.values())
    sleutel = f"{what}:{timezone.now().isoformat()}"
    enqueue_many(
        Aanvraag(soort=soort, sleutel=sleutel, ontvanger=ontvanger, gegevens=gegevens, eigenaar=traject.gemeente_id)
        for ontvanger in people.values()
    )


def enqueue_gevraagd(rolinvulling: Rolinvulling) -> None:
    """Tell whoever is asked for a role."""
    enqueue_many(
        Aanvraag(
            soort=GEVRAAGD,
            sleutel=f"{rolinvulling.pk}:{rolinvulling.vraagnummer}",
            ontvanger=ontvanger,
            gegevens={
                "rolinvulling": rolinvulling.pk,
                "partij": rolinvulling.partij_id,
                "vraagnummer": rolinvulling.vraagnummer,
            },
            eigenaar=rolinvulling.fase.traject.gemeente_id,
        )
        for ontvanger in holders_of(rolinvulling)
    )


def enqueue_beantwoord(rolinvulling: Rolinvulling, *, afgewezen: bool) -> None:
    """Tell the regie what the party that was asked answers; called while the row still says who that is."""
    enqueue_many(
        Aanvraag(
            soort=BEANTWOORD,
            sleutel=f"{rolinvulling.pk}:{rolinvulling.vraagnummer}:{'nee' if afgewezen else 'ja'}",
            ontvanger=ontvanger,
            gegevens={"rolinvulling": rolinvulling.pk, "partij": rolinvulling.partij_id, "afgewezen": afgewezen},
            eigenaar=rolinvulling.fase.traject.gemeente_id,
        )
        for ontvanger in regie_of(rolinvulling.fase.traject)
    )


def enqueue_ingetrokken(rolinvulling: Rolinvulling) -> None:
    """Tell whoever was asked that the question is off; called while the row still says who that is."""
    asked = f"{rolinvulling.pk}:{rolinvulling.vraagnummer}"
    enqueue_many(
        Aanvraag(
            soort=INGETROKKEN,
            sleutel=asked,
            ontvanger=ontvanger,
            # The row may be gone by then.
            gegevens={
                "vraag": f"{GEVRAAGD}:{asked}:{ontvanger.pk}",
                "fase": rolinvulling.fase_id,
                "rol": rolinvulling.rol,
                "partij": rolinvulling.partij_id,
            },
            eigenaar=rolinvulling.fase.traject.gemeente_id,
        )
        for ontvanger in holders_of(rolinvulling)
    )


def _was_told(bericht: Bericht) -> bool:
    """Whoever never got the question need not hear that it is off."""
    told = Bericht.objects.filter(sleutel=bericht.gegevens["vraag"], status=BerichtStatus.VERZONDEN)
    return told.exists() and Fase.objects.filter(pk=bericht.gegevens["fase"]).exists()


def _find(berichten: Sequence[Bericht]) -> dict[int, Rolinvulling]:
    """Return the role that each of these mails is about, by the id of the mail."""
    about = {bericht.pk: bericht.gegevens["rolinvulling"] for bericht in berichten}
    rijen = Rolinvulling.objects.select_related("fase__traject__gemeente", "partij").in_bulk(set(about.values()))
    return {mail: rijen[pk] for mail, pk in about.items() if pk in rijen}


def _is_still_gevraagd(bericht: Bericht) -> bool:
    rij = zaak_of(bericht, _find)
    return (
        rij is not None
        and rij.status == RolStatus.GEVRAAGD
        and rij.partij_id == bericht.gegevens["partij"]
        and rij.vraagnummer == bericht.gegevens["vraagnummer"]
    )


def _is_still_answered(bericht: Bericht) -> bool:
    rij = zaak_of(bericht, _find)
    if rij is None:
        return False
    if bericht.gegevens["afgewezen"]:
        return rij.status == RolStatus.OPEN and rij.afgewezen_door_id == bericht.gegevens["partij"]
    return rij.status == RolStatus.TOEGEZEGD and rij.partij_id == bericht.gegevens["partij"]


def _render_gevraagd(bericht: Bericht) -> Mail:
    rij = zaak_of(bericht, _find)
    namen = _names(rij) | {"partij": rij.partij, "gemeente": rij.fase.traject.gemeente}
    return Mail(
        onderwerp=_("Vraag: rol in het traject %(traject)s") % namen,
        alineas=(
            _("%(gemeente)s vraagt %(partij)s om een rol in het traject %(traject)s.") % namen,
            _("Het gaat om de rol van %(rol)s in de fase %(fase)s.") % namen,
            _("Laat weten of u dit doet. Als het niet lukt, kan de gemeente een ander vragen."),
        ),
        knop=_("Vraag beantwoorden"),
        pad=reverse("trajecten:rol_antwoord", args=[rij.pk]),
    )


def _render_beantwoord(bericht: Bericht) -> Mail:
    rij = zaak_of(bericht, _find)
    namen = _names(rij) | {"partij": Partij.objects.get(pk=bericht.gegevens["partij"])}
    if bericht.gegevens["afgewezen"]:
        onderwerp, antwoord, vervolg = (
            _("Nee van %(partij)s voor het traject %(traject)s"),
            _("%(partij)s neemt de rol van %(rol)s in de fase %(fase)s niet op zich."),
            _("De rol is weer open. De reden staat bij het traject."),
        )
    else:
        onderwerp, antwoord, vervolg = (
            _("Ja van %(partij)s voor het traject %(traject)s"),
            _("%(partij)s neemt de rol van %(rol)s in de fase %(fase)s op zich."),
            _("U hoeft niets te doen."),
        )
    return Mail(
        onderwerp=onderwerp % namen,
        alineas=(antwoord % namen, vervolg),
        knop=_("Naar het traject"),
        pad=reverse("trajecten:detail", args=[rij.fase.traject_id]),
    )


def _render_ingetrokken(bericht: Bericht) -> Mail:
    fase = Fase.objects.select_related("traject__gemeente").get(pk=bericht.gegevens["fase"])
    namen = {
        "traject": fase.traject,
        "gemeente": fase.traject.gemeente,
        "partij": Partij.objects.get(pk=bericht.gegevens["partij"]),
        "rol": Rol(bericht.gegevens["rol"]).label.lower(),
        "fase": fase,
    }
    return Mail(
        onderwerp=_("Ingetrokken: vraag over het traject %(traject)s") % namen,
        alineas=(
            _("%(gemeente)s vroeg %(partij)s om de rol van %(rol)s in de fase %(fase)s.") % namen,
            _("Die vraag is ingetrokken. U hoeft niets meer te doen."),
        ),
        knop=_("Naar mijn werk"),
        pad="/",
    )


def _still_stands(bericht: Bericht) -> bool:
    status = bericht.gegevens["status"]
    return Traject.objects.filter(pk=bericht.gegevens["traject"], status=status).exists()


def _render_stand(bericht: Bericht) -> Mail:
    traject = Traject.objects.select_related("gemeente").get(pk=bericht.gegevens["traject"])
    namen = {"traject": traject, "gemeente": traject.gemeente}
    onderwerp, zin, vervolg = {
        Doorgang.ACTIEF: (
            _("Het traject %(traject)s gaat weer door"),
            _("Het traject %(traject)s van %(gemeente)s gaat weer door."),
            _("Kijk op de pagina van het traject naar de planning."),
        ),
        Doorgang.GEPAUZEERD: (
            _("Het traject %(traject)s staat stil"),
            _("Het traject %(traject)s van %(gemeente)s is gepauzeerd. De reden staat bij het traject."),
            _("U krijgt zolang geen herinneringen over de fasen. Uw rol houdt u."),
        ),
        Doorgang.GESTOPT: (
            _("Het traject %(traject)s is gestopt"),
            _("Het traject %(traject)s van %(gemeente)s is gestopt. De reden staat bij het traject."),
            _("Begeleidt u een deelnemer? Blijf in contact tot iemand een nieuw plan heeft gemaakt."),
        ),
    }[Doorgang(traject.status)]
    return Mail(
        onderwerp=onderwerp % namen,
        alineas=(zin % namen, vervolg),
        knop=_("Naar het traject"),
        pad=reverse("trajecten:detail", args=[traject.pk]),
    )


def _fase_still_stands(bericht: Bericht) -> bool:
    doorgang = bericht.gegevens["status"]
    return Fase.objects.filter(pk=bericht.gegevens["fase"], doorgang=doorgang).exists()


def _render_doorgang(bericht: Bericht) -> Mail:
    fase = Fase.objects.select_related("traject__gemeente").get(pk=bericht.gegevens["fase"])
    namen = {"fase": fase, "traject": fase.traject, "gemeente": fase.traject.gemeente}
    onderwerp, zin, vervolg = {
        Doorgang.ACTIEF: (
            _("%(fase)s gaat weer door: %(traject)s"),
            _("De fase %(fase)s van %(traject)s (%(gemeente)s) gaat weer door."),
            _("Kijk op de pagina van het traject naar de planning."),
        ),
        Doorgang.GEPAUZEERD: (
            _("%(fase)s staat stil: %(traject)s"),
            _("De fase %(fase)s van %(traject)s (%(gemeente)s) is gepauzeerd. De reden staat bij de fase."),
            _("U krijgt zolang geen herinneringen over deze fase. Uw rol houdt u."),
        ),
        Doorgang.GESTOPT: (
            _("%(fase)s is gestopt: %(traject)s"),
            _("De fase %(fase)s van %(traject)s (%(gemeente)s) is gestopt. De reden staat bij de fase."),
            _("De andere fasen gaan door, tenzij daar iets anders staat."),
        ),
    }[Doorgang(fase.doorgang)]
    return Mail(
        onderwerp=onderwerp % namen,
        alineas=(zin % namen, vervolg),
        knop=_("Naar de fase"),
        pad=f"{reverse('trajecten:detail', args=[fase.traject_id])}#fase-{fase.pk}",
    )


def _names(rij: Rolinvulling) -> dict[str, object]:
    return {
        "traject": rij.fase.traject,
        "rol": rij.get_rol_display().lower(),
        "fase": rij.fase.get_component_display(),
    }
