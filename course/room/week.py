"""What the home page shows to staff: what needs a look this week, and how their cohorts are doing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from course import registry
from course.models import Person
from course.protocols import WeekLine
from course.room import counting
from course.room.stands import Stand, Stands
from course.snapshots import taking
from course.snapshots.taking import Shown

MOST = 50
"""So many cohorts stand on the home page."""


def room(person: Person, *, at: datetime) -> dict[str, Any]:
    """The lines of this week and the person's cohorts. Two statements, and those of the apps.

    Each cohort has its ``stand`` and how many are ``quiet`` to the person; both are None where ``shown`` says that
    nobody has counted them yet.
    """
    cohorts = counting.assigned(person)
    shown: Shown[Stands] = _shown(person, cohorts, at)
    for each in cohorts:
        each.stand = each.quiet = None
        if shown.figures:
            each.stand = shown.figures.of.get(each.pk, Stand())
            each.quiet = each.stand.quiet(person.quiet_days)
    number = sum(each.quiet or 0 for each in cohorts)
    return {
        "lines": [*_quiet_line(number, person, shown.as_of), *registry.week_lines(person, at=at)],
        "shown": shown,
        "cohorts": cohorts[:MOST],
        "more_cohorts": max(0, len(cohorts) - MOST),
    }


def _shown(person: Person, cohorts: Sequence[Any], at: datetime) -> Shown[Stands]:
    if not cohorts:
        return Shown(Stands({}))
    return taking.show(counting.standing(person, cohorts, at=at))


def _quiet_line(number: int, person: Person, as_of: datetime | None) -> Sequence[WeekLine]:
    if not number:
        return []
    reason = ngettext(
        "Nothing done for %d day or longer, and steps are left. A short hello often helps most.",
        "Nothing done for %d days or longer, and steps are left. A short hello often helps most.",
        person.quiet_days,
    )
    reason %= person.quiet_days
    if as_of:
        reason += " " + _("Counted on %s.") % date_format(timezone.localtime(as_of), "F j")
    words = ngettext("learner is quiet", "learners are quiet", number)
    link = f"{reverse('learners')}?quiet=on"
    return [WeekLine(number, words, reason, link, _("See who"))]
