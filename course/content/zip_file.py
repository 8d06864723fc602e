"""A course in one zip file: written the same way every time, and read with distrust. Pure.

Whatever a zip says of itself may be a lie, so each thing is looked at before anything is done with it, no more is
unpacked than is allowed, and every name is checked before it is a path. Names are not cleaned: a bad one is refused.
"""

from __future__ import annotations

import re
import stat
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO

from django.utils.translation import gettext as _

from course.content.characters import first_forbidden
from course.content.errors import show
from course.content.files import File

MEGABYTE = 1_000_000
MOST_PACKED = 20 * MEGABYTE
MOST_UNPACKED = 200 * MEGABYTE
MOST_OF_TEXT = 30 * MEGABYTE
MOST_IN_A_TEXT = 1 * MEGABYTE
MOST_IN_A_PICTURE = 10 * MEGABYTE
MOST_ENTRIES = 1000
# What 1,000 entries with long names may take.
MOST_OF_DIRECTORY = MEGABYTE // 2
CHUNK = 64 * 1024
MODE_ONE_FILE = 0o100644 << 16

END, END_64 = b"PK\x05\x06", b"PK\x06\x07"
END_SIZE, LONGEST_COMMENT = 22, 65535
RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\..*)?", re.IGNORECASE)
IGNORED = re.compile(r"(?:^|/)(?:__MACOSX|\.[^/]*)(?:/|$)")
DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, struct.error, UnicodeError, ValueError, OverflowError)


class BadZip(Exception):
    """A zip file that is refused. Carries a sentence."""


def pack(files: Iterable[File], folder: str, out: IO[bytes]) -> None:
    """Write a zip of these files, all below ``folder``. The same files give the same bytes."""
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in files:
            info = zipfile.ZipInfo(f"{folder}/{file.name}")
            info.compress_type, info.external_attr, info.create_system = (
                zipfile.ZIP_DEFLATED,
                MODE_ONE_FILE,
                3,
            )
            archive.writestr(info, file.bytes)


def unpack(packed: IO[bytes], folder: Path) -> None:
    """Unpack the files of one course into the empty ``folder``. Raises BadZip with a sentence.

    A folder that holds all the rest is left out. What computers add by themselves (``__MACOSX``, hidden files) is not
    unpacked. ``packed`` must be seekable.
    """
    _check_end(packed)
    try:
        with zipfile.ZipFile(packed) as archive:
            names = dict(_checked(archive))
            for info, name in names.items():
                _extract(archive, info, folder / name)
    except NotImplementedError:
        raise BadZip(
            _("This zip file is packed in a way that is not read here. Pack it as a plain zip.")
        ) from None
    except DAMAGED:
        raise BadZip(_("This is not a zip file, or it is damaged.")) from None


