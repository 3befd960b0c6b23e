"""Loading one trajectory of the demo: planning, roles, phases, agreements and Canvas."""

from datetime import date, timedelta

from django.utils import timezone

from canvas.models import Bijdrage, CanvasTekst
from config.demo.canvasteksten import BIJDRAGEN, TEKSTEN
from config.demo.organisaties import HEUVELRIJK
from config.demo.trajecten import COORDINATOR, HEUVEL, DemoTraject
from partijen.models import Partij
from toegang.models import User
from trajecten.aanmaken import create_traject
from trajecten.afspraken import agree
from trajecten.besluiten import decide
from trajecten.enums import Component
from trajecten.fasen import Planregel, close_fase, replan, start_fase
from trajecten.models import Rolinvulling, Traject
from trajecten.planning import plan_fases
from trajecten.rollen import add_holder
from trajecten.sjablonen import SJABLONEN


def load(demo: DemoTraject, *, partijen: dict[str, Partij], mensen: dict[str, User]) -> Traject:
    """Make one trajectory as a coordinator would have made it, in the past where it began there."""
    door = mensen[HEUVEL if demo.gemeente == HEUVELRIJK else COORDINATOR]
    traject = create_traject(
        gemeente=partijen[demo.gemeente],
        sjabloon=SJABLONEN[demo.sjabloon],
        gegevens={
            **demo.velden,
            "startdatum": _day(demo.start),
            "regisseur": mensen[demo.regisseur] if demo.regisseur else None,
        },
        door=door,
    )
    _plan(traject, demo, door)
    _fill_roles(traject, demo, partijen, mensen, door)
    _move_phases(traject, demo)
    _decide(traject, demo, partijen[demo.gemeente], door)
    _make_agreements(traject, demo, door=door, partijen=partijen, mensen=mensen)
    _write_canvas(traject, demo, door, partijen)
    return traject


def _day(offset: int) -> date:
    return timezone.localdate() + timedelta(days=offset)


def _plan(traject: Traject, demo: DemoTraject, door: User) -> None:
    fasen = plan_fases(sjabloon=SJABLONEN[demo.sjabloon], startdatum=traject.startdatum, duren=demo.duren)
    planning = {f.component: Planregel(start=f.start, eind=f.eind, te_plannen=f.te_plannen) for f in fasen}
    replan(traject, planning=planning, door=door, waarom="De duur is samen met de partijen gekozen.")


def _fill_roles(
    traject: Traject, demo: DemoTraject, partijen: dict[str, Partij], mensen: dict[str, User], door: User
) -> None:
    fasen = {Component(fase.component): fase for fase in traject.fasen.all()}
    for rol in demo.rollen:
        row = add_holder(
            fasen[rol.component],
            rol=rol.rol,
            partij=partijen[rol.partij],
            persoon=mensen[rol.persoon] if rol.persoon else None,
            toegezegd=rol.gevraagd is None,
            door=door,
        )
        if rol.gevraagd is not None:
            Rolinvulling.objects.filter(pk=row.pk).update(gevraagd_op=_day(-rol.gevraagd))


def _move_phases(traject: Traject, demo: DemoTraject) -> None:
    for fase in traject.fasen.all():
        component = Component(fase.component)
        if component in demo.afgerond or component in demo.lopend:
            start_fase(fase, op=fase.start)
        if component in demo.afgerond:
            close_fase(fase, op=fase.eind)


def _decide(traject: Traject, demo: DemoTraject, gemeente: Partij, door: User) -> None:
    for besluit in demo.besluiten:
        decide(
            traject.fasen.get(component=besluit.component),
            uitslag=besluit.uitslag,
            genomen_op=_day(-besluit.geleden),
            partij=gemeente,
            persoon=door,
            reden=besluit.reden,
            voorwaarden=besluit.voorwaarden,
            door=door,
        )


def _make_agreements(
    traject: Traject, demo: DemoTraject, *, door: User, partijen: dict[str, Partij], mensen: dict[str, User]
) -> None:
    for afspraak in demo.afspraken:
        agree(
            traject=traject,
            wat=afspraak.wat,
            deadline=_day(afspraak.over),
            door=door,
            partij=partijen[afspraak.partij] if afspraak.partij else None,
            persoon=mensen[afspraak.persoon] if afspraak.persoon else None,
        )


def _write_canvas(traject: Traject, demo: DemoTraject, door: User, partijen: dict[str, Partij]) -> None:
    CanvasTekst.objects.bulk_create(
        CanvasTekst(traject=traject, veld=veld, tekst=tekst, gewijzigd_door=door)
        for veld, tekst in TEKSTEN.get(demo.sjabloon, {}).items()
    )
    Bijdrage.objects.bulk_create(
        Bijdrage(
            traject=traject,
            component=b.component,
            soort=b.soort,
            omschrijving=b.omschrijving,
            bedrag=b.bedrag,
            partij=partijen[b.partij] if b.partij else None,
            bron=b.bron,
        )
        for b in BIJDRAGEN.get(demo.sjabloon, ())
    )
