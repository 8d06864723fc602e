"""What a sign-off asks about: the competencies of one framework that a course teaches or asks about."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q

from course import labels
from course.models import Competency, Course, Step
from quizzes.models import Question
from quizzes.signoff.words import OWN, RATED


def frameworks_of(course: int) -> list[tuple[str, str]]:
    """The frameworks that a course names, the one with most of its competencies first; each with its name.

    One statement.
    """
    counts: dict[str, int] = {}
    for name in _named(course).order_by("framework").values_list("framework", flat=True):
        counts[name] = counts.get(name, 0) + 1
    return [(name, labels.framework(name)) for name in sorted(counts, key=lambda name: -counts[name])]


def page_of(course: Course, framework: str) -> dict[str, Any]:
    """What the form says, to be kept with its record: JSON-able. One statement."""
    rows = _named(course.pk).filter(framework=framework).order_by("position", "pk")
    return {
        "framework": labels.framework(framework),
        "course": course.title,
        "program": course.program.name,
        "language": course.language,
        "own_scale": [str(words) for words in OWN],
        "rated_scale": [str(words) for words in RATED],
        "competencies": [{"code": each.code, "title": each.title} for each in rows],
    }


def _named(course: int) -> Any:
    """Competencies that a live step of the course, or a question in use, names."""
    steps = Step.objects.live().filter(lesson__course=course, competencies=OuterRef("pk"))
    asked = Question.objects.in_use().filter(
        Q(competency=OuterRef("pk")) | Q(domain=OuterRef("pk")), course=course
    )
    return Competency.objects.filter(Exists(steps) | Exists(asked))
