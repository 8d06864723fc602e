"""An exam that forty learners handed in, with questions to look at; one that eight did; and one that nobody did."""

from __future__ import annotations

from django.utils import timezone

from course.models import Cohort, Competency, Course, Lesson, Person, Program
from quizzes.analysis import keeping
from quizzes.analysis.signs import Sign
from quizzes.models import Exam, Question, QuestionVersion
from tests.browser.cast import Ids
from tests.make import add_exam
from tests.quizzes.analysis_room import NOTHING, OTHER, RIGHT, WRONG, answered

LEARNERS, QUESTIONS = 40, 14


def analysis() -> Ids:
    """Asked are questions of the shipped bank: they read as questions do."""
    program = Program.objects.get()
    course = Course.objects.create(program=program, slug="figures", title="Listening and Boundaries")
    lesson = Lesson.objects.create(course=course, slug="all", title="All of It", position=1)
    cohort = Cohort.objects.create(program=program, course=course, name="Forty")
    many, few, none = (_exam(lesson, place) for place in (1, 2, 3))
    asked = of_the_bank(QUESTIONS)
    rows = [_row(learner) for learner in range(LEARNERS)]
    answered(cohort, rows, asked=asked, exam=many)
    answered(cohort, rows[::5], asked=asked, exam=few)
    alma = Person.objects.get(is_superuser=True)
    reason = "Everybody should get this one right, so it stays."
    signs = [Sign.EVERYONE]
    keeping.keep(asked[2], many, reason=reason, signs=signs, by=alma, at=timezone.now())
    first, second, kept = (_place(many, asked[place]) for place in (0, 1, 2))
    return {
        "analysis_items": {"pk": many.pk},
        "analysis_few": {"pk": few.pk},
        "analysis_none": {"pk": none.pk},
        "analysis_item": first,
        "analysis_item_kept": kept,
        "analysis_keep": {**kept, "version": asked[2].pk},
        "analysis_keep_new": {**second, "version": asked[1].pk},
    }


def _exam(lesson: Lesson, place: int) -> Exam:
    titles = ("Listening Well", "Boundaries at Work", "Endings")
    exam = add_exam(lesson, Competency.objects.earliest("pk"), place, QUESTIONS, slug=f"exam-{place}")
    exam.step.title = titles[place - 1]
    exam.step.save()
    exam.rules = exam.rules | {"pass_percent": 70}
    exam.save()
    return exam


def of_the_bank(how_many: int) -> list[QuestionVersion]:
    found = Question.objects.in_use().filter(course__slug="peer-specialist", kind="single").order_by("key")
    return [question.live for question in found.select_related("live__question")[:how_many] if question.live]


def _row(learner: int) -> list[str]:
    """Who stands further on knows more; the first question is keyed wrong, the third one is known to all."""
    return [_choice(learner, place) for place in range(QUESTIONS)]


def _choice(learner: int, place: int) -> str:
    luck = (learner * 7 + place * 13) % 17 / 17
    knows = luck < 0.25 + 0.7 * learner / LEARNERS - 0.02 * place
    if place == 0:
        return WRONG if knows else RIGHT
    if place == 2 or knows:
        return RIGHT
    return NOTHING if (learner + place) % 29 == 0 else OTHER if (learner + place) % 3 else WRONG


def _place(exam: Exam, version: QuestionVersion) -> dict[str, int]:
    return {"pk": exam.pk, "question": version.question_id}
