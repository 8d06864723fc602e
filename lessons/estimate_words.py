"""A reading estimate in the words that a learner sees: the time, and the reason one tap away."""

from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from course import labels
from lessons.reading_time import Estimate


class EstimateWords(NamedTuple):
    time: str
    reason: str


def in_words(estimate: Estimate) -> EstimateWords:
    """``About 10–12 minutes``, and the words, the speed and the activity that add up to it."""
    return EstimateWords(_time(estimate), " ".join(_reasons(estimate)))


def _time(estimate: Estimate) -> str:
    if estimate.low == estimate.high:
        return ngettext("About %(high)s minute", "About %(high)s minutes", estimate.high) % {
            "high": estimate.high
        }
    return _("About %(low)s–%(high)s minutes") % {"low": estimate.low, "high": estimate.high}


def _reasons(estimate: Estimate) -> list[str]:
    reading = _("Reading %(minutes)s min: %(words)s words at %(speed)s words a minute.")
    reasons = [
        reading
        % {"minutes": estimate.reading_minutes, "words": estimate.words, "speed": estimate.words_per_minute}
    ]
    if estimate.activity_high:
        range_ = labels.minutes(estimate.activity_low, estimate.activity_high)
        reasons.append(_("Reflection %(minutes)s.") % {"minutes": range_})
    return [*reasons, _("Take the time you need.")]
