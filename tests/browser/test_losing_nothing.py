"""What a learner gave is not lost: on another device, without a network, without a server, without a session."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from course.demo import DOMAIN, PASSWORD
from tests.browser.conftest import OpenPage
from tests.browser.watch import Watch
from tests.browser.world import World
from tests.live import Server

pytestmark = pytest.mark.browser

WORDS = "I would ask him what he wants first."
WAITING = "Not saved yet. We keep trying."
MILLISECONDS_UNTIL_SAVED = 2000


@pytest.fixture
def sitting(open_page: OpenPage, world: World, learner: str) -> Page:
    """The first question of a learner who has just started the exam."""
    return _start(open_page(learner), world)


def _start(page: Page, world: World) -> Page:
    page.goto(world.address("step", "exam"))
    page.get_by_role("button", name=re.compile("Start the exam")).click()
    expect(page.get_by_role("heading", level=1, name="Question 1 of 30")).to_be_visible()
    # The heading may stand before the scripts do, and without them nothing is saved by itself.
    page.wait_for_load_state()
    return page


def _choose(page: Page) -> str:
    """Answer the open question, whatever its kind; a selector that finds the answer while it stands."""
    field = page.locator(".exam-form .choice input, .exam-form select").nth(1)
    if field.evaluate("field => field.localName") == "select":
        field.select_option(index=1)
    else:
        field.check()
    given = f"[value='{field.input_value()}']:checked"
    return f".exam-form [name='{field.get_attribute('name')}']:is({given}, :has({given}))"


def _expect_kept(page: Page, chosen: str) -> None:
    expect(page.locator(chosen)).to_have_count(1)


def _state(page: Page) -> Locator:
    return page.locator(".save-state")


def _box(page: Page) -> Locator:
    return page.get_by_label("Your reflection")


def _sign_in_again(page: Page, learner: str) -> None:
    page.get_by_label("Email").fill(learner + DOMAIN)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def test_a_reflection_is_on_its_way_two_seconds_after_the_last_key(
    open_page: OpenPage, world: World, learner: str
) -> None:
    page = open_page(learner)
    page.goto(world.address("step"))
    with page.expect_response(lambda reply: reply.request.method == "POST") as saved:
        _box(page).press_sequentially(WORDS)
        last_key = page.evaluate("Date.now()")
    assert 0 < saved.value.request.timing["startTime"] - last_key <= MILLISECONDS_UNTIL_SAVED
    expect(_state(page)).to_contain_text("Saved")
    page.reload()
    expect(_box(page)).to_have_value(WORDS)


def test_an_answer_given_before_the_script_has_come_is_saved_when_it_comes(
    open_page: OpenPage, world: World, learner: str
) -> None:
    page = open_page(learner)
    held: list[Route] = []
    page.route("**/autosave*.js", lambda route: held.append(route))
    page.goto(world.address("step", "exam"))
    # A page that waits for a script has not loaded; its question is there all the same.
    page.get_by_role("button", name=re.compile("Start the exam")).click(no_wait_after=True)
    chosen = _choose(page)
    expect(_state(page)).to_contain_text("Not answered yet")
    held[-1].continue_()
    expect(_state(page)).to_contain_text("Saved at")
    page.unroute("**/autosave*.js")
    page.reload()
    _expect_kept(page, chosen)


def test_an_exam_goes_on_where_it_was_left_on_another_device(
    sitting: Page, open_page: OpenPage, learner: str
) -> None:
    chosen = _choose(sitting)
    expect(_state(sitting)).to_contain_text("Saved at")
    sitting.get_by_role("button", name=re.compile("Flag for later")).click()
    expect(sitting.get_by_role("button", name="Remove the flag")).to_be_visible()
    phone = open_page(learner, width=360, has_touch=True, is_mobile=True)
    phone.goto("/")
    phone.get_by_role("link", name=re.compile("^(Continue|Start)")).click()
    phone.get_by_role("link", name=re.compile("Continue the exam")).click()
    expect(phone.get_by_text("1 of 30 questions are answered and saved")).to_be_visible()
    phone.get_by_role("button", name=re.compile("Continue the exam")).tap()
    expect(phone.get_by_role("heading", level=1, name="Question 2 of 30")).to_be_visible()
    phone.get_by_role("button", name="Question 1, answered, flagged").tap()
    _expect_kept(phone, chosen)


def _expect_no_network(watch: Watch) -> None:
    watch.expect(
        "ERR_INTERNET_DISCONNECTED",
        "ERR_CONNECTION_REFUSED",
        "ERR_CONNECTION_RESET",
        "htmx:(sendError|afterRequest)",
    )


def test_an_answer_given_offline_is_saved_when_the_network_is_back(sitting: Page, watch: Watch) -> None:
    _expect_no_network(watch)
    sitting.context.set_offline(True)
    chosen = _choose(sitting)
    expect(_state(sitting)).to_have_text(WAITING)
    sitting.context.set_offline(False)
    expect(_state(sitting)).to_contain_text("Saved at")
    sitting.reload()
    _expect_kept(sitting, chosen)


def test_next_pressed_offline_stays_and_goes_on_when_the_answer_is_saved(sitting: Page, watch: Watch) -> None:
    _expect_no_network(watch)
    sitting.context.set_offline(True)
    chosen = _choose(sitting)
    sitting.get_by_role("button", name="Next").click()
    expect(_state(sitting)).to_have_text(WAITING)
    sitting.context.set_offline(False)
    expect(sitting.get_by_role("heading", level=1, name="Question 2 of 30")).to_be_visible()
    sitting.get_by_role("button", name="Back").click()
    _expect_kept(sitting, chosen)


def test_an_answer_given_while_the_server_is_down_is_saved_when_it_is_up(
    sitting: Page, watch: Watch, server: Server
) -> None:
    _expect_no_network(watch)
    server.kill()
    try:
        chosen = _choose(sitting)
        expect(_state(sitting)).to_have_text(WAITING)
    finally:
        # The server is that of the tests to come, too.
        server.start()
    expect(_state(sitting)).to_contain_text("Saved at")
    sitting.reload()
    _expect_kept(sitting, chosen)


def test_a_reflection_written_offline_is_saved_when_the_network_is_back(
    open_page: OpenPage, world: World, learner: str, watch: Watch
) -> None:
    _expect_no_network(watch)
    page = open_page(learner)
    page.goto(world.address("step"))
    page.context.set_offline(True)
    _box(page).press_sequentially(WORDS)
    expect(_state(page)).to_have_text(WAITING)
    page.context.set_offline(False)
    expect(_state(page)).to_contain_text("✓ Saved")
    page.reload()
    expect(_box(page)).to_have_value(WORDS)


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_an_answer_outlives_its_session(
    open_page: OpenPage, world: World, learner: str, watch: Watch, scripts: bool
) -> None:
    watch.expect("401")
    page = _start(open_page(learner, scripts=scripts), world)
    page.context.clear_cookies(name="sessionid")
    chosen = _choose(page)
    if scripts:
        expect(_state(page)).to_contain_text("You were signed out. What you typed is kept for you.")
        page.get_by_role("link", name="Sign in to save it").click()
    else:
        page.get_by_role("button", name="Next").click()
    _sign_in_again(page, learner)
    expect(page.get_by_text("You were signed out, so this answer is not saved yet.")).to_be_visible()
    _expect_kept(page, chosen)
    page.get_by_role("button", name="Next").click()
    expect(page.get_by_role("heading", level=1, name="Question 2 of 30")).to_be_visible()
    page.get_by_role("button", name="Back").click()
    _expect_kept(page, chosen)


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_reflection_outlives_its_session(
    open_page: OpenPage, world: World, learner: str, watch: Watch, scripts: bool
) -> None:
    watch.expect("401")
    page = open_page(learner, scripts=scripts)
    page.goto(world.address("step"))
    page.context.clear_cookies(name="sessionid")
    _box(page).fill(WORDS)
    if scripts:
        expect(_state(page)).to_contain_text("You were signed out. What you typed is kept for you.")
        page.get_by_role("link", name="Sign in to save it").click()
    else:
        page.get_by_role("button", name="Save").click()
    _sign_in_again(page, learner)
    expect(page.get_by_text("You were signed out before this was saved.")).to_be_visible()
    expect(_box(page)).to_have_value(WORDS)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Your reflection is saved.")).to_be_visible()
    expect(_box(page)).to_have_value(WORDS)
