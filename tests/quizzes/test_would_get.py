"""What would this learner get? Every rule as it holds for one person, what says so, and whether they could start."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from course.joining import people
from course.learners import accommodations
from course.models import Cohort, Enrollment, Lesson, Person, Step
from quizzes import attempts, blueprint, forms_ab
from quizzes.forms_ab import Why, why
from quizzes.models import Attempt, Exam, Question
from quizzes.rules import Rules
from quizzes.would_get import Told, would_get
from tests.make import add_exam
from tests.quizzes.exam_room import answer_all


@pytest.fixture
def at(now: datetime) -> datetime:
    """10 in the morning, in New York."""
    return now


def rule(exam: Exam, **rules: Any) -> None:
    exam.rules = Rules(**rules).stored()
    exam.save()


def facts(told: dict[str, Any]) -> dict[str, tuple[str, str]]:
    return {fact.label: (fact.says, fact.because) for fact in told["facts"]}


# --- The rules -------------------------------------------------------------------------------------------------------


def test_each_rule_names_what_says_so(enrollment: Enrollment, exam: Exam, tess: Person, at: datetime) -> None:
    rule(exam, time_limit_minutes=60, attempts=2, closes=at + timedelta(days=1))
    accommodations.grant(
        enrollment.person, reason="Slow.", by=tess, at=at, time_factor="1.5", extra_attempts=1, extra_days=2
    )

    told = facts(would_get(enrollment, exam, at=at))

    assert "at most 90 minutes" in told["Time"][0]
    assert told["Time"][1] == "time limit 60 minutes; accommodation: × 1.5, plus 0 minutes"
    assert told["How often"] == (
        "up to 3 times; the best attempt counts",
        "attempts: 2; accommodation: 1 more",
    )
    assert told["Closes"] == ("Nov. 5, 2026, 10:00 AM", "closes; accommodation: 2 days later")
    assert told["Questions"] == ("4", "the blueprint")


def test_times_are_in_the_learners_zone(enrollment: Enrollment, exam: Exam, at: datetime) -> None:
    enrollment.person.time_zone = "America/Los_Angeles"
    rule(exam, closes=at + timedelta(days=1))

    assert facts(would_get(enrollment, exam, at=at))["Closes"][0] == "Nov. 3, 2026, 7:00 AM"


# --- Could they start now? -------------------------------------------------------------------------------------------


def start(enrollment: Enrollment, exam: Exam, at: datetime) -> Told:
    found: Told = would_get(enrollment, exam, at=at)["start"]
    return found


def test_who_may_start_is_told_how_many_attempts_are_left(
    enrollment: Enrollment, exam: Exam, at: datetime
) -> None:
    rule(exam, attempts=3)
    assert start(enrollment, exam, at) == Told("Yes, they could start now.", "3 attempts are left")


@pytest.mark.parametrize(
    ("rules", "says", "because"),
    [
        ({"opens": 1}, "This exam opens on Nov. 3, 2026, 10:00 AM", "opens"),
        ({"closes": -1}, "This exam closed on Nov. 1, 2026, 10:00 AM", "closes"),
    ],
)
def test_outside_its_window_the_window_says_so(
    enrollment: Enrollment, exam: Exam, at: datetime, rules: dict[str, int], says: str, because: str
) -> None:
    rule(exam, **{name: at + timedelta(days=days) for name, days in rules.items()})

    told = start(enrollment, exam, at)

    assert told.says.startswith("No.")
    assert says in told.says
    assert told.because == because


def sit(enrollment: Enrollment, exam: Exam, at: datetime, key: str = "yes") -> Attempt:
    attempt = attempts.start(enrollment, exam, at=at)
    answer_all(attempt, key)
    return attempts.submit(attempt, at=at)


def test_after_the_last_attempt_the_number_of_attempts_says_so(
    enrollment: Enrollment, exam: Exam, at: datetime
) -> None:
    sit(enrollment, exam, at)

    told = start(enrollment, exam, at)

    assert "You have used every attempt." in told.says
    assert told.because == "attempts: 1"


def test_between_two_attempts_the_waiting_time_says_so(
    enrollment: Enrollment, exam: Exam, at: datetime
) -> None:
    rule(exam, attempts=2, wait_hours=24)
    sit(enrollment, exam, at)

    told = start(enrollment, exam, at)

    assert "You can start again on Nov. 3, 2026, 10:00 AM" in told.says
    assert told.because == "waiting time: 24 hours"


def test_an_attempt_under_way_goes_on(
    enrollment: Enrollment, exam: Exam, attempt: Attempt, at: datetime
) -> None:
    assert start(enrollment, exam, at).because == "one open attempt"


def test_a_step_that_comes_first_says_so(enrollment: Enrollment, exam: Exam, at: datetime) -> None:
    exam.step.requires = Step.objects.get(slug="roles")
    exam.step.save()

    told = start(enrollment, exam, at)

    assert "“The Role of a Peer Specialist” comes first" in told.says
    assert told.because == "opens after"


def test_a_bank_that_cannot_fill_the_exam_says_so(enrollment: Enrollment, exam: Exam, at: datetime) -> None:
    Question.objects.filter(key__in=["q-0", "q-1", "q-2"]).update(retired=True)

    assert "The exam is not ready. The bank has 3 of the 4 questions" in start(enrollment, exam, at).says


@pytest.mark.parametrize("days", [-1, 0, 1, 3])
@pytest.mark.parametrize("sat", [0, 1, 2])
def test_what_is_foreseen_is_what_start_does(
    enrollment: Enrollment, exam: Exam, at: datetime, days: int, sat: int
) -> None:
    rule(exam, attempts=2, opens=at, closes=at + timedelta(days=2), wait_hours=12)
    for number in range(sat):
        sit(enrollment, exam, at + timedelta(hours=12 * number))
    when = at + timedelta(days=days, hours=13)

    said = start(enrollment, exam, when).says
    try:
        attempts.start(enrollment, exam, at=when)
    except attempts.CannotStart:
        assert said.startswith("No.")
    else:
        assert said.startswith("Yes")


# --- The form --------------------------------------------------------------------------------------------------------


@pytest.fixture
def pre(exam: Exam) -> Exam:
    exam.forms_of = exam
    exam.save()
    rule(exam, attempts=4)
    blueprint.store_forms(exam, ["q-0", "q-1"])
    return exam


def form(enrollment: Enrollment, exam: Exam, at: datetime) -> Told:
    found: Told = would_get(enrollment, exam, at=at)["form"]
    return found


def test_without_stored_forms_there_is_none(enrollment: Enrollment, exam: Exam, at: datetime) -> None:
    assert form(enrollment, exam, at) is None


def test_the_form_foreseen_is_the_form_that_start_gives(
    spring: Cohort, pre: Exam, enrollment: Enrollment, at: datetime
) -> None:
    for number in range(6):
        person = Person.objects.create(email=f"l{number}@example.org", name=f"L{number}")
        other = people.join(person, spring, at=at)
        for turn, reason in enumerate(("they have sat neither", "they have sat form", "they have sat both")):
            told = form(other, pre, at)
            begun = attempts.start(other, pre, at=at + timedelta(minutes=turn))
            assert told.says == f"Form {begun.form}"
            assert reason in told.because
            attempts.submit(begun, at=at + timedelta(minutes=turn))


def test_looking_ahead_chooses_nothing(enrollment: Enrollment, pre: Exam, at: datetime) -> None:
    would_get(enrollment, pre, at=at)
    assert not Attempt.objects.exists()


def test_the_form_of_an_open_attempt_stands(enrollment: Enrollment, pre: Exam, at: datetime) -> None:
    begun = attempts.start(enrollment, pre, at=at)

    assert form(enrollment, pre, at) == Told(f"Form {begun.form}", "it was chosen when the attempt began")


@given(st.lists(st.sampled_from(forms_ab.FORMS), max_size=6), st.integers(0, 40))
def test_why_says_what_assign_does(seen: list[str], index: int) -> None:
    chosen, reason = forms_ab.assign(seen, index=index, seed="s"), why(seen)

    if reason is Why.LOT:
        assert not seen
    elif reason is Why.OTHER:
        assert seen
        assert chosen not in seen
    else:
        assert set(seen) == set(forms_ab.FORMS)
        assert chosen != seen[-1]


# --- Attempts so far -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("counts", "number"), [("best", 2), ("first", 1), ("latest", 3)])
def test_the_attempt_that_counts_is_marked(
    enrollment: Enrollment, exam: Exam, at: datetime, counts: str, number: int
) -> None:
    rule(exam, attempts=4, counts=counts)
    for turn, key in enumerate(("no", "yes", "no")):
        sit(enrollment, exam, at + timedelta(minutes=turn), key)

    lines = would_get(enrollment, exam, at=at)["lines"]

    assert [line.attempt.number for line in lines if line.counts] == [number]
    assert [str(line.score) for line in lines] == ["0 of 4", "4 of 4", "0 of 4"]


def test_an_attempt_whose_time_is_over_is_closed_first(
    enrollment: Enrollment, exam: Exam, at: datetime
) -> None:
    rule(exam, time_limit_minutes=10)
    attempts.start(enrollment, exam, at=at)

    told = would_get(enrollment, exam, at=at + timedelta(hours=1))

    assert told["lines"][0].attempt.state == Attempt.State.SUBMITTED
    assert told["start"].because == "attempts: 1"


# --- The pages -------------------------------------------------------------------------------------------------------


def test_the_learners_page_leads_to_each_exam(as_sam: Client, enrollment: Enrollment, exam: Exam) -> None:
    add_exam(Lesson.objects.get(), exam.blueprint.get().about, 9, 2, slug="retired")
    Step.objects.filter(slug="retired").update(state="retired")

    page = as_sam.get(f"/learners/{enrollment.pk}/").content.decode()

    assert f"/learners/{enrollment.pk}/exams/{exam.pk}/" in page
    assert page.count("/exams/") == 1


def test_the_page_tells_rules_with_reasons(
    as_sam: Client, enrollment: Enrollment, exam: Exam, attempt: Attempt
) -> None:
    page = as_sam.get(f"/learners/{enrollment.pk}/exams/{exam.pk}/").content.decode()

    for words in (
        "What would Ada Lindgren get?",
        "Because: the blueprint",
        "America/New_York",
        "In progress",
    ):
        assert words in page


def test_an_exam_of_another_course_or_a_retired_one_is_unknown(
    as_sam: Client, enrollment: Enrollment, exam: Exam
) -> None:
    assert as_sam.get(f"/learners/{enrollment.pk}/exams/0/").status_code == 404
    Step.objects.filter(exam=exam).update(state="retired")
    assert as_sam.get(f"/learners/{enrollment.pk}/exams/{exam.pk}/").status_code == 404
    assert as_sam.get(f"/exams/{exam.pk}/learners/").status_code == 404


def test_from_the_exam_one_chooses_a_learner(as_sam: Client, ada: Person, ben: Person, exam: Exam) -> None:
    page = as_sam.get(f"/exams/{exam.pk}/learners/").content.decode()

    assert f"/learners/{ada.enrollments.get().pk}/exams/{exam.pk}/" in page
    assert "Ben Okafor" not in page


def test_the_exams_admin_page_leads_there_for_trainers_alone(
    as_tess: Client, as_alma: Client, ada: Person, exam: Exam
) -> None:
    address = reverse("admin:quizzes_exam_change", args=[exam.pk])

    assert f"/exams/{exam.pk}/learners/" in as_tess.get(address).content.decode()
    assert f"/exams/{exam.pk}/learners/" not in as_alma.get(address).content.decode()
