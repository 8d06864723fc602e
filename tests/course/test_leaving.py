"""A learner's place: moved with all they have done, withdrawn and brought back."""

import pytest
from django.core import mail as outbox
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from course import progress
from course.joining import leaving, people
from course.models import AuditEvent, Cohort, Enrollment, Person, Step, Withdrawal
from lessons import reflections
from lessons.models import Reflection, Scenario, SharedReflection
from quizzes import attempts
from quizzes.models import Attempt, Exam
from tests.conftest import NOW

pytestmark = pytest.mark.django_db


def place(enrollment: Enrollment) -> str:
    return reverse("enrollment", args=[enrollment.pk])


def test_a_learner_moves_with_attempts_reflections_and_completions(
    as_tess: Client, enrollment: Enrollment, fall: Cohort
) -> None:
    exam, scenario = Exam.objects.get(), Scenario.objects.get()
    attempt = attempts.start(enrollment, exam, at=NOW)
    reflections.save(enrollment, scenario, text="Sit down with him.", revision=0, at=NOW)
    progress.complete(enrollment, Step.objects.get(slug="duties"), version=1, at=NOW)
    answer = as_tess.post(place(enrollment), {"do": "move", "cohort": fall.pk})
    assert answer.status_code == 302
    moved = Enrollment.objects.get()
    assert (moved.pk, moved.cohort) == (enrollment.pk, fall)
    assert Attempt.objects.get(enrollment=moved) == attempt
    assert attempts.start(moved, exam, at=NOW) == attempt
    assert Reflection.objects.get().enrollment == moved
    assert moved.completions.count() == 1


def test_a_moved_learners_shared_copies_go_to_the_new_cohorts_trainers_and_a_mail_says_so(
    enrollment: Enrollment, fall: Cohort, tess: Person, sven: Person
) -> None:
    people.assign(sven, "trainer", cohort=fall)
    scenario = Scenario.objects.get()
    reflections.save(enrollment, scenario, text="Sit down with him.", revision=0, at=NOW)
    shared = reflections.share(enrollment, scenario, revision=1, at=NOW)
    leaving.move(enrollment, fall, by=tess, at=NOW)
    assert list(SharedReflection.objects.visible_to(sven)) == [shared]
    call_command("send_mail_queue")
    assert "the trainers of the new group can now read that copy" in " ".join(outbox.outbox[0].body.split())


def test_moving_is_in_the_audit_trail(
    enrollment: Enrollment, fall: Cohort, spring: Cohort, tess: Person
) -> None:
    leaving.move(enrollment, fall, by=tess, at=NOW)
    event = AuditEvent.objects.get(verb="moved")
    assert (event.actor, event.detail) == (tess, {"before": spring.pk, "after": fall.pk})


def test_nobody_moves_a_learner_into_a_cohort_they_do_not_run(
    as_sam: Client, enrollment: Enrollment, fall: Cohort
) -> None:
    answer = as_sam.post(place(enrollment), {"do": "move", "cohort": fall.pk})
    assert answer.status_code == 422
    assert Enrollment.objects.get().cohort != fall


def test_a_withdrawn_learner_reads_why_and_that_all_is_kept(
    as_sam: Client, as_ada: Client, enrollment: Enrollment
) -> None:
    as_sam.post(place(enrollment), {"do": "withdraw", "reason": "You asked for a break."})
    page = as_ada.get("/").content.decode()
    assert "You are withdrawn from “Peer specialist course”" in page
    assert "You asked for a break." in page
    assert as_ada.get("/courses/peer/").status_code == 404


def test_withdrawing_needs_a_reason_and_keeps_nothing_without_one(
    as_sam: Client, enrollment: Enrollment
) -> None:
    answer = as_sam.post(place(enrollment), {"do": "withdraw", "reason": "  "})
    assert answer.status_code == 422
    assert b"Say why." in answer.content
    assert Enrollment.objects.get().state == "active"


def test_who_is_brought_back_goes_on_where_they_stopped(
    as_sam: Client, as_ada: Client, enrollment: Enrollment, sam: Person
) -> None:
    progress.complete(enrollment, Step.objects.get(slug="roles"), version=1, at=NOW)
    leaving.withdraw(enrollment, reason="A break.", by=sam, at=NOW)
    as_sam.post(place(enrollment), {"do": "return"})
    assert b"1 of 3 steps done" in as_ada.get("/courses/peer/").content
    row = Withdrawal.objects.get()
    assert (row.reason, row.undone_by) == ("A break.", sam)
    verbs = set(AuditEvent.objects.values_list("verb", flat=True))
    assert {"withdrawn", "brought-back"} <= verbs


def test_who_takes_the_course_elsewhere_by_now_is_not_brought_back(
    as_tess: Client, tess: Person, ada: Person, enrollment: Enrollment, fall: Cohort
) -> None:
    leaving.withdraw(enrollment, reason="A break.", by=tess, at=NOW)
    people.join(ada, fall, at=NOW)
    page = as_tess.post(place(enrollment), {"do": "return"}, follow=True)
    assert b"take this course with another cohort by now" in page.content
    enrollment.refresh_from_db()
    assert enrollment.state == "withdrawn"


def test_withdrawing_twice_is_withdrawing_once(enrollment: Enrollment, sam: Person) -> None:
    assert leaving.withdraw(enrollment, reason="A break.", by=sam, at=NOW)
    assert not leaving.withdraw(enrollment, reason="A break.", by=sam, at=NOW)
    assert Withdrawal.objects.count() == 1


def test_a_member_of_staff_who_learns_does_not_run_their_own_place(
    as_tess: Client, tess: Person, spring: Cohort
) -> None:
    own = people.join(tess, spring, at=NOW)
    assert as_tess.get(place(own)).status_code == 404
