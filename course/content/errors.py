"""What an author got wrong, said with file, line and field. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

Path = tuple[str | int, ...]
"""The way to a value in a YAML file: ``("scenarios", 0, "minutes")``."""

MOST_SHOWN = 60


@dataclass(frozen=True, order=True)
class Mistake:
    """One mistake in a file. ``line`` is 0 where it has none; ``field`` is "" for a file as a whole."""

    file: str
    line: int
    field: str
    message: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return ": ".join(part for part in (place, self.field, self.message) if part)


class ContentErrors(Exception):
    """Content that cannot be loaded. Carries every mistake, in the order of files and lines; nothing was changed."""

    def __init__(self, mistakes: Iterable[Mistake]) -> None:
        self.mistakes = sorted(set(mistakes))
        super().__init__("\n".join(map(str, self.mistakes)))


def field_name(path: Path) -> str:
    """A path as authors read it: ``scenarios[0].minutes``."""
    name = ""
    for part in path:
        name += f"[{part}]" if isinstance(part, int) else f".{show(part)}"
    return name.removeprefix(".")


def show(text: object) -> str:
    """What an author wrote, fit to stand in a message: one line, not long, nothing invisible."""
    words = " ".join(str(text).split())
    short = words if len(words) <= MOST_SHOWN else f"{words[:MOST_SHOWN]}…"
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in short)
