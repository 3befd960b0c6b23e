"""Marks: values that one participant alone has, field by field; who may see each; and how to find them in any text.

Who may see a mark is read from the data the application itself goes by: the visibility table, the register of
processing, the matrix, and `visible_to` of the row it stands in.
"""

import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from html import unescape
from itertools import count

from django.apps import apps
from django.utils import timezone

from deelnemers.enums import Belemmering, Cijfer, Onderwerp, Taalniveau
from deelnemers.inzage import ONDERDELEN
from deelnemers.models import Checkin
from deelnemers.signalen import in_words
from deelnemers.zichtbaarheid import ALLES, TAAL, visible_velden
from inzicht.verwerkingsregister import REGISTER
from partijen.models import Partij
from toegang.matrix import MATRIX
from toegang.models import User
from toegang.relaties import relaties_of
from trajecten.models import Afspraak

# Everything that is held on a participant, and the sheet that is about to become participants.
MODELLEN = (*ONDERDELEN, "deelnemers.ImportOpdracht")
# The paper that holds all of it, whatever the screens show: for whoever may fetch it.
PAPIER = "deelnemers:inzage_bestand"

_DEEL = "ties the row to the file: it stands beside the marks of both, and is never printed by itself"
_STAND = "one of a few states that code and constraints read: nobody can have one that others have not"
# Fields that can't hold a value of one participant alone, and why.
ZONDER_MERK = {
    ("deelnemers.Deelnemer", "gemeente"): "shared by everyone of the gemeente, whose name stands on every page",
    ("deelnemers.Deelnemer", "geanonimiseerd_op"): "whoever has a value here has no other left: test_anonimiseren",
    ("deelnemers.Deelname", "deelnemer"): _DEEL,
    ("deelnemers.Deelname", "traject"): "shared by the group: its name is for everyone with a role in it",
    ("deelnemers.Deelname", "status"): _STAND,
    ("deelnemers.Voortgang", "deelname"): _DEEL,
    ("deelnemers.Voortgang", "fase"): "shared by the group: its name is for everyone with a role in the trajectory",
    ("deelnemers.Voortgang", "status"): _STAND,
    ("deelnemers.Plaatsing", "deelname"): _DEEL,
    ("deelnemers.Checkin", "deelname"): _DEEL,
    ("deelnemers.Checkin", "coordinator_nodig"): "yes or no; on a screen it is a reason of the signal, which is marked",
    ("deelnemers.Checkin", "afspraak"): "the agreement itself is marked, field by field",
    ("deelnemers.Checkin", "afspraak_gedeeld"): "yes or no; what is shared is the agreement, which is marked",
    ("deelnemers.Wens", "deelname"): _DEEL,
    ("deelnemers.Wens", "soort"): _STAND,
    ("deelnemers.Wens", "status"): _STAND,
    ("deelnemers.Ontmoeting", "deelname"): _DEEL,
    ("deelnemers.Ontmoeting", "soort"): _STAND,
    ("deelnemers.Ontmoeting", "minuten"): _STAND,
    ("deelnemers.Ontmoeting", "tijd"): "a time of day, which many have; the day beside it is marked",
    ("deelnemers.Ontmoeting", "status"): _STAND,
    ("deelnemers.Ontmoeting", "versie"): "how often it changed: a small number that many have",
    ("deelnemers.Paginalink", "deelname"): _DEEL,
    ("deelnemers.Signaal", "checkin"): _DEEL,
    ("deelnemers.Signaal", "status"): _STAND,
    ("trajecten.Afspraak", "traject"): "shared by the group: its name is for everyone with a role in it",
    ("trajecten.Afspraak", "gemeente"): "shared by everyone of the gemeente, whose name stands on every page",
    ("trajecten.Afspraak", "status"): _STAND,
    ("trajecten.Afspraak", "verzet_reden"): _STAND,
    ("trajecten.Afspraak", "herhaling"): _STAND,
    (
        "trajecten.Afspraak",
        "herhaal_vanaf",
    ): "of a series, and no check-in begins one",
    ("trajecten.Afspraak", "volgende"): "of a series, and no check-in begins one",
    ("deelnemers.Inzageverzoek", "deelnemer"): _DEEL,
    ("deelnemers.ImportOpdracht", "gemeente"): "shared by everyone of the gemeente, whose name stands on every page",
    ("deelnemers.ImportOpdracht", "door"): "nobody but the sender sees it, and their name stands on their every page",
    ("deelnemers.ImportOpdracht", "uitgevoerd_op"): "a sheet with a value here is empty, and its page only leads on",
}

