"""What is wrong with a text, said to its author with the line: everything at once, nothing changed."""

import re
from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from course.content.characters import FORBIDDEN, character_name
from lessons.markdown.block_checks import check_boxes, check_headings, check_lists, check_tables
from lessons.markdown.construct_checks import check_content_notes, check_dialogues
from lessons.markdown.embeds import check_embeds
from lessons.markdown.inline_checks import (
    check_citations,
    check_html,
    check_images,
    check_links,
    cited_keys,
)
from lessons.markdown.page import MOST_CHARACTERS, Reference
from lessons.markdown.source import Finding, mask_code, mask_comments, normalize_newlines
from lessons.markdown.tangles import find_tangles


@dataclass(frozen=True, order=True)
class Problem:
    """A mistake at a line of the file, in a field of the front matter or in "body"; line 0 where no line is known."""

    line: int
    field: str
    message: str


def lint(
    source: str,
    *,
    references: Sequence[Reference],
    known_steps: Collection[str],
    known_blocks: Collection[str] = (),
    known_groups: Collection[str] = (),
    known_images: Collection[str] | None = None,
    first_line: int = 1,
) -> list[Problem]:
    """Every problem of a Markdown text, in the order of its lines.

    ``first_line`` is the line of the file on which the text begins; ``known_steps`` are the slugs that a
    ``step:`` link may name, ``known_blocks`` and ``known_groups`` the keys for ``[local: …]`` and ``[resources: …]``,
    ``known_images`` the names that an image may have, where that is to be checked.
    """
    text = normalize_newlines(source).expandtabs(4)
    if len(text) > MOST_CHARACTERS:
        message = _("The text has %(count)d characters; at most %(most)d are allowed.")
        return [Problem(first_line, "body", message % {"count": len(text), "most": MOST_CHARACTERS})]
    masked = mask_comments(mask_code(text))
    findings = [
        *check_characters(text),
        *check_markdown(masked, references, known_steps, known_images),
        *check_embeds(masked, known_blocks, known_groups),
    ]
    line_starts = [0, *(match.end() for match in re.finditer("\n", text))]
    problems = {
        Problem(first_line + bisect_right(line_starts, place) - 1, "body", message)
        for place, message in findings
    }
    return sorted([*find_uncited(masked, references), *problems])


def check_characters(text: str) -> Iterator[Finding]:
    for match in FORBIDDEN.finditer(text):
        message = _("The character %(name)s is not allowed. Delete it.")
        yield Finding(match.start(), message % {"name": character_name(match[0])})


def check_markdown(
    masked: str,
    references: Sequence[Reference],
    known_steps: Collection[str],
    known_images: Collection[str] | None,
) -> Iterator[Finding]:
    yield from find_tangles(masked)
    yield from check_html(masked)
    yield from check_headings(masked)
    yield from check_boxes(masked)
    yield from check_dialogues(masked)
    yield from check_content_notes(masked)
    yield from check_tables(masked)
    yield from check_lists(masked)
    yield from check_images(masked, known_images)
    yield from check_links(masked, known_steps)
    yield from check_citations(masked, {reference.key for reference in references})


def find_uncited(masked: str, references: Sequence[Reference]) -> Iterator[Problem]:
    cited = cited_keys(masked)
    for reference in references:
        if reference.key not in cited:
            message = _("The source “%(key)s” is never cited; write [^%(key)s] in the text, or remove it.")
            yield Problem(0, "references", message % {"key": reference.key})
