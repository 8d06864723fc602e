"""The words of a sign-off. They speak of what was practiced, never of what a person is. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

OWN: tuple[Promise, ...] = (
    _("I have not tried this yet"),
    _("I can do this with help"),
    _("I can do this on my own"),
    _("I could show others how"),
)
"""The learner's scale. A level is a place in it, from 1."""

RATED: tuple[Promise, ...] = (
    _("I have not seen enough to say"),
    _("Has not tried this yet"),
    _("Can do this with help"),
    _("Can do this on their own"),
    _("Could show others how"),
)
"""The supervisor's scale. A level is a place in it, from 0, so that 1 to 4 mean what the learner's mean."""

LONGEST = 2_000
"""Characters of one comment, and of what a learner writes who sees it differently."""


def own_words(page: Mapping[str, Any], rating: Mapping[str, Any] | None) -> str:
    """What a learner chose, in the words that the page had; "" for nothing."""
    level = (rating or {}).get("level")
    return page["own_scale"][level - 1] if level else ""


def rated_words(page: Mapping[str, Any], rating: Mapping[str, Any] | None) -> str:
    """What a supervisor chose, in the words that the page had; "" for nothing."""
    level = (rating or {}).get("level")
    return "" if level is None else page["rated_scale"][level]


def grouped(digest: str) -> str:
    """A digest in groups of eight, so that two can be compared by eye."""
    return " ".join(digest[at : at + 8] for at in range(0, len(digest), 8))
