"""Finding the step that an address names, with the whole outline around it, in one statement."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse

from course import outline
from course.models import Course, Person, Step, courses_run_by
from course.operation.prepared import Prepared


@dataclass(frozen=True)
class Place:
    """A learner at a step: ``steps`` is the whole course in order, each as ``taken_by`` tells it."""

    person: Person
    steps: list[Step]
    step: Step

    @property
    def course(self) -> Course:
        return self.step.lesson.course

    @property
    def enrollment_id(self) -> int:
        return self.step.enrollment_id

    @cached_property
    def part(self) -> outline.Part[Step]:
        return next(part for part in outline.parts(self.steps) if self.step in part.steps)

    @cached_property
    def _neighbors(self) -> tuple[Step | None, Step | None]:
        return outline.neighbors(self.steps, self.step)

    @property
    def previous(self) -> Step | None:
        return self._neighbors[0]

    @property
    def next(self) -> Step | None:
        return self._neighbors[1]

    @property
    def left(self) -> outline.Left:
        return outline.left(self.steps)

    @cached_property
    def standing(self) -> tuple[object, ...]:
        """All that the rail and the way on are made of: equal for two learners who stand at the same place."""
        course, lesson = self.course, self.step.lesson
        steps = tuple(
            (s.pk, s.lesson.slug, s.slug, s.title, s.kind, s.minutes_low, s.minutes_high, *_state(s))
            for s in self.steps
        )
        return (self.step.pk, course.slug, lesson.slug, lesson.title, steps)

    @property
    def locked_by(self) -> Step | None:
        return outline.locked_by(self.steps, self.step)


def _state(step: Step) -> tuple[bool, bool]:
    return step.done_at is None, step.changed_since_done


def _whole_course(person: int, course: str) -> QuerySet[Step]:
    steps = Step.objects.taken_by(person).filter(lesson__course__slug=course).select_related("lesson__course")
    # What the files last said of the order of a course is long, and of no use to a learner.
    return steps.defer("lesson__course__loaded_arrangement").in_order()


_outline = Prepared(_whole_course)


def steps_of(person: Person, course_slug: str) -> list[Step]:
    """The course as ``person`` takes it, in order; empty for whoever does not take it."""
    return _outline(person=person.pk, course=course_slug)


def steps_by_course(person: Person) -> dict[int, list[Step]]:
    """Every course that ``person`` takes, by its key, in one statement."""
    steps = Step.objects.taken_by(person).select_related("lesson__course").in_order()
    found: dict[int, list[Step]] = {}
    for step in steps:
        found.setdefault(step.lesson.course_id, []).append(step)
    return found


def live_steps_by_course(courses: Iterable[int]) -> dict[int, set[int]]:
    """The ids of each course's live steps, by the course's id. One statement."""
    found: dict[int, set[int]] = {}
    rows = Step.objects.live().filter(lesson__course__in=list(courses)).order_by()
    for course, step in rows.values_list("lesson__course", "pk"):
        found.setdefault(course, set()).add(step)
    return found


def find(person: Person, course: str, lesson: str, step: str) -> Place:
    """Raises Http404 unless ``person`` takes the course and it has the step.

    A step that was moved is found at the address that it had in another lesson: pages stay open, and links are kept.
    """
    steps = steps_of(person, course)
    named = sorted((each for each in steps if each.slug == step), key=lambda each: each.lesson.slug != lesson)
    if not named:
        raise Http404
    return Place(person, steps, named[0])


def in_guide(person: Person, course: str, lesson: str, step: str) -> str:
    """The address where the guide to its lesson names the step. Raises Http404 unless ``person`` runs the course.

    Whoever runs a course without taking it follows links that are written for learners.
    """
    run = Step.objects.live().filter(lesson__course__slug=course, lesson__course__in=courses_run_by(person))
    lessons = list(run.filter(slug=step).values_list("lesson__slug", flat=True))
    if not lessons:
        raise Http404
    guide = reverse("guide", args=[course, lesson if lesson in lessons else lessons[0]])
    return f"{guide}#step-{step}"
