"""An attempt that staff set aside: kept with its reason, counted for nothing, and room for one more."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from course.models import AuditEvent, Completion, Enrollment, Person
from quizzes import attempts, marking
from quizzes.models import Answer, Attempt, AttemptEvent, Exam
from quizzes.review.listing import count, rows
from quizzes.review.rows import RowState, Wanted
from tests.conftest import NOW
from tests.quizzes.marking_room import ask_long, sit

pytestmark = pytest.mark.django_db
REASON = "The power went out in the building."


@pytest.fixture
def attempt(enrollment: Enrollment) -> Attempt:
    return sit(enrollment, Exam.objects.get(), at=NOW)


def aside(client: Client, attempt: Attempt, reason: str = REASON) -> int:
    return client.post(reverse("void_attempt", args=[attempt.pk]), {"reason": reason}).status_code


def test_the_learner_may_sit_the_exam_once_more_and_the_answers_stay(
    as_sam: Client, as_ada: Client, attempt: Attempt, enrollment: Enrollment
) -> None:
    answers = Answer.objects.count()
    with pytest.raises(attempts.CannotStart):
        attempts.start(enrollment, attempt.exam, at=NOW)
    assert aside(as_sam, attempt) == 302
    page = as_ada.get(attempt.exam.step.get_absolute_url()).content.decode()
    assert "Attempt 1 does not count: staff set it aside." in page
    assert attempts.start(enrollment, attempt.exam, at=NOW).number == 2
    assert Answer.objects.count() == answers


def test_only_one_more_is_granted(as_sam: Client, attempt: Attempt, enrollment: Enrollment) -> None:
    aside(as_sam, attempt)
    attempts.submit(attempts.start(enrollment, attempt.exam, at=NOW), at=NOW)
    with pytest.raises(attempts.CannotStart):
        attempts.start(enrollment, attempt.exam, at=NOW)


def test_the_learner_reads_that_it_does_not_count_and_why(
    as_sam: Client, as_ada: Client, attempt: Attempt
) -> None:
    aside(as_sam, attempt)
    page = as_ada.get(reverse("result", args=[attempt.pk])).content.decode()
    assert "This attempt does not count." in page
    assert REASON in page


def test_review_and_story_tell_who_set_it_aside_and_why(
    as_sam: Client, sam: Person, attempt: Attempt
) -> None:
    aside(as_sam, attempt)
    page = as_sam.get(reverse("review_attempt", args=[attempt.pk])).content.decode()
    assert page.count(REASON) == 2
    event = attempt.events.get(verb=AttemptEvent.Verb.VOIDED)
    assert (event.actor, event.detail) == (sam, {"reason": REASON})
    assert AuditEvent.objects.get(verb="attempt-voided").actor == sam


def test_the_review_lists_it_apart_and_the_exam_as_not_started(
    as_sam: Client, sam: Person, attempt: Attempt
) -> None:
    aside(as_sam, attempt)
    counts = count(sam, Wanted())
    assert (counts.submitted, counts.void, counts.not_started) == (0, 1, 1)
    assert [row["attempt_pk"] for row in rows(sam, Wanted(state=RowState.VOID))] == [attempt.pk]
    assert "Set aside" in as_sam.get(reverse("review")).content.decode()


def test_the_step_is_open_again_until_an_attempt_that_counts_completes_it(
    as_sam: Client, attempt: Attempt, enrollment: Enrollment
) -> None:
    assert Completion.objects.filter(step=attempt.exam.step).exists()
    aside(as_sam, attempt)
    assert not Completion.objects.filter(step=attempt.exam.step).exists()
    attempts.submit(attempts.start(enrollment, attempt.exam, at=NOW), at=NOW)
    assert Completion.objects.get(step=attempt.exam.step).version == 2


def test_another_attempt_that_counts_keeps_the_step_done(
    as_sam: Client, attempt: Attempt, enrollment: Enrollment
) -> None:
    Exam.objects.update(rules={"attempts": 2})
    sit(enrollment, Exam.objects.get(), at=NOW)
    aside(as_sam, attempt)
    assert Completion.objects.get(step=attempt.exam.step).version == 2


def test_marking_it_later_completes_nothing(as_sam: Client, attempt: Attempt, sam: Person) -> None:
    aside(as_sam, attempt)
    attempts.refresh(attempt)
    assert not Completion.objects.filter(step=attempt.exam.step).exists()


def test_its_answers_wait_for_nobodys_mark(as_sam: Client, enrollment: Enrollment, sam: Person) -> None:
    exam = Exam.objects.get()
    ask_long(exam)
    attempt = sit(enrollment, exam, at=NOW)
    assert attempt.awaiting
    aside(as_sam, attempt)
    assert not marking.waiting(sam).exists()


def test_one_under_way_is_not_set_aside(as_sam: Client, enrollment: Enrollment) -> None:
    going = attempts.start(enrollment, Exam.objects.get(), at=NOW)
    assert aside(as_sam, going) == 404


def test_it_needs_a_reason(as_sam: Client, attempt: Attempt) -> None:
    assert aside(as_sam, attempt, " ") == 422
    with pytest.raises(IntegrityError), transaction.atomic():
        Attempt.objects.update(voided_at=NOW)


def test_setting_aside_twice_is_doing_it_once(sam: Person, attempt: Attempt) -> None:
    assert attempts.void(attempt, reason=REASON, by=sam, at=NOW)
    assert not attempts.void(attempt, reason="Another.", by=sam, at=NOW)
    attempt.refresh_from_db()
    assert attempt.void_reason == REASON
