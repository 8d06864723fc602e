"""Sits a demo learner down to an exam: starting, answering, perhaps pausing half way, and submitting."""

from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from course.models import Enrollment, Step
from quizzes import attempts
from quizzes.guesses import any_answer
from quizzes.kinds import KINDS
from quizzes.models import AttemptItem, Exam


def sit_exam(enrollment: Enrollment, step: Step, *, at: datetime, rng: Random) -> None:
    """Sit the exam of ``step``. About one learner in eight stops half way and has not come back."""
    exam = Exam.objects.select_related("step__lesson").get(step=step)
    attempt = attempts.start(enrollment, exam, at=at, seed=rng.getrandbits(62))
    items = list(attempt.items.select_related("version", "attempt"))
    stops_at = len(items) // 2 if rng.random() < 0.125 else len(items)
    learned = 0.15 if exam.purpose == Exam.Purpose.POST else 0
    knows, moment = min(0.97, rng.uniform(0.45, 0.9) + learned), at
    for item in items[:stops_at]:
        moment += timedelta(seconds=rng.randint(25, 110))
        if rng.random() < 0.97:
            _answer(item, knows=knows, at=moment, rng=rng)
    if stops_at == len(items):
        attempts.submit(attempt, at=moment + timedelta(seconds=40))


def _answer(item: AttemptItem, *, knows: float, at: datetime, rng: Random) -> None:
    kind, body = KINDS[item.kind], item.version.body
    response = (
        kind.key_of(body) if rng.random() < knows else any_answer(item.kind, body, item.option_order, rng)
    )
    save_id = UUID(int=rng.getrandbits(128), version=4)
    attempts.save_answer(item, response=response, save_id=save_id, seen_revision=0, at=at)
