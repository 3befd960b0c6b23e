"""One trajectory of Waterstad in which everyone of the cast has exactly one place: data that could leak."""

from datetime import date
from types import SimpleNamespace

from partijen.enums import Rol
from tests.factories.deelnemers import (
    CheckinFactory,
    DeelnameFactory,
    EigenPaginaTekstFactory,
    InzageverzoekFactory,
    OntmoetingFactory,
    PaginalinkFactory,
    PlaatsingFactory,
    SignaalFactory,
    WensFactory,
)
from tests.factories.partijen import ContactpersoonFactory, HuisstijlFactory, UitnodigingFactory
from tests.factories.trajecten import AfspraakFactory, FaseFactory, RolinvullingFactory, TrajectFactory
from trajecten.enums import Component


def build_wereld(cast):
    traject = TrajectFactory(gemeente=cast.waterstad, naam="Groen aan het werk", regisseur=None)
    fasen = {component: FaseFactory(traject=traject, component=component) for component in Component}

    def role(component, rol, partij, **extra):
        return RolinvullingFactory(toegezegd=True, fase=fasen[component], rol=rol, partij=partij, **extra)

    role(Component.BEGELEIDING, Rol.MENTOR, cast.maatwerk, persoon=cast.mentor)
    role(Component.TAAL, Rol.TAALOPLEIDER, cast.taalhuis)
    role(Component.LEERWERK, Rol.OPLEIDER, cast.roc)
    role(Component.WERVING, Rol.VERBINDER, cast.netwerk)
    role(Component.WERVING, Rol.EXPERTISEPARTNER, cast.expertise)
    gevraagd = RolinvullingFactory(
        gevraagd=True, fase=fasen[Component.LEERWERK], rol=Rol.WERKGEVER, partij=cast.installatie
    )
    deelname = DeelnameFactory(traject=traject, mentor=cast.mentor)
    plaatsing = PlaatsingFactory(deelname=deelname, werkgever=cast.installatie)
    checkin = CheckinFactory(deelname=deelname, door=cast.mentor)
    return SimpleNamespace(
        traject=traject,
        fase=fasen[Component.LEERWERK],
        rolinvulling=gevraagd,
        afspraak=AfspraakFactory(traject=traject, persoon=cast.klantmanager, gemaakt_door=cast.coordinator),
        deelnemer=deelname.deelnemer,
        deelname=deelname,
        voortgang=deelname.voortgang.create(fase=fasen[Component.LEERWERK], start=date(2026, 9, 8)),
        plaatsing=plaatsing,
        checkin=checkin,
        signaal=SignaalFactory(checkin=checkin),
        wens=WensFactory(deelname=deelname),
        ontmoeting=OntmoetingFactory(deelname=deelname, gepland_door=cast.mentor),
        paginalink=PaginalinkFactory(deelname=deelname, door=cast.mentor),
        inzageverzoek=InzageverzoekFactory(deelnemer=deelname.deelnemer, door=cast.klantmanager),
        gemeente=cast.waterstad,
        huisstijl=HuisstijlFactory(gemeente=cast.waterstad),
        eigentekst=EigenPaginaTekstFactory(gemeente=cast.waterstad),
        partij=cast.roc,
        lidmaatschap=cast.opleider.lidmaatschappen.get(),
        uitnodiging=UitnodigingFactory(
            partij=cast.roc, gemeente=cast.waterstad, door=cast.coordinator, akkoord_nodig=True
        ),
        contactpersoon=ContactpersoonFactory(partij=cast.roc, gemeente=cast.waterstad),
    )
