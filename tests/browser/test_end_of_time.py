"""A timed exam whose time ends while its page is open: the last answer is kept, and nobody is left without words."""

from __future__ import annotations

import json
import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.test_losing_nothing import WAITING, _expect_no_network
from tests.browser.test_question_kinds import Sitting, sitting
from tests.browser.watch import Watch
from tests.live import Server

pytestmark = pytest.mark.browser
__all__ = ["sitting"]

IS_OVER = "Time is over. Your saved answers are in."
LAST_WORDS = "I would sit down next to him"
GRACE = 10


class Timed:
    """A sitting whose end is set by the test."""

    def __init__(self, server: Server, sitting: Sitting) -> None:
        self.server = server
        self.sitting = sitting

    def ends_in(self, seconds: int) -> None:
        self._stage(str(seconds))

    def told(self) -> dict[str, Any]:
        return self._stage()

    def _stage(self, *arguments: str) -> dict[str, Any]:
        said = self.server.installation.python(
            "tests.browser.end_stage", str(self.sitting.attempt), *arguments
        )
        told: dict[str, Any] = json.loads(said)
        return told

    def answer(self, kind: str) -> str | None:
        """What is stored for the question of this kind."""
        return self.told()["answers"].get(str(self.sitting.slots[kind]))

    @property
    def result(self) -> re.Pattern[str]:
        return re.compile(f"/attempts/{self.sitting.attempt}/result/$")


@pytest.fixture
def timed(server: Server, sitting: Sitting) -> Timed:
    return Timed(server, sitting)


def _expect_result(page: Page, timed: Timed) -> None:
    expect(page).to_have_url(timed.result, timeout=(GRACE + 20) * 1000)
    expect(page.get_by_role("heading", level=1)).to_have_text(IS_OVER)
    told = timed.told()
    assert (told["state"], told["ended_by"]) == ("submitted", "time")


def test_what_is_typed_in_the_last_second_is_saved_and_the_page_leads_to_the_result(
    open_page: OpenPage, timed: Timed, learner: str
) -> None:
    page = open_page(learner)
    timed.ends_in(6)
    page.goto(timed.sitting.address("short"))
    expect(page.locator(".clock-left")).to_have_text("1 second left")
    page.get_by_label("Your answer").fill(LAST_WORDS)
    expect(page.locator(".clock-left")).to_have_text("Time is over. Your saved answers are being handed in.")
    expect(page.locator(".save-state")).to_contain_text("Saved at")
    _expect_result(page, timed)
    assert timed.answer("short")


def test_without_scripts_the_next_press_says_that_time_is_over(
    open_page: OpenPage, timed: Timed, learner: str
) -> None:
    page = open_page(learner, scripts=False)
    timed.ends_in(3600)
    page.goto(timed.sitting.address("single"))
    expect(page.get_by_text("This exam ends on")).to_be_visible()
    page.locator(".choice input").nth(0).check()
    page.get_by_role("button", name=re.compile("Flag for later")).click()
    kept = timed.answer("single")
    page.locator(".choice input").nth(1).check()
    timed.ends_in(-GRACE - 1)
    page.get_by_role("button", name="Next →").click()
    expect(page.get_by_text("The time for this exam is over.")).to_contain_text("was not saved")
    _expect_result(page, timed)
    assert timed.answer("single") == kept


def test_an_answer_given_offline_past_the_end_is_refused_in_words_on_its_page(
    open_page: OpenPage, timed: Timed, learner: str, watch: Watch
) -> None:
    _expect_no_network(watch)
    watch.expect("422")
    page = open_page(learner)
    timed.ends_in(5)
    page.goto(timed.sitting.address("single"))
    page.context.set_offline(True)
    page.locator(".choice input").nth(1).check()
    expect(page.locator(".save-state")).to_have_text(WAITING)
    expect(page.locator(".clock-left")).to_contain_text("Time is over.")
    page.wait_for_timeout((GRACE + 2) * 1000)
    # The page has not gone: what was chosen is still in sight.
    expect(page.locator(".choice input").nth(1)).to_be_checked()
    page.context.set_offline(False)
    expect(page.locator(".save-state")).to_contain_text(
        "Not saved: the time for this exam is over. What was saved before counts."
    )
    page.get_by_role("link", name="See the result").click()
    _expect_result(page, timed)
    assert timed.answer("single") is None


@pytest.mark.parametrize("hours", [-2, 2])
def test_the_countdown_is_announced_whatever_the_browsers_clock_says(
    open_page: OpenPage, timed: Timed, learner: str, hours: int
) -> None:
    page = open_page(learner)
    page.clock.install(time=datetime.now() + timedelta(hours=hours))
    timed.ends_in(1860)
    page.goto(timed.sitting.address("single"))
    clock = page.locator("[data-clock]")
    spoken, left = clock.get_by_role("status"), clock.get_by_role("timer")
    expect(left).to_contain_text(re.compile(r"3[01] minutes left"))
    expect(spoken).to_have_text("")
    for passes, words in [(60, "30"), (1200, "10"), (300, "5")]:
        page.clock.run_for(passes * 1000)
        expect(spoken).to_have_text(f"{words} minutes left")
        expect(left).to_contain_text(re.compile("minutes left"))
    page.clock.run_for(240_000)
    expect(spoken).to_have_text("1 minute left")
    page.clock.run_for(30_000)
    expect(spoken).to_have_text("30 seconds left")
    page.clock.run_for(30_000)
    expect(spoken).to_have_text("Time is over. Your saved answers are being handed in.")
