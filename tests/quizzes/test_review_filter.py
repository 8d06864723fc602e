"""Filtering the review: by cohort, exam, state and name; and filters that make no sense."""

from itertools import product
from typing import Any

import pytest
from django.test import Client

from course.models import Cohort, Course, Enrollment, Person, Program
from quizzes.models import Exam
from quizzes.review.listing import count
from quizzes.review.rows import Wanted
from tests.conftest import NOW
from tests.quizzes.make_attempts import (
    download,
    exam_of,
    learner,
    names,
    opened,
    second_exam,
    submitted,
    table,
)


@pytest.fixture
def exam(spring: Cohort) -> Exam:
    return exam_of(spring)


@pytest.fixture
def group(spring: Cohort, exam: Exam) -> None:
    """Cora missed a critical item, Dee missed none, Eli is in progress, Fay has not started."""
    submitted(learner(spring, "Cora Diaz"), exam, critical_missed=2)
    submitted(learner(spring, "Dee Whitehorse"), exam)
    opened(learner(spring, "Eli Santos"), exam)
    learner(spring, "Fay Underwood")


@pytest.mark.parametrize(
    ("state", "shown"),
    [
        ("", {"Cora Diaz", "Dee Whitehorse", "Eli Santos", "Fay Underwood"}),
        ("submitted", {"Cora Diaz", "Dee Whitehorse"}),
        ("critical", {"Cora Diaz"}),
        ("open", {"Eli Santos"}),
        ("not-started", {"Fay Underwood"}),
    ],
)
def test_a_state_shows_its_rows_alone(as_sam: Client, group: None, state: str, shown: set[str]) -> None:
    assert set(names(as_sam, state=state)) == shown


@pytest.mark.parametrize("typed", ["dee", "WHITEHORSE", "e Whi", "dee.whitehorse@", " Dee "])
def test_a_part_of_the_name_or_email_finds_a_learner(as_sam: Client, group: None, typed: str) -> None:
    assert names(as_sam, name=typed) == ["Dee Whitehorse"]


@pytest.mark.parametrize("typed", ["%", "_", "' OR 1=1 --", "<script>", "\\"])
def test_signs_that_mean_something_to_a_database_or_a_browser_are_only_letters_here(
    as_sam: Client, group: None, typed: str
) -> None:
    response = as_sam.get("/review/", {"name": typed})
    assert "Nobody matches this filter" in response.content.decode()
    assert "<script>" not in response.content.decode()


def test_a_name_with_a_percent_sign_is_found_by_it(as_sam: Client, group: None, spring: Cohort) -> None:
    learner(spring, "Gus 100%", "gus@example.org")
    assert names(as_sam, name="0%") == ["Gus 100%"]


def test_the_exam_filter_holds_for_attempts_and_for_who_has_not_started(
    as_sam: Client, group: None, spring: Cohort
) -> None:
    other = second_exam(spring)
    submitted(Enrollment.objects.get(person__name="Cora Diaz"), other)
    rows = table(as_sam, exam=other.pk)
    assert {row["Exam"] for row in rows} == {"Check on the lesson"}
    assert sorted(row["State"] for row in rows) == ["Not started", "Not started", "Not started", "Submitted"]


def test_the_cohort_filter_holds_for_attempts_and_for_who_has_not_started(
    as_alma: Client, group: None, ben: Person, spring: Cohort, fall: Cohort
) -> None:
    assert names(as_alma, cohort=fall.pk) == ["Ben Okafor"]
    assert len(table(as_alma, cohort=spring.pk)) == 4


def test_filters_narrow_one_another(as_sam: Client, group: None, exam: Exam, spring: Cohort) -> None:
    asked = {"state": "submitted", "name": "d", "exam": exam.pk, "cohort": spring.pk}
    assert set(names(as_sam, **asked)) == {"Cora Diaz", "Dee Whitehorse"}
    assert names(as_sam, **asked | {"name": "dee"}) == ["Dee Whitehorse"]


def test_the_form_shows_what_was_asked_for(as_sam: Client, group: None, spring: Cohort) -> None:
    shown = as_sam.get("/review/", {"state": "open", "name": "eli", "sort": "-learner"}).content.decode()
    assert '<option value="open" selected>' in shown
    assert 'value="eli"' in shown
    assert '<input type="hidden" name="sort" value="-learner">' in shown


def test_what_needs_a_look_is_counted_and_leads_to_just_these_rows(as_sam: Client, group: None) -> None:
    shown = as_sam.get("/review/", {"sort": "learner", "page": "1"}).content.decode()
    for state, number in (("critical", 1), ("open", 1), ("not-started", 1)):
        assert f'href="?sort=learner&amp;state={state}"' in shown
        assert len(table(as_sam, state=state)) == number


