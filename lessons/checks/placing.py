"""Where self-checks stand in a topic: ``[check: key]`` on a line of its own, the others after the text. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from course.content.errors import show
from lessons.markdown import Problem
from lessons.markdown.source import mask_code, mask_comments, normalize_newlines

MOST_CHECKS = 3
WRITTEN = re.compile(r"\[check:[^\S\n]*(?P<key>[^\]\n]*?)[^\S\n]*\]")
RENDERED = re.compile(r"<p>\[check:\s*(?P<key>[a-z0-9-]+)\s*\]</p>")
# No author can write a comment into a page: what is rendered is sanitized.
MARK = re.compile(r"<!--check:(?P<key>[a-z0-9-]+)-->")
SOURCES = '<section class="references"'


def mark(html: str, keys: Sequence[str]) -> str:
    """Sanitized HTML with a mark in the place of each check, and marks for the others before the sources."""
    placed: list[str] = []

    def put(match: re.Match[str]) -> str:
        key = match["key"]
        if key not in keys or key in placed:
            return match[0]
        placed.append(key)
        return f"<!--check:{key}-->"

    text = RENDERED.sub(put, html)
    rest = "".join(f"<!--check:{key}-->\n" for key in keys if key not in placed)
    end = text.find(SOURCES)
    return text + rest if end < 0 else text[:end] + rest + text[end:]


def fill(html: str, panels: Mapping[str, str]) -> str:
    """The text with each check in its place."""
    return MARK.sub(lambda match: panels.get(match["key"], ""), html)


def placing_problems(source: str, keys: Sequence[str], *, first_line: int = 1) -> list[Problem]:
    """Places that name no check, or one that stands elsewhere already, or that are not a paragraph of their own."""
    masked = mask_comments(mask_code(normalize_newlines(source)))
    found, seen = [], set[str]()
    for match in WRITTEN.finditer(masked):
        line = first_line + masked.count("\n", 0, match.start())
        if says := _problem_at(match, masked, keys, seen):
            found.append(Problem(line, "body", says))
        seen.add(match["key"])
    return found


def _problem_at(match: re.Match[str], masked: str, keys: Sequence[str], seen: set[str]) -> str:
    key = match["key"]
    if key not in keys:
        known = _(" There are: %s.") % ", ".join(keys) if keys else ""
        return _("There is no self-check “%s” in this topic.") % show(key) + known
    if key in seen:
        return _("The self-check “%s” stands in the text already.") % key
    before, after = masked[: match.start()].split("\n"), masked[match.end() :].split("\n")
    around = (before[-1], after[0].strip(), *(line.strip() for line in (*before[-2:-1], *after[1:2])))
    if any(around):
        return _("A self-check stands on a line of its own, with a blank line above and below.")
    return ""
