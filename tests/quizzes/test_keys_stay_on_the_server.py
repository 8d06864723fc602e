"""Keys, explanations and every ``why`` appear in no response to a learner, in whatever state the exam is."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from course import versions
from quizzes import attempts
from quizzes.models import Attempt, Exam, Question
from tests.quizzes.exam_room import HTMX, Reply, address, fields, press, send

MARKERS = ("KEY-WHY", "KEY-EXPLAIN", "KEY-REFERENCE", "KEY-DRAFT")


@pytest.fixture(autouse=True)
def _planted(exam: Exam, now: datetime) -> None:
    """Besides what tests.make plants: a reference in every version, and a draft that nobody may see."""
    for question in Question.objects.select_related("live"):
        live = question.live
        assert live is not None
        planted = {"title": "KEY-REFERENCE", "publisher": "KEY-REFERENCE", "year": 2024}
        payload = {
            "stem": live.stem,
            "body": live.body,
            "explanation": live.explanation,
            "reference": planted,
        }
        rendered = {"stem_html": live.stem_html, "explanation_html": live.explanation_html}
        versions.take_from_file(question, payload=payload, rendered=rendered, at=now)
        draft = {**payload, "stem": "KEY-DRAFT"}
        versions.write_draft(
            question, payload=draft, rendered={"stem_html": "KEY-DRAFT"}, author=None, at=now
        )


def tells(response: Reply) -> list[str]:
    """Markers found in the body or the headers, and any attribute or field that marks a right choice."""
    text = response.content.decode() + str(response.headers)
    return [mark for mark in (*MARKERS, '"right"', "data-right", "is-right", "seed") if mark in text]


def everything_open(client: Client, attempt: Attempt) -> Iterator[Reply]:
    """Every page and every kind of answer while the exam is open."""
    yield client.get("/courses/peer/foundations/start/")
    yield client.get("/courses/peer/foundations/roles/")
    for item in attempt.items.all():
        old = fields(client.get(address(item)))
        yield client.get(address(item))
        yield press(client, item, "save", "yes")
        yield client.get(address(item))
        yield press(client, item, "flag")
        yield send(client, item, old, "", "no", headers=HTMX)
        yield send(client, item, old, "next", "no")
        yield send(client, item, fields(client.get(address(item))), "", "no", headers=HTMX)
        yield send(client, item, old, "next", "zzz")
        yield send(client, item, old, "", "zzz", headers=HTMX)
    yield client.get(f"/attempts/{attempt.pk}/check/")


def everything_over(client: Client, attempt: Attempt) -> Iterator[Reply]:
    """Every page and every kind of answer once it is handed in."""
    yield client.get(f"/attempts/{attempt.pk}/result/")
    yield client.get("/courses/peer/foundations/start/", follow=True)
    for item in attempt.items.all():
        form: dict[str, Any] = {"save_id": "6c1f6a4e-0c2e-4d2e-9d3e-0c2e4d2e9d3e", "revision": "9"}
        yield client.get(address(item), follow=True)
        yield send(client, item, form, "next", "no", follow=True)
        yield send(client, item, form, "", "no", headers=HTMX)


def test_no_response_tells_a_key_while_the_exam_is_open(as_ada: Client, attempt: Attempt) -> None:
    seen = list(everything_open(as_ada, attempt))

    assert {response.status_code for response in seen} == {200, 302, 409, 422}
    assert [tells(response) for response in seen if tells(response)] == []


def test_no_response_tells_a_key_after_it_is_handed_in(
    as_ada: Client, attempt: Attempt, now: datetime
) -> None:
    list(everything_open(as_ada, attempt))
    attempts.submit(attempt, at=now)

    seen = list(everything_over(as_ada, attempt))

    assert {response.status_code for response in seen} == {200, 422}
    assert [tells(response) for response in seen if tells(response)] == []


def test_no_response_tells_a_key_to_who_comes_back_after_a_lost_session(
    as_ada: Client, attempt: Attempt
) -> None:
    item = attempt.items.get(slot=1)
    form = fields(as_ada.get(address(item)))
    as_ada.cookies.clear()
    asked = send(as_ada, item, form, "next", "yes")
    page = as_ada.post(
        asked["Location"], {"login": "ada@example.org", "password": "secret-word-1"}, follow=True
    )

    assert "not saved yet" in page.content.decode()
    assert [tells(asked), tells(page)] == [[], []]


def test_right_and_wrong_choices_look_alike(as_ada: Client, attempt: Attempt) -> None:
    """Apart from its own key and words, every choice is the same markup."""
    item = attempt.items.get(slot=1)
    html = as_ada.get(address(item)).content.decode()
    labels = [part.split("</label>")[0] for part in html.split('<label class="choice">')[1:]]
    texts = {choice["key"]: choice["text"] for choice in item.version.body["choices"]}

    bare = {
        label.replace(f'value="{key}"', "").replace(texts[key], "")
        for key, label in zip(item.option_order, labels, strict=True)
    }

    assert len(labels) == 3
    assert len(bare) == 1


def test_the_search_itself_finds_what_is_planted(attempt: Attempt) -> None:
    version = attempt.items.select_related("version").get(slot=1).version

    assert tells(HttpResponse(f"{version.body} {version.explanation_html} {version.reference}")) == list(
        MARKERS[:3]
    )
