import pytest

from trajecten.catalogus import CATALOGUS
from trajecten.duur import maanden, weken
from trajecten.enums import Component, Niveau, Sector, Uitkomst
from trajecten.sjablonen import MAANDEN_BIJ_NIVEAU, SJABLONEN, DuurVoorstel

# Kader 1 and 2, written out once more: code -> (source, sectors, levels, outcome).
KADERS = {
    "generiek": ("figuur 1, Tabel 1", (), (Niveau.GEEN,), None),
    "zorg": ("kader 1a", (Sector.ZORG,), (Niveau.MBO2, Niveau.MBO3, Niveau.MBO4, Niveau.HBO), None),
    "werk-en-taal": ("kader 1b", (Sector.HORECA, Sector.LOGISTIEK), (Niveau.MBO2,), Uitkomst.DIPLOMA),
    "voor-de-klas": ("kader 1c", (Sector.ONDERWIJS,), (Niveau.HBO,), None),
    "elektromonteur": ("kader 2a", (Sector.TECHNIEK,), (Niveau.MBO3, Niveau.MBO4), Uitkomst.DIPLOMA),
    "bouw": ("kader 2b", (Sector.BOUW,), (Niveau.MBO1, Niveau.MBO2), Uitkomst.CERTIFICAAT),
    "groen": ("kader 2c", (Sector.GROEN,), (Niveau.GEEN,), Uitkomst.CERTIFICAAT),
}
# Every length that the kaders state: (template, component) -> (shortest, longest, proposed).
STATED = {
    ("werk-en-taal", Component.VOORTRAJECT): (maanden(3), maanden(9), maanden(6)),
    ("bouw", Component.LEERWERK): (weken(5), weken(10), weken(7)),
    ("groen", Component.LEERWERK): (weken(13), weken(13), weken(13)),
    ("groen", Component.MATCHING): (maanden(6), maanden(6), maanden(6)),
}


def test_sjablonen_equal_the_kaders():
    assert {
        code: (sjabloon.bron, sjabloon.sectoren, sjabloon.niveaus, sjabloon.uitkomst)
        for code, sjabloon in SJABLONEN.items()
    } == KADERS


def test_sjablonen_state_only_the_lengths_of_the_kaders():
    assert {
        (code, component): (voorstel.minimum, voorstel.maximum, voorstel.voorgesteld)
        for code, sjabloon in SJABLONEN.items()
        for component, voorstel in sjabloon.duren.items()
        if not voorstel.te_plannen
    } == STATED


@pytest.mark.parametrize("sjabloon", SJABLONEN.values(), ids=lambda sjabloon: sjabloon.code)
def test_sjabloon_proposes_each_component_in_order(sjabloon):
    assert list(sjabloon.duren) == list(Component)


def test_sjabloon_stated_lengths_name_the_kader():
    assert all(SJABLONEN[code].duren[component].bron == KADERS[code][0] for code, component in STATED)


def test_sjabloon_open_lengths_come_from_tabel_1():
    for component, regel in CATALOGUS.items():
        voorstel = SJABLONEN["generiek"].duren[component]
        assert (voorstel.minimum, voorstel.maximum) == (maanden(regel.min_maanden), maanden(regel.max_maanden))
        assert (voorstel.bron, voorstel.te_plannen) == ("Tabel 1", True)


def test_sjabloon_proposes_the_middle_rounded_down():
    voorstellen = [str(voorstel.voorgesteld) for voorstel in SJABLONEN["generiek"].duren.values()]
    assert voorstellen == ["3 maanden", "6 maanden", "19 maanden", "13 maanden", "13 maanden", "3 maanden"]


def test_sjabloon_sector_is_none_where_several_are_named():
    assert SJABLONEN["werk-en-taal"].sector is None
    assert SJABLONEN["generiek"].sector is None
    assert SJABLONEN["bouw"].sector == Sector.BOUW


def test_sjabloon_docentenopleiding_is_a_particular_and_not_a_phase():
    sjabloon = SJABLONEN["voor-de-klas"]
    assert all(voorstel.te_plannen for voorstel in sjabloon.duren.values())
    assert any("3 jaar" in str(tekst) for tekst in sjabloon.bijzonderheden)


def test_sjabloon_elektromonteur_names_the_companies_of_kader_2a():
    assert SJABLONEN["elektromonteur"].voorbeeldorganisaties == ("Liander", "Stedin", "Enexis", "Heijmans")


def test_duurvoorstel_says_its_range():
    assert str(SJABLONEN["werk-en-taal"].duren[Component.VOORTRAJECT]) == "3 tot 9 maanden"
    assert str(SJABLONEN["groen"].duren[Component.LEERWERK]) == "13 weken"


def test_duurvoorstel_refuses_two_units():
    with pytest.raises(ValueError, match="one unit"):
        DuurVoorstel.stated(weken(3), maanden(2), bron="kader 2b")


def test_sjablonen_begin_with_the_generic_model():
    assert list(SJABLONEN) == list(KADERS)
    assert str(next(iter(SJABLONEN.values())).naam) == "Algemeen model"


@pytest.mark.parametrize(
    ("niveau", "uitkomst", "maanden_leerwerk", "bron"),
    [
        (Niveau.MBO1, Uitkomst.DIPLOMA, 12, "niveau"),
        (Niveau.MBO2, Uitkomst.DIPLOMA, 18, "niveau"),
        (Niveau.MBO3, Uitkomst.DIPLOMA, 30, "niveau"),
        (Niveau.AD, Uitkomst.DIPLOMA, 24, "niveau"),
        (Niveau.MBO4, Uitkomst.DIPLOMA, 19, "Tabel 1"),
        (Niveau.GEEN, Uitkomst.DIPLOMA, 19, "Tabel 1"),
        # A part of a course takes as long as that part.
        (Niveau.MBO2, Uitkomst.DEELCERTIFICAAT, 19, "Tabel 1"),
    ],
)
def test_a_diploma_takes_as_long_as_its_level(niveau, uitkomst, maanden_leerwerk, bron):
    duren = SJABLONEN["generiek"].duren_for(niveau, uitkomst)
    leerwerk = duren[Component.LEERWERK]
    assert (leerwerk.voorgesteld, leerwerk.bron, leerwerk.te_plannen) == (maanden(maanden_leerwerk), bron, True)
    assert list(duren) == list(Component)
    rest = {component: voorstel for component, voorstel in duren.items() if component != Component.LEERWERK}
    assert rest.items() <= SJABLONEN["generiek"].duren.items()


def test_what_the_white_paper_states_goes_before_the_level():
    assert str(SJABLONEN["groen"].duren_for(Niveau.MBO2, Uitkomst.DIPLOMA)[Component.LEERWERK]) == "13 weken"


def test_each_usual_length_of_a_level_lies_within_tabel_1():
    regel = CATALOGUS[Component.LEERWERK]
    assert MAANDEN_BIJ_NIVEAU
    for laagste, hoogste in MAANDEN_BIJ_NIVEAU.values():
        assert regel.min_maanden <= laagste <= hoogste <= regel.max_maanden
