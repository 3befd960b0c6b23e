"""Whatever stands in a document, printing it fetches our own static files and nothing else."""

import pytest

from bench.aanvallen.luisteraar import Luisteraar
from toegang import papier
from toegang.papier import EigenBestanden

MARKUP = """<html lang="nl"><head><title>x</title>
<link rel="stylesheet" href="{url}/link"><style>@import url("{url}/import"); p {{ background: url({url}/background) }}
@font-face {{ font-family: lek; src: url({url}/font) }} p {{ font-family: lek }}</style></head><body>
<p style="list-style-image: url({url}/inline)">tekst</p><img src="{url}/img"><img srcset="{url}/srcset 1x">
<object data="{url}/object"></object><embed src="{url}/embed"><iframe src="{url}/frame"></iframe>
<svg xmlns="http://www.w3.org/2000/svg"><image href="{url}/svg"/><use href="{url}/use#a"/></svg>
<a rel="attachment" href="{url}/attachment">a</a><img src="file:///etc/passwd"></body></html>"""


@pytest.fixture
def static(tmp_path, monkeypatch):
    folder = tmp_path / "static"
    folder.mkdir()
    (folder / "goed.txt").write_text("van ons")
    (tmp_path / "geheim.txt").write_text("niet van ons")
    monkeypatch.setattr(papier, "STATIC", folder)
    return folder


def test_no_kind_of_link_in_a_document_is_followed():
    luisteraar = Luisteraar()
    try:
        document = papier.lay_out(MARKUP.format(url=luisteraar.url), stylesheet="canvas-pdf.css")
        assert papier.write_pdf(document).startswith(b"%PDF")
    finally:
        luisteraar.close()
    assert luisteraar.hits == []


def test_a_file_of_ours_is_given(static):
    assert EigenBestanden().fetch((static / "goed.txt").as_uri()).read() == b"van ons"


@pytest.mark.parametrize(
    "url",
    [
        "{static}/../geheim.txt",
        "{static}/%2e%2e/geheim.txt",
        "{static}/koppeling.txt",
        "{static}x/goed.txt",
        "file:///etc/passwd",
        "FILE:///etc/passwd",
        "file://localhost/etc/passwd",
        "/etc/passwd",
        "http://127.0.0.1/goed.txt",
        "http://127.0.0.1{path}/goed.txt",
        "ftp://127.0.0.1{path}/goed.txt",
        "data:text/plain,hoi",
        "",
    ],
)
def test_any_other_address_is_refused(static, url):
    (static / "koppeling.txt").symlink_to(static.parent / "geheim.txt")
    with pytest.raises(ValueError, match="Not one of our static files"):
        EigenBestanden().fetch(url.format(static=static.as_uri(), path=static))
