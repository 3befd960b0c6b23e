"""What an app with codes would show."""

import time

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
PERIOD = 30


def code(secret: str = SECRET, *, left: int = 5) -> str:
    """Return the code of this half minute, waiting for the next if fewer than `left` seconds remain of it."""
    while time.time() % PERIOD > PERIOD - left:
        time.sleep(0.5)
    return format_hotp_value(hotp_value(secret, int(time.time()) // PERIOD))
