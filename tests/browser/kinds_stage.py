"""``python -m tests.browser.kinds_stage NAME``: sit NAME down here to an exam with every kind of question.

Prints, as JSON, the attempt's id, the slot of each kind, and the id of its question.
"""

import json
import sys

import django

django.setup()

from django.utils import timezone  # noqa: E402  # rows can be imported only now

from course.demo import DOMAIN  # noqa: E402
from course.joining import people  # noqa: E402
from course.models import Cohort, Competency, Course, Lesson, Person, Program  # noqa: E402
from quizzes import attempts  # noqa: E402
from quizzes.kinds import KINDS  # noqa: E402
from quizzes.models import Exam  # noqa: E402
from tests.make import add_exam  # noqa: E402
from tests.quizzes.kind_bodies import add_item  # noqa: E402

SLUG = "every-kind"


def sit(name: str) -> dict[str, object]:
    course = Course.objects.filter(slug=SLUG).first() or _make()
    person = Person.objects.get(email=name + DOMAIN)
    enrollment = people.join(person, course.cohorts.get(), at=timezone.now())
    exam = Exam.objects.get(step__lesson__course=course)
    attempt = attempts.start(enrollment, exam, at=timezone.now(), seed=1)
    slots = dict(attempt.items.values_list("kind", "slot"))
    questions = dict(course.questions.values_list("kind", "pk"))
    return {"attempt": attempt.pk, "slots": slots, "questions": questions}


def _make() -> Course:
    program, competency = Program.objects.get(), Competency.objects.all()[0]
    course = Course.objects.create(program=program, slug=SLUG, title="Every kind of question")
    lesson = Lesson.objects.create(course=course, slug="kinds", title="Kinds", position=1)
    add_exam(lesson, competency, 1, len(KINDS))
    for kind in KINDS:
        add_item(course, competency, kind)
    Cohort.objects.create(program=program, course=course, name="Every kind")
    return course


print(json.dumps(sit(sys.argv[1])))
