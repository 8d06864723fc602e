"""A trainer's whole way: from a text with faults to a page that learners read, and on to what changes in it later."""

from __future__ import annotations

import re
from contextlib import suppress
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.browser.authoring_stage import CODE, COURSE, LESSON
from tests.browser.conftest import OpenPage, sign_in_by_form
from tests.browser.hands import Hands, Keyboard

pytestmark = pytest.mark.browser

OUTLINE = f"/courses/{COURSE}/"
SIGN = "Changed since you finished this"
PUBLISHED = re.compile("^Published. Learners now see")
TEXT = f"""TITLE

Lesson: {LESSON}
Time Estimate: ~25 minutes

  • Reading Time: ~20 minutes (3,500 words / 175 wpm)
  • Activity: Think of a time (3-5 minutes)

📖 Learning Objectives

By the end of this topic, you will be able to:
✅ Tell a peer from a nurse
✅ Say whose job it is


🔍 Whose Job Is It?

A peer walks beside a person. The person picks the road—always.

🗣️ “I walk next to you. You pick the road.”

RoleWhat They DoWhat They Don’t Do
PeerShares what was livedTells others what to do
Nurse (Day, Night)Gives careShares their own story
Guide (12-Step)Explains the stepsWork with every path

🚫 A Peer Should NEVER:

  • Push a person.
  • Tell others what was said.

✅ A Peer Should ALWAYS:

  • Start where the person is.
  • Keep the time that was promised.

📌 Key Takeaways

✔ You walk beside.
✔ They pick the road.
"""


def test_a_text_with_faults_becomes_a_page_and_changes_with_its_learners(
    hands: Hands, open_page: OpenPage, learner: str
) -> None:
    title = f"Whose Job {uuid4().hex[:8]}"
    reader = open_page(learner, scripts=hands.has_scripts, width=360)
    sign_in_by_form(hands, "quinn")
    _paste(hands, title)
    _look_at_the_table(hands.page)
    hands.press("Make it a draft topic")
    expect(hands.page.get_by_text("The draft is made. Learners do not see it.")).to_be_visible()
    topic = hands.page.url
    _add_a_scenario(hands, title)
    _go(hands, topic)
    hands.press("Publish")
    expect(hands.page.get_by_text(PUBLISHED)).to_be_visible()
    _read(reader, title)
    _mend_the_words(hands, topic, reader, title)
    _change_the_substance(hands, topic, reader, title)


def _paste(hands: Hands, title: str) -> None:
    """What a word processor, a mail and a web page made of the text together."""
    hands.follow(re.compile("Authoring"))
    hands.follow("Topics")
    hands.follow("New topic")
    hands.follow("From text you have")
    expect(hands.page.get_by_role("heading", level=1)).to_have_text("From text you have")
    # Not typed: it is what the clipboard holds.
    hands.page.get_by_label("Your text").fill(misread(TEXT.replace("TITLE", title)))
    hands.press("Show what you make of it")
    expect(hands.page.get_by_role("heading", level=1)).to_have_text("What we made of it")
    expect(hands.page.get_by_label("Title")).to_have_value(title)
    expect(hands.page.get_by_text("The text says about 25 minutes and 3,500 words.")).to_be_visible()
    expect(hands.page.get_by_role("heading", name="We mended damaged characters")).to_be_visible()


def _look_at_the_table(page: Page) -> None:
    """Its cells were found without tabs, so that they take no click at all."""
    rows = page.locator(".paste-table tr").all()
    cells = [row.locator("th, td").all_inner_texts() for row in rows]
    assert [[text.split("\n")[0].strip() for text in row] for row in cells] == [
        ["Role", "What They Do", "What They Don’t Do"],
        ["Peer", "Shares what was lived", "Tells others what to do"],
        ["Nurse (Day, Night)", "Gives care", "Shares their own story"],
        ["Guide (12-Step)", "Explains the steps", "Work with every path"],
    ]


def misread(text: str) -> str:
    """As a program shows it that takes the bytes of UTF-8 for Thai and, where Thai has no sign, for Western."""

    def sign(byte: int) -> str:
        for encoding in ("cp874", "cp1252"):
            with suppress(UnicodeDecodeError):
                return bytes([byte]).decode(encoding)
        return chr(byte)

    return "".join(map(sign, text.encode()))


