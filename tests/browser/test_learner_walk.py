"""A learner's whole way, from the join code to the result: with the mouse, without scripts, by keyboard alone."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from playwright.sync_api import Locator, expect

from course.demo import PASSWORD
from tests.browser.hands import Hands
from tests.browser.stage import CODE

pytestmark = pytest.mark.browser

REFLECTION = "I would ask him what he wants first."
FLAGGED, LEFT_OUT, ALL = 2, 3, 30


def test_a_learner_goes_from_the_join_code_to_the_result(hands: Hands) -> None:
    _join(hands)
    _read_and_reflect(hands)
    _sit_the_exam(hands)
    _check_and_hand_in(hands)
    expect(hands.page.locator(".score")).to_have_text(re.compile(r"\d+ of 30 points"))
    hands.follow(re.compile("Next: What Peer Specialists Do"))
    expect(_heading(hands, "What Peer Specialists Do")).to_be_visible()


def _heading(hands: Hands, name: str) -> Locator:
    return hands.page.get_by_role("heading", level=1, name=name)


def _join(hands: Hands) -> None:
    hands.page.goto("/join/")
    hands.write("Join code", CODE.lower())
    hands.press("Go on")
    hands.write("Your name", "Wanda Fields")
    hands.write("Email", f"{uuid4()}@example.org")
    hands.write("Password", PASSWORD)
    hands.tick("I have read the privacy notice, and I agree.")
    hands.press("Join")
    expect(_heading(hands, "Hello, Wanda")).to_be_visible()


def _read_and_reflect(hands: Hands) -> None:
    page = hands.page
    hands.follow(re.compile("Start"))
    expect(_heading(hands, "The Role of a Peer Specialist")).to_be_visible()
    hands.open("why this long?")
    expect(page.locator(".reason")).to_contain_text("words at 175")
    hands.write("Your reflection", REFLECTION)
    if not hands.has_scripts:
        hands.press("Save")
        expect(page.get_by_text("Your reflection is saved.")).to_be_visible()
    expect(page.locator(".save-state.is-saved")).to_be_visible()
    hands.press(re.compile("Mark as read, go to the exam"))
    expect(_heading(hands, "Pre-Course Knowledge Exam")).to_be_visible()


def _sit_the_exam(hands: Hands) -> None:
    hands.press(re.compile("Start the exam"))
    for slot in range(1, ALL + 1):
        expect(_heading(hands, f"Question {slot} of {ALL}")).to_be_visible()
        if slot != LEFT_OUT:
            _answer(hands)
        if slot == FLAGGED:
            hands.press(re.compile("Flag for later"))
            expect(hands.page.get_by_role("button", name="Remove the flag")).to_be_visible()
        hands.press(re.compile("Next|Check and hand in"))


def _answer(hands: Hands) -> None:
    """The second choice; where there are drop-down lists instead, the first of them."""
    choices, fields = (hands.page.locator(f".exam-form {each}") for each in (".choice input", "select"))
    choices.or_(fields).first.wait_for()
    if choices.count():
        hands.choose(choices.nth(1))
    else:
        field = fields.first
        label = hands.page.locator(f'label[for="{field.get_attribute("id")}"]').inner_text()
        hands.pick(label.strip(), field.locator("option").nth(1).inner_text())
    if hands.has_scripts:
        expect(hands.page.locator(".save-state")).to_contain_text("Saved at")


def _check_and_hand_in(hands: Hands) -> None:
    page = hands.page
    expect(page.get_by_text(f"{ALL - 1} of {ALL} questions are answered.")).to_be_visible()
    expect(page.get_by_role("region", name="Flagged for later").get_by_role("link")).to_have_text(
        f"Question {FLAGGED}"
    )
    hands.follow(re.compile(f"^Question {LEFT_OUT}$"))
    _answer(hands)
    hands.press("See what is left, or hand in")
    expect(page.get_by_text(f"All {ALL} questions are answered.")).to_be_visible()
    hands.press(re.compile("^Hand in"))
    expect(_heading(hands, "Thank you. Your exam is handed in.")).to_be_visible()
