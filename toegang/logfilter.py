"""Keep personal data out of technical logs: every handler of every process passes its records through this filter.

It knows what personal data looks like, not who anyone is: a name in the middle of a sentence stays. So code never puts
one in a log message, and what libraries put there (an error quotes the value or the row it refused) is cut off here.
"""

import logging
import re
import traceback
from collections.abc import Callable
from typing import NamedTuple


class Vervanging(NamedTuple):
    """What to look for, what to put in its place."""

    patroon: re.Pattern[str]
    door: str | Callable[[re.Match[str]], str]


# What a person typed may hold lines of its own: so up to where Python says the next thing, or else to the end.
_REST = r"(?s:.*?)(?=\n\nThe above exception|\n\nDuring handling|\nTraceback|\Z)"
# What stands in quotes, also where the closing one is missing; of a database only the names of its own parts are kept.
_QUOTED = re.compile(
    r"((?:constraint|relation|column|table|index) \"[\w.]+\")"
    r"|\"(?:\\.|[^\"\\])*(?:\"|\Z)|(?<!\w)'(?:\\.|[^'\\])*(?:'|\Z)"
)


def _unquote(found: re.Match[str]) -> str:
    return found[1] + _QUOTED.sub(lambda quoted: quoted[1] or "[weggelaten]", found[2])


VERVANGINGEN = (
    # PostgreSQL quotes the values it refuses, and the query with them in it.
    Vervanging(re.compile(rf"(DETAIL:|Failing row contains|Key \(|LINE \d+:){_REST}"), r"\1[weggelaten]"),
    Vervanging(re.compile(rf"(invalid input (?:syntax|value) for [\w ]+?: ){_REST}"), r"\1[weggelaten]"),
    # An exception as a traceback ends with it, and one that stands in a sentence: a value, if any, is in quotes.
    Vervanging(re.compile(rf"(?m:^)((?:\w+\.)*[A-Z]\w*: )({_REST})"), _unquote),
    Vervanging(re.compile(rf"(\b[A-Z]\w*\()(?=['\"])({_REST})"), _unquote),
    Vervanging(re.compile(rf"(\bout of range: )({_REST})"), _unquote),
    # What was searched for or typed in a form that reads; a browser writes no space there, other programs may.
    Vervanging(re.compile(r"((?:https?:/)?/[^\s?\"<>]*)\?[^\"\n]*?(?=\s+HTTP/|[\"\n]|\Z)"), r"\1?[weggelaten]"),
    # A link that lets its bearer in: an invitation, a reset. Long, and no word.
    Vervanging(re.compile(r"(?<=/)(?=[A-Za-z0-9_:-]*[0-9A-Z])[A-Za-z0-9_:-]{20,}(?=[/\s\"'?]|$)"), "[sleutel]"),
    Vervanging(re.compile(r"[\w.+%-]+(?:@|%40)[\w-]+(?:\.[\w-]+)+"), "[e-mailadres]"),
    # With its country a telephone number has up to fifteen digits.
    Vervanging(re.compile(r"(?<![\w.+-])(?:\+|00)\d(?:[ ().-]*\d){6,14}(?!\w)"), "[nummer]"),
    # A BSN has nine digits, a Dutch telephone number ten.
    Vervanging(re.compile(r"(?<![\w.])0[ -]?\d(?:[ -]?\d){8}(?!\w)"), "[nummer]"),
    Vervanging(re.compile(r"(?<!\d)(?:\d{9}|\d{4}[. ]\d{2}[. ]\d{3})(?!\d)"), "[nummer]"),
)


def clean(text: str) -> str:
    """Return a text without what looks like personal data."""
    for patroon, door in VERVANGINGEN:
        text = patroon.sub(door, text)
    return text


class PersoonsgegevensFilter(logging.Filter):
    """Rewrite a record, its traceback included, before a handler writes it. Lets every record through."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = clean(record.getMessage()), ()
        if record.exc_info and record.exc_info[0] is not None:
            # Formatted here, once: a formatter uses the text that is there already.
            record.exc_text = clean("".join(traceback.format_exception(*record.exc_info))).rstrip("\n")
            record.exc_info = None
        elif record.exc_text:
            record.exc_text = clean(record.exc_text)
        if record.stack_info:
            record.stack_info = clean(record.stack_info)
        return True
