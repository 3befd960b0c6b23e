"""Nothing changes unseen: every model with personal data is followed, and every write that auditlog can't see is known.

Two lists are kept by hand, each line with its reason; whoever adds a model or a bulk write comes by here.
"""

import ast
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models
from django.urls import reverse

from berichten.models import Regelkeuze
from deelnemers.logtabel import BEVEILIGING, PAGINAS
from deelnemers.models import Deelnemer
from partijen.models import GemeenteInstelling
from tests.factories.canvas import BijdrageFactory, CanvasTekstFactory
from tests.factories.trajecten import BesluitFactory
from tests.factories.wereld import build_wereld
from tests.toegang import test_cast
from tests.toegang.test_cast import EXTRA_KWARGS, OVER, PERSOONLIJK
from toegang import aanmeldlog
from toegang.logregels import open_velden, tracked
from toegang.matrix import MATRIX
from toegang.models import Logregel
from trajecten.enums import Doorgang, Uitslag
from trajecten.levensloop import set_doorgang, set_status

wereld = test_cast.wereld  # its fixture
ONZE_APPS = ("toegang", "berichten", "partijen", "trajecten", "deelnemers", "canvas", "inzicht", "config")

NIET_GEVOLGD = {
    "toegang.Indiening": "the stamp on a form that was sent: a number, gone after thirty days",
    "toegang.Logregel": "the log itself",
    "berichten.Bericht": "a mail as a row, with its own history: kind, receiver, state; no personal field",
    "berichten.Weigering": "what a mail server answered, for a week; no personal field",
    "berichten.Uitstel": "what someone wants to hear of later: their own, for a few days",
    "berichten.Agendalink": "the address of someone's own dates: theirs to make and to take back",
    "berichten.Voorkeur": "how often someone wants mail: their own, and no personal field",
    "berichten.Hartslag": "about a process, no people",
    "deelnemers.ImportOpdracht": "a sheet for an hour at most; what is made of it is logged, one by one and together",
    "deelnemers.Inzageverzoek": "papers made of what stands elsewhere, gone after a day; asking and fetching is logged",
    "trajecten.Planwijziging": "itself the history of a planning; the days of its phases are followed",
    "canvas.PdfOpdracht": "a file made from what stands elsewhere; fetching it is logged",
}

