"""A file is refused before it is kept: by who may send one, where, and how big it is."""

import ast
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import StopUpload, TemporaryFileUploadHandler
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.urls import reverse

from config.uploads import MAX_VERZOEK, MET_BESTAND, GrensHandler
from deelnemers.bladen import MAX_BYTES
from tests.deelnemers.importlijst import person, upload, xlsx

IMPORT = reverse("deelnemers:import")


class Counted(BytesIO):
    """A body that tells how much of it was read."""

    def read(self, size=-1):
        got = super().read(size)
        self.seen = getattr(self, "seen", 0) + len(got)
        return got


@pytest.fixture
def kept(monkeypatch):
    """How many bytes of files were written to the folder for temporary files."""
    written = []
    receive = TemporaryFileUploadHandler.receive_data_chunk

    def receive_data_chunk(self, raw_data, start):
        written.append(len(raw_data))
        return receive(self, raw_data, start)

    monkeypatch.setattr(TemporaryFileUploadHandler, "receive_data_chunk", receive_data_chunk)
    return written


def send(client, url, size, *, said=None, **velden):
    """Post a file of that size as a browser would, and return the answer and how much of it was read."""
    token = client.cookies["csrftoken"].value if "csrftoken" in client.cookies else ""
    data = {"csrfmiddlewaretoken": token, **velden, "bestand": SimpleUploadedFile("lijst.csv", b"x" * size)}
    body = Counted(encode_multipart(BOUNDARY, data))
    extra = {"CONTENT_TYPE": MULTIPART_CONTENT, "CONTENT_LENGTH": str(said or len(body.getvalue())), "wsgi.input": body}
    answer = client.generic("POST", url, **extra)
    return answer, getattr(body, "seen", 0)


@pytest.mark.parametrize("url", ["/accounts/login/", IMPORT, "/deelnemers/", "/bestaat-niet/"])
def test_whoever_is_not_signed_in_sends_no_file_anywhere(db, kept, url):
    client = Client(enforce_csrf_checks=True)
    client.get("/accounts/login/")
    answer, seen = send(client, url, 3 * MAX_BYTES)
    assert answer.status_code in {404, 413}
    assert sum(kept) == 0
    assert seen < 512 * 1024


def test_an_address_without_a_file_takes_none_from_anyone(cast, login, kept):
    answer, _seen = send(login(cast.coordinator), reverse("deelnemers:nieuw"), 3 * MAX_BYTES, voornaam="Proef")
    assert (answer.status_code, sum(kept)) == (413, 0)
    assert "Er is niets opgeslagen." in answer.text


def test_of_a_request_that_says_it_is_huge_nothing_is_read(cast, login, kept):
    for client in (Client(), login(cast.coordinator)):
        answer, seen = send(client, IMPORT, 1000, said=MAX_VERZOEK + 1)
        assert (answer.status_code, seen, sum(kept)) == (413, 0, 0)
        assert "ten hoogste 5 MB" in answer.text


def test_a_list_that_is_too_big_is_told_so_beside_its_field(cast, login, kept):
    answer, _seen = send(login(cast.coordinator), IMPORT, 2 * MAX_BYTES)
    assert answer.status_code == 422
    assert "Het bestand is groter dan 5 MB." in answer.text
    assert sum(kept) == MAX_BYTES + 1


def test_many_files_together_are_held_to_the_same_limit(cast, login, kept):
    client = login(cast.coordinator)
    files = [SimpleUploadedFile(f"{n}.csv", b"x" * (MAX_BYTES - 1)) for n in range(3)]
    assert client.post(IMPORT, {"bestand": files}).status_code == 422
    assert sum(kept) == MAX_BYTES + 1


def test_a_good_list_still_comes_through(cast, login):
    assert upload(login(cast.coordinator), xlsx(person(1))).status_code == 302


def test_a_file_on_an_address_that_is_not_known_yet_is_refused(rf):
    with pytest.raises(StopUpload):
        GrensHandler(rf.post("/")).new_file("bestand", "a.csv", "text/csv", None)


def test_every_view_that_reads_a_file_is_on_the_list_and_no_other():
    views = [
        path for app in ("partijen", "trajecten", "deelnemers", "canvas", "inzicht") for path in Path(app).rglob("*.py")
    ]
    reading = {
        f"{path.parts[0]}.{function.name}"
        for path in views
        for function in ast.walk(ast.parse(path.read_text()))
        if isinstance(function, ast.FunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Attribute) and node.attr == "FILES"
    }
    assert reading == {"deelnemers.importeren", "partijen.huisstijl"}
    assert {"deelnemers:import", "partijen:huisstijl"} == MET_BESTAND
    assert settings.FILE_UPLOAD_HANDLERS[0] == "config.uploads.GrensHandler"


def test_what_cannot_be_read_is_answered_in_words(db):
    answer = Client().generic("POST", "/accounts/login/", b"half", content_type="multipart/form-data; boundary=")

    assert answer.status_code == 400
    assert "Dat konden we niet lezen" in answer.text
    assert "Er is niets opgeslagen." in answer.text
