"""Tables that lost their tabs: ``RoleWhat They Do`` was two cells. Where the cuts were, guessed and moved."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

Cuts = tuple[tuple[int, ...], ...]

MOST_COLUMNS = 8
LONGEST_LINE = 1_000
FEWEST_LINES = 3

JOINT = re.compile(r"(?<=[a-z)\]”’'.!?%0-9])(?<!\bMc)(?<!\bMac)(?=[A-Z][a-z’' ])")
"""Where a capital follows without a space, as no sentence has it: ``SpecialistShares``, ``Steps)Guides``."""

WORD = re.compile(r"(?<=\s)(?=\S)")


def joints_of(line: str) -> list[int]:
    return [match.start() for match in JOINT.finditer(line)]


def is_run_together(line: str) -> bool:
    return len(line) <= LONGEST_LINE and bool(joints_of(line))


def guess_columns(lines: Sequence[str]) -> int:
    """How many columns most lines have, by their joints; at least two."""
    counts = Counter(min(len(joints_of(line)) + 1, MOST_COLUMNS) for line in lines)
    most = max(counts.values())
    return max(2, min(columns for columns, times in counts.items() if times == most))


def guess_cuts(lines: Sequence[str], columns: int) -> Cuts:
    """Cuts at joints, from the left; a line with too few has empty cells at its end, for a person to mend."""
    return tuple(pad(joints_of(line)[: columns - 1], line, columns) for line in lines)


def pad(cuts: Sequence[int], line: str, columns: int) -> tuple[int, ...]:
    return (*cuts, *([len(line)] * (columns - 1 - len(cuts))))


def cut_at_tabs(lines: Sequence[str]) -> Cuts:
    """Cuts behind every tab; lines with fewer tabs than others have empty cells at the end."""
    found = [[place + 1 for place, character in enumerate(line) if character == "\t"] for line in lines]
    columns = max(len(cuts) for cuts in found) + 1
    return tuple(pad(cuts, line, columns) for cuts, line in zip(found, lines, strict=True))


def cells_of(line: str, cuts: Sequence[int]) -> list[str]:
    edges = [0, *cuts, len(line)]
    return [line[start:end].strip() for start, end in pairwise(edges)]


def stops_of(line: str) -> list[int]:
    """Where a cut may stand: at either end, before every word, and at every joint."""
    words = (match.start() for match in WORD.finditer(line))
    return sorted({0, len(line), *words, *joints_of(line)})


def move(line: str, cuts: Sequence[int], which: int, *, right: bool) -> tuple[int, ...]:
    """The cuts with one moved by a word, but never past its neighbors."""
    low = cuts[which - 1] if which else 0
    high = cuts[which + 1] if which + 1 < len(cuts) else len(line)
    here = cuts[which]
    stops = [stop for stop in stops_of(line) if low <= stop <= high]
    beyond = [stop for stop in stops if (stop > here if right else stop < here)]
    to = here if not beyond else beyond[0] if right else beyond[-1]
    return (*cuts[:which], to, *cuts[which + 1 :])


def write_cuts(cuts: Cuts) -> str:
    """``4-16,23-99``: lines apart by commas, cuts by hyphens."""
    return ",".join("-".join(map(str, line)) for line in cuts)


def read_cuts(text: str, lines: Sequence[str]) -> Cuts | None:
    """What ``write_cuts`` wrote of these lines; None for anything else."""
    if not re.fullmatch(r"[0-9]{1,4}(?:-[0-9]{1,4})*(?:,[0-9]{1,4}(?:-[0-9]{1,4})*)*", text):
        return None
    found = tuple(tuple(map(int, line.split("-"))) for line in text.split(","))
    fits = len(found) == len(lines) and len({len(cuts) for cuts in found}) == 1
    if not fits or len(found[0]) >= MOST_COLUMNS:
        return None
    in_order = all(
        list(cuts) == sorted(cuts) and cuts[-1] <= len(line) for cuts, line in zip(found, lines, strict=True)
    )
    return found if in_order else None
