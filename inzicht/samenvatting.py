"""One calm line over the whole start page: how much is too late, and how much wants attention this week."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from inzicht.regels import FOUT, LET_OP
from inzicht.secties import Blok


def summary_of(blokken: Iterable[Blok]) -> str:
    """Return the line; nothing where there is nothing to do."""
    blokken = list(blokken)
    soorten = [soort for blok in blokken for soort in blok.geteld]
    if not soorten:
        return ""
    late, week = soorten.count(FOUT), soorten.count(LET_OP)
    line = _in_words(late, week)
    return _("Ten minste: %(tekst)s") % {"tekst": line} if any(_left_out(blok) for blok in blokken) else line


def _left_out(blok: Blok) -> bool:
    # Of a very long section not every row is counted; the most urgent stand first.
    return blok.telt_door and blok.geteld[-1] in {FOUT, LET_OP}


def _in_words(late: int, week: int) -> str:
    if not late and not week:
        return _("Niets is te laat en niets heeft deze week haast.")
    if not late:
        tekst = ngettext(
            "Niets is te laat. %(n)s ding vraagt deze week aandacht.",
            "Niets is te laat. %(n)s dingen vragen deze week aandacht.",
            week,
        )
        return tekst % {"n": week}
    too_late = ngettext("%(n)s ding is te laat", "%(n)s dingen zijn te laat", late) % {"n": late}
    if not week:
        return f"{too_late}."
    rest = ngettext("%(n)s vraagt deze week aandacht", "%(n)s vragen deze week aandacht", week) % {"n": week}
    return f"{too_late}, {rest}."
