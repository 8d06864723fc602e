"""Text as it arrives: bytes of some encoding, invisible characters, and which of the three kinds it is."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import islice

from course.content.characters import FORBIDDEN
from lessons import mojibake

MOST_BYTES = 1_000_000
KINDS = ("text", "html", "markdown")

INVISIBLE = re.compile("[\u00ad\u200b\u2060]")
HTML = re.compile(r"<(?:!doctype|html|head|body|div|p|h[1-6]|ul|ol|li|table|span|br|article|section)\b", re.I)
MARKDOWN = re.compile(
    r"^#{1,6} +\S|^!!! |^> |^(?:```|~~~)|\*\*\S[^*\n]*\*\*|\]\([^()\s]+\)|^\|.*\|[ ]*$|^\[\^[^\]]+\]:", re.M
)
FRONT_MATTER = re.compile(r"\s*---[ \t]*\n.*?^---[ \t]*$", re.DOTALL | re.MULTILINE)


def decode(raw: bytes) -> str:
    """UTF-8, or UTF-16 that says so, or else what older Western programs wrote."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", "replace")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")


def scrub(text: str) -> str:
    """The text in composed form with plain line ends and spaces, without characters that nobody can see or store."""
    text = re.sub("\r\n?|[\u000b\u000c\u0085\u2028\u2029]", "\n", text)
    text = FORBIDDEN.sub("", INVISIBLE.sub("", text)).replace("\u00a0", " ").replace("\u202f", " ")
    return unicodedata.normalize("NFC", text)


def guess_kind(text: str, name: str = "") -> str:
    """The kind of a text, by the name of its file where that tells, else by what stands in it."""
    ending = name.lower().rpartition(".")[2]
    if ending in {"html", "htm"} or (
        ending not in {"txt", "md", "markdown"} and len(HTML.findall(text)) >= 2
    ):
        return "html"
    if ending in {"md", "markdown"} or FRONT_MATTER.match(text) or MARKDOWN.search(text):
        return "markdown"
    return "text"


def repairs(text: str, most: int = 6) -> list[tuple[str, str]]:
    """Lines with misread characters as they are and as they were, one for each way in which they are damaged."""
    return list(islice(_repairs(text), most))


def _repairs(text: str) -> Iterator[tuple[str, str]]:
    seen: set[str] = set()
    for line in text.split("\n"):
        after = mojibake.repair(line)
        runs = set(mojibake.NOT_ASCII.findall(line)) - set(mojibake.NOT_ASCII.findall(after))
        if after != line and not runs <= seen:
            seen |= runs
            yield line.strip(), after.strip()


AWKWARD = re.compile(r"[\\`*\[\]{}|]|(?<![^\W_])_|_(?![^\W_])|<|&(?=#?\w+;)|~(?=~~)")
AT_START = re.compile(r"^(\s*)(?:([#+-]|!(?=!!))|([>:]))")
ENTITIES = {"<": "&lt;", "&": "&amp;", "~": "&#126;"}


def escape(text: str) -> str:
    """Plain text as Markdown that shows exactly it."""
    text = AWKWARD.sub(lambda found: ENTITIES.get(found[0]) or f"\\{found[0]}", text)
    text = re.sub(r"^(\s*\d+)(?=\.(?:\s|$))", r"\1\\", text)
    return AT_START.sub(_at_start, text)


def _at_start(found: re.Match[str]) -> str:
    if found[3]:
        return f"{found[1]}&#{ord(found[3])};"
    return f"{found[1]}\\{found[2]}" if found[2] else found[0]
