"""Bring the catalogues under locale/ in line with the strings that the code and the templates mark.

    python -m scripts.vertalingen

New strings get an empty translation, strings that nobody marks any more go, translations stay. Needs no gettext tools.
"""

import ast
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.utils.text import capfirst
from django.utils.translation.template import templatize

from config.vertalingen import Entry, read_po
from scripts.install import ROOT

APPS = ("toegang", "berichten", "partijen", "trajecten", "deelnemers", "canvas", "inzicht", "config")
TEMPLATES = ROOT / "templates"
LOCALE = ROOT / "locale"
# gettext's function -> its arguments that are texts, in the order context, msgid, plural.
FUNCTIONS = {
    "gettext": (None, 0, None),
    "gettext_lazy": (None, 0, None),
    "gettext_noop": (None, 0, None),
    "ngettext": (None, 0, 1),
    "ngettext_lazy": (None, 0, 1),
    "pgettext": (0, 1, None),
    "pgettext_lazy": (0, 1, None),
    "npgettext": (0, 1, 2),
    "npgettext_lazy": (0, 1, 2),
}
STRING = r"""(u?'(?:[^'\\]|\\.)*'|u?"(?:[^"\\]|\\.)*")"""
# What Django makes of the tags in a template.
CALL = re.compile(rf"\b(_|gettext|ngettext|pgettext|npgettext)\({STRING}(?:,\s*{STRING})?(?:,\s*{STRING})?")

Found = dict[tuple[str, str, str], list[str]]


class NotLiteral(Exception):
    """A string is marked that only running the code would tell."""


def marked_strings() -> Found:
    """Return every marked string (context, msgid, plural), with the files that mark it."""
    found: Found = defaultdict(list)
    for path, key in [*_in_python(), *_in_templates()]:
        name = str(path.relative_to(ROOT))
        if name not in found[key]:
            found[key].append(name)
    return dict(found)


def screen_texts() -> set[str]:
    """Return every text that the screens can show, in one line, also as it stands above a field."""
    found = {" ".join(text.split()) for _context, *texts in marked_strings() for text in texts}
    return found | {capfirst(text) for text in found}


def write(po: Path, found: Found) -> tuple[int, int, int]:
    """Write one catalogue anew and return how many strings came, went, and wait for a translation."""
    entries = read_po(po.read_text()) if po.exists() else []
    known = {entry.key: entry for entry in entries if entry.msgid}
    head = next((entry for entry in entries if not entry.msgid), _new_head(po.parent.parent.name))
    wanted = [known.get(key) or _empty(key) for key in sorted(found, key=lambda key: (found[key][0], key))]
    po.parent.mkdir(parents=True, exist_ok=True)
    po.write_text("\n".join([_say(head, []), *(_say(entry, found[entry.key]) for entry in wanted)]))
    waiting = sum(not all(entry.texts) for entry in wanted)
    return len(found.keys() - known.keys()), len(known.keys() - found.keys()), waiting


def _in_python() -> Iterator[tuple[Path, tuple[str, str, str]]]:
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            if "migrations" not in path.parts:
                yield from ((path, key) for key in _calls(path))


def _calls(path: Path) -> Iterator[tuple[str, str, str]]:
    tree = ast.parse(path.read_text())
    names = {
        alias.asname or alias.name: alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for alias in node.names
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            positions = FUNCTIONS.get(names.get(node.func.id, ""))
            if positions:
                yield _key(path, node, positions)


def _key(path: Path, call: ast.Call, positions: tuple[int | None, ...]) -> tuple[str, str, str]:
    texts = []
    for position in positions:
        argument = None if position is None else call.args[position]
        if argument is not None and not (isinstance(argument, ast.Constant) and isinstance(argument.value, str)):
            raise NotLiteral(f"{path}:{call.lineno}")
        texts.append("" if argument is None else str(argument.value))
    return texts[0], texts[1], texts[2]


def _in_templates() -> Iterator[tuple[Path, tuple[str, str, str]]]:
    for path in sorted(p for kind in ("*.html", "*.txt") for p in TEMPLATES.rglob(kind)):
        for call in CALL.finditer(templatize(path.read_text(), origin=str(path))):
            texts = [ast.literal_eval(text) for text in call.groups()[1:] if text]
            function = "gettext" if call[1] == "_" else call[1]
            context, msgid, plural = (None if at is None else texts[at] for at in FUNCTIONS[function])
            yield path, (context or "", msgid or "", plural or "")


def _empty(key: tuple[str, str, str]) -> Entry:
    context, msgid, plural = key
    return Entry(msgid, ("", "") if plural else ("",), plural, context)


def _new_head(language: str) -> Entry:
    plural = "Plural-Forms: nplurals=2; plural=(n != 1);"
    return Entry("", (f"Language: {language}\nContent-Type: text/plain; charset=UTF-8\n{plural}\n",))


def _say(entry: Entry, files: Iterable[str]) -> str:
    lines = [f"#: {name}" for name in files]
    lines += ["#, fuzzy"] if entry.fuzzy else []
    lines += [f"msgctxt {_quote(entry.context)}"] if entry.context else []
    lines += [f"msgid {_quote(entry.msgid)}"]
    lines += [f"msgid_plural {_quote(entry.plural)}"] if entry.plural else []
    forms = enumerate(entry.texts)
    lines += [f"msgstr{f'[{n}]' if entry.plural else ''} {_quote(text)}" for n, text in forms]
    return "\n".join(lines) + "\n"


def _quote(text: str) -> str:
    """Return a text as .po writes it: on one line, or on a line per line of the text."""
    parts = text.splitlines(keepends=True) or [""]
    quoted = ['"' + part.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"' for part in parts]
    return quoted[0] if len(quoted) == 1 else "\n".join(['""', *quoted])


def main() -> int:
    """Run from the command line; 1 while something waits for a translation."""
    found = marked_strings()
    waiting = 0
    for po in sorted(LOCALE.glob("*/LC_MESSAGES/django.po")):
        came, went, empty = write(po, found)
        waiting += empty
        print(f"{po.relative_to(ROOT)}: {len(found)} strings, {came} new, {went} gone, {empty} to translate")
    return 1 if waiting else 0


if __name__ == "__main__":
    sys.exit(main())
