"""The story of an attempt: everything that the server saw, in order; on the page and as a file."""

import csv
import io
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse

from course.models import Cohort, Enrollment, Person
from quizzes import attempts, marking
from quizzes.attempts.reading import ONCE_IN
from quizzes.models import Answer, Attempt, AttemptEvent, AttemptItem, Exam
from quizzes.review import story
from tests.conftest import NOW
from tests.quizzes.marking_room import save, sit
from tests.quizzes.test_review_budget import statements

Verb = AttemptEvent.Verb


def told(attempt: Attempt) -> list[tuple[str, int | None, str, str]]:
    attempt.refresh_from_db()
    return [(each.what, each.slot, each.who, each.detail) for each in story.story(attempt)]


def text_of(response: object) -> str:
    return " ".join(response.content.decode().split())  # type: ignore[attr-defined]


def rows_of(client: Client, attempt: Attempt) -> list[dict[str, str]]:
    response = client.get(reverse("story_csv", args=[attempt.pk]))
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"), newline="")))


def test_it_tells_everything_in_order(attempt: Attempt, item: AttemptItem, ada: Person, sam: Person) -> None:
    at = NOW + timedelta(minutes=1)
    attempts.tell(attempt, Verb.VIEWED, at=at, actor=ada.pk, slot=1)
    save(item, {"choice": "no"}, at=at + timedelta(minutes=1))
    attempts.save_answer(
        item,
        response={"choice": "yes"},
        save_id=uuid4(),
        seen_revision=1,
        at=at + timedelta(minutes=2),
        waited=34,
    )
    attempts.submit(attempt, at=at + timedelta(minutes=3))
    late = at + timedelta(minutes=4)
    attempts.tell(attempt, Verb.LATE, at=late, actor=ada.pk, slot=2)
    marking.override(item, points=Decimal(0), reason="Agreed with Ada.", marker=sam, at=late)
    assert told(attempt) == [
        ("Started", None, "Ada Lindgren", ""),
        ("Question shown", 1, "Ada Lindgren", ""),
        ("Answer saved", 1, "Ada Lindgren", "save 1 of this question"),
        ("Answer saved", 1, "Ada Lindgren", "save 2 of this question; offline for 34 s"),
        ("Handed in", None, "Ada Lindgren", ""),
        ("Save refused: too late", 2, "Ada Lindgren", ""),
        ("Points changed by a person", 1, "Sam Reyes", "1 → 0 points. Agreed with Ada."),
    ]


def test_pauses_and_accommodations_are_told_in_words(attempt: Attempt, ada: Person, sam: Person) -> None:
    later = NOW + timedelta(minutes=5)
    attempts.tell(attempt, Verb.PAUSED, at=later, actor=ada.pk)
    attempts.tell(attempt, Verb.UNPAUSED, at=later, actor=ada.pk, seconds=90)
    told_end: dict[str, Any] = {"before": "2026-11-02T16:00:00+00:00", "after": None}
    attempts.tell(attempt, Verb.ACCOMMODATED, at=later, actor=sam.pk, **told_end)
    words = [each[3] for each in told(attempt)[1:]]
    assert words == ["", "after 90 s", "ends never, before: Nov. 2, 2026, 4 p.m."]


def test_time_that_closed_an_attempt_is_told_as_that(attempt: Attempt) -> None:
    Attempt.objects.update(deadline=NOW + timedelta(minutes=30))
    attempts.close_overdue(Attempt.objects.get(), at=NOW + timedelta(hours=2))
    assert told(attempt)[-1] == ("Closed: time was over", None, "", "")


@pytest.mark.parametrize("verb", list(Verb))
def test_every_verb_can_be_told(attempt: Attempt, sam: Person, verb: Verb) -> None:
    details: dict[Verb, dict[str, Any]] = {
        Verb.UNPAUSED: {"seconds": 1},
        Verb.ACCOMMODATED: {"before": "2026-11-02T16:00:00+00:00", "after": "2026-11-02T17:00:00+00:00"},
        Verb.MARKED: {"items": 2},
        Verb.VOIDED: {"reason": "why"},
        Verb.OVERRIDDEN: {"before": "1", "after": "2", "reason": "why"},
        Verb.REGRADED: {"before": "1", "after": "2"},
    }
    attempts.tell(attempt, verb, at=NOW, actor=None, **details.get(verb, {}))
    assert told(attempt)[-1][0] == str(verb.label)


