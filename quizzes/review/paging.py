"""One page of the review, found by its keys first: only the rows on it are joined with all that they show."""

from __future__ import annotations

from typing import Any

from course.models import Person
from quizzes.review import listing
from quizzes.review.rows import Counts, Row, Wanted

FAR = 2000
"""A list longer than this is looked into from its ends, so many rows deep at most."""


def rows_on(person: Person, wanted: Wanted, part: range, counts: Counts) -> list[Row]:
    """Rows ``part`` of those that ``listing.rows`` has and ``counts`` counted, in its order. Two statements.

    Three where an exam gave no points, and the order is by score; and where a long list is by learner.
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
    backward = part.start > total // 2
    skip, stop = (total - part.stop, total - part.start) if backward else (part.start, part.stop)
    found = _of_few_learners(person, wanted, stop, backward=backward) if total > FAR > stop else None
    page = (found or listing.keys(person, wanted, backward=backward))[skip:stop]
    return list(page)[::-1] if backward else list(page)


def _of_few_learners(
    person: Person, wanted: Wanted, stop: int, *, backward: bool
) -> list[dict[str, Any]] | None:
    """The first ``stop`` keys, found among the learners who come first; None where they cannot be found so.

    Where the order is by learner, theirs come before everybody else's. So they do at the end of an order by what only
    attempts have, among those that have nothing of it.
    """
    by_learner = wanted.sort.removeprefix("-") == "learner"
    if not by_learner and not (backward and wanted.sort.removeprefix("-") in listing.ONLY_OF_ATTEMPTS):
        return None
    # Nearly everybody has a row: who left may have none. A statement of its own: PostgreSQL would look for everybody's.
    few = list(listing.learners_in_order(person, wanted, backward=backward)[: 2 * stop])
    found = list(listing.keys(person, wanted, backward=backward, learners=few)[:stop])
    enough = len(found) == stop and (by_learner or found[-1]["sort_key"] is None)
    return found if enough else None
