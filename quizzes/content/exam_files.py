"""Reading ``exams/<slug>.yaml``, and whether the bank can fill what the blueprint asks for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import PurePosixPath
from typing import Annotated, Any, Literal

from django.utils.translation import gettext as _
from pydantic import Field, model_validator

from course.content.documents import Document, Folder
from course.content.errors import Path, show
from course.content.outline_files import Outline
from course.content.schema import Line, LongSlug, MarkdownText, Note, Number, Slug, Strict
from course.content.words import did_you_mean
from quizzes import draw, forms_ab
from quizzes.content.bank_files import Bank
from quizzes.draw import CannotFill, Entry, Row
from quizzes.rules import Rules, When


class RowFile(Strict):
    """``count`` questions of a competency, and of a domain if one is named; or one ``question`` that is always asked.

    ``points`` is what each is worth in this exam; left out, what the question says.
    """

    competency: Slug | None = None
    domain: Slug | None = None
    question: LongSlug | None = None
    count: Annotated[int, Field(ge=1, le=200)] = 1
    points: Annotated[Number, Field(gt=0, le=100, decimal_places=2)] | None = None

    @model_validator(mode="after")
    def one_or_the_other(self) -> RowFile:
        if (self.competency is None) == (self.question is None):
            raise ValueError(_("A row names a competency, or one question."))
        if self.question and (self.domain or self.count != 1):
            raise ValueError(_("A row that names one question has no domain and no count."))
        return self


class SectionFile(Strict):
    title: Line
    instructions: MarkdownText | None = None
    blueprint: list[RowFile] = Field(min_length=1, max_length=100)


class FormsFile(Strict):
    """Two stored forms, A and B. ``anchors`` are asked by both; ``same_as`` names the exam whose forms these are."""

    anchors: list[LongSlug] = Field(default=[], max_length=50)
    same_as: LongSlug | None = None


class ExamFile(Strict):
    """An exam. ``note`` is for authors."""

    title: Line
    purpose: Literal["pre", "post", "check"]
    instructions: MarkdownText
    blueprint: list[RowFile] = Field(default=[], max_length=100)
    sections: list[SectionFile] = Field(default=[], max_length=20)
    forms: FormsFile | None = None
    rules: Rules = Rules()
    note: Note | None = None

    @model_validator(mode="after")
    def fits_together(self) -> ExamFile:
        shares = self.forms is not None and self.forms.same_as is not None
        given = [name for name in ("blueprint", "sections") if getattr(self, name)]
        if shares and (given or (self.forms and self.forms.anchors)):
            raise ValueError(_("An exam with the forms of another has their blueprint and anchors, too."))
        if not shares and len(given) != 1:
            raise ValueError(_("An exam has a blueprint, or sections with one each."))
        if self.rules.feedback_when is When.EACH and self.purpose != "check":
            raise ValueError(_("Feedback after each question is for checks only."))
        return self

    def rows(self) -> list[tuple[int | None, RowFile]]:
        """Every row with the place of its section, None where the exam has none."""
        own: list[tuple[int | None, RowFile]] = [(None, row) for row in self.blueprint]
        return own + [(n, row) for n, section in enumerate(self.sections) for row in section.blueprint]


@dataclass(frozen=True)
class ParsedExam:
    """An exam's file without mistakes."""

    slug: str
    document: Document
    file: ExamFile

    def facts(self) -> dict[str, Any]:
        """What the file says, as ``exam_facts`` gives what the database says."""
        facts = self.file.model_dump(mode="json", exclude={"note", "rules"})
        for row in [
            *facts["blueprint"],
            *(row for section in facts["sections"] for row in section["blueprint"]),
        ]:
            row["points"] = (
                None if row["points"] is None else str(Decimal(row["points"]).quantize(Decimal("0.01")))
            )
        for section in facts["sections"]:
            section["instructions"] = section["instructions"] or ""
        if self.file.forms:
            facts["forms"]["anchors"] = sorted(self.file.forms.anchors)
        return {**facts, "rules": self.file.rules.stored()}


def plan_of(exam: ParsedExam) -> list[Row]:
    """The rows of its blueprint as the pure modules read them; none where it shares the forms of another."""
    return [
        Row(row.competency or "", row.count, row.domain or "", row.question or "", section or 0)
        for section, row in exam.file.rows()
    ]


ROWS = (("blueprint", ...), ("sections", ..., "blueprint", ...))
"""Where rows stand in a file."""