def test_no_answer_stands_in_it(as_sam: Client, attempt: Attempt, item: AttemptItem) -> None:
    save(item, {"choice": "maybe"})
    Answer.objects.update(response_code="ANSWER-MARKER", response={"choice": "ANSWER-MARKER"})
    assert "ANSWER-MARKER" not in str(rows_of(as_sam, attempt))
    assert "ANSWER-MARKER" not in text_of(as_sam.get(f"/review/{attempt.pk}/"))


def test_the_page_says_what_it_is_and_is_not(as_sam: Client, attempt: Attempt) -> None:
    shown = text_of(as_sam.get(f"/review/{attempt.pk}/"))
    assert "a log of what the server saw" in shown
    assert "It is no proof of cheating" in shown
    assert reverse("story_csv", args=[attempt.pk]) in shown


def test_the_page_shows_the_end_of_a_very_long_story(
    as_sam: Client, attempt: Attempt, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("quizzes.review.views.MOST_TOLD", 2)
    attempts.tell(attempt, Verb.VIEWED, at=NOW, actor=None, slot=1)
    shown = text_of(as_sam.get(f"/review/{attempt.pk}/"))
    assert "Show what happened: 3 entries" in shown
    assert "The last 2 entries are here; the file has all of them." in shown


def test_reading_is_told_once_an_hour_and_person(attempt: Attempt, sam: Person, tess: Person) -> None:
    assert attempts.read_by(attempt, sam, at=NOW)
    assert not attempts.read_by(attempt, sam, at=NOW + ONCE_IN - timedelta(seconds=1))
    assert attempts.read_by(attempt, tess, at=NOW)
    assert attempts.read_by(attempt, sam, at=NOW + ONCE_IN)
    assert AttemptEvent.objects.filter(verb=Verb.READ).count() == 3


def test_opening_the_page_and_the_file_is_told(
    as_sam: Client, as_ada: Client, attempt: Attempt, sam: Person
) -> None:
    as_ada.get(reverse("item", args=[attempt.pk, 1]))
    as_sam.get(f"/review/{attempt.pk}/")
    assert rows_of(as_sam, attempt)[-1]["What"] == "Read by staff"
    assert list(AttemptEvent.objects.filter(verb=Verb.READ).values_list("actor", flat=True)) == [sam.pk]


def test_a_stranger_reads_nothing_and_leaves_no_trace(
    as_rita: Client, as_tess: Client, attempt: Attempt
) -> None:
    for client in (as_rita, as_tess):
        assert client.get(reverse("story_csv", args=[attempt.pk])).status_code == 404
        assert client.get(f"/review/{attempt.pk}/").status_code == 404
    assert not AttemptEvent.objects.filter(verb=Verb.READ).exists()


def test_the_file_runs_no_formula_and_names_its_zone(
    as_sam: Client, sam: Person, enrollment: Enrollment, exam: Exam, ada: Person
) -> None:
    ada.name = '=HYPERLINK("http://x","y")'
    ada.save()
    attempt = sit(enrollment, exam)
    item = attempt.items.get(slot=1)
    marking.override(item, points=Decimal(0), reason="@SUM(1)", marker=sam, at=NOW + timedelta(days=1))
    rows = rows_of(as_sam, attempt)
    assert rows[0]["Who"] == '\'=HYPERLINK("http://x","y")'
    assert rows[0]["When (America/New_York)"] == "2026-11-02T10:00:00.000-05:00"
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row.values())


def test_the_file_is_safe_cell_by_cell() -> None:
    entry = story.Entry(NOW, "+what", 1, "-who", "@detail")
    text = "".join(story.lines([entry], ZoneInfo("UTC")))
    assert "'+what,1,'-who,'@detail" in text


@pytest.mark.parametrize("path", ["/review/{}/", "/review/{}/story.csv"])
def test_a_long_story_costs_what_a_short_one_costs(
    as_sam: Client, attempt: Attempt, item: AttemptItem, spring: Cohort, sam: Person, path: str
) -> None:
    def grow(start: int, stop: int) -> None:
        for number in range(start, stop):
            save(item, {"choice": ("no", "yes")[number % 2]}, seen=number)
            attempts.tell(attempt, Verb.VIEWED, at=NOW, actor=sam.pk, slot=1)

    def ask() -> None:
        AttemptEvent.objects.filter(verb=Verb.READ).delete()
        assert as_sam.get(path.format(attempt.pk)).status_code == 200

    grow(0, 5)
    few = statements(ask)
    grow(5, 50)
    # One of them is the test's own.
    assert statements(ask) == few <= 13
