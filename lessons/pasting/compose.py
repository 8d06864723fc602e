"""The last step: sources are cited where they are complete, and stay in the text as lines where they are not."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from lessons.pasting.shapes import Source
from lessons.pasting.text import escape

MOST_SOURCES = 50
"""As many as a topic can hold."""


def compose(source: str, references: Sequence[Source]) -> tuple[str, list[Source]]:
    """The Markdown with what follows from its sources, and the sources that a topic can hold.

    A source that nothing in the text cites is cited in a last paragraph: a learner sees only sources that are cited.
    """
    whole = [each for each in references if each.complete][:MOST_SOURCES]
    blocks = [source] if source else []
    unfinished = [each for each in references if each not in whole]
    if unfinished:
        lines = "\n".join(f"- {escape(in_words(each))}" for each in unfinished)
        blocks += [f"## {_('Further reading')}\n\n{lines}"]
    if uncited := [each for each in whole if f"[^{each.key}]" not in source]:
        marks = "".join(f"[^{each.key}]" for each in uncited)
        blocks.append(_("This topic draws on these sources.") + marks)
    return "\n\n".join(blocks) + "\n", whole


def in_words(source: Source) -> str:
    parts = (source.title, source.publisher, str(source.year or ""), source.url)
    return ", ".join(part for part in parts if part)