def _check_end(packed: IO[bytes]) -> None:
    """The record at the end, before anything believes it: a directory of a million entries would fill the memory."""
    size = packed.seek(0, 2)
    if size > MOST_PACKED:
        raise BadZip(_("The file is larger than %(most)d MB.") % {"most": MOST_PACKED // MEGABYTE})
    packed.seek(0)
    if packed.read(4) != b"PK\x03\x04":
        raise BadZip(_("This is not a zip file, or it is empty."))
    packed.seek(max(0, size - END_SIZE - LONGEST_COMMENT - 20))
    tail = packed.read()
    at = len(tail) - END_SIZE
    if tail[at : at + 4] != END or tail[-2:] != b"\0\0":
        at = tail.rfind(END)
    if at < 0 or len(tail) < at + END_SIZE:
        raise BadZip(_("This is not a zip file, or it is damaged."))
    entries, directory = struct.unpack("<HL", tail[at + 10 : at + 16])
    if entries > MOST_ENTRIES or directory > MOST_OF_DIRECTORY or END_64 in tail[max(0, at - 20) : at]:
        raise BadZip(_("The zip file holds more than %(most)d files.") % {"most": MOST_ENTRIES})


def _checked(archive: zipfile.ZipFile) -> Iterator[tuple[zipfile.ZipInfo, str]]:
    """The entries to unpack, with their names inside the course. Nothing has been unpacked yet."""
    infos = archive.infolist()
    if len(infos) > MOST_ENTRIES:
        raise BadZip(_("The zip file holds more than %(most)d files.") % {"most": MOST_ENTRIES})
    for info in infos:
        _check_entry(info)
    _check_places(infos, archive.start_dir)
    _check_names_differ(infos)
    files = [info for info in infos if not info.is_dir() and not IGNORED.search(info.filename)]
    if sum(info.file_size for info in files) > MOST_UNPACKED:
        raise BadZip(_("Unpacked, it is larger than %(most)d MB.") % {"most": MOST_UNPACKED // MEGABYTE})
    outer = _outer_folder([info.filename for info in files])
    names = {info: info.filename.removeprefix(outer) for info in files}
    if "course.yaml" not in names.values():
        raise BadZip(_("There is no course.yaml in this zip file. Is it a course?"))
    texts = sum(info.file_size for info, name in names.items() if not _is_picture(name))
    if texts > MOST_OF_TEXT:
        raise BadZip(_("Its texts are larger than %(most)d MB.") % {"most": MOST_OF_TEXT // MEGABYTE})
    for info, name in names.items():
        if info.file_size > _most(name):
            _refuse(info, _("it is larger than %(most)d MB") % {"most": _most(name) // MEGABYTE})
    yield from names.items()


def _check_entry(info: zipfile.ZipInfo) -> None:
    kind = stat.S_IFMT(info.external_attr >> 16)
    if info.flag_bits & 0x41:
        _refuse(info, _("it is encrypted"))
    if kind and not (stat.S_ISREG(kind) or stat.S_ISDIR(kind)):
        _refuse(info, _("it is a link or a device, not a file"))
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise NotImplementedError
    why = _what_is_wrong_with(info.orig_filename)
    if why or info.filename != info.orig_filename:
        _refuse(info, why or _("its name holds a character that is not allowed"))


def _what_is_wrong_with(name: str) -> str:
    parts = name.removesuffix("/").split("/")
    if first_forbidden(name) or any(character in name for character in '\\:*?"<>|\t\n'):
        return _("its name holds a character that is not allowed")
    if name.startswith("/") or any(part in ("", ".", "..") for part in parts):
        return _("its name leads out of the course")
    if any(RESERVED.fullmatch(part) or part != part.strip() or part.endswith(".") for part in parts):
        return _("not every computer can have a file of this name")
    if len(name.encode("utf-8")) > 400 or any(len(part.encode("utf-8")) > 200 for part in parts):
        return _("its name is too long")
    return ""


def _check_places(infos: list[zipfile.ZipInfo], end: int) -> None:
    """No two entries share bytes: so a small file cannot hold a thousand large ones."""
    ordered = sorted(infos, key=lambda info: info.header_offset)
    ends = [*(info.header_offset for info in ordered[1:]), end]
    for info, after in zip(ordered, ends, strict=True):
        if info.header_offset + 30 + len(info.orig_filename) + info.compress_size > after:
            _refuse(info, _("it overlaps another file"))


def _check_names_differ(infos: list[zipfile.ZipInfo]) -> None:
    """No name stands twice, also where large and small letters are one; and no file is a folder of others."""
    seen: dict[str, bool] = {}
    for info in infos:
        name = unicodedata.normalize("NFC", info.filename).casefold().removesuffix("/")
        if name in seen:
            _refuse(info, _("another file has the same name"))
        seen[name] = info.is_dir()
    for name in seen:
        parents = name.split("/")[:-1]
        if any(seen.get("/".join(parents[:depth])) is False for depth in range(1, len(parents) + 1)):
            raise BadZip(_("“%(name)s” is below something that is a file.") % {"name": show(name)})


def _outer_folder(names: list[str]) -> str:
    """The folder that holds everything, with its slash; empty where there is none."""
    tops = {name.partition("/")[0] for name in names}
    inside = all("/" in name for name in names)
    return f"{tops.pop()}/" if len(tops) == 1 and inside else ""


def _is_picture(name: str) -> bool:
    return name.startswith("images/")


def _most(name: str) -> int:
    return MOST_IN_A_PICTURE if _is_picture(name) else MOST_IN_A_TEXT


def _extract(archive: zipfile.ZipFile, info: zipfile.ZipInfo, path: Path) -> None:
    """Byte for byte, counted: what the entry says of its size is not believed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    left = info.file_size
    with archive.open(info) as packed, path.open("xb") as out:
        while chunk := packed.read(CHUNK):
            left -= len(chunk)
            if left < 0:
                raise zipfile.BadZipFile
            out.write(chunk)


def _refuse(info: zipfile.ZipInfo, why: str) -> None:
    said = {"name": show(info.orig_filename), "why": why}
    raise BadZip(_("“%(name)s” is refused: %(why)s.") % said)
