"""Verbs on reviews: a draft is read by somebody else before learners see it, where the program wants that.

The caller holds the lock of the thing's row, so that of two trainers who press at once the second one finds what the
first has done.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from course.models import Assignment, Person, Review, Versioned
from course.record import audit


class CannotReview(Exception):
    """Carries a sentence."""


def open_review(thing: Versioned) -> Review | None:
    """The request that waits for an answer, with its people."""
    found = Review.objects.filter(subject=thing.subject, state=Review.State.OPEN)
    return found.select_related("asked_by", "asked_of").first()


def standing(thing: Versioned) -> tuple[Review | None, Review | None]:
    """The request that waits, and what was last said of the newest version; each None where there is none.

    One statement.
    """
    answered = (Review.State.APPROVED, Review.State.RETURNED)
    newest = thing.newest.number if thing.newest else None
    rows = Review.objects.filter(Q(state=Review.State.OPEN) | Q(number=newest, state__in=answered))
    found = list(rows.filter(subject=thing.subject).select_related("asked_by", "asked_of", "ended_by"))
    waiting = (each for each in found if each.state == Review.State.OPEN)
    said = (each for each in found if each.state in answered)
    return next(waiting, None), next(said, None)


def colleagues(course: int, person: Person) -> list[Person]:
    """Who else writes in the course: its trainers."""
    held = Assignment.objects.filter(course=course, role=Assignment.Role.TRAINER)
    return list(Person.objects.filter(assignments__in=held, is_active=True).exclude(pk=person.pk).distinct())


def may_answer(review: Review, thing: Versioned, person: Person) -> bool:
    """Nobody reviews what they wrote or asked about."""
    author = thing.draft.author_id if thing.draft else None
    return person.pk not in (review.asked_by_id, author)


@transaction.atomic
def ask(
    thing: Versioned, *, course: int, by: Person, of: Person | None, words: str = "", at: datetime
) -> Review:
    """Ask ``of``, or anybody who writes in the course, to read the draft. Raises CannotReview."""
    if thing.draft is None:
        raise CannotReview(_("There is no draft to be read."))
    if open_review(thing) is not None:
        raise CannotReview(_("A review was asked for already."))
    review = Review.objects.create(
        course_id=course,
        subject=thing.subject,
        number=thing.draft.number,
        asked_by=by,
        asked_at=at,
        asked_of=of,
        request=words,
    )
    audit.record("review-asked", thing, actor=by, at=at, version=thing.draft.number)
    return review


@transaction.atomic
def answer(thing: Versioned, *, number: int, approve: bool, comment: str, by: Person, at: datetime) -> Review:
    """Approve version ``number``, the one that was read, or send it back with a comment. Raises CannotReview."""
    review = open_review(thing)
    if review is None or thing.draft is None:
        raise CannotReview(_("This review is over: somebody answered it, or it was called off."))
    if not may_answer(review, thing, by):
        raise CannotReview(_("Somebody else reads what you wrote or asked about."))
    if thing.draft.number != number:
        words = _("A newer draft was saved while you were reading. Look at version %(number)d, then answer.")
        raise CannotReview(words % {"number": thing.draft.number})
    if not approve and not comment.strip():
        raise CannotReview(_("Say what to change, so that the author can go on."))
    review.state = Review.State.APPROVED if approve else Review.State.RETURNED
    _end(review, number=number, comment=comment, by=by, at=at)
    verb = "review-approved" if approve else "review-returned"
    audit.record(verb, thing, actor=by, at=at, version=number)
    return review


@transaction.atomic
def call_off(thing: Versioned, *, by: Person, at: datetime) -> bool:
    """Take the request back. False where there was none."""
    review = open_review(thing)
    if review is None:
        return False
    review.state = Review.State.CLOSED
    _end(review, number=review.number, comment="", by=by, at=at)
    audit.record("review-closed", thing, actor=by, at=at)
    return True


def _end(review: Review, *, number: int, comment: str, by: Person, at: datetime) -> None:
    review.number, review.comment, review.ended_by, review.ended_at = number, comment, by, at
    review.save(update_fields=["state", "number", "comment", "ended_by", "ended_at"])
