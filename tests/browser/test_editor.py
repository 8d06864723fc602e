"""The topic's editor in a real browser: buttons, tables without signs, the page beside the text, and nothing lost."""

from __future__ import annotations

import re
from collections.abc import Iterator
from uuid import uuid4

import pytest
from playwright.sync_api import Dialog, Locator, Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.hands import Keyboard
from tests.browser.watch import Watch
from tests.browser.world import World

pytestmark = pytest.mark.browser

KEPT = re.compile(r"Kept on the server \(.+\)\. Not a draft yet\.")


@pytest.fixture
def page(open_page: OpenPage, world: World) -> Iterator[Page]:
    """The editor of a topic that is new, as its trainer has it: with an empty text."""
    page = open_page("tess")
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(world.address("admin:lessons_topic_add"))
    page.get_by_label("Title").fill(f"A new topic {uuid4().hex[:8]}")
    page.get_by_label("Lesson").select_option(index=1)
    page.get_by_role("button", name="Save").click()
    expect(text(page)).to_have_value("")
    expect(page.get_by_role("toolbar")).to_be_visible()
    yield page
    page.close()


def text(page: Page) -> Locator:
    return page.get_by_label("Text", exact=True)


def press(page: Page, name: str) -> None:
    page.get_by_role("toolbar").get_by_role("button", name=name, exact=True).click()


def test_buttons_write_and_undo_takes_it_back(page: Page) -> None:
    text(page).fill("One word matters.")
    text(page).evaluate("area => area.setSelectionRange(4, 8)")
    page.keyboard.press("Control+b")
    expect(text(page)).to_have_value("One **word** matters.")
    page.keyboard.press("Control+b")
    expect(text(page)).to_have_value("One word matters.")
    press(page, "Heading")
    expect(text(page)).to_have_value("## One word matters.")
    page.keyboard.press("Control+z")
    expect(text(page)).to_have_value("One word matters.")
    page.keyboard.press("Control+End")
    page.keyboard.press("Enter")
    press(page, "Never")
    page.keyboard.type("Leaves.")
    expect(text(page)).to_have_value(
        'One word matters.\n\n!!! never "A peer specialist never"\n    - Leaves.'
    )


@pytest.mark.parametrize(
    ("button", "puts", "line"),
    [
        ("Local block", "Put it in", r"\[local: [a-z-]+\]"),
        ("Resources", "Put them in", r"\[resources: [a-z-]+\]"),
        ("Image", "Put the image in", r"!\[Two people on a park bench.+\]\(images/[a-z-]+\.jpg\)"),
    ],
)
def test_what_the_course_has_is_put_below_the_line(page: Page, button: str, puts: str, line: str) -> None:
    text(page).fill("Before it.\n\nAfter it.")
    text(page).evaluate("area => area.setSelectionRange(3, 3)")
    press(page, button)
    page.get_by_role("dialog").get_by_role("button", name=puts).click()
    expect(text(page)).to_have_value(re.compile(rf"^Before it\.\n\n{line}\n\nAfter it\.$"))
    expect(text(page)).to_be_focused()
    page.keyboard.press("Control+z")
    expect(text(page)).to_have_value("Before it.\n\nAfter it.")


def test_a_topic_without_self_checks_leads_to_where_they_are_written(page: Page) -> None:
    press(page, "Self-check")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("This topic has no self-check yet.")).to_be_visible()
    expect(dialog.get_by_role("button", name="Put it here")).to_be_hidden()
    dialog.get_by_role("link", name="Write self-checks").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Self-checks")


