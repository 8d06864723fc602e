"""Images for tests, drawn on the spot."""

from __future__ import annotations

import io
from typing import Any

from PIL import Image


def drawn(
    width: int = 640, height: int = 480, *, kind: str = "JPEG", mode: str = "RGB", **saved: Any
) -> bytes:
    """The bytes of an image file: one half dark, one half light, so that its sides can be told apart."""
    image = Image.new(mode, (width, height))
    image.paste(Image.new(mode, (width // 2, height), "white"), (width // 2, 0))
    out = io.BytesIO()
    image.save(out, kind, **saved)
    return out.getvalue()


def opened(raw: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(raw))
    image.load()
    return image
