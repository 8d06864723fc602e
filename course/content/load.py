"""The verb: read a content folder, check all of it, and write it in one transaction."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from course.content.documents import Folder
from course.content.errors import ContentErrors, show
from course.content.judge import Prefer
from course.content.loaders import Loader, make_loaders
from course.content.outline_files import COURSE, Outline, read_outline
from course.content.outline_rows import (
    find_step,
    write_competencies,
    write_course,
    write_lessons,
    write_steps,
)
from course.content.report import Did, Report
from course.content.taking import Loading
from course.models import Course, Program, Step
from course.record import audit


@dataclass(frozen=True)
class Content:
    """A folder that was read and found without mistakes."""

    outline: Outline
    parts: list[tuple[Loader, Any]]


def load(root: Path, *, at: datetime, prefer: Prefer | None = None, dry_run: bool = False) -> Report:
    """Load the content folder ``root``. With ``dry_run`` everything is done and then undone.

    ``prefer`` says whose text holds where the admin and a file differ: "file", "database", or None to keep the admin's
    and say so. Raises ContentErrors with every mistake; then nothing is changed.
    """
    content = read(root)
    with transaction.atomic():
        report = _write(content, at=at, prefer=prefer, dry_run=dry_run)
        if dry_run:
            transaction.set_rollback(True)
    return report


def read(root: Path) -> Content:
    """Read and check a whole content folder, and write nothing. Raises ContentErrors with every mistake."""
    folder = Folder(root)
    if not root.is_dir():
        folder.wrong("", _("There is no such folder."))
        raise ContentErrors(folder.mistakes)
    outline = read_outline(folder)
    course = Course.objects.filter(slug=outline.course.slug).first() if outline.course else None
    _check_program(folder, course)
    _check_kinds(outline, course)
    parts = [(loader, loader.read(folder, outline, course)) for loader in make_loaders()]
    if folder.mistakes:
        raise ContentErrors(folder.mistakes)
    return Content(outline, parts)


def _write(content: Content, *, at: datetime, prefer: Prefer | None, dry_run: bool) -> Report:
    outline, file = content.outline, content.outline.course
    assert file is not None  # else reading had raised
    report = Report(file.title, dry_run=dry_run, asks=prefer is None)
    write_competencies(outline.competencies or (), report)
    course = write_course(file, _program(report), report)
    brought = {pk for loader, _parsed in content.parts for pk in loader.steps_from_files(course)}
    lessons = write_lessons(course, file.lessons, _made_in_admin(course, brought), report)
    steps = write_steps(course, outline, lessons, brought, report)
    loading = Loading(course, steps, prefer, at, report)
    for loader, parsed in content.parts:
        loader.apply(parsed, loading)
    if report.wrote:
        audit.record("loaded", course, actor=None, at=at, summary=report.summary())
    return report


def _made_in_admin(course: Course, brought: Collection[int]) -> list[int]:
    pks = Step.objects.filter(lesson__course=course).values_list("pk", flat=True)
    return [pk for pk in pks if pk not in brought]


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
    steps = list(Step.objects.filter(lesson__course=course).select_related("lesson"))
    for entry in outline.steps:
        step = find_step(steps, entry)
        if step is not None and step.kind != entry.kind:
            message = _(
                "“%(slug)s” was loaded before as %(kind)s. A step cannot change its kind: use another slug."
            )
            said = {"slug": entry.slug, "kind": show(step.kind)}
            outline.document.wrong((*entry.path, entry.kind), message % said)
