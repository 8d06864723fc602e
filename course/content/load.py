"""The verb: read a content folder, check all of it, and write it in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from course.content.arrangement import follow_files
from course.content.documents import Folder
from course.content.errors import ContentErrors, Mistake, show
from course.content.files import File
from course.content.judge import Prefer
from course.content.keeping import Written
from course.content.kept import follow_keeps
from course.content.loaders import Loader, make_loaders
from course.content.memory import remember
from course.content.outline_files import COURSE, Outline, read_outline
from course.content.outline_rows import write_competencies, write_course, write_lessons
from course.content.outline_text import outline_files
from course.content.progress import Progress, Tick, silent
from course.content.report import Did, Report
from course.content.step_rows import by_slug, find_step, write_steps
from course.content.taking import Judging, Loading
from course.models import Competency, Course, Person, Program, Step
from course.publishing.change import Change
from course.record import audit

Check = Callable[[Report], None]


@dataclass(frozen=True)
class Content:
    """A folder that was read and found without mistakes."""

    folder: Folder
    outline: Outline
    parts: list[tuple[Loader, Any]]

    def written(self) -> Iterator[Written]:
        """Every text of the folder, for the check of words."""
        for loader, parsed in self.parts:
            yield from loader.written(parsed, self.outline)

    def files(self, *, left_out: Iterable[str] = ()) -> Iterator[File]:
        """Every file in canonical form. ``left_out``: see ``outline_files``."""
        yield from outline_files(self.outline, left_out=left_out)
        for loader, parsed in self.parts:
            yield from loader.files(parsed)


def load(
    root: Path,
    *,
    at: datetime,
    prefer: Prefer | None = None,
    dry_run: bool = False,
    changes: Mapping[str, Change] | None = None,
    actor: Person | None = None,
    check: Check | None = None,
    progress: Progress = silent,
) -> Report:
    """Load the content folder ``root``. With ``dry_run`` everything is done and then undone.

    ``prefer`` says whose text holds where the admin and a file differ: "file", "database", or None to keep the admin's
    and say so. ``changes`` tells, by slug, which topics change in substance; the others are edits of the wording.
    ``check`` is shown the report before anything is kept, and may raise. Raises ContentErrors with every mistake.
    Whatever is raised, nothing is changed.
    """
    content = read(root, progress=progress)
    tick = progress(_("Writing to the database"), len(content.folder.seen))
    with transaction.atomic():
        report = _write(
            content, at=at, prefer=prefer, dry_run=dry_run, changes=changes or {}, actor=actor, tick=tick
        )
        if check is not None:
            check(report)
        if dry_run:
            transaction.set_rollback(True)
    return report


def read(root: Path, *, with_rows: bool = True, progress: Progress = silent) -> Content:
    """Read and check a whole content folder, and write nothing. Raises ContentErrors with every mistake.

    Without rows, no database is asked, and what only it can tell is not checked.
    """
    folder = Folder(root)
    if not root.is_dir():
        folder.wrong("", _("There is no such folder."))
        raise ContentErrors(folder.mistakes)
    folder.tick = progress(_("Reading files"), len(folder.names(".")))
    outline = read_outline(folder)
    course = Course.objects.filter(slug=outline.course.slug).first() if with_rows and outline.course else None
    if with_rows:
        _check_program(folder, course)
    _check_kinds(outline, course)
    parts = [(loader, loader.read(folder, outline, course)) for loader in make_loaders()]
    if folder.mistakes:
        raise ContentErrors(folder.mistakes)
    return Content(folder, outline, parts)


def _write(
    content: Content,
    *,
    at: datetime,
    prefer: Prefer | None,
    dry_run: bool,
    changes: Mapping[str, Change],
    actor: Person | None,
    tick: Tick,
) -> Report:
    outline, file = content.outline, content.outline.course
    assert file is not None  # else reading had raised
    report = Report(file.title, dry_run=dry_run, asks=prefer is None)
    judging = Judging(prefer, report, set(), _once_a_file(tick))
    write_competencies(outline.competencies or (), judging)
    program = _program(report)
    course = write_course(outline, program, judging)
    if course.program_id == program.pk:
        course.program = program
    brought = {pk for loader, _parsed in content.parts for pk in loader.steps_from_files(course)}
    follows = follow_files(course, outline, judging)
    lasting = _lasting(course, outline, brought, follows=follows)
    lessons = write_lessons(course, outline, lasting, judging, follows=follows)
    steps = write_steps(course, outline, lessons, brought, report, follows=follows)
    loading = Loading(prefer, report, judging.undecided, judging.tick, course, steps, at, changes)
    for loader, parsed in content.parts:
        loader.apply(parsed, loading)
    follow_keeps(content.written(), loading)
    _check_told(loading)
    _remember(content, course, judging.undecided)
    if report.wrote:
        audit.record("loaded", course, actor=actor, at=at, summary=report.summary())
    return report


def _remember(content: Content, course: Course, undecided: Collection[str]) -> None:
    """What the files said; where the admin's text was kept unasked, both sides still have to agree."""
    named = {entry.code for entry in content.outline.competencies or ()}
    others = set(Competency.objects.values_list("code", flat=True)) - named
    kept = {name for place in undecided for name in (place, place.rpartition(":")[0])}
    names = {name for name in content.folder.seen if content.folder.label(name) in kept}
    remember(course, content.files(left_out=others), undecided=names)


