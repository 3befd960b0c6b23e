"""Every string has its translation, in the words of the glossary, and no page shows Dutch to who chose English."""

import ast
import gettext
import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models
from django.utils.functional import Promise

from config.vertalingen import Entry, as_mo, compile_all, read_po
from partijen.enums import Arbeidsmarktregio
from scripts import vertalingen
from tests.toegang.test_cast import BIJ_TRAJECT, world_of
from tests.toegang.test_kruip import all_addresses

BASE = Path(settings.BASE_DIR)
OTHER = [code for code, _naam in settings.LANGUAGES if code != settings.LANGUAGE_CODE]
# What must come back in a translation: a value to fill in, a tag, an entity.
KEPT = re.compile(r"%\(\w+\)[sd]|%%|</?\w+[^>]*>|&\w+;")


def catalogue(code):
    po = BASE / "locale" / code / "LC_MESSAGES" / "django.po"
    return [entry for entry in read_po(po.read_text()) if entry.msgid]


def kept_in(text):
    return Counter(KEPT.findall(text))


@pytest.mark.parametrize("code", OTHER)
def test_every_marked_string_is_translated_and_no_translation_is_unused(code):
    marked, known = set(vertalingen.marked_strings()), {entry.key for entry in catalogue(code)}
    assert len(marked) > 1500
    assert {"not in the catalogue": marked - known, "marked nowhere": known - marked} == {
        "not in the catalogue": set(),
        "marked nowhere": set(),
    }


@pytest.mark.parametrize("code", OTHER)
def test_no_translation_is_empty_fuzzy_or_there_twice(code):
    entries = catalogue(code)
    assert [entry.msgid for entry in entries if entry.fuzzy or not all(entry.texts)] == []
    assert [entry.msgid for entry in entries if len(entry.texts) != (2 if entry.plural else 1)] == []
    assert [key for key, n in Counter((entry.context, entry.msgid) for entry in entries).items() if n > 1] == []


@pytest.mark.parametrize("code", OTHER)
def test_a_translation_keeps_what_is_filled_in(code):
    pairs = [(entry, text) for entry in catalogue(code) for text in entry.texts]
    assert [text for entry, text in pairs if kept_in(text) != kept_in(entry.plural or entry.msgid)] == []
    assert [text for entry, text in pairs if text.strip() == text and entry.msgid.strip() != entry.msgid] == []


def glossary():
    """Return the Dutch words of the glossary's list, each with the English ones that say it."""
    part = (BASE / "docs" / "glossary.md").read_text().split("## In English")[1]
    rows = re.findall(r"^\| ([^|]+) \| ([^|]+) \|$", part, re.MULTILINE)[1:]
    return [(dutch.split(", "), english.split(", ")) for dutch, english in rows]


def test_english_uses_the_words_of_the_glossary():
    rows = glossary()
    assert len(rows) > 40
    wrong = [
        (dutch[0], entry.msgid)
        for dutch, english in rows
        for entry in catalogue("en")
        if re.search(rf"\b({'|'.join(dutch)})(s|n|en)?\b", re.sub(r"%\(\w+\)s", "", entry.msgid), re.IGNORECASE)
        if not any(word in " ".join(entry.texts).lower() for word in english)
    ]
    assert wrong == []


def test_no_string_is_translated_before_anyone_asks():
    """Outside a function, only a lazy string can be said in the language of whoever asks."""
    fixed = []
    for app in vertalingen.APPS:
        for path in (BASE / app).rglob("*.py"):
            tree = ast.parse(path.read_text())
            plain = {
                alias.asname or alias.name
                for node in ast.walk(tree)
                if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
                for alias in node.names
                if alias.name in {"gettext", "ngettext", "pgettext", "npgettext"}
            }
            inside = {id(part) for node in ast.walk(tree) if is_function(node) for part in ast.walk(node)}
            calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and id(node) not in inside]
            fixed += [f"{path.name}:{node.lineno}" for node in calls if getattr(node.func, "id", "") in plain]
    assert fixed == []


def test_every_field_has_a_name_that_is_translated():
    marked = {msgid for _context, msgid, _plural in vertalingen.marked_strings()}
    models_of = [model for app in vertalingen.APPS for model in apps.get_app_config(app).get_models()]
    fields = [field for model in models_of for field in model._meta.concrete_fields]
    assert {f.verbose_name for f in fields if not isinstance(f.verbose_name, Promise)} - marked - {"ID"} == set()


