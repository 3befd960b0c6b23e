"""The manual does not age: a script makes its pictures, its words are those of the screens, its links lead on."""

import json
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from PIL import Image

from config.demo.laden import load_demo
from partijen.enums import Rol
from scripts import handleiding, vertalingen
from scripts.schermbeelden import BEELDEN, BREED, TELEFOON, addresses
from toegang.models import User

MAP = Path(settings.BASE_DIR, "docs", "handleiding")
PAGINAS = sorted(MAP.glob("*.md"))
PLAATJE = re.compile(r"!\[([^\]]+)\]\(beelden/([\w-]+)\.webp\)")
VERWIJZING = re.compile(r"(?<!!)\[[^\]]+\]\(([^)]+)\)")
VET = re.compile(r"\*\*(.+?)\*\*", re.DOTALL)
# The page of each role, and of who works for a gemeente. Who directs reads what a coordinator reads.
ROLPAGINAS = {rol: rol for rol in Rol.values} | {Rol.REGISSEUR.value: "coordinator"}
GEMEENTE = {"coordinator", "klantmanager", "beheerder"}
MOST_BYTES, MOST_IN_ALL = 90_000, 6_000_000
ZONDER_MENU = {"eigen-pagina", "geen-verbinding"}


def words(text):
    return " ".join(text.split())


def test_each_picture_is_made_by_the_script_and_shown_once_with_what_it_says_in_words():
    shown = [name for page in PAGINAS for _alt, name in PLAATJE.findall(page.read_text())]
    assert sorted(shown) == sorted(beeld.naam for beeld in BEELDEN)
    assert sorted(path.stem for path in (MAP / "beelden").iterdir()) == sorted(shown)
    # No other picture than those this test knows.
    assert sum(page.read_text().count("![") for page in PAGINAS) == len(shown)


def test_pictures_are_as_wide_as_they_say_and_light():
    sizes = {beeld.naam: (MAP / "beelden" / f"{beeld.naam}.webp").stat().st_size for beeld in BEELDEN}
    assert {name for name, size in sizes.items() if size > MOST_BYTES} == set()
    assert sum(sizes.values()) < MOST_IN_ALL
    widths = {beeld.naam: Image.open(MAP / "beelden" / f"{beeld.naam}.webp").width for beeld in BEELDEN}
    assert widths == {beeld.naam: beeld.breedte for beeld in BEELDEN}
    assert {beeld.breedte for beeld in BEELDEN} == {BREED, TELEFOON}


def test_every_role_has_a_page_that_the_first_page_leads_to():
    linked = set(VERWIJZING.findall((MAP / "README.md").read_text()))
    assert {f"{page}.md" for page in {*ROLPAGINAS.values(), *GEMEENTE}} <= linked
    assert {page.name for page in PAGINAS} - {"README.md"} == linked


@pytest.mark.parametrize("page", PAGINAS, ids=lambda page: page.stem)
def test_links_lead_to_a_page_of_the_manual(page):
    text = page.read_text()
    assert [link for link in VERWIJZING.findall(text) if not (MAP / link).is_file()] == []
    assert page.name == "README.md" or "(README.md)" in text


@pytest.fixture(scope="module")
def on_screen():
    return vertalingen.screen_texts()


@pytest.mark.parametrize("page", PAGINAS, ids=lambda page: page.stem)
def test_words_in_bold_stand_on_a_screen(page, on_screen):
    bold = [words(text) for text in VET.findall(page.read_text())]
    assert [text for text in bold if text not in on_screen] == []


def test_no_picture_shows_a_title_a_label_or_a_button_that_is_gone(on_screen):
    said = json.loads(handleiding.WOORDEN.read_text())
    assert set(said) == {beeld.naam for beeld in BEELDEN}
    gone = {name: [text for text in texts if text not in on_screen] for name, texts in said.items()}
    assert {name: texts for name, texts in gone.items() if texts} == {}, "make handleiding"
    # Read from a page, not from nothing: whoever is signed in sees the menu, but for the two pages that have none.
    with_menu = {beeld.naam for beeld in BEELDEN if beeld.wie} - ZONDER_MENU
    assert {name for name, texts in said.items() if "Uitloggen" in texts} == with_menu


def test_who_a_picture_is_of_may_see_that_page(db, settings):
    settings.DEMO = True
    load_demo()
    handleiding.fill(deelnemers=handleiding.GROEP)
    places, answers = addresses(), {}
    for beeld in BEELDEN:
        client = Client()
        if beeld.wie:
            client.force_login(User.objects.get(email=beeld.wie))
        answers[beeld.naam] = client.get(beeld.pad.format(**places)).status_code
    assert {name: status for name, status in answers.items() if status != 200} == {}
