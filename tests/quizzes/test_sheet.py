"""All questions on one page: every changed answer is saved for itself, and nothing is overwritten or lost."""

import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from course.models import Enrollment
from quizzes import attempts
from quizzes.models import Attempt, Exam
from tests.quizzes.exam_room import HTMX, save, stored
from tests.quizzes.kind_bodies import add_item


@pytest.fixture
def exam(exam: Exam) -> Exam:
    exam.rules = {**exam.rules, "layout": "all"}
    exam.save()
    return exam


def hidden(html: str) -> dict[str, str]:
    return dict(re.findall(r'name="(\d+-(?:save_id|revision))" value="([^"]*)"', html))


def sheet(client: Client, attempt: Attempt) -> dict[str, str]:
    return hidden(client.get(f"/attempts/{attempt.pk}/all/").content.decode())


def send(client: Client, attempt: Attempt, form: dict[str, str], **more: Any) -> Any:
    return client.post(f"/attempts/{attempt.pk}/all/", form, **more)


def all_stored(attempt: Attempt) -> list[list[str]]:
    return [stored(item) for item in attempt.items.all()]


def test_all_questions_stand_on_one_page(as_ada: Client, attempt: Attempt) -> None:
    html = as_ada.get(f"/attempts/{attempt.pk}/all/").content.decode()

    assert html.count('class="stem"') == 4
    assert 'name="1-choice"' in html
    assert 'name="4-choice"' in html
    assert "KEY-" not in html


def test_the_other_addresses_lead_here(as_ada: Client, attempt: Attempt) -> None:
    assert as_ada.get(f"/attempts/{attempt.pk}/")["Location"] == f"/attempts/{attempt.pk}/all/"
    assert as_ada.get(f"/attempts/{attempt.pk}/3/")["Location"].endswith("/all/#question-3")


def test_an_exam_with_one_question_at_a_time_has_no_such_page(as_ada: Client, attempt: Attempt) -> None:
    Attempt.objects.update(rules={**attempt.rules, "layout": "one"})

    assert as_ada.get(f"/attempts/{attempt.pk}/all/")["Location"] == f"/attempts/{attempt.pk}/1/"


def test_without_scripts_one_button_saves_everything_that_changed(as_ada: Client, attempt: Attempt) -> None:
    form = {**sheet(as_ada, attempt), "1-choice": "yes", "3-choice": "no", "go": "check"}

    response = send(as_ada, attempt, form)

    assert response["Location"] == f"/attempts/{attempt.pk}/check/"
    assert all_stored(attempt) == [["yes"], [], ["no"], []]


def test_sent_twice_it_is_saved_once(as_ada: Client, attempt: Attempt) -> None:
    form = {**sheet(as_ada, attempt), "1-choice": "yes", "go": "save"}
    send(as_ada, attempt, form)
    send(as_ada, attempt, form)

    assert all_stored(attempt) == [["yes"], [], [], []]


def test_autosave_answers_with_new_ids_for_what_it_saved(as_ada: Client, attempt: Attempt) -> None:
    form = {**sheet(as_ada, attempt), "2-choice": "yes"}

    reply = send(as_ada, attempt, form, headers=HTMX)

    html = reply.content.decode()
    assert reply.status_code == 200
    assert 'id="2-state" hx-swap-oob="true"' in html
    assert 'id="1-state"' not in html
    assert hidden(html)["2-revision"] == "1"
    assert hidden(html)["2-save_id"] != form["2-save_id"]
    assert "1 of 4 questions answered and saved." in html


def test_what_another_tab_saved_is_not_overwritten_and_the_rest_is_saved(
    as_ada: Client, attempt: Attempt
) -> None:
    form = {**sheet(as_ada, attempt), "1-choice": "no", "2-choice": "yes"}
    save(attempt.items.get(slot=1), "yes")

    reply = send(as_ada, attempt, {**form, "go": "check"})

    html = reply.content.decode()
    assert reply.status_code == 409
    assert "that answer is kept" in html
    assert all_stored(attempt)[:2] == [["yes"], ["yes"]]
    assert re.search(r'name="1-choice" value="no" checked', html)


def test_the_learner_may_choose_to_replace_it(as_ada: Client, attempt: Attempt) -> None:
    form = {**sheet(as_ada, attempt), "1-choice": "no"}
    save(attempt.items.get(slot=1), "yes")
    send(as_ada, attempt, form)

    reply = send(as_ada, attempt, {**form, "1-replaces": "1"})

    assert reply.status_code == 302
    assert all_stored(attempt)[0] == ["yes", "no"]


def test_after_handing_in_it_says_that_it_came_too_late(as_ada: Client, attempt: Attempt) -> None:
    form = {**sheet(as_ada, attempt), "1-choice": "no"}
    as_ada.post(f"/attempts/{attempt.pk}/submit/")

    page = send(as_ada, attempt, form, follow=True)
    fragment = send(as_ada, attempt, form, headers=HTMX)

    assert "came too late and was not saved" in page.content.decode()
    assert fragment.status_code == 422
    assert all_stored(attempt)[0] == []


def test_a_lost_session_keeps_every_answer(as_ada: Client, attempt: Attempt) -> None:
    form = {**sheet(as_ada, attempt), "1-choice": "yes", "4-choice": "no", "go": "save"}
    as_ada.cookies.clear()
    asked = send(as_ada, attempt, form)
    page = as_ada.post(
        asked["Location"], {"login": "ada@example.org", "password": "secret-word-1"}, follow=True
    )

    html = page.content.decode()
    assert "not saved yet" in html
    assert re.search(r'name="1-choice" value="yes" checked', html)
    assert re.search(r'name="4-choice" value="no" checked', html)


def test_a_stranger_finds_nothing(as_ben: Client, attempt: Attempt) -> None:
    assert as_ben.get(f"/attempts/{attempt.pk}/all/").status_code == 404


def test_an_answer_that_cannot_be_kept_is_named_and_stays_in_its_field(
    as_ada: Client, enrollment: Enrollment, exam: Exam
) -> None:
    course = exam.step.lesson.course
    long = add_item(course, exam.blueprint.get().about, "long")
    exam.blueprint.create(question=long)
    attempt = attempts.start(enrollment, exam, at=timezone.now())
    slot = attempt.items.get(kind="long").slot
    form = {**sheet(as_ada, attempt), f"{slot}-text": "I said\x07 nothing", "go": "check"}

    reply = send(as_ada, attempt, form)

    html = reply.content.decode()
    assert reply.status_code == 422
    assert "Not saved." in html
    assert "I said" in html
    assert stored(attempt.items.get(slot=slot)) == []
