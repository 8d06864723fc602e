"""Whoever asks for a learner out of scope, by number, by filter or by name, is answered as if there were none."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.urls import reverse
from django.utils.http import urlencode

from lessons.models import Topic
from tests.test_access import OURS
from tests.wall.admin_pages import numbered_pages
from tests.wall.pages import LONG, NEVER, Things
from tests.wall.program import Made, make
from tests.wall.told import Reader, changes

pytestmark = pytest.mark.django_db

# Of which rows the numbers are in the addresses of these pages.
ROWS = {
    "cohorts": "cohort cohort_csv cohort_xlsx progress cohort_code roster invitations due_dates open_sign_offs",
    "enrollments": "learner end_accommodation enrollment learner_hours learner_sign_offs learner_exam"
    " my_hours my_sign_off statement",
    "exams": "exam_learners marking_exam release_marks start_exam analysis_items analysis_csv analysis_xlsx"
    " analysis_item analysis_keep",
    "attempts": "review_attempt story_csv void_attempt change_points attempt item sheet check submit result"
    " paused unpause",
    "long_items": "mark",
    "statements": "statement_page statement_pdf revoke_statement",
    "shared": "shared_reflection",
    "sign_offs": "sign_off",
    "records": "sign_off_record sign_off_pdf",
    "invitations": "change_invitation",
    "requests": "decide_request",
}
OWN = {"revoke_token": "one's own tokens", "end_assignment": "for administrators, whose scope is everybody"}
ROWS_OF = {name: rows for rows, names in ROWS.items() for name in names.split()}
NUMBERED = {entry.name: entry for path, entry in OURS if "<int:pk>" in path}


def test_every_page_about_one_row_says_of_which_kind() -> None:
    assert NUMBERED.keys() == ROWS_OF.keys() | OWN.keys()


def numbered(made: Made, pick: int) -> Iterator[tuple[str, str]]:
    """Each address about one row: with the number of a stranger's, and with one that no row has."""
    strangers = Things(made, made.outside, [made.cohorts["b1"], made.cohorts["b2"]])
    for name, rows in ROWS_OF.items():
        found = getattr(strangers, rows)
        more = {"slot": 1, "exam": strangers.exams[0].pk, "question": strangers.questions[0].pk, "version": 1}
        asked = {key: more[key] for key in NUMBERED[name].pattern.converters if key != "pk"}
        own, never = ({"pk": pk, **asked} for pk in (found[pick % len(found)].pk, NEVER))
        yield reverse(name, kwargs=own), reverse(name, kwargs=never)


@pytest.mark.parametrize("scope", ["supervises and trains a cohort", "nobody's any more"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_stranger_s_number_is_answered_like_one_that_nobody_has(scope: str, method: str) -> None:
    made = make(0, scope)
    reader = Reader(made.viewer)
    for theirs, never in numbered(made, pick=made.rng.randrange(10)):
        told = reader.told(theirs, method)
        assert told[0] in (404, 405), theirs
        assert told == reader.told(never, method), theirs


def test_the_admin_has_no_row_of_another_course_and_no_other_cohort() -> None:
    made = make(0, "supervises and trains a cohort")
    reader = Reader(made.viewer)
    other = [*numbered_pages(Things(made, made.outside, [made.cohorts["b1"]]))]
    other += [
        pair
        for pair in numbered_pages(Things(made, made.outside, [made.cohorts["a2"]]))
        if "cohort/" in pair[0]
    ]
    asked = [pair for pair in other if pair[0] != pair[1]]
    for theirs, never in asked if LONG else made.rng.sample(asked, 25):
        told = reader.told(theirs)
        assert told[0] in (302, 404, 405), theirs
        assert told == reader.told(never), theirs


FILTERED = [
    *[(page, "cohort") for page in ("review", "review_csv", "learners", "learners_csv", "gain", "gain_csv")],
    *[(page, "cohort") for page in ("sign_offs", "inbox")],
    *[("review", "exam"), ("review_csv", "exam"), ("gain", "course"), ("gain_csv", "course")],
    *[(page, "name") for page in ("review", "review_csv", "learners", "learners_csv")],
]


@pytest.fixture
def made() -> Made:
    return make(1, "supervises and trains a cohort")


def test_a_stranger_in_a_filter_is_answered_like_somebody_who_is_not_there(made: Made) -> None:
    reader = Reader(made.viewer)
    stranger, mine = made.outside[0].person, made.mine()[0]
    there: dict[str, int | str] = {
        "cohort": made.cohorts["b1"].pk,
        "exam": Things(made, [], [made.cohorts["b1"]]).exams[0].pk,
        "course": made.courses["b"].pk,
        "name": stranger.email,
    }
    pages = [(reverse(page), asked) for page, asked in FILTERED]
    pages += [(reverse("progress", args=[mine.pk]), "name")]
    pages += [
        (reverse("analysis_items", args=[exam.pk]), "cohort") for exam in Things(made, [], [mine]).exams
    ]
    pages += [(reverse("api_table", args=[name]), "cohort") for name in ("exam-attempts", "cohort-learners")]
    preview = Topic.objects.filter(step__lesson__course=mine.course).earliest("pk")
    pages += [(reverse("admin:lessons_topic_preview", args=[preview.pk]), "cohort")]
    for page, asked in pages:
        nowhere: int | str = "nobody@example.org" if asked == "name" else NEVER
        told, never = (
            str(reader.told(f"{page}?{urlencode({asked: sought})}")) for sought in (there[asked], nowhere)
        )
        never = put(there[asked], never, asked=asked, instead_of=nowhere)
        assert told == never, f"{page} {asked}\n{changes(never, told)}"


def put(sought: int | str, told: str, *, asked: str, instead_of: int | str) -> str:
    """What is told, as if something else had been asked for, which stands in addresses and in the form."""
    told = told.replace(urlencode({asked: instead_of}), urlencode({asked: sought}))
    return told.replace(f'"{instead_of}"', f'"{sought}"')
