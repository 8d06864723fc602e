"""Markdown for short texts: a question, an explanation, a situation. Pure.

Paragraphs, lists, emphasis, quotations and links; no headings, tables, images or HTML. Topics have a renderer of
their own.
"""

from __future__ import annotations

import re
import threading

import markdown
import nh3
from django.utils.html import linebreaks
from django.utils.translation import gettext as _

from course.content.characters import FORBIDDEN

DEEPEST = 8
BLOCKS_LEFT_OUT = ("code", "hashheader", "setextheader", "reference", "hr")
INLINE_LEFT_OUT = (
    *("reference", "short_reference", "image_link", "image_reference", "short_image_ref"),
    *("automail", "html", "entity"),
)
CLEANER = nh3.Cleaner(
    tags={"p", "br", "em", "strong", "code", "ul", "ol", "li", "blockquote", "a"},
    attributes={"a": {"href"}, "ol": {"start"}},
    url_schemes={"https", "mailto", "tel", "sms"},
    # What has no scheme is not offered to authors, and could be a scheme in disguise.
    url_relative="deny",
    link_rel="external noopener noreferrer",
)
NESTING = re.compile(r"^(?:[ >]|(?:[-*+]|\d+\.)[ ]+)*", re.MULTILINE)
LEVEL = re.compile(r">|[-*+]|\d+\.|[ ]{4}")
_of_this_thread = threading.local()
TARGET = re.compile(r"\]\(\s*<?(?!https://|mailto:|tel:|sms:)(?P<target>[^\s()<>]*)")


def to_html(text: str) -> str:
    """Safe HTML. Never raises: what is not Markdown here, HTML included, is shown as the characters that it is."""
    text = FORBIDDEN.sub("\ufffd", text).expandtabs(4)
    if _is_tangled(text):
        return CLEANER.clean(linebreaks(text, autoescape=True))
    if not hasattr(_of_this_thread, "converter"):
        _of_this_thread.converter = _converter()
    return CLEANER.clean(_of_this_thread.converter.reset().convert(text))


def _converter() -> markdown.Markdown:
    """Takes longer to make than most texts take to convert. It must not be shared between threads."""
    converter = markdown.Markdown(output_format="html", extensions=["sane_lists"])
    converter.preprocessors.deregister("html_block")
    for name in BLOCKS_LEFT_OUT:
        converter.parser.blockprocessors.deregister(name)
    for name in INLINE_LEFT_OUT:
        converter.inlinePatterns.deregister(name)
    return converter


def markdown_problem(text: str) -> str | None:
    """A sentence on what an author cannot have meant; None when the text is fine."""
    if _is_tangled(text.expandtabs(4)):
        return _("Lists, quotations or brackets are nested too deeply here, or brackets are not closed.")
    if "![" in text:
        return _("A picture cannot stand here; it belongs in a topic.")
    if target := TARGET.search(text):
        message = _("The link target “%(target)s” must begin with https:// (or tel:, sms:, mailto:).")
        return message % {"target": target["target"]}
    return None


def _is_tangled(text: str) -> bool:
    """Nested deeper than a reader follows, which would also make rendering very slow."""
    opened, addresses = text.count("["), text.count("](")
    if (
        opened - text.count("]") > DEEPEST
        or opened - addresses > 10 * DEEPEST
        or addresses - text.count(")") > DEEPEST
    ):
        return True
    return any(len(LEVEL.findall(match[0])) > DEEPEST for match in NESTING.finditer(text))
