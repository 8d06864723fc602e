"""Zip files that mean harm, or are broken, each with the words that refuse it."""

from __future__ import annotations

import io
import stat
import struct
import warnings
import zipfile
from collections.abc import Iterator

GOOD = {"course.yaml": b"slug: small\n"}
Made = tuple[str, bytes, str]


def packed(entries: dict[str, bytes] | list[tuple[str, bytes]], **options: int) -> bytes:
    """A zip of these entries, their names as they are."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name, data in entries.items() if isinstance(entries, dict) else entries:
            info = zipfile.ZipInfo("x")
            info.filename = name
            info.compress_type = options.get("method", zipfile.ZIP_DEFLATED)
            info.external_attr = options.get("mode", 0o100644) << 16
            archive.writestr(info, data)
    return out.getvalue()


def named(name: str) -> bytes:
    """A sound course with one more file of this name."""
    return packed({**GOOD, name: b"x"})


def hostile() -> Iterator[Made]:
    """Name, bytes, and a part of the sentence that refuses them."""
    yield "nothing", b"", "not a zip file"
    yield "not a zip", b"%PDF-1.7 " * 100, "not a zip file"
    yield "empty zip", packed({}), "not a zip file"
    yield "cut off", packed({**GOOD, "a.md": b"word " * 999})[:-40], "damaged"
    yield "no course", packed({"notes.txt": b"x"}), "no course.yaml"
    for name in ("/etc/passwd", "../up.md", "lessons/../../up.md", "lessons//x.md", "./x.md"):
        yield f"path {name}", named(name), "leads out of the course"
    for name in ("C:/x.md", "lessons\\x.md", "a\x00b.md", "x\u202e.md", "a\nb.md", "x:y.md"):
        yield f"name {name!r}", named(name), "a character that is not allowed"
    for name in ("CON", "lessons/nul.md", "com1.yaml", "x ", "x."):
        yield f"reserved {name!r}", named(name), "not every computer"
    yield "long name", named("x" * 300), "too long"
    yield "twice", packed([*GOOD.items(), ("a.md", b"1"), ("a.md", b"2")]), "same name"
    yield "twice but for the case", packed({**GOOD, "a.md": b"1", "A.MD": b"2"}), "same name"
    yield "twice but for the accent", packed({**GOOD, "é.md": b"1", "e\u0301.md": b"2"}), "same name"
    yield (
        "a file and its folder",
        packed({**GOOD, "a": b"1", "a/b.md": b"2"}),
        "below something that is a file",
    )
    yield "a link", packed(GOOD, mode=stat.S_IFLNK | 0o777), "a link or a device"
    yield "a device", packed(GOOD, mode=stat.S_IFBLK | 0o666), "a link or a device"
    yield "encrypted", flagged(packed(GOOD)), "encrypted"
    yield "packed otherwise", packed(GOOD, method=zipfile.ZIP_BZIP2), "packed in a way"
    yield "many files", packed({**GOOD, **{f"{n}.md": b"" for n in range(1001)}}), "more than 1000 files"
    yield "a directory without end", with_directory(packed(GOOD), 400_000), "more than 1000 files"
    yield "one large text", packed({**GOOD, "a.md": b"x" * 1_000_001}), "larger than 1 MB"
    yield (
        "many large texts",
        packed({**GOOD, **{f"{n}.md": b"x" * 999_999 for n in range(31)}}),
        "larger than 30 MB",
    )
    yield (
        "a bomb",
        packed({**GOOD, **{f"images/{n}": bytes(9_999_999) for n in range(21)}}),
        "larger than 200 MB",
    )
    yield "a bomb that lies", lying(packed({**GOOD, "images/a": bytes(9_999_999)})), "damaged"
    yield "overlapping", overlapping(), "overlaps"
    yield "large", b"PK\x03\x04" + bytes(20_000_001), "larger than 20 MB"


def flagged(data: bytes) -> bytes:
    """With the flag of encryption in the directory and before the file."""
    found = bytearray(data)
    at = found.rindex(b"PK\x01\x02")
    found[6] |= 1
    found[at + 8] |= 1
    return bytes(found)


def lying(data: bytes) -> bytes:
    """Both headers of the last file say that it unpacks to 10 bytes."""
    found = bytearray(data)
    for signature, offset in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        at = found.rindex(signature)
        found[at + offset : at + offset + 4] = struct.pack("<L", 10)
    return bytes(found)


def overlapping() -> bytes:
    """Two entries of the directory that lead to one file."""
    data = packed({"course.yaml": b"slug: small\n", "a.md": b"1"})
    start = data.index(b"PK\x01\x02")
    second = data.index(b"PK\x01\x02", start + 4)
    end = data.index(b"PK\x05\x06")
    extra = bytearray(data[second:end])
    extra[46:50] = b"b.md"
    directory = data[start:end] + bytes(extra)
    record = b"PK\x05\x06\0\0\0\0" + struct.pack("<HHLLH", 3, 3, len(directory), start, 0)
    return data[:start] + directory + record


def with_directory(data: bytes, entries: int) -> bytes:
    """A directory of that many entries, of which the record at the end tells only one."""
    start = data.index(b"PK\x01\x02")
    directory = data[start : data.index(b"PK\x05\x06")] * entries
    record = b"PK\x05\x06\0\0\0\0" + struct.pack("<HHLLH", 1, 1, len(directory), start, 0)
    return data[:start] + directory[: 19_000_000 // 57 * 57] + record
