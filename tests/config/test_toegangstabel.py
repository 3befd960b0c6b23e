from config.management.commands.toegangstabel import PAGE
from config.toegangstabel import addresses, render
from toegang.matrix import MATRIX, OPENBAAR


def test_the_page_is_what_the_code_says():
    assert PAGE.read_text() == render(), "run manage.py toegangstabel --write"


def test_every_address_is_on_the_page_and_says_what_it_is():
    assert set(addresses()) == set(MATRIX) | set(OPENBAAR)
    assert [name for name, (_route, view) in addresses().items() if not view.__doc__] == []
