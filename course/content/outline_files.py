"""Reading ``course.yaml`` and ``competencies.yaml``: what a course is made of, in order."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from django.conf import settings
from django.utils.translation import gettext as _
from pydantic import Field, create_model

from course.content.documents import Document, Folder
from course.content.errors import Path, show
from course.content.schema import Line, LongSlug, Note, Slug, Strict, Text
from course.content.words import did_you_mean

COURSE, COMPETENCIES = "course.yaml", "competencies.yaml"


class StepFile(Strict):
    """One step; a field for each kind of step is added below."""

    requires: LongSlug | None = None


class LessonFile(Strict):
    slug: Slug
    folder: Slug
    title: Line
    summary: Text
    steps: list[Any] = Field(min_length=1, max_length=200)


class CourseFile(Strict):
    slug: Slug
    title: Line
    summary: Text
    language: Annotated[str, Field(pattern=r"^[a-z]{2,3}(?:-[a-z]{2,4})?$", max_length=8)] = "en"
    words_per_minute: Annotated[int, Field(ge=60, le=400)] = 175
    note: Note | None = None
    lessons: list[LessonFile] = Field(min_length=1, max_length=100)


class CompetencyFile(Strict):
    code: Slug
    title: Line


class FrameworkFile(Strict):
    code: Slug
    title: Line
    competencies: list[CompetencyFile] = Field(min_length=1)


class CompetenciesFile(Strict):
    frameworks: list[FrameworkFile] = Field(min_length=1)
    note: Note | None = None


@dataclass(frozen=True)
class StepEntry:
    """A step that the outline names, and where in ``course.yaml`` it does."""

    kind: str
    slug: str
    requires: str | None
    lesson: str
    folder: str
    path: Path


@dataclass(frozen=True)
class CompetencyEntry:
    framework: str
    code: str
    title: str
    position: int


class Everything:
    """Holds any word: for checks against a list that could not be read, which would only repeat that mistake."""

    def __contains__(self, word: object) -> bool:
        return True


@dataclass(frozen=True)
class Outline:
    """The course as its two files describe it. What is None could not be read; ``whole`` tells that all steps could."""

    document: Document | None = None
    course: CourseFile | None = None
    steps: Sequence[StepEntry] = ()
    whole: bool = False
    competencies: Sequence[CompetencyEntry] | None = None

    def of_kind(self, kind: str) -> list[StepEntry]:
        return [step for step in self.steps if step.kind == kind]

    @property
    def step_slugs(self) -> Container[str]:
        return {step.slug for step in self.steps} if self.whole else Everything()

    @property
    def competency_codes(self) -> Container[str]:
        return Everything() if self.competencies is None else {entry.code for entry in self.competencies}

    def comes_before(self, first: str, second: str) -> bool:
        """Whether step ``first`` is placed before step ``second``. Both must be in the outline."""
        order = [step.slug for step in self.steps]
        return order.index(first) < order.index(second)

    def check_competencies(self, codes: Iterable[tuple[Path, str]], document: Document) -> None:
        """Note as a mistake every code, given with its place in ``document``, that no framework has."""
        for path, code in codes:
            if code not in self.competency_codes:
                near = did_you_mean(code, [entry.code for entry in self.competencies or ()])
                message = _("There is no competency “%(code)s” in %(file)s.")
                document.wrong(path, message % {"code": show(code), "file": COMPETENCIES} + near)


def read_outline(folder: Folder) -> Outline:
    """Read both files. Mistakes are noted in ``folder``; the outline then holds what could be read."""
    competencies = _read_competencies(folder)
    document = folder.read(COURSE)
    course = document.check(CourseFile) if document else None
    if document is None or course is None:
        return Outline(competencies=competencies)
    before = len(folder.mistakes)
    steps = _read_steps(document, course)
    _check_unique(document, [(("lessons", i, "slug"), lesson.slug) for i, lesson in enumerate(course.lessons)])
    _check_unique(document, [(("lessons", i, "folder"), lesson.folder) for i, lesson in enumerate(course.lessons)])
    _check_unique(document, [((*step.path, step.kind), step.slug) for step in steps])
    _check_requires(document, steps)
    whole = len(folder.mistakes) == before
    return Outline(document, course, steps, whole, competencies)


def _read_steps(document: Document, course: CourseFile) -> list[StepEntry]:
    kinds: dict[str, Any] = dict.fromkeys(settings.STEP_KINDS, (LongSlug | None, None))
    model = create_model("StepFile", __base__=StepFile, **kinds)
    found = []
    for i, lesson in enumerate(course.lessons):
        for j in range(len(lesson.steps)):
            path: Path = ("lessons", i, "steps", j)
            step = document.check(model, path)
            if step is None:
                continue
            named = [(kind, slug) for kind in kinds if (slug := getattr(step, kind))]
            if len(named) != 1:
                document.wrong(path, _("A step names exactly one of: %(kinds)s.") % {"kinds": ", ".join(kinds)})
            else:
                found.append(StepEntry(*named[0], step.requires, lesson.slug, lesson.folder, path))
    return found


def _check_unique(document: Document, named: Iterable[tuple[Path, str]]) -> None:
    """Note every name that stands at a second place."""
    first: dict[str, Path] = {}
    for path, name in named:
        if name in first:
            message = _("“%(name)s” is already used at %(place)s; it must be the only one in the course.")
            document.wrong(path, message % {"name": name, "place": document.place(first[name])})
        first.setdefault(name, path)


def _check_requires(document: Document, steps: Sequence[StepEntry]) -> None:
    """A step may wait for an earlier one. So nobody is ever locked out in a circle."""
    slugs = [step.slug for step in steps]
    for index, step in enumerate(steps):
        if step.requires is None or step.requires in slugs[:index]:
            continue
        if step.requires not in slugs:
            message = _("There is no step “%(slug)s”.") % {"slug": step.requires}
            message += did_you_mean(step.requires, slugs)
        elif step.requires == step.slug:
            message = _("A step cannot wait for itself.")
        else:
            message = _("“%(slug)s” comes later. A step can only wait for one before it.") % {"slug": step.requires}
        document.wrong((*step.path, "requires"), message)


def _read_competencies(folder: Folder) -> list[CompetencyEntry] | None:
    document = folder.read(COMPETENCIES)
    file = document.check(CompetenciesFile) if document else None
    if document is None or file is None:
        return None
    _check_unique(document, [(("frameworks", i, "code"), each.code) for i, each in enumerate(file.frameworks)])
    entries, named = [], []
    for i, framework in enumerate(file.frameworks):
        for j, each in enumerate(framework.competencies):
            entries.append(CompetencyEntry(framework.code, each.code, each.title, j + 1))
            named.append((("frameworks", i, "competencies", j, "code"), each.code))
    _check_unique(document, named)
    return entries
