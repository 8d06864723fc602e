"""One question at a time: choose, save, move, flag, clear; the same with and without JavaScript."""

import re
from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.test import Client
from django.utils import timezone

from course.models import Person
from quizzes.models import Answer, Attempt, AttemptItem
from tests.quizzes.exam_room import HTMX, address, fields, press, save, send, stored


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())


def test_the_page_shows_the_question_and_its_options_in_the_attempts_order(
    as_ada: Client, item: AttemptItem
) -> None:
    html = as_ada.get(address(item)).content.decode()

    assert "Question 1 of 4" in html
    assert item.version.stem_html in html
    assert re.findall(r'name="choice" value="(\w+)"', html) == item.option_order
    assert "no time limit" in html
    assert "Not answered yet." in html
    assert "checked" not in html


@pytest.mark.parametrize(
    ("slot", "button", "leads_to"),
    [
        (1, "next", "2/"),
        (2, "back", "1/"),
        (2, "save", "2/"),
        (3, "check", "check/"),
        (2, "4", "4/"),
        (2, "", "2/"),
    ],
)
def test_every_button_saves_and_then_leads_on(
    as_ada: Client, attempt: Attempt, slot: int, button: str, leads_to: str
) -> None:
    item = attempt.items.get(slot=slot)

    response = press(as_ada, item, button, "no")

    assert response["Location"] == f"/attempts/{attempt.pk}/{leads_to}"
    assert stored(item) == ["no"]


def test_a_saved_answer_is_shown_again_with_its_time(as_ada: Client, item: AttemptItem) -> None:
    press(as_ada, item, "save", "no")
    html = as_ada.get(address(item)).content.decode()

    assert 'value="no" checked' in html
    assert re.search(r"✓ Saved at <time", html)
    assert 'data-revision="1"' in html


def test_the_time_of_a_save_is_told_in_the_persons_zone(
    as_ada: Client, ada: Person, item: AttemptItem
) -> None:
    save(item, "no", at=datetime(2026, 7, 1, 15, 42, tzinfo=UTC))
    ada.time_zone = "America/Los_Angeles"
    ada.save()

    assert "✓ Saved at July 1, 8:42 a.m." in words(as_ada.get(address(item)).content.decode()).replace(
        "AM", "a.m."
    )


def test_a_save_of_today_is_told_without_its_date(as_ada: Client, item: AttemptItem) -> None:
    save(item, "no", at=timezone.now())

    assert re.search(r"✓ Saved at \d?\d:\d\d [AP]M", words(as_ada.get(address(item)).content.decode()))


def test_pressing_next_without_choosing_stores_nothing(as_ada: Client, item: AttemptItem) -> None:
    response = press(as_ada, item, "next")

    assert response.status_code == 302
    assert stored(item) == []


def test_pressing_next_on_a_saved_answer_stores_nothing_more(as_ada: Client, item: AttemptItem) -> None:
    press(as_ada, item, "save", "no")
    press(as_ada, item, "next")

    assert stored(item) == ["no"]


def test_an_answer_can_be_cleared(as_ada: Client, item: AttemptItem) -> None:
    press(as_ada, item, "next", "no")

    response = press(as_ada, item, "clear")

    assert response["Location"] == address(item)
    assert stored(item) == ["no", ""]
    html = as_ada.get(address(item)).content.decode()
    assert "checked" not in html
    assert "✓ Cleared at" in html


def test_flagging_saves_the_answer_too_and_can_be_undone(as_ada: Client, item: AttemptItem) -> None:
    press(as_ada, item, "flag", "no")
    item.refresh_from_db()
    assert item.flagged
    assert stored(item) == ["no"]

    press(as_ada, item, "unflag")
    item.refresh_from_db()
    assert not item.flagged


def test_flagging_twice_from_an_old_page_leaves_it_flagged(as_ada: Client, item: AttemptItem) -> None:
    form = fields(as_ada.get(address(item)))
    for _ in range(2):
        send(as_ada, item, form, "flag")

    item.refresh_from_db()
    assert item.flagged


