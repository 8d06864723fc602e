"""The attempts that a gain is made of, as plain values: those of the cohorts that are asked for alone."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import FloatField, OuterRef, Q, Subquery
from django.db.models.functions import Cast

from course.models import Competency, Enrollment
from course.models.outline import State as OutlineState
from quizzes.gain.matching import Matching, Sitting, Standing, match
from quizzes.gain.report import NOTHING, Earned, Shares, Subject, whole
from quizzes.models import Attempt, AttemptCompetencyScore, AttemptItem, Exam, Mark
from quizzes.models.attempts import AttemptQuerySet

AT_ONCE = 2000


@dataclass(frozen=True)
class Exams:
    """The exam before a course and the one after it."""

    before: Exam
    after: Exam


def pair(exams: Iterable[Exam]) -> Exams | None:
    """The first exam for before the course and the last one for after it, of one course's exams in their order.

    A retired exam counts only where there is no live one. None where there is none for before, or none for after.
    """
    known = list(exams)
    before = [exam for exam in known if exam.purpose == Exam.Purpose.PRE]
    after = [exam for exam in reversed(known) if exam.purpose == Exam.Purpose.POST]
    if not before or not after:
        return None
    return Exams(min(before, key=_is_retired), min(after, key=_is_retired))


def _is_retired(exam: Exam) -> bool:
    return OutlineState.RETIRED in (exam.step.state, exam.step.lesson.state)


@dataclass(frozen=True)
class Asked:
    """Whose gain, between two exams: of the learners of ``cohorts``, which are all in the scope of whoever looks."""

    cohorts: tuple[int, ...]
    exams: Exams

    def attempts(self) -> AttemptQuerySet:
        exams = (self.exams.before.pk, self.exams.after.pk)
        return Attempt.objects.filter(
            exam__in=exams, possible__gt=0, enrollment__cohort__in=self.cohorts
        ).order_by()

    def graded(self) -> AttemptQuerySet:
        return self.attempts().counted().filter(awaiting=0)


_COLUMNS = (
    "pk",
    "enrollment__person",
    "enrollment",
    "exam",
    "form",
    "state",
    "voided_at",
    "awaiting",
    "started_at",
    "submitted_at",
    "score",
    "possible",
    "enrollment__state",
)


def matching(asked: Asked) -> Matching:
    """One statement."""
    rows = asked.attempts().order_by("enrollment", "number").values_list(*_COLUMNS)
    return match(_sitting(asked.exams, *row) for row in rows.iterator(chunk_size=AT_ONCE))


def _sitting(
    exams: Exams,
    pk: int,
    person: int,
    enrollment: int,
    exam: int,
    form: str,
    state: str,
    voided_at: datetime | None,
    awaiting: int,
    began: datetime,
    ended: datetime | None,
    points: Decimal | None,
    possible: Decimal,
    enrolled: str,
) -> Sitting:
    standing = (
        Standing.OPEN
        if state == Attempt.State.OPEN
        else Standing.SET_ASIDE
        if voided_at is not None
        else Standing.UNMARKED
        if awaiting
        else Standing.GRADED
    )
    takes_part = enrolled == Enrollment.State.ACTIVE
    is_after = exam == exams.after.pk
    return Sitting(
        pk, person, enrollment, is_after, form, standing, began, ended, points, possible, takes_part
    )


def shares(asked: Asked, found: Matching) -> Shares:
    """What each compared attempt earned, altogether and on each competency. One statement."""
    compared = [sitting for both in found.matched for sitting in both]
    earned: dict[int, dict[Subject, Earned]] = {one.attempt: {None: whole(one)} for one in compared}
    scores = AttemptCompetencyScore.objects.filter(attempt__in=asked.graded()).order_by()
    rows = scores.values_list("attempt", "competency", _float("points"), _float("possible"))
    for attempt, competency, points, possible in rows.iterator(chunk_size=AT_ONCE):
        if attempt in earned:
            earned[attempt][competency] = Earned(points, possible)
    return earned


def taught(asked: Asked, compared: Collection[int]) -> Shares:
    """The part of ``compared`` attempts' points whose questions were taught before the first exam. One statement.

    By the topic that a question names and by the order of the course today, so that it is the same questions on both
    exams: what was noted when an attempt at the last exam began calls every question taught.
    """
    newest = Mark.objects.filter(item=OuterRef("pk")).order_by("-pk")
    items = AttemptItem.objects.filter(_before(asked.exams.before), attempt__in=asked.graded()).order_by()
    given = _float(Subquery(newest.values("points")[:1]))
    rows = items.values_list("attempt", "competency", given, _float("points"))
    earned: dict[int, dict[Subject, Earned]] = {}
    for attempt, competency, points, possible in rows.iterator(chunk_size=AT_ONCE):
        if attempt in compared:
            subjects = earned.setdefault(attempt, {})
            for subject in (None, competency):
                subjects[subject] = subjects.get(subject, NOTHING).plus(Earned(points or 0.0, possible))
    return earned


def _float(points: str | Subquery) -> Cast:
    return Cast(points, FloatField())


def _before(exam: Exam) -> Q:
    topic, step = "version__question__taught_by", exam.step
    return Q(**{f"{topic}__lesson__position__lt": step.lesson.position}) | Q(
        **{f"{topic}__lesson__position": step.lesson.position, f"{topic}__position__lt": step.position}
    )


def competencies(keys: Collection[int]) -> list[Competency]:
    """In the order of their frameworks. One statement."""
    return list(Competency.objects.filter(pk__in=keys))
