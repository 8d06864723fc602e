"""Every kind of page that the product has, who sees it, and how one gets there.

A new address without a place here fails ``test_every_page``; so does a new place in the admin.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from playwright.sync_api import Page, Route, expect

from tests.browser.world import World

Act = Callable[[Page], None]


@dataclass(frozen=True)
class Place:
    """A page called ``name``: the address of ``view``, opened by ``who`` (empty: nobody is signed in).

    ``then`` leads on from there to a state that has no address. ``query`` is appended to the address. ``document``
    names a page of the ``World`` that no address shows. ``odd`` matches what the browser rightly complains about.
    """

    name: str
    view: str
    who: str = ""
    then: Act | None = None
    query: str = ""
    document: str = ""
    odd: str = r"(?!)"

    def open(self, page: Page, world: World) -> None:
        if self.document:
            body = world.documents[self.document]
            page.route("**/odd/", lambda route: _answer(route, body))
            page.goto("/odd/")
            return
        page.goto(world.address(self.view, self._ids(world)) + self.query)
        if self.then:
            self.then(page)

    def _ids(self, world: World) -> str:
        return self.name.replace("-", "_") if self.name.replace("-", "_") in world.ids else self.view


def _answer(route: Route, body: str) -> None:
    route.fulfill(body=body, content_type="text/html")


# --- States without an address ---------------------------------------------------------------------------------------


def _press(button: str) -> Act:
    return lambda page: page.get_by_role("button", name=re.compile(button)).first.click()


def _sign_in_wrongly(page: Page) -> None:
    page.get_by_label("Email").fill("ada@demo.example")
    page.get_by_label("Password").fill("wrong")
    page.get_by_role("button", name="Sign in").click()
    expect(page.locator(".alert-danger")).to_be_visible()


def _join_wrongly(page: Page) -> None:
    page.get_by_label("Join code").fill("XXXX-XXXX")
    page.get_by_role("button", name=re.compile("Go on")).click()
    expect(page.locator(".invalid-feedback")).to_be_visible()


def _lose_the_token(page: Page) -> None:
    page.context.clear_cookies(name="csrftoken")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Please send that form again")
