"""What is taken as an image, what is refused and why, and what is left of it when it is stored."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageCms

from lessons.images.pictures import Prepared, Refused, prepare, widths_of
from tests.lessons.drawing import drawn, opened

KINDS = [("JPEG", "jpg"), ("PNG", "png"), ("WEBP", "webp"), ("GIF", "gif")]


def refusal(raw: bytes) -> str:
    with pytest.raises(Refused) as caught:
        prepare(raw)
    return str(caught.value)


def claims(width: int, height: int) -> bytes:
    """A PNG that says that it is so large, with next to nothing in it."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(("kind", "ending"), KINDS)
def test_each_kind_keeps_its_kind_and_gains_sizes(kind: str, ending: str) -> None:
    found = prepare(drawn(1200, 800, kind=kind))
    assert (found.ending, found.width, found.height) == (ending, 1200, 800)
    assert opened(found.original).format == kind
    assert {width: opened(raw).size for width, raw in found.sizes.items()} == {
        480: (480, 320),
        960: (960, 640),
        1200: (1200, 800),
    }
    assert {opened(raw).format for raw in found.sizes.values()} == {"WEBP"}


def test_a_large_photograph_is_stored_at_the_size_that_pages_need() -> None:
    found = prepare(drawn(4000, 3000))
    assert (found.width, found.height, list(found.sizes)) == (1600, 1200, [480, 960, 1600])


def test_a_small_image_is_not_blown_up() -> None:
    assert widths_of(300) == [300]
    assert prepare(drawn(300, 200)).sizes.keys() == {300}


def test_place_and_camera_are_removed_and_the_image_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x010F] = "Camera of Ada"
    exif[0x0112] = 6  # turn it by a quarter
    exif.get_ifd(0x8825)[2] = (52.0, 30.0, 0.0)
    raw = drawn(640, 480, exif=exif, comment=b"At home", icc_profile=_profile())
    assert b"Camera of Ada" in raw
    found = prepare(raw)
    assert (found.width, found.height) == (480, 640)
    for stored in (found.original, *found.sizes.values()):
        image = opened(stored)
        assert not image.getexif()
        assert b"Ada" not in stored
        assert b"At home" not in stored
        assert "icc_profile" not in image.info
    # The dark half was on the left: a quarter to the right, it is above.
    assert opened(found.original).convert("L").getpixel((240, 10)) == pytest.approx(0, abs=40)


def _profile() -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def test_notes_in_a_png_are_removed() -> None:
    from PIL.PngImagePlugin import PngInfo

    notes = PngInfo()
    notes.add_itxt("XML:com.adobe.xmp", "<x>Ada</x>")
    raw = drawn(kind="PNG", pnginfo=notes)
    assert b"Ada" in raw
    assert b"Ada" not in prepare(raw).original


@pytest.mark.parametrize("mode", ["L", "LA", "P", "RGBA", "CMYK", "1", "I;16"])
def test_every_color_mode_is_drawn(mode: str) -> None:
    out = io.BytesIO()
    Image.new(mode, (40, 30)).save(out, "JPEG" if mode == "CMYK" else "PNG")
    assert prepare(out.getvalue()).width == 40


def test_what_is_see_through_stays_so() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (40, 30), (0, 0, 0, 0)).save(out, "PNG")
    found = prepare(out.getvalue())
    assert opened(found.sizes[40]).getpixel((1, 1))[3] == 0  # type: ignore[index]


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", "not a JPEG"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "not a JPEG"),
        (b"%PDF-1.7", "not a JPEG"),
        (b"\xff\xd8\xff\xe0" + b"x" * 100, "damaged"),
        (drawn()[:2000], "damaged"),
        (drawn(kind="PNG")[:-40], "damaged"),
        (drawn(kind="WEBP")[:-40], "damaged"),
        (drawn(kind="BMP"), "not a JPEG"),
        (drawn(kind="TIFF"), "not a JPEG"),
        (b"x" * 5_000_001, "5 MB"),
        (claims(8001, 10), "8000"),
        (claims(7000, 7000), "40 million"),
        (claims(60_000, 60_000), "8000"),
        (claims(2**31 - 1, 2**31 - 1), "8000"),
        (claims(4000, 4000), "damaged"),
    ],
)
def test_what_is_no_image_that_we_take_is_refused_in_words(raw: bytes, words: str) -> None:
    assert words in refusal(raw)


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG"])
def test_an_image_that_moves_is_refused(kind: str) -> None:
    frames = [Image.new("RGB", (20, 20), color) for color in ("red", "blue")]
    out = io.BytesIO()
    frames[0].save(out, kind, save_all=True, append_images=frames[1:])
    assert "moves" in refusal(out.getvalue())


@given(st.binary(max_size=60), st.integers(0, 700))
def test_a_damaged_file_is_taken_or_refused_but_never_breaks(junk: bytes, place: int) -> None:
    raw = drawn(64, 48, kind="PNG")
    place = min(place, len(raw))
    try:
        found: Prepared | None = prepare(raw[:place] + junk + raw[place + len(junk) :])
    except Refused:
        found = None
    assert found is None or found.width > 0
