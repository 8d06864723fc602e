"""Ways of staff that make an exam fair: attempts granted, long answers marked, points changed with a reason."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage, sign_in_by_form
from tests.browser.hands import Hands, Mouse
from tests.browser.test_question_kinds import Sitting, give, right, sitting
from tests.browser.watch import Watch
from tests.browser.world import World

pytestmark = pytest.mark.browser
__all__ = ["sitting"]

REASON = "Was in the hospital that week."
COMMENT = "You asked him first. That is the heart of it."


def test_a_trainer_grants_an_attempt_and_reads_what_the_learner_gets(
    hands: Hands, open_page: OpenPage, world: World, learner: str, watch: Watch
) -> None:
    watch.expect("422")
    page = hands.page
    sign_in_by_form(hands, "tess")
    hands.follow(re.compile("^Learners$"))
    hands.write("Name or email", learner)
    hands.press("Show")
    hands.follow(re.compile(f"^{learner} ", re.IGNORECASE))
    hands.press("Grant")
    expect(
        page.get_by_text("Not saved yet. Please look at the form below and save it again.")
    ).to_be_visible()
    hands.write("Extra attempts", "1")
    hands.write("Reason", REASON)
    hands.press("Grant")
    expect(page.locator("dl.facts.card").first).to_contain_text(REASON)
    hands.follow("Pre-Course Knowledge Exam")
    expect(page.get_by_text("up to 2 times; ")).to_be_visible()
    expect(page.get_by_text("Because: attempts: 1; accommodation: 1 more")).to_be_visible()
    mine = open_page(learner)
    mine.goto(world.address("step", "exam"))
    expect(mine.get_by_text("up to 2 times; ")).to_be_visible()
    assert REASON not in mine.content()


def test_a_long_answer_is_marked_released_and_changed_with_a_reason(
    hands: Hands,
    open_page: OpenPage,
    learner: str,
    sitting: Sitting,
) -> None:
    mine, page = open_page(learner, scripts=False), hands.page
    _hand_in(mine, sitting)
    expect(mine.get_by_text("A person will read 1 of your answers.")).to_be_visible()
    sign_in_by_form(hands, "alma")
    hands.follow(re.compile("^Marking$"))
    hands.follow("Pre-Course Knowledge Exam")
    expect(page.get_by_role("heading", level=1, name="Pre-Course Knowledge Exam")).to_be_visible()
    while page.get_by_role("link", name="Mark the next answer").is_visible():
        hands.follow("Mark the next answer")
        hands.write("Says back what he heard", "1.5")
        hands.write("Asks before helping", "1")
        hands.write("Words for the learner", COMMENT)
        hands.press("Save and stop here")
        expect(page.get_by_role("heading", name="Drafts")).to_be_visible()
    mine.reload()
    expect(mine.get_by_text(COMMENT)).to_have_count(0)
    hands.follow("Release all marks of this exam")
    hands.press("Release")
    expect(page.get_by_text("Nothing waits for a mark here")).to_be_visible()
    mine.reload()
    expect(mine.get_by_text(COMMENT)).to_be_visible()
    _change_points(hands, sitting)
    mine.goto("/")
    expect(mine.get_by_role("link", name="See how it stands now")).to_be_visible()


def _hand_in(page: Page, sitting: Sitting) -> None:
    page.goto(sitting.address("long"))
    give(Mouse(page, has_scripts=False), "long", right("long"))
    page.get_by_role("button", name=re.compile("Flag for later")).click()
    page.goto(f"/attempts/{sitting.attempt}/check/")
    page.get_by_role("button", name=re.compile("^Hand in")).click()


def _change_points(hands: Hands, sitting: Sitting) -> None:
    page = hands.page
    page.goto(f"/review/{sitting.attempt}/")
    hands.follow(re.compile(f"^Change the points.*Question {sitting.slots['long']}$"))
    hands.write("New points", "3")
    hands.write("Why", "Read again with a colleague.")
    hands.press("Change the points")
    expect(page.get_by_text("Matches the key").or_(page.get_by_text("by a person")).first).to_be_visible()
    hands.open("How these points came about")
    expect(page.get_by_text("Read again with a colleague.").first).to_be_visible()
