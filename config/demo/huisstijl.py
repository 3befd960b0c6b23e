"""The look of one invented gemeente, loaded through the form that its people would fill in."""

from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from config.demo.organisaties import HEUVELRIJK
from partijen.huisstijl import Thema
from partijen.huisstijlformulier import HuisstijlForm
from partijen.models import Partij
from partijen.paginastijl import huisstijl_of

# Moss, and the yellow of broom in flower.
KLEUREN = {
    "merk": "#14532d",
    "merk_tekst": "#ffffff",
    "merk_accent": "#facc15",
    "knop": "#14532d",
    "knop_tekst": "#ffffff",
    "link": "#166534",
    "focus": "#9a3412",
    "letter": "Verdana, sans-serif",
    "letter_kop": "Georgia, serif",
    "ronding": "4px",
}
MOS, BREM, HEMEL = "#14532d", "#facc15", "#ffffff"


def load(partijen: dict[str, Partij]) -> None:
    """Give Heuvelrijk its own colours and a logo."""
    logo = SimpleUploadedFile("logo.png", _draw(), "image/png")
    form = HuisstijlForm(
        {"thema": Thema.EIGEN, **KLEUREN}, {"bestand": logo}, instance=huisstijl_of(partijen[HEUVELRIJK].pk)
    )
    if not form.is_valid():
        raise ValueError(form.errors.as_text())
    form.save()


def _draw() -> bytes:
    """Return two hills and a sun, as a PNG."""
    picture = Image.new("RGB", (320, 200), HEMEL)
    draw = ImageDraw.Draw(picture)
    draw.ellipse((210, 20, 290, 100), fill=BREM)
    draw.ellipse((-40, 90, 200, 330), fill=MOS)
    draw.ellipse((120, 120, 360, 360), fill=MOS)
    kept = BytesIO()
    picture.save(kept, "PNG")
    return kept.getvalue()
