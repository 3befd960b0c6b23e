"""Sheets of participants, to import in tests."""

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook

from deelnemers import importeren
from tests.factories.partijen import GemeenteFactory

KOP = ["Voornaam", "Achternaam", "Kenmerk", "E-mailadres", "Telefoon", "Luisteren", "Lezen", "Spreken", "Schrijven"]
KOP += ["Uren per week", "Belemmeringen"]
BSN = "123456782"


def xlsx(*rows, kop=KOP):
    book = Workbook()
    sheet = book.worksheets[0]
    for row in (kop, *rows):
        sheet.append(row)
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def person(n=1, **cells):
    row = dict.fromkeys(KOP, None) | {"Voornaam": f"Naam{n}", "Achternaam": f"Achter{n}"} | cells
    return list(row.values())


def check(inhoud, gemeente=None):
    return importeren.check(gemeente=gemeente or GemeenteFactory(), bestandsnaam="lijst.xlsx", inhoud=inhoud)


def problems(lijst):
    return [(regel.nummer, p.kolom, p.reden) for regel in lijst.fout for p in regel.problemen]


def upload(client, inhoud, name="lijst.xlsx"):
    return client.post(reverse("deelnemers:import"), {"bestand": SimpleUploadedFile(name, inhoud)})
