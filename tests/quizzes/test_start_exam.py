"""Start freezes an attempt: one open at a time, as many as the rules allow, indifferent to later edits."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from course import versions
from course.models import Competency, Course, Enrollment, Lesson, Step
from quizzes import attempts
from quizzes.attempts import begin
from quizzes.draw import CannotFill
from quizzes.models import Attempt, AttemptItem, Exam, Question
from quizzes.terms import Refusal
from tests.make import MADE_AT, add_question
from tests.quizzes.exam_room import press


def frozen(attempt: Attempt) -> list[Any]:
    return list(attempt.items.values_list("slot", "version", "option_order"))


def test_start_draws_the_blueprint_and_freezes_questions_order_points_and_rules(
    attempt: Attempt, exam: Exam, now: datetime
) -> None:
    items = list(attempt.items.select_related("version__question"))

    assert [item.slot for item in items] == [1, 2, 3, 4]
    assert len({item.version_id for item in items}) == 4
    assert all(sorted(item.option_order) == ["maybe", "no", "yes"] for item in items)
    assert [item.critical for item in items] == [item.version.question.critical for item in items]
    assert (attempt.number, attempt.state, attempt.started_at, attempt.deadline) == (1, "open", now, None)
    assert (attempt.rules, attempt.possible, attempt.score) == (exam.rules, Decimal(4), None)


def test_the_same_seed_makes_the_same_attempt(enrollment: Enrollment, exam: Exam, now: datetime) -> None:
    first = attempts.start(enrollment, exam, at=now, seed=11)
    seen = frozen(first)
    first.delete()

    assert frozen(attempts.start(enrollment, exam, at=now, seed=11)) == seen
    Attempt.objects.all().delete()
    assert frozen(attempts.start(enrollment, exam, at=now, seed=12)) != seen


def test_without_shuffling_options_keep_the_authors_order(
    enrollment: Enrollment, exam: Exam, now: datetime
) -> None:
    exam.rules["shuffle"] = False

    attempt = attempts.start(enrollment, exam, at=now)

    assert {tuple(item.option_order) for item in attempt.items.all()} == {("yes", "no", "maybe")}


def test_starting_twice_gives_the_same_attempt(attempt: Attempt, enrollment: Enrollment, exam: Exam) -> None:
    again = attempts.start(enrollment, exam, at=attempt.started_at + timedelta(hours=1))

    assert (again, again.started_at) == (attempt, attempt.started_at)
    assert AttemptItem.objects.count() == 4


def test_the_loser_of_two_starts_at_once_gets_the_winners_attempt(
    enrollment: Enrollment, exam: Exam, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other request begins its attempt after we have looked, so the database refuses ours."""
    others = []

    def too_late(*_: Any) -> Attempt:
        monkeypatch.undo()
        others.append(attempts.start(enrollment, exam, at=now))
        raise IntegrityError

    monkeypatch.setattr(begin, "_open_or_begin", too_late)

    assert [attempts.start(enrollment, exam, at=now)] == others
    assert Attempt.objects.count() == 1


def test_the_database_allows_one_open_attempt_for_each_exam(attempt: Attempt) -> None:
    copy = Attempt(
        **{field.attname: getattr(attempt, field.attname) for field in attempt._meta.concrete_fields}
    )
    copy.pk, copy.number = None, 2

    with pytest.raises(IntegrityError), transaction.atomic():
        copy.save(force_insert=True)


def test_no_attempt_beyond_what_the_rules_allow(
    attempt: Attempt, enrollment: Enrollment, exam: Exam, now: datetime
) -> None:
    attempts.submit(attempt, at=now)

    with pytest.raises(attempts.CannotStart) as refused:
        attempts.start(enrollment, exam, at=now)
    assert refused.value.refusal is Refusal.NO_ATTEMPTS_LEFT
    assert Attempt.objects.count() == 1


def test_where_the_rules_allow_two_attempts_the_second_is_numbered_two(
    attempt: Attempt, enrollment: Enrollment, exam: Exam, now: datetime
) -> None:
    exam.rules["attempts"] = 2
    attempts.submit(attempt, at=now)

    second = attempts.start(enrollment, exam, at=now)

    assert (second.number, second.state) == (2, "open")


def test_a_time_limit_becomes_a_stored_deadline(enrollment: Enrollment, exam: Exam, now: datetime) -> None:
    exam.rules["time_limit_minutes"] = 45

    assert attempts.start(enrollment, exam, at=now).deadline == now + timedelta(minutes=45)


def test_a_row_that_the_bank_cannot_fill_is_named_and_nothing_begins(
    enrollment: Enrollment, exam: Exam, now: datetime
) -> None:
    exam.blueprint.update(count=7)

    with pytest.raises(CannotFill, match="samhsa-3"):
        attempts.start(enrollment, exam, at=now)
    assert not Attempt.objects.exists()