def _add_a_scenario(hands: Hands, title: str) -> None:
    """From the topic's toolbar; without script, from the list of what one can write."""
    if isinstance(hands, Keyboard):
        hands.write(re.compile("^Text"), "", after=True)
        for key in ("Alt+F10", "End", "Enter"):
            hands.page.keyboard.press(key)
    elif hands.has_scripts:
        hands.follow(re.compile("^Scenario$"))
    else:
        hands.open("What you can write")
        hands.follow("New scenario")
    hands.write("Title", f"A Ride Home, {title}")
    hands.press("Save")
    hands.write("Situation", "Luis has missed his bus. “You go my way,” he says.")
    hands.write("Questions", "What do you say to Luis?")
    hands.write("What a thoughtful answer might weigh", "He needs a ride, and you need a limit.")
    hands.press("Publish")
    expect(hands.page.get_by_text(PUBLISHED)).to_be_visible()


def _go(hands: Hands, address: str) -> None:
    """On from a page that is all there, its preview too."""
    hands.page.wait_for_load_state("networkidle")
    hands.page.goto(address)


def _read(reader: Page, title: str) -> None:
    """A learner joins, finds all of it on a phone, and finishes it."""
    reader.goto(f"/join/{CODE}/")
    reader.get_by_role("button", name=re.compile("^Join")).click()
    _open(reader, title)
    article = reader.locator("article")
    expect(article.get_by_role("table")).to_contain_text("Gives care")
    expect(article.locator(".pair .box-never li")).to_have_text(
        ["Push a person.", "Tell others what was said."]
    )
    expect(article.locator(".pair .box-always li").first).to_have_text("Start where the person is.")
    expect(reader.get_by_text("“You go my way,” he says.")).to_be_visible()
    expect(reader.get_by_text("Time Estimate")).to_have_count(0)
    assert not re.search("[\u0e00-\u0e7f]|!!!|\\|", article.inner_text())
    assert reader.evaluate("document.documentElement.scrollWidth") <= 360
    reader.get_by_role("button", name=re.compile("^Mark as read")).click()


def _open(reader: Page, title: str) -> None:
    reader.goto(OUTLINE)
    reader.locator("main").get_by_role("link", name=re.compile(title)).first.click()
    expect(reader.get_by_role("heading", level=1)).to_have_text(title)


def _mend_the_words(hands: Hands, topic: str, reader: Page, title: str) -> None:
    _go(hands, topic)
    hands.write(re.compile("^Text"), "\n\nWalking takes time.\n", after=True)
    hands.press("Publish")
    expect(hands.page.get_by_text(PUBLISHED)).to_be_visible()
    reader.goto(OUTLINE)
    expect(reader.get_by_text(SIGN)).to_have_count(0)
    _open(reader, title)
    expect(reader.get_by_text("Walking takes time.")).to_be_visible()
    expect(reader.get_by_text(SIGN)).to_have_count(0)


def _change_the_substance(hands: Hands, topic: str, reader: Page, title: str) -> None:
    note = f"We no longer give rides, {uuid4().hex[:8]}."
    _go(hands, topic)
    hands.write(re.compile("^Text"), "\n\nCall the office for a ride.\n", after=True)
    hands.choose(hands.page.get_by_label("Something changed that they should know."))
    hands.write("What changed", note)
    hands.tick("Ask them to say that they have read it")
    hands.press("Publish")
    expect(hands.page.get_by_text(PUBLISHED)).to_be_visible()
    reader.goto(OUTLINE)
    expect(reader.locator("main").get_by_text(SIGN)).to_be_visible()
    _open(reader, title)
    expect(reader.locator("article").get_by_text(note, exact=True)).to_be_visible()
    reader.get_by_role("link", name="See what changed, and say that you have read it").click()
    expect(reader.locator("ins").get_by_text("Call the office for a ride.")).to_be_visible()
    reader.get_by_role("button", name="I have read what changed").click()
    expect(reader.get_by_role("heading", level=1)).to_have_text(title)
    expect(reader.get_by_text(SIGN)).to_have_count(0)