# What no page, paper, mail or log shows to anyone: a secret, of which a hash is kept.
VOOR_NIEMAND = {("deelnemers.Paginalink", "sleutel")}


@dataclass(frozen=True)
class Merk:
    """One value that one participant alone has: the row and field it stands in, and what it looks like when found.

    `aard` says of what kind it is where that matters: a person or party by name, or a choice from a list.
    """

    rij: object
    label: str
    veld: str
    deelnemer: object
    teken: str
    aard: str = ""

    def __str__(self):
        return f"{self.label}.{self.veld} of {self.deelnemer or self.rij} ({self.teken})"


class Uitdeler:
    """Hands out values that nobody has yet."""

    def __init__(self):
        self._words, self._days, self._soon, self._uren = count(1), count(), count(), iter(range(31, 61))

    def word(self):
        """Return a word of ten characters: it fits in every text, also where the forms would offer a few choices."""
        return f"kanarie{next(self._words):03d}"

    def day(self):
        """Return a day long ago; no two have the same day and month."""
        return date(2015, 1, 5) + timedelta(days=11 * next(self._days))

    def soon(self):
        """Return a day that is yet to come, for what is shown no longer once it has been; in a year of its own."""
        return date(2041, 1, 7) + timedelta(days=11 * next(self._soon))

    def moment(self):
        return timezone.make_aware(datetime.combine(self.day(), datetime.min.time()) + timedelta(hours=12))

    def uren(self):
        return next(self._uren)

    def phone(self):
        return f"06 9{next(self._words):03d} 77 31"


def fields_of(label):
    """Return the fields of a model that the register of processing calls personal."""
    return [f for f in apps.get_model(label)._meta.concrete_fields if f.name not in REGISTER[label].techniek]


def marks_in(rij, deelnemer):
    """Return the marks of every field of a row that holds a value of its own."""
    label = rij._meta.label
    for field in fields_of(label):
        for teken, aard in _tekens(field.name, getattr(rij, field.name)):
            yield Merk(rij, label, field.name, deelnemer, teken, aard)


def _tekens(veld, waarde):
    """Return (what a value looks like when found, its kind); nothing for a value that others could have."""
    if waarde in (None, "", []):
        return []
    if isinstance(waarde, User | Partij):
        shape, aard = ("{}", "persoon") if isinstance(waarde, User) else ("genoemd {}", "partij")
        return [(shape.format(woord), aard) for woord in _WOORD.findall(waarde.naam.lower())]
    if isinstance(waarde, date):
        return _of_day(veld, timezone.localdate(waarde) if isinstance(waarde, datetime) else waarde)
    if veld in Onderwerp.values:
        return [(f"{veld} {Cijfer(waarde).label}", "")]
    if veld in _VAN_VELD:
        return _VAN_VELD[veld](veld, waarde)
    return [(woord, "") for woord in _WOORD.findall(_text(waarde).lower())]


def _text(waarde):
    """Return the text of a value; nothing of one that ties the row to another, or says yes or no."""
    if isinstance(waarde, bytes | memoryview):
        return bytes(waarde).decode(errors="replace")
    return waarde if isinstance(waarde, str) else ""


def _of_level(veld, waarde):
    return [(f"{veld} {str(Taalniveau(waarde).label).lower()}", "keuze")]


def _of_barriers(_veld, codes):
    return [(str(Belemmering(code).label).lower(), "keuze") for code in ([codes] if isinstance(codes, str) else codes)]


def _of_sheet(_veld, rijen):
    return [teken for rij in rijen for naam, cel in rij.items() if isinstance(cel, str) for teken in _tekens(naam, cel)]


