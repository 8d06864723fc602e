"""A browser without a screen: keeps cookies, fills in forms as the page gives them, follows no redirect by itself."""

from __future__ import annotations

import gzip
import http.client
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from html.parser import HTMLParser
from http.cookies import SimpleCookie
from typing import TYPE_CHECKING
from urllib.parse import urlencode

if TYPE_CHECKING:
    from tests.live.server import Server

TIMEOUT_SECONDS = 40


class LostReply(Exception):
    """The request was sent and the connection ended before the reply was complete."""


@dataclass(frozen=True)
class Reply:
    """``body`` is decompressed; ``size`` is its length on the wire, without headers."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes
    size: int

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def location(self) -> str:
        return self.headers.get("Location", "")

    @cached_property
    def hidden(self) -> dict[str, str]:
        """The hidden inputs of the page by name; the last of a name counts."""
        reader = _HiddenInputs()
        reader.feed(self.text)
        return reader.found


class _HiddenInputs(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "input" and given.get("type") == "hidden" and given.get("name"):
            self.found[given["name"] or ""] = given.get("value") or ""


class Visitor:
    """One person's browser. With ``keep_alive`` its requests share a connection, as a browser's do while it is used.

    ``always`` holds headers that go with every request.
    """

    def __init__(self, server: Server, *, keep_alive: bool = False) -> None:
        self.server = server
        self.cookies: dict[str, str] = {}
        self.always: dict[str, str] = {}
        self._keep_alive = keep_alive
        self._waits = True
        self._connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=TIMEOUT_SECONDS)

    def tab(self) -> Visitor:
        """Another tab of the same browser, with a connection of its own."""
        other = Visitor(self.server, keep_alive=self._keep_alive)
        other.cookies, other.always = dict(self.cookies), dict(self.always)
        return other

    def get(self, path: str, **headers: str) -> Reply:
        return self._ask("GET", path, None, headers)

    def post(self, path: str, fields: Mapping[str, str], **headers: str) -> Reply:
        """Send a form. Keywords are headers: ``hx_request="true"`` sends ``Hx-Request: true``. Raises LostReply."""
        token = {"csrfmiddlewaretoken": self.cookies.get("csrftoken", "")}
        headers["content_type"] = "application/x-www-form-urlencoded"
        return self._ask("POST", path, urlencode({**token, **fields}).encode("ascii"), headers)

    def hang_up_after(self, seconds: float) -> Visitor:
        """A tab whose connection breaks when a reply takes longer; 0 waits for none. Raises LostReply then."""
        tab = self.tab()
        tab._waits = seconds > 0
        tab._connection.timeout = seconds or TIMEOUT_SECONDS
        return tab

    def sign_in(self, email: str, password: str) -> Visitor:
        """Through the sign-in page. Raises AssertionError when it refuses."""
        self.get("/account/login/")
        reply = self.post("/account/login/", {"login": email, "password": password})
        assert reply.status == 302, reply.text
        return self

    def resume(self, session: str) -> Visitor:
        """With a session that exists already."""
        self.cookies["sessionid"] = session
        return self

    def _ask(self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]) -> Reply:
        sent = self.always | {name.replace("_", "-"): value for name, value in headers.items()}
        sent |= {"Accept-Encoding": "gzip", "Connection": "keep-alive" if self._keep_alive else "close"}
        if self.cookies:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if self._connection.sock is None:
            self._connection.connect()
        try:
            self._connection.request(method, path, body, sent)
            # A reply that is there at once, while this process was not, would be taken in spite of any bound.
            if not self._waits:
                raise TimeoutError
            response = self._connection.getresponse()
            raw = response.read()
        except (http.client.HTTPException, ConnectionError, TimeoutError) as problem:
            self._connection.close()
            raise LostReply(f"{method} {path}: {problem!r}") from problem
        self._keep_cookies(response.headers)
        zipped = response.headers.get("Content-Encoding") == "gzip"
        return Reply(response.status, response.headers, gzip.decompress(raw) if zipped else raw, len(raw))

    def _keep_cookies(self, headers: http.client.HTTPMessage) -> None:
        for line in headers.get_all("Set-Cookie", []):
            for name, morsel in SimpleCookie(line).items():
                if morsel["max-age"] == "0":
                    self.cookies.pop(name, None)
                else:
                    self.cookies[name] = morsel.value

    def close(self) -> None:
        self._connection.close()
