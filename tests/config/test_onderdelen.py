"""One visual language: each component is one partial, pages use it and have no variant of their own."""

import importlib.util
import json
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.template import engines
from django.test import Client
from django.urls import NoReverseMatch, reverse

from config.onderdelen import ONDERDELEN, VoorbeeldTable
from tests.factories.deelnemers import DeelnemerFactory
from toegang.matrix import MATRIX

BASE = Path(settings.BASE_DIR)
FOLDER = BASE / "templates"
# What a component is known by in HTML, and the partials that may have it; everywhere else it is a variant made by hand.
KENMERKEN = {
    r"<h1\b": {"_paginakop.html"},
    r"\blw-paginakop\b": {"_paginakop.html"},
    r"\blw-filter\b": {"_filter.html"},
    r'class="pagination\b': {"_bladeren.html"},
    r"<table\b": set(),
    r"\blw-leeg\b": {"_leeg.html"},
    r"\blw-formulier\b": {"_formulier.html"},
    r"\blw-status\b": {"_status.html"},
    r"\blw-kaart(?![\w-])": {"_kaart.html", "_voortgang.html"},
    r"<dialog\b|\blw-dialoog\b": {"_dialoog.html"},
    r"\blw-toast\b": {"_toast.html"},
    r"<progress\b": {"_voortgang.html"},
    r"\blw-stappen\b": {"_stappen.html"},
    r"\bbtn-danger\b": {"_bevestig.html"},
}
# Pages that have it by hand all the same, each with its reason.
UITZONDERINGEN = {
    ("<h1", "kaal.html"): "stands alone: whatever went wrong must not go wrong again here",
    ("<h1", "account/_pagina.html"): "signing in is one card in the middle of the page, its title inside",
    ("<table", "trajecten/_tijdlijn_tabel.html"): "the drawing in words: its rows have a heading of their own",
    ("<table", "deelnemers/_verloop_tabel.html"): "the drawings in words: a column for each phase of this trajectory",
    ("<table", "canvas/_kosten.html"): "a column for each plan, to stand below the table of those plans",
    ("<table", "deelnemers/_drukte.html"): "the same",
    ("<table", "trajecten/varianten.html"): "a column for each plan, and a row for the whole below those of its phases",
    ("<table", "inzicht/verwerkingsregister.html"): "a document: a table for each kind of people, without sorting",
    (r"\blw-formulier", "trajecten/_afspraken.html"): "a form that opens inside a card of a page that is about more",
    (r"\blw-formulier", "deelnemers/eigen_pagina.html"): "a form in a card of a page that is about more",
    (r"\bbtn-danger", "toegang/_wachttijd.html"): "asks first itself, in a dialog: what is lost was never sent",
}
# Fields that crispy does not render, each with its reason.
MET_DE_HAND = {
    "deelnemers/_keuze.html": "one question as large buttons: the template that crispy renders that field with",
    "deelnemers/_keuzelijst.html": "people to tick, found by searching: what was ticked before stays on top",
    "deelnemers/deelname_nieuw.html": "the box to search those people by",
    "deelnemers/eigen_pagina.html": "an address to copy, which nobody fills in",
    "inzicht/agenda.html": "an address to copy, which nobody fills in",
    "inzicht/_zoekvak.html": "the search box of the head",
    "inzicht/zoeken.html": "the search box of the page, which asks while one types, and a setting of the browser",
    "socialaccount/connections.html": "allauth's choices have no names that a person knows",
}
# The page that shows everything, and a frame that is no component.
BUITEN = ("onderdelen", "_los.html")
# What stands at the top and is no component: a frame, and what the offline page says in each language.
GEEN_ONDERDEEL = {"_los.html", "_geenlijn.html"}
# Paper and mail are no screens; a participant's own page, in six languages, has a frame and a few classes of its own.
ANDERS = ("pdf", "mail.html", "eigenpagina/mijn", "eigenpagina/_")


def pages():
    """Return the templates of the screens by name, each as it is written."""
    found = {path.relative_to(FOLDER).as_posix(): path.read_text() for path in sorted(FOLDER.rglob("*.html"))}
    return {name: text for name, text in found.items() if not any(part in name for part in (*BUITEN, *ANDERS))}


