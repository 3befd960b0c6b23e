"""Keep personal data out of technical logs: every handler of every process passes its records through this filter.

It knows what personal data looks like, not who anyone is: a name in the middle of a sentence stays. So code never puts
one in a log message, and what libraries put there (a database error quotes the row it refused) is cut off here.
"""

import logging
import re
import traceback
from typing import NamedTuple


class Vervanging(NamedTuple):
    """What to look for, what to put in its place."""

    patroon: re.Pattern[str]
    door: str


# What a person typed may hold lines of its own: so up to where Python says the next thing, or else to the end.
_REST = r"(?s:.*?)(?=\n\nThe above exception|\n\nDuring handling|\nTraceback|\Z)"
VERVANGINGEN = (
    # PostgreSQL quotes the values it refuses.
    Vervanging(re.compile(rf"(DETAIL:|Failing row contains|Key \(){_REST}"), r"\1[weggelaten]"),
    Vervanging(re.compile(rf"(invalid input (?:syntax|value) for [\w ]+?: ){_REST}"), r"\1[weggelaten]"),
    # What was searched for or typed in a form that reads.
    Vervanging(re.compile(r"((?:https?:/)?/[^\s?\"'<>]*)\?[^\s\"'<>]*"), r"\1?[weggelaten]"),
    # A link that lets its bearer in: an invitation, a reset. Long, and no word.
    Vervanging(re.compile(r"(?<=/)(?=[A-Za-z0-9_:-]*[0-9A-Z])[A-Za-z0-9_:-]{20,}(?=[/\s\"'?]|$)"), "[sleutel]"),
    Vervanging(re.compile(r"[\w.+%-]+(?:@|%40)[\w-]+(?:\.[\w-]+)+"), "[e-mailadres]"),
    # A BSN has nine digits, a Dutch telephone number ten or, with its country, eleven.
    Vervanging(re.compile(r"(?<![\w.])(?:\+31|0031|0)[ -]?\d(?:[ -]?\d){8}(?!\w)"), "[nummer]"),
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
