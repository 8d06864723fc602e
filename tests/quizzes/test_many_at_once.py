"""Many requests at one attempt at the same time: one start, one answer told to be saved for each place, one result.

On PostgreSQL they truly run at once. On SQLite they take turns, as its writers do.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, connections

from course.models import Enrollment
from quizzes import attempts
from quizzes.models import Answer, Attempt, AttemptItem, Exam, Mark
from tests.quizzes.exam_room import save, stored

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(acts: Sequence[Callable[[], Any]]) -> list[Any]:
    """What each returned, or raised, in order; every act has a database connection of its own."""

    def run(act: Callable[[], Any]) -> Any:
        try:
            return act()
        except (attempts.Closed, attempts.Stale) as refused:
            return refused
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1 if connection.vendor == "sqlite" else len(acts)) as pool:
        return list(pool.map(run, acts))


def test_twelve_starts_end_in_one_attempt(enrollment: Enrollment, exam: Exam, now: datetime) -> None:
    begun = at_once([partial(attempts.start, enrollment, exam, at=now)] * 12)

    assert set(begun) == {Attempt.objects.get()}
    assert AttemptItem.objects.count() == 4


def test_of_twelve_first_answers_one_is_kept_and_the_others_are_told(attempt: Attempt) -> None:
    for item in attempt.items.all():
        told = at_once([partial(save, item, key) for key in ("yes", "no", "maybe") * 4])

        kept = {answer.response_code for answer in told if isinstance(answer, Answer)}
        assert len(kept) == 1
        assert stored(item) == list(kept)


def test_one_save_sent_ten_times_is_stored_once(item: AttemptItem) -> None:
    told = at_once([partial(save, item, "yes", save_id=uuid4())] * 10)

    assert len(set(told)) == 1
    assert stored(item) == ["yes"]


def test_what_was_told_to_be_saved_while_somebody_hands_in_is_what_is_graded(
    enrollment: Enrollment, exam: Exam, now: datetime
) -> None:
    exam.rules["attempts"] = 10
    for turn in range(10):
        attempt = attempts.start(enrollment, exam, at=now)
        acts: list[Callable[[], Any]] = [partial(save, item, "yes") for item in attempt.items.all()]
        acts[turn % 4 : turn % 4] = [partial(attempts.submit, attempt, at=now)] * 2

        told = at_once(acts)

        attempt.refresh_from_db()
        assert attempt.score == sum(isinstance(answer, Answer) for answer in told)
        assert Mark.objects.filter(item__attempt=attempt).count() == 4
    assert [found for _, found in attempts.differences(Attempt.objects.all()) if found] == []