def read_urls(settings, *, debug):
    """Serve by the URL map as it is read with DEBUG on or off."""
    settings.DEBUG = debug
    spec = importlib.util.spec_from_file_location(f"urls_{debug}", BASE / "config" / "urls.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    settings.ROOT_URLCONF = module


@pytest.fixture
def page(db, settings):
    read_urls(settings, debug=True)
    return Client().get("/onderdelen/")


@pytest.mark.parametrize(("debug", "status"), [(True, 200), (False, 404)])
def test_the_page_of_components_is_there_only_where_debug_is_on(db, settings, debug, status):
    read_urls(settings, debug=debug)
    assert Client().get("/onderdelen/").status_code == status


def test_the_page_of_components_has_no_name_without_debug():
    with pytest.raises(NoReverseMatch):
        reverse("onderdelen")


def test_the_page_shows_each_component_from_its_own_partial(page):
    assert len(ONDERDELEN) == 12
    used = {template.name for template in page.templates}
    assert {partial for onderdeel in ONDERDELEN for partial in onderdeel.partials} - used == set()
    assert [onderdeel.code for onderdeel in ONDERDELEN if f'<section id="{onderdeel.code}"' not in page.text] == []


def test_the_page_shows_every_state(page):
    states = {
        *("lw-status-goed", "lw-status-let-op", "lw-status-fout", "lw-status-stil"),
        *("lw-toast-success", "lw-toast-info", "lw-toast-warning", "lw-toast-error"),
        *("lw-voortgang-bezig", "lw-voortgang-klaar", "lw-voortgang-mislukt"),
        *("lw-stap-klaar", 'aria-current="step"', "is-invalid", "page-item", "lw-filter", "lw-leeg", "btn-danger"),
    }
    assert {state for state in states if state not in page.text} == set()
    ids = re.findall(r'\sid="([^"]+)"', page.text)
    assert [name for name in set(ids) if ids.count(name) > 1] == []


def test_the_page_of_components_reads_nothing_of_anybody(db, settings, django_assert_num_queries):
    read_urls(settings, debug=True)
    with django_assert_num_queries(0):
        assert Client().get("/onderdelen/").status_code == 200


def test_a_sample_form_that_is_sent_comes_back_as_a_message(page):
    client = Client()
    assert client.post("/onderdelen/", {}).status_code == 302
    meldingen = client.get("/onderdelen/").text.split('id="meldingen"')[1].split("</div>")[0]
    assert ("lw-toast-success" in meldingen, 'role="status"' in meldingen) == (True, True)


def test_each_partial_at_the_top_is_a_component_that_is_shown():
    shown = {partial for onderdeel in ONDERDELEN for partial in onderdeel.partials}
    assert {path.name for path in FOLDER.glob("_*.html")} - GEEN_ONDERDEEL == {p for p in shown if "/" not in p}


def test_each_component_is_used_by_a_page():
    shown = [(onderdeel.code, partial) for onderdeel in ONDERDELEN for partial in onderdeel.partials]
    texts = {**pages(), "settings": (BASE / "config" / "settings.py").read_text()}

    def uses(text, code, partial):
        return f'"{partial}"' in text or f"{{% {code} " in text

    unused = [p for code, p in shown if not any(uses(text, code, p) for name, text in texts.items() if name != p)]
    assert unused == []


def by_hand(texts):
    """Return where a component is written out beside its partial, without the exceptions that were made."""
    return {
        (pattern, name)
        for pattern, partials in KENMERKEN.items()
        for name, text in texts.items()
        if name not in partials and re.search(pattern, text)
        if not any(name == page and pattern.startswith(start) for start, page in UITZONDERINGEN)
    }


def test_no_page_has_a_variant_of_its_own():
    assert by_hand(pages()) == set()


@pytest.mark.parametrize(
    "html",
    [
        "<h1>Deelnemers</h1>",
        '<span class="lw-status lw-status-goed">Klaar</span>',
        '<section class="lw-kaart tr-fase">',
        '<div class="lw-kaart">',
        '<dialog id="x">',
        "<progress></progress>",
        '<button class="btn btn-danger">',
        '<div class="lw-leeg">',
        '<table class="table">',
    ],
)
def test_a_variant_by_hand_is_found(html):
    assert len(by_hand({"app/pagina.html": html})) == 1
    assert by_hand({"app/pagina.html": '<div class="lw-kaarten"><h2 class="lw-statusregel"></h2></div>'}) == set()


def test_each_exception_is_still_needed():
    texts = pages()
    assert [(start, page) for start, page in UITZONDERINGEN if not re.search(start, texts[page])] == []
    assert [page for page in MET_DE_HAND if not fields_of(texts[page])] == []


def fields_of(text):
    """Return the fields that a template writes out itself; hidden ones are nobody's to fill in."""
    return [tag for tag in re.findall(r"<(?:input|select|textarea)\b[^>]*>", text, re.DOTALL) if "hidden" not in tag]


def test_every_field_is_rendered_by_crispy():
    texts = pages()
    assert {name for name, text in texts.items() if fields_of(text)} == set(MET_DE_HAND)
    raw = re.compile(r"\{\{ *\w*form(?:\.as_\w+)? *\}\}|\.as_widget")
    assert [name for name, text in texts.items() if raw.search(text)] == []
    forms = [name for name, text in texts.items() if re.search(r"\w*form\|crispy|\{% crispy |as_crispy_field", text)]
    assert len(forms) > 10


def test_a_page_that_asks_first_says_what_will_happen():
    asking = {name: text for name, text in pages().items() if 'extends "_bevestig.html"' in text}
    assert len(asking) >= 9
    assert [name for name, text in asking.items() if "{% block gevolg %}" not in text] == []


def test_what_takes_something_away_can_be_read_first():
    gone = {name: regel for name, regel in MATRIX.items() if re.search(r"(_weg|_stop|:wissen)$", name)}
    assert len(gone) >= 6
    assert [name for name, regel in gone.items() if not regel.lezen] == []


def test_the_way_out_comes_before_the_button_that_takes_away(page):
    section = page.text.split('<section id="bevestig"')[1]
    assert section.index("Annuleren") < section.index("btn-danger")
    assert "Dit kunt u niet terugdraaien." in section


def render(text, **context):
    return engines["django"].from_string(f"{{% load onderdelen %}}{text}").render(context)


def test_a_card_without_a_heading_is_no_region():
    assert "<div" in render("{% kaart %}x{% endkaart %}")
    html = render('{% kaart titel kop="fase" nr=7 %}x{% endkaart %}', titel="<b>Leren</b>")
    assert '<section class="lw-kaart" aria-labelledby="fase-7">' in html
    assert '<h2 id="fase-7">&lt;b&gt;Leren&lt;/b&gt;</h2>' in html


def test_a_card_refuses_what_it_does_not_know():
    with pytest.raises(TypeError):
        render('{% kaart klas="x" %}x{% endkaart %}')


def test_progress_asks_again_only_while_there_is_something_to_wait_for():
    def asks(stand):
        return 'hx-get="/hier/"' in render(
            f'{{% voortgang "x" "y" stand="{stand}" adres="/hier/" %}}{{% endvoortgang %}}'
        )

    assert {stand: asks(stand) for stand in ("bezig", "klaar", "mislukt")} == {
        "bezig": True,
        "klaar": False,
        "mislukt": False,
    }


@pytest.fixture
def list_of(cast, login):
    """Return a list of many pages as the coordinator gets it, and how to ask for its other states."""
    DeelnemerFactory.create_batch(60, gemeente=cast.waterstad)
    client = login(cast.coordinator)

    def ask(vraag=None, **headers):
        return client.get("/deelnemers/", vraag or {}, headers=headers).text

    return ask


def tag(html, start):
    """Return the one tag that starts so."""
    found = re.findall(rf"<{start}[^>]*>", html)
    assert len(found) == 1, found
    return found[0]


def test_a_list_changes_itself_alone_and_says_how_many_it_found(list_of):
    page = list_of()
    around = tag(page, 'div hx-target="#lijst"')
    assert 'hx-select="#lijst"' in around
    assert 'hx-select-oob="#lijst-filter,#lijst-aantal:innerHTML"' in around
    assert 'role="status"' in tag(page, 'p id="lijst-aantal"')
    assert page.split('id="lijst-aantal"')[1].split("</p>")[0].endswith("60 gevonden · Bladzijde 1 van 3\n")
    # What sends itself: the form, the headings and the ways to other pages. No row of the table, no "show everything".
    boosted = re.findall(r'<(\w+)[^>]*hx-boost="true"', page)
    assert boosted == ["form", "tr", "nav"]
    assert 'hx-boost="false"' in tag(list_of({"zoek": "x"}), 'a class="btn btn-link"')


def test_what_had_the_focus_has_a_name_to_get_it_back_by(list_of):
    page = list_of()
    assert 'id="lijst-filterknop"' in page
    assert [name for name in re.findall(r"<th[^>]*><a ([^>]*)>", page) if not name.startswith('id="sorteer-')] == []
    assert 'tabindex="-1"' in tag(page, 'div id="lijst"')


def test_another_page_of_a_list_begins_at_its_top_for_the_keyboard_too(list_of):
    page = list_of()
    assert """hx-swap="outerHTML show:#lijst:top" hx-headers='{"X-Begin": "lijst"}'""" in page
    assert "autofocus" not in list_of({"page": 2})
    assert "autofocus" not in list_of({"zoek": "x"}, **{"HX-Request": "true"})
    turned = list_of({"page": 2}, **{"HX-Request": "true", "X-Begin": "lijst"})
    assert "autofocus" in tag(turned, 'div id="lijst"')


def test_a_list_is_links_and_a_form_without_a_script(list_of):
    page = list_of({"sort": "-naam"})
    assert tag(page, 'form method="get" id="lijst-filter"')
    assert 'href="?sort=-naam&amp;page=2"' in page
    assert 'href="?sort=naam"' in page


def test_a_table_outside_a_list_page_changes_no_part_of_it(rf):
    request = rf.get("/")
    request.user = AnonymousUser()
    table = VoorbeeldTable([{"naam": "a"}, {"naam": "b"}])
    table.paginate(per_page=1)
    text = "{% load django_tables2 %}{% render_table table %}"
    alone = engines["django"].from_string(text).render({"table": table}, request)
    assert "?page=2" in alone
    assert "hx-" not in alone


def test_going_back_asks_for_the_page_and_nothing_of_it_was_kept(page):
    config = json.loads(re.search(r"name=\"htmx-config\" content='([^']+)'", page.text)[1])
    assert (config["historyCacheSize"], config["refreshOnHistoryMiss"]) == (0, True)


def test_an_error_is_told_at_once_and_good_news_in_its_turn():
    def role(soort):
        return re.search(r'role="(\w+)"', engines["django"].get_template("_toast.html").render({"soort": soort}))[1]

    assert {soort: role(soort) for soort in ("error", "success", "warning")} == {
        "error": "alert",
        "success": "status",
        "warning": "status",
    }
