"""The attack list can fail: what would be a success is seen as one."""

from types import SimpleNamespace

import pytest

from bench.aanvallen.doel import Doel, Uitkomst
from bench.aanvallen.invullen import LONG, SHORT, payload
from bench.aanvallen.paginas import adressen, changed_since, fingerprint, main_form, read
from bench.aanvallen.sessie import ELSEWHERE, leads_away
from partijen.models import Huisstijl
from tests.factories.partijen import GemeenteFactory
from toegang.matrix import MATRIX

URL = "http://127.0.0.1:8000"


@pytest.mark.parametrize("markup", [SHORT, LONG.format(url=URL), "<style>a{}</style>", "<script>1</script>"])
def test_markup_that_reached_a_page_is_seen(markup):
    assert read(f"<p>{markup}</p>").injected != []


@pytest.mark.parametrize("attribute", ['onclick="x"', 'style="color: red"', 'href="javascript:alert(1)"'])
def test_attributes_that_run_are_seen(attribute):
    assert read(f"<a {attribute}>a</a>").injected != []


def test_escaped_text_and_our_own_scripts_are_not_seen_as_an_attack():
    own = '<script src="/static/a.js"></script><script type="application/json">{}</script>'
    assert read(f"<p>&lt;lek&gt;</p>{own}").injected == []


@pytest.mark.parametrize(
    "target", ["https://elders.example/", "//elders.example/", "/\\elders.example", "javascript:1"]
)
def test_an_address_elsewhere_is_seen(target):
    assert target in (*ELSEWHERE, "javascript:1")
    assert leads_away(SimpleNamespace(headers={"Location": target}), URL)
    assert leads_away(SimpleNamespace(headers={"HX-Redirect": target}), URL)


@pytest.mark.parametrize("target", ["", "/", "/deelnemers/?next=//elders.example", f"{URL}/"])
def test_an_address_of_our_own_is_none(target):
    assert not leads_away(SimpleNamespace(headers={"Location": target}), URL)


def test_an_attack_that_tried_nothing_has_not_held():
    outcome = Uitkomst("proef")
    assert not outcome.held
    outcome.note(404)
    assert outcome.held
    outcome.note(200, broke=True)
    assert not outcome.held


@pytest.mark.django_db
def test_rows_are_compared_by_what_is_in_them_pictures_too():
    huisstijl = Huisstijl.objects.create(gemeente=GemeenteFactory(), logo=b"een plaatje")
    before = fingerprint()
    assert changed_since(before) == []
    huisstijl.logo = b"een ander"
    huisstijl.save()
    assert changed_since(before) == ["Huisstijl"]


def test_the_list_is_for_this_machine_alone():
    with pytest.raises(ValueError, match="this machine alone"):
        Doel("https://leerwerk.gemeente.example", lambda _to: [], None)


def test_nearly_every_address_of_the_matrix_is_attacked():
    # What is left out asks for words that only its own tests can fill in.
    assert len({adres.naam for adres in adressen()}) >= len(MATRIX) - 4


def test_forms_are_read_as_a_browser_would():
    form = main_form(
        '<form method="post"><input name="a" value="1"><textarea name="b">tekst</textarea>'
        '<select name="c"><option value="">-</option><option value="7" selected>x</option></select>'
        '<input type="checkbox" name="d" value="on"></form>'
    )
    assert form.values() == {"a": ["1"], "b": ["tekst"], "c": ["7"]}
    assert {naam for naam, veld in form.velden.items() if veld.is_text} == {"a", "b"}


@pytest.mark.parametrize("most", [4, 10, 40, 100, 5000])
def test_markup_is_no_longer_than_its_field(most):
    assert len(payload(most, URL)) <= most
