"""What the words around the choices show: the stem, the explanations, the source."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from quizzes.item_writing.items import CHOICES, Finding, Item

_QUOTED = re.compile(r"“[^“”]*”|\"[^\"]*\"")
_SHOUTED = re.compile(r"\b(NOT|EXCEPT|LEAST|NEVER)\b")
# What is asked for is negated; a "not" in a clause of its own ("if she does not answer") is part of the situation.
_NEGATED = re.compile(
    r"\b(?:which|what|who|whom|whose)\b"
    r"(?:(?!\b(?:if|when|who|that|because|while|since|until|unless|as|after|before|so|and|but)\b)[^,.;:?!]){0,200}?"
    r"(?:\bnot\b|n[’']t\b|\bnever\b|\bexcept\b|(?<!\bat )\bleast\b)",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[^.?!…]*[.?!…]+[”\"’)]*|[^.?!…]+$")
FEWEST_WORDS = 12
"""A stem with fewer words, or of one sentence, tells of no situation."""


def in_texts(item: Item) -> Iterator[Finding]:
    yield from _negative(item)
    yield from _bare(item)
    yield from _unexplained(item)
    if not item.reference.get("title"):
        yield Finding("no-reference", ("reference",), _("No source is named."), item.stem)


def _negative(item: Item) -> Iterator[Finding]:
    plain = _QUOTED.sub("“…”", item.stem)
    found = _SHOUTED.search(plain) or next(
        (hit for asked in _questions(plain) if (hit := _NEGATED.search(asked))), None
    )
    if found:
        says = _("“%(words)s” turns the question around.") % {"words": " ".join(found[0].split())[-80:]}
        yield Finding("negative-stem", ("stem",), says, item.stem)


def _questions(text: str) -> list[str]:
    return [sentence for sentence in _SENTENCE.findall(text) if "?" in sentence]


def _bare(item: Item) -> Iterator[Finding]:
    if item.kind not in CHOICES or not item.stem.strip():
        return
    words, sentences = len(item.stem.split()), len([s for s in _SENTENCE.findall(item.stem) if s.strip()])
    if words < FEWEST_WORDS or sentences < 2:
        yield Finding(
            "no-situation", ("stem",), _("It asks without telling of a person or a moment."), item.stem
        )


def _unexplained(item: Item) -> Iterator[Finding]:
    if not item.explanation.strip():
        yield Finding("no-explanation", ("explanation",), _("The question has no explanation."), item.stem)
    for name in ("choices", "rows"):
        for number, row in enumerate(item.body.get(name, [])):
            if "why" in row and not row["why"].strip():
                says = _("Nothing says why “%s” is right or wrong.") % row.get("text", "")
                yield Finding("no-explanation", (name, number, "why"), says, row.get("text", ""))
    for name in ("why_true", "why_false"):
        if name in item.body and not item.body[name].strip():
            yield Finding(
                "no-explanation", (name,), _("Nothing is said to those who answer this."), item.stem
            )
