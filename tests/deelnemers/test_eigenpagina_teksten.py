"""What the participant's own page says: whole and alike in every language, and a concept until somebody read it."""

import ast
import re
import threading
from pathlib import Path

import pytest
from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from deelnemers.eigenpagina import bewerken, teksten
from deelnemers.eigenpagina.talen import TALEN, VERTAALD
from deelnemers.eigenpagina.teksten import TEKSTEN, places_in, read_texts, translations
from deelnemers.enums import OntmoetingSoort, VoortgangStatus, WensSoort
from deelnemers.fouten import DeelnemerFout
from deelnemers.models import EigenPaginaTekst
from tests.factories.partijen import LidmaatschapFactory
from toegang.logregels import Logregel
from trajecten.enums import Component

BASE = Path(settings.BASE_DIR)
PAGINA = BASE / "deelnemers" / "eigenpagina"
EIGEN = "طريقي"
TOLK = "Amal Tolk"

# --- The catalogue


@pytest.mark.parametrize("taal", VERTAALD)
def test_every_language_says_every_text_once_and_no_other(taal):
    assert list(translations(taal)) == list(TEKSTEN)
    assert [code for code, text in translations(taal).items() if not text.strip()] == []


def test_there_is_a_file_for_each_language_and_no_other():
    assert {path.name for path in (PAGINA / "vertalingen").iterdir()} == {f"{taal}.json" for taal in VERTAALD}


@pytest.mark.parametrize("taal", VERTAALD)
def test_what_is_filled_in_comes_back_in_every_language(taal):
    said = translations(taal)
    assert {code: places_in(said[code]) for code in TEKSTEN} == {code: places_in(TEKSTEN[code]) for code in TEKSTEN}
    assert [text for text in said.values() if text.count("{") + text.count("}") != 2 * len(places_in(text))] == []


# The scripts in which each language is written, by what Unicode calls their letters.
SCHRIFT = {
    "ar": ("؀", "ۿ"),
    "prs": ("؀", "ۿ"),
    "ti": ("ሀ", "፿"),
    "en": ("A", "z"),
    "tr": ("A", "ş"),
}


@pytest.mark.parametrize("taal", VERTAALD)
def test_a_text_is_written_in_the_script_of_its_language(taal):
    first, last = SCHRIFT[taal]
    odd = {
        code: text
        for code, text in translations(taal).items()
        if any(letter.isalpha() and not first <= letter <= last for letter in re.sub(r"\{\w+\}", "", text))
    }
    assert odd == {}


@pytest.mark.parametrize("taal", VERTAALD)
def test_an_explanation_names_the_button_as_it_is_called(taal):
    assert translations(taal)["versturen"] in translations(taal)["wensen_uitleg"]


def test_every_component_state_and_wish_has_its_words():
    assert {f"route_{code}" for code in Component} | {"route_leeg"} == {c for c in TEKSTEN if c.startswith("route_")}
    assert {f"staat_{code}" for code in VoortgangStatus} | {"staat_stil"} == {
        c for c in TEKSTEN if c.startswith("staat_")
    }
    assert {f"wens_{code}" for code in WensSoort} <= set(TEKSTEN)


def used_in_templates():
    found = set()
    for path in (BASE / "templates" / "eigenpagina").glob("*.html"):
        if not path.name.startswith("teksten"):  # those pages show whatever there is
            found |= set(re.findall(r"\bt\.(\w+)", path.read_text()))
    return found


# What the code adds to the beginning of a code.
VERVOLG = {
    "ontmoeting_": list(OntmoetingSoort),
    "route_": Component,
    "staat_": VoortgangStatus,
    "wens_": WensSoort,
    "afspraak_": ("open", "gedaan"),
}


def used_in_code():
    """Return every code of the catalogue that the code of the page names, in whole or by its beginning."""
    found = set()
    for path in (*PAGINA.glob("*.py"), BASE / "deelnemers" / "views" / "eigenpagina.py"):
        for node in ast.walk(ast.parse(path.read_text())) if path.name != "teksten.py" else ():
            if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
                start = node.values[0].value
                found |= {f"{start}{rest}" for rest in VERVOLG.get(start, ())}
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.add(node.value)
    return found


