"""What exams and sign-offs add to “This week”: answers to mark, critical items missed, signatures, exams due."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.db.models import CharField, Count, DateField, DateTimeField, Min, QuerySet, Value
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from course.models import Person
from course.protocols import WeekLine
from quizzes import attempts, marking
from quizzes.models import Attempt
from quizzes.review.rows import CRITICAL_UNREAD
from quizzes.room.due import SOON, due
from quizzes.signoff import listing as signatures


def lines(person: Person, *, at: datetime) -> list[WeekLine]:
    """What waits for a mark, for a look, for a signature; and exams due. One statement."""
    handed_in = Attempt.objects.supervised_by(person).counted()
    unread = handed_in.filter(critical_missed__gt=0).exclude(attempts.was_read())
    counts = (
        _counted("to_mark", marking.waiting(person), "attempt__submitted_at"),
        _counted("critical", unread, "submitted_at"),
        _counted("to_sign", signatures.waiting(person), "since"),
    )
    told: dict[str, Callable[[int, Any], WeekLine]] = {
        "to_mark": _to_mark,
        "critical": _critical,
        "to_sign": _to_sign,
        "due": _due,
    }
    # What is due goes first: from the first part a database learns what kind of value each column holds.
    rows = _counted("due", due(person, today=timezone.localdate(at)), day="due_on").union(*counts, all=True)
    found = {row["line"]: (row["number"], row["day"] or row["first"]) for row in rows if row["number"]}
    return [tell(*found[name]) for name, tell in told.items() if name in found]


def _counted(line: str, rows: QuerySet[Any], moment: str = "", day: str = "") -> Any:
    """One row of how many, and since which moment or day."""
    named = rows.order_by().annotate(line=Value(line, CharField())).values("line")
    return named.annotate(
        number=Count("pk"),
        first=Min(moment) if moment else Value(None, DateTimeField()),
        day=Min(day) if day else Value(None, DateField()),
    )


def _day(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "F j")


def _to_mark(number: int, first: datetime) -> WeekLine:
    words = ngettext("answer waits for a mark", "answers wait for a mark", number)
    reason = _("The oldest came on %s. Its learner sees no final score until it is marked.") % _day(first)
    return WeekLine(number, words, reason, reverse("marking"), _("Mark them"))


def _critical(number: int, first: datetime) -> WeekLine:
    """Attempts with a critical item missed that nobody of the staff has opened since."""
    words = ngettext(
        "attempt missed a critical item, and nobody has looked",
        "attempts missed a critical item, and nobody has looked",
        number,
    )
    reason = _("A critical item is about safety or rights. A talk about it may matter more than the score.")
    link = f"{reverse('review')}?state={CRITICAL_UNREAD}"
    return WeekLine(number, words, reason, link, _("Look at them"))


def _to_sign(number: int, first: datetime) -> WeekLine:
    words = ngettext("sign-off waits for you", "sign-offs wait for you", number)
    reason = _("The oldest has waited since %s.") % _day(first)
    return WeekLine(number, words, reason, reverse("sign_offs"), _("Go to sign-offs"))


def _due(number: int, first: date) -> WeekLine:
    """Exams due within a week, or before, and not begun."""
    words = ngettext("exam is due and not started", "exams are due and not started", number)
    reason = ngettext(
        "Due within %(days)d day, or before; the first on %(first)s. They can still be taken after that day.",
        "Due within %(days)d days, or before; the first on %(first)s. They can still be taken after that day.",
        SOON.days,
    )
    reason %= {"days": SOON.days, "first": date_format(first, "F j")}
    return WeekLine(number, words, reason, reverse("exams_due"), _("See whose"))
