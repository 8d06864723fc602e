"""What is checked, what is found, and the rules by which it is found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import Any, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

LONGEST, BEGIN, END = 200, 110, 85
CHOICES = ("single", "multiple")
"""The kinds whose choices are right or wrong."""


class Severity(StrEnum):
    """``high``: gives the answer away, or confuses who knows it. ``context``: look again, it may be well as it is."""

    HIGH = "high"
    CONTEXT = "context"


class Rule(NamedTuple):
    title: str | Promise
    severity: Severity
    advice: str | Promise


RULES: dict[str, Rule] = {
    "negative-stem": Rule(
        _("The question asks what is not so"),
        Severity.HIGH,
        _("Ask for what fits. A small “not” is easily missed by people who know the answer."),
    ),
    "all-of-the-above": Rule(
        _("A choice speaks of the other choices"),
        Severity.HIGH,
        _("Replace it with something that a person might really do. Choices are shuffled, too."),
    ),
    "key-longer": Rule(
        _("The right choice is the long one"),
        Severity.HIGH,
        _("Shorten the right choice, or give the others the same detail. Length gives the answer away."),
    ),
    "no-explanation": Rule(
        _("An explanation is missing"),
        Severity.HIGH,
        _("Say why. People learn most from the reason, above all after a wrong answer."),
    ),
    "same-choice-twice": Rule(
        _("Two choices say the same"),
        Severity.HIGH,
        _("Change one of them, or take it out."),
    ),
    "few-choices": Rule(
        _("There are fewer than three choices"),
        Severity.CONTEXT,
        _("Add a choice that somebody might really take for right."),
    ),
    "unlike-lengths": Rule(
        _("The choices differ much in length"),
        Severity.CONTEXT,
        _("Bring them closer together, so that none stands out by its length."),
    ),
    "absolute-words": Rule(
        _("Only wrong choices say “always” or “never”"),
        Severity.CONTEXT,
        _("Take such words out, or let the right choice use one where it is true."),
    ),
    "repeats-the-question": Rule(
        _("Only the right choice repeats words of the question"),
        Severity.CONTEXT,
        _("Say it in other words, or let a wrong choice repeat them as well."),
    ),
    "grammar": Rule(
        _("Only the right choice fits the grammar of the question"),
        Severity.CONTEXT,
        _("End the question before “a” or “an”, and begin each choice with its own."),
    ),
    "no-situation": Rule(
        _("The question has no situation"),
        Severity.CONTEXT,
        _("A short scene with a person asks for judgment. A bare question mostly asks for memory."),
    ),
    "no-reference": Rule(
        _("The question names no source"),
        Severity.CONTEXT,
        _("Name what the right answer rests on, so that others can check it."),
    ),
}


@dataclass(frozen=True)
class Item:
    """A question as its author wrote it. ``reference`` is empty where none is named."""

    key: str
    kind: str
    stem: str
    body: Mapping[str, Any]
    explanation: str
    reference: Mapping[str, Any]


@dataclass(frozen=True)
class Finding:
    """``where`` leads to the place in the payload, as in ``kinds.Problem``; ``says`` is a sentence about this question.

    ``about`` is the wording that is judged: who keeps a finding keeps it for these words alone.
    """

    rule: str
    where: tuple[str | int, ...]
    says: str
    about: str

    @property
    def severity(self) -> Severity:
        return RULES[self.rule].severity

    @property
    def title(self) -> str:
        return str(RULES[self.rule].title)

    @property
    def advice(self) -> str:
        return str(RULES[self.rule].advice)

    @property
    def digest(self) -> str:
        """SHA-256 (hex) of the words that are judged, whatever the spaces between them."""
        return sha256(" ".join(self.about.split()).encode("utf-8", "surrogatepass")).hexdigest()

    @property
    def words(self) -> str:
        """These words in at most 200 characters: how they begin and how they end. A "keep" goes by them."""
        words = " ".join(self.about.split()) or "…"
        return words if len(words) <= LONGEST else f"{words[:BEGIN].rstrip()} … {words[-END:].lstrip()}"
