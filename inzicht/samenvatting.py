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
    return _in_words(late, week, minstens=any(_left_out(blok) for blok in blokken))


def _left_out(blok: Blok) -> bool:
    # Of a very long section not every row is counted; the most urgent stand first.
    return blok.telt_door and blok.geteld[-1] in {FOUT, LET_OP}


def _in_words(late: int, week: int, *, minstens: bool) -> str:
    # "You are late with nothing", not "nothing is late": what another must do may be late, and stands on the page too.
    if not late and not week:
        return _("U bent nergens te laat mee en niets heeft deze week haast.")
    at_least = _("Ten minste %(tekst)s") if minstens else "%(tekst)s"
    if not late:
        todo = ngettext("%(n)s ding vraagt deze week aandacht", "%(n)s dingen vragen deze week aandacht", week)
        return _("U bent nergens te laat mee. %(tekst)s.") % {"tekst": at_least % {"tekst": todo % {"n": week}}}
    too_late = ngettext("%(n)s ding is te laat", "%(n)s dingen zijn te laat", late) % {"n": late}
    too_late = at_least % {"tekst": too_late}
    if not week:
        return f"{too_late}."
    rest = ngettext("%(n)s vraagt deze week aandacht", "%(n)s vragen deze week aandacht", week) % {"n": week}
    return f"{too_late}, {rest}."
