"""A cohort of thousands, and an exam that hundreds of them handed in: their figures are shown as of a count."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

from django.utils import timezone

from course.joining import people
from course.models import Assignment, Cohort, Competency, Completion, Course, Lesson, Program
from course.room import counting
from course.room.counting import LIVE_MOST
from course.snapshots import taking
from quizzes.analysis.counting import ITEMS_LIVE_MOST, ItemsCount
from quizzes.models import Answer, Attempt, AttemptItem, Exam, Mark, QuestionVersion
from tests.browser.analysis_stage import of_the_bank
from tests.browser.cast import Ids, person
from tests.make import add_exam
from tests.quizzes.analysis_room import newcomers
from tests.quizzes.make_attempts import BEGAN

LEARNERS, QUESTIONS = ITEMS_LIVE_MOST + 137, 6
A_NIGHT = timedelta(hours=9)


def snapshots() -> Ids:
    program = Program.objects.get()
    course = Course.objects.create(program=program, slug="many", title="Recovery and Wellness, Statewide")
    lesson = Lesson.objects.create(course=course, slug="all", title="All of It", position=1)
    cohort = Cohort.objects.create(program=program, course=course, name="Statewide")
    exam = add_exam(lesson, Competency.objects.earliest("pk"), 1, QUESTIONS, slug="exam-many")
    exam.step.title = "Recovery and Wellness"
    exam.step.save()
    _hand_in(exam, cohort)
    taking.take(ItemsCount(exam, (cohort.pk,)), at=timezone.now() - A_NIGHT)
    _look_after(cohort)
    return {"analysis_as_of": {"pk": exam.pk}}


def _look_after(cohort: Cohort) -> None:
    """How Hilde's cohort stands was counted last night. Ingo has one more than she has: nobody has counted his."""
    newcomers(cohort, LIVE_MOST - LEARNERS + 41)
    hilde, ingo = person("Hilde Stone"), person("Ingo Marsh")
    for each in (hilde, ingo):
        people.assign(each, Assignment.Role.SUPERVISOR, cohort=cohort)
    at = timezone.now() - A_NIGHT
    taking.take(counting.standing(hilde, counting.assigned(hilde), at=at), at=at)
    people.assign(ingo, Assignment.Role.SUPERVISOR, cohort=Cohort.objects.earliest("pk"))


def _hand_in(exam: Exam, cohort: Cohort) -> None:
    """All at once: there are many."""
    asked = of_the_bank(QUESTIONS)
    attempts = Attempt.objects.bulk_create(
        Attempt(
            enrollment=enrollment,
            exam=exam,
            number=1,
            seed=1,
            rules={},
            started_at=BEGAN,
            submitted_at=BEGAN + timedelta(minutes=9),
            state=Attempt.State.SUBMITTED,
            score=Decimal(0),
            possible=Decimal(QUESTIONS),
            critical_missed=0,
            seconds_taken=540,
        )
        for enrollment in newcomers(cohort, LEARNERS)
    )
    done = [Completion(enrollment=each.enrollment, step=exam.step, version=1, at=BEGAN) for each in attempts]
    Completion.objects.bulk_create(done)
    items = AttemptItem.objects.bulk_create(
        _item(attempt, slot, version) for attempt in attempts for slot, version in enumerate(asked, start=1)
    )
    chosen = [(item, *_choice(place // QUESTIONS, item)) for place, item in enumerate(items)]
    Answer.objects.bulk_create(
        Answer(
            item=item,
            save_id=uuid4(),
            revision=1,
            response={"choice": choice},
            response_code=choice,
            at=BEGAN,
        )
        for item, choice, _is_right in chosen
    )
    Mark.objects.bulk_create(Mark(item=item, points=int(right), at=BEGAN) for item, _key, right in chosen)


def _item(attempt: Attempt, slot: int, version: QuestionVersion) -> AttemptItem:
    return AttemptItem(
        attempt=attempt,
        slot=slot,
        version=version,
        competency=version.question.competency,
        kind=version.question.kind,
        critical=False,
        taught_before=False,
        points=Decimal(1),
    )


def _choice(learner: int, item: AttemptItem) -> tuple[str, bool]:
    """What was chosen, and whether it is right. Who stands further on knows more; each question is harder."""
    choices = item.version.body["choices"]
    luck = (learner * 7 + item.slot * 13) % 17 / 17
    knows = luck < 0.45 + 0.6 * learner / LEARNERS - 0.06 * item.slot
    fitting = [each["key"] for each in choices if bool(each.get("right")) == knows]
    return fitting[(learner + item.slot) % len(fitting)], knows
