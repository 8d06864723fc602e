"""What is stored about an attempt is what its history says, and a command proves it."""

from datetime import datetime
from decimal import Decimal
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command

from course.models import Person
from quizzes import attempts
from quizzes.models import Answer, Attempt, AttemptCompetencyScore, AttemptItem, Mark
from tests.quizzes.exam_room import answer_all, save


@pytest.fixture
def done(attempt: Attempt, now: datetime) -> Attempt:
    """Two right, one wrong, one blank."""
    for item, choice in zip(attempt.items.all(), ["yes", "yes", "no", ""], strict=True):
        save(item, choice)
    return attempts.submit(attempt, at=now)


def check() -> tuple[int, str]:
    said = StringIO()
    try:
        call_command("check_scores", stdout=said)
    except SystemExit as end:
        return int(str(end.code)), said.getvalue()
    return 0, said.getvalue()


def test_equal_figures_pass(done: Attempt) -> None:
    assert check() == (0, "1 submitted attempts checked, 0 differ.\n")


def test_an_open_attempt_is_not_looked_at(attempt: Attempt) -> None:
    assert check() == (0, "0 submitted attempts checked, 0 differ.\n")


def test_recompute_says_what_the_marks_add_up_to(done: Attempt) -> None:
    totals = attempts.recompute(done)

    assert (totals.score, totals.possible, totals.critical_missed) == (
        Decimal(2),
        Decimal(4),
        done.critical_missed,
    )


@pytest.mark.parametrize(
    ("rows", "change", "says"),
    [
        (Attempt, {"score": Decimal(3)}, "score: stored 3.00, history says 2.00"),
        (Attempt, {"critical_missed": 4}, "critical items missed: stored 4"),
        (AttemptCompetencyScore, {"points": Decimal(0)}, "scores by competency"),
        (AttemptItem, {"points": Decimal(2)}, "its answer earns 2.00"),
        (Answer, {"response": {"choice": "no"}}, "item 1: marked 1.00, its answer earns 0"),
    ],
)
def test_a_difference_is_named_and_ends_in_one(
    done: Attempt, rows: Any, change: dict[str, Any], says: str
) -> None:
    rows.objects.update(**change)

    code, said = check()

    assert code == 1
    assert f"attempt {done.pk}: " in said
    assert says in said


def test_a_lost_mark_is_named(done: Attempt) -> None:
    Mark.objects.filter(item__slot=2).delete()

    assert "item 2: no mark" in check()[1]


def test_an_answer_that_slipped_in_after_handing_in_is_found(done: Attempt, now: datetime) -> None:
    item = done.items.get(slot=4)
    Answer.objects.create(
        item=item, save_id=item_id(1), revision=1, response={"choice": "yes"}, response_code="yes", at=now
    )

    assert "item 4: marked 0.00, its answer earns 1" in check()[1]


def item_id(number: int) -> str:
    return f"00000000-0000-4000-8000-{number:012}"


def test_a_persons_newer_mark_counts_and_is_not_called_wrong(
    done: Attempt, tess: Person, now: datetime
) -> None:
    Mark.objects.create(
        item=done.items.get(slot=4),
        points=Decimal("0.50"),
        marker=tess,
        by_hand=True,
        reason="On paper",
        at=now,
    )

    assert attempts.recompute(done).score == Decimal("2.50")
    code, said = check()
    assert code == 1
    assert "item 4" not in said
    assert "score: stored 2.00, history says 2.50" in said


def test_a_batch_of_attempts_is_checked_in_four_statements(
    done: Attempt, enrollment: Any, now: datetime, django_assert_num_queries: Any
) -> None:
    done.exam.rules["attempts"] = 20
    for _ in range(12):
        another = attempts.start(enrollment, done.exam, at=now)
        answer_all(another)
        attempts.submit(another, at=now)

    with django_assert_num_queries(4):
        assert check()[0] == 0
