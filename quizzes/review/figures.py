"""Figures as the review shows them, on screen and in its CSV. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _

from course.export.table import plain as plain


@dataclass(frozen=True)
class Score:
    """Points earned out of those possible."""

    points: Decimal
    out_of: Decimal

    @property
    def percent(self) -> int | None:
        """Rounded half up; None where nothing could be earned."""
        if not self.out_of:
            return None
        return int((100 * self.points / self.out_of).quantize(Decimal(1), ROUND_HALF_UP))

    def __str__(self) -> str:
        return _("%(points)s of %(possible)s") % {
            "points": plain(self.points),
            "possible": plain(self.out_of),
        }


def minutes(seconds: int) -> int:
    """Whole minutes, rounded half up; at least one."""
    return max(1, (seconds + 30) // 60)


def duration(seconds: int) -> str:
    """Seconds in words: "24 min", "5 h 10 min"."""
    hours, rest = divmod(minutes(seconds), 60)
    if not hours:
        return _("%(minutes)s min") % {"minutes": rest}
    return _("%(hours)s h %(minutes)s min") % {"hours": hours, "minutes": rest}