def test_retired_and_unpublished_questions_are_not_drawn(
    course: Course, enrollment: Enrollment, exam: Exam, now: datetime
) -> None:
    Question.objects.filter(key__in=["q-0", "q-1"]).update(retired=True)
    Question.objects.create(
        course=course, key="draft", kind="single", competency=Competency.objects.get(code="samhsa-3")
    )

    attempt = attempts.start(enrollment, exam, at=now)

    drawn = set(attempt.items.values_list("version__question__key", flat=True))
    assert drawn == {"q-2", "q-3", "q-4", "q-5"}


def test_editing_or_retiring_a_question_leaves_an_attempt_that_began_before_alone(
    attempt: Attempt, now: datetime
) -> None:
    seen = frozen(attempt)
    for question in Question.objects.all():
        payload = {"stem": "Other?", "body": {"choices": []}, "explanation": "Other."}
        versions.take_from_file(question, payload=payload, rendered={"stem_html": "<p>Other?</p>"}, at=now)
    Question.objects.update(retired=True)

    assert frozen(attempt) == seen
    assert "Other?" not in {item.version.stem for item in attempt.items.select_related("version")}


@pytest.mark.parametrize(("slug", "before"), [("roles", True), ("duties", False)])
def test_a_question_is_marked_as_taught_only_by_a_topic_before_the_exam(
    slug: str, before: bool, enrollment: Enrollment, exam: Exam, now: datetime
) -> None:
    Question.objects.update(taught_by=Step.objects.get(slug=slug))

    attempt = attempts.start(enrollment, exam, at=now)

    assert {item.taught_before for item in attempt.items.all()} == {before}


def test_an_earlier_lesson_is_before_whatever_its_steps_position(
    course: Course, enrollment: Enrollment, exam: Exam, now: datetime
) -> None:
    earlier = Lesson.objects.create(course=course, slug="welcome", title="Welcome", position=0)
    step = Step.objects.create(lesson=earlier, kind="topic", slug="late", title="Late", position=9)
    Question.objects.update(taught_by=step)

    attempt = attempts.start(enrollment, exam, at=now)

    assert {item.taught_before for item in attempt.items.all()} == {True}


def test_the_start_button_begins_and_shows_the_first_question(as_ada: Client, exam: Exam) -> None:
    response = as_ada.post(f"/exams/{exam.pk}/start/", follow=True)

    attempt = Attempt.objects.get()
    assert response.redirect_chain == [(f"/attempts/{attempt.pk}/1/", 302)]
    assert "Question 1 of 4" in response.content.decode()


def test_a_double_click_on_start_begins_one_attempt(as_ada: Client, exam: Exam) -> None:
    first, second = (as_ada.post(f"/exams/{exam.pk}/start/") for _ in range(2))

    assert first["Location"] == second["Location"]
    assert Attempt.objects.count() == 1


def test_start_on_another_device_goes_on_at_the_first_open_question(
    as_ada: Client, attempt: Attempt, exam: Exam
) -> None:
    press(as_ada, attempt.items.get(slot=1), "next", "yes")

    assert as_ada.post(f"/exams/{exam.pk}/start/")["Location"] == f"/attempts/{attempt.pk}/2/"


def test_start_after_the_last_attempt_leads_to_the_result(
    as_ada: Client, attempt: Attempt, exam: Exam, now: datetime
) -> None:
    attempts.submit(attempt, at=now)

    response = as_ada.post(f"/exams/{exam.pk}/start/", follow=True)

    assert response.redirect_chain[-1] == (f"/attempts/{attempt.pk}/result/", 302)


def test_an_exam_that_is_not_ready_says_so(as_ada: Client, exam: Exam) -> None:
    exam.blueprint.update(count=7)

    response = as_ada.post(f"/exams/{exam.pk}/start/", follow=True)

    assert "This exam is not ready yet. Please tell your trainer." in response.content.decode()


def test_a_locked_exam_does_not_start(as_ada: Client, exam: Exam) -> None:
    exam.step.requires = Step.objects.get(slug="roles")
    exam.step.save()

    response = as_ada.post(f"/exams/{exam.pk}/start/", follow=True)

    assert "This step opens when you have finished" in response.content.decode()
    assert not Attempt.objects.exists()


def test_an_exam_of_a_course_that_one_does_not_take_is_not_there(
    as_sven: Client, as_tess: Client, exam: Exam
) -> None:
    assert as_sven.post(f"/exams/{exam.pk}/start/").status_code == 404
    assert as_tess.post(f"/exams/{exam.pk}/start/").status_code == 404


def test_a_bank_larger_than_the_exam_is_listed_by_key_alone(
    course: Course, enrollment: Enrollment, exam: Exam, now: datetime, django_assert_max_num_queries: Any
) -> None:
    competency = Competency.objects.get(code="samhsa-3")
    for index in range(40):
        add_question(course, competency, f"more-{index}")
    assert Question.objects.filter(live__created_at=MADE_AT).count() == 46

    with django_assert_max_num_queries(12):
        attempts.start(enrollment, exam, at=now)
