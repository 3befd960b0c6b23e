"""The catalogues of translations: the .po files under locale/, and the .mo files that gettext reads.

The .mo files are made at each start, in milliseconds, so that no step of set-up can be forgotten and none is in git.
"""

import ast
import os
import struct
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

MAGIC = 0x950412DE
# Two tables of pairs (length, offset) follow the seven numbers of the head.
HEAD = struct.Struct("<7I")
CONTEXT, NUL = "\x04", "\0"


class Entry(NamedTuple):
    """One message of a .po file: what is asked for, and what is said instead, one text per plural form."""

    msgid: str
    texts: tuple[str, ...] = ()
    plural: str = ""
    context: str = ""
    fuzzy: bool = False

    @property
    def key(self) -> tuple[str, str, str]:
        """Return what makes a message another one."""
        return self.context, self.msgid, self.plural


def compile_all(source: Path, target: Path) -> Path:
    """Make the .mo of each .po under `source`, in the same folders under `target`, and return `target`."""
    for po in sorted(source.glob("*/LC_MESSAGES/*.po")):
        mo = target / po.relative_to(source).with_suffix(".mo")
        content = as_mo(read_po(po.read_text()))
        if not mo.exists() or mo.read_bytes() != content:
            mo.parent.mkdir(parents=True, exist_ok=True)
            # Another process that starts now finds the old file or the new one, never half a file.
            half = mo.with_suffix(f".{os.getpid()}")
            half.write_bytes(content)
            half.replace(mo)
    return target


def read_po(text: str) -> list[Entry]:
    """Return the messages of a .po file, the head (with an empty msgid) included, those given up (#~) not."""
    return [_entry(block) for block in text.split("\n\n") if "\nmsgid " in f"\n{block}"]


def as_mo(entries: Iterable[Entry]) -> bytes:
    """Return the .mo file of what is translated; fuzzy is not."""
    said = {_mo_key(entry): NUL.join(entry.texts).encode() for entry in entries if all(entry.texts) and not entry.fuzzy}
    pairs = sorted(said.items())
    keys, texts = [key for key, _text in pairs], [text for _key, text in pairs]
    start = HEAD.size + 16 * len(pairs)
    key_table = _offsets(keys, start)
    text_table = _offsets(texts, start + sum(len(key) + 1 for key in keys))
    head = HEAD.pack(MAGIC, 0, len(pairs), HEAD.size, HEAD.size + 8 * len(pairs), 0, start)
    return head + key_table + text_table + b"".join(part + b"\0" for part in [*keys, *texts])


def _entry(block: str) -> Entry:
    """Return the message of one block: comments, then keywords, each with a string on one or more lines."""
    parts: dict[str, str] = {}
    keyword = ""
    for line in block.splitlines():
        if line.startswith("#") or not line.strip():
            continue
        before, quote, text = line.partition('"')
        keyword = before.strip() or keyword
        parts[keyword] = parts.get(keyword, "") + ast.literal_eval(quote + text)
    texts = tuple(text for name, text in parts.items() if name.startswith("msgstr"))
    fuzzy = any(line.startswith("#,") and "fuzzy" in line for line in block.splitlines())
    return Entry(parts["msgid"], texts, parts.get("msgid_plural", ""), parts.get("msgctxt", ""), fuzzy)


def _mo_key(entry: Entry) -> bytes:
    key = f"{entry.context}{CONTEXT}{entry.msgid}" if entry.context else entry.msgid
    return (f"{key}{NUL}{entry.plural}" if entry.plural else key).encode()


def _offsets(parts: list[bytes], start: int) -> bytes:
    table = bytearray()
    for part in parts:
        table += struct.pack("<2I", len(part), start)
        start += len(part) + 1
    return bytes(table)
