"""What the page of the gain says of few and of many, of balance, and of who is not counted."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from course.joining import people
from course.models import Assignment, Cohort, Enrollment, Lesson, Person, Program, Step
from course.models.outline import State
from quizzes.models import Attempt, Question
from tests.make import add_exam, make_course
from tests.quizzes.gain.room import (
    BEGAN,
    Shown,
    asked,
    both,
    competency,
    first_exam,
    group,
    last_exam,
    sat,
    score,
)
from tests.quizzes.make_attempts import learner, opened


def test_only_who_sat_both_exams_is_compared(as_sam: Client, spring: Cohort) -> None:
    both(spring, "Ina", 40, 60)
    both(spring, "Jon", 50, 60, way="BA")
    both(spring, "Kim", 60, 90)
    sat(learner(spring, "Leo"), first_exam(spring), 5)
    shown = Shown(as_sam)
    assert shown.overall == {
        "Before, %": "50.0",
        "After, %": "70.0",
        "Difference, points": "20.0",
        "95 % interval": "-4.8 to 44.8",
        "Normalized gain": "0.40",
        "Learners": "3",
    }
    assert "scores were 20.0 points higher on average" in shown.words
    assert "The interval holds 0: no change at all would also fit" in shown.words
    assert "3 of 4 learners who began one of the exams are counted." in shown.words


def test_who_took_the_course_twice_is_one_learner(
    as_alma: Client, alma: Person, spring: Cohort, fall: Cohort
) -> None:
    people.assign(alma, Assignment.Role.SUPERVISOR, course=spring.course)
    early = both(spring, "Ina", 40, 60)
    Enrollment.objects.filter(pk=early.pk).update(state=Enrollment.State.FINISHED)
    late = people.join(early.person, fall, at=BEGAN)
    for exam, percent in ((first_exam(fall), 70), (last_exam(fall), 75)):
        attempt = sat(late, exam, percent)
        Attempt.objects.filter(pk=attempt.pk).update(
            started_at=attempt.started_at + timedelta(days=90),
            submitted_at=attempt.started_at + timedelta(days=91),
        )
    both(spring, "Jon", 50, 60)
    shown = Shown(as_alma)
    assert (shown.overall["Learners"], shown.overall["Before, %"]) == ("2", "45.0")
    assert "learners who began one of the exams" not in shown.words
    assert Shown(as_alma, cohort=fall.pk).overall["Before, %"] == "70.0"


def test_it_never_says_that_the_course_was_the_cause(as_sam: Client, spring: Cohort) -> None:
    group(spring, 2)
    assert "it cannot be shown that the course did it" in Shown(as_sam).words


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ((50, 60), (40, 45), "12.5 points lower"),
        ((50, 60), (60, 50), "were the same"),
        ((50, 60), (50.02, 60.02), "were the same"),
    ],
)
def test_scores_that_fell_or_stayed_are_told_as_plainly(
    as_sam: Client, spring: Cohort, before: tuple[float, ...], after: tuple[float, ...], said: str
) -> None:
    for name, one, other in zip(("Ina", "Jon"), before, after, strict=True):
        both(spring, name, one, other)
    assert said in Shown(as_sam).words


@pytest.mark.parametrize(
    ("number", "said", "unsaid"),
    [
        (1, "This is one person's two scores.", "Below 30"),
        (4, "4 learners are few.", "too few to judge"),
        (29, "29 learners are few.", "whoever knows the group"),
        (30, "The interval tells how sure", "are few."),
    ],
)
def test_few_learners_bring_a_caution(
    as_sam: Client, spring: Cohort, number: int, said: str, unsaid: str
) -> None:
    group(spring, number)
    shown = Shown(as_sam)
    assert said in shown.words
    assert unsaid not in shown.words
    assert ("Please do not pass them on." in shown.words) == (number < 5)
    assert shown.overall["Learners"] == str(number)


def test_one_learner_has_no_interval(as_sam: Client, spring: Cohort) -> None:
    both(spring, "Ina", 40, 60)
    assert Shown(as_sam).overall["95 % interval"] == "—no figure"


def test_equal_differences_are_no_proof(as_sam: Client, spring: Cohort) -> None:
    for name in ("Ina", "Jon"):
        both(spring, name, 40, 60)
    shown = Shown(as_sam)
    assert shown.overall["95 % interval"] == "—no figure"
    assert "Everybody's difference is the same, so there is no interval." in shown.words


def test_nobody_yet_says_what_to_do(as_sam: Client, spring: Cohort) -> None:
    last_exam(spring)
    shown = Shown(as_sam)
    assert "Ask learners to take “Pre-Course Knowledge Exam” before they read on." in shown.words
    assert shown.tables == []


def test_nobody_matched_yet_says_what_is_missing(as_sam: Client, spring: Cohort) -> None:
    last_exam(spring)
    sat(learner(spring, "Ina"), first_exam(spring), 50)
    shown = Shown(as_sam)
    assert "Nobody can be compared yet" in shown.words
    assert "1 “Post-Course Knowledge Exam” is not finished yet." in shown.words


def test_a_course_without_a_last_exam_says_so(as_sam: Client, spring: Cohort) -> None:
    assert "Nothing to compare in this course" in Shown(as_sam).words


def test_who_has_no_cohort_is_told(as_alma: Client) -> None:
    assert "No cohort is assigned to you yet" in Shown(as_alma).words


def test_every_reason_for_not_being_counted_is_told(as_sam: Client, spring: Cohort) -> None:
    first, last = first_exam(spring), last_exam(spring)
    void: dict[str, Any] = {"voided_at": timezone.now(), "void_reason": "Sat by somebody else."}
    opened(learner(spring, "Begun"), first)
    sat(learner(spring, "Between"), first, 50)
    gone = learner(spring, "Gone")
    sat(gone, first, 50)
    Enrollment.objects.filter(pk=gone.pk).update(state=Enrollment.State.WITHDRAWN)
    marked = learner(spring, "Marked")
    sat(marked, first, 50)
    sat(marked, last, 60, awaiting=1)
    aside = learner(spring, "Aside")
    sat(aside, first, 50, **void)
    sat(aside, last, 60)
    turned = learner(spring, "Turned")
    sat(turned, last, 60, started_at=BEGAN - timedelta(days=2))
    sat(turned, first, 50)
    words = Shown(as_sam).words
    for said in (
        "0 of 6 learners",
        "1 An answer waits to be marked.",
        "1 “Post-Course Knowledge Exam” is not finished yet.",
        "1 “Pre-Course Knowledge Exam” is not finished.",
        "1 What they finished was set aside.",
        "1 The last exam was begun before the first one was finished",
        "1 They left the course",
    ):
        assert said in words


def test_a_later_attempt_counts_only_where_the_first_was_set_aside(as_sam: Client, spring: Cohort) -> None:
    ina = both(spring, "Ina", 40, 60)
    sat(ina, last_exam(spring), 100, number=2)
    assert Shown(as_sam).overall["After, %"] == "60.0"
    first = Attempt.objects.get(enrollment=ina, exam=last_exam(spring), number=1)
    first.voided_at, first.void_reason = timezone.now(), "The fire alarm rang."
    first.save()
    assert Shown(as_sam).overall["After, %"] == "100.0"


@pytest.mark.parametrize(
    ("ways", "said"),
    [
        ("AB BA", "Balanced. 1 went from form A to form B, and 1 from B to A."),
        ("AB AB BA", "As balanced as an odd number can be. 2 went from form A to form B, and 1 from B to A."),
        (
            "AB AB AB BA",
            "Not balanced. 3 went from form A to form B, and 1 from B to A. If one form is harder, 50 %",
        ),
        ("AB", "Not balanced. 1 went from form A to form B, and 0 from B to A. If one form is harder, 100 %"),
        ("AB BA AA", "1 learner sat the same form twice."),
        ("BB", "Not balanced. Nobody went from one form to the other."),
        ("--", "These exams have no forms A and B"),
        ("AB BA -A", "1 learner sat an exam that had no forms yet."),
    ],
)
def test_whether_the_forms_are_balanced_is_told_with_numbers(
    as_sam: Client, spring: Cohort, ways: str, said: str
) -> None:
    for number, way in enumerate(ways.split()):
        both(spring, f"Learner {number}", 40, 60, way=[form.strip("-") for form in way])
    assert said in Shown(as_sam).words


def test_each_competency_is_compared_by_its_own_points(as_sam: Client, spring: Cohort) -> None:
    other = competency("samhsa-9", "Works with others")
    for name, after in (("Ina", 4), ("Jon", 5)):
        learned = both(spring, name, 40, 60)
        score(learned.attempts.get(exam=first_exam(spring)), other, 1, 10)
        score(learned.attempts.get(exam=last_exam(spring)), other, after, 8)
    shown = Shown(as_sam)
    assert list(shown.tables[0]) == ["All competencies", "Shares experience", "Works with others"]
    assert shown.tables[0]["Works with others"] == {
        "Before, %": "10.0",
        "After, %": "56.3",
        "Difference, points": "46.3",
        "95 % interval": "-33.2 to 125.7",
        "Normalized gain": "0.51",
        "Learners": "2",
    }


def test_a_competency_asked_on_one_exam_alone_has_no_row(as_sam: Client, spring: Cohort) -> None:
    ina = both(spring, "Ina", 40, 60)
    score(ina.attempts.get(exam=last_exam(spring)), competency("samhsa-9", "Works with others"), 1, 2)
    assert "Works with others" not in Shown(as_sam).tables[0]


@pytest.fixture
def taught(spring: Cohort) -> Question:
    """A question about the topic that comes before the first exam."""
    question = Question.objects.get(course=spring.course, key="q-0")
    question.taught_by = Step.objects.get(slug="roles")
    question.save()
    return question


def test_the_gain_is_told_again_without_what_was_taught_before(
    as_sam: Client, spring: Cohort, taught: Question
) -> None:
    for name in ("Ina", "Jon"):
        learned = both(spring, name, 40, 60)
        asked(learned.attempts.get(exam=first_exam(spring)), taught, points=5)
        asked(learned.attempts.get(exam=last_exam(spring)), taught, points=4)
    shown = Shown(as_sam)
    # Of 20 points, 8 before and 12 after; without the question 3 and 8 of 15.
    assert (shown.overall["Before, %"], shown.overall["After, %"]) == ("40.0", "60.0")
    without = shown.tables[1]["All competencies"]
    assert (without["Before, %"], without["After, %"]) == ("20.0", "53.3")
    assert "They make up 25.0 % of the points before and 25.0 % after." in shown.words


def test_a_question_about_a_later_topic_is_not_left_out(
    as_sam: Client, spring: Cohort, taught: Question
) -> None:
    taught.taught_by = Step.objects.get(slug="duties")
    taught.save()
    learned = both(spring, "Ina", 40, 60)
    for attempt in learned.attempts.all():
        asked(attempt, taught, points=5)
    shown = Shown(as_sam)
    assert len(shown.tables) == 1
    assert "No question on either exam was taught before the first one." in shown.words


def test_a_competency_of_which_all_was_taught_before_has_no_figures_left(
    as_sam: Client, spring: Cohort, taught: Question
) -> None:
    learned = both(spring, "Ina", 40, 60)
    for attempt in learned.attempts.all():
        asked(attempt, taught, points=5, possible=20)
    assert Shown(as_sam).tables[1]["Shares experience"] == {
        "Before, %": "—no figure",
        "After, %": "—no figure",
        "Difference, points": "—no figure",
        "95 % interval": "—no figure",
        "Normalized gain": "—no figure",
        "Learners": "0",
    }


def test_a_retired_exam_gives_way_to_the_live_one(as_sam: Client, spring: Cohort) -> None:
    both(spring, "Ina", 40, 60)
    old = first_exam(spring)
    new = add_exam(Lesson.objects.get(course=spring.course), competency(), 77, 4, slug="new-start")
    old.step.state = State.RETIRED
    old.step.save()
    assert "Nobody can be compared yet" in Shown(as_sam).words
    new.step.state = State.RETIRED
    new.step.save()
    assert Shown(as_sam).overall["Learners"] == "1"


def test_a_cohort_is_chosen_by_the_address(as_alma: Client, spring: Cohort, fall: Cohort) -> None:
    both(spring, "Ina", 40, 60)
    both(fall, "Jon", 80, 90)
    assert Shown(as_alma).overall["Before, %"] == "60.0"
    assert Shown(as_alma, cohort=fall.pk).overall["Before, %"] == "80.0"
    assert "Fall · Peer specialist course" in Shown(as_alma, cohort=fall.pk).words


def test_a_course_is_chosen_by_the_address(as_alma: Client, spring: Cohort, program: Program) -> None:
    course = make_course(program, slug="other")
    other = Cohort.objects.create(program=program, course=course, name="Elsewhere")
    course.title = "A second course"
    course.save()
    both(spring, "Ina", 40, 60)
    assert "Nothing to compare in this course" in Shown(as_alma, course=course.pk).words
    assert Shown(as_alma).overall["Learners"] == "1"
    assert Shown(as_alma, course=spring.course_id).overall["Learners"] == "1"
    assert "A second course" in Shown(as_alma, cohort=other.pk).words
    refused = Shown(as_alma, course=spring.course_id, cohort=other.pk)
    assert "This cohort takes another course." in refused.words
    assert refused.tables == []


@pytest.mark.parametrize("name", ["course", "cohort"])
@pytest.mark.parametrize("value", ["0", "-1", "abc", "9" * 5000, "\0", "١", "1.0"])
def test_a_bad_address_is_refused_in_words(as_sam: Client, spring: Cohort, name: str, value: str) -> None:
    both(spring, "Ina", 40, 60)
    shown = Shown(as_sam, **{name: value})
    assert "Choose one from the list." in shown.words
    assert shown.tables == []


def test_the_picture_has_what_the_table_has(as_sam: Client, spring: Cohort) -> None:
    group(spring, 3)
    page = as_sam.get("/review/gain/").content.decode()
    assert 'aria-labelledby="gain-1-wide-title gain-1-wide-desc"' in page
    assert "Higher after than before: 1. Lower: 0. The same: 0." in page


def test_the_review_leads_here(as_sam: Client, spring: Cohort) -> None:
    assert 'href="/review/gain/"' in as_sam.get("/review/").content.decode()
