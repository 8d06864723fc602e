"""Reading ``exams/<slug>.yaml``, and whether the bank can fill what the blueprint asks for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Annotated, Any, Literal

from django.utils.translation import gettext as _
from pydantic import Field

from course.content.documents import Document, Folder
from course.content.errors import show
from course.content.outline_files import Outline
from course.content.schema import Line, MarkdownText, Note, Slug, Strict
from quizzes.content.bank_files import Bank


class BlueprintFile(Strict):
    competency: Slug
    count: Annotated[int, Field(ge=1, le=200)]


class RulesFile(Strict):
    feedback: list[Literal["score", "competencies"]] = Field(default=["score", "competencies"])
    shuffle: bool = True
    attempts: Annotated[int, Field(ge=1, le=20)] = 1
    time_limit_minutes: Annotated[int, Field(ge=1, le=600)] | None = None


class ExamFile(Strict):
    """An exam. ``note`` is for authors."""

    title: Line
    purpose: Literal["pre", "post", "check"]
    instructions: MarkdownText
    blueprint: list[BlueprintFile] = Field(min_length=1, max_length=100)
    rules: RulesFile = RulesFile()
    note: Note | None = None


@dataclass(frozen=True)
class ParsedExam:
    """An exam's file without mistakes."""

    slug: str
    document: Document
    file: ExamFile

    def facts(self) -> dict[str, Any]:
        """What the file says, as ``exam_facts`` gives what the database says."""
        return self.file.model_dump(exclude={"note"})


def read_exams(folder: Folder, outline: Outline, bank: Bank) -> list[ParsedExam]:
    """Every exam that could be read. Mistakes are noted in ``folder``."""
    entries = {f"exams/{step.slug}.yaml": step for step in outline.of_kind("exam")}
    exams = []
    for document in outline.documents(folder, "exam", entries, "exams/*.yaml"):
        file, slug = document.check(ExamFile), PurePosixPath(document.name).stem
        codes = document.texts("blueprint", ..., "competency")
        document.unique(codes)
        document.unique(document.texts("rules", "feedback", ...))
        outline.check_competencies(codes, document)
        if bank.whole:
            _check_counts(document, outline, bank)
        if outline.whole and document.name in entries:
            _check_taught(slug, {code for _path, code in codes}, outline, bank)
        if file is not None:
            exams.append(ParsedExam(slug, document, file))
    return outline.in_order(exams)


def _check_counts(document: Document, outline: Outline, bank: Bank) -> None:
    """Every row of the blueprint can be filled from the bank."""
    there = Counter(question.competency for question in bank.asked)
    for path, code in document.texts("blueprint", ..., "competency"):
        place = (*path[:-1], "count")
        count = document.at(place)
        if type(count) is int and count > there[code] and code in outline.competency_codes:
            message = _("The exam asks for %(count)d questions of %(code)s; the bank has %(there)d.")
            document.wrong(place, message % {"count": count, "code": show(code), "there": there[code]})


def _check_taught(exam: str, drawn: Collection[str], outline: Outline, bank: Bank) -> None:
    """A question that an exam may draw names as its teacher only a topic that learners read before that exam."""
    topics = {step.slug for step in outline.of_kind("topic")}
    for question in bank.asked:
        topic = question.taught_by
        if topic is None or topic not in outline.step_slugs:
            continue
        if topic not in topics:
            message = _("“%(slug)s” is not a topic.") % {"slug": topic}
        elif question.competency in drawn and not outline.comes_before(topic, exam):
            message = _("“%(slug)s” comes after the exam “%(exam)s”, which may ask this question.")
            message %= {"slug": topic, "exam": exam}
        else:
            continue
        question.document.wrong((*question.path, "taught_by"), message)
