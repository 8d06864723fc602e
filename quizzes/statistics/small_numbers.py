"""How many are too few: to judge by, and to be told without telling on somebody. Pure.

Both bounds are this program's caution, not laws of statistics: docs/statistics.md says so.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import TypeVar

FEW = 30
"""With fewer learners a figure is shown with a caution, and no item is judged by it."""
LEAST = 5
"""A group of fewer learners is left out of what carries no names."""

Key = TypeVar("Key", bound=Hashable)


def few(n: int) -> bool:
    """Whether ``n`` learners are too few to judge by."""
    return n < FEW


def left_out(sizes: Mapping[Key, int], *, least: int = LEAST) -> frozenset[Key]:
    """The groups to leave out of what carries no names, by how many learners each has.

    Those with fewer than ``least``; and as long as the ones left out are together fewer than that, the next larger
    one too: else the total less what is shown would tell of them after all. Of equal groups the first is taken.
    """
    hidden: set[Key] = set()
    together = 0
    for key in sorted(sizes, key=lambda key: sizes[key]):
        if sizes[key] >= least and not 0 < together < least:
            break
        hidden.add(key)
        together += sizes[key]
    return frozenset(hidden)
