"""Times that a text states, beside those that are worked out from it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from course.checking.findings import Finding, Measured, Severity, Text, one_line
from lessons.language.prose import Prose

RANGE = r"(?P<low>[0-9]{1,3})(?:\s{0,2}(?:-|–|to)\s{0,2}(?P<high>[0-9]{1,3}))?[ -]?min(?:ute)?s?\b"
BETWEEN = r"[^.\n\w]{0,6}(?:~|about |around |approximately |roughly )?[^.\n\w]{0,3}"
START = r"^[^\w\n]{0,12}"
LINE = re.IGNORECASE | re.MULTILINE
READING = (
    re.compile(rf"\breading(?: time)?\b(?: of| takes| is)?{BETWEEN}{RANGE}", LINE),
    re.compile(rf"\b{RANGE}(?: of reading| to read)\b", LINE),
)
DOING = (re.compile(rf"{START}activit(?:y|ies)\b:[^\n\d]{{0,80}}{RANGE}", LINE),)
WHOLE = (
    re.compile(
        rf"{START}(?:estimated |total )?(?:time|duration|length)(?: estimate| needed| required)?:{BETWEEN}{RANGE}",
        LINE,
    ),
    re.compile(
        r"\b(?:this|the|each) (?:topic|lesson|page|section|module|unit) (?:takes|will take|should take|needs|is)"
        rf"(?: you)?{BETWEEN}{RANGE}",
        LINE,
    ),
    re.compile(rf"{START}(?:about|around|approximately|roughly) {RANGE}[^\w\n]{{0,3}}$", LINE),
)
WORDS = re.compile(
    r"(?P<words>[0-9][0-9,]{0,8}) words?[^.\n\w]{1,5}(?:at )?(?:(?P<speed>[0-9]{2,4}) (?:wpm|words (?:per|a) minute))",
    LINE,
)


def find(text: Text, prose: Prose, measured: Measured) -> Iterator[Finding]:
    """Each stated time or count of words that is not what was worked out."""
    stands = {
        READING: (measured.reading, measured.reading),
        DOING: measured.doing,
        WHOLE: (measured.low, measured.high),
    }
    for patterns, (low, high) in stands.items():
        for match in (match for pattern in patterns for match in pattern.finditer(prose.all)):
            said = int(match["low"]), int(match["high"] or match["low"])
            if said != (low, high):
                yield _finding(text, match, _minutes(low, high))
    for match in WORDS.finditer(prose.all):
        if (int(match["words"].replace(",", "")), int(match["speed"])) != (measured.words, measured.speed):
            found = _("%(words)d words at %(speed)d words per minute")
            yield _finding(text, match, found % {"words": measured.words, "speed": measured.speed})


def states_a_time(prose: Prose) -> bool:
    """Whether it is worth working out what the text takes."""
    return any(pattern.search(prose.all) for pattern in (*READING, *DOING, *WHOLE, WORDS))


def _minutes(low: int, high: int) -> str:
    if low == high:
        return _("%(minutes)d minutes") % {"minutes": low}
    return _("%(low)d–%(high)d minutes") % {"low": low, "high": high}


def _finding(text: Text, match: re.Match[str], found: str) -> Finding:
    start = match.start() + len(match[0]) - len(match[0].lstrip())
    reason = _("Worked out from the text, it is %(found)s. Leave it out: the page shows the time by itself.")
    return Finding(
        "stated-time",
        Severity.CLARITY,
        text.path,
        text.text.count("\n", 0, start) + 1,
        one_line(text.text[start : match.end()]),
        reason % {"found": found},
        (),
        start,
        match.end(),
    )
