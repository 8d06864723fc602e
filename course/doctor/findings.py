"""What the doctor says."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """``WRONG`` ends the command with status 1; ``NOTICE`` is worth a look; ``WELL`` needs nothing."""

    WELL = "well"
    NOTICE = "notice"
    WRONG = "wrong"


@dataclass(frozen=True)
class Finding:
    """``about`` names what was looked at. ``do`` says what to do, and is empty only where all is well."""

    level: Level
    about: str
    message: str
    do: str = ""


def well(about: str, message: str) -> Finding:
    return Finding(Level.WELL, about, message)


def notice(about: str, message: str, do: str) -> Finding:
    return Finding(Level.NOTICE, about, message, do)


def wrong(about: str, message: str, do: str) -> Finding:
    return Finding(Level.WRONG, about, message, do)
