"""Repair of text whose UTF-8 bytes were once read as Thai (cp874) or Western (cp1252): ``โ€“`` was a dash."""

import re

NOT_ASCII = re.compile(r"[^\x00-\x7f]+")
THAI_WORD = re.compile(r"(?<![A-Za-z])[\u0e01-\u0e5b]+(?![A-Za-z])")
LOST = {b"\xe2\x80": b"\x9d", b"\xef\xb8": b"\x8f", b"\xf0\x9f\x94": b"\x8d"}
"""Last bytes that neither encoding has, so that they were dropped: of ”, of an emoji's selector, of 🔍."""


def repair(text: str) -> str:
    """Undo the damage wherever a run of characters proves to be misread UTF-8, as often as it was done."""
    while (repaired := NOT_ASCII.sub(repair_run, text)) != text:
        text = repaired
    return text


def repair_run(match: re.Match[str]) -> str:
    """The run as it was before, or as it is when its bytes are not UTF-8.

    A run of Thai letters alone is left, since it may be a word (``รถ``, car, has the bytes of ``ö``), unless it is
    glued to a Latin letter as no word of Thai is (``Zoรซ``).
    """
    run = match[0]
    word = THAI_WORD.match(match.string, match.start())
    if word and word.end() == match.end():
        return run
    try:
        data = b"".join(map(byte_of, run))
        end = next((end for end in LOST if data.endswith(end)), b"")
        return (data + LOST.get(end, b"")).decode()
    except UnicodeError:
        return run


def byte_of(character: str) -> bytes:
    """The one byte that was read as this character; UnicodeError if there is none."""
    for encoding in ("cp874", "cp1252"):
        try:
            return character.encode(encoding)
        except UnicodeEncodeError:
            continue
    return character.encode("latin-1")
