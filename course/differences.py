"""What differs between two texts, readable by anybody: by paragraph, and within a paragraph by word. Pure.

Nothing is lost: what was removed and what was kept is the old text, what was kept and what was added is the new one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import Enum
from typing import NamedTuple

MOST_COMPARISONS = 300_000
"""Of equal parts. Beyond, the middle of two texts is told as taken out and put in: it would take minutes."""

ALIKE = 0.5
"""The share of words in common from which a paragraph counts as rewritten, and not as another one."""

MOST_PAIRS = 400

WORD = re.compile(r"\s*\S+|\s+")


class Did(Enum):
    KEPT = "kept"
    REMOVED = "removed"
    ADDED = "added"
    CHANGED = "changed"


class Piece(NamedTuple):
    """A run of words that was kept, removed or added."""

    did: Did
    text: str


@dataclass(frozen=True)
class Block:
    """A paragraph. One that is ``CHANGED`` has pieces of several kinds, any other has one piece of its own kind."""

    did: Did
    pieces: tuple[Piece, ...]

    @property
    def old(self) -> str:
        return "".join(piece.text for piece in self.pieces if piece.did is not Did.ADDED)

    @property
    def new(self) -> str:
        return "".join(piece.text for piece in self.pieces if piece.did is not Did.REMOVED)


def compare(old: Sequence[str], new: Sequence[str]) -> list[Block]:
    """Blocks in reading order, one for each paragraph; a rewritten paragraph is one block for both."""
    found: list[Block] = []
    for kept, before, after in _runs(old, new):
        found += [_whole(Did.KEPT, text) for text in before] if kept else _rewritten(before, after)
    return found


Part = tuple[str, list[Block | None]]
"""A label, and what differs below it; None stands for what is left out."""


def differing(
    old: Iterable[tuple[str, Sequence[str]]], new: Iterable[tuple[str, Sequence[str]]]
) -> list[Part]:
    """The labelled texts that are not the same, with what is far from a change left out."""
    said = dict(old)
    compared = [(label, compare(said.get(label, []), lines)) for label, lines in new]
    return [
        (label, shortened(blocks))
        for label, blocks in compared
        if any(block.did is not Did.KEPT for block in blocks)
    ]


def pieces(old: str, new: str) -> list[Piece]:
    """Two versions of one paragraph, word by word."""
    found: list[Piece] = []
    for kept, before, after in _runs(WORD.findall(old), WORD.findall(new)):
        runs = [(Did.KEPT, before)] if kept else [(Did.REMOVED, before), (Did.ADDED, after)]
        found += [Piece(did, "".join(words)) for did, words in runs if words]
    return found


def shortened(blocks: Sequence[Block], *, around: int = 1) -> list[Block | None]:
    """The blocks that differ with ``around`` kept ones on either side; None stands for what is left out."""
    near = {
        index + step
        for index, block in enumerate(blocks)
        if block.did is not Did.KEPT
        for step in range(-around, around + 1)
    }
    found: list[Block | None] = []
    for index, block in enumerate(blocks):
        if index in near:
            found.append(block)
        elif not found or found[-1] is not None:
            found.append(None)
    return found


def _whole(did: Did, text: str) -> Block:
    return Block(did, (Piece(did, text),))


def _rewritten(before: Sequence[str], after: Sequence[str]) -> Iterator[Block]:
    """Paragraphs in place of others: those alike in pairs, in order, and the rest taken out or put in."""
    start = 0
    pairs = dict(_pairs(before, after))
    for index, text in enumerate(before):
        if index not in pairs:
            yield _whole(Did.REMOVED, text)
            continue
        yield from (_whole(Did.ADDED, new) for new in after[start : pairs[index]])
        yield Block(Did.CHANGED, tuple(pieces(text, after[pairs[index]])))
        start = pairs[index] + 1
    yield from (_whole(Did.ADDED, new) for new in after[start:])


def _pairs(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The positions of paragraphs that are alike, each the first that fits, in order in both."""
    if len(before) * len(after) > MOST_PAIRS:
        return
    words = [Counter(text.split()) for text in after]
    start = 0
    for index, text in enumerate(before):
        mine = Counter(text.split())
        for other in range(start, len(after)):
            total = mine.total() + words[other].total()
            if total and 2 * (mine & words[other]).total() / total >= ALIKE:
                yield index, other
                start = other + 1
                break


def _runs(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[bool, Sequence[str], Sequence[str]]]:
    """Runs in order: kept (then both are equal), or what was and what is instead."""
    head = next(
        (i for i, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new))
    )
    most = min(len(old), len(new)) - head
    tail = next((i for i in range(most) if old[-1 - i] != new[-1 - i]), most)
    before, after = old[head : len(old) - tail], new[head : len(new) - tail]
    if head:
        yield True, old[:head], new[:head]
    if _is_costly(before, after):
        yield False, before, after
    else:
        for tag, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
            yield tag == "equal", before[i:j], after[k:m]
    if tail:
        yield True, old[-tail:], new[-tail:]


def _is_costly(before: Sequence[str], after: Sequence[str]) -> bool:
    others = Counter(after)
    return sum(count * others[text] for text, count in Counter(before).items()) > MOST_COMPARISONS
