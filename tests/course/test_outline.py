"""The walk through a course, as pure functions: next, previous, resume, what is left."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from course import outline

START = datetime(2026, 11, 1, tzinfo=UTC)


@dataclass
class Step:
    pk: int
    lesson_id: int = 1
    minutes_low: int = 5
    minutes_high: int = 8
    requires_id: int | None = None
    done_at: datetime | None = None


def done(pk: int, day: int, **fields: int) -> Step:
    return Step(pk, done_at=START + timedelta(days=day), **fields)


@st.composite
def courses(draw: st.DrawFn) -> list[Step]:
    size = draw(st.integers(1, 12))
    finished = draw(st.lists(st.none() | st.integers(0, 30), min_size=size, max_size=size))
    return [
        Step(pk, pk // 3, done_at=None if day is None else START + timedelta(days=day))
        for pk, day in enumerate(finished)
    ]


def test_a_new_learner_starts_at_the_first_step() -> None:
    assert outline.resume([Step(1), Step(2)]) == Step(1)


def test_resume_goes_on_after_the_step_finished_last() -> None:
    steps = [Step(1), done(2, day=3), Step(3)]
    assert outline.resume(steps) == Step(3)


def test_resume_comes_back_to_a_step_left_out() -> None:
    assert outline.resume([Step(1), done(2, day=3)]) == Step(1)


def test_resume_passes_over_a_locked_step() -> None:
    locked = Step(2, requires_id=3)
    assert outline.resume([done(1, day=1), locked, Step(3)]) == Step(3)
    assert outline.locked_by([done(1, day=1), locked, Step(3)], locked) == Step(3)


def test_a_step_opens_when_what_it_requires_is_done() -> None:
    step = Step(2, requires_id=1)
    assert outline.locked_by([done(1, day=1), step], step) is None


def test_a_requirement_outside_the_course_locks_nobody_out() -> None:
    step = Step(2, requires_id=99)
    assert outline.locked_by([step], step) is None


def test_neighbors_cross_lessons_and_end_at_the_ends() -> None:
    steps = [Step(1, 1), Step(2, 2), Step(3, 2)]
    assert outline.neighbors(steps, steps[0]) == (None, steps[1])
    assert outline.neighbors(steps, steps[1]) == (steps[0], steps[2])
    assert outline.neighbors(steps, steps[2]) == (steps[1], None)


@given(courses())
def test_what_is_left_adds_up_over_the_lessons(steps: list[Step]) -> None:
    whole, by_lesson = outline.left(steps), [part.left for part in outline.parts(steps)]
    assert whole.steps == sum(left.steps for left in by_lesson)
    assert whole.low == sum(left.low for left in by_lesson)
    assert whole.high == sum(left.high for left in by_lesson)


@given(courses())
def test_resume_is_an_open_step_unless_all_is_done(steps: list[Step]) -> None:
    step = outline.resume(steps)
    if all(s.done_at for s in steps):
        assert step is None
    else:
        assert step in steps
        assert step.done_at is None


@given(courses())
def test_every_step_stands_in_exactly_one_part(steps: list[Step]) -> None:
    assert [step for part in outline.parts(steps) for step in part.steps] == steps
