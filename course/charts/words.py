"""How much room words take in a drawing, and how they are broken. Pure: there is no font here, so that room is guessed,
on the generous side, from the kind of each character.
"""

from __future__ import annotations

from unicodedata import category, east_asian_width

LONGEST = 400
"""Characters of a label that are looked at. More never fits."""
ELLIPSIS = "…"
_SLIM, _BROAD = frozenset("iljtfrI.,:;'’!|()[]/- "), frozenset("mwMW@%—…")


def width(text: str, font: float) -> float:
    """The room that one line takes at a font size, both in units of the drawing."""
    return font * sum(map(_em, text))


def wrapped(text: str, *, room: float, font: float, most: int) -> tuple[str, ...]:
    """At most ``most`` lines, none wider than ``room``; what does not fit ends in an ellipsis."""
    lines = _lines(text[:LONGEST].split(), room, font)
    if len(lines) <= most and len(text) <= LONGEST:
        return tuple(lines)
    last = _cut(lines[most - 1], room - width(ELLIPSIS, font), font)[0].rstrip(" ,;:.")
    return (*lines[: most - 1], last + ELLIPSIS)


def _lines(words: list[str], room: float, font: float) -> list[str]:
    lines: list[str] = []
    for word in words:
        if lines and width(f"{lines[-1]} {word}", font) <= room:
            lines[-1] += f" {word}"
            continue
        while width(word, font) > room:
            start, word = _cut(word, room, font)
            lines.append(start)
        lines.append(word)
    return lines


def _cut(text: str, room: float, font: float) -> tuple[str, str]:
    """As many characters as fit (one at least, with its marks), and the rest."""
    at, taken = 0, 0.0
    for at, character in enumerate(text):
        taken += _em(character) * font
        if at and taken > room and not _joins(character):
            return text[:at], text[at:]
    return text, ""


def _joins(character: str) -> bool:
    """Whether it belongs to the character before it: an accent, a vowel sign, a joiner."""
    return category(character)[0] == "M" or character == "\u200d"


def _em(character: str) -> float:
    if _joins(character):
        return 0.0
    if character in _SLIM:
        return 0.42
    if character in _BROAD or east_asian_width(character) in "WF":
        return 1.05
    return 0.78 if character.isupper() else 0.64
