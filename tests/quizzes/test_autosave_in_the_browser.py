"""Autosave in a real browser: saved at once, retried while offline, never sent twice as two, told when it is stale."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Dialog, Page, Route, expect

from course.hours import measuring
from course.models import Person
from quizzes.models import Attempt, AttemptItem
from tests.conftest import signed_in
from tests.quizzes.exam_room import address, save, stored

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SAVED = re.compile(r"✓ Saved at \d")
TRYING = "Not saved yet. We keep trying."


@pytest.fixture
def _as_ada(context: BrowserContext, live_server: Any, ada: Person) -> None:
    # A page that is closed tells its time in use, which would reach the server while the tables are emptied.
    measuring.choose(ada, measured=False)
    session = signed_in(ada).cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])


@pytest.fixture
def question(_as_ada: None, page: Page, live_server: Any, item: AttemptItem) -> Page:
    """The first question, open in ada's browser."""
    page.goto(live_server.url + address(item))
    return page


def choose(page: Page, key: str) -> None:
    page.locator(f"input[value={key}]").check()


def state(page: Page) -> Any:
    return expect(page.locator(".save-state"))


def fail_once(page: Page, act: Callable[[Route], None]) -> None:
    page.route(
        "**/attempts/**",
        lambda route: act(route) if route.request.method == "POST" else route.fallback(),
        times=1,
    )


