"""Verbs on snapshots: count and keep, show what was counted, and let go of what nobody counts any more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic

from django.core.cache import cache
from django.db import transaction

from course.models import Person, Snapshot
from course.record import audit
from course.snapshots.counting import Countable, name_of
from course.snapshots.packing import Figures, packed, unpacked

AT_MOST = 300
"""After so many seconds a count that never ended keeps nobody from another."""


class BeingCounted(Exception):
    """Somebody is counting the same right now."""


@dataclass(frozen=True)
class Shown(Generic[Figures]):
    """``figures`` with their ``as_of``, which is None where they were counted just now.

    A large scope that has not been counted yet has neither. ``size`` says how many attempts or learners are counted, or
    are to be; where figures are live it is 0.
    """

    figures: Figures | None
    as_of: datetime | None = None
    size: int = 0

    @property
    def is_missing(self) -> bool:
        return self.figures is None


def show(what: Countable[Figures]) -> Shown[Figures]:
    """Counted now where that is quick, else as of the last count. Two statements more than counting, at most."""
    if not what.is_large():
        return Shown(what.count())
    found = Snapshot.objects.filter(**name_of(what)._asdict()).first()
    figures = unpacked(what.result, found.figures) if found else None
    if found is None or figures is None:
        return Shown(None, size=what.size())
    return Shown(figures, found.counted_at, found.size)


def take(what: Countable[Any], *, at: datetime) -> int:
    """Count, and keep the figures as of ``at``, which is now. Returns of how many attempts or learners they are.

    What was counted later than ``at`` stays. Nothing is locked while it counts.
    """
    size, figures = what.size(), packed(what.count())
    said = {"counted_at": at, "size": size, "figures": figures}
    name = name_of(what)._asdict()
    with transaction.atomic():
        kept, is_new = Snapshot.objects.select_for_update().get_or_create(**name, defaults=said)
        if not is_new and kept.counted_at < at:
            Snapshot.objects.filter(pk=kept.pk).update(**said)
    return size


def take_for(person: Person, what: Countable[Any], *, at: datetime) -> int:
    """``take``, because ``person`` asked for it; once, however often they press. Raises BeingCounted."""
    turn = "counting:" + "/".join(name_of(what))
    if not cache.add(turn, at.isoformat(), timeout=AT_MOST):
        raise BeingCounted
    try:
        size = take(what, at=at)
    finally:
        cache.delete(turn)
    audit.record("figures-counted", None, actor=person, at=at, what=what.kind, size=size)
    return size


def counted_at(what: Countable[Any]) -> datetime | None:
    """As of when there are figures; None without any."""
    return Snapshot.objects.filter(**name_of(what)._asdict()).values_list("counted_at", flat=True).first()


def forget_before(at: datetime) -> int:
    """Delete every snapshot that was counted before ``at``. Returns how many."""
    deleted, _of_each = Snapshot.objects.filter(counted_at__lt=at).delete()
    return deleted
