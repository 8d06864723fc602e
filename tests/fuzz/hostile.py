"""What is sent: bytes as they would stand in a body or an address, and what a server makes of them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from urllib.parse import quote_from_bytes

from tests.fuzz.page import TEXTS

LONG = bool(os.environ.get("ALONGSIDE_LONG"))

SCRIPT = "<script>alert(1)</script>"
IMAGE = "\"'><img src=x onerror=alert(1)>"
UNESCAPED = ("<script>alert(1)", "<img src=x")
"""No page may hold these: they are ours, and only escaped."""

TYPED: dict[str, str] = {
    "nul": "a\x00b",
    "control": "a\x07\x1b[31m\x7fb",
    "override": "a\u202egnp.exe\u202c",
    "isolate": "a\u2066\u2067b\u2069",
    "script": SCRIPT,
    "image": IMAGE,
    "template": "{{ settings.SECRET_KEY }}{% load static %}{% csrf_token %}{# x #}",
    "sql": "a' OR '1'='1'; DROP TABLE course_person; -- \" %s %(x)s \\",
    "formula": '=HYPERLINK("https://example.org";"x")',
    "long number": "9" * 400,
    "beyond 64 bits": str(10**30),
    "negative": "-1",
    "least": str(-(2**63)),
    "not a number": "NaN",
    "exponent": "1e999",
    "emoji": "👩🏽‍🚒 é é ﷽ \u0338 ́ 日本",
    "spaces": " \t \u3000 \u2028 ",
    "separators": "a\u2028b\u2029c\x85d",
    "address": "javascript:alert(1)//../../etc/passwd",
    "many words": "a " * 1500,
    "empty": "",
}
RAW: dict[str, bytes] = {
    "surrogate": b"a\xed\xa0\x80b",
    "invalid": b"a\xff\xfe\xc0\x80b",
    "cut off": b"a\xf0\x9f\x98",
}
MEGABYTES: dict[str, str] = {
    "megabyte": "x" * 1_000_000,
    "megabyte of emoji": "🦜" * 250_000,
    "megabyte of lines": "a\n" * 500_000,
}
LONGEST_QUERY = 4_000
"""The server takes no longer first line of a request."""
ALWAYS = ("nul", "override", "surrogate", "script")
"""Sent to every field that takes text, in the short form too; of the rest, and of megabytes, each gets a share."""


def encoded(value: str | bytes) -> str:
    """Percent-encoded, as it stands in an address or in a form's body."""
    raw = value.encode("utf-8", "surrogatepass") if isinstance(value, str) else value
    return quote_from_bytes(raw, safe="")


def received(value: str | bytes) -> str:
    """The text that arrives: what is not UTF-8 becomes �, visibly damaged."""
    raw = value.encode("utf-8", "surrogatepass") if isinstance(value, str) else value
    return raw.decode("utf-8", "replace")


def values(turn: int, kind: str, method: str) -> Iterator[tuple[str, str | bytes]]:
    """What one field is sent, with its name: all there is in the long form, else what is due at this ``turn``.

    ``kind`` is the type of the control, ``method`` that of its form.
    """
    known: dict[str, str | bytes] = {**TYPED, **RAW}
    sizes = list(MEGABYTES)
    typed = kind in TEXTS or kind == "password"
    if not LONG:
        rest = [name for name in known if name not in ALWAYS]
        share = [rest[turn // 2 * 5 % len(rest)]] if turn % 2 else []
        due = [*ALWAYS, *share] if typed else share or [ALWAYS[turn // 2 % 4]]
        known = {name: known[name] for name in due}
        sizes = [sizes[turn // 6 % 3]] if turn % 6 == 0 else []
    yield from known.items()
    for name in sizes if typed else []:
        yield name, MEGABYTES[name] if method == "post" else MEGABYTES[name][:LONGEST_QUERY]
