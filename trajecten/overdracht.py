"""What someone holds of trajectories in a party's name: roles, the regie, and agreements that are still open."""

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from berichten.models import Bericht
from berichten.outbox import Aanvraag, enqueue_many
from berichten.soorten import BerichtSoort, Mail
from berichten.soorten import register as register_soort
from partijen.models import Lidmaatschap
from partijen.overdracht import Bezit, register_gemeenten
from partijen.overdracht import register as register_bezit
from trajecten.afspraken import hand_on
from trajecten.models import Afspraak, Rolinvulling, Traject
from trajecten.ontvangers import regie_of
from trajecten.regie import hand_on_regie
from trajecten.rollen import pass_on

if TYPE_CHECKING:
    from toegang.models import User

ZONDER_OPVOLGER = "zonder_opvolger"


def register() -> None:
    for find in (regie, rollen, afspraken):
        register_bezit(find)
    for found in (gemeenten_with_role, gemeenten_with_agreement):
        register_gemeenten(found)
    register_soort(
        BerichtSoort(
            code=ZONDER_OPVOLGER,
            naam=gettext_lazy("Werk zonder opvolger"),
            still_due=lambda _bericht: True,
            render=_render,
        )
    )


def gemeenten_with_role(partij_id: int) -> Iterable[int]:
    """Return the ids of the gemeentes that asked this party for a role or have its yes, with or without a person."""
    rows = Rolinvulling.objects.filter(partij=partij_id).order_by()
    return rows.values_list("fase__traject__gemeente", flat=True).distinct()


def gemeenten_with_agreement(partij_id: int) -> Iterable[int]:
    """Return the ids of the gemeentes that agreed something with this party: its people read it, done or not."""
    rows = Afspraak.objects.filter(partij=partij_id).order_by()
    return [pk for pair in rows.values_list("gemeente", "traject__gemeente").distinct() for pk in pair]


def regie(lid: Lidmaatschap) -> Bezit:
    """Return the trajectories that the person directs in this party's name: of this gemeente, or by its role there."""
    here = Rolinvulling.objects.directing(lid.partij_id).filter(fase__traject=OuterRef("pk"), persoon=lid.gebruiker_id)
    elsewhere = Rolinvulling.objects.directing_elsewhere(lid).filter(fase__traject=OuterRef("pk"))
    own = Q(gemeente=lid.partij_id) & ~Exists(elsewhere)
    held = list(Traject.objects.filter(own | Exists(here), regisseur=lid.gebruiker_id).order_by("pk"))

    def give(opvolger: "User | None") -> None:
        for traject in held:
            hand_on_regie(traject, van=lid.gebruiker, partij=lid.partij, naar=opvolger)
        if not opvolger:
            tell_regie(held, lid)

    return Bezit(gettext_lazy("Regisseur van"), tuple(str(traject) for traject in held), give, owners(held))


def rollen(lid: Lidmaatschap) -> Bezit:
    """Return the roles, asked or committed, that the person has for this party."""
    rows = Rolinvulling.objects.filter(partij=lid.partij_id, persoon=lid.gebruiker_id)
    held = list(rows.select_related("fase__traject"))

    def give(opvolger: "User | None") -> None:
        for pk in sorted({row.fase.traject_id for row in held}):
            Traject.objects.lock(pk)
        # Directing went first and took its roles along: only what is still theirs.
        for row in rows.all():
            pass_on(row, opvolger)
        if not opvolger:
            tell_regie((row.fase.traject for row in held), lid)

    regels = tuple(f"{row.get_rol_display()}: {row.fase.traject} ({row.fase})" for row in held)
    return Bezit(gettext_lazy("Rollen"), regels, give, owners(row.fase.traject for row in held))


def afspraken(lid: Lidmaatschap) -> Bezit:
    """Return the open agreements of the person in this party's name; all of them where it is their last party."""
    rows = Afspraak.objects.open().filter(persoon=lid.gebruiker_id)
    here = rows.in_name_of(lid.partij_id)
    held = list((rows if is_last(lid) else here).select_related("traject"))
    colleagues = set(here.values_list("pk", flat=True))

    def give(opvolger: "User | None") -> None:
        for afspraak in held:
            hand_on(afspraak, naar=opvolger if afspraak.pk in colleagues else None, partij=lid.partij)
        if not opvolger:
            tell_regie((afspraak.traject for afspraak in held), lid)

    per_traject = Counter(str(afspraak.traject) for afspraak in held)
    eigenaren = frozenset(afspraak.gemeente_id for afspraak in held)
    return Bezit(gettext_lazy("Open afspraken"), in_lines(per_traject), give, eigenaren)


def tell_regie(trajecten: Iterable[Traject], lid: Lidmaatschap) -> None:
    """Tell the regie of each trajectory, once, that someone left and nobody of their party took over."""
    # Looked up again: the one who leaves may have directed it until a moment ago.
    for traject in Traject.objects.filter(pk__in={traject.pk for traject in trajecten}).order_by("pk"):
        enqueue_many(
            Aanvraag(
                soort=ZONDER_OPVOLGER,
                sleutel=f"{traject.pk}:{lid.pk}:{timezone.localdate():%Y-%m-%d}",
                ontvanger=ontvanger,
                gegevens={"traject": traject.pk},
                eigenaar=traject.gemeente_id,
            )
            for ontvanger in regie_of(traject)
            if ontvanger.pk != lid.gebruiker_id
        )


def is_last(lid: Lidmaatschap) -> bool:
    """Return whether the person has a place in no other party: then all they hold is handed over."""
    return not Lidmaatschap.objects.active().filter(gebruiker=lid.gebruiker_id).exclude(pk=lid.pk).exists()


def owners(trajecten: Iterable[Traject]) -> frozenset[int]:
    """Return the ids of the gemeentes whose trajectories these are."""
    return frozenset(traject.gemeente_id for traject in trajecten)


def in_lines(per_traject: Counter[str]) -> tuple[str, ...]:
    """Return a line per trajectory with how many there are in it."""
    return tuple(f"{naam}: {aantal}" for naam, aantal in sorted(per_traject.items()))


def _render(bericht: Bericht) -> Mail:
    traject = Traject.objects.get(pk=bericht.gegevens["traject"])
    naam = {"traject": traject}
    return Mail(
        onderwerp=_("Werk zonder opvolger in het traject %(traject)s") % naam,
        alineas=(
            _("Iemand werkt niet meer mee aan het traject %(traject)s. Er was geen collega die het overnam.") % naam,
            _("Kijk welke rollen, afspraken en deelnemers nu zonder persoon zijn, en vraag een ander."),
        ),
        knop=_("Naar het traject"),
        pad=reverse("trajecten:detail", args=[traject.pk]),
    )
