"""Every kind of question in a real browser: by mouse, without scripts, by keyboard alone; small; and by axe."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from quizzes.kinds import KINDS
from tests.browser.conftest import OpenPage
from tests.browser.hands import Hands, Mouse
from tests.browser.test_axe import examine
from tests.browser.test_small_screen import NARROW, SIDEWAYS
from tests.browser.world import World
from tests.live import Server
from tests.quizzes.kind_bodies import SAMPLES, sent

pytestmark = pytest.mark.browser

SMALL = """() => [...document.querySelectorAll('select, .kind-text, .choice')]
  .filter(each => each.getBoundingClientRect().height < 44).map(each => `too small: ${each.outerHTML.slice(0, 80)}`)"""
ANSWER = "I would sit down next to him & ask: “What do you want?”"


class Sitting:
    """A learner's attempt at an exam of every kind."""

    def __init__(self, server: Server, learner: str) -> None:
        told = json.loads(server.installation.python("tests.browser.kinds_stage", learner))
        self.attempt, self.slots, self.questions = told["attempt"], told["slots"], told["questions"]

    def address(self, kind: str) -> str:
        return f"/attempts/{self.attempt}/{self.slots[kind]}/"


@pytest.fixture
def sitting(server: Server, learner: str) -> Sitting:
    return Sitting(server, learner)


def right(kind: str) -> Any:
    return KINDS[kind].key_of(SAMPLES[kind][0][1]) or {"text": ANSWER}


def give(hands: Hands, kind: str, response: Any) -> None:
    """Answer as this response says."""
    body = SAMPLES[kind][0][1]
    match kind:
        case "single" | "multiple" | "true_false":
            values = response.get("choices") or [str(next(iter(response.values()))).lower()]
            for value in values:
                hands.choose(hands.page.locator(f".choice input[value={value}]"))
        case "matching":
            texts = {choice["key"]: choice["text"] for choice in body["choices"]}
            for row in body["rows"]:
                if row["key"] in response["rows"]:
                    hands.pick(row["text"], texts[response["rows"][row["key"]]])
        case "ordering":
            for step in body["steps"]:
                if step["key"] in response["places"]:
                    hands.pick(step["text"], str(response["places"][step["key"]]))
        case _:
            hands.write("Your answer", response["text"])


def keep(hands: Hands) -> None:
    """Until it is saved: by itself where there are scripts, by a button where there are none."""
    if hands.has_scripts:
        expect(hands.page.locator(".save-state.is-saved")).to_contain_text("Saved at")
    else:
        hands.press(re.compile("Flag for later|Remove the flag"))


def stored(page: Page, address: str, kind: str) -> Any:
    """What the server shows of the question when it is opened again."""
    page.goto(address)
    return KINDS[kind].parse(SAMPLES[kind][0][1], sent(page.content()))


def test_every_kind_is_answered_and_kept(
    hands: Hands, sitting: Sitting, world: World, server: Server, learner: str
) -> None:
    page = hands.page
    world.sign_in(page.context, learner, server.base_url)
    for kind in sitting.slots:
        page.goto(sitting.address(kind))
        give(hands, kind, right(kind))
        expect(page.get_by_role("button", name="Clear my answer")).to_be_visible()
        keep(hands)
        assert stored(page, sitting.address(kind), kind) == right(kind)
    page.goto(f"/attempts/{sitting.attempt}/check/")
    expect(page.get_by_text(f"All {len(KINDS)} questions are answered.")).to_be_visible()


@pytest.mark.parametrize(
    ("kind", "half", "hint"),
    [
        ("matching", {"rows": {"hope": "clinician"}}, ""),
        ("ordering", {"places": {"listen": 1, "ask": 1}}, "Another step has place 1, too."),
        ("number", {"text": "an hour"}, "This is not a number. Write it in digits."),
    ],
)
def test_what_is_unfinished_is_kept_and_said(
    open_page: OpenPage, sitting: Sitting, learner: str, kind: str, half: Any, hint: str
) -> None:
    page = open_page(learner)
    page.goto(sitting.address(kind))
    give(Mouse(page), kind, half)
    if kind == "number":
        page.get_by_label("Your answer").blur()
    expect(page.locator(".save-state.is-saved")).to_contain_text("Saved at")
    assert stored(page, sitting.address(kind), kind) == half
    if hint:
        expect(page.locator(".kind-hint").first).to_have_text(hint)
        field = page.locator("select, .kind-text").and_(page.locator("[aria-describedby*=hint]")).first
        expect(field).to_have_accessible_description(re.compile(re.escape(hint)))


