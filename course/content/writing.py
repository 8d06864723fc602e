"""What a course's rows become files with: the state that one writing shares between the parts of the apps."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import PurePosixPath
from typing import Any

from course.checking.keeps import Place, of_course
from course.content.keeping import in_order
from course.content.outline_files import COURSE
from course.models import Course, KeptFinding, Lesson, State, Step


class CannotWrite(Exception):
    """A course that cannot be written there. Carries a sentence; nothing was changed."""


@dataclass
class Writing:
    """One writing in progress. ``asides`` are remembered by file name, see ``course.content.files.File``.

    Loaders add to ``bodies`` the ids of the steps whose files they wrote, and to ``codes`` the competencies these name.
    """

    course: Course
    drafts: bool
    asides: Mapping[str, Mapping[str, Any]]
    bodies: set[int] = field(default_factory=set)
    codes: set[str] = field(default_factory=set)

    @cached_property
    def lessons(self) -> list[Lesson]:
        return list(self.course.lessons.filter(state=State.LIVE).order_by("position"))

    @cached_property
    def steps(self) -> list[Step]:
        """All steps of the live lessons, in order, retired ones too."""
        steps = Step.objects.filter(lesson__in=self.lessons).in_order()
        return list(steps.select_related("lesson"))

    def steps_of(self, lesson: Lesson) -> Sequence[Step]:
        return self._by_lesson.get(lesson.pk, ())

    @cached_property
    def _by_lesson(self) -> dict[int, list[Step]]:
        found: dict[int, list[Step]] = {}
        for step in self.steps:
            found.setdefault(step.lesson_id, []).append(step)
        return found

    @cached_property
    def folders(self) -> dict[int, str]:
        """The folder of each lesson's topics: as the files had it, else made of its place and its slug."""
        had: Mapping[str, str] = self.aside(COURSE).get("folders", {})
        found: dict[int, str] = {}
        slugs = {each.slug for each in self.lessons}
        taken = {folder for slug, folder in had.items() if slug in slugs}
        for place, lesson in enumerate(self.lessons, 1):
            made = f"{place:02d}-{lesson.slug}"[:50].rstrip("-")
            found[lesson.pk] = had.get(lesson.slug) or _free(made, taken)
            taken.add(found[lesson.pk])
        return found

    def aside(self, name: str) -> Mapping[str, Any]:
        """What only this file says; empty where nothing is remembered."""
        return self.asides.get(name, {})

    def aside_of_step(self, step: Step, below: str) -> Mapping[str, Any]:
        """What only a step's file says, in whichever folder below ``below`` it was: its slug is the file's name."""
        return self._by_stem.get((below, step.slug), {})

    def takes(self, step: Step, *, published: bool, drafted: bool) -> bool:
        """Whether a step's body is written: learners meet it, or it waits for its first time and drafts are asked for.

        ``published`` tells that the body has a live text, ``drafted`` that it has a draft.
        """
        if step.lesson.state != State.LIVE:
            return False
        if published:
            return step.state == State.LIVE
        return self.drafts and drafted

    def version(self, thing: Any) -> Any:
        """The version to write: the live one; with drafts, the newest. None where there is none."""
        return thing.newest if self.drafts else thing.live

    def kept(self, kind: str, address: str) -> list[dict[str, str]]:
        """What is kept of the findings in one thing, as its file says it."""
        return in_order(self._keeps.get((kind, address), ()))

    @cached_property
    def _keeps(self) -> Mapping[Place, list[KeptFinding]]:
        return of_course(self.course)

    @cached_property
    def _by_stem(self) -> dict[tuple[str, str], Mapping[str, Any]]:
        paths = {name: PurePosixPath(name) for name in self.asides}
        return {(path.parts[0], path.stem): self.asides[name] for name, path in paths.items()}


def _free(name: str, taken: Collection[str]) -> str:
    number, found = 1, name
    while found in taken:
        number += 1
        found = f"{name[:46]}-{number}"
    return found
