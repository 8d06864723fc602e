"""Two tabs, two devices, an old page: nothing is overwritten without being told and asked."""

from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from quizzes import attempts
from quizzes.models import AttemptItem
from tests.quizzes.exam_room import HTMX, address, fields, send, stored


@pytest.fixture
def tabs(as_ada: Client, item: AttemptItem) -> tuple[dict[str, Any], dict[str, Any]]:
    """The same question open twice; the second has saved "yes"."""
    first, second = (fields(as_ada.get(address(item))) for _ in range(2))
    assert send(as_ada, item, second, "save", "yes").status_code == 302
    return first, second


def test_an_old_tab_is_told_and_shown_what_is_stored(as_ada: Client, item: AttemptItem, tabs: Any) -> None:
    response = send(as_ada, item, tabs[0], "next", "no")

    html = response.content.decode()
    key = next(choice["text"] for choice in item.version.body["choices"] if choice["key"] == "yes")
    assert response.status_code == 409
    assert "answered in another window or on another device" in html
    assert f"<li>{key}</li>" in html
    assert "Not saved yet." in html
    assert stored(item) == ["yes"]


def test_the_old_tab_keeps_its_own_choice_on_the_page(as_ada: Client, item: AttemptItem, tabs: Any) -> None:
    page = send(as_ada, item, tabs[0], "next", "no")

    assert fields(page)["choice"] == ["no"]


def test_pressing_next_again_is_no_consent(as_ada: Client, item: AttemptItem, tabs: Any) -> None:
    page = send(as_ada, item, tabs[0], "next", "no")

    assert send(as_ada, item, fields(page), "next").status_code == 409
    assert stored(item) == ["yes"]


def test_the_learner_may_replace_what_they_were_shown(as_ada: Client, item: AttemptItem, tabs: Any) -> None:
    page = send(as_ada, item, tabs[0], "next", "no")
    assert b'name="replaces" value="1"' in page.content

    response = send(as_ada, item, fields(page) | {"replaces": "1"}, "")

    assert response.status_code == 302
    assert stored(item) == ["yes", "no"]


def test_replacing_does_not_reach_an_answer_that_came_after_the_one_shown(
    as_ada: Client, item: AttemptItem, tabs: Any
) -> None:
    page = send(as_ada, item, tabs[0], "next", "no")
    newest = fields(as_ada.get(address(item)))
    send(as_ada, item, newest, "save", "maybe")

    assert send(as_ada, item, fields(page) | {"replaces": "1"}, "").status_code == 409
    assert stored(item) == ["yes", "maybe"]


def test_the_learner_may_keep_what_is_stored(as_ada: Client, item: AttemptItem, tabs: Any) -> None:
    send(as_ada, item, tabs[0], "next", "no")

    assert fields(as_ada.get(address(item)))["choice"] == ["yes"]


def test_an_autosave_of_an_old_tab_is_told_too(as_ada: Client, item: AttemptItem, tabs: Any) -> None:
    response = send(as_ada, item, tabs[0], "", "no", headers=HTMX)

    html = response.content.decode()
    assert response.status_code == 409
    assert 'class="save-state is-stale"' in html
    assert 'name="replaces" value="1"' in html
    assert "data-revision" not in html
    assert "<html" not in html
    assert stored(item) == ["yes"]


def test_an_old_tab_with_the_same_choice_simply_goes_on(as_ada: Client, item: AttemptItem, tabs: Any) -> None:
    assert send(as_ada, item, tabs[0], "next", "yes").status_code == 302
    assert stored(item) == ["yes"]


def test_an_old_page_from_the_back_button_is_told_instead_of_losing_its_new_choice(
    as_ada: Client, item: AttemptItem, tabs: Any
) -> None:
    """It comes with the save_id that has been used for another choice."""
    response = send(as_ada, item, tabs[1], "next", "no")

    assert response.status_code == 409
    assert stored(item) == ["yes"]


def test_an_answer_after_handing_in_is_refused_in_clear_words(
    as_ada: Client, item: AttemptItem, tabs: Any, now: datetime
) -> None:
    attempts.submit(item.attempt, at=now)

    page = as_ada.post(address(item), {**tabs[0], "choice": "no", "go": "next"}, follow=True)
    fragment = send(as_ada, item, tabs[0], "", "no", headers=HTMX)

    assert page.redirect_chain == [(f"/attempts/{item.attempt_id}/result/", 302)]
    assert "This exam was already handed in." in page.content.decode()
    assert "Your last answer came after that and was not saved." in page.content.decode()
    assert fragment.status_code == 422
    assert "Not saved: this exam was already handed in." in fragment.content.decode()
    assert stored(item) == ["yes"]


def test_a_resent_save_after_handing_in_is_still_told_to_be_saved(
    as_ada: Client, item: AttemptItem, tabs: Any, now: datetime
) -> None:
    attempts.submit(item.attempt, at=now)

    response = send(as_ada, item, tabs[1], "", "yes", headers=HTMX)

    assert response.status_code == 200
    assert "✓ Saved at" in response.content.decode()


def test_an_answer_after_the_time_limit_is_refused_in_clear_words(
    as_ada: Client, item: AttemptItem, tabs: Any, now: datetime
) -> None:
    item.attempt.deadline = datetime(2020, 1, 1, tzinfo=now.tzinfo)
    item.attempt.save()

    page = as_ada.post(address(item), {**tabs[0], "choice": "no", "go": "next"}, follow=True)
    fragment = send(as_ada, item, tabs[0], "", "no", headers=HTMX)

    assert page.redirect_chain == [(f"/attempts/{item.attempt_id}/result/", 302)]
    assert "The time for this exam is over." in page.content.decode()
    assert "Your last answer came after that and was not saved." in page.content.decode()
    assert "Time is over. Your saved answers are in." in page.content.decode()
    assert fragment.status_code == 422
    assert "Not saved: the time for this exam is over." in fragment.content.decode()
    assert stored(item) == ["yes"]