def test_a_button_clears_every_kind(open_page: OpenPage, sitting: Sitting, learner: str) -> None:

    page = open_page(learner, scripts=False)
    for kind in sitting.slots:
        page.goto(sitting.address(kind))
        clear = page.get_by_role("button", name="Clear my answer", include_hidden=True)
        expect(clear).not_to_be_visible()
        give(Mouse(page, has_scripts=False), kind, right(kind))
        clear.click()
        assert stored(page, sitting.address(kind), kind) == {}


HALF = {"number": {"text": "x"}, "ordering": {"places": {"ask": 1, "call": 1}}}


def test_every_kind_fits_a_small_screen_and_axe_finds_nothing(
    open_page: OpenPage, sitting: Sitting, learner: str
) -> None:
    page = open_page(learner, bypass_csp=True)
    wrong = []
    for kind in sitting.slots:
        page.goto(sitting.address(kind))
        wrong += [f"{kind}: {found}" for found in _troubles(page)]
        if kind in HALF:
            give(Mouse(page), kind, HALF[kind])
            page.get_by_role("heading", level=1).click()
            expect(page.locator(".save-state.is-saved")).to_contain_text("Saved at")
            page.goto(sitting.address(kind))
            expect(page.locator(".kind-hint").first).to_be_visible()
            wrong += [f"{kind}, half: {found}" for found in _troubles(page)]
    assert wrong == []


def _troubles(page: Page) -> Iterator[str]:
    """What sticks out of the narrowest phone, what a finger would miss, and what axe finds."""
    page.set_viewport_size({"width": NARROW, "height": 800})
    yield from map(str, page.evaluate(SIDEWAYS, NARROW))
    yield from page.evaluate(SMALL)
    yield from examine(page)


def test_the_supervisors_page_of_every_kind_is_clean(
    open_page: OpenPage, sitting: Sitting, learner: str, server: Server
) -> None:
    mine = open_page(learner, scripts=False)

    for kind in sitting.slots:
        mine.goto(sitting.address(kind))
        give(Mouse(mine, has_scripts=False), kind, right(kind))
        mine.get_by_role("button", name=re.compile("Flag for later")).click()
    mine.goto(f"/attempts/{sitting.attempt}/check/")
    mine.get_by_role("button", name=re.compile("^Hand in")).click()
    page = open_page("alma", bypass_csp=True)
    page.goto(f"/review/{sitting.attempt}/")
    expect(page.get_by_text("Matches the key")).to_have_count(len(KINDS) - 1)
    expect(page.get_by_text("Waits for a person")).to_have_count(1)
    assert list(examine(page)) == []
    page.set_viewport_size({"width": 320, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_the_form_for_writing_every_kind_is_clean(open_page: OpenPage, sitting: Sitting) -> None:
    page = open_page("alma", bypass_csp=True)
    wrong = []
    for kind, question in sitting.questions.items():
        page.goto(f"/admin/quizzes/question/{question}/change/")
        expect(page.get_by_label("Question", exact=True)).to_have_value(SAMPLES[kind][0][0])
        wrong += [f"{kind} {found}" for found in examine(page)]
        page.set_viewport_size({"width": NARROW, "height": 800})
        wrong += [f"{kind} {found}" for found in page.evaluate(SIDEWAYS, NARROW)]
    assert wrong == []


@pytest.mark.parametrize("scripts", [True, False])
def test_a_trainer_writes_a_matching_question(open_page: OpenPage, sitting: Sitting, scripts: bool) -> None:
    page = open_page("alma", scripts=scripts)
    page.goto(f"/admin/quizzes/question/{sitting.questions['matching']}/change/")
    choices, line = page.get_by_role("group", name="Choice 4"), page.get_by_role("group", name="Line 4")
    choices.get_by_label("Text").fill("A sponsor")
    line.get_by_label("Text").fill("Walk with him through the Twelve Steps")
    line.get_by_label("What belongs to it").select_option("Choice 4")
    line.get_by_label("Why it does").fill("A sponsor has walked them.")
    page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_text("The draft is saved. Learners do not see it yet.")).to_be_visible()
    expect(line.get_by_label("What belongs to it")).to_have_value("4")
    frame = page.frame_locator("iframe[name=preview]")
    expect(frame.get_by_label("Walk with him through the Twelve Steps")).to_be_visible()
