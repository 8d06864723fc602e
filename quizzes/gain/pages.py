"""What the page of the gain shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from course.charts import BeforeAfter, Dumbbell, dumbbell
from course.models import Competency
from course.snapshots import taking
from quizzes.gain import reading
from quizzes.gain.counting import GainCount
from quizzes.gain.figures import GainFigures
from quizzes.gain.forms import GainForm
from quizzes.gain.matching import Why
from quizzes.gain.reading import Exams
from quizzes.gain.report import Subject
from quizzes.review.listing import Scope
from quizzes.statistics.gain import Gain


@dataclass(frozen=True)
class Line:
    """One row of a table. ``is_whole``: over all competencies."""

    label: str
    gain: Gain
    is_whole: bool


@dataclass(frozen=True)
class Told:
    """The gain between two exams, for a page. ``named`` are the competencies that it is about."""

    exams: Exams
    figures: GainFigures
    named: Sequence[Competency]

    @property
    def gain(self) -> Gain:
        return self.figures.overall

    @property
    def direction(self) -> str:
        """Whether scores were higher afterwards, as far as the page's one decimal tells: "higher", "lower", "same"."""
        difference = round(self.gain.difference or 0, 1)
        return "higher" if difference > 0 else "lower" if difference < 0 else "same"

    @property
    def points(self) -> float:
        """How many points higher or lower."""
        return abs(self.gain.difference or 0)

    @property
    def may_be_none(self) -> bool:
        """Whether no change at all would fit what was seen."""
        interval = self.gain.interval
        return interval is not None and interval.low <= 0 <= interval.high

    @property
    def lines(self) -> Sequence[Line]:
        return self._lines(self.figures.gains)

    @property
    def untaught(self) -> Sequence[Line]:
        return self._lines(self.figures.untaught)

    def _lines(self, gains: Mapping[Subject, Gain]) -> Sequence[Line]:
        whole = [Line(_("All competencies"), gains[None], is_whole=True)] if None in gains else []
        parts = [Line(one.title, gains[one.pk], is_whole=False) for one in self.named if one.pk in gains]
        return [*whole, *parts]

    @cached_property
    def picture(self) -> Dumbbell:
        rows = [_row(line) for line in self.lines if not line.is_whole]
        return dumbbell(ident="gain", title=_("Before and after, by competency"), rows=rows)

    @property
    def others(self) -> Sequence[tuple[str, int]]:
        """Why some who began are not matched, by the names of the reasons, and how many these are."""
        counts = self.figures.others
        return [(why.name, counts[why]) for why in Why if counts.get(why)]


def _row(line: Line) -> BeforeAfter:
    low, high = line.gain.interval or (None, None)
    return BeforeAfter(line.label, line.gain.before, line.gain.after, line.gain.n, low, high)


def tell(exams: Exams, figures: GainFigures) -> Told:
    """One statement where anybody is compared."""
    subjects = [pk for pk in figures.gains if pk is not None]
    return Told(exams, figures, reading.competencies(subjects) if subjects else [])


def asked(scope: Scope, form: GainForm) -> GainCount | None:
    """What a valid form asks for; None where the course lacks an exam, and without a course."""
    course, cohort = form.wanted_course, form.wanted_cohort
    exams = reading.pair(scope.exams_of(course.pk)) if course else None
    if course is None or exams is None:
        return None
    cohorts = [cohort] if cohort else [each for each in scope.cohorts if each.course_id == course.pk]
    return GainCount(tuple(each.pk for each in cohorts), exams)


def context(scope: Scope, form: GainForm) -> dict[str, Any]:
    """What a valid form asks for; without ``told`` where the course lacks an exam or nobody has counted yet."""
    what = asked(scope, form)
    shown = taking.show(what) if what else None
    found = {"course": form.wanted_course, "cohort": form.wanted_cohort, "shown": shown}
    if what is None or shown is None or shown.figures is None:
        return found
    return {**found, "told": tell(what.exams, shown.figures)}