def read_exams(folder: Folder, outline: Outline, bank: Bank) -> list[ParsedExam]:
    """Every exam that could be read. Mistakes are noted in ``folder``."""
    entries = {f"exams/{step.slug}.yaml": step for step in outline.of_kind("exam")}
    exams, documents = [], list(outline.documents(folder, "exam", entries, "exams/*.yaml"))
    listed = _listed(bank, documents)
    for document in documents:
        file, slug = document.check(ExamFile), PurePosixPath(document.name).stem
        document.unique(document.texts("rules", "feedback", ...))
        for place in ROWS:
            outline.check_competencies(document.texts(*place, "competency"), document)
            outline.check_competencies(document.texts(*place, "domain"), document)
        _check_twice(document)
        rows = list(_rows(document))
        if bank.whole:
            _check_names(document, bank)
            _check_counts(document, rows, outline, listed)
        if outline.whole and document.name in entries:
            _check_taught(slug, [row for _path, row in rows], outline, bank)
        if file is not None:
            exams.append(ParsedExam(slug, document, file))
    _check_shared(exams)
    return outline.in_order(exams)


def _check_twice(document: Document) -> None:
    """A competency stands once in a section, or once with each domain."""
    for rows in ROWS:
        seen = dict[tuple[Any, ...], Path]()
        for path, code in document.texts(*rows, "competency"):
            domain = document.at((*path[:-1], "domain"))
            named = (*path[:-2], code, domain if isinstance(domain, str) else None)
            if named in seen:
                message = _("“%(name)s” is already used at %(place)s.")
                document.wrong(path, message % {"name": show(code), "place": document.place(seen[named])})
            seen.setdefault(named, path)


def _check_names(document: Document, bank: Bank) -> None:
    """Questions that a row or the anchors name are in the bank, and named once."""
    keys = {question.key for question in bank.asked}
    named = [found for rows in ROWS for found in document.texts(*rows, "question")]
    named += list(document.texts("forms", "anchors", ...))
    document.unique(named)
    for place, key in named:
        if key not in keys:
            message = _("There is no question “%(key)s” in the bank.") % {"key": show(key)}
            document.wrong(place, message + did_you_mean(key, sorted(keys)))


def _rows(document: Document) -> Iterator[tuple[Path, Row]]:
    """Every row that could be read, whatever else is wrong with the file, and where it stands."""
    for path in (path for rows in ROWS for path in document.paths(*rows)):
        given = document.at(path)
        if isinstance(given, dict):
            named = {name: given.get(name) for name in ("competency", "domain", "question")}
            texts = {name: text if isinstance(text, str) else "" for name, text in named.items()}
            count = given.get("count", 1)
            section = path[1] if path[0] == "sections" else 0
            if type(count) is int and count > 0 and any(texts.values()):
                yield path, Row(**texts, count=count, section=int(section))


def _listed(bank: Bank, documents: Iterable[Document]) -> list[Entry]:
    """The bank as exams draw from it, with what the checks of lessons always ask."""
    checks = [each for each in documents if each.at(("purpose",)) == "check"]
    shown = {key for each in checks for rows in ROWS for _path, key in each.texts(*rows, "question")}
    return [
        Entry(each.key, each.competency, each.domain, each.expected, each.key in shown) for each in bank.asked
    ]


def _check_counts(
    document: Document, rows: list[tuple[Path, Row]], outline: Outline, entries: list[Entry]
) -> None:
    """Every row of the blueprint can be filled from the bank; twice where the exam has two forms."""
    keys = {entry.key for entry in entries}
    known = [
        (path, row)
        for path, row in rows
        if (row.question in keys if row.question else row.competency in outline.competency_codes)
    ]
    plan = [row for _path, row in known]
    anchors = [key for _path, key in document.texts("forms", "anchors", ...)]
    try:
        if document.at(("forms",)) and not document.at(("forms", "same_as")):
            forms_ab.build(plan, entries, anchors=anchors, seed="", keep={})
        else:
            draw.questions(plan, entries, seed=0)
    except CannotFill as short:
        path = next(path for path, row in known if row == short.row)
        document.wrong((*path, "count"), str(short))


def _check_shared(exams: list[ParsedExam]) -> None:
    """An exam shares the forms of an exam that has some of its own."""
    owners = {exam.slug for exam in exams if exam.file.forms and not exam.file.forms.same_as}
    for exam in exams:
        named = exam.file.forms.same_as if exam.file.forms else None
        if named is not None and named not in owners:
            message = _("There is no exam “%(slug)s” with forms of its own.") % {"slug": show(named)}
            message += did_you_mean(named, sorted(owners))
            exam.document.wrong(("forms", "same_as"), message)


def _check_taught(exam: str, plan: list[Row], outline: Outline, bank: Bank) -> None:
    """A question that an exam may draw names as its teacher only a topic that learners read before that exam."""
    topics = {step.slug for step in outline.of_kind("topic")}
    for question in bank.asked:
        topic, entry = question.taught_by, Entry(question.key, question.competency, question.domain)
        if topic is None or topic not in outline.step_slugs:
            continue
        if topic not in topics:
            message = _("“%(slug)s” is not a topic.") % {"slug": topic}
        elif any(row.takes(entry) for row in plan) and not outline.comes_before(topic, exam):
            message = _("“%(slug)s” comes after the exam “%(exam)s”, which may ask this question.")
            message %= {"slug": topic, "exam": exam}
        else:
            continue
        question.document.wrong((*question.path, "taught_by"), message)
