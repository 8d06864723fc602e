"""A question of every kind, as a learner meets it and as their supervisor reads it."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from course.models import Competency, Enrollment
from quizzes import attempts
from quizzes.kinds import KINDS
from quizzes.models import AttemptItem, BlueprintRow, Exam, Question
from quizzes.review import detail
from quizzes.review.detail import Verdict
from tests.conftest import NOW
from tests.quizzes.exam_room import HTMX, address
from tests.quizzes.kind_bodies import SAMPLES, add_item, rendered, sent

EVERY = [(kind, number) for kind, items in SAMPLES.items() for number in range(len(items))]


@pytest.fixture
def items(enrollment: Enrollment, exam: Exam) -> dict[str, AttemptItem]:
    """An attempt of ada's with one question of every kind, by kind."""
    Question.objects.update(retired=True)
    for kind in KINDS:
        add_item(exam.step.lesson.course, Competency.objects.get(), kind)
    BlueprintRow.objects.update(count=len(KINDS))
    attempt = attempts.start(enrollment, exam, at=NOW, seed=3)
    return {item.kind: item for item in attempt.items.select_related("version", "attempt")}


def post(client: Client, item: AttemptItem, response: Any, **more: Any) -> Any:
    """What the page's form sends when it holds this response."""
    data = sent(rendered(item.kind, item.version.body, response))
    seen = item.answers.count()
    form = {**dict(data.lists()), "save_id": str(uuid4()), "revision": str(seen), "go": "save"}
    return client.post(address(item), form, **more)


def shown(client: Client, item: AttemptItem) -> str:
    response = client.get(address(item))
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_chosen_is_stored_and_shown_again(as_ada: Client, items: Any, kind: str) -> None:
    item = items[kind]
    right = KINDS[kind].key_of(item.version.body) or {"text": "\nI would ask.\n\n<b>First</b>"}
    assert "KEY-" not in shown(as_ada, item)
    assert post(as_ada, item, right).status_code == 302
    assert item.answers.get().response == right
    assert KINDS[kind].parse(item.version.body, sent(shown(as_ada, item))) == right


@pytest.mark.parametrize(
    ("kind", "response"),
    [
        ("matching", {"rows": {"hope": "peer"}}),
        ("ordering", {"places": {"ask": 2}}),
        ("ordering", {"places": {"ask": 2, "call": 2}}),
        ("number", {"text": "a few"}),
    ],
)
def test_a_half_filled_form_is_saved_as_it_is(as_ada: Client, items: Any, kind: str, response: Any) -> None:
    item = items[kind]
    assert post(as_ada, item, response, headers=HTMX).status_code == 200
    assert item.answers.get().response == response
    assert KINDS[kind].unfinished(item.version.body, response)


@pytest.mark.parametrize("kind", KINDS)
def test_an_answer_can_be_taken_back(as_ada: Client, items: Any, kind: str) -> None:
    item = items[kind]
    post(as_ada, item, KINDS[kind].key_of(item.version.body) or {"text": "So."})
    post(as_ada, item, {})
    assert [answer.response_code == "" for answer in item.answers.all()] == [False, True]


def test_a_text_that_cannot_be_kept_is_refused_by_name(as_ada: Client, items: Any) -> None:
    for kind in ("short", "number", "long"):
        refused = post(as_ada, items[kind], {"text": "a\u202eb"})
        assert refused.status_code == 422
        assert "reading direction" in refused.content.decode()
        assert not items[kind].answers.exists()


def test_the_supervisor_reads_every_kind_in_words(as_ada: Client, as_sam: Client, items: Any) -> None:
    for kind, item in items.items():
        post(as_ada, item, KINDS[kind].key_of(item.version.body) or {"text": "I would ask him first."})
    attempt = attempts.submit(items["long"].attempt, at=NOW)
    page = as_sam.get(f"/review/{attempt.pk}/").content.decode()
    for kind, item in items.items():
        for line in KINDS[kind].tell(item.version.body, {}):
            assert line.text in page
            assert line.why in page
    for words in (
        "I would ask him first.",
        "90 minutes",
        "Place 4",
        "A case manager",
        "988 or nine eight eight",
    ):
        assert words in page
    assert "KEY-GUIDANCE" not in page
    verdicts = {line.item.kind: line.verdict for line in detail.lines(attempt)}
    assert verdicts.pop("long") is Verdict.WAITS
    assert set(verdicts.values()) == {Verdict.MATCHES}


def test_nothing_answered_is_shown_as_that(as_sam: Client, items: Any) -> None:
    attempt = attempts.submit(items["long"].attempt, at=NOW)
    page = as_sam.get(f"/review/{attempt.pk}/").content.decode()
    assert page.count("No answer was given.") == len(KINDS)
    assert "Answered:" not in page
    assert "Chosen" not in page


@pytest.mark.parametrize(("kind", "number"), EVERY)
def test_both_samples_of_a_kind_are_sound(kind: str, number: int) -> None:
    assert KINDS[kind].check(SAMPLES[kind][number][1]) == []
