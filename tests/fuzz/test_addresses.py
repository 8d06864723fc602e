"""Addresses and cookies that nobody's browser would send: the answer is a page, never a breakdown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tests.fuzz import hostile, judge
from tests.fuzz.hostile import encoded
from tests.fuzz.walk import client_of

pytestmark = pytest.mark.fuzz

PARTS: dict[str, list[str | bytes]] = {
    "int": ["0", "7", str(2**31), str(10**30), str(2**63 - 1), str(2**63), "1" + "0" * 3000],
    "other": [
        *(each for each in hostile.TYPED.values() if each),
        *hostile.RAW.values(),
        "9" * 30,
        "x" * 3_000,
        "..",
        "_2F",
        "_00",
    ],
}
PIECE = re.compile(r"<(?:(\w+):)?\w+>|\(\?P<\w+>[^()]*\)")


def patterns(resolver: URLResolver | None = None, prefix: str = "/") -> Iterator[str]:
    for entry in (resolver or get_resolver()).url_patterns:
        path = prefix + str(entry.pattern).replace("^", "").replace("\\Z", "").replace("$", "")
        if isinstance(entry, URLResolver):
            yield from patterns(entry, path)
        elif isinstance(entry, URLPattern):
            yield path


def addresses(pattern: str) -> Iterator[str]:
    """The pattern with one hostile part after the other, the others as they may well be."""
    found = list(PIECE.finditer(pattern))
    for piece in found:
        for value in PARTS["int" if piece[1] == "int" else "other"][:: 1 if hostile.LONG else 3]:
            path = pattern
            for other in reversed(found):
                filled = encoded(value) if other is piece else "1"
                path = path[: other.start()] + filled + path[other.end() :]
            yield path


VARIABLE = [pattern for pattern in patterns() if PIECE.search(pattern)]


def test_there_are_addresses_with_variable_parts() -> None:
    assert {"/join/<str:code>/", "/attempts/<int:pk>/"} <= set(VARIABLE)


@pytest.mark.parametrize("visitor", ["ada", "alma"])
def test_no_address_breaks_a_page(world: None, visitor: str) -> None:
    client, wrong = client_of(visitor), list[str]()
    for pattern in VARIABLE:
        for address in addresses(pattern):
            with judge.undone(client):
                said = judge.problems_of_page(client.get(address))
                said += judge.problems_of_page(client.post(address)) if hostile.LONG else []
            wrong += [f"{address[:80]}: {each}" for each in said]
    assert not wrong, "\n".join(wrong)


VALUES = ["//evil.example", "a\x00b", "9" * 30, "1"]


@pytest.mark.parametrize("visitor", ["anonymous", "ada", "sam", "alma"])
def test_unknown_parameters_break_nothing(world: None, visitor: str) -> None:
    """Names that other programs know, and names that no program knows."""
    names = [
        "next",
        "e",
        "_popup",
        "_to_field",
        "all",
        "_facets",
        "pk__in",
        "id__gt",
        "format",
        "page",
        "p",
        "o",
        "x[]",
    ]
    names += ["user__password__startswith", "a\x00b", "\u202e", "%", "__class__", "csrfmiddlewaretoken"]
    pages = [
        "/",
        "/join/",
        "/account/login/",
        "/courses/peer/",
        "/reflections/",
        "/review/",
        "/admin/course/person/",
    ]
    client = client_of(visitor)
    for page in pages:
        for turn, name in enumerate(names):
            for value in VALUES if hostile.LONG else [VALUES[turn % 4]]:
                response = client.get(f"{page}?{encoded(name)}={encoded(value)}")
                assert not judge.problems_of_page(response), (page, name, value)
                assert "evil.example" not in response.headers.get("Location", "").partition("?")[0]


NAMES = [settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, settings.LANGUAGE_COOKIE_NAME, "messages"]
COOKIES = [
    "",
    "x",
    "x" * 4_000,
    '"abcdefgh\\000ijkl"',
    '"abcdefgh\\377\\300ijkl"',
    "abcdefgh\x07ijkl",
    "abcdefgh\u202eijkl",
    "abcdefgh'--;",
    "{}",
    "gAAAAABo",
    "../../../../etc/passwd",
    "<script>alert(1)</script>",
]


@pytest.mark.parametrize("name", NAMES)
def test_no_cookie_breaks_a_page(world: None, name: str) -> None:
    """Sent as a server receives them: the bytes of the header as Latin-1."""
    for value in COOKIES:
        line = {"Cookie": f"{name}={value}".encode().decode("latin-1")}
        for page in ("/", "/join/", "/account/login/", "/courses/peer/", "/admin/"):
            client = Client(raise_request_exception=False, enforce_csrf_checks=True)
            with judge.undone(client):
                answers = [client.get(page, headers=line), client.post(page, {"code": "x"}, headers=line)]
            for response in answers:
                assert not judge.problems_of_page(response), (page, value)
                assert response.status_code in {200, 302, 403, 404, 405}, (page, value)


def test_a_token_of_another_form_is_refused_and_not_answered_with_an_error(world: None) -> None:
    client: Any = Client(raise_request_exception=False, enforce_csrf_checks=True)
    client.get("/account/login/")
    values: list[str | bytes] = [*hostile.TYPED.values(), *hostile.RAW.values()]
    for value in values:
        body = f"csrfmiddlewaretoken={encoded(value)}&login=ada%40example.org&password=secret-word-1"
        response = client.post("/account/login/", body, content_type=judge.FORM)
        assert response.status_code == 403
        assert not judge.problems_of_page(response)
