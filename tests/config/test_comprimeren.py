"""Pages go over the line compressed, except where their length could tell another site something."""

import gzip

import pytest
from django.http import FileResponse, HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from config import settings as own_settings
from config.middleware import ComprimeerMiddleware

GZIP = {"Accept-Encoding": "gzip, deflate, br"}
SESSIES = "django.contrib.sessions.middleware.SessionMiddleware"
GEPAKT = "config.middleware.ComprimeerMiddleware"
TEKST = "Leerwerk: samen werk maken van werk. " * 100


def answer(response, **headers):
    request = RequestFactory().get("/", headers=GZIP | headers)
    return ComprimeerMiddleware(lambda _request: response)(request)


def test_a_page_is_compressed_for_who_takes_it(db):
    adres = reverse("account_login")
    plain, packed = Client().get(adres), Client().get(adres, headers=GZIP)
    assert (plain.headers.get("Content-Encoding"), packed.headers["Content-Encoding"]) == (None, "gzip")
    assert "Inloggen" in gzip.decompress(packed.content).decode()
    assert len(packed.content) < len(plain.content) / 2
    assert "Accept-Encoding" in packed.headers["Vary"]


@pytest.mark.parametrize(
    ("site", "encoding"),
    [("same-origin", "gzip"), ("none", "gzip"), ("same-site", None), ("cross-site", None)],
)
def test_what_another_site_had_asked_for_is_not_compressed(site, encoding):
    headers = answer(HttpResponse(TEKST), **{"Sec-Fetch-Site": site}).headers
    assert headers.get("Content-Encoding") == encoding


def test_two_answers_with_the_same_words_differ_in_length():
    assert len({len(answer(HttpResponse(TEKST)).content) for _ in range(50)}) > 5


@pytest.mark.parametrize("soort", ["application/pdf", "application/zip", "image/png"])
def test_papers_and_pictures_are_sent_as_they_are(soort):
    assert "Content-Encoding" not in answer(HttpResponse(TEKST, content_type=soort)).headers


def test_a_file_keeps_its_length(tmp_path):
    path = tmp_path / "lijst.csv"
    path.write_text(TEKST)
    headers = answer(FileResponse(path.open("rb"), content_type="text/csv")).headers
    assert (headers.get("Content-Encoding"), headers["Content-Length"]) == (None, str(len(TEKST)))


def test_static_files_stay_outside_it_and_all_pages_inside():
    outside, inside = map(own_settings.MIDDLEWARE.index, ("whitenoise.middleware.WhiteNoiseMiddleware", SESSIES))
    assert outside < own_settings.MIDDLEWARE.index(GEPAKT) < inside
