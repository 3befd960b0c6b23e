from canvas.velden import VELDEN
from trajecten.catalogus import CATALOGUS


def test_every_component_has_a_goal_activities_and_an_answer_per_attention_point():
    expected = ["doel"]
    for component, regel in CATALOGUS.items():
        codes = ["doel", "activiteiten", *(punt.code for punt in regel.aandachtspunten)]
        expected += [f"{component.value}.{code}" for code in codes]
    assert list(VELDEN) == [*expected, "risicos", "opbrengsten", "volgende_overleg"]


def test_every_field_has_a_label_and_a_hint_and_fits_its_column():
    assert [code for code, veld in VELDEN.items() if not veld.label or not veld.hint or len(code) > 60] == []


def test_only_the_shared_goal_is_for_those_who_direct():
    assert {code: veld.schrijven for code, veld in VELDEN.items() if veld.schrijven != "canvas:veld"} == {
        "doel": "trajecten:wijzig"
    }
