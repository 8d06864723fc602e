"""Whatever is done to marks, in whatever order: stored results are what the history says, and a person's mark stays."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from course.models import Cohort, Enrollment, Person
from quizzes import attempts, marking, regrading
from quizzes.models import Answer, Attempt, AttemptItem, BlueprintRow, Exam, Mark, Question, Regrade
from tests.conftest import NOW
from tests.quizzes.make_attempts import learner
from tests.quizzes.marking_room import ask_long, draft, save
from tests.quizzes.test_regrade import mend
from tests.test_budgets import rolled_back

CHOICES = ["yes", "no", "maybe"]


@dataclass
class Play:
    """Two attempts at one exam, and the points that people gave by override."""

    going: list[Attempt]
    tess: Person
    at: datetime = NOW
    given: dict[int, Decimal] = field(default_factory=dict)

    def item(self, who: int, slot: int) -> AttemptItem:
        return self.going[who].items.select_related("version__question").get(slot=slot)

    def save(self, who: int, slot: int, pick: int) -> None:
        item = self.item(who, slot)
        last = Answer.objects.filter(item=item).order_by("-revision").first()
        response = {"text": f"Text {pick}."} if item.kind == "long" else {"choice": CHOICES[pick]}
        try:
            save(item, response, seen=last.revision if last else 0, at=self.at)
        except attempts.Closed:
            assert Attempt.objects.get(pk=item.attempt_id).state == "submitted"

    def submit(self, who: int, slot: int, pick: int) -> None:
        attempts.submit(self.going[who], at=self.at)

    def draft(self, who: int, slot: int, pick: int) -> None:
        for item in self.going[who].items.filter(kind="long"):
            with suppress(marking.Released, marking.AlreadyMarked, marking.DoesNotFit):
                draft(item, self.tess, points=str(pick))

    def release(self, who: int, slot: int, pick: int) -> None:
        marking.release(self.going[0].exam, person=self.tess, at=self.at)

    def override(self, who: int, slot: int, pick: int) -> None:
        item = self.item(who, slot)
        points = item.points * pick / 2
        try:
            marking.override(item, points=points, reason="Seen.", marker=self.tess, at=self.at)
        except marking.DoesNotFit:
            return
        self.given[item.pk] = points

    def mend(self, who: int, slot: int, pick: int) -> None:
        question = self.item(who, slot).version.question
        if question.kind == "single":
            mend(question, right=CHOICES[pick], drop=CHOICES[(pick + slot) % 3] if slot % 3 else "")

    def regrade(self, who: int, slot: int, pick: int) -> None:
        question = Question.objects.get(pk=self.item(who, slot).version.question_id)
        assert question.live
        policy = "full" if pick == 2 else "key"
        said: dict[str, Any] = {"version": question.live, "policy": policy}
        regrading.apply(question, **said, reason="Again.", actor=self.tess, at=self.at)
        again = Regrade(question=question, **said)
        assert not any(change.changes for change in regrading.preview(again))

    def check(self) -> None:
        found = [line for _, told in attempts.differences(Attempt.objects.all()) for line in told]
        assert found == []
        for item, points in self.given.items():
            assert Mark.objects.filter(item=item).latest("pk").points == points


VERBS: list[Callable[[Play, int, int, int], None]] = [
    Play.save,
    Play.submit,
    Play.draft,
    Play.release,
    Play.override,
    Play.mend,
    Play.regrade,
]
STEPS = st.lists(
    st.tuples(st.sampled_from(VERBS), st.integers(0, 1), st.integers(1, 4), st.integers(0, 2)),
    min_size=8,
    max_size=16,
)


@pytest.fixture
def play(enrollment: Enrollment, exam: Exam, spring: Cohort, tess: Person) -> Play:
    """Ada and Cleo have begun an exam of two choices and two long answers, with a pass mark."""
    BlueprintRow.objects.filter(exam=exam).update(count=2)
    ask_long(exam)
    ask_long(exam, number=1)
    exam.rules = {**exam.rules, "pass_percent": 60, "pass_critical": True}
    exam.save()
    going = [
        attempts.start(each, exam, at=NOW, seed=7) for each in (enrollment, learner(spring, "Cleo Park"))
    ]
    return Play(going, tess)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS, handed_in=st.sampled_from([True, True, False]))
def test_stored_results_are_what_history_says_after_every_step(
    play: Play, steps: list[tuple[Callable[[Play, int, int, int], None], int, int, int]], handed_in: bool
) -> None:
    with rolled_back():
        now = Play(play.going, play.tess)
        if handed_in:
            for who in (0, 1):
                for slot in range(1, 5):
                    now.save(who, slot, (who + slot) % 3)
                now.submit(who, 0, 0)
            now.check()
        for number, (verb, who, slot, pick) in enumerate(steps, start=1):
            now.at = NOW + timedelta(minutes=number)
            verb(now, who, slot, pick)
            now.check()


def test_a_stored_pass_that_is_not_what_history_says_is_found(play: Play) -> None:
    for slot in range(1, 5):
        play.save(0, slot, 0)
    play.submit(0, 0, 0)
    play.draft(0, 0, 2)
    play.release(0, 0, 0)
    play.check()
    stored = Attempt.objects.get(pk=play.going[0].pk).passed
    Attempt.objects.filter(pk=play.going[0].pk).update(passed=not stored)
    found = [line for _, told in attempts.differences(Attempt.objects.all()) for line in told]
    assert found == [f"passed: stored {not stored}, history says {stored}"]
