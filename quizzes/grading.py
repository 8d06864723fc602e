"""From responses to points, and from points to a result. Pure and exact: no database, no clock, no floats."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from quizzes.kinds import KINDS, Body, Response


@dataclass(frozen=True)
class Graded:
    """One item with its points. ``competency`` is its row's id. A critical item is missed when any point of it is."""

    competency: int
    critical: bool
    points: Decimal
    possible: Decimal


@dataclass(frozen=True)
class Share:
    """What was earned in one competency."""

    competency: int
    points: Decimal
    possible: Decimal
    items: int


@dataclass(frozen=True)
class Totals:
    """What an attempt earned. ``shares`` is ordered by competency and adds up to the rest."""

    score: Decimal
    possible: Decimal
    critical_missed: int
    shares: tuple[Share, ...]


def grade(kind: str, body: Body, points: Decimal, response: Response | None) -> Decimal:
    """Points for one item, from 0 to ``points``. ``response`` None means that the item was never saved."""
    return KINDS[kind].grade(body, points, response) if response else Decimal(0)


def totals(graded: Iterable[Graded]) -> Totals:
    """Add up, over all items and per competency."""
    items = list(graded)
    return Totals(
        score=sum((item.points for item in items), Decimal(0)),
        possible=sum((item.possible for item in items), Decimal(0)),
        critical_missed=sum(item.critical and item.points < item.possible for item in items),
        shares=tuple(_share(code, items) for code in sorted({item.competency for item in items})),
    )


def _share(competency: int, items: list[Graded]) -> Share:
    own = [item for item in items if item.competency == competency]
    return Share(
        competency=competency,
        points=sum((item.points for item in own), Decimal(0)),
        possible=sum((item.possible for item in own), Decimal(0)),
        items=len(own),
    )
