"""Addresses that do not tell whom they are about: the number in them is encrypted, always to the same text.

For an address that stays behind on a device, as that of a form that waits for a line. Whoever finds it there can lay it
beside no list with numbers. It gives no right: the guard asks after the number, as at any other address.
"""

import base64
import binascii
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from django.conf import settings

from toegang.versleuteling import derive

DOEL = b"leerwerk.adressen"
# A number as PostgreSQL keeps one.
BYTES = 8


class Verborgen:
    """A converter for the URL map: outside a text that says nothing, inside the number; any other text is no address.

    With another SECRET_KEY the addresses are others, and those made with a key in SECRET_KEY_FALLBACKS still lead on.
    """

    # 8 bytes, and the 16 by which a text that we did not make is known.
    regex = "[A-Za-z0-9_-]{32}"

    def to_python(self, value: str) -> int:
        """Return the number; raises ValueError for a text that no key of ours made."""
        for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
            try:
                return int.from_bytes(_cipher(key).decrypt(base64.urlsafe_b64decode(value), None))
            except (InvalidTag, binascii.Error):
                continue
        raise ValueError(value)

    def to_url(self, value: Any) -> str:
        """Return the text for a number."""
        closed = _cipher(settings.SECRET_KEY).encrypt(int(value).to_bytes(BYTES), None)
        return base64.urlsafe_b64encode(closed).decode()


def _cipher(key: str) -> AESSIV:
    return AESSIV(derive(key, DOEL))
