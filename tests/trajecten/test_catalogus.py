from trajecten.catalogus import CATALOGUS, Soort
from trajecten.enums import Component

# Tabel 1 and figuur 1, written out once more: component -> (kind, months, depends on level, roles in order).
TABEL_1 = {
    "werving": ("extra", (1, 6), False, ("intermediair", "werkgever", "expertisepartner", "verbinder")),
    "voortraject": (
        "extra",
        (1, 12),
        True,
        ("taalopleider", "opleider", "werkgever", "regisseur", "expertisepartner"),
    ),
    "leerwerk": ("regulier", (2, 36), True, ("opleider", "werkgever", "regisseur")),
    "taal": ("extra", (3, 24), False, ("taalopleider",)),
    "begeleiding": ("extra", (3, 24), False, ("mentor", "expertisepartner")),
    "matching": ("regulier", (1, 6), False, ("intermediair", "verbinder", "werkgever")),
}


def _as_row(regel):
    return (
        regel.soort.value,
        (regel.min_maanden, regel.max_maanden),
        regel.hangt_af_van_niveau,
        tuple(rol.value for rol in regel.rollen),
    )


def test_catalogus_equals_tabel_1():
    assert {component.value: _as_row(regel) for component, regel in CATALOGUS.items()} == TABEL_1


def test_catalogus_keeps_the_order_of_tabel_1():
    assert list(CATALOGUS) == list(Component)
    assert [component.value for component in CATALOGUS] == list(TABEL_1)


def test_catalogus_files_each_row_under_its_own_component():
    assert all(component is regel.component for component, regel in CATALOGUS.items())


def test_catalogus_labels_are_those_of_the_components():
    assert [str(regel.label) for regel in CATALOGUS.values()] == [
        "Werving en selectie",
        "Voortraject",
        "Leer- en werkcomponent",
        "(Extra) taalondersteuning",
        "(Extra) begeleiding",
        "Matching en plaatsing",
    ]


def test_catalogus_has_four_extra_components():
    assert [c.value for c, regel in CATALOGUS.items() if regel.soort is Soort.EXTRA] == [
        "werving",
        "voortraject",
        "taal",
        "begeleiding",
    ]


def test_aandachtspunten_are_two_questions_per_component_with_stable_codes():
    assert {c.value: [punt.code for punt in regel.aandachtspunten] for c, regel in CATALOGUS.items()} == {
        "werving": ["werving_vraag", "werving_bovenregionaal"],
        "voortraject": ["voortraject_werkgever", "voortraject_regie"],
        "leerwerk": ["leerwerk_taken", "leerwerk_bewijs"],
        "taal": ["taal_vaktaal", "taal_onderdeel"],
        "begeleiding": ["begeleiding_deelnemer", "begeleiding_werkgever"],
        "matching": ["matching_proefplaatsing", "matching_helderheid"],
    }
    teksten = [str(punt.tekst) for regel in CATALOGUS.values() for punt in regel.aandachtspunten]
    assert len(set(teksten)) == 12
    assert all(tekst.endswith("?") for tekst in teksten)
