"""An expired session or a rotated token costs no answer: after sign-in the form is there again, filled in."""

from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from quizzes import attempts
from quizzes.models import Attempt, AttemptItem
from tests.quizzes.exam_room import HTMX, address, fields, send, stored

SIGN_IN = {"login": "ada@example.org", "password": "secret-word-1"}


def sign_in(client: Client, item: AttemptItem) -> Any:
    return client.post("/account/login/", {**SIGN_IN, "next": address(item)}, follow=True)


@pytest.fixture
def form(as_ada: Client, item: AttemptItem) -> dict[str, Any]:
    """The question's form, read before the session was lost."""
    form = fields(as_ada.get(address(item)))
    as_ada.cookies.clear()
    return form


def test_without_javascript_the_answer_is_there_again_after_sign_in(
    as_ada: Client, item: AttemptItem, form: dict[str, Any]
) -> None:
    response = send(as_ada, item, form, "next", "no")
    assert response["Location"].startswith("/account/login/")

    page = sign_in(as_ada, item)

    assert page.redirect_chain[-1][0] == address(item)
    assert fields(page)["choice"] == ["no"]
    assert "this answer is not saved yet" in page.content.decode()
    assert stored(item) == []
    assert send(as_ada, item, fields(page), "next").status_code == 302
    assert stored(item) == ["no"]


def test_an_autosave_is_told_to_sign_in_and_the_answer_is_there_afterwards(
    as_ada: Client, item: AttemptItem, form: dict[str, Any]
) -> None:
    response = send(as_ada, item, form, "", "no", headers=HTMX)
    assert response.status_code == 401
    assert f"?next={address(item)}" in response.content.decode()

    page = sign_in(as_ada, item)

    assert fields(page)["choice"] == ["no"]
    assert "this answer is not saved yet" in page.content.decode()


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_token_rotated_by_a_sign_in_elsewhere_keeps_the_answer(
    ada: Any, item: AttemptItem, headers: dict[str, str]
) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(ada)
    form = fields(client.get(address(item)))

    response = send(client, item, form, "next", "no", headers={"Origin": "http://testserver", **headers})

    assert response.status_code == (401 if headers else 302)
    page = client.get(address(item))
    assert fields(page)["choice"] == ["no"]
    assert "this answer is not saved yet" in page.content.decode()


def test_a_kept_answer_does_not_overwrite_a_newer_one_from_elsewhere(
    as_ada: Client, item: AttemptItem, form: dict[str, Any]
) -> None:
    send(as_ada, item, form, "next", "no")
    elsewhere = Client()
    elsewhere.login(username="ada@example.org", password="secret-word-1")
    send(elsewhere, item, fields(elsewhere.get(address(item))), "save", "yes")

    page = sign_in(as_ada, item)

    assert send(as_ada, item, fields(page), "next").status_code == 409
    assert stored(item) == ["yes"]


def test_a_kept_answer_is_shown_once(as_ada: Client, item: AttemptItem, form: dict[str, Any]) -> None:
    send(as_ada, item, form, "next", "no")
    sign_in(as_ada, item)

    again = as_ada.get(address(item))

    assert "not saved yet" not in again.content.decode()
    assert "choice" not in fields(again)


def test_a_kept_form_that_was_never_ours_does_no_harm(
    as_ada: Client, item: AttemptItem, form: dict[str, Any]
) -> None:
    send(as_ada, item, {"revision": "²", "save_id": "x"}, "next", "zzz")

    page = sign_in(as_ada, item)

    assert page.status_code == 200
    assert fields(page)["revision"] == "0"
    assert "choice" not in fields(page)


def test_a_kept_answer_of_an_exam_handed_in_meanwhile_is_refused_in_clear_words(
    as_ada: Client, item: AttemptItem, form: dict[str, Any], now: datetime
) -> None:
    send(as_ada, item, form, "next", "no")
    attempts.submit(item.attempt, at=now)

    page = sign_in(as_ada, item)

    assert page.redirect_chain[-1][0] == f"/attempts/{item.attempt_id}/result/"
    assert "Your last answer came after that and was not saved." in page.content.decode()


def test_hand_in_after_a_lost_session_leads_back_to_the_button(as_ada: Client, attempt: Attempt) -> None:
    as_ada.cookies.clear()
    asked = as_ada.post(f"/attempts/{attempt.pk}/submit/")

    page = as_ada.post(asked["Location"], SIGN_IN, follow=True)

    assert page.redirect_chain[-1][0] == f"/attempts/{attempt.pk}/check/"
    assert "Please press the button once more." in page.content.decode()
    attempt.refresh_from_db()
    assert attempt.state == "open"


def test_start_after_a_lost_session_leads_back_to_the_exam(as_ada: Client, exam: Any) -> None:
    as_ada.cookies.clear()
    asked = as_ada.post(f"/exams/{exam.pk}/start/")

    page = as_ada.post(asked["Location"], SIGN_IN, follow=True)

    assert page.redirect_chain[-1][0] == exam.step.get_absolute_url()
    assert not Attempt.objects.exists()
