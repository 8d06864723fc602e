"""The order of the review: every column both ways, blanks last, ties settled; and its pages."""

import itertools
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from course.models import Cohort, Person
from quizzes.models import Attempt, Exam
from quizzes.review.columns import SORTS
from quizzes.review.listing import rows
from quizzes.review.rows import Wanted
from quizzes.review.table import COLUMNS, heads
from tests.quizzes.make_attempts import BEGAN, exam_of, learner, names, opened, second_exam, submitted, table

SIGNS = ("", "-")


@pytest.fixture
def exam(spring: Cohort) -> Exam:
    return exam_of(spring)


def test_every_column_of_the_table_can_be_sorted_by() -> None:
    assert {column.key for column in COLUMNS} == set(SORTS)


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("score", ["bo 7 of 10", "Al 15 of 20", "Cy 20 of 20", "Di", "Ed"]),
        ("critical", ["Cy 20 of 20", "Al 15 of 20", "bo 7 of 10", "Di", "Ed"]),
        ("submitted", ["Al 15 of 20", "Cy 20 of 20", "bo 7 of 10", "Di", "Ed"]),
        ("time", ["Al 15 of 20", "Cy 20 of 20", "bo 7 of 10", "Di", "Ed"]),
    ],
)
def test_figures_sort_both_ways_with_blanks_last(
    as_sam: Client, spring: Cohort, exam: Exam, sort: str, order: list[str]
) -> None:
    opened(learner(spring, "Di"), exam)
    learner(spring, "Ed")
    submitted(learner(spring, "bo"), exam, score=7, possible=10, critical_missed=3, minutes=300)
    submitted(learner(spring, "Al"), exam, score=15, critical_missed=1, minutes=5)
    submitted(learner(spring, "Cy"), exam, score=20, critical_missed=0, minutes=100)
    shown = [
        f"{row['Learner'].split()[0]} {row['Score'].partition(' ')[0]}" for row in table(as_sam, sort=sort)
    ]
    expected = [" ".join(one.split()[:2]) if " " in one else f"{one} –none" for one in order]
    assert shown == expected
    last_first = [name.split()[0] for name in names(as_sam, sort=f"-{sort}")]
    assert last_first == [one.split()[0] for one in [*reversed(order[:3]), *order[3:]]]


def test_names_sort_without_regard_to_capitals_and_blank_names_by_address(
    as_sam: Client, spring: Cohort
) -> None:
    for name in ("bea", "Cal", "Abe", "de la Cruz", "Da Silva"):
        learner(spring, name)
    learner(spring, "", "bob@example.org")
    expected = ["Abe", "bea", "bob@example.org", "Cal", "Da Silva", "de la Cruz"]
    assert [row["Learner"].partition(" ")[0] for row in table(as_sam, sort="learner")] == [
        name.split()[0] for name in expected
    ]
    assert [row["Learner"].partition(" ")[0] for row in table(as_sam, sort="-learner")] == [
        name.split()[0] for name in reversed(expected)
    ]


def test_names_sort_alike_on_every_database(sam: Person, spring: Cohort) -> None:
    typed = ["Zoe", "zed", "Émile", "O'Neil", "Oakes", "o b", "O-B", "Ødegaard", "_x", "李", "1st"]
    for index, name in enumerate(typed):
        learner(spring, name, f"p{index}@example.org")
    shown = [row["learner"] for row in rows(sam, Wanted(sort="learner"))]
    small = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz")
    assert shown == sorted(typed, key=lambda name: name.translate(small))


def test_cohorts_exams_and_states_sort_both_ways(
    as_alma: Client, spring: Cohort, fall: Cohort, ben: Person, exam: Exam
) -> None:
    submitted(learner(spring, "Cy"), exam)
    opened(learner(fall, "Di"), second_exam(spring, "A check"))
    assert [row["Cohort"] for row in table(as_alma, sort="cohort")] == ["Fall"] * 4 + ["Spring"] * 2
    assert [row["Cohort"] for row in table(as_alma, sort="-cohort")] == ["Spring"] * 2 + ["Fall"] * 4
    by_exam = [row["Exam"] for row in table(as_alma, sort="exam")]
    assert by_exam == sorted(by_exam)
    assert [row["Exam"] for row in table(as_alma, sort="-exam")] == sorted(by_exam, reverse=True)
    states = ["Not started"] * 4 + ["In progress", "Submitted"]
    assert [row["State"] for row in table(as_alma, sort="state")] == states
    assert [row["State"] for row in table(as_alma, sort="-state")] == states[::-1]