# How the values of these fields look: by their label, where the value alone would say little.
_VAN_VELD = {
    **dict.fromkeys(TAAL, _of_level),
    "belemmeringen": _of_barriers,
    "rijen": _of_sheet,
    "uren_per_week": lambda _veld, uren: [(f"uur {uren}", "")],
    "telefoon": lambda _veld, nummer: [(f"tel {_digits(nummer)}", "")],
    "redenen": lambda _veld, redenen: [(reden, "") for reden in in_words(redenen)],
}


def _of_day(veld, day):
    # Of a check-in alone the day is printed without its year.
    return [(f"{day:%Y-%m-%d}", ""), *([(f"dag {day:%m-%d}", "")] if veld == "datum" else ())]


def _digits(text):
    return re.sub(r"\D", "", text)


# --- Who may see it.


def audience_of(merk):
    """Return what the register says of who sees a field: fields and parts, addresses, or words."""
    verwerking = REGISTER[merk.label]
    return verwerking.anders.get(merk.veld, verwerking.ziet)


def velden_of(merk):
    """Return under which names the visibility table knows the field of a mark; none for what it leaves to others."""
    return {merk.veld if wat == "veld" else wat for wat in audience_of(merk)} & ALLES


def may_see(user, merk):
    """Whether the data lets someone see the field a mark stands in, and the row it stands in."""
    if user is None or (merk.label, merk.veld) in VOOR_NIEMAND:
        return False
    if type(merk.rij)._default_manager.visible_to(user).filter(pk=merk.rij.pk).exists():
        return any(_opens(user, merk, wat) for wat in audience_of(merk))
    return _may_see_around(user, merk)


def _may_see_around(user, merk):
    """Whether someone sees an agreement as the field of the check-in that ended with it."""
    checkins = Checkin.objects.filter(afspraak=merk.rij) if isinstance(merk.rij, Afspraak) else ()
    return any(may_see(user, Merk(c, c._meta.label, "afspraak", merk.deelnemer, merk.teken)) for c in checkins)


def _opens(user, merk, wat):
    if wat in MATRIX:
        return bool(relaties_of(user, merk.rij) & MATRIX[wat].lezen)
    if wat in ALLES or wat == "veld":
        return bool(velden_of(merk) & visible_velden(relaties_of(user, merk.deelnemer)))
    return True  # in words: `visible_to` of the row decides


def may_fetch_paper(user, deelnemer):
    """Whether someone may fetch the overview of everything held on a participant."""
    return bool(user and deelnemer and relaties_of(user, deelnemer) & MATRIX[PAPIER].lezen)


def by_teken(merken):
    """Return the marks by what they look like: rows of one participant may share a choice from a list."""
    found = defaultdict(list)
    for merk in merken:
        found[merk.teken].append(merk)
    return found


# --- What it looks like.

MAANDEN = (
    *("januari", "februari", "maart", "april", "mei", "juni"),
    *("juli", "augustus", "september", "oktober", "november", "december"),
)
_WOORD = re.compile(r"\w*kanarie\w*")
_TELEFOON = re.compile(r"(?<!\d)06(?:[ -]?\d){8}(?!\d)")
_ISO = re.compile(r"(?<!\d)(\d{4})-(\d\d)-(\d\d)(?!\d)|(?<!\d)(20\d\d)(\d\d)(\d\d)(?!\d)")
_KORT = re.compile(r"(?<!\d)(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?!\d)")
_LANG = re.compile(
    rf"(?<!\d)(\d{{1,2}})\s+({'|'.join(m[:3] for m in MAANDEN)}|mrt)[a-z]*+\.?+(?:\s+(\d{{4}})(?!\d)|(?!\s*\d))"
)
_DAGEN = re.compile(r"(?<!\d)(\d{4})\s+dag(?:en)?\b")
_UREN = re.compile(r"(?<!\d)(\d{1,2})\s+uur\b|\b(?:beschikbaar|uren)(?:[ _]per[ _]week)?\W{0,8}(\d{1,2})\b")
_NIVEAU = re.compile(rf"\b({'|'.join(TAAL)}|spreekt)\W{{1,8}}(nog.niet|[abc][12])\b")
_HINDERNISSEN = {str(b.label).lower(): str(b.label).lower() for b in Belemmering} | {
    f'"{b}"': str(b.label).lower() for b in Belemmering
}
_BELEMMERING = re.compile("|".join(map(re.escape, _HINDERNISSEN)))
_STAPPEN = "|".join(str(cijfer.label) for cijfer in Cijfer)
_CIJFER = re.compile(rf"\b({'|'.join(Onderwerp.values)})\W{{1,8}}({_STAPPEN})", re.IGNORECASE)
_NUMMER = re.compile(rf'"({"|".join(Onderwerp.values)})": ([123])\b')
_REDEN = re.compile("|".join(re.escape(str(reden)) for reden in in_words(Onderwerp.values)))
_REDENEN = re.compile(rf'"redenen": \["({"|".join(Onderwerp.values)})"')