def test_no_text_is_asked_for_that_is_not_there_and_none_is_there_that_nobody_asks_for():
    assert used_in_templates() - set(TEKSTEN) == set()
    assert set(TEKSTEN) - used_in_templates() - used_in_code() == set()


def test_a_value_keeps_its_own_direction():
    text = read_texts("ar", None)["van_tot"].filled(van="1-3-2027", tot="30-6-2027")
    assert text.vertaling == "من \u20681-3-2027\u2069 إلى \u206830-6-2027\u2069"
    assert text.nederlands == "Van \u20681-3-2027\u2069 tot en met \u206830-6-2027\u2069"


def test_what_is_filled_in_fills_in_nothing_itself():
    assert "{datum}" in read_texts("en", None)["geldig_tot"].filled(datum="{datum}").nederlands


# --- Concept, approved, edited


def test_without_a_reader_every_translation_is_a_concept_and_the_dutch_is_not(cast):
    assert {text.concept for text in read_texts("nl", cast.waterstad).values()} == {False}
    for taal in VERTAALD:
        assert {text.concept for text in read_texts(taal, cast.waterstad).values()} == {True}
        assert {text.concept for text in read_texts(taal, None).values()} == {True}


def versie(cast, code="titel", taal="ar"):
    return bewerken.read_translations(cast.waterstad, taal)[code].versie


def approve(cast, *codes, door=None, gelezen_door=TOLK):
    gelezen = {code: versie(cast, code) for code in codes}
    bewerken.approve(cast.waterstad, "ar", gelezen=gelezen, gelezen_door=gelezen_door, door=door or cast.coordinator)


def write(cast, tekst=EIGEN, code="titel", door=None):
    bewerken.write(cast.waterstad, "ar", code, tekst=tekst, door=door or cast.coordinator)


def concepts(gemeente, taal="ar"):
    return {code for code, text in read_texts(taal, gemeente).items() if text.concept}


def test_an_approval_holds_for_one_text_one_language_and_one_gemeente(cast):
    approve(cast, "titel")
    rij = EigenPaginaTekst.objects.get()
    assert (rij.gelezen_door, rij.vastgelegd_door, rij.tekst) == (TOLK, cast.coordinator, "")
    assert concepts(cast.waterstad) == set(TEKSTEN) - {"titel"}
    assert concepts(cast.waterstad, "prs") == set(TEKSTEN)
    assert concepts(cast.heuvelrijk) == set(TEKSTEN)


@pytest.mark.parametrize("changed", ["ours", "dutch"])
def test_an_approved_text_that_we_change_is_a_concept_again(cast, monkeypatch, changed):
    approve(cast, "titel", "route")
    if changed == "ours":
        monkeypatch.setattr(teksten, "translations", lambda taal: {**translations(taal), "titel": "مسار"})
    else:
        monkeypatch.setattr(teksten, "TEKSTEN", {**TEKSTEN, "titel": "Mijn weg"})
    assert concepts(cast.waterstad) == set(TEKSTEN) - {"route"}


def test_a_gemeentes_own_text_is_a_concept_for_whoever_approved_ours(cast):
    approve(cast, "titel")
    write(cast)
    text = read_texts("ar", cast.waterstad)["titel"]
    assert (text.vertaling, text.concept) == (EIGEN, True)
    assert read_texts("ar", cast.heuvelrijk)["titel"].vertaling == translations("ar")["titel"]
    approve(cast, "titel", door=cast.beheerder)
    assert read_texts("ar", cast.waterstad)["titel"].concept is False


def test_the_same_text_once_more_changes_nothing(cast):
    approve(cast, "titel")
    write(cast, tekst=translations("ar")["titel"], door=cast.beheerder)
    assert concepts(cast.waterstad) == set(TEKSTEN) - {"titel"}
    approve(cast, "titel", door=cast.beheerder, gelezen_door="Iemand Anders")
    assert EigenPaginaTekst.objects.get().gelezen_door == TOLK


