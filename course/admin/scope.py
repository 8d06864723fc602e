"""How far a person's work in the admin reaches. It follows from their assignments, read once a request."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q
from django.http import HttpRequest

from course.models import Assignment, Person


@dataclass(frozen=True)
class Scope:
    """What somebody may see and write. Sets hold primary keys; an administrator (``everything``) needs none.

    A trainer of a course writes its content and runs all its cohorts. A trainer of one cohort runs that cohort, and may
    read the course it takes (``seen``), drafts included, without writing in it.
    """

    everything: bool
    courses: frozenset[int] = frozenset()
    seen: frozenset[int] = frozenset()
    cohorts: frozenset[int] = frozenset()

    def may_see(self, course: int) -> bool:
        return self.everything or course in self.seen

    def may_write(self, course: int) -> bool:
        return self.everything or course in self.courses

    @property
    def writes_somewhere(self) -> bool:
        return self.everything or bool(self.courses)

    def seen_in(self, path: str) -> Q:
        """Rows whose course, reached by ``path`` (``"lesson__course"``), may be seen."""
        return Q() if self.everything else Q((f"{path}__in", self.seen))

    def written_in(self, path: str) -> Q:
        """Rows whose course, reached by ``path``, may be written."""
        return Q() if self.everything else Q((f"{path}__in", self.courses))


def person_of(request: HttpRequest) -> Person:
    """Who asks. No page of the admin is shown to somebody who is not signed in."""
    assert request.user.is_authenticated
    return request.user


def scope_of(request: HttpRequest) -> Scope:
    """The scope of whoever asks; worked out once for each request."""
    known: Scope | None = getattr(request, "_authoring_scope", None)
    scope = known or work_out(person_of(request))
    request._authoring_scope = scope  # type: ignore[attr-defined]
    return scope


def work_out(person: Person) -> Scope:
    """One statement for a trainer, none for an administrator."""
    if person.is_superuser:
        return Scope(everything=True)
    held = Assignment.objects.filter(person=person, role=Assignment.Role.TRAINER).order_by()
    rows = list(held.values_list("course_id", "cohort_id", "cohort__course_id"))
    courses = frozenset(course for course, _, _ in rows if course)
    return Scope(
        everything=False,
        courses=courses,
        seen=courses | {course for _, _, course in rows if course},
        cohorts=frozenset(cohort for _, cohort, _ in rows if cohort),
    )