_OPTIE = re.compile(r"<option(?![^>]*\sselected)[^>]*>.*?</option>", re.DOTALL)
_LEEG = re.compile(
    r'<input(?=[^>]*type="(?:radio|checkbox)")(?![^>]*\schecked)[^>]*>\s*(?:<label[^>]*>.*?</label>)?', re.DOTALL
)
_INPUT = re.compile(r'<input[^>]*\bname="([^"]*)"[^>]*\bvalue="([^"]*)"[^>]*>')
_KOP = re.compile(r'<t[dh][^>]*\bdata-label="([^"]*)"[^>]*>')
_TAG = re.compile(r"<[^>]*>")


def told(text):
    """Return what a page says: each value after its label, without the choices of a form that were not made."""
    text = _LEEG.sub(" ", _OPTIE.sub(" ", text))
    text = _TAG.sub(" ", _KOP.sub(r" \1 ", _INPUT.sub(r" \1 \2 ", text)))
    return " ".join(unescape(text).split())


def tekens_in(text):
    """Return everything in a text that could be a mark."""
    raw, said = unescape(text).lower(), told(text)
    found = {*_WOORD.findall(raw), *(f"tel {_digits(number)}" for number in _TELEFOON.findall(raw)), *_days_in(raw)}
    return frozenset(found | _choices_in(said))


def _days_in(text):
    for groups in _ISO.findall(text):
        yield "-".join(groups[:3] if groups[0] else groups[3:])
    for day, month, year in _KORT.findall(text):
        yield f"{year}-{int(month):02d}-{int(day):02d}"
    for day, name, year in _LANG.findall(text):
        month = 3 if name == "mrt" else next(nr for nr, maand in enumerate(MAANDEN, 1) if maand.startswith(name))
        yield f"{year}-{month:02d}-{int(day):02d}" if year else f"dag {month:02d}-{int(day):02d}"
    for days in _DAGEN.findall(text):  # "3210 dagen geleden" tells the day as well
        yield f"{timezone.localdate() - timedelta(days=int(days)):%Y-%m-%d}"


def _choices_in(said):
    lower = said.lower()
    found = {f"genoemd {woord}" for woord in _WOORD.findall(lower)}
    found |= {f"uur {before or after}" for before, after in _UREN.findall(lower)}
    for veld, niveau in _NIVEAU.findall(lower):
        found.add(f"{'spreken' if veld == 'spreekt' else veld} {niveau.replace('_', ' ')}")
    found |= {_HINDERNISSEN[item] for item in _BELEMMERING.findall(lower)}
    # "Werk gaat niet goed" is the reason of a signal, "Werk: Gaat niet goed" what was said of the work.
    found |= set(_REDEN.findall(said))
    found |= set(in_words(_REDENEN.findall(said)))
    found |= {f"{onderwerp.lower()} {stap}" for onderwerp, stap in _CIJFER.findall(said) if stap[0].isupper()}
    return found | {f"{onderwerp} {Cijfer(int(stap)).label}" for onderwerp, stap in _NUMMER.findall(said)}
