"""Who sees what in the review."""

from typing import Any

import pytest
from django.test import Client

from course.joining import people
from course.models import Assignment, Cohort, Course, Enrollment, Lesson, Person, Program
from course.models.outline import State
from quizzes.models import Attempt
from tests.conftest import signed_in
from tests.quizzes.make_attempts import exam_of, learner, names, opened, second_exam, submitted, table

ADDRESSES = ("/review/", "/review/attempts.csv")


@pytest.fixture
def hers(enrollment: Enrollment, spring: Cohort) -> Attempt:
    """Ada's submitted attempt."""
    return submitted(enrollment, exam_of(spring))


def test_a_supervisor_sees_the_learners_of_their_own_cohort_alone(
    as_sam: Client, as_rita: Client, ada: Person, ben: Person
) -> None:
    assert names(as_sam) == ["Ada Lindgren"]
    assert names(as_rita) == ["Ben Okafor"]


def test_an_administrator_sees_every_cohort(as_alma: Client, ada: Person, ben: Person) -> None:
    assert set(names(as_alma)) == {"Ada Lindgren", "Ben Okafor"}


def test_a_supervisor_of_a_course_sees_all_its_cohorts(
    course: Course, ada: Person, ben: Person, sven: Person
) -> None:
    people.assign(sven, Assignment.Role.SUPERVISOR, course=course)
    assert set(names(signed_in(sven))) == {"Ada Lindgren", "Ben Okafor"}


def test_someone_assigned_to_course_and_cohort_sees_each_row_once(
    as_sam: Client, sam: Person, course: Course, hers: Attempt
) -> None:
    people.assign(sam, Assignment.Role.SUPERVISOR, course=course)
    assert len(table(as_sam)) == 1


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("who", ["as_ada", "as_tess", "as_sven"])
def test_the_review_is_not_there_for_learners_trainers_and_strangers(
    request: pytest.FixtureRequest, who: str, address: str, sam: Person
) -> None:
    assert request.getfixturevalue(who).get(address).status_code == 404


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_visitor_is_asked_to_sign_in(client: Client, address: str, db: None) -> None:
    response = client.get(address)
    assert response.status_code == 302
    assert response["Location"].startswith("/account/")


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("as_sam", 200),
        ("as_alma", 200),
        ("as_rita", 404),
        ("as_ada", 404),
        ("as_tess", 404),
        ("as_sven", 404),
    ],
)
def test_an_attempt_opens_for_its_supervisor_and_the_administrator(
    request: pytest.FixtureRequest, hers: Attempt, who: str, status: int
) -> None:
    assert request.getfixturevalue(who).get(f"/review/{hers.pk}/").status_code == status


@pytest.mark.parametrize("pk", [0, 999_999, 10**30])
def test_an_attempt_that_does_not_exist_is_not_found(as_sam: Client, pk: int) -> None:
    assert as_sam.get(f"/review/{pk}/").status_code == 404


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_review_is_only_read(as_sam: Client, address: str) -> None:
    assert as_sam.post(address).status_code == 405


def test_an_active_learner_without_an_attempt_is_shown_as_not_started(as_sam: Client, ada: Person) -> None:
    (row,) = table(as_sam)
    assert row["State"] == "Not started"
    assert row["Exam"] == "Pre-Course Knowledge Exam"
    assert {row[name] for name in ("Score", "Critical items missed", "Submitted", "Time taken")} == {
        "–none yet"
    }


def test_each_exam_that_is_not_started_has_a_row_of_its_own(
    as_sam: Client, ada: Person, spring: Cohort
) -> None:
    second_exam(spring)
    submitted(ada.enrollments.get(), exam_of(spring))
    rows = {(row["Exam"], row["State"]) for row in table(as_sam)}
    assert rows == {("Pre-Course Knowledge Exam", "Submitted"), ("Check on the lesson", "Not started")}


def test_who_withdrew_is_not_waited_for_but_what_they_did_stays(
    as_sam: Client, enrollment: Enrollment, spring: Cohort
) -> None:
    second_exam(spring)
    submitted(enrollment, exam_of(spring))
    enrollment.state = Enrollment.State.WITHDRAWN
    enrollment.save()
    assert [row["State"] for row in table(as_sam)] == ["Submitted"]


@pytest.mark.parametrize("level", ["step", "lesson", "course"])
def test_a_retired_exam_is_not_waited_for_but_its_attempts_stay(
    as_sam: Client, enrollment: Enrollment, spring: Cohort, level: str
) -> None:
    submitted(enrollment, exam_of(spring))
    late = second_exam(spring)
    other = Lesson.objects.create(course=spring.course, slug="late", title="Late", position=9)
    for step in (exam_of(spring).step, late.step):
        step.lesson = other
        step.save()
    retired: Any = {"step": late.step, "lesson": other, "course": spring.course}[level]
    retired.state = State.RETIRED
    retired.save()
    assert [row["State"] for row in table(as_sam)] == ["Submitted"]


def test_an_exam_of_another_course_is_not_waited_for(as_sam: Client, ada: Person, program: Program) -> None:
    elsewhere = Course.objects.create(program=program, slug="other", title="Other")
    Lesson.objects.create(course=elsewhere, slug="one", title="One", position=1)
    Lesson.objects.filter(course=elsewhere).update(state=State.LIVE)
    assert len(table(as_sam)) == 1


def test_every_attempt_at_an_exam_has_its_row(as_sam: Client, enrollment: Enrollment, spring: Cohort) -> None:
    exam = exam_of(spring)
    submitted(enrollment, exam)
    opened(enrollment, exam, number=2)
    rows = table(as_sam)
    assert [row["State"] for row in rows] == ["Submitted", "In progress"]
    assert rows[1]["Exam"].endswith("attempt 2")


def test_a_supervisor_without_a_cohort_reads_why_the_page_is_empty(alma: Person) -> None:
    response = signed_in(alma).get("/review/")
    assert "No cohort is assigned to you yet" in response.content.decode()
    assert '<form method="get"' not in response.content.decode()


def test_a_cohort_without_learners_is_told_apart_from_a_filter_that_matches_nobody(
    as_sam: Client, spring: Cohort
) -> None:
    assert "Nothing to review yet" in as_sam.get("/review/").content.decode()
    assert "Nobody matches this filter" in as_sam.get("/review/", {"name": "zoe"}).content.decode()


def test_a_learner_without_a_name_is_shown_by_their_address(as_sam: Client, spring: Cohort) -> None:
    learner(spring, "", "someone@example.org")
    assert [row["Learner"] for row in table(as_sam)] == ["someone@example.org"]
