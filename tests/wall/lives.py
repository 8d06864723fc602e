"""What learners of one cohort did, by chance: written as rows, since verbs would take their time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import groupby
from random import Random
from typing import Any
from uuid import uuid4

from course.models import ActiveTime, Cohort, Completion, Enrollment, Person, Step, Withdrawal
from lessons.models import Reflection, Scenario, SharedReflection
from quizzes.models import Answer, Attempt, AttemptCompetencyScore, AttemptItem, Exam, Mark, QuestionVersion
from tests.conftest import NOW

NAMES = ("Zora", "Abel", "Mo", "Ines", "Ada", "=cmd|' /C calc'!A0", "@x", "عبد الله", "tab\tname", "n" * 150)
FATES = ("none", "open", "void", "waits", *["graded"] * 5)


def joined(rng: Random, cohort: Cohort, how_many: int) -> list[Enrollment]:
    """So many new people in this cohort, some of whom have left or finished; names are not unique."""
    key = uuid4().hex[:8]
    people = Person.objects.bulk_create(
        Person(email=f"{rng.choice('abz')}{n}.{key}@example.org", name=f"{rng.choice(NAMES)} {n}"[:150])
        for n in range(how_many)
    )
    return [enrolled(rng, person, cohort) for person in people]


def enrolled(rng: Random, person: Person, cohort: Cohort) -> Enrollment:
    state = rng.choice(
        [Enrollment.State.ACTIVE] * 6 + [Enrollment.State.WITHDRAWN, Enrollment.State.FINISHED]
    )
    made = Enrollment.objects.create(
        person=person, cohort=cohort, state=state, joined_at=_days(rng, 20, 40), course=cohort.course
    )
    if state == Enrollment.State.WITHDRAWN:
        Withdrawal.objects.create(enrollment=made, reason="Moved away.", at=NOW)
    return made


def live(rng: Random, enrollments: Sequence[Enrollment]) -> None:
    """Steps done, time measured, exams sat, reflections written and shared, all by chance."""
    course = enrollments[0].course
    steps = list(Step.objects.filter(lesson__course=course).in_order())
    done = [(each, step) for each in enrollments for step in steps if rng.random() < 0.7]
    Completion.objects.bulk_create(
        Completion(enrollment=each, step=step, version=1, at=_days(rng, 0, 19)) for each, step in done
    )
    ActiveTime.objects.bulk_create(
        ActiveTime(enrollment=each, step=step, seconds=rng.randrange(30, 3000)) for each, step in done
    )
    for exam in Exam.objects.filter(step__lesson__course=course).order_by("step__position"):
        _sit(rng, exam, [each for each in enrollments for _ in range(rng.choice([0, 1, 1, 1, 2]))])
    for scenario in Scenario.objects.filter(topic__step__lesson__course=course).select_related("live"):
        _reflect(rng, scenario, [each for each in enrollments if rng.random() < 0.6])


def _days(rng: Random, least: int, most: int) -> datetime:
    return NOW - timedelta(days=rng.randint(least, most), minutes=rng.randrange(1000))


def _reflect(rng: Random, scenario: Scenario, writers: Sequence[Enrollment]) -> None:
    for each in writers:
        told = {"scenario_version": scenario.live, "text": f"What I would say, {rng.random()}"}
        at = _days(rng, 0, 10)
        written = Reflection.objects.create(enrollment=each, scenario=scenario, saved_at=at, **told)
        if rng.random() < 0.7:
            SharedReflection.objects.create(reflection=written, shared_at=at, **told)


def _sit(rng: Random, exam: Exam, sitters: Sequence[Enrollment]) -> None:
    """One attempt for each time that a learner is named. One with a long answer may wait for its mark."""
    kinds = exam.step.lesson.course.questions.order_by("key").exclude(live=None).select_related("live")
    asked = [question.live for question in kinds if question.live]
    made = []
    for _pk, same in groupby(sitters, key=lambda each: each.pk):
        made += [_attempt(rng, exam, each, number) for number, each in enumerate(same, start=1)]
    attempts = [each for each in Attempt.objects.bulk_create(each for each in made if each is not None)]
    items = AttemptItem.objects.bulk_create(
        _item(attempt, version, slot) for attempt in attempts for slot, version in enumerate(asked, start=1)
    )
    answers, marks = [], []
    for item in items:
        response = _response(rng, item)
        answers.append(
            Answer(
                item=item,
                save_id=uuid4(),
                revision=1,
                response=response,
                response_code=next(iter(response.values()))[:20],
                at=item.attempt.started_at,
            )
        )
        if item.attempt.state == "submitted" and not (item.kind == "long" and item.attempt.awaiting):
            right = item.kind == "long" or response["choice"] == "yes"
            marks.append(Mark(item=item, points=item.points if right else 0, at=item.attempt.started_at))
    Answer.objects.bulk_create(answers)
    Mark.objects.bulk_create(marks)
    _score(attempts, marks)


def _attempt(rng: Random, exam: Exam, each: Enrollment, number: int) -> Attempt | None:
    fate = rng.choice(FATES)
    if fate == "none" or (fate == "open" and number == 2):
        return None
    began = _days(rng, 0, 2) if exam.purpose == Exam.Purpose.POST else _days(rng, 8, 12)
    fields: dict[str, Any] = {"number": number, "seed": 1, "form": rng.choice("AB"), "rules": {}}
    if fate != "open":
        seconds = rng.randrange(300, 3000)
        fields |= {
            "state": "submitted",
            "score": Decimal(0),
            "seconds_taken": seconds,
            "submitted_at": began + timedelta(seconds=seconds),
            "critical_missed": rng.choice([0, 0, 1]),
            "awaiting": int(fate == "waits"),
        }
    if fate == "void":
        fields |= {"voided_at": NOW - timedelta(days=1), "void_reason": "The power went out."}
    return Attempt(enrollment=each, exam=exam, started_at=began, possible=Decimal(0), **fields)


def _item(attempt: Attempt, version: QuestionVersion, slot: int) -> AttemptItem:
    question = version.question
    return AttemptItem(
        attempt=attempt,
        slot=slot,
        version=version,
        competency=question.competency,
        kind=question.kind,
        critical=question.critical,
        taught_before=False,
        points=version.points,
    )


def _response(rng: Random, item: AttemptItem) -> dict[str, str]:
    if item.kind == "long":
        return {"text": f"I would sit down with him, {rng.random()}"}
    return {"choice": rng.choice(["yes", "yes", "no", "maybe"])}


def _score(attempts: Sequence[Attempt], marks: Sequence[Mark]) -> None:
    """The stored copies of what the marks say."""
    earned: dict[int, list[Mark]] = {attempt.pk: [] for attempt in attempts}
    for mark in marks:
        earned[mark.item.attempt_id].append(mark)
    scores = []
    for attempt in attempts:
        attempt.possible = sum((m.item.points for m in earned[attempt.pk]), start=Decimal(0)) or Decimal(6)
        if attempt.state == "submitted":
            attempt.score = sum((Decimal(m.points) for m in earned[attempt.pk]), start=Decimal(0))
        for about in {m.item.competency_id for m in earned[attempt.pk]}:
            of_it = [m for m in earned[attempt.pk] if m.item.competency_id == about]
            scores.append(
                AttemptCompetencyScore(
                    attempt=attempt,
                    competency_id=about,
                    points=sum(Decimal(m.points) for m in of_it),
                    possible=sum(m.item.points for m in of_it),
                    items=len(of_it),
                )
            )
    Attempt.objects.bulk_update(attempts, ["possible", "score"])
    AttemptCompetencyScore.objects.bulk_create(scores)
