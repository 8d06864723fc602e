"""From the bytes of an image file to the files that pages show. Pure: bytes in, bytes out.

What is not wanted is refused before it is decoded, by its first bytes and its stated size; decoding reads it whole, so
that a file that ends too early is refused too. What is written is drawn anew: no camera, place, date or color profile.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_BYTES = 5_000_000
MOST_SIDE = 8_000
MOST_PIXELS = 40_000_000
WIDTHS = (480, 960, 1600)
"""Widths in pixels. An image is stored at those that are narrower than it, and at its own, up to the largest."""

ENDINGS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp", "GIF": "gif"}
"""The formats that are taken, by Pillow's name, with the ending of their files."""

SAVED: dict[str, dict[str, object]] = {
    "JPEG": {"quality": 85, "optimize": True, "progressive": True},
    "PNG": {"optimize": True},
    "WEBP": {"quality": 82, "method": 4},
    "GIF": {"optimize": True},
}


class Refused(ValueError):
    """Why a file is not taken, in a sentence."""


@dataclass(frozen=True)
class Prepared:
    """An image as it is stored. ``original`` is of the given format; ``sizes`` are WebP by width."""

    ending: str
    width: int
    height: int
    original: bytes
    sizes: dict[int, bytes]

    @property
    def digest(self) -> str:
        return sha256(self.original).hexdigest()


def widths_of(width: int) -> list[int]:
    """The widths at which an image so wide is stored, narrowest first."""
    return [*(each for each in WIDTHS if each < width), min(width, WIDTHS[-1])]


def prepare(raw: bytes) -> Prepared:
    """Check the file and draw it anew. Raises Refused."""
    if len(raw) > MOST_BYTES:
        raise Refused(_("This file is larger than 5 MB. Save it smaller and try again."))
    format_name, drawn = _draw(raw)
    drawn.thumbnail((WIDTHS[-1], MOST_SIDE))
    sizes = {}
    for width in dict.fromkeys(widths_of(drawn.width)):
        height = max(1, round(drawn.height * width / drawn.width))
        sizes[width] = _save(drawn if width == drawn.width else drawn.resize((width, height)), "WEBP")
    original = _save(drawn, format_name)
    return Prepared(ENDINGS[format_name], drawn.width, drawn.height, original, sizes)


def _draw(raw: bytes) -> tuple[str, Image]:
    """The format and the pixels, upright and in sRGB. Raises Refused."""
    from PIL import Image, ImageOps, UnidentifiedImageError

    try:
        image = Image.open(io.BytesIO(raw), formats=list(ENDINGS))
        _check(image)
        # A photograph is decoded at about the size that is kept: a quarter of the memory, or less.
        image.draft("RGB", (WIDTHS[-1], WIDTHS[-1]))
        image.load()
        return str(image.format), _in_srgb(ImageOps.exif_transpose(image))
    except Refused:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Refused(_too_large()) from None
    except UnidentifiedImageError:
        raise Refused(_("This is not a JPEG, PNG, WebP or GIF image, whatever its name says.")) from None
    # Pillow raises many kinds of error for files that are damaged or built to do harm; all say the same to a person.
    except Exception:
        raise Refused(
            _("This image is damaged or incomplete. Open it, save it again, and try that.")
        ) from None


def _check(image: Image) -> None:
    """Look at the stated size and kind, before anything is decoded."""
    width, height = image.size
    if max(width, height) > MOST_SIDE or width * height > MOST_PIXELS:
        raise Refused(_too_large())
    if getattr(image, "is_animated", False):
        raise Refused(_("This image moves. Save one still picture of it and use that."))


def _too_large() -> str:
    return _("This image is larger than 8000 × 8000 or 40 million pixels. Save it smaller and try again.")


def _in_srgb(image: Image) -> Image:
    """As RGB, or RGBA where parts of it are see-through, without profile or notes."""
    from PIL import Image as Images
    from PIL import ImageCms

    see_through = image.mode in {"LA", "PA", "RGBA"} or "transparency" in image.info
    mode = "RGBA" if see_through else "RGB"
    profile = image.info.get("icc_profile")
    if profile and image.mode in {"RGB", "RGBA", "CMYK"}:
        try:
            given = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            srgb = ImageCms.createProfile("sRGB")
            image = ImageCms.profileToProfile(image, given, srgb, outputMode=mode) or image
        except (ImageCms.PyCMSError, OSError, ValueError):
            pass
    converted = image.convert(mode)
    clean = Images.new(mode, converted.size)
    clean.paste(converted)
    return clean


def _save(image: Image, format_name: str) -> bytes:
    """The file's bytes, with nothing in it but the pixels."""
    out = io.BytesIO()
    if format_name == "JPEG" and image.mode != "RGB":
        image = image.convert("RGB")
    image.save(out, format_name, **SAVED[format_name])
    return out.getvalue()