def test_going_back_to_ours_leaves_nothing_and_is_a_concept(cast):
    write(cast)
    approve(cast, "titel", door=cast.beheerder)
    bewerken.back_to_ours(cast.waterstad, "ar", "titel")
    bewerken.back_to_ours(cast.waterstad, "ar", "titel")
    assert not EigenPaginaTekst.objects.exists()
    assert read_texts("ar", cast.waterstad)["titel"] == read_texts("ar", None)["titel"]
    write(cast)
    write(cast, tekst=translations("ar")["titel"])
    assert not EigenPaginaTekst.objects.exists()


def test_going_back_keeps_that_ours_was_approved(cast):
    approve(cast, "titel")
    bewerken.back_to_ours(cast.waterstad, "ar", "titel")
    assert concepts(cast.waterstad) == set(TEKSTEN) - {"titel"}


def test_nobody_approves_what_they_wrote(cast):
    write(cast)
    with pytest.raises(DeelnemerFout) as refused:
        approve(cast, "titel", "route")
    assert list(refused.value.message_dict) == ["gelezen"]
    with pytest.raises(DeelnemerFout) as refused:
        approve(cast, "titel", door=cast.beheerder, gelezen_door=cast.coordinator.naam.upper())
    assert list(refused.value.message_dict) == ["gelezen_door"]
    assert concepts(cast.waterstad) == set(TEKSTEN)


def test_what_changed_since_it_was_shown_is_not_approved(cast):
    shown = {"titel": versie(cast), "route": versie(cast, "route")}
    write(cast)
    with pytest.raises(DeelnemerFout):
        bewerken.approve(cast.waterstad, "ar", gelezen=shown, gelezen_door=TOLK, door=cast.beheerder)
    assert concepts(cast.waterstad) == set(TEKSTEN)


@pytest.mark.parametrize(
    "tekst", ["بدون تاريخ", "{datum} و {datum}", "{dag}", "{datum", "{datum} {", "{datum!r}", "{0}"]
)
def test_words_that_leave_out_what_is_filled_in_are_refused(cast, tekst):
    with pytest.raises(DeelnemerFout) as refused:
        write(cast, tekst=tekst, code="geldig_tot")
    assert refused.value.message_dict == {"tekst": ["Neem precies dit over, één keer: {datum}"]}
    assert not EigenPaginaTekst.objects.exists()


@pytest.mark.parametrize("tekst", ["{naam}", "{", "a } b"])
def test_braces_where_nothing_is_filled_in_are_refused(cast, tekst):
    with pytest.raises(DeelnemerFout) as refused:
        write(cast, tekst=tekst)
    assert refused.value.message_dict == {"tekst": ["Gebruik geen accolades: { of }."]}


def test_own_words_that_no_longer_fit_make_way_for_ours(cast, monkeypatch):
    write(cast, tekst="حتى {datum}", code="geldig_tot")
    monkeypatch.setattr(teksten, "TEKSTEN", {**TEKSTEN, "geldig_tot": "Nog {dagen} dagen."})
    assert read_texts("ar", cast.waterstad)["geldig_tot"].vertaling == translations("ar")["geldig_tot"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"taal": "nl"},
        {"taal": "xx"},
        {"tekst": "iets"},
        {"gelezen_door": TOLK},
        {"gelezen_door": TOLK, "gelezen_versie": "abc"},
        {"four eyes": True},
    ],
)
def test_the_database_keeps_half_an_approval_out(cast, wrong):
    now = timezone.now()
    if wrong.pop("four eyes", False):
        wrong = {"tekst": "iets", "bewerkt_door": cast.beheerder, "bewerkt_op": now, "gelezen_door": TOLK}
        wrong |= {"gelezen_versie": "abc", "vastgelegd_door": cast.beheerder, "vastgelegd_op": now}
    with pytest.raises(IntegrityError), transaction.atomic():
        EigenPaginaTekst.objects.create(**({"gemeente": cast.waterstad, "taal": "ar", "code": "titel"} | wrong))


def test_a_page_of_texts_costs_one_query_and_the_dutch_none(cast, django_assert_num_queries):
    with django_assert_num_queries(0):
        read_texts("nl", cast.waterstad)
        read_texts("ar", None)
    for codes in (["titel"], ["route", "taal", "mentor"], list(TEKSTEN)[:30]):
        approve(cast, *codes)
        with django_assert_num_queries(1):
            read_texts("ar", cast.waterstad)
        with django_assert_num_queries(1):
            list(bewerken.how_far(cast.waterstad))