def is_function(node):
    return isinstance(node, ast.FunctionDef | ast.Lambda)


def test_a_marked_string_must_be_there_to_read(tmp_path):
    path = tmp_path / "views.py"
    path.write_text("from django.utils.translation import gettext as _\n_(f'Dag {naam}')\n")
    with pytest.raises(vertalingen.NotLiteral, match=r"views\.py:2"):
        list(vertalingen._calls(path))


PO = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

#: a.py
msgid "Dag \\"%(naam)s\\""
msgstr "Hello \\"%(naam)s\\""

msgctxt "zonder ..."
msgid "taal"
msgstr "language"

msgid "één dag"
msgid_plural "%(n)s dagen"
msgstr[0] "one day"
msgstr[1] "%(n)s days"

#, fuzzy
msgid "Oud"
msgstr "Old"

msgid "Leeg"
msgstr ""

#~ msgid "Weg"
#~ msgstr "Gone"
"""


def test_what_is_made_of_a_catalogue_says_what_stands_in_it(tmp_path):
    source, target = tmp_path / "locale", tmp_path / "made"
    po = source / "en" / "LC_MESSAGES" / "django.po"
    po.parent.mkdir(parents=True)
    po.write_text(PO)
    assert compile_all(source, target) == target
    with (target / "en" / "LC_MESSAGES" / "django.mo").open("rb") as mo:
        said = gettext.GNUTranslations(mo)
    assert said.gettext('Dag "%(naam)s"') == 'Hello "%(naam)s"'
    assert said.pgettext("zonder ...", "taal") == "language"
    assert [said.ngettext("één dag", "%(n)s dagen", n) for n in (1, 2)] == ["one day", "%(n)s days"]
    # What nobody has looked at is said in Dutch.
    assert [said.gettext(text) for text in ("taal", "Oud", "Leeg", "Weg")] == ["taal", "Oud", "Leeg", "Weg"]
    made = target / "en" / "LC_MESSAGES" / "django.mo"
    before = made.stat().st_mtime_ns
    compile_all(source, target)
    assert made.stat().st_mtime_ns == before
    po.write_text(PO.replace('"Hello', '"Hi'))
    compile_all(source, target)
    assert b"Hi " in made.read_bytes()
    assert list(made.parent.iterdir()) == [made]


def test_writing_a_catalogue_anew_keeps_what_was_translated_and_drops_what_nobody_marks(tmp_path):
    po = tmp_path / "en" / "LC_MESSAGES" / "django.po"
    po.parent.mkdir(parents=True)
    po.write_text(PO)
    found = {("", 'Dag "%(naam)s"', ""): ["a.py"], ("", "Nieuw\nregel", ""): ["b.py"], ("", "Oud", ""): ["b.py"]}
    assert vertalingen.write(po, found) == (1, 3, 1)
    head, *entries = read_po(po.read_text())
    assert "charset=UTF-8" in head.texts[0]
    assert entries == [
        Entry('Dag "%(naam)s"', ('Hello "%(naam)s"',)),
        Entry("Nieuw\nregel", ("",)),
        Entry("Oud", ("Old",), fuzzy=True),
    ]
    assert vertalingen.write(po, found) == (0, 0, 1)
    assert as_mo(read_po(po.read_text())).count(b"Hello") == 1


# Small words that stand in nearly every Dutch sentence and in no English one, and the nouns of our screens.
DUTCH = {
    *(
        "aan",
        "al",
        "alle",
        "als",
        "bij",
        "daarna",
        "dan",
        "dat",
        "de",
        "deze",
        "dit",
        "doet",
        "een",
        "eerst",
        "en",
        "er",
    ),
    *(
        "geen",
        "gemeente",
        "heeft",
        "hebt",
        "het",
        "hier",
        "iemand",
        "ik",
        "kan",
        "kies",
        "klaar",
        "kunt",
        "maar",
        "maak",
        "mee",
        "met",
    ),
    *(
        "mijn",
        "moet",
        "na",
        "naar",
        "niet",
        "nieuw",
        "nog",
        "nu",
        "om",
        "ons",
        "ook",
        "op",
        "partij",
        "partijen",
        "rol",
        "rollen",
    ),
    *(
        "schrijf",
        "tot",
        "traject",
        "trajecten",
        "uit",
        "uw",
        "van",
        "vanaf",
        "vandaag",
        "voor",
        "waar",
        "wat",
        "weer",
        "werkt",
        "wie",
        "wij",
    ),
    *(
        "wijzig",
        "wordt",
        "zijn",
        "zonder",
        "deelnemer",
        "deelnemers",
        "fase",
        "fasen",
        "opslaan",
        "annuleren",
        "afspraak",
        "afspraken",
    ),
}
WORD = re.compile(r"[a-zà-ÿ]+", re.IGNORECASE)
ENGLISH = "en"
# Names stay as they are: of laws, courses, projects, and how one writes a level in a sheet.
NAMES = ("Doorgaande lijn Werk en Taal", "Stichting de Nieuwe Buren", *map(str, Arbeidsmarktregio.labels), "nog niet")
SAID = ("title", "alt", "placeholder", "aria-label")
UNSEEN = ("script", "style")
VOID = {"meta", "link", "input", "br", "img", "hr", "wbr"}


class Page(HTMLParser):
    """The texts of a page that are read, shown or said; what is marked as another language aside."""

    def __init__(self):
        super().__init__()
        self.texts, self.open = [], []

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        self.texts += [values[name] for name in SAID if values.get(name)]
        if (tag, values.get("type")) == ("input", "submit") and values.get("value"):
            self.texts.append(values["value"])
        if tag not in VOID:
            self.open.append((tag, tag in UNSEEN or values.get("lang", ENGLISH) != ENGLISH))

    def handle_endtag(self, tag):
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data):
        if data.strip() and not any(unseen for _tag, unseen in self.open):
            self.texts.append(" ".join(data.split()))


def texts_of(html):
    page = Page()
    page.feed(html)
    return page.texts


def dutch_in(text, data=()):
    for value in (*NAMES, *data):
        text = text.replace(value, " ")
    return {word for word in WORD.findall(text) if word.lower() in DUTCH}


def typed_values():
    """Return every text in the database that people typed, the longest first."""
    values = set()
    for app in vertalingen.APPS:
        for model in apps.get_app_config(app).get_models():
            fields = [f for f in model._meta.concrete_fields if isinstance(f, models.CharField | models.TextField)]
            for field in fields:
                if not field.choices:
                    values |= set(model._base_manager.values_list(field.attname, flat=True))
    return sorted((value for value in values if value and len(value) > 2), key=len, reverse=True)


def test_what_the_walk_looks_for_is_found():
    html = '<p title="Kies een rol">My <b>rol</b></p><p lang="nl">Het is zo</p><script>de</script><img alt="Uw foto">'
    assert [dutch_in(text) for text in texts_of(html)] == [{"Kies", "een", "rol"}, set(), {"rol"}, {"Uw"}]
    assert dutch_in("Groen voor de stad", ["Groen voor de stad"]) == set()


# The headings of a sheet are part of its form, and a sheet is exchanged with others.
SHEET = ("/deelnemers/importeren/",)


def english(cast, login, who):
    user = cast.people[who]
    user.taal = "en"
    user.save()
    return login(user)


def test_no_start_page_shows_dutch_to_who_chose_english(cast, login):
    world_of(cast)
    data = typed_values()
    pages = {who: english(cast, login, who).get("/") for who in BIJ_TRAJECT}
    assert {who for who, page in pages.items() if page.status_code == 200} == set(BIJ_TRAJECT)
    dutch = {who: [text for text in texts_of(page.text) if dutch_in(text, data)] for who, page in pages.items()}
    assert {who: texts for who, texts in dutch.items() if texts} == {}


@pytest.mark.parametrize("who", ["coordinator", "beheerder", "mentor", "werkgever"])
def test_no_page_shows_dutch_to_who_chose_english(cast, login, who):
    world_of(cast)
    client, data = english(cast, login, who), typed_values()
    found, pages = {}, 0
    for url in all_addresses():
        if url in SHEET:
            continue
        response = client.get(url)
        if response.status_code == 200 and response.headers["Content-Type"].startswith("text/html"):
            pages += 1
            dutch = [text for text in texts_of(response.text) if dutch_in(text, data)]
            if dutch:
                found[url] = dutch
    assert pages > 10
    assert found == {}