def test_the_numbers_tell_answered_flagged_and_current_in_words(as_ada: Client, attempt: Attempt) -> None:
    press(as_ada, attempt.items.get(slot=1), "next", "no")
    press(as_ada, attempt.items.get(slot=2), "flag")

    html = as_ada.get(f"/attempts/{attempt.pk}/3/").content.decode()

    labels = re.findall(r'<button class="number([^"]*)".*?aria-label="([^"]*)"( aria-current="step")?', html)
    assert labels == [
        (" is-answered", "Question 1, answered", ""),
        (" is-flagged", "Question 2, not answered yet, flagged", ""),
        ("", "Question 3, not answered yet", ' aria-current="step"'),
        ("", "Question 4, not answered yet", ""),
    ]


def test_the_enter_key_goes_on_instead_of_flagging(as_ada: Client, item: AttemptItem) -> None:
    html = as_ada.get(address(item)).content.decode()
    form = html[html.index('id="answer"') :]

    assert re.findall(r'<button[^>]* name="go" value="(\w+)"', form)[0] == "next"


def test_the_last_question_leads_to_the_check(as_ada: Client, attempt: Attempt) -> None:
    html = as_ada.get(f"/attempts/{attempt.pk}/4/").content.decode()

    assert 'value="next"' not in html
    assert "Check and hand in" in html


def test_going_on_leads_to_the_first_open_question_then_to_the_check(
    as_ada: Client, attempt: Attempt
) -> None:
    for item in attempt.items.all():
        response = as_ada.get(f"/attempts/{attempt.pk}/")
        assert response["Location"] == address(item)
        press(as_ada, item, "next" if item.slot < 4 else "check", "no")

    assert as_ada.get(f"/attempts/{attempt.pk}/")["Location"] == f"/attempts/{attempt.pk}/check/"


def test_an_autosave_is_answered_with_the_saved_state_and_the_number(
    as_ada: Client, item: AttemptItem
) -> None:
    form = fields(as_ada.get(address(item)))

    response = send(as_ada, item, form, "", "no", headers=HTMX)

    html = response.content.decode()
    assert response.status_code == 200
    assert re.match(r'<p class="save-state is-saved" data-revision="1">✓ Saved at <time', html)
    assert 'aria-label="Question 1, answered"' in html
    assert 'hx-swap-oob="true"' in html
    assert "<html" not in html


def test_an_autosave_sent_again_is_answered_alike_and_stored_once(as_ada: Client, item: AttemptItem) -> None:
    form = fields(as_ada.get(address(item)))

    answers = [send(as_ada, item, form, "", "no", headers=HTMX).content for _ in range(3)]

    assert len(set(answers)) == 1
    assert stored(item) == ["no"]


def test_next_after_an_autosave_stores_nothing_more(as_ada: Client, item: AttemptItem) -> None:
    """The page may go on with the save_id and revision that it was loaded with."""
    form = fields(as_ada.get(address(item)))
    send(as_ada, item, form, "", "no", headers=HTMX)

    assert send(as_ada, item, form, "next", "no").status_code == 302
    assert stored(item) == ["no"]