def test_equal_shares_of_different_exams_are_a_tie(as_sam: Client, spring: Cohort, exam: Exam) -> None:
    first, second = learner(spring, "Zoe"), learner(spring, "Abe")
    submitted(first, exam, score="14.00", possible=20)
    submitted(second, exam, score="7.00", possible=10)
    assert names(as_sam, sort="score") == ["Zoe", "Abe"]
    assert names(as_sam, sort="-score") == ["Zoe", "Abe"]


def test_an_exam_without_points_is_sorted_with_the_blanks(as_sam: Client, spring: Cohort, exam: Exam) -> None:
    submitted(learner(spring, "Abe"), exam, score=0, possible=0)
    submitted(learner(spring, "Bea"), exam, score=0)
    for sort in ("score", "-score"):
        assert names(as_sam, sort=sort) == ["Bea", "Abe"]


def test_the_newest_attempts_come_first_unless_asked_otherwise(
    as_sam: Client, spring: Cohort, exam: Exam
) -> None:
    learner(spring, "Waits")
    for minutes, name in ((10, "Early"), (30, "Late"), (20, "Middle")):
        submitted(learner(spring, name), exam, minutes=minutes)
    assert names(as_sam) == ["Late", "Middle", "Early", "Waits"]


@pytest.fixture
def many(spring: Cohort, exam: Exam) -> int:
    """120 rows of which most are ties: 60 learners, two exams, half of them sat at the same moment with one score."""
    other = second_exam(spring)
    for index in range(60):
        enrollment = learner(spring, "Same Name", f"p{index}@example.org")
        submitted(enrollment, exam)
        if index % 3 == 0:
            opened(enrollment, other)
    return 120


@pytest.mark.parametrize("sort", [f"{sign}{column}" for column in SORTS for sign in SIGNS])
def test_pages_never_overlap_and_leave_nothing_out(sam: Person, many: int, sort: str) -> None:
    found = rows(sam, Wanted(sort=sort))
    pages = [list(found[start : start + 50]) for start in (0, 50, 100)]
    assert [len(page) for page in pages] == [50, 50, 20]
    seen = {(row["enrollment_pk"], row["exam_pk"], row["sitting"]) for row in itertools.chain(*pages)}
    assert len(seen) == many


def test_pages_are_numbered_and_linked_with_the_filter_kept(as_sam: Client, many: int) -> None:
    asked: dict[str, Any] = {"sort": "learner", "name": "same", "page": 2}
    shown = as_sam.get("/review/", asked).content.decode()
    assert "Showing 51–100 of 120" in shown
    assert 'rel="prev" href="?sort=learner&amp;name=same&amp;page=1"' in shown
    assert 'rel="next" href="?sort=learner&amp;name=same&amp;page=3"' in shown
    assert 'href="/review/attempts.csv?sort=learner&amp;name=same"' in shown


def test_a_page_behind_the_last_shows_the_last_and_says_so(as_sam: Client, many: int) -> None:
    shown = as_sam.get("/review/", {"page": 9}).content.decode()
    assert "There are only 3 pages." in shown
    assert "Showing 101–120 of 120" in shown


def test_few_rows_have_no_pager(as_sam: Client, spring: Cohort) -> None:
    learner(spring, "Abe")
    assert 'class="pager' not in as_sam.get("/review/").content.decode()


def test_a_head_says_how_the_table_is_sorted_and_links_to_the_other_way(
    as_sam: Client, spring: Cohort
) -> None:
    learner(spring, "Abe")
    shown = as_sam.get("/review/", {"sort": "learner", "name": "a"}).content.decode()
    assert shown.count("aria-sort") == 1
    assert 'aria-sort="ascending"><a href="?sort=-learner&amp;name=a">Learner</a>' in shown
    turned = as_sam.get("/review/", {"sort": "-learner"}).content.decode()
    assert 'aria-sort="descending"><a href="?sort=learner">Learner</a>' in turned


def test_a_new_column_starts_with_what_one_wants_to_see_first() -> None:
    asks = {head.column.key: head.sort for head in heads("state")}
    assert (asks["learner"], asks["score"], asks["submitted"], asks["state"]) == (
        "learner",
        "-score",
        "-submitted",
        "-state",
    )


def test_attempts_of_one_learner_at_one_exam_stay_in_their_order(
    as_sam: Client, spring: Cohort, exam: Exam
) -> None:
    enrollment = learner(spring, "Abe")
    at = BEGAN + timedelta(hours=1)
    for number in (2, 1):
        submitted(enrollment, exam, number=number, submitted_at=at)
    assert Attempt.objects.count() == 2
    assert ["attempt 2" in row["Exam"] for row in table(as_sam, sort="-submitted")] == [False, True]
