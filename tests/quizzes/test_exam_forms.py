"""Forms in a course: stored at load, sat crossed over, frozen into attempts."""

from collections import Counter
from datetime import datetime

import pytest

from course.joining import people
from course.models import Cohort, Competency, Enrollment, Lesson, Person
from quizzes import attempts, blueprint
from quizzes.draw import CannotFill
from quizzes.models import Attempt, Exam, FormItem, Question
from tests.make import add_exam, add_question


@pytest.fixture
def pre(exam: Exam) -> Exam:
    """Four questions of six: two forms need eight but for their two anchors."""
    exam.forms_of = exam
    exam.save()
    blueprint.store_forms(exam, ["q-0", "q-1"])
    return exam


@pytest.fixture
def post(pre: Exam) -> Exam:
    lesson = Lesson.objects.get()
    exam = add_exam(lesson, Competency.objects.get(), 9, 1, slug="end")
    exam.blueprint.all().delete()
    exam.forms_of, exam.purpose = pre, "post"
    exam.save()
    return exam


def asked(attempt: Attempt) -> set[str]:
    return set(attempt.items.values_list("version__question__key", flat=True))


def test_both_forms_are_stored_and_share_the_anchors(pre: Exam) -> None:
    forms = blueprint.keys_of(blueprint.stored_forms(pre))

    assert set(forms["A"]) & set(forms["B"]) == {"q-0", "q-1"}
    assert len(set(forms["A"]) | set(forms["B"])) == 6


def test_storing_again_changes_nothing(pre: Exam) -> None:
    before = list(FormItem.objects.values_list("pk", flat=True))

    assert not blueprint.store_forms(pre, ["q-0", "q-1"])
    assert list(FormItem.objects.values_list("pk", flat=True)) == before


def test_who_sat_a_before_sits_b_after(pre: Exam, post: Exam, enrollment: Enrollment, now: datetime) -> None:
    first = attempts.start(enrollment, pre, at=now)
    second = attempts.start(enrollment, post, at=now)

    assert {first.form, second.form} == {"A", "B"}
    assert asked(first) & asked(second) == {"q-0", "q-1"}


def test_whoever_takes_the_course_again_sits_the_form_not_seen(
    pre: Exam, enrollment: Enrollment, ada: Person, now: datetime
) -> None:
    first = attempts.start(enrollment, pre, at=now)
    Enrollment.objects.update(state="withdrawn")
    again = Cohort.objects.create(program=enrollment.cohort.program, course=enrollment.course, name="Again")

    second = attempts.start(people.join(ada, again, at=now), pre, at=now)

    assert first.form != second.form


def test_a_cohort_of_eight_is_balanced(pre: Exam, spring: Cohort, now: datetime) -> None:
    forms = []
    for number in range(8):
        person = Person.objects.create(email=f"p{number}@example.org", name=f"P {number}")
        forms.append(attempts.start(people.join(person, spring, at=now), pre, at=now).form)

    assert Counter(forms) == {"A": 4, "B": 4}


def test_the_same_form_is_shuffled_anew_for_everyone(pre: Exam, spring: Cohort, now: datetime) -> None:
    orders = set()
    for number in range(8):
        person = Person.objects.create(email=f"p{number}@example.org", name=f"P {number}")
        attempt = attempts.start(people.join(person, spring, at=now), pre, at=now)
        if attempt.form == "A":
            orders.add(tuple(attempt.items.values_list("version__question__key", flat=True)))

    assert len(orders) > 1
    assert len({frozenset(order) for order in orders}) == 1


def test_a_form_with_a_retired_question_is_not_asked_half(
    pre: Exam, enrollment: Enrollment, now: datetime
) -> None:
    Question.objects.filter(key="q-0").update(retired=True)

    with pytest.raises(CannotFill):
        attempts.start(enrollment, pre, at=now)
    assert not Attempt.objects.exists()


def test_a_retired_question_is_replaced_where_the_bank_has_another(pre: Exam) -> None:
    add_question(pre.step.lesson.course, Competency.objects.get(), "q-new")
    gone = FormItem.objects.filter(anchor=False).select_related("question")[0].question
    Question.objects.filter(pk=gone.pk).update(retired=True)

    assert blueprint.store_forms(pre, blueprint.anchors_of(pre))

    forms = blueprint.keys_of(blueprint.stored_forms(pre))
    assert gone.key not in forms["A"] + forms["B"]
    assert "q-new" in forms["A"] + forms["B"]


def test_points_of_a_row_are_what_its_questions_are_worth_here(
    exam: Exam, enrollment: Enrollment, now: datetime
) -> None:
    exam.blueprint.update(points="2.50")

    attempt = attempts.start(enrollment, exam, at=now)

    assert {str(item.points) for item in attempt.items.all()} == {"2.50"}
    assert str(attempt.possible) == "10.00"