def test_every_page_brings_a_save_id_of_its_own(as_ada: Client, item: AttemptItem) -> None:
    names = {UUID(fields(as_ada.get(address(item)))["save_id"]) for _ in range(5)}

    assert len(names) == 5


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"choice": "zzz"}, "This choice does not belong to this question."),
        ({"choice": ["yes", "no"]}, "This question takes one choice."),
        ({"choice": "\x00"}, "This choice does not belong to this question."),
        ({"save_id": "x"}, "This form arrived incomplete"),
        ({"save_id": ""}, "This form arrived incomplete"),
        ({"revision": "-1"}, "This form arrived incomplete"),
        ({"revision": "9" * 5000}, "This form arrived incomplete"),
        ({"go": "\u202enext"}, "changes its reading direction"),
        ({"go": "x" * 1000}, "at most 20"),
        ({"replaces": "9" * 30}, "less than or equal to"),
    ],
)
def test_a_form_that_is_not_ours_is_refused_by_name_and_saves_nothing(
    as_ada: Client, item: AttemptItem, wrong: dict[str, str], says: str
) -> None:
    form = fields(as_ada.get(address(item))) | {"choice": "yes"} | wrong

    page = as_ada.post(address(item), form)
    fragment = as_ada.post(address(item), form, headers=HTMX)

    assert (page.status_code, fragment.status_code) == (422, 422)
    assert says in page.content.decode()
    assert says in fragment.content.decode()
    assert "<html" not in fragment.content.decode()
    assert stored(item) == []


def test_a_refused_page_keeps_the_choice(as_ada: Client, item: AttemptItem) -> None:
    form = fields(as_ada.get(address(item))) | {"choice": "maybe", "save_id": ""}

    again = as_ada.post(address(item), form)

    assert fields(again)["choice"] == ["maybe"]
    assert send(as_ada, item, fields(again), "next").status_code == 302
    assert stored(item) == ["maybe"]


@pytest.mark.parametrize("page", ["0/", "5/", "99999999999999999999/"])
def test_a_question_that_does_not_exist_is_not_there(as_ada: Client, attempt: Attempt, page: str) -> None:
    assert as_ada.get(f"/attempts/{attempt.pk}/{page}").status_code == 404


@pytest.mark.parametrize("page", ["", "1/", "check/", "result/"])
def test_an_attempt_is_its_learners_alone(
    as_ben: Client, as_sam: Client, as_tess: Client, as_alma: Client, attempt: Attempt, page: str
) -> None:
    for client in (as_ben, as_sam, as_tess, as_alma):
        assert client.get(f"/attempts/{attempt.pk}/{page}").status_code == 404


@pytest.mark.parametrize("page", ["", "1/", "check/", "result/"])
def test_an_attempt_number_beyond_every_row_is_not_there(as_ada: Client, page: str) -> None:
    assert as_ada.get(f"/attempts/99999999999999999999/{page}").status_code == 404


def test_nobody_saves_into_somebody_elses_attempt(as_ada: Client, as_ben: Client, item: AttemptItem) -> None:
    form = fields(as_ada.get(address(item)))

    assert send(as_ben, item, form, "next", "no").status_code == 404
    assert not Answer.objects.exists()


def test_exam_pages_are_not_kept_by_browsers_or_caches(as_ada: Client, attempt: Attempt) -> None:
    for page in ("1/", "check/", ""):
        assert "no-store" in as_ada.get(f"/attempts/{attempt.pk}/{page}")["Cache-Control"]


def test_a_multiple_choice_is_shown_saved_and_cleared(as_ada: Client, item: AttemptItem) -> None:
    AttemptItem.objects.filter(pk=item.pk).update(kind="multiple")
    form = fields(as_ada.get(address(item)))

    as_ada.post(address(item), {**form, "choice": ["yes", "maybe"], "go": "save"})

    assert stored(item) == ["maybe+yes"]
    html = as_ada.get(address(item)).content.decode()
    assert html.count('type="checkbox"') == 3
    assert sorted(fields(as_ada.get(address(item)))["choice"]) == ["maybe", "yes"]
    form = {name: value for name, value in fields(as_ada.get(address(item))).items() if name != "choice"}
    send(as_ada, item, form, "save")
    assert stored(item) == ["maybe+yes", ""]


def test_a_withdrawn_learner_still_sees_what_was_theirs(as_ada: Client, item: AttemptItem) -> None:
    item.attempt.enrollment.state = "withdrawn"
    item.attempt.enrollment.save()

    assert as_ada.get(address(item)).status_code == 200