def test_how_far_a_language_is(cast):
    approve(cast, "titel", "route")
    write(cast, code="mentor")
    assert {stand.taal.code: stand.aantal for stand in bewerken.how_far(cast.waterstad)} == {
        "en": 0,
        "ar": 2,
        "ti": 0,
        "prs": 0,
        "tr": 0,
    }
    approve(cast, *(code for code in TEKSTEN if code != "mentor"))
    approve(cast, "mentor", door=cast.beheerder)
    assert [stand.taal.code for stand in bewerken.how_far(cast.waterstad) if stand.klaar] == ["ar"]


def test_the_log_says_what_was_done_and_not_who_read_it(cast, login):
    client = login(cast.coordinator)
    client.post(address(cast), {"gelezen_door": TOLK, "gelezen": [tick(cast)]})
    regel = Logregel.objects.filter(content_type__model="eigenpaginatekst").get()
    assert (regel.handeling, regel.eigenaar, regel.actor) == ("gemaakt", cast.waterstad.pk, cast.coordinator)
    assert TOLK not in str(regel.changes)


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_who_approve_at_once_make_one_row(cast):
    gelezen, failed = {code: versie(cast, code) for code in ("titel", "route")}, []

    def run(door):
        try:
            bewerken.approve(cast.waterstad, "ar", gelezen=gelezen, gelezen_door=TOLK, door=door)
        except DeelnemerFout as error:
            failed.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(door,)) for door in (cast.coordinator, cast.beheerder) * 3]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert EigenPaginaTekst.objects.count() == 2


# --- The pages of the gemeente


def address(cast, taal="ar", code=None):
    if code:
        return reverse("deelnemers:paginatekst", args=[cast.waterstad.pk, taal, code])
    return reverse("deelnemers:paginateksten_taal", args=[cast.waterstad.pk, taal])


def tick(cast, code="titel", taal="ar"):
    return f"{code} {versie(cast, code, taal)}"


def test_settings_lead_to_the_texts_and_these_to_each_language(cast, login):
    client = login(cast.beheerder)
    talen = reverse("deelnemers:paginateksten", args=[cast.waterstad.pk])
    assert talen in client.get(reverse("partijen:instellingen", args=[cast.waterstad.pk])).text
    approve(cast, "titel")
    page = client.get(talen).text
    assert f"1 van {len(TEKSTEN)} goedgekeurd" in page
    assert [taal for taal in VERTAALD if address(cast, taal) not in page] == []


def test_a_language_stands_beside_the_dutch_in_its_own_direction(cast, login):
    page = login(cast.coordinator).get(address(cast, "prs")).text
    assert page.count('lang="fa-AF" dir="rtl"') == len(TEKSTEN)
    assert '<span lang="nl">Mijn traject</span>' in page
    assert translations("prs")["titel"] in page


def test_who_reads_a_language_approves_what_is_ticked(cast, login):
    client = login(cast.coordinator)
    answer = client.post(address(cast), {"gelezen_door": f" {TOLK} ", "gelezen": [tick(cast), tick(cast, "route")]})
    assert answer.status_code == 302
    assert concepts(cast.waterstad) == set(TEKSTEN) - {"titel", "route"}
    page = client.get(address(cast)).text
    assert f"Gelezen door {TOLK}. Vastgelegd door {cast.coordinator.naam} op" in page
    # What was approved has no tick any more.
    assert page.count('type="checkbox"') == len(TEKSTEN) - 2


def test_an_approval_without_a_name_or_a_tick_keeps_what_was_typed(cast, login):
    client = login(cast.coordinator)
    answer = client.post(address(cast), {"gelezen_door": "", "gelezen": [tick(cast)]})
    assert answer.status_code == 422
    assert re.search(rf'value="{tick(cast)}"[^>]*checked', answer.text)
    answer = client.post(address(cast), {"gelezen_door": TOLK})
    assert answer.status_code == 422
    assert "Zet een vinkje bij de teksten die goed zijn." in answer.text
    assert f'value="{TOLK}"' in answer.text
    assert not EigenPaginaTekst.objects.exists()