# Statements that write many rows at once: auditlog never hears of them. By place, with what logs them or why not.
BUITEN_AUDITLOG = {
    "berichten/agendalinks.py:revoke:delete": "addresses of calendars are not followed",
    "berichten/outbox.py:_write:bulk_create": "mails are not followed",
    "berichten/querysets.py:claim:update": "mails are not followed",
    "berichten/querysets.py:give_back:update": "mails are not followed",
    "berichten/querysets.py:mark_sent:update": "mails are not followed",
    "berichten/querysets.py:start_over:update": "mails are not followed",
    "berichten/verzending.py:_mark:update": "mails are not followed",
    "berichten/verzending.py:sweep:delete": "refusals of a mail server are not followed",
    "berichten/verzending.py:sweep:update": "mails are not followed",
    "berichten/post.py:_let_through:update": "mails are not followed",
    "berichten/voorkeuren.py:choose:update": "mails are not followed",
    "berichten/weigeringen.py:lift:delete": "refusals of a mail server are not followed",
    "berichten/regelkeuzes.py:choose:delete": "one row through the model: auditlog sees it",
    "canvas/document.py:_hash_papier:update": "a checksum, no row",
    "canvas/drukken.py:_finish:update": "PDF jobs are not followed",
    "canvas/drukken.py:_store:delete": "a file, no row",
    "canvas/drukken.py:claim:update": "PDF jobs are not followed",
    "canvas/opdrachten.py:ask:update": "PDF jobs are not followed",
    "canvas/opruimen.py:forget:update": "PDF jobs are not followed",
    "canvas/opruimen.py:sweep:delete": "a file, no row",
    "canvas/views.py:bijdrage_weg:delete": "one row through the model: auditlog sees it",
    "config/demo/bewaarproef.py:_fill:update": "invented people, loaded by a command",
    "config/demo/deelnames.py:_activate:update": "invented people, loaded by a command",
    "config/demo/deelnames.py:_take_longer:update": "invented people, loaded by a command",
    "config/demo/deelnames.py:_check_in:update": "invented people, loaded by a command",
    "config/demo/deelnames.py:_record_progress:update": "invented people, loaded by a command",
    "config/demo/laden.py:_age_mail:bulk_update": "mails are not followed",
    "config/demo/trajecten_laden.py:_fill_roles:update": "invented data, loaded by a command",
    "config/demo/trajecten_laden.py:_write_canvas:bulk_create": "invented data, loaded by a command",
    "config/demo/vullen.py:_add_chunk:bulk_create": "invented people, loaded by a command",
    "config/demo/vullen.py:_add_trajecten:bulk_create": "invented data, loaded by a command",
    "deelnemers/anonimiseren.py:_apply:bulk_update": "one line ANONIMISEREN for the whole person, with counts",
    "deelnemers/anonimiseren.py:_apply:delete": "one line ANONIMISEREN for the whole person, with counts",
    "deelnemers/anonimiseren.py:_clean_imports:delete": "kept sheets are not followed",
    "deelnemers/anonimiseren.py:anonymise:update": "one line ANONIMISEREN for the whole person, with counts",
    "deelnemers/bewaren.py:_mark:update": "note_many: whose anonymising was announced, or called off",
    "deelnemers/deelnames.py:join:bulk_create": "note_bulk: the rows of progress of one participation",
    "deelnemers/eigenpagina/bewerken.py:_forget:delete": "one row through the model: auditlog sees it",
    "deelnemers/forms/rechten.py:__init__:update": "the initial values of a form, no row",
    "deelnemers/importeren.py:keep:delete": "kept sheets are not followed",
    "deelnemers/importeren.py:purge:delete": "kept sheets are not followed",
    "deelnemers/inzagemaken.py:_finish:update": "requests for an overview are not followed",
    "deelnemers/inzagemaken.py:claim:update": "requests for an overview are not followed",
    "deelnemers/inzageverzoeken.py:purge:delete": "requests for an overview are not followed",
    "deelnemers/rechtzetten.py:_remove_afspraak:delete": "one row through the model: auditlog sees it",
    "deelnemers/rechtzetten.py:remove_checkin:delete": "one row through the model: auditlog sees it",
    "deelnemers/rechtzetten.py:remove_plaatsing:delete": "one row through the model: auditlog sees it",
    "deelnemers/signalen.py:reassess:delete": "one row through the model: auditlog sees it",
    "deelnemers/views/deelnames.py:deelname_wijzig:update": "the verb of that name, which saves one row",
    "partijen/huisstijl.py:read_css:update": "colours in a dict, no row",
    "partijen/views/partijen.py:contact_weg:delete": "one row through the model: auditlog sees it",
    "toegang/demoslot.py:register:update": "a set, no row",
    "toegang/herstel.py:take_off_second_step:delete": "a line BEVEILIGING on the account",
    "toegang/indieningen.py:purge:delete": "stamps are not followed",
    "toegang/logboek.py:_purge_portion:delete": "the log itself; how many lines went is a line",
    "toegang/logboek.py:note_many:bulk_create": "the log itself",
    "partijen/ongeopend.py:_remove:delete": "rows through the model, and a line in each gemeente that invited",
    "partijen/uitnodigen.py:accept_as_new:delete": "a link with a gemeente's sign-on: the new password has a line",
    "toegang/sessies.py:purge:delete": "what is left of sessions that ended by themselves: nobody did anything",
    "trajecten/aanmaken.py:_lay_fasen:bulk_create": "note_bulk: the phases and the open roles of a new trajectory",
    "trajecten/rollen.py:pass_on:delete": "one row through the model: auditlog sees it",
    "trajecten/rollen.py:_name_regisseur:update": "note_bulk: the regisseur of one trajectory",
    "trajecten/rollen.py:release:delete": "one row through the model: auditlog sees it",
}
BULK = {"update", "bulk_create", "bulk_update", "delete", "_raw_delete"}


def own_models():
    return {model for app in ONZE_APPS for model in apps.get_app_config(app).get_models() if not model._meta.proxy}


def test_every_model_is_followed_or_has_a_reason():
    assert {model._meta.label for model in own_models() - tracked()} == NIET_GEVOLGD.keys()


def bulk_writes():
    for app in ONZE_APPS:
        for path in sorted((settings.BASE_DIR / app).rglob("*.py")):
            if "migrations" not in path.parts:
                yield from calls_in(ast.parse(path.read_text()), str(path.relative_to(settings.BASE_DIR)), "")


def calls_in(node, path, function):
    for child in ast.iter_child_nodes(node):
        inner = child.name if isinstance(child, ast.FunctionDef | ast.ClassDef) else function
        if isinstance(child, ast.Call) and is_bulk(child.func):
            yield f"{path}:{inner}:{child.func.attr}"
        yield from calls_in(child, path, inner)


def is_bulk(function):
    """A call of one of these names; not on the attributes of a field in a form."""
    return (
        isinstance(function, ast.Attribute)
        and function.attr in BULK
        and not (isinstance(function.value, ast.Attribute) and function.value.attr == "attrs")
    )


def test_every_bulk_write_is_known():
    assert set(bulk_writes()) == BUITEN_AUDITLOG.keys()


def test_the_walk_finds_a_bulk_write():
    tree = ast.parse("class A:\n    def b(self):\n        X.objects.filter(y=1).update(y=2)\n")
    assert list(calls_in(tree, "a.py", "")) == ["a.py:b:update"]
    assert list(calls_in(ast.parse("field.widget.attrs.update(rows=3)"), "a.py", "")) == []


def test_what_is_said_to_be_noted_is():
    for place, reason in BUITEN_AUDITLOG.items():
        path, function, _call = place.split(":")
        if reason.startswith("note_"):
            tree = ast.parse(Path(settings.BASE_DIR / path).read_text())
            [body] = [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef) and n.name == function]
            called = {n.func.id for n in ast.walk(body) if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)}
            assert reason.split(":")[0] in called, place


