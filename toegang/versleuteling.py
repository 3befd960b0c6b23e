"""Secrets that the application must be able to read back, such as that of someone's app with codes, kept unreadable.

Encrypted with a key made from SECRET_KEY, which does not stand in the database: whoever holds a copy of the database
alone can make no codes. A former key in SECRET_KEY_FALLBACKS still opens what it closed.
"""

import base64
import logging
from collections.abc import Iterable
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils.crypto import get_random_string

logger = logging.getLogger(__name__)

# Another purpose would have another word, and so another key.
DOEL = b"leerwerk.tweede-stap"
# What base32 knows: a secret of an app with codes is written in it.
BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
# Where a row of allauth's table keeps a secret; of a key (passkey) it holds the public half only.
GEHEIM = {"totp": "secret", "recovery_codes": "seed"}


def encrypt(text: str) -> str:
    """Return a text so that only a process with this SECRET_KEY can read it."""
    return _keys().encrypt(text.encode()).decode()


def decrypt(token: str) -> str:
    """Return what was encrypted; where no key fits, a secret by which no code is ever right."""
    try:
        return _keys().decrypt(token.encode()).decode()
    except InvalidToken:
        logger.error("a second step can't be read: SECRET_KEY changed, and the former is not in SECRET_KEY_FALLBACKS")
        return get_random_string(32, BASE32)


def close(rows: Iterable[Any]) -> int:
    """Encrypt what stands open in these rows of allauth's table and return how many; done twice it does nothing."""
    return sum(_rewrite(row, lambda text: text if _is_closed(text) else encrypt(text)) for row in rows)


def renew(rows: Iterable[Any]) -> int:
    """Encrypt these rows anew with the key of today, so that a former one can go; return how many."""
    return sum(_rewrite(row, lambda text: _keys().rotate(text.encode()).decode()) for row in rows)


def reopen(rows: Iterable[Any]) -> int:
    """Write the secrets of these rows as plain text again, for a release that knows no encryption."""
    return sum(_rewrite(row, lambda text: decrypt(text) if _is_closed(text) else text) for row in rows)


def derive(key: str, doel: bytes) -> bytes:
    """Return the 32 bytes of key that a SECRET_KEY gives for one purpose; they tell nothing of those for another."""
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=doel).derive(key.encode())


def _rewrite(row: Any, change: Any) -> bool:
    veld = GEHEIM.get(row.type, "")
    changed = {
        **({veld: change(row.data[veld])} if veld in row.data else {}),
        **({"migrated_codes": [change(code) for code in codes]} if (codes := row.data.get("migrated_codes")) else {}),
    }
    if changed.items() <= row.data.items():
        return False
    row.data = row.data | changed
    row.save(update_fields=["data"])
    return True


def _is_closed(text: str) -> bool:
    try:
        _keys().decrypt(text.encode())
    except InvalidToken:
        return False
    return True


def _keys() -> MultiFernet:
    keys = (derive(key, DOEL) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS))
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in keys])
