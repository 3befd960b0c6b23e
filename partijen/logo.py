"""The logo of a gemeente: what was sent is drawn anew, so that nothing but a picture is ever kept or served."""

import warnings
from io import BytesIO
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from PIL import Image, UnidentifiedImageError

MAX_BYTES = 500 * 1024
# Pixels on a side of what is sent; and the box in which it is kept, twice what the screen shows.
MAX_ZIJDE = 4000
VAK = (480, 108)
# By what is in the file, whatever its name says. No SVG: it may hold a script.
SOORTEN = ("PNG", "JPEG", "WEBP")
TE_GROOT = gettext_lazy("Dit plaatje is te groot. Kies er een van ten hoogste 4000 bij 4000 punten.")


class Logo(NamedTuple):
    """A drawn logo, with its pixels across and down; empty where there is none."""

    png: bytes = b""
    breedte: int = 0
    hoogte: int = 0


def draw_logo(sent: bytes) -> Logo:
    """Return a picture as a small PNG with nothing else in it.

    Raises ValidationError, in words for beside the field, for what is too big or no picture of these kinds.
    """
    if len(sent) > MAX_BYTES:
        raise ValidationError(_("Dit bestand is te groot. Kies een plaatje van ten hoogste 500 kB."))
    try:
        with warnings.catch_warnings(action="ignore"), Image.open(BytesIO(sent), formats=SOORTEN) as picture:
            if max(picture.size) > MAX_ZIJDE:
                raise ValidationError(TE_GROOT)
            drawn = picture.convert("RGBA")
    except Image.DecompressionBombError as fout:
        raise ValidationError(TE_GROOT) from fout
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as fout:
        raise ValidationError(_("Dit is geen plaatje dat wij kunnen lezen. Kies een PNG, JPEG of WebP.")) from fout
    drawn.thumbnail(VAK)
    # A picture of its own: what hung on the one that was sent (place, camera, remarks) stays behind.
    clean = Image.new("RGBA", drawn.size)
    clean.paste(drawn)
    kept = BytesIO()
    clean.save(kept, "PNG", optimize=True)
    return Logo(kept.getvalue(), *clean.size)
