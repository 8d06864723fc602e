"""Takes the learners of a made-up program through its exams."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from course.models import Course
from course.protocols import Took, Visit
from quizzes import forms_ab, terms
from quizzes.attempts import finish
from quizzes.attempts.terms_of import as_sat
from quizzes.models import Attempt, Exam
from quizzes.program_maker import sittings
from quizzes.program_maker.papers import Bank, Paper
from quizzes.program_maker.sittings import Sitting

SITS = {Exam.Purpose.PRE: 1.0, Exam.Purpose.CHECK: 0.15, Exam.Purpose.POST: 1.0}
"""The share of learners who begin an exam that they come to. Nothing waits for a check: most pass it by."""
TRIES_AGAIN = {Exam.Purpose.PRE: 0.8, Exam.Purpose.CHECK: 0.2, Exam.Purpose.POST: 0.8}
"""The share who do so after a result that was not good enough, where the rules let them."""
GOOD_ENOUGH = 75
LEAVES = 0.03
"""The share of sittings that are left half way by somebody who goes on elsewhere in the course."""
MOST_TRIES = 4
LEARNS_BETWEEN = 0.3
"""By how much ability grows from try to try, in its standard deviations."""


class ExamMaker:
    """See ``course.protocols.ProgramMaker``."""

    def __init__(self, course: Course, *, until: datetime) -> None:
        self.until, self.bank = until, Bank(course)
        exams = Exam.objects.filter(step__lesson__course=course).select_related("step__lesson")
        self.papers = {exam.step_id: Paper(exam, self.bank) for exam in exams}
        # The forms that each person sat, oldest first, and how many of each cohort have begun, by the forms' exam.
        self.seen: dict[tuple[int, int], list[str]] = {}
        self.begun: dict[tuple[int, int], int] = {}

    def take(self, visits: Sequence[Visit]) -> list[Took]:
        """In the order of time, as the place in the cohort decides who sits which form."""
        sat: list[tuple[Visit, list[Sitting]]] = []
        for visit in sorted(visits, key=lambda each: (each.at, each.enrollment.pk)):
            paper = self.papers[visit.step.pk]
            if not paper.asks_nothing and visit.rng.random() < SITS[Exam.Purpose(paper.exam.purpose)]:
                sat.append((visit, self._sit(visit, paper)))
        sittings.write([sitting for _, mine in sat for sitting in mine])
        return [_took(visit, mine) for visit, mine in sat if mine]

    def _sit(self, visit: Visit, paper: Paper) -> list[Sitting]:
        """As often as the rules allow and the learner likes."""
        mine: list[Sitting] = []
        at = visit.at
        while at <= self.until and len(mine) < MOST_TRIES:
            held = terms.of(paper.rules, sat=as_sat(each.attempt for each in mine))
            at = max(filter(None, (at, held.next_at)))
            if at > self.until or held.refusal(at) is not None:
                break
            attempt, items = paper.new_attempt(
                visit.enrollment,
                len(mine) + 1,
                self._form(visit, paper),
                visit.rng.getrandbits(62),
                deadline=held.deadline(at),
                at=at,
            )
            sitting = sittings.sit(
                attempt,
                items,
                self.bank.items,
                rules=paper.rules,
                ability=visit.ability + LEARNS_BETWEEN * len(mine),
                pace=visit.pace,
                leaves=visit.leaves or visit.rng.random() < LEAVES,
                until=self.until,
                rng=visit.rng,
            )
            mine.append(sitting)
            if not sitting.ended or not _again(visit, paper.exam, attempt):
                break
            assert attempt.submitted_at is not None
            at = attempt.submitted_at + timedelta(minutes=visit.rng.randrange(20, 3 * 24 * 60))
        return mine

    def _form(self, visit: Visit, paper: Paper) -> str:
        """As ``attempts.begin`` chooses it, with what these people began kept here instead of read again."""
        forms_of, enrollment = paper.exam.forms_of_id, visit.enrollment
        if forms_of is None:
            return ""
        seen = self.seen.setdefault((enrollment.person_id, forms_of), [])
        index = self.begun.get((enrollment.cohort_id, forms_of), 0)
        form = forms_ab.assign(seen, index=index, seed=f"{enrollment.cohort_id} {forms_of}")
        self.begun[enrollment.cohort_id, forms_of] = index + (not seen)
        seen.append(form)
        return form


def _again(visit: Visit, exam: Exam, attempt: Attempt) -> bool:
    score = (attempt.score or 0) * 100
    enough = score >= attempt.possible * GOOD_ENOUGH if attempt.passed is None else attempt.passed
    return not enough and visit.rng.random() < TRIES_AGAIN[Exam.Purpose(exam.purpose)]


def _took(visit: Visit, mine: Sequence[Sitting]) -> Took:
    """The first result that completes the step does so."""
    ended = [sitting.attempt for sitting in mine if sitting.ended]
    done = next((attempt for attempt in ended if finish.completes(attempt)), None)
    seconds = sum(_seconds(sitting) for sitting in mine)
    if done is None:
        return Took(visit, seconds)
    return Took(visit, seconds, version=done.number, at=done.submitted_at)


def _seconds(sitting: Sitting) -> int:
    if sitting.attempt.seconds_taken is not None:
        return sitting.attempt.seconds_taken
    last = sitting.answers[-1].at if sitting.answers else sitting.attempt.started_at
    return int((last - sitting.attempt.started_at).total_seconds())