def warnings_of(page: Page) -> list[str]:
    """The questions that the browser asks, each answered with yes."""
    asked: list[str] = []

    def agree(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", agree)
    return asked


def test_a_choice_is_saved_when_it_is_made(question: Page, item: AttemptItem) -> None:
    state(question).to_have_text("Not answered yet.")

    choose(question, "no")

    state(question).to_have_text(SAVED)
    expect(question.locator("#number-1")).to_have_attribute("aria-label", "Question 1, answered")
    assert stored(item) == ["no"]


def test_every_change_is_saved_in_its_turn(question: Page, item: AttemptItem) -> None:
    for key in ("no", "maybe", "yes"):
        choose(question, key)
        state(question).to_have_text(SAVED)

    assert stored(item) == ["no", "maybe", "yes"]


def test_a_quick_change_of_mind_ends_with_the_last_choice_and_no_false_alarm(
    question: Page, item: AttemptItem
) -> None:
    for key in ("no", "maybe", "yes"):
        choose(question, key)
    question.get_by_role("button", name="Next →").last.click()

    expect(question).to_have_url(re.compile(r"/2/$"))
    assert stored(item)[-1] == "yes"


def test_next_waits_for_the_save_that_is_under_way(question: Page, item: AttemptItem) -> None:
    def slow(route: Route) -> None:
        question.wait_for_timeout(500)
        route.continue_()

    fail_once(question, slow)
    choose(question, "no")
    question.get_by_role("button", name="Next →").last.click()

    expect(question).to_have_url(re.compile(r"/2/$"))
    assert stored(item) == ["no"]


def test_while_offline_the_answer_stays_on_the_page_and_is_sent_when_the_network_returns(
    question: Page, context: BrowserContext, item: AttemptItem
) -> None:
    context.set_offline(True)
    choose(question, "no")
    state(question).to_have_text(TRYING)
    assert stored(item) == []

    context.set_offline(False)

    # Sooner than the next try of its own.
    expect(question.locator(".save-state")).to_have_text(SAVED, timeout=2500)
    assert stored(item) == ["no"]


def test_next_while_offline_keeps_the_page_and_goes_on_when_the_network_returns(
    question: Page, context: BrowserContext, item: AttemptItem
) -> None:
    context.set_offline(True)
    choose(question, "no")
    state(question).to_have_text(TRYING)
    question.get_by_role("button", name="Next →").last.click()
    expect(question).to_have_url(re.compile(r"/1/$"))
    assert question.locator("input:checked").get_attribute("value") == "no"

    context.set_offline(False)

    expect(question).to_have_url(re.compile(r"/2/$"))
    assert stored(item) == ["no"]


def test_a_save_whose_reply_was_lost_is_sent_again_with_the_same_id(
    question: Page, item: AttemptItem
) -> None:
    sent = []

    def lose_the_reply(route: Route) -> None:
        route.fetch()
        route.abort()

    question.on(
        "request", lambda request: sent.append(request.post_data) if request.method == "POST" else None
    )
    fail_once(question, lose_the_reply)
    choose(question, "no")
    state(question).to_have_text(TRYING)
    assert stored(item) == ["no"]

    state(question).to_have_text(SAVED)

    assert len(sent) == 2
    first, again = (re.sub(r"waited=\d+", "", body or "") for body in sent)
    assert first == again
    assert [re.findall(r"waited=(\d+)", body or "") for body in sent] == [["0"], ["3"]]
    assert stored(item) == ["no"]


def test_a_change_after_a_lost_reply_is_no_false_alarm(question: Page, item: AttemptItem) -> None:
    def lose_the_reply(route: Route) -> None:
        route.fetch()
        route.abort()

    fail_once(question, lose_the_reply)
    choose(question, "no")
    state(question).to_have_text(TRYING)
    choose(question, "yes")

    state(question).to_have_text(SAVED)
    expect(question.locator(".save-state")).to_have_attribute("data-revision", "2")
    assert stored(item) == ["no", "yes"]


@pytest.mark.parametrize("status", [500, 503])
def test_a_server_error_is_tried_again(question: Page, item: AttemptItem, status: int) -> None:
    fail_once(question, lambda route: route.fulfill(status=status, body="out of order"))
    choose(question, "no")
    state(question).to_have_text(TRYING)

    state(question).to_have_text(SAVED)
    assert stored(item) == ["no"]


def test_a_page_of_somebody_else_is_not_taken_for_a_save(question: Page, item: AttemptItem) -> None:
    fail_once(question, lambda route: route.fulfill(body="<h1>Welcome to the hotel's network</h1>"))
    choose(question, "no")
    state(question).to_have_text(TRYING)

    state(question).to_have_text(SAVED)
    assert stored(item) == ["no"]


def test_a_number_pressed_while_its_own_button_is_exchanged_does_no_harm(
    question: Page, item: AttemptItem
) -> None:
    choose(question, "no")
    question.locator("#number-1").click()

    state(question).to_have_text(SAVED)
    expect(question).to_have_url(re.compile(r"/1/$"))
    assert stored(item) == ["no"]


def test_leaving_with_an_unsaved_answer_is_warned_about(question: Page) -> None:
    asked = warnings_of(question)
    # Not offline: coming back online would save it before the page is left.
    question.route(
        "**/attempts/**",
        lambda route: route.abort() if route.request.method == "POST" else route.fallback(),
    )
    choose(question, "no")
    state(question).to_have_text(TRYING)
    question.reload()

    assert asked == ["beforeunload"]


def test_leaving_after_a_save_is_not(question: Page) -> None:
    asked = warnings_of(question)
    choose(question, "no")
    state(question).to_have_text(SAVED)
    question.reload()

    assert asked == []


def test_a_stale_tab_is_told_and_may_save_its_own_answer(question: Page, item: AttemptItem) -> None:
    save(item, "yes")
    choose(question, "no")
    state(question).to_contain_text("answered in another window or on another device")
    assert stored(item) == ["yes"]

    question.get_by_role("button", name="Save my answer from here instead").click()

    state(question).to_have_text(SAVED)
    assert stored(item) == ["yes", "no"]


def test_a_stale_tab_may_show_what_is_kept_without_a_warning(question: Page, item: AttemptItem) -> None:
    asked = warnings_of(question)
    save(item, "yes")
    choose(question, "no")
    question.get_by_role("link", name="Show the answer that is kept").click()

    expect(question.locator("input[value=yes]")).to_be_checked()
    assert asked == []


def test_signed_out_the_line_leads_to_sign_in_and_the_answer_is_there_afterwards(
    question: Page, context: BrowserContext, item: AttemptItem
) -> None:
    context.clear_cookies()
    choose(question, "no")
    question.get_by_role("link", name="Sign in to save it").click()
    question.get_by_label("Email").fill("ada@example.org")
    question.get_by_label("Password").fill("secret-word-1")
    question.get_by_role("button", name="Sign in").click()

    expect(question.locator("input[value=no]")).to_be_checked()
    state(question).to_have_text("Not saved yet.")
    question.get_by_role("button", name="Save", exact=True).click()
    state(question).to_have_text(SAVED)
    assert stored(item) == ["no"]


def test_clear_takes_the_answer_away(question: Page, item: AttemptItem) -> None:
    clear = question.get_by_role("button", name="Clear my answer")
    expect(clear).to_be_hidden()
    choose(question, "no")
    clear.click()

    state(question).to_have_text(re.compile("✓ Cleared at"))
    expect(question.locator("input:checked")).to_have_count(0)
    assert stored(item) == ["no", ""]


def test_the_whole_exam_by_keyboard(question: Page, attempt: Attempt) -> None:
    for slot in range(1, 5):
        expect(question.get_by_role("heading", level=1)).to_have_text(f"Question {slot} of 4")
        question.locator("input[name=choice]").first.focus()
        question.keyboard.press("Space")
        question.keyboard.press("Enter")
    expect(question.get_by_role("heading", level=1)).to_have_text("Check and hand in")
    question.get_by_role("button", name="Hand in").focus()
    question.keyboard.press("Enter")

    expect(question.get_by_role("heading", level=1)).to_have_text("Thank you. Your exam is handed in.")
    attempt.refresh_from_db()
    assert attempt.state == "submitted"
    assert [len(stored(item)) for item in attempt.items.all()] == [1, 1, 1, 1]


def test_nothing_but_the_address_is_ever_kept_in_the_browsers_storage(
    question: Page, item: AttemptItem
) -> None:
    choose(question, "no")
    state(question).to_have_text(SAVED)

    kept = question.evaluate("[...Object.values(localStorage), ...Object.values(sessionStorage)]")
    assert kept == [address(item)]


def test_no_script_or_style_is_refused_by_the_policy(
    question: Page, live_server: Any, item: AttemptItem
) -> None:
    said: list[str] = []
    question.on("console", lambda message: said.append(message.text))
    question.on("pageerror", lambda error: said.append(str(error)))
    question.goto(live_server.url + address(item))
    choose(question, "no")
    state(question).to_have_text(SAVED)

    assert said == []