def test_a_tick_beside_a_text_that_changed_since_is_refused(cast, login):
    shown = tick(cast)
    write(cast, door=cast.beheerder)
    answer = login(cast.coordinator).post(
        address(cast), {"gelezen_door": TOLK, "gelezen": [shown, tick(cast, "route")]}
    )
    assert answer.status_code == 422
    assert "Een tekst is intussen veranderd. Lees die opnieuw." in answer.text
    assert concepts(cast.waterstad) == set(TEKSTEN)


def test_a_writer_gets_no_tick_and_can_make_none(cast, login):
    write(cast)
    client = login(cast.coordinator)
    page = client.get(address(cast)).text
    assert "U schreef deze tekst. Een collega kan hem goedkeuren." in page
    assert tick(cast) not in page
    assert client.post(address(cast), {"gelezen_door": TOLK, "gelezen": [tick(cast)]}).status_code == 422
    assert tick(cast) in login(cast.beheerder).get(address(cast)).text


def test_a_writers_name_as_reader_is_refused_beside_the_field(cast, login):
    write(cast)
    answer = login(cast.beheerder).post(address(cast), {"gelezen_door": cast.coordinator.naam, "gelezen": [tick(cast)]})
    assert answer.status_code == 422
    assert "Deze persoon schreef een van de teksten." in answer.text


def test_a_gemeente_writes_its_own_words(cast, login):
    client = login(cast.coordinator)
    page = client.get(address(cast, code="titel")).text
    assert re.search(r'<textarea[^>]*lang="ar"[^>]*dir="rtl"', page)
    assert "van_ons" not in page
    assert client.post(address(cast, code="titel"), {"tekst": f"  {EIGEN} "}).status_code == 302
    rij = EigenPaginaTekst.objects.get()
    assert (rij.tekst, rij.bewerkt_door, rij.gelezen_door) == (EIGEN, cast.coordinator, "")
    page = client.get(address(cast, code="titel")).text
    assert EIGEN in page
    assert translations("ar")["titel"] in page
    assert client.post(address(cast, code="titel"), {"van_ons": "on", "tekst": ""}).status_code == 302
    assert not EigenPaginaTekst.objects.exists()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Dit veld is verplicht."),
        ("بدون تاريخ", "Neem precies dit over, één keer: {datum}"),
        ("س" * 401, "400"),
    ],
)
def test_words_that_are_refused_stay_in_the_field(cast, login, typed, said):
    answer = login(cast.coordinator).post(address(cast, code="geldig_tot"), {"tekst": typed})
    assert answer.status_code == 422
    assert said in answer.text
    assert typed in answer.text
    assert not EigenPaginaTekst.objects.exists()


@pytest.mark.parametrize(("taal", "code"), [("nl", None), ("xx", None), ("nl", "titel"), ("ar", "bestaat_niet")])
def test_a_language_or_text_that_is_not_there_is_not_found(cast, login, taal, code):
    assert login(cast.coordinator).get(address(cast, taal, code)).status_code == 404


def test_the_pages_cost_the_same_with_any_number_of_rows(cast, login, django_assert_num_queries):
    client = login(LidmaatschapFactory(partij=cast.waterstad, functie="beheerder").gebruiker)
    costs = {
        reverse("deelnemers:paginateksten", args=[cast.waterstad.pk]): 5,
        address(cast): 5,
        address(cast, code="titel"): 5,
    }
    for codes in (["titel"], ["route", "taal", "mentor"], list(TEKSTEN)[:30]):
        approve(cast, *codes)
        for url, queries in costs.items():
            with django_assert_num_queries(queries):
                assert client.get(url).status_code == 200


def test_every_language_has_a_name_a_direction_and_a_tag():
    assert {taal.richting for taal in TALEN.values()} == {"ltr", "rtl"}
    assert {code for code, taal in TALEN.items() if taal.richting == "rtl"} == {"ar", "prs"}
    assert all(taal.naam and taal.tag and taal.benaming for taal in TALEN.values())
