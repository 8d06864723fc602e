"""Reading ``course.yaml`` and ``competencies.yaml``: what a course is made of, in order."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Any, Protocol, TypeVar

from django.conf import settings
from django.utils.translation import gettext as _
from pydantic import Field, create_model

from course.content.documents import Document, Folder
from course.content.errors import Path, show
from course.content.schema import Line, LongSlug, MaybeText, Note, Slug, Strict
from course.content.words import did_you_mean

COURSE, COMPETENCIES = "course.yaml", "competencies.yaml"


class Body(Protocol):
    """What was read for one step."""

    @property
    def slug(self) -> str: ...


B = TypeVar("B", bound=Body)


class StepFile(Strict):
    """One step; a field for each kind of step is added below."""

    requires: LongSlug | None = None


class LessonFile(Strict):
    slug: Slug
    folder: Slug
    title: Line
    summary: MaybeText = ""
    steps: list[Any] = Field(default=[], max_length=200)


class CourseFile(Strict):
    slug: Slug
    title: Line
    summary: MaybeText = ""
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
    place: str = ""


class Everything(frozenset[str]):
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
    frameworks: CompetenciesFile | None = None

    def of_kind(self, kind: str) -> list[StepEntry]:
        return [step for step in self.steps if step.kind == kind]

    def steps_of(self, lesson: str) -> Sequence[StepEntry]:
        """The steps of one lesson, in order."""
        return self._by_lesson.get(lesson, ())

    @cached_property
    def _by_lesson(self) -> dict[str, list[StepEntry]]:
        found: dict[str, list[StepEntry]] = {}
        for step in self.steps:
            found.setdefault(step.lesson, []).append(step)
        return found

    @cached_property
    def _places(self) -> dict[str, int]:
        return {step.slug: index for index, step in enumerate(self.steps)}

    @cached_property
    def step_slugs(self) -> Collection[str]:
        return {step.slug for step in self.steps} if self.whole else Everything()

    @cached_property
    def competency_codes(self) -> Collection[str]:
        return Everything() if self.competencies is None else {entry.code for entry in self.competencies}

    def in_order(self, bodies: Iterable[B]) -> list[B]:
        """Bodies of steps in the order of the course; those that no step names come first."""
        return sorted(bodies, key=lambda body: self._places.get(body.slug, -1))

    def comes_before(self, first: str, second: str) -> bool:
        """Whether step ``first`` is placed before step ``second``. Both must be in the outline."""
        return self._places[first] < self._places[second]

    def documents(
        self, folder: Folder, kind: str, entries: Mapping[str, StepEntry], pattern: str
    ) -> Iterator[Document]:
        """Read the files that are bodies of steps of ``kind``. ``entries`` are those steps by file name.

        Noted are a step without its file, a file that no step names, and one in the wrong place, that is not like
        ``pattern``.
        """
        below = pattern.partition("/")[0]
        names = folder.names(below)
        for name, step in entries.items():
            if self.document and name not in names:
                message = _("There is no file %(file)s.") % {"file": folder.label(name)}
                self.document.wrong((*step.path, kind), message)
        for document in folder.documents(pattern):
            if self.whole and document.name not in entries:
                folder.wrong(document.name, _("No step in %(file)s names this file.") % {"file": COURSE})
            yield document

    def check_competencies(self, codes: Iterable[tuple[Path, str]], document: Document) -> None:
        """Note as a mistake every code, given with its place in ``document``, that no framework has."""
        for path, code in codes:
            if code not in self.competency_codes:
                near = did_you_mean(code, [entry.code for entry in self.competencies or ()])
                message = _("There is no competency “%(code)s” in %(file)s.")
                document.wrong(path, message % {"code": show(code), "file": COMPETENCIES} + near)


def read_outline(folder: Folder) -> Outline:
    """Read both files. Mistakes are noted in ``folder``; the outline then holds what could be read."""
    frameworks, competencies = _read_competencies(folder)
    before = len(folder.mistakes)
    document = folder.read(COURSE)
    if document is None:
        return Outline(competencies=competencies, frameworks=frameworks)
    course, steps = document.check(CourseFile), _read_steps(document)
    document.unique(document.texts("lessons", ..., "slug"))
    document.unique(document.texts("lessons", ..., "folder"))
    document.unique(((*step.path, step.kind), step.slug) for step in steps)
    if len(folder.mistakes) == before:
        _check_requires(document, steps)
    return Outline(document, course, steps, len(folder.mistakes) == before, competencies, frameworks)


def _read_steps(document: Document) -> list[StepEntry]:
    kinds: dict[str, Any] = dict.fromkeys(settings.STEP_KINDS, (LongSlug | None, None))
    model = create_model("StepFile", __base__=StepFile, **kinds)
    found = []
    for path in document.paths("lessons", ..., "steps", ...):
        step, lesson = document.check(model, path), document.at(path[:2])
        if step is None:
            continue
        named = [(kind, slug) for kind in kinds if (slug := getattr(step, kind))]
        if len(named) == 1:
            kind, slug = named[0]
            names = {name: str(lesson.get(name)).strip() for name in ("slug", "folder")}
            found.append(StepEntry(kind, slug, step.requires, names["slug"], names["folder"], path))
        else:
            document.wrong(path, _("A step names exactly one of: %(kinds)s.") % {"kinds": ", ".join(kinds)})
    return found


def _check_requires(document: Document, steps: Sequence[StepEntry]) -> None:
    """A step may wait for an earlier one. So nobody is ever locked out in a circle."""
    slugs = [step.slug for step in steps]
    before = set[str]()
    for step in steps:
        earlier = step.requires in before
        before.add(step.slug)
        if step.requires is None or earlier:
            continue
        if step.requires not in slugs:
            message = _("There is no step “%(slug)s”.") % {"slug": step.requires}
            message += did_you_mean(step.requires, slugs)
        elif step.requires == step.slug:
            message = _("A step cannot wait for itself.")
        else:
            message = _("“%(slug)s” comes later. A step can only wait for one before it.") % {
                "slug": step.requires
            }
        document.wrong((*step.path, "requires"), message)


def _read_competencies(folder: Folder) -> tuple[CompetenciesFile | None, list[CompetencyEntry] | None]:
    document = folder.read(COMPETENCIES)
    file = document.check(CompetenciesFile) if document else None
    if document is None:
        return None, None
    document.unique(document.texts("frameworks", ..., "code"))
    document.unique(document.texts("frameworks", ..., "competencies", ..., "code"))
    return file, list(_entries(file, document)) if file else None


def _entries(file: CompetenciesFile, document: Document) -> Iterator[CompetencyEntry]:
    for index, framework in enumerate(file.frameworks):
        for position, each in enumerate(framework.competencies):
            place = document.place(("frameworks", index, "competencies", position))
            yield CompetencyEntry(framework.code, each.code, each.title, position + 1, place)
