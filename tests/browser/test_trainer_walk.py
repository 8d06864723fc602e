"""A trainer's ways: editing a topic that learners are reading, and answering a reflection that one of them shared."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage, sign_in_by_form
from tests.browser.hands import Hands
from tests.browser.world import World

pytestmark = pytest.mark.browser

TOPIC = "What Peer Specialists Do"
PAGE = "/courses/peer-specialist/foundations-of-peer-support/what-peer-specialists-do/"


def test_a_trainer_edits_a_topic_looks_at_it_and_publishes_it(hands: Hands, open_page: OpenPage) -> None:
    sentence, reader = f"Nobody walks alone {uuid4().hex[:8]}.", open_page("mia")
    sign_in_by_form(hands, "tess")
    hands.follow(re.compile("Authoring"))
    hands.follow("Topics")
    hands.follow(TOPIC)
    hands.write(re.compile("^Text"), f"\n\n{sentence}\n", after=True)
    hands.press("Preview")
    _expect_preview(hands.page, sentence)
    hands.press("Save draft")
    expect(hands.page.get_by_text("The draft is saved. Learners do not see it yet.")).to_be_visible()
    reader.goto(PAGE)
    expect(reader.get_by_text(sentence)).to_have_count(0)
    hands.press("Publish")
    expect(hands.page.get_by_text(re.compile("Published. Learners now see version"))).to_be_visible()
    reader.goto(PAGE)
    expect(reader.get_by_text(sentence)).to_be_visible()


def _expect_preview(page: Page, sentence: str) -> None:
    """The learner's page with what stands in the form, and how long it takes to read."""
    frame = page.frame_locator("iframe[name=preview]")
    expect(frame.get_by_text(sentence)).to_be_visible()
    expect(frame.get_by_role("heading", level=1, name=TOPIC)).to_be_visible()
    expect(frame.locator(".preview-banner")).to_have_text(
        re.compile(r"It is not saved\.\s+About [\d–]+ minutes, \d+ words\.")
    )


def test_a_trainer_answers_what_a_learner_shared(
    hands: Hands, open_page: OpenPage, world: World, learner: str
) -> None:
    words, answer = f"I would wait with him, {uuid4().hex[:8]}.", f"Waiting is hard, {uuid4().hex[:8]}."
    mine = _share(open_page(learner, scripts=False), world, words)
    sign_in_by_form(hands, "tess")
    hands.follow("Shared with me")
    hands.pick("Show", "Waiting for an answer")
    hands.press("Show")
    hands.follow(re.compile(learner, re.IGNORECASE))
    expect(hands.page.get_by_text(words)).to_be_visible()
    hands.write("Your answer", answer)
    hands.press("Send the answer")
    expect(hands.page.get_by_text("Your answer is sent.")).to_be_visible()
    mine.reload()
    expect(mine.get_by_role("region", name="Answers from your trainer")).to_contain_text(answer)


def _share(page: Page, world: World, words: str) -> Page:
    """Write and share as a learner does; the page of the reflection."""
    page.goto(world.address("step"))
    page.get_by_label("Your reflection").fill(words)
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Share with my trainer").click()
    page.get_by_role("button", name="Share this copy").click()
    expect(page.get_by_text("Shared with your trainer. You can take it back at any time.")).to_be_visible()
    return page


def test_a_trainer_moves_a_topic_and_stays_on_the_button(hands: Hands) -> None:
    sign_in_by_form(hands, "tess")
    hands.follow(re.compile("Authoring"))
    hands.follow("Outline of your course")
    for way, place in (("Down", 4), ("Up", 3)):
        hands.press(re.compile(rf"{way} · {TOPIC}"))
        # Other tests add topics at the end.
        said = re.compile(rf"“{TOPIC}” is step {place} of \d+ in “Foundations of Peer Support” now\.")
        expect(hands.page.get_by_text(said)).to_be_visible()
        expect(hands.page.get_by_role("button", name=re.compile(rf"{way} · {TOPIC}"))).to_be_focused()
