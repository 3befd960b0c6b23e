"""A link as a picture that a phone reads from another screen."""

import base64

import qrcode  # type: ignore[import-untyped]
from qrcode.image.svg import SvgPathImage  # type: ignore[import-untyped]


def as_image(address: str) -> str:
    """Return a QR code of an address, as the source of an image: no file, so that it is kept nowhere."""
    svg = qrcode.make(address, image_factory=SvgPathImage).to_string()
    return f"data:image/svg+xml;base64,{base64.b64encode(svg).decode()}"
