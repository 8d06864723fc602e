"""The home page of staff: what needs a look this week, each with its number, and their cohorts."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from course import progress
from course.joining import due, people
from course.models import Assignment, Cohort, Course, Enrollment, Person, Step
from quizzes.models import Exam
from tests.conftest import signed_in
from tests.course.room.pages import text
from tests.quizzes.make_attempts import exam_of, learner, submitted
from tests.quizzes.marking_room import ask_long, sit

pytestmark = pytest.mark.django_db
NOTHING = "Nothing needs a look."


def joined(enrollment: Enrollment, *, days: int) -> Enrollment:
    Enrollment.objects.filter(pk=enrollment.pk).update(joined_at=timezone.now() - timedelta(days=days))
    return enrollment


@pytest.fixture
def fresh(enrollment: Enrollment) -> Enrollment:
    """Ada joined yesterday."""
    return joined(enrollment, days=1)


def test_a_learner_without_work_for_seven_days_is_quiet_and_one_day_less_is_not(
    as_sam: Client, enrollment: Enrollment
) -> None:
    joined(enrollment, days=7)
    assert "1 learner is quiet" in text(as_sam, "/")
    joined(enrollment, days=6)
    assert NOTHING in text(as_sam, "/")


def test_who_has_finished_every_step_is_not_quiet(as_sam: Client, enrollment: Enrollment) -> None:
    joined(enrollment, days=30)
    for step in Step.objects.all():
        progress.complete(enrollment, step, version=1, at=timezone.now() - timedelta(days=20))
    assert NOTHING in text(as_sam, "/")


def test_staff_say_how_long_quiet_is_and_it_holds_for_them_alone(
    as_sam: Client, as_tess: Client, enrollment: Enrollment, sam: Person
) -> None:
    joined(enrollment, days=10)
    assert as_sam.post("/profile/quiet/", {"days": 14}).status_code == 302
    assert NOTHING in text(as_sam, "/")
    assert "A learner is quiet after 14 days without work." in text(as_sam, "/")
    assert "1 learner is quiet" in text(as_tess, "/")


@pytest.mark.parametrize("days", ["", "0", "91", "-3", "seven", "9" * 5000, "7%00", "1e3", "%ED%A0%80"])
def test_a_length_that_is_none_is_refused_and_shown_again(as_sam: Client, sam: Person, days: str) -> None:
    response = as_sam.post("/profile/quiet/", f"days={days}", "application/x-www-form-urlencoded")
    assert response.status_code == 422
    assert "Give a whole number of days from 1 to 90." in response.content.decode()
    sam.refresh_from_db()
    assert sam.quiet_days == 7


def test_the_quiet_line_leads_to_the_quiet_alone(
    as_sam: Client, enrollment: Enrollment, spring: Cohort
) -> None:
    joined(enrollment, days=30)
    joined(learner(spring, "Lou Ferris"), days=1)
    page = as_sam.get("/").content.decode()
    assert 'href="/learners/?quiet=on"' in page
    shown = text(as_sam, "/learners/", quiet="on")
    assert "Ada Lindgren" in shown
    assert "Lou Ferris" not in shown


def test_an_answer_that_waits_for_a_mark_is_counted_for_trainers_and_supervisors(
    as_sam: Client, as_tess: Client, fresh: Enrollment
) -> None:
    exam = Exam.objects.get()
    ask_long(exam)
    sit(fresh, exam)
    for client in (as_sam, as_tess):
        assert "1 answer waits for a mark" in text(client, "/")


def test_a_critical_item_missed_is_told_until_somebody_of_the_staff_has_opened_the_attempt(
    as_sam: Client, as_alma: Client, fresh: Enrollment, spring: Cohort
) -> None:
    attempt = submitted(fresh, exam_of(spring), critical_missed=1)
    other = submitted(learner(spring, "Lou Ferris"), exam_of(spring), critical_missed=2)
    assert "2 attempts missed a critical item" in text(as_sam, "/")
    as_alma.get(f"/review/{attempt.pk}/")
    assert "1 attempt missed a critical item" in text(as_sam, "/")
    shown = text(as_sam, "/review/", state="critical-unread")
    assert "Lou Ferris" in shown
    assert "Ada Lindgren" not in shown
    as_sam.get(f"/review/{other.pk}/")
    assert "missed a critical item" not in text(as_sam, "/")


def test_reading_an_attempt_while_it_is_open_is_no_look_at_its_result(
    as_sam: Client, fresh: Enrollment, spring: Cohort
) -> None:
    began = timezone.now() - timedelta(minutes=30)
    attempt = submitted(fresh, exam_of(spring), critical_missed=1, started_at=began)
    handed_in = timezone.now() + timedelta(minutes=5)
    type(attempt).objects.filter(pk=attempt.pk).update(submitted_at=began + timedelta(minutes=1))
    as_sam.get(f"/review/{attempt.pk}/")
    type(attempt).objects.filter(pk=attempt.pk).update(submitted_at=handed_in)
    assert "1 attempt missed a critical item" in text(as_sam, "/")


def test_a_result_that_changed_since_it_was_read_is_told_again(
    as_sam: Client, fresh: Enrollment, spring: Cohort
) -> None:
    attempt = submitted(fresh, exam_of(spring), critical_missed=1)
    as_sam.get(f"/review/{attempt.pk}/")
    type(attempt).objects.filter(pk=attempt.pk).update(changed_at=timezone.now())
    assert "1 attempt missed a critical item" in text(as_sam, "/")
    as_sam.get(f"/review/{attempt.pk}/")
    assert "missed a critical item" not in text(as_sam, "/")


@pytest.mark.parametrize(("ahead", "told"), [(-10, True), (0, True), (7, True), (8, False)])
def test_an_exam_is_told_from_a_week_before_it_is_due_until_it_is_begun(
    as_sam: Client, fresh: Enrollment, spring: Cohort, sam: Person, ahead: int, told: bool
) -> None:
    exam = exam_of(spring)
    day = timezone.now().astimezone(timezone.get_fixed_timezone(-300)).date() + timedelta(days=ahead)
    type(sam).objects.update(time_zone="America/Bogota")
    due.set_dates(spring, {exam.step: day}, by=sam, at=timezone.now())
    assert ("1 exam is due and not started" in text(as_sam, "/")) is told
    assert ("Ada Lindgren" in text(as_sam, "/exams/due/")) is told
    submitted(fresh, exam)
    assert "due and not started" not in text(as_sam, "/")
    assert "No exam is due." in text(as_sam, "/exams/due/")


def test_a_due_topic_is_no_exam(as_sam: Client, fresh: Enrollment, spring: Cohort, sam: Person) -> None:
    due.set_dates(spring, {Step.objects.get(slug="roles"): timezone.localdate()}, by=sam, at=timezone.now())
    assert NOTHING in text(as_sam, "/")


def test_a_cohort_is_told_with_its_progress(as_sam: Client, fresh: Enrollment, spring: Cohort) -> None:
    learner(spring, "Lou Ferris")
    progress.complete(fresh, Step.objects.get(slug="roles"), version=1, at=timezone.now())
    shown = text(as_sam, "/")
    assert "16 % done: 1 of 6 steps" in shown
    assert "2 learners · 1 quiet" in shown


def test_a_cohort_without_learners_says_to_invite_some(as_sam: Client) -> None:
    assert "No learners yet. Invite people to Spring" in text(as_sam, "/")


def test_who_has_no_cohort_is_told_whom_to_ask(course: Course, sven: Person, alma: Person) -> None:
    people.assign(sven, Assignment.Role.SUPERVISOR, course=course)
    assert "No cohort is assigned to you yet. Ask your administrator" in text(signed_in(sven), "/")
    assert "Who trains and supervises whom" in text(signed_in(alma), "/")


def test_a_learner_sees_nothing_of_it(as_ada: Client) -> None:
    assert "This week" not in text(as_ada, "/")


def test_who_supervises_and_learns_sees_both_and_never_counts_themselves(
    as_sam: Client, sam: Person, spring: Cohort, fresh: Enrollment
) -> None:
    joined(people.join(sam, spring, at=timezone.now()), days=30)
    shown = text(as_sam, "/")
    assert NOTHING in shown
    assert "Your own course" in shown
    assert "Start: The Role of a Peer Specialist" in shown
