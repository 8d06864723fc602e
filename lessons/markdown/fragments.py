"""Short texts that a topic takes in from elsewhere, such as the rule of a state."""

import re

from django.utils.translation import gettext as _

from course.inline_markdown import markdown_problem
from lessons.markdown.embeds import EMBED
from lessons.markdown.inline_checks import check_html, check_links
from lessons.markdown.source import mask_code
from lessons.markdown.tangles import find_tangles

BLOCK = re.compile(r"^[ ]*(?:#{1,6}[ ]|!!!|>|\|)", re.MULTILINE)


def fragment_problem(text: str) -> str | None:
    """A sentence on what cannot stand in such a text; None when it is fine."""
    masked = mask_code(text)
    if problem := markdown_problem(text):
        return problem
    if BLOCK.search(masked) or EMBED.search(masked):
        return _(
            "Only paragraphs, lists, emphasis and links can stand here: no heading, box, quotation or table."
        )
    findings = [*find_tangles(masked), *check_html(masked), *check_links(masked, ())]
    return findings[0].message if findings else None
