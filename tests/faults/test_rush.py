"""A whole program hands in at once."""

import random
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.faults.clerk import Clerk
from tests.faults.conftest import LONG, NewExam, new_learner
from tests.faults.sitting import Sitting
from tests.live import Server

pytestmark = pytest.mark.faults

LEARNERS, SECONDS, QUESTIONS = (500, 10, 10) if LONG else (60, 2, 4)


def test_hundreds_who_hand_in_within_ten_seconds_are_each_stored_once(
    new_exam: NewExam, server: Server, clerk: Clerk
) -> None:
    new_exam(questions=QUESTIONS)
    learners = [new_learner() for _ in range(LEARNERS)]
    begun = clerk.ask("seat", learners=learners, exam=new_exam.exam)
    began = time.monotonic()

    def hand_in(learner: str) -> tuple[int, str, float]:
        sitting = Sitting(server, learner, clerk, new_exam.address)
        sitting.attempt = f"/attempts/{begun[learner]}/"
        sitting.visitor.cookies["csrftoken"] = "a" * 32
        time.sleep(max(0, began + moments[learner] - time.monotonic()))
        asked = time.monotonic()
        reply = sitting.submit()
        return reply.status, reply.location, time.monotonic() - asked

    moments = {learner: random.uniform(0, SECONDS) for learner in learners}
    with ThreadPoolExecutor(100 if LONG else 20) as pool:
        replies = list(pool.map(hand_in, sorted(learners, key=moments.__getitem__)))
    print(
        f"\n{LEARNERS} in {time.monotonic() - began:.1f} s, slowest {max(each[2] for each in replies):.1f} s"
    )
    expected = {(302, f"/attempts/{attempt}/result/") for attempt in begun.values()}
    assert {reply[:2] for reply in replies} == expected
    assert clerk.ask("tally", exam=new_exam.exam) == {
        "attempts": LEARNERS,
        "learners": LEARNERS,
        "submitted": LEARNERS,
        "completions": LEARNERS,
        "marks": LEARNERS * QUESTIONS,
    }
    assert clerk.ask("wrong_scores", exam=new_exam.exam) == []
