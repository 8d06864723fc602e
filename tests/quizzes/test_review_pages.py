"""Pages of the review: found by their keys, they are together what the file has, in every order."""

import pytest
from django.test import Client

from course.models import Cohort, Enrollment, Person, State, Step
from quizzes.review import listing, paging
from quizzes.review.columns import SORTS
from quizzes.review.figures import Score
from quizzes.review.rows import Row, Wanted
from tests.quizzes.make_attempts import exam_of, learner, opened, second_exam, submitted


@pytest.fixture
def some(spring: Cohort) -> None:
    """Two exams; learners with one or both, none, one under way, and one at which nothing could be earned."""
    first, second = exam_of(spring), second_exam(spring)
    for number, name in enumerate(("Al", "bo", "Cy")):
        submitted(learner(spring, name), first, score=number, critical_missed=number)
    submitted(learner(spring, "Di"), first, score=0, possible=0)
    submitted(learner(spring, "Ed"), second, score=7, minutes=200)
    opened(learner(spring, "Flo"), second)
    for name in ("Gus", "Al", ""):
        learner(spring, name, f"none{len(name)}@example.org")
    for name in ("Ivo", "Jo", "Kim"):
        everything = learner(spring, name)
        submitted(everything, first, score=2)
        submitted(everything, second, score=5)
    gone = second_exam(spring, "gone")
    submitted(everything, gone, score=3)
    Step.objects.filter(pk=gone.step_id).update(state=State.RETIRED)
    for name in ("Aa", "Ab", "Zo"):
        left = learner(spring, name)
        Enrollment.objects.filter(pk=left.pk).update(state=Enrollment.State.WITHDRAWN)


@pytest.mark.usefixtures("some")
@pytest.mark.parametrize("state", ["", "submitted", "not-started", "critical"])
@pytest.mark.parametrize("sort", [f"{sign}{column}" for column in SORTS for sign in ("", "-")])
@pytest.mark.parametrize("far", [2000, 9], ids=["short list", "long list"])
def test_the_pages_hold_every_row_of_the_file_in_its_order(
    sam: Person, monkeypatch: pytest.MonkeyPatch, sort: str, state: str, far: int
) -> None:
    """Of a long list few learners are asked first, at either end."""
    monkeypatch.setattr(paging, "FAR", far)
    wanted = Wanted(sort=sort, state=state)
    counts = listing.count(sam, wanted)
    everything = [Row(**row) for row in listing.rows(sam, wanted)]
    total = counts.total(state)
    assert len(everything) == total
    for size in (1, 3, 50):
        parts = [range(start, min(start + size, total)) for start in range(0, total, size)]
        paged = [row for part in parts for row in paging.rows_on(sam, wanted, part, counts)]
        assert paged == everything


@pytest.mark.usefixtures("some")
def test_an_exam_without_points_comes_after_those_with_a_score(as_sam: Client, sam: Person) -> None:
    wanted = Wanted(sort="-score")
    rows = paging.rows_on(sam, wanted, range(12), listing.count(sam, wanted))
    scores = [row.score.percent if isinstance(row.score, Score) else None for row in rows]
    assert scores[:11] == sorted((score for score in scores if score is not None), reverse=True)
    assert scores[11] is None
