"""What the choices show to somebody who knows nothing about the subject."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from statistics import mean
from typing import Any

from django.utils.translation import gettext as _

from quizzes.item_writing.items import CHOICES, Finding, Item

KEY_LONGER = 1.4
"""So many times the mean length of the wrong choices, and longer than each, a right choice stands out."""
UNLIKE = 2.0
"""The longest choice may be so many times as long as the shortest."""
SLIGHT = 20
"""Characters: a smaller difference is not seen, whatever its share."""

_OTHERS = re.compile(
    r"\bof the above\b"
    r"|^\W*(?:all|none|both|neither|any|some|either) of"
    r" (?:these|those|them|the (?:others?|rest|choices|options|answers))\W*$"
    r"|^\W*(?:both |either |neither )?[a-e] (?:and|or|nor) [a-e]\W*$",
    re.IGNORECASE,
)
_ABSOLUTE = re.compile(
    r"\b(?:always|never|every|everyone|everything|completely|totally|only|must|impossible|nobody|nothing)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]{5,}")
_ARTICLE = re.compile(r"\b(an?)[\s_….:]*$", re.IGNORECASE)
_COMMON = re.compile(
    r"about|after|again|before|being|could|doing|every|first|going|might|never|other|people|person|should|still"
    r"|their|there|these|things?|think|those|today|would|where|which|while|whose|without|yours|yourself"
)

Choices = Sequence[Mapping[str, Any]]


def in_options(item: Item) -> Iterator[Finding]:
    choices: Choices = item.body.get("choices", []) if item.kind in CHOICES else []
    if item.kind not in CHOICES:
        return
    all_words = "\n".join(choice["text"] for choice in choices)
    if len(choices) < 3:
        says = _("There are %d choices.") % len(choices) if len(choices) != 1 else _("There is one choice.")
        yield Finding("few-choices", ("choices",), says, all_words)
    yield from _about_each_other(choices)
    yield from _twice(choices)
    right = [choice for choice in choices if choice.get("right")]
    wrong = [choice for choice in choices if not choice.get("right")]
    if right and wrong:
        yield from _lengths(choices, right, wrong, all_words)
        yield from _absolute(right, wrong, all_words)
        yield from _repeats(item, choices, right, wrong)
        yield from _grammar(item, right, wrong)


def length_ratio(choices: Choices) -> float | None:
    """Mean length of the right choices by that of the wrong ones, in characters; None where either has no words."""
    right = [len(choice["text"]) for choice in choices if choice.get("right")]
    wrong = [len(choice["text"]) for choice in choices if not choice.get("right")]
    return mean(right) / mean(wrong) if right and any(wrong) else None


def _about_each_other(choices: Choices) -> Iterator[Finding]:
    for number, choice in enumerate(choices):
        if _OTHERS.search(choice["text"].strip()):
            says = _("“%s” cannot be judged by itself.") % choice["text"].strip()
            yield Finding("all-of-the-above", ("choices", number, "text"), says, choice["text"])


def _twice(choices: Choices) -> Iterator[Finding]:
    seen = set[str]()
    for number, choice in enumerate(choices):
        plain = " ".join(re.findall(r"\w+", choice["text"].casefold()))
        if plain and plain in seen:
            says = _("“%s” stands here a second time.") % choice["text"].strip()
            yield Finding("same-choice-twice", ("choices", number, "text"), says, choice["text"])
        seen.add(plain)


def _lengths(choices: Choices, right: Choices, wrong: Choices, words: str) -> Iterator[Finding]:
    lengths = [len(choice["text"]) for choice in choices]
    longest = max(right, key=lambda choice: len(choice["text"]))
    long, others = len(longest["text"]), [len(choice["text"]) for choice in wrong]
    if long >= KEY_LONGER * mean(others) and long - mean(others) >= SLIGHT and long > max(others):
        says = _("The right choice has %(long)d characters, the wrong ones %(mean)d on average.")
        where = ("choices", list(choices).index(longest), "text")
        yield Finding("key-longer", where, says % {"long": long, "mean": round(mean(others))}, words)
    elif max(lengths) >= UNLIKE * min(lengths) and max(lengths) - min(lengths) >= SLIGHT:
        says = _("The shortest has %(short)d characters, the longest %(long)d.")
        said = {"short": min(lengths), "long": max(lengths)}
        yield Finding("unlike-lengths", ("choices",), says % said, words)


def _absolute(right: Choices, wrong: Choices, words: str) -> Iterator[Finding]:
    found = [hit[0] for choice in wrong if (hit := _ABSOLUTE.search(choice["text"]))]
    if 2 * len(found) >= len(wrong) and not any(_ABSOLUTE.search(choice["text"]) for choice in right):
        said = ", ".join(f"“{each}”" for each in dict.fromkeys(each.lower() for each in found))
        yield Finding("absolute-words", ("choices",), _("%s: no right choice says so.") % said, words)


def _repeats(item: Item, choices: Choices, right: Choices, wrong: Choices) -> Iterator[Finding]:
    asked = _telling(item.stem) - {word for choice in wrong for word in _telling(choice["text"])}
    for choice in right:
        if len(repeated := sorted(asked & _telling(choice["text"]))) >= 2:
            where = ("choices", list(choices).index(choice), "text")
            says = _("No wrong choice has these words of the question: %s.") % ", ".join(repeated)
            yield Finding("repeats-the-question", where, says, f"{item.stem}\n{choice['text']}")
            return


def _telling(text: str) -> set[str]:
    return {word for word in _WORD.findall(text.casefold()) if not _COMMON.fullmatch(word)}


def _grammar(item: Item, right: Choices, wrong: Choices) -> Iterator[Finding]:
    article = _ARTICLE.search(item.stem.strip())
    if not article:
        return
    fits = [_takes_an(choice["text"]) is (article[1].lower() == "an") for choice in right]
    others = [_takes_an(choice["text"]) is (article[1].lower() == "an") for choice in wrong]
    if all(fits) and not any(others):
        says = _("The question ends with “%s”, and only the right choice can follow.") % article[1].lower()
        yield Finding("grammar", ("stem",), says, item.stem)


def _takes_an(text: str) -> bool:
    return text.strip()[:1].lower() in tuple("aeiou")
