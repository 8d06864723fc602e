"""Words a reader sees, and the minutes they take. Pure: text in, numbers out.

A word is a run without spaces that holds a letter or a digit: ``follow-up``, ``and/or``, ``it's`` and ``24/7`` are
one word each. A long dash (—) or an ellipsis between two words parts them. Where words are written without spaces,
every ideograph and every kana counts as one. Addresses (URLs, e-mail), emoji, icons and bullets are looked at, not
read: they count as none.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from lessons.visible_text import visible_text

MOST_MINUTES = 240
"""No single activity may claim more: a longer one is several."""

NOT_READ = re.compile(
    r"\b(?:https?|ftp)://\S+|\bwww\.\S+"  # addresses on the web
    r"|(?<![\w.+-])(?:mailto:)?[\w.+-]++@\S+"  # of mail; possessive (++): a long word is scanned only once
    r"|[0-9#*]\ufe0f?\u20e3"  # keycaps
    r"|[\u2139\u2460-\u24ff\u2776-\u2793]",  # the i in a box, numbers in circles
    re.IGNORECASE,
)
UNSPACED = re.compile(
    r"[\u3005-\u3007\u3041-\u3096\u30a1-\u30fa\u30fc\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f"
    r"\U00020000-\U0003ffff]"
)
BETWEEN = re.compile(
    r"[\s\u2014\u2015\u2026\u200b"  # white space, long dashes, ellipsis, zero-width space
    r"\u3000-\u3003\u3008-\u301f\u30fb\uff01\uff08\uff09\uff0c\uff0e\uff1a\uff1b\uff1f]+"  # full-width punctuation
)
RANGE = re.compile(r"\s*([0-9]{1,4})\s*(?:[-–]\s*([0-9]{1,4})\s*)?")


def find_words(text: str) -> list[str]:
    """The words of a plain text; those of unspaced scripts after the others."""
    text = NOT_READ.sub(" ", text)
    tokens = BETWEEN.split(UNSPACED.sub(" ", text))
    return [token for token in tokens if any(map(str.isalnum, token))] + UNSPACED.findall(text)


def count_words(text: str) -> int:
    """How many words a plain text has; additive over texts joined by white space."""
    return len(find_words(text))


def words_in_html(html: str) -> int:
    """How many words a reader sees in an HTML fragment, table cells and list items included."""
    return count_words(visible_text(html))


@dataclass(frozen=True, kw_only=True)
class Estimate:
    """Minutes a text takes, with their reason: words at a speed, plus the range of what there is to do."""

    words: int
    words_per_minute: int
    reading_minutes: int
    activity_low: int
    activity_high: int

    @property
    def low(self) -> int:
        return self.reading_minutes + self.activity_low

    @property
    def high(self) -> int:
        return self.reading_minutes + self.activity_high


def estimate(words: int, *, words_per_minute: int, activities: Iterable[tuple[int, int]] = ()) -> Estimate:
    """Estimate a text of so many words with its activities, each a (low, high) in minutes.

    Reading is rounded up to whole minutes; no words take no time. ValueError where a number makes no sense.
    """
    if words < 0 or words_per_minute < 1:
        raise ValueError(f"{words} words at {words_per_minute} words per minute")
    ranges = list(activities)
    return Estimate(
        words=words,
        words_per_minute=words_per_minute,
        reading_minutes=-(-words // words_per_minute),
        activity_low=sum(low for low, high in ranges),
        activity_high=sum(high for low, high in ranges),
    )


def add(estimates: Iterable[Estimate]) -> Estimate:
    """Roll estimates up: the minutes of the parts are added, not worked out again from all their words.

    So the figure for a lesson is the sum of the figures that a learner sees beside its topics. All must be at one
    speed (a course has one), else ValueError. No parts make an estimate of nothing, at no speed.
    """
    parts = list(estimates)
    speeds = {part.words_per_minute for part in parts}
    if len(speeds) > 1:
        raise ValueError(f"estimates at different speeds: {sorted(speeds)} words per minute")
    return Estimate(
        words=sum(part.words for part in parts),
        words_per_minute=speeds.pop() if speeds else 0,
        reading_minutes=sum(part.reading_minutes for part in parts),
        activity_low=sum(part.activity_low for part in parts),
        activity_high=sum(part.activity_high for part in parts),
    )


def parse_range(text: str) -> tuple[int, int]:
    """Read minutes written as ``5-7``, ``5–7`` or ``5``; ValueError says what is wrong with any other."""
    match = RANGE.fullmatch(text)
    if match is None:
        message = _("“%(text)s” is not a range of minutes. Write it as 5-7, or as 5.")
        raise ValueError(message % {"text": text})
    low = int(match[1])
    high = low if match[2] is None else int(match[2])
    if low > high:
        message = _("The range “%(text)s” runs backward. The smaller number comes first.")
        raise ValueError(message % {"text": text})
    if high > MOST_MINUTES:
        message = _("“%(text)s” is more than %(most)d minutes.")
        raise ValueError(message % {"text": text, "most": MOST_MINUTES})
    return low, high
