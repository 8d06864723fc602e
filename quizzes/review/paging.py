"""One page of the review, found by its keys first: only the rows on it are joined with all that they show."""

from __future__ import annotations

from typing import Any

from course.models import Person
from quizzes.review import listing
from quizzes.review.rows import Counts, Row, Wanted


def rows_on(person: Person, wanted: Wanted, part: range, counts: Counts) -> list[Row]:
    """Rows ``part`` of those that ``listing.rows`` has and ``counts`` counted, in its order. Two statements.

    Three where an exam gave no points, and the order is by score.
    """
    keys = [listing.key_of(row) for row in _narrow(person, wanted, part, counts)]
    found = {listing.key_of(row): row for row in listing.of_keys(person, wanted, keys)}
    return [Row(**found[key]) for key in keys if key in found]


def _narrow(person: Person, wanted: Wanted, part: range, counts: Counts) -> list[dict[str, Any]]:
    # What has nothing to sort by comes last, and most of that has not started: most pages need not look there.
    only_of_attempts = not wanted.state and wanted.sort.removeprefix("-") in listing.ONLY_OF_ATTEMPTS
    if only_of_attempts and part.stop <= counts.submitted + counts.void:
        first = listing.keys_with_something_to_sort_by(person, wanted)[part.start : part.stop]
        if len(first) == len(part):
            return list(first)
    # From the end where that is nearer: a database sorts all that it skips.
    total = counts.total(wanted.state)
    if part.start > total // 2:
        last = listing.keys(person, wanted, backward=True)[total - part.stop : total - part.start]
        return list(last)[::-1]
    return list(listing.keys(person, wanted)[part.start : part.stop])
