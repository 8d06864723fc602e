"""Watches a browser while a test drives it: whatever goes wrong behind the page is written down."""

from __future__ import annotations

import re

from playwright.sync_api import BrowserContext, ConsoleMessage, Request, Response, WebError

PARTS = ("stylesheet", "script", "image", "font")


class Watch:
    """``troubles`` holds console errors (violations of the content security policy are among them), errors of scripts,
    failed requests, and replies of 500 and above. What a test brings about on purpose it names with ``expect``.

    A page that is left before it is whole gives up the rest of its parts, and how much that is depends on the machine.
    Such parts are asked for anew in the same browser: one that does not come then is a trouble."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self.expected: list[re.Pattern[str]] = []
        self._contexts: list[BrowserContext] = []
        self._given_up: list[tuple[BrowserContext, str]] = []

    def expect(self, *patterns: str) -> None:
        """Troubles that match one of these regular expressions are part of the test."""
        self.expected += map(re.compile, patterns)

    @property
    def troubles(self) -> list[str]:
        return [found for found in self.found if not any(each.search(found) for each in self.expected)]

    def settle(self, where: str) -> None:
        """Raise the troubles up to here with the name of the place; forget them, and what was expected."""
        self._ask_again()
        troubles = self.troubles
        self.found.clear()
        self.expected.clear()
        assert not troubles, f"{where}: {troubles}"

    def over(self, context: BrowserContext) -> None:
        """Watch all pages of this context from now on."""
        self._contexts.append(context)
        context.on("close", self._closed)
        context.on("console", self._console)
        context.on("weberror", self._script)
        context.on("requestfailed", self._request)
        context.on("response", self._response)

    def _closed(self, context: BrowserContext) -> None:
        self._contexts.remove(context)

    def stop(self) -> None:
        """A browser that is closed gives up what it was loading; that is nobody's fault."""
        self._ask_again()
        for context in self._contexts:
            context.remove_listener("requestfailed", self._request)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            where = message.page.url if message.page else ""
            self.found.append(f"console {message.type}: {message.text} ({where})")

    def _script(self, problem: WebError) -> None:
        self.found.append(f"script error: {problem.error}")

    def _request(self, request: Request) -> None:
        given_up = request.failure == "net::ERR_ABORTED"
        # The way to a page is given up when another way is taken, or when its address turns out to hold a file to keep.
        if given_up and request.is_navigation_request():
            return
        if given_up and request.resource_type in PARTS:
            self._given_up.append((request.frame.page.context, request.url))
            return
        where = f"in {request.frame.url}, on {request.frame.page.url}"
        self.found.append(f"failed request: {request.method} {request.url}: {request.failure} ({where})")

    def _ask_again(self) -> None:
        given_up, self._given_up = self._given_up, []
        for context, url in given_up:
            if context in self._contexts and not (reply := context.request.get(url)).ok:
                self.found.append(f"reply {reply.status} to what was given up before: {url}")

    def _response(self, response: Response) -> None:
        if response.status >= 500:
            self.found.append(f"reply {response.status}: {response.url}")
