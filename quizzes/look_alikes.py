"""Which questions are written nearly alike. Pure.

Two texts are as alike as the runs of two words that they share: the size of what both have by the size of what either
has (Jaccard). To find all such pairs without comparing each with each, a text is filed under its rarest runs only: two
texts above a likeness must share some of these (prefix filter: Bayardo, Ma and Srikant, "Scaling Up All Pairs
Similarity Search", 2007).
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from hashlib import blake2b
from itertools import chain, groupby
from math import ceil
from typing import Any, NamedTuple
from unicodedata import normalize

LEAST = 0.4
"""From here on two questions are called alike. Copies of shipped questions with another name and one new choice are at
0.5 or more (0.62 on average); no two of the shipped bank, by the same authors on the same subjects, are above 0.15."""
RUN = 2
SHARED = 8
"""So many of its rarest runs a text must share with another before the two are compared."""
CROWD = 40
"""Of more texts than this below one run, only the last so many are compared: a bank of 5,000 stays within seconds."""

_CODE = "Q"
_WORD = re.compile(r"\w+")
Shingles = frozenset[str]


class Pair(NamedTuple):
    """``likeness`` from above 0 to 1. ``first`` comes before ``second`` in the alphabet."""

    likeness: float
    first: str
    second: str


def text_of(stem: str, body: Mapping[str, Any]) -> str:
    """What learners read of a question: its stem, and every line that can be chosen, matched or ordered."""
    return "\n".join([stem, *_lines(body)])


def _lines(part: Any) -> Iterator[str]:
    if isinstance(part, Mapping):
        yield from (value for name, value in part.items() if name == "text" and isinstance(value, str))
        yield from (line for value in part.values() for line in _lines(value))
    elif isinstance(part, list | tuple):
        yield from (line for each in part for line in _lines(each))


def words(text: str) -> set[str]:
    """The words of a text as they stand there, in small letters."""
    return set(_WORD.findall(text.lower()))


def shingles(text: str) -> Shingles:
    """Every run of two words, whatever their case, marks and spaces; a text of one word has that word."""
    found = _WORD.findall(normalize("NFKC", text).casefold())
    return frozenset(" ".join(found[at : at + RUN]) for at in range(max(1, len(found) - RUN + 1)) if found)


def likeness(one: Shingles, other: Shingles) -> float:
    """From 0, nothing in common, to 1; texts without words are like nothing."""
    both = len(one & other)
    return both / (len(one) + len(other) - both) if both else 0.0


def alike_to(text: str, others: Mapping[str, str], *, least: float = LEAST) -> list[tuple[float, str]]:
    """Those of ``others`` (by key) that are at least so like the text, the most alike first."""
    own = shingles(text)
    found = ((likeness(own, shingles(other)), key) for key, other in others.items())
    return sorted((each for each in found if each[0] >= least), key=lambda each: (-each[0], each[1]))


def pairs(texts: Mapping[str, str], *, least: float = LEAST) -> list[Pair]:
    """All pairs of texts (by key) that are at least so alike, the most alike first. ``least`` is above 0.

    Of texts with the very same runs, each is paired with the first alone, and the first alone with others.
    """
    same = defaultdict[bytes, list[str]](list)
    for key in sorted(texts):
        if found := _packed(texts[key]):
            same[found.tobytes()].append(key)
    made = [_pair(1.0, keys[0], other) for keys in same.values() for other in keys[1:]]
    made += _between({keys[0]: array(_CODE, found) for found, keys in same.items()}, least)
    return sorted(made, key=lambda pair: (-pair.likeness, pair.first, pair.second))


def _packed(text: str) -> array[int]:
    """The runs as sorted numbers of 64 bits: words would take ten times the memory of the web process."""
    hashed = (blake2b(run.encode("utf-8", "surrogatepass"), digest_size=8).digest() for run in shingles(text))
    return array(_CODE, sorted(int.from_bytes(each, "big") for each in hashed))


def _between(packed: Mapping[str, array[int]], least: float) -> Iterator[Pair]:
    often = _often(packed.values())
    filed = defaultdict[int, list[str]](list)
    for key in sorted(packed, key=lambda key: (len(packed[key]), key)):
        own, near, common = packed[key], Counter[str](), _common(packed[key], least)
        shared = sorted((run for run in own if run in often), key=lambda run: (often[run], run))
        # Runs of this text alone are its rarest, and lead to no other.
        filing = len(own) - common + min(SHARED, common) - (len(own) - len(shared))
        for run in shared[: max(0, filing)]:
            near.update(filed[run][-CROWD:])
            filed[run].append(key)
        for other, times in near.items():
            # Those filed before are no larger; one so small that it cannot be so alike is passed over.
            if times < min(SHARED, _common(packed[other], least)) or len(packed[other]) < common:
                continue
            both = len(set(shared).intersection(packed[other]))
            if (how := both / (len(own) + len(packed[other]) - both)) >= least:
                yield _pair(how, key, other)


def _often(packed: Collection[array[int]]) -> dict[int, int]:
    """The runs that several texts have, and in how many; counted in sixteen parts, so that little is held at a time."""
    found = dict[int, int]()
    for low in range(0, 1 << 64, 1 << 60):
        parts = (each[bisect_left(each, low) : bisect_left(each, low + (1 << 60))] for each in packed)
        for run, same in groupby(sorted(chain.from_iterable(parts))):
            if (times := sum(1 for _ in same)) > 1:
                found[run] = times
    return found


def _common(own: array[int], least: float) -> int:
    """How many runs a text shares with one that is so alike, at least."""
    # Less a little, so that what floats make of a whole number does not round it up.
    return ceil(least * len(own) - 1e-9)


def _pair(how: float, one: str, other: str) -> Pair:
    return Pair(how, *sorted((one, other)))
