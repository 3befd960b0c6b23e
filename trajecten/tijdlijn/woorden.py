"""A timeline in words: what the table, the details of a bar and the description of the drawing say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise

from django.utils.translation import gettext, ngettext

from trajecten.catalogus import Soort
from trajecten.duur import say_datum, say_lengte, say_periode
from trajecten.enums import Component
from trajecten.gaten import Hiaat, Overlap
from trajecten.planning import KETEN
from trajecten.tijdlijn.vormen import TabelRij, TijdlijnFase


def find_volgende(fases: Sequence[TijdlijnFase]) -> Mapping[Component, TijdlijnFase]:
    """Return for each link of the chain that has a next one, which that is."""
    planned = {fase.component: fase for fase in fases}
    chain = [planned[component] for component in KETEN if component in planned]
    return {link.component: volgende for link, volgende in pairwise(chain)}


def say_rij(
    fase: TijdlijnFase,
    *,
    vandaag: date,
    volgende: TijdlijnFase | None,
    hiaten: Sequence[Hiaat],
    overlappen: Sequence[Overlap],
) -> TabelRij:
    """Say everything about one phase."""
    component = fase.component
    return TabelRij(
        toelichting=fase.toelichting,
        label=fase.label,
        soort=gettext("voor statushouders") if fase.soort is Soort.EXTRA else gettext("regulier"),
        periode=say_periode(fase.start, fase.eind),
        duur=_say_duur(fase),
        werkelijk=_say_werkelijk(fase),
        status=fase.status,
        open_rollen=fase.open_rollen,
        open_tekst=say_open(fase.open_rollen),
        daarna="; ".join(part for part in (_say_volgende(volgende) if volgende else "", fase.besluit) if part),
        opmerkingen=(
            *(uitloop.tekst for uitloop in fase.uitloop(vandaag)),
            *(hiaat.tekst for hiaat in hiaten if hiaat.component == component),
            *(overlap.tekst for overlap in overlappen if component in (overlap.eerder, overlap.later)),
        ),
    )


def say_melding(fase: TijdlijnFase, *, vandaag: date, kort: bool) -> str:
    """Say what to notice of a phase; in short the first thing only."""
    te_laat = any(uitloop.is_nu for uitloop in fase.uitloop(vandaag))
    stil = [fase.status.lower()] if fase.stil_sinds else []
    meldingen = stil + [gettext("te laat")] * te_laat + [say_open(fase.open_rollen)] * bool(fase.open_rollen)
    return ", ".join(meldingen[:1] if kort else meldingen)


def say_plan(fases: Sequence[TijdlijnFase]) -> str:
    """Say from when until when everything together is planned."""
    first, last = min(fase.start for fase in fases), max(fase.eind for fase in fases)
    return gettext("Planning van %(periode)s.") % {"periode": say_periode(first, last)}


def describe(fases: Sequence[TijdlijnFase]) -> str:
    """Say the whole drawing in one text, for who can't see it and has no bars to walk through."""
    return f"{say_plan(fases)} {'. '.join(_say_fase(fase) for fase in fases)}."


def say_open(aantal: int) -> str:
    """Say how many roles are open; nothing when none is."""
    return ngettext("%(aantal)d rol open", "%(aantal)d rollen open", aantal) % {"aantal": aantal} if aantal else ""


def _say_volgende(volgende: TijdlijnFase) -> str:
    return gettext("%(fase)s, vanaf %(dag)s") % {"fase": volgende.label, "dag": say_datum(volgende.start)}


def _say_fase(fase: TijdlijnFase) -> str:
    periode = f"{fase.label}: {say_periode(fase.start, fase.eind)} ({_say_duur(fase)})"
    return ", ".join(part for part in (periode, fase.status, say_open(fase.open_rollen)) if part)


def _say_duur(fase: TijdlijnFase) -> str:
    lengte = say_lengte(fase.start, fase.eind)
    return gettext("%(lengte)s, nog te plannen") % {"lengte": lengte} if fase.te_plannen else lengte


def _say_werkelijk(fase: TijdlijnFase) -> str:
    if fase.werkelijk_start is None:
        return gettext("nog niet begonnen")
    if fase.stil_sinds:
        words = {"start": say_datum(fase.werkelijk_start), "dag": say_datum(fase.stil_sinds)}
        return gettext("%(start)s tot %(dag)s (%(stand)s)") % (words | {"stand": fase.status.lower()})
    if fase.werkelijk_eind is None:
        return gettext("%(start)s tot nu") % {"start": say_datum(fase.werkelijk_start)}
    return say_periode(fase.werkelijk_start, fase.werkelijk_eind)
