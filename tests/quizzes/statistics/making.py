"""Sittings for tests of statistics: from tables of marks, and by hypothesis."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

from hypothesis import strategies as st

from quizzes.statistics.responses import Item, Response, Responses

TOLERANCE = 1e-9

# As percent scores are: of two decimals, so that what varies does not vary by a rounding alone.
PERCENT = st.integers(0, 10_000).map(lambda number: number / 100)
PERCENTS = st.lists(PERCENT, max_size=30)
SHARES = st.sampled_from([0.0, 0.25, 1 / 3, 0.5, 2 / 3, 0.9, 1.0])
RIGHT_OR_WRONG = st.sampled_from([0.0, 1.0])


@dataclass(frozen=True, eq=False)
class Near:
    value: Any

    def __eq__(self, other: object) -> bool:
        return _alike(self.value, other)


def near(value: Any) -> Any:
    """Equals what differs by no more than floats may lose: 1e-9 of the value, or 1e-9 about 0; None only None."""
    return Near(value)


def _alike(one: Any, other: Any) -> bool:
    if one is None or other is None:
        return one is other
    if isinstance(one, list | tuple):
        return len(one) == len(other) and all(map(_alike, one, other))
    return math.isclose(one, other, rel_tol=TOLERANCE, abs_tol=TOLERANCE)


def sat(table: Sequence[Sequence[float | None]], points: Sequence[float] = ()) -> Responses:
    """One row a learner, one column an item: ``q1``, ``q2`` …; None for an item that was not shown."""
    width = len(table[0]) if table else len(points)
    items = [Item(f"q{place + 1}", worth) for place, worth in enumerate(points or [1.0] * width)]
    return Responses(
        items,
        [
            {item.key: Response(share) for item, share in zip(items, row, strict=True) if share is not None}
            for row in table
        ],
    )


@st.composite
def tables(
    draw: st.DrawFn, *, shares: st.SearchStrategy[Any] = SHARES, least: int = 0, items: int = 1
) -> list[list[Any]]:
    """Rows of one length, of ``items`` to 5 shares; at least ``least`` rows."""
    width = draw(st.integers(items, 5))
    return draw(st.lists(st.lists(shares, min_size=width, max_size=width), min_size=least, max_size=12))


def numbers(figures: object) -> Iterator[float]:
    """Every number anywhere in a dataclass of figures."""
    if isinstance(figures, int | float):
        yield figures
    elif is_dataclass(figures):
        for field in fields(figures):
            yield from numbers(getattr(figures, field.name))
    elif isinstance(figures, Mapping):
        for value in figures.values():
            yield from numbers(value)
    elif isinstance(figures, list | tuple):
        for value in figures:
            yield from numbers(value)


def all_finite(figures: object) -> bool:
    return all(math.isfinite(number) for number in numbers(figures))
