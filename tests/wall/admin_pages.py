"""Every page of the admin that opens for whoever writes or reads courses, found in the list of addresses itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.urls import reverse

from course.models import Cohort, Step
from tests.test_access import views
from tests.wall.pages import LONG, NEVER, Things

# Pages that tell of learners, or of who looks after them.
TELLING = ("/cohort/", "/times/", "/outline/", "/readiness/", "/coverage/", "/change/", "/grade-again/")
# For administrators alone, whose scope is everybody.
ADMINISTRATORS = ("course_person_", "course_program_", "course_notice_", "course_competency_")
# Downloads of what a course teaches, a guide to writing, and the page for an address that there is none of.
ASIDE = ("course_course_download", "lessons_topic_guide", "app_list", "login")
FIRST = {"number": 1, "kept": 1, "rule": "length", "what": "all"}
# From a row to its course.
PATHS = {
    "Course": "pk",
    "LocalRule": "block__course",
    "Scenario": "topic__step__lesson__course",
    "Topic": "step__lesson__course",
    "Exam": "step__lesson__course",
}


def admin_pages(things: Things) -> list[str]:
    """Each page once, for a row of a course that the viewer sees. In the short form a part of them, by chance."""
    found = [address for address, _never in numbered_pages(things)]
    for exam in things.exams[:1]:
        page = reverse("admin:quizzes_exam_changelist")
        found.append(f"{page}?step__lesson__id__exact={exam.step.lesson_id}")
    cohorts = reverse("admin:course_cohort_changelist")
    found += [f"{cohorts}?q={letter}" for letter in "VA"]
    telling = [each for each in found if any(word in each for word in TELLING)]
    return found if LONG else telling + things.made.rng.sample(found, 15)


def numbered_pages(things: Things) -> Iterator[tuple[str, str]]:
    """Each page for the row of ``things`` that it is about, and for one that is not there."""
    for path, entry in views():
        name = entry.name or ""
        if path.startswith("admin/") and name and not name.startswith((*ADMINISTRATORS, *ASIDE)):
            known = _numbers(name, things)
            there = {key: known[key] for key in entry.pattern.converters}
            never = there | {key: NEVER for key in there if key in ("pk", "object_id")}
            yield reverse(f"admin:{name}", kwargs=there), reverse(f"admin:{name}", kwargs=never)


def _numbers(name: str, things: Things) -> dict[str, Any]:
    """The row that a page is about: the first cohort, or something of its course."""
    cohort = things.cohorts[0]
    label, model, *_rest = [*name.split("_"), ""]
    if label not in ("course", "lessons", "quizzes"):
        return FIRST
    kind: Any = apps.get_model(label, model)
    path = PATHS.get(kind.__name__, "course")
    row = cohort if kind is Cohort else kind.objects.filter(**{path: cohort.course_id}).order_by("pk").first()
    key = row.pk if row else NEVER
    step = Step.objects.filter(lesson__course=cohort.course).earliest("pk")
    return {**FIRST, "pk": key, "object_id": key, "step": step.pk}
