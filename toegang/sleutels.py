"""Keys in private addresses: nobody can guess one, and only a hash is kept: no copy of the database opens anything."""

import hashlib
import secrets

# Bytes of chance in a key: 256 bits, so that its plain hash can't be turned round.
BYTES = 32


def new_key() -> str:
    """Return a key that fits in an address."""
    return secrets.token_urlsafe(BYTES)


def hash_of(key: str) -> str:
    """Return what is kept of a key."""
    return hashlib.sha256(key.encode()).hexdigest()
