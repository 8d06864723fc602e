"""Who is quiet follows from the last work, though it is found out without reading all of it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from course import progress
from course.models import Enrollment, Person, Step
from course.room.standing import is_quiet, looked_after, steps_of_courses, with_done, with_standing
from lessons import reflections
from lessons.models import Scenario
from quizzes import attempts
from quizzes.models import Answer, Attempt, Exam
from tests.conftest import NOW
from tests.make import add_scenario
from tests.quizzes import signoff_room

A_SECOND, WEEK = timedelta(seconds=1), timedelta(days=7)
LONG_AGO = NOW - timedelta(days=30)
Work = Callable[[Enrollment, datetime], object]


def _finish(enrollment: Enrollment, at: datetime) -> None:
    progress.complete(enrollment, Step.objects.get(slug="roles"), version=1, at=at)


def _reflect(enrollment: Enrollment, at: datetime) -> None:
    add_scenario(Step.objects.get(slug="roles").lesson, "roles", "a-talk")
    scenario = Scenario.objects.select_related("live", "topic__step").get(key="a-talk")
    reflections.save(enrollment, scenario, text="Sit down with him.", revision=0, at=at)


def _begin(enrollment: Enrollment, at: datetime) -> Attempt:
    return attempts.start(enrollment, Exam.objects.get(), at=at)


def _answer(enrollment: Enrollment, at: datetime) -> Attempt:
    """Of an exam begun long ago, and still open."""
    attempt = _begin(enrollment, LONG_AGO)
    Answer.objects.create(
        item=attempt.items.earliest("slot"), save_id=uuid4(), revision=1, response={}, at=at
    )
    return attempt


def _answer_and_hand_in(enrollment: Enrollment, at: datetime) -> None:
    """The exam is closed later, so that no step is finished at the time of the answer or before."""
    attempt = _answer(enrollment, at)
    Attempt.objects.filter(pk=attempt.pk).update(
        state="submitted", submitted_at=at + timedelta(hours=1), score=0
    )


def _join(enrollment: Enrollment, at: datetime) -> None:
    Enrollment.objects.filter(pk=enrollment.pk).update(joined_at=at)


def last_work(person: Person) -> datetime:
    """Of the one learner whom the person looks after."""
    found: Any = with_standing(looked_after(person)).get()
    moment: datetime = found.last_work
    return moment


@pytest.mark.parametrize("work", [_finish, _reflect, _begin, _answer, _answer_and_hand_in, _join])
def test_whoever_worked_a_second_less_than_a_week_ago_is_not_quiet(
    enrollment: Enrollment, sam: Person, work: Work
) -> None:
    _join(enrollment, LONG_AGO)
    at = NOW - WEEK
    work(enrollment, at)
    mine = looked_after(sam)
    assert last_work(sam) == at
    for learners in (with_standing(mine), with_done(mine, steps_of_courses())):
        assert learners.filter(is_quiet(sam, at=NOW)).count() == 1
        assert learners.filter(is_quiet(sam, at=NOW - A_SECOND)).count() == 0


def test_a_step_finished_when_an_exam_was_handed_in_is_the_last_work(
    enrollment: Enrollment, sam: Person
) -> None:
    _join(enrollment, LONG_AGO)
    attempt = _answer(enrollment, NOW - WEEK)
    attempts.submit(attempt, at=NOW - timedelta(days=6))
    assert last_work(sam) == NOW - timedelta(days=6)


def test_a_rating_handed_over_for_a_sign_off_is_work(enrollment: Enrollment, sam: Person) -> None:
    _join(enrollment, LONG_AGO)
    signoff_room.taught(enrollment)
    signoff_room.handed_over(enrollment, sam)
    handed = signoff_room.later(1)
    learners = with_done(looked_after(sam))
    assert learners.filter(is_quiet(sam, at=handed + WEEK)).exists()
    assert not learners.filter(is_quiet(sam, at=handed + WEEK - A_SECOND)).exists()
