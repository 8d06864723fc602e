"""Sign-offs of a demo cohort: one that both have signed, and one that waits for its supervisor."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count

from course.models import Cohort, Enrollment, Person
from quizzes.models import SignOff
from quizzes.signoff import opening, verbs
from quizzes.signoff.page import frameworks_of

OWN = (
    "I sat with two people after group and mostly listened. I want to practice ending a talk well.",
    "I told a part of my story once, in three sentences. It felt like enough.",
    "I still look to the nurse first. I would like to try this with somebody beside me.",
)
SEEN = (
    "You asked what would help before you offered anything. Next, try it with somebody who is upset.",
    "You stopped when he had heard enough, and gave the talk back to him.",
    "You came to me the same day and told me what you had seen. That is how it should go.",
)


def practice(cohort: Cohort, *, by: Person, at: datetime) -> None:
    """The two learners who have come furthest rate themselves in the week that ends at ``at``; ``by`` supervises."""
    learners = cohort.enrollments.active().select_related("person")
    furthest = list(learners.annotate(done=Count("completions")).order_by("-done", "pk")[:2])
    framework = frameworks_of(cohort.course_id)[0][0]
    for enrollment, days in zip(furthest, (6, 4), strict=True):
        handed = _rated_by_learner(enrollment, framework, by=by, at=at - timedelta(days=days))
        if days == 6:
            _signed_by_both(handed, by=by, at=at - timedelta(days=3))


def _rated_by_learner(enrollment: Enrollment, framework: str, *, by: Person, at: datetime) -> SignOff:
    opened = opening.open_round(enrollment, framework=framework, by=by, at=at)
    own = _ratings(opened, levels=(2, 3, 2, 1, 3, 4), comments=OWN)
    return verbs.hand_over(opened, ratings=own, seen_revision=opened.revision, at=at + timedelta(hours=30))


def _signed_by_both(handed: SignOff, *, by: Person, at: datetime) -> None:
    rated = _ratings(handed, levels=(3, 3, 2, 0, 2, 3), comments=SEEN)
    signed = verbs.sign_for_staff(handed, ratings=rated, seen_revision=handed.revision, by=by, at=at)
    verbs.sign(signed, seen_revision=signed.revision, at=at + timedelta(hours=20))


def _ratings(sign_off: SignOff, *, levels: tuple[int, ...], comments: tuple[str, ...]) -> dict[str, Any]:
    """The levels in turn, and a comment on every fourth competency."""
    found: dict[str, Any] = {}
    for number, each in enumerate(sign_off.page["competencies"]):
        found[each["code"]] = {"level": levels[number % len(levels)]}
        if number % 4 == 0:
            found[each["code"]]["comment"] = comments[number // 4 % len(comments)]
    return found
