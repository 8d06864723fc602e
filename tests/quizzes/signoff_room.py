"""A sign-off at each of its stations, by the verbs that the pages use."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from course.models import Enrollment, Person, Step
from quizzes.models import SignOff
from quizzes.signoff import opening, verbs
from tests.conftest import NOW

CODE = "samhsa-3"
OWN = {CODE: {"level": 2, "comment": "I told part of my story in a group."}}
RATED = {CODE: {"level": 3, "comment": "You stopped when the group had heard enough."}}
VIEW = "I think I still need help with this."


def later(hours: int) -> datetime:
    return NOW + timedelta(hours=hours)


def taught(enrollment: Enrollment) -> None:
    """The topic ``roles`` teaches the one competency of the small course."""
    from course.models import Competency

    Step.objects.get(slug="roles").competencies.set(Competency.objects.filter(code=CODE))


def opened(enrollment: Enrollment, by: Person) -> SignOff:
    return opening.open_round(enrollment, framework="samhsa", by=by, at=later(0))


def handed_over(enrollment: Enrollment, by: Person, own: Any = OWN) -> SignOff:
    return verbs.hand_over(opened(enrollment, by), ratings=own, seen_revision=1, at=later(1))


def signed_by_staff(enrollment: Enrollment, by: Person, rated: Any = RATED) -> SignOff:
    found = handed_over(enrollment, by)
    return verbs.sign_for_staff(found, ratings=rated, seen_revision=2, by=by, at=later(2))


def seen_differently(enrollment: Enrollment, by: Person, words: str = VIEW) -> SignOff:
    return verbs.differ(signed_by_staff(enrollment, by), words=words, seen_revision=3, at=later(3))


def signed(enrollment: Enrollment, by: Person) -> SignOff:
    return verbs.sign(signed_by_staff(enrollment, by), seen_revision=3, at=later(3))
