"""Ways to work a page: with the mouse, or with the keyboard alone. A walk is written once, for either."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Protocol, TypeVar

from playwright.sync_api import Error, Locator, Page

MOST_TABS = 110
Words = str | re.Pattern[str]
Said = TypeVar("Said")

# Where the focus is: its place in the document's order, and whether a person could see it: with a ring, inside the
# window, and not hidden below something else. Choices show it on their card; what has the focus inside a frame counts
# for the frame.
FOCUS = """() => {
  let element = document.activeElement;
  const page = performance.timeOrigin;
  const place = [...document.querySelectorAll('*')].indexOf(element);
  const inside = element !== document.body;
  if (element.tagName === 'IFRAME') element = element.contentDocument.activeElement;
  const words = element.outerHTML.slice(0, 160);
  const shown = element.closest('.choice') ?? element;
  const style = shown.ownerDocument.defaultView.getComputedStyle(shown);
  const ringed = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
  const bare = [...shown.getClientRects()].some(({left, right, top, bottom}) =>
    [[left + 3, top + 3], [right - 3, bottom - 3], [(left + right) / 2, (top + bottom) / 2]]
      .some(([x, y]) => shown.contains(shown.ownerDocument.elementFromPoint(x, y))));
  return {page, place, words, visible: ringed && bare, inside};
}"""


class Hands(Protocol):
    """What a person does to a page; things are named as the page names them.

    Whoever leaves a page has seen all of it: a style sheet or script on its way would be cut off, and count as trouble.
    """

    page: Page
    has_scripts: bool

    def follow(self, link: Words) -> None:
        """Follow a link."""

    def press(self, button: Words) -> None:
        """Press a button."""

    def open(self, summary: Words) -> None:
        """Unfold what stands behind a line."""

    def write(self, label: Words, text: str, *, after: bool = False) -> None:
        """Put ``text`` into a field, in place of what is there or ``after`` it."""

    def pick(self, label: Words, option: str) -> None:
        """Pick from a drop-down list."""

    def tick(self, label: Words) -> None:
        """Put a mark into a box."""

    def choose(self, choice: Locator) -> None:
        """Choose one of the answers to a question: a radio button or a check box."""


class Mouse:
    """Also for pages without scripts."""

    def __init__(self, page: Page, *, has_scripts: bool = True) -> None:
        self.page = page
        self.has_scripts = has_scripts

    def follow(self, link: Words) -> None:
        self.page.wait_for_load_state()
        self.page.get_by_role("link", name=link).click()
        self.page.wait_for_load_state()

    def press(self, button: Words) -> None:
        self.page.wait_for_load_state()
        self.page.get_by_role("button", name=button).click()
        self.page.wait_for_load_state()

    def open(self, summary: Words) -> None:
        self.page.locator("summary", has_text=summary).click()

    def write(self, label: Words, text: str, *, after: bool = False) -> None:
        field = self.page.get_by_label(label)
        field.fill(field.input_value() + text if after else text)

    def pick(self, label: Words, option: str) -> None:
        self.page.get_by_label(label).select_option(option)

    def tick(self, label: Words) -> None:
        self.page.get_by_label(label).check()

    def choose(self, choice: Locator) -> None:
        choice.locator("xpath=..").click()


class Keyboard:
    """Tab, Enter, Space, arrows and letters; nothing else touches the page.

    On the way it asserts that the focus can be seen at each stop, and that it follows the order of the document.
    """

    def __init__(self, page: Page) -> None:
        self.page = page
        self.has_scripts = True

    def follow(self, link: Words) -> None:
        self.reach(self.page.get_by_role("link", name=link))
        self.page.keyboard.press("Enter")

    def press(self, button: Words) -> None:
        self.reach(self.page.get_by_role("button", name=button))
        self.page.keyboard.press("Space")

    def open(self, summary: Words) -> None:
        self.reach(self.page.locator("summary", has_text=summary))
        self.page.keyboard.press("Enter")

    def write(self, label: Words, text: str, *, after: bool = False) -> None:
        self.reach(self.page.get_by_label(label))
        self.page.keyboard.press("Control+End" if after else "Control+A")
        self.page.keyboard.type(text)

    def pick(self, label: Words, option: str) -> None:
        field = self.page.get_by_label(label)
        self.reach(field)
        options = field.locator("option").all_inner_texts()
        steps = options.index(option) - options.index(field.locator("option:checked").inner_text())
        for _ in range(abs(steps)):
            self.page.keyboard.press("ArrowDown" if steps > 0 else "ArrowUp")
        assert field.locator("option:checked").inner_text() == option

    def tick(self, label: Words) -> None:
        self.reach(self.page.get_by_label(label))
        self.page.keyboard.press("Space")

    def choose(self, choice: Locator) -> None:
        if choice.get_attribute("type") == "checkbox":
            self.reach(choice)
            self.page.keyboard.press("Space")
            return
        group = choice.locator("xpath=ancestor::fieldset").locator("input")
        self.reach(group)
        if _has_focus(choice):
            self.page.keyboard.press("Space")
        for _ in range(group.count()):
            if not choice.is_checked():
                self.page.keyboard.press("ArrowDown")
        assert choice.is_checked()

    def reach(self, target: Locator) -> None:
        """Tab until ``target``, or one of it, has the focus. Fails when it is not reached, or the way is not clear."""
        target.first.wait_for()
        self.page.wait_for_load_state()
        for _ in range(MOST_TABS):
            if self._ask(lambda: _has_focus(target)):
                return
            self.tab()
        raise AssertionError(f"{MOST_TABS} tabs do not lead to {target}")

    def tab(self) -> str:
        """Go on to the next stop; what is there, or nothing when the page is left at its end."""
        before = self._focus()
        self.page.keyboard.press("Tab")
        focus = self._focus()
        if not focus["inside"]:
            return ""
        assert focus["visible"], f"The focus cannot be seen: {focus['words']}"
        same = before["inside"] and before["page"] == focus["page"]
        assert not same or focus["place"] >= before["place"], f"The focus jumps back: {focus['words']}"
        return str(focus["words"])

    def _focus(self) -> dict[str, Any]:
        return self._ask(lambda: self.page.evaluate(FOCUS))

    def _ask(self, question: Callable[[], Said]) -> Said:
        """A key may have begun the way to another page, which sweeps the question away: ask there again."""
        while True:
            try:
                return question()
            except Error as swept:
                if "context was destroyed" not in str(swept):
                    raise
                self.page.wait_for_load_state()


def _has_focus(target: Locator) -> bool:
    return bool(target.evaluate_all("all => all.includes(document.activeElement)"))
