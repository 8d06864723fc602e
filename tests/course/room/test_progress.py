"""A cohort's progress: learners × steps."""

import zlib
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from course import progress
from course.joining import leaving, people
from course.models import ActiveTime, Cohort, Completion, Enrollment, Lesson, Person, Step
from course.models.outline import State
from tests.course.room.pages import names, text
from tests.make import add_topic
from tests.quizzes.make_attempts import exam_of, learner, opened, submitted

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def at(spring: Cohort) -> str:
    return f"/cohorts/{spring.pk}/progress/"


def do(enrollment: Enrollment, *slugs: str, days_ago: int = 0) -> Enrollment:
    for slug in slugs:
        when = timezone.now() - timedelta(days=days_ago)
        progress.complete(enrollment, Step.objects.get(slug=slug), version=1, at=when)
    return enrollment


def test_each_step_is_done_not_yet_or_a_score_in_words(
    as_sam: Client, at: str, enrollment: Enrollment, spring: Cohort
) -> None:
    do(enrollment, "roles")
    submitted(enrollment, exam_of(spring), score=14, critical_missed=1)
    page = text(as_sam, at)
    assert "done 14 of 20, a critical item missed 70! not yet" in page


def test_an_exam_in_progress_is_told_as_such(
    as_sam: Client, at: str, enrollment: Enrollment, spring: Cohort
) -> None:
    opened(enrollment, exam_of(spring))
    assert "in progress …" in text(as_sam, at)


def test_the_attempt_that_counts_by_the_exams_rule_is_shown(
    as_sam: Client, at: str, enrollment: Enrollment, spring: Cohort
) -> None:
    exam = exam_of(spring)
    submitted(enrollment, exam, score=9)
    submitted(enrollment, exam, score=17, number=2)
    submitted(enrollment, exam, score=20, number=3, voided_at=NOW, void_reason="Power cut.")
    exam.rules = {**exam.rules, "counts": "first"}
    exam.save()
    assert "9 of 20" in text(as_sam, at)
    exam.rules = {**exam.rules, "counts": "best"}
    exam.save()
    assert "17 of 20" in text(as_sam, at)


def test_a_trainer_sees_what_is_done_and_no_score(
    as_tess: Client, at: str, enrollment: Enrollment, spring: Cohort
) -> None:
    do(enrollment, "start")
    submitted(enrollment, exam_of(spring), score=14)
    page = text(as_tess, at)
    assert "14 of 20" not in page
    assert "70" not in page
    assert "1 of 3" in page


def test_hours_equal_those_of_the_learners_own_page(as_sam: Client, at: str, enrollment: Enrollment) -> None:
    do(enrollment, "roles", "start")
    Step.objects.filter(slug="start").update(state=State.RETIRED)
    ActiveTime.objects.create(enrollment=enrollment, step=Step.objects.get(slug="roles"), seconds=95)
    for rule, hours in (("upper", "10 min"), ("lower", "7 min"), ("observed", "1 min 35 s")):
        type(enrollment.course).objects.update(credit_rule=rule)
        assert f"1 of 2 {hours}" in text(as_sam, at)
        assert f"Credited so far: {hours}." in text(as_sam, f"/learners/{enrollment.pk}/hours/")


def test_the_last_line_counts_all_learners_on_all_pages(as_sam: Client, at: str, spring: Cohort) -> None:
    for number in range(51):
        enrollment = learner(spring, f"Learner {number:02}")
        if number % 3 == 0:
            do(enrollment, "roles")
    page = text(as_sam, at, page=2)
    assert "51 learners · 11 % of their steps are done" in page
    assert page.split("All: 51 learners")[1].split()[:1] == ["how"]
    assert "11 % 17 0 0" in page.replace("not added up ", "")
    assert names(as_sam, at, page=2) == ["Learner 50"]


def test_rows_go_by_name_quiet_first_or_least_done_first(as_sam: Client, at: str, spring: Cohort) -> None:
    def made(name: str, quiet_for: int, *slugs: str) -> None:
        enrollment = do(learner(spring, name), *slugs, days_ago=quiet_for)
        joined = timezone.now() - timedelta(days=quiet_for)
        Enrollment.objects.filter(pk=enrollment.pk).update(joined_at=joined)

    made("Ana", 1, "roles")
    made("bo", 20)
    made("Cy", 30, "roles", "start", "duties")
    made("Di", 9, "roles", "start")
    assert names(as_sam, at) == ["Ana", "bo", "Cy", "Di"]
    assert names(as_sam, at, sort="quiet") == ["bo", "Di", "Cy", "Ana"]
    assert names(as_sam, at, sort="progress") == ["bo", "Ana", "Di", "Cy"]
    assert names(as_sam, at, show="quiet") == ["bo", "Di"]
    assert names(as_sam, at, show="open") == ["Ana", "bo", "Di"]
    assert names(as_sam, at, show="finished") == ["Cy"]
    assert names(as_sam, at, name="D") == ["Di"]


def test_who_withdrew_and_oneself_are_not_shown(
    as_sam: Client, at: str, sam: Person, ada: Person, spring: Cohort, alma: Person
) -> None:
    people.join(sam, spring, at=NOW)
    leaving.withdraw(ada.enrollments.get(), reason="A break.", by=alma, at=NOW)
    assert "No learners yet." in text(as_sam, at)


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({"show": "nobody"}, "There is no such choice."),
        ({"sort": "luck"}, "There is no such order."),
        ({"name": "x" * 101}, "Type at most 100 characters"),
        ({"name": "a\0b"}, ""),
        ({"page": "9" * 400}, "1 learner"),
        ({"name": "zoe"}, "Nobody fits this."),
    ],
)
def test_a_bad_part_of_the_address_is_named(
    as_sam: Client, at: str, ada: Person, query: dict[str, str], words: str
) -> None:
    assert words in text(as_sam, at, **query)


def test_a_course_without_steps_says_so(as_sam: Client, at: str, ada: Person) -> None:
    Step.objects.update(state=State.RETIRED)
    assert "This course has no steps yet." in text(as_sam, at)


def test_names_are_words_whatever_they_hold(as_sam: Client, at: str, spring: Cohort) -> None:
    learner(spring, "<script>alert(1)</script>", "x@example.org")
    assert "<script>alert" not in as_sam.get(at).content.decode()


def test_an_administrator_who_is_assigned_to_nothing_is_led_to_pages_that_open(
    as_alma: Client, at: str, enrollment: Enrollment
) -> None:
    page = as_alma.get(at).content.decode()
    assert f'href="/learners/{enrollment.pk}/place/"' in page
    assert f'href="/learners/{enrollment.pk}/"' not in page


def test_50_learners_and_53_steps_stay_below_60_kb_as_sent(as_sam: Client, at: str, spring: Cohort) -> None:
    for number in range(1, 9):
        lesson = Lesson.objects.create(
            course=spring.course, slug=f"l-{number}", title=f"Lesson of number {number}", position=10 + number
        )
        for step in range(7 if number < 3 else 6):
            add_topic(lesson, f"t-{step}", f"A topic of some length, {step}", step + 1)
    steps = list(Step.objects.all())
    assert len(steps) == 53
    for number in range(50):
        enrollment = learner(spring, f"Learner Number {number}")
        done = [step for step in steps if (step.pk * 7 + number) % 3]
        Completion.objects.bulk_create(
            Completion(enrollment=enrollment, step=step, version=1, at=NOW) for step in done
        )
        submitted(enrollment, exam_of(spring), score=number % 20)
    page = as_sam.get(at).content
    assert page.count(b'role="rowheader"') == 51
    assert len(zlib.compress(page)) < 60_000
