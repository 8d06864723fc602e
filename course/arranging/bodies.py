"""What the apps tell of steps' bodies to somebody who arranges a course: see ``registry.step_bodies``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from course import labels


@dataclass(frozen=True)
class Part:
    """Something within a step that has an order of its own, such as a scenario. ``move`` is where a move is posted."""

    pk: int
    title: str
    link: str
    state: str
    move: str

    @property
    def up(self) -> str:
        """The name of the button that moves it up, and below of that which moves it down."""
        return f"scenario-{self.pk}:up"

    @property
    def down(self) -> str:
        return f"scenario-{self.pk}:down"


@dataclass(frozen=True)
class Body:
    """Where a step is written, what waits there, how much it holds, and its parts in order.

    ``holds`` counts by name: "words", "scenarios", "self-checks", "questions". ``state`` is in words, "" for none.
    """

    link: str
    state: str = ""
    holds: Counter[str] = field(default_factory=Counter)
    parts: Sequence[Part] = ()


@dataclass(frozen=True)
class Total:
    """What several steps come to: whole minutes from ``low`` to ``high``, and what they hold."""

    steps: int
    low: int
    high: int
    holds: Counter[str]

    def __str__(self) -> str:
        """``5 steps · 91–136 min · 3 scenarios · 60 questions``."""
        steps = ngettext("%(count)d step", "%(count)d steps", self.steps) % {"count": self.steps}
        said = [steps, labels.minutes(self.low, self.high)] if self.steps else [steps]
        return " · ".join([*said, *in_words(self.holds)])

    def __add__(self, other: Total) -> Total:
        return Total(
            self.steps + other.steps, self.low + other.low, self.high + other.high, self.holds + other.holds
        )


NOTHING = Total(0, 0, 0, Counter())


def total(bodies: Iterable[tuple[int, int, Counter[str]]]) -> Total:
    """Add up minutes (low, high) and what is held."""
    found = NOTHING
    for low, high, holds in bodies:
        found += Total(1, low, high, holds)
    return found


def in_words(holds: Counter[str]) -> list[str]:
    """What there is of each, the rest left out."""
    words = {
        "words": ngettext("%(count)s word", "%(count)s words", holds["words"]),
        "scenarios": ngettext("%(count)s scenario", "%(count)s scenarios", holds["scenarios"]),
        "self-checks": ngettext("%(count)s self-check", "%(count)s self-checks", holds["self-checks"]),
        "questions": ngettext("%(count)s question", "%(count)s questions", holds["questions"]),
    }
    return [text % {"count": number_format(holds[name])} for name, text in words.items() if holds[name]]


def draft_words(*, live: bool, draft: bool) -> str:
    """What waits with the trainers, for something with versions."""
    if not live:
        return _("not published yet")
    return _("a draft waits") if draft else ""