def _once_a_file(tick: Tick) -> Callable[[str], None]:
    """Ticks when a place is in a file that no place was in before."""
    seen = set[str]()

    def at(place: str) -> None:
        file = place.rpartition(":")[0]
        if file not in seen:
            seen.add(file)
            tick()

    return at


def _check_told(loading: Loading) -> None:
    """Whoever says that a topic changed in substance has meant one that did."""
    words = _("“%(slug)s” is no topic that learners have and that changes with this load.")
    if untold := sorted(loading.changes.keys() - loading.told):
        raise ContentErrors(
            [Mistake("--substantive", 0, "", words % {"slug": show(slug)}) for slug in untold]
        )


def _lasting(course: Course, outline: Outline, brought: Collection[int], *, follows: bool) -> set[int]:
    """Steps whose lessons stay: those made in the admin, and what the files name where the admin's order holds."""
    steps = Step.objects.filter(lesson__course=course).values_list("pk", "slug")
    named = set() if follows else {entry.slug for entry in outline.steps}
    return {pk for pk, slug in steps if pk not in brought or slug in named}


def _program(report: Report) -> Program:
    """The only program; a first one where there is none."""
    program = Program.objects.first()
    if program is None:
        program = Program.objects.create(name=_("Our program"), slug="our-program")
        report.add(Did.ADDED, "program", program.slug)
    return program


def _check_program(folder: Folder, course: Course | None) -> None:
    """Which program a new course belongs to must be plain. Choosing among several is done once, in the admin."""
    if course is None and Program.objects.count() > 1:
        message = _(
            "There are several programs. Make the course in the admin first, under the program it belongs to."
        )
        folder.wrong(COURSE, message, path=("slug",))


def _check_kinds(outline: Outline, course: Course | None) -> None:
    """Whoever finished a topic has not sat an exam: a step never becomes one of another kind."""
    if outline.document is None or course is None:
        return
    steps = by_slug(Step.objects.filter(lesson__course=course).select_related("lesson"))
    for entry in outline.steps:
        step = find_step(steps, entry)
        if step is not None and step.kind != entry.kind:
            message = _(
                "“%(slug)s” was loaded before as %(kind)s. A step cannot change its kind: use another slug."
            )
            said = {"slug": entry.slug, "kind": show(step.kind)}
            outline.document.wrong((*entry.path, entry.kind), message % said)
