"""What a question shows that a person should look at, in words, with what to do. Pure.

When each sign shows is said by ``quizzes.statistics``; here they have their order, the most pressing first.
"""

from __future__ import annotations

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from quizzes.statistics.items import Alert, ItemFigures
from quizzes.statistics.small_numbers import LEAST


class Sign(StrEnum):
    """The most pressing first. The values are stored with notes."""

    CHECK_KEY = "check-key"
    NEGATIVE = "negative"
    NOBODY = "nobody"
    EVERYONE = "everyone"

    @property
    def label(self) -> Promise:
        return _LABELS[self]

    @property
    def means(self) -> Promise:
        """What was seen, in a sentence."""
        return _MEANS[self]

    @property
    def advice(self) -> Promise:
        """What to do about it."""
        return _ADVICE[self]

    @property
    def rank(self) -> int:
        return list(Sign).index(self)


_OF_ALERTS = {
    Alert.CHECK_KEY: Sign.CHECK_KEY,
    Alert.NEGATIVE: Sign.NEGATIVE,
    Alert.EVERYONE_WRONG: Sign.NOBODY,
    Alert.EVERYONE_RIGHT: Sign.EVERYONE,
}
_LABELS = {
    Sign.CHECK_KEY: _("Check the key"),
    Sign.NEGATIVE: _("Runs against the other questions"),
    Sign.NOBODY: _("Nobody earned a point"),
    Sign.EVERYONE: _("Everybody earned all points"),
}
_MEANS = {
    Sign.CHECK_KEY: _(
        "Learners who did well on the other questions chose a wrong answer here more often than a right one."
    ),
    Sign.NEGATIVE: _(
        "Learners who did well on the other questions tended to earn less here than others did."
    ),
    Sign.NOBODY: _("No learner who was asked this question earned a point on it."),
    Sign.EVERYONE: _("Every learner who was asked this question earned all its points."),
}
_ADVICE = {
    Sign.CHECK_KEY: _(
        "Read the question and its key again. If the key is wrong, publish a mended version and grade answers anew."
    ),
    Sign.NEGATIVE: _(
        "Look for a second answer that can be defended, or for words that mislead people who know more."
    ),
    Sign.NOBODY: _("Check the key, and check that a topic before the exam teaches this."),
    Sign.EVERYONE: _(
        "See whether the question gives its answer away. One that everybody should get right may well stay."
    ),
}


def signs_of(figures: ItemFigures) -> tuple[Sign, ...]:
    """The most pressing first. None where fewer than 5 learners were asked: there, only their number is told."""
    if figures.n < LEAST:
        return ()
    found = {_OF_ALERTS[alert] for alert in figures.alerts if alert in _OF_ALERTS}
    return tuple(sign for sign in Sign if sign in found)
