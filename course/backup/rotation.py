"""Which backups to keep: pure."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from datetime import datetime


def outdated(times: Iterable[datetime], *, daily: int, weekly: int) -> list[datetime]:
    """The times whose backups may go: neither the newest, nor the last of a kept day or week.

    Kept are the last backup of each of the newest ``daily`` days, and of each of the newest ``weekly`` ISO weeks, that
    have one. A pause of a month therefore deletes nothing.
    """
    newest_first = sorted(set(times), reverse=True)
    keep = {
        *newest_first[:1],
        *_last_of_each(newest_first, lambda at: at.date(), daily),
        *_last_of_each(newest_first, lambda at: at.isocalendar()[:2], weekly),
    }
    return [at for at in reversed(newest_first) if at not in keep]


def _last_of_each(
    newest_first: list[datetime], period: Callable[[datetime], Hashable], count: int
) -> list[datetime]:
    last: dict[Hashable, datetime] = {}
    for at in newest_first:
        last.setdefault(period(at), at)
    return list(last.values())[:count]