def test_the_toolbar_is_one_stop_and_arrows_go_through_it(page: Page) -> None:
    keyboard = Keyboard(page)
    text(page).focus()
    page.keyboard.press("Alt+F10")
    expect(page.get_by_role("button", name="Bold", exact=True)).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("button", name="Heading", exact=True)).to_be_focused()
    page.keyboard.press("End")
    expect(page.get_by_role("link", name="Scenario", exact=True)).to_be_focused()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    assert "textarea" in keyboard.tab()
    page.keyboard.press("Shift+Tab")
    expect(page.get_by_role("button", name="Heading", exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    expect(text(page)).to_have_value("## What this part is about")
    for tool in page.get_by_role("toolbar").locator(".tool").all():
        box = tool.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 24


def test_a_table_is_made_and_changed_by_keyboard_without_a_sign(page: Page) -> None:
    text(page).focus()
    page.keyboard.press("Alt+F10")
    for _step in range(3):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Table")
    expect(dialog.get_by_label("Caption")).to_be_focused()
    page.keyboard.type("Who does what")
    for words in ("Role", "Does", "Leaves", None, None, None, "Peer", "Shares | listens", "Medicine"):
        page.keyboard.press("Tab")
        if words:
            page.keyboard.type(words)
    dialog.get_by_role("button", name="Row 1: move down").focus()
    page.keyboard.press("Space")
    expect(dialog.get_by_role("button", name="Row 2: move down")).to_be_focused()
    dialog.get_by_role("button", name="Row 1: remove").focus()
    page.keyboard.press("Enter")
    expect(dialog.get_by_label("Row 1, Role")).to_be_focused()
    expect(dialog.get_by_label("Row 1, Role")).to_have_value("Peer")
    dialog.get_by_role("button", name="Put it into the text").press("Enter")
    rows = ("| Role | Does | Leaves |", "| --- | --- | --- |", "| Peer | Shares \\| listens | Medicine |")
    written = "\n".join(["Table: Who does what", "", *rows])
    expect(text(page)).to_have_value(written)
    expect(text(page)).to_be_focused()
    # Within it, the button opens this table.
    page.keyboard.press("ArrowLeft")
    press(page, "Edit table")
    expect(dialog.get_by_label("Row 1, Does")).to_have_value("Shares | listens")
    dialog.get_by_label("Row 1, Does").fill("Listens")
    page.keyboard.press("Escape")
    expect(text(page)).to_be_focused()
    expect(text(page)).to_have_value(written)
    press(page, "Edit table")
    dialog.get_by_label("Row 1, Does").fill("Listens 👋🏽")
    dialog.get_by_role("button", name="Put it into the text").click()
    expect(text(page)).to_have_value(written.replace("Shares \\| listens", "Listens 👋🏽"))


PASTE = """([html, plain]) => {
  const data = new DataTransfer();
  data.setData("text/html", html);
  data.setData("text/plain", plain);
  const paste = new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true});
  document.activeElement.dispatchEvent(paste);
}"""


def test_what_is_pasted_becomes_a_table(page: Page) -> None:
    text(page).fill("Before.")
    page.evaluate(PASTE, ["<p>x</p><table><tr><td>A<td>B<tr><td>1<td>2</table>", "x\nA\tB\n1\t2"])
    expect(text(page)).to_have_value(
        "Before.\n\nx\n\nTable: what this table shows\n\n| A | B |\n| --- | --- |\n| 1 | 2 |"
    )
    page.keyboard.press("Control+z")
    expect(text(page)).to_have_value("Before.")


def test_pasting_without_a_connection_loses_nothing_and_says_so(page: Page, watch: Watch) -> None:
    watch.expect("ERR_INTERNET_DISCONNECTED")
    text(page).focus()
    page.context.set_offline(True)
    page.evaluate(PASTE, ["", "A\tB\n1\t2"])
    expect(text(page)).to_have_value("A\tB\n1\t2")
    expect(page.get_by_text("The table could not be read: there is no connection.")).to_be_visible()
    expect(page.get_by_text("Not kept: there is no connection.")).to_be_visible()
    expect(page.get_by_text("The preview is not up to date: there is no connection.")).to_be_visible()
    page.context.set_offline(False)
    expect(page.get_by_text(KEPT)).to_be_visible()


def test_sources_and_steps_are_chosen_from_lists(page: Page) -> None:
    text(page).focus()
    press(page, "Source")
    expect(page.get_by_role("dialog")).to_contain_text("There is none yet.")
    page.keyboard.press("Escape")
    expect(text(page)).to_be_focused()
    page.get_by_label("Sources", exact=True).fill("tip64 | Peer support | SAMHSA | 2023")
    text(page).focus()
    press(page, "Source")
    page.get_by_role("button", name="Cite it").click()
    expect(text(page)).to_have_value("[^tip64]")
    page.keyboard.press("Control+End")
    press(page, "Link")
    page.get_by_role("combobox", name="Where does the link lead?").select_option("What Peer Specialists Do")
    page.keyboard.press("Enter")
    expect(text(page)).to_have_value("[^tip64][What Peer Specialists Do](step:what-peer-specialists-do)")


def test_the_page_beside_follows_and_keeps_its_place(page: Page) -> None:
    sent: list[str] = []
    page.on(
        "request", lambda request: sent.append(request.url) if request.url.endswith("/preview/") else None
    )
    frame = page.frame_locator("iframe[name=preview]")
    text(page).fill("## Long\n\n" + "A plain sentence stands here.\n\n" * 60)
    expect(frame.get_by_text("A plain sentence").first).to_be_visible()
    expect(page.locator("form .figures")).to_have_text(
        re.compile(r"About \d+ minutes, 30[0-9] words\. Reading grade \d")
    )
    inside = page.frame(name="preview")
    assert inside is not None
    inside.evaluate("scrollTo(0, 500)")
    before = len(sent)
    page.keyboard.press("Control+End")
    page.keyboard.type("The end of it is here, after many letters.", delay=30)
    expect(frame.get_by_text("The end of it is here, after many letters.")).to_be_attached()
    assert inside.evaluate("scrollY") == 500
    assert len(sent) - before <= 3


def test_unsaved_text_survives_a_closed_tab(page: Page, open_page: OpenPage) -> None:
    address, words = page.url, f"Nobody walks alone {uuid4().hex[:8]}."
    text(page).fill(words)
    expect(page.get_by_text(KEPT)).to_be_visible()
    page.close()
    again = open_page("tess")
    again.goto(address)
    expect(again.get_by_text("You have unsaved text of today")).to_be_visible()
    # What is typed now does not take its place unasked.
    text(again).press_sequentially("Something else.")
    expect(again.get_by_text("Not kept yet: first choose, at the top")).to_be_visible()
    again.on("dialog", lambda dialog: dialog.accept())
    again.get_by_role("link", name="See the difference").click()
    expect(again.locator("ins")).to_have_text([words])
    again.get_by_role("link", name="Continue with it").click()
    expect(text(again)).to_have_value(words)
    expect(again.frame_locator("iframe[name=preview]").get_by_text(words)).to_be_visible()
    again.get_by_role("button", name="Save draft").click()
    expect(again.get_by_text("The draft is saved.")).to_be_visible()
    expect(again.get_by_text("You have unsaved text")).to_have_count(0)


def test_leaving_asks_only_when_something_is_unsaved(open_page: OpenPage, world: World) -> None:
    asked: list[str] = []
    page = open_page("tess")

    def accept(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", accept)
    address = world.address("admin:lessons_scenario_change", "admin_scenario")
    page.goto(address)
    page.reload()
    assert asked == []
    page.get_by_label("Situation").press_sequentially("And then?")
    page.reload()
    assert asked == ["beforeunload"]
    page.goto(address)
    page.get_by_label("Situation").press_sequentially("And then?")
    page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_text("The draft is saved.")).to_be_visible()
    page.reload()
    assert asked == ["beforeunload"]


def test_without_script_a_table_is_edited_on_a_page(open_page: OpenPage, world: World) -> None:
    page = open_page("tess", scripts=False)
    page.goto(world.address("admin:lessons_topic_change", "admin_topic"))
    expect(page.get_by_role("toolbar")).to_have_count(0)
    # Whoever edited this topic before may have left unsaved text: then it is offered, and typing goes elsewhere.
    if page.get_by_role("button", name="Throw it away").is_visible():
        page.get_by_role("button", name="Throw it away").click()
    page.get_by_label("Title").fill("Typed, not saved")
    page.get_by_role("button", name="Edit the table “Four roles that support recovery”").click()
    page.get_by_role("button", name="Row 4: move up").click()
    page.get_by_label("Row 1, Role").fill("A peer")
    page.get_by_role("button", name="Put it into the text").click()
    expect(page.get_by_label("Title")).to_have_value("Typed, not saved")
    expect(text(page)).to_have_value(re.compile(r"\| A peer \|"))
    page.goto(world.address("admin:lessons_topic_change", "admin_topic"))
    page.get_by_role("button", name="Throw it away").click()
    expect(page.get_by_text("The unsaved text is thrown away.")).to_be_visible()