# --- Reads: every address about one person that answers with a page leaves a line about that person.

ZONDER_REGEL = {
    "deelnemers:inzage_bestand": "a file that is not made yet; fetching it is logged as a download",
    "deelnemers:checkin_oud": "goes on to the form, which is",
}


def test_every_page_about_a_person_is_a_read(cast, wereld, login):
    client = login(cast.coordinator)
    missing = []
    for name, about in OVER.items():
        if about not in PERSOONLIJK | {"inzageverzoek"} or not MATRIX[name].lezen or name in ZONDER_REGEL:
            continue
        before = Logregel.objects.about(wereld.deelnemer.pk).filter(handeling="inzien").count()
        kwargs = {"pk": getattr(wereld, about).pk, **EXTRA_KWARGS.get(name, {})}
        assert client.get(reverse(name, kwargs=kwargs)).status_code == 200, name
        after = Logregel.objects.about(wereld.deelnemer.pk).filter(handeling="inzien").count()
        if after != before + 1:
            missing.append(name)
    assert missing == []


def test_every_page_in_the_log_has_words_for_it(cast, wereld, login):
    client = login(cast.coordinator)
    for name, about in OVER.items():
        if name.startswith("deelnemers:") and MATRIX[name].lezen and name not in ZONDER_REGEL:
            kwargs = {"pk": getattr(wereld, about).pk, **EXTRA_KWARGS.get(name, {})}
            client.get(reverse(name, kwargs=kwargs))
    pages = {regel.additional_data["pagina"] for regel in Logregel.objects.filter(handeling="inzien")}
    assert pages - PAGINAS.keys() == set()
    assert {wat for _signal, wat in aanmeldlog.BEVEILIGING} <= BEVEILIGING.keys()


# --- Canaries: a mark in every field that holds text, changed twice and removed; then looked for in every column.

# Codes that the program fills in from a list of its own, though the column does not say so.
CODES = {"trajecten.Traject.sjabloon", "canvas.CanvasTekst.veld", "deelnemers.EigenPaginaTekst.code"}


def label_of(field):
    return f"{field.model._meta.label}.{field.name}"


def text_fields(model):
    """Fields in which someone can type; one with choices or a short code holds no text."""
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField | models.JSONField)
        and not field.choices
        and (field.max_length is None or field.max_length >= 8)
        and label_of(field) not in CODES
    ]


def test_no_field_in_which_someone_types_is_open():
    typed = {(model, field.name) for model in tracked() for field in text_fields(model)}
    assert [(model, name) for model, name in typed if name in open_velden(model)] == []


def mark_all(row, ronde, n):
    for field in text_fields(type(row)):
        text = f"Kana{n:02d}{ronde}rie"[: field.max_length]
        setattr(row, field.name, [text] if isinstance(field, models.JSONField) else text)
    row.save()


def log_as_text():
    return str(list(Logregel.objects.values())).lower()


@pytest.fixture
def everything(cast):
    """One row of every followed model that holds text."""
    wereld = build_wereld(cast)
    # Only of what stands still there is a reason to tell.
    set_doorgang(wereld.fase, Doorgang.GEPAUZEERD, reden="Later", door=cast.coordinator)
    set_status(wereld.traject, Doorgang.GEPAUZEERD, reden="Later", door=cast.coordinator)
    extra = [
        BijdrageFactory(traject=wereld.traject),
        CanvasTekstFactory(traject=wereld.traject),
        BesluitFactory(fase=wereld.traject.fasen.first(), uitslag=Uitslag.VOORWAARDEN, voorwaarden="Later"),
        GemeenteInstelling.objects.create(gemeente=cast.waterstad),
        Regelkeuze.objects.create(eigenaar=cast.waterstad.pk, code="fase_eindigt_3", aan=False),
        cast.lezer,
    ]
    rows = [row for row in vars(wereld).values() if type(row) in tracked()] + extra
    assert {model for model in tracked() if text_fields(model)} <= {type(row) for row in rows}
    return rows


def test_no_mark_of_any_field_is_in_any_column_of_the_log(everything):
    for ronde in (1, 2):
        for n, row in enumerate(everything):
            mark_all(row, ronde, n)
    marked = {type(row) for row in everything if "kana" in str(vars(type(row)._base_manager.get(pk=row.pk))).lower()}
    assert marked == {type(row) for row in everything if text_fields(type(row))}  # the data that could leak
    assert Logregel.objects.filter(handeling="gewijzigd").count() >= 2 * len(marked)
    assert "kana" not in log_as_text()


def test_removing_a_file_leaves_no_mark_either(everything):
    for n, row in enumerate(everything):
        mark_all(row, 1, n)
    next(row for row in everything if isinstance(row, Deelnemer)).delete()
    gone = Logregel.objects.filter(handeling="verwijderd").values_list("content_type__model", flat=True)
    assert set(gone) == {
        "deelnemer",
        "deelname",
        "voortgang",
        "plaatsing",
        "checkin",
        "signaal",
        "paginalink",
        "wens",
        "ontmoeting",
    }
    assert "kana" not in log_as_text()
