"""The text of a privacy notice as HTML. Pure. Lines beginning with ``## `` are headings, the rest is short Markdown."""

from __future__ import annotations

import re

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from course import inline_markdown

HEADING = re.compile(r"^##[ ]+(.+?)[ ]*$", re.MULTILINE)


def to_html(text: str) -> SafeString:
    """Safe HTML. Never raises, whatever the text."""
    first, *rest = HEADING.split(text)
    # What stands between is cleaned by its renderer, headings by format_html.
    parts = [mark_safe(inline_markdown.to_html(first))]
    for title, body in zip(rest[::2], rest[1::2], strict=True):
        parts += [format_html("<h2>{}</h2>", title), mark_safe(inline_markdown.to_html(body))]
    return mark_safe("\n".join(parts))
