"""No figure of a gain depends on anybody whom the reader does not supervise."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from course.models import Cohort, Person
from quizzes.models import Question
from tests.conftest import signed_in
from tests.quizzes.gain.room import Shown, asked, both, first_exam, group, last_exam, sat
from tests.quizzes.make_attempts import learner, opened

PERCENT = st.integers(0, 20).map(lambda points: points * 5)
STRANGERS = st.lists(
    st.tuples(PERCENT, PERCENT, st.sampled_from(["AB", "BA", "AA", "open", "first"])), min_size=1, max_size=4
)


@contextmanager
def undone() -> Iterator[None]:
    """Whatever is done to the database inside is undone."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _join_and_sit(cohort: Cohort, number: int, before: int, after: int, way: str) -> None:
    if way in ("open", "first"):
        enrollment = learner(cohort, f"Stranger {number}")
        if way == "first":
            sat(enrollment, first_exam(cohort), before)
        else:
            opened(enrollment, first_exam(cohort))
        return
    enrollment = both(cohort, f"Stranger {number}", before, after, way=way)
    question = Question.objects.get(course=cohort.course, key="q-0")
    question.taught_by = first_exam(cohort).step.lesson.steps.earliest("position")
    question.save()
    for attempt in enrollment.attempts.all():
        asked(attempt, question, points=0)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(strangers=STRANGERS)
def test_what_another_cohort_did_changes_nothing(
    as_sam: Client,
    spring: Cohort,
    fall: Cohort,
    strangers: list[tuple[int, int, str]],
) -> None:
    with undone():
        group(spring, 2)
        alone = Shown(as_sam)
        for number, (before, after, way) in enumerate(strangers):
            _join_and_sit(fall, number, before, after, way)
        assert (Shown(as_sam).words, Shown(as_sam).tables) == (alone.words, alone.tables)


def test_another_cohort_is_neither_offered_nor_shown(as_rita: Client, spring: Cohort, fall: Cohort) -> None:
    group(spring, 3)
    last_exam(fall)
    assert "Nobody has begun yet" in Shown(as_rita).words
    refused = Shown(as_rita, cohort=spring.pk)
    assert "This is not one of your cohorts." in refused.words
    assert refused.tables == []
    assert "Spring" not in refused.words


@pytest.mark.parametrize("who", ["as_ada", "as_tess", "as_sven"])
def test_the_gain_is_not_there_for_learners_trainers_and_strangers(
    request: pytest.FixtureRequest, who: str, sam: Person
) -> None:
    assert request.getfixturevalue(who).get("/review/gain/").status_code == 404


def test_a_supervisor_of_two_cohorts_sees_both_and_each(alma: Person, spring: Cohort, fall: Cohort) -> None:
    group(spring, 3)
    group(fall, 2, start=3)
    client = signed_in(alma)
    counted = [
        Shown(client, **query).overall["Learners"]
        for query in ({}, {"cohort": spring.pk}, {"cohort": fall.pk})
    ]
    assert counted == ["5", "3", "2"]