def test_what_needs_a_look_counts_within_the_filter_whatever_its_state(
    sam: Person, group: None, spring: Cohort, exam: Exam
) -> None:
    everything = count(sam, Wanted(state="open"))
    assert (everything.not_started, everything.open, everything.submitted, everything.critical) == (
        1,
        1,
        2,
        1,
    )
    only_cora = count(sam, Wanted(name="cora", cohort=spring.pk, exam=exam.pk))
    assert (only_cora.not_started, only_cora.open, only_cora.submitted, only_cora.critical) == (0, 0, 1, 1)


def test_who_sat_an_exam_again_has_started_it_once_and_who_has_only_set_aside_attempts_has_not(
    as_sam: Client, sam: Person, spring: Cohort, exam: Exam
) -> None:
    for aside in product((True, False), repeat=3):
        again = learner(spring, f"Cora {aside}")
        for number, each in enumerate(aside, start=1):
            void: dict[str, Any] = {"voided_at": NOW, "void_reason": "The room was too loud."} if each else {}
            submitted(again, exam, number=number, **void)
    learner(spring, "Fay Moss")
    assert count(sam, Wanted()).not_started == len(table(as_sam, state="not-started")) == 2


@pytest.mark.parametrize("state", ["", "not-started", "open", "submitted", "critical"])
def test_the_number_of_rows_is_what_the_counts_add_up_to(
    as_sam: Client, sam: Person, group: None, state: str
) -> None:
    assert count(sam, Wanted(state=state)).total(state) == len(table(as_sam, state=state))


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"cohort": "999999"}, "This is not one of your cohorts."),
        ({"cohort": "1 OR 1=1"}, "This is not one of your cohorts."),
        ({"cohort": "\x00"}, "This is not one of your cohorts."),
        ({"exam": "-1"}, "This is not an exam of your cohorts."),
        ({"exam": "9" * 5000}, "This is not an exam of your cohorts."),
        ({"state": "asleep"}, "There is no such state."),
        ({"state": "x" * 1_000_000}, "There is no such state."),
        ({"sort": "password"}, "The table has no such column to sort by."),
        ({"sort": "--learner"}, "The table has no such column to sort by."),
        ({"page": "abc"}, "There is no such page."),
        ({"page": "0"}, "There is no such page."),
        ({"page": "-1"}, "There is no such page."),
        ({"page": "9" * 30}, "There is no such page."),
        ({"page": "9" * 5000}, "There is no such page."),
        ({"page": "1\x00"}, "There is no such page."),
        ({"name": "a\x00b"}, "Null characters are not allowed."),
        ({"name": "\u202eeda"}, "changes its reading direction"),
        ({"name": "x" * 1_000_000}, "Type at most 100 characters"),
    ],
)
def test_a_filter_that_makes_no_sense_is_refused_in_words(
    as_sam: Client, group: None, asked: dict[str, str], says: str
) -> None:
    page = as_sam.get("/review/", asked)
    assert page.status_code == 200
    assert says in page.content.decode()
    assert "review-table" not in page.content.decode()
    file = as_sam.get("/review/attempts.csv", asked)
    assert file.status_code == 400
    assert says in file.content.decode()


def test_bytes_that_are_no_text_are_refused_by_name(as_sam: Client, group: None) -> None:
    response = as_sam.get("/review/?name=%ff%fe")
    assert "damaged character" in response.content.decode()


def test_another_cohort_and_its_exams_are_as_unknown_as_one_that_does_not_exist(
    as_sam: Client, fall: Cohort, program: Program, ben: Person
) -> None:
    elsewhere = Course.objects.create(program=program, slug="other", title="Other")
    closed = Cohort.objects.create(program=program, course=elsewhere, name="Elsewhere")
    for cohort in (fall, closed):
        shown = as_sam.get("/review/", {"cohort": cohort.pk}).content.decode()
        assert "This is not one of your cohorts." in shown
        assert cohort.name not in shown
        assert as_sam.get("/review/attempts.csv", {"cohort": cohort.pk}).status_code == 400


def test_empty_parts_of_an_address_ask_for_everything(as_sam: Client, group: None) -> None:
    blank = {"name": "", "cohort": "", "exam": "", "state": "", "sort": "", "page": ""}
    assert table(as_sam, **blank) == table(as_sam)
    assert download(as_sam, **blank) == download(as_sam)


def test_cohorts_of_two_courses_are_told_apart_by_course(
    as_alma: Client, spring: Cohort, program: Program
) -> None:
    other = Course.objects.create(program=program, slug="other", title="Family support")
    Cohort.objects.create(program=program, course=other, name="Spring")
    shown = as_alma.get("/review/").content.decode()
    assert '<optgroup label="Family support">' in shown
    assert '<optgroup label="Peer specialist course">' in shown
