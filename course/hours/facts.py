"""What a statement says, frozen when it is issued: later changes of the course or its rule leave it alone."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Max

from course import registry, versions
from course.fields import zone
from course.hours.tally import Hours, Line, hours_of
from course.hours.words import RULES
from course.models import Enrollment

VERSION_LENGTH = 12


def facts_of(enrollment: Enrollment, *, with_scores: bool, at: datetime) -> dict[str, Any]:
    """JSON-able. Words are in the language of now; times are seconds; days are ISO dates in the program's zone."""
    hours, course = hours_of(enrollment), enrollment.course
    finished = enrollment.completions.aggregate(last=Max("at"))["last"]
    here = zone(course.program.time_zone)

    def day(moment: datetime) -> str:
        return moment.astimezone(here).date().isoformat()

    return {
        "course": course.title,
        "program": course.program.name,
        "content_version": content_version(course.pk),
        "language": course.language,
        "began": day(enrollment.joined_at),
        "finished": day(finished),
        "issued": day(at),
        "rule": hours.rule.value,
        "rule_words": str(RULES[hours.rule]),
        "total": hours.total.credited,
        "lessons": _credited(hours.lessons),
        "frameworks": _frameworks(hours),
        "scores": registry.statement_scores(enrollment, at=at) if with_scores else [],
    }


def _credited(lines: Any) -> list[dict[str, Any]]:
    found: list[Line] = list(lines)
    return [{"title": line.title, "seconds": line.credited} for line in found]


def _frameworks(hours: Hours) -> list[dict[str, Any]]:
    return [{"name": each.name, "areas": _credited(each.lines)} for each in hours.frameworks]


def content_version(course: int) -> str:
    """The first twelve hex digits of a digest of what the course's live steps publish: alike for the same content."""
    return versions.digest({"steps": sorted(registry.published(course).items())})[:VERSION_LENGTH]
