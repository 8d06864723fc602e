"""Reading ``bank/*.yaml``: questions, each with the body of its kind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Annotated, Any, Literal

from django.utils.translation import gettext as _
from pydantic import BaseModel, Field

from course.content.documents import Document, Folder
from course.content.errors import Path, show
from course.content.keeping import Keeps
from course.content.outline_files import Outline
from course.content.schema import LongLine, LongSlug, MarkdownText, Note, Number, Slug, Strict
from course.content.words import did_you_mean, unknown_key
from course.models import Course
from quizzes.content.facts import expected_fact
from quizzes.kinds import KINDS
from quizzes.models import Question


class ReferenceFile(Strict):
    title: LongLine
    publisher: LongLine
    year: Annotated[int, Field(ge=1800, le=2100)]


class QuestionFile(Strict):
    """What every question has. The rest of its keys are the body, which its kind checks. ``note`` is for authors."""

    key: LongSlug
    kind: str
    competency: Slug
    domain: Slug | None = None
    critical: bool = False
    taught_by: LongSlug | None = None
    basis: Literal["source", "practice"] = "source"
    expected: Literal["easy", "medium", "hard"] = "medium"
    points: Annotated[Number, Field(gt=0, le=100, decimal_places=2)] = Decimal(1)
    stem: MarkdownText
    explanation: MarkdownText
    reference: ReferenceFile | None = None
    keep: Keeps = []
    note: Note | None = None


class BankFile(Strict):
    questions: list[Any] = Field(max_length=2000)
    note: Note | None = None


@dataclass(frozen=True)
class ParsedQuestion:
    """A question without mistakes, and where it stands."""

    document: Document
    path: Path
    file: QuestionFile
    body: Mapping[str, Any]

    @property
    def place(self) -> str:
        return self.document.place((*self.path, "key"))

    def facts(self) -> dict[str, Any]:
        """What holds for the question whatever its wording, as ``rows.question_facts`` gives it."""
        kept = self.file.model_dump(include={"competency", "domain", "critical", "taught_by", "basis"})
        return {**kept, "retired": False, **expected_fact(self.file.expected)}

    def payload(self) -> dict[str, Any]:
        reference = self.file.reference.model_dump() if self.file.reference else {}
        return {
            "stem": self.file.stem,
            "body": self.body,
            # Always two places, as the database gives it back: "1" and "1.00" would have different digests.
            "points": self.file.points.quantize(Decimal("0.01")),
            "explanation": self.file.explanation,
            "reference": reference,
        }


@dataclass(frozen=True)
class Asked:
    """What exams must know of a question, whatever else is wrong with it."""

    document: Document
    path: Path
    key: str
    competency: str
    domain: str
    taught_by: str | None
    expected: str


@dataclass
class Bank:
    """All questions that could be read, and their files. ``whole`` tells that no file hides others."""

    questions: list[ParsedQuestion] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    whole: bool = True
    documents: list[Document] = field(default_factory=list)


def read_bank(folder: Folder, outline: Outline, course: Course | None) -> Bank:
    """Every question of the bank. Mistakes are noted in ``folder``."""
    kinds = dict(Question.objects.filter(course=course).values_list("key", "kind")) if course else {}
    bank, places = Bank(), dict[str, str]()
    bank.documents = documents = list(folder.documents("bank/*.yaml"))
    bank.whole = len(documents) == len(folder.names("bank"))
    for document in documents:
        bank.whole &= document.check(BankFile) is not None
        for path in document.paths("questions", ...):
            _check_key(document, path, places)
            _check_codes(document, path, outline)
            question = _read_question(document, path)
            if question is not None:
                _check_question(question, kinds)
                bank.questions.append(question)
            bank.asked += _asked(document, path)
    return bank


def _asked(document: Document, path: Path) -> Iterator[Asked]:
    def said(name: str) -> str:
        return next((text for _path, text in document.texts(*path, name)), "")

    if said("competency"):
        taught_by = said("taught_by") or None
        expected = said("expected") or Question.Expected.MEDIUM
        yield Asked(document, path, said("key"), said("competency"), said("domain"), taught_by, expected)


def _read_question(document: Document, path: Path) -> ParsedQuestion | None:
    given = document.at(path)
    if not isinstance(given, dict):
        document.check(QuestionFile, path)
        return None
    file = document.check(
        QuestionFile, path, {key: given[key] for key in given if key in QuestionFile.model_fields}
    )
    schema = _schema_of(given.get("kind"), document, path)
    if schema is None:
        return None
    known = [*QuestionFile.model_fields, *schema.model_fields]
    for key in given:
        if key not in known:
            document.wrong((*path, key), unknown_key(key, known))
    body = document.check(
        schema, path, _stripped({key: given[key] for key in given if key in schema.model_fields})
    )
    if file is None or body is None:
        return None
    question = ParsedQuestion(document, path, file, body.model_dump())
    for problem in KINDS[file.kind].check(question.body, file.points):
        document.wrong((*path, *problem.where), problem.says)
    return question


def _schema_of(kind: Any, document: Document, path: Path) -> type[BaseModel] | None:
    """What the body of a question of this kind is; None, with a mistake noted, if there is no such kind."""
    if isinstance(kind, str) and kind not in KINDS:
        near = did_you_mean(kind, list(KINDS))
        document.wrong((*path, "kind"), _("There is no kind “%(kind)s”.") % {"kind": show(kind)} + near)
    return KINDS[kind].schema if isinstance(kind, str) and kind in KINDS else None


def _stripped(value: Any) -> Any:
    """Texts without the line end that YAML leaves; a body's schema takes what an author typed as it is."""
    if isinstance(value, dict):
        return {key: _stripped(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_stripped(inner) for inner in value]
    return value.strip() if isinstance(value, str) else value


def _check_key(document: Document, path: Path, places: dict[str, str]) -> None:
    """A key names one question in all of the bank."""
    key = document.at((*path, "key"))
    if not isinstance(key, str):
        return
    place = document.place((*path, "key"))
    if key in places:
        message = _("The question “%(key)s” stands twice: here, and at %(place)s.")
        document.wrong((*path, "key"), message % {"key": show(key), "place": places[key]})
    places.setdefault(key, place)


def _check_codes(document: Document, path: Path, outline: Outline) -> None:
    """Names of competencies and of the topic that teaches it."""
    outline.check_competencies(document.texts(*path, "competency"), document)
    outline.check_competencies(document.texts(*path, "domain"), document)
    for place, slug in document.texts(*path, "taught_by"):
        if slug not in outline.step_slugs:
            near = did_you_mean(slug, [step.slug for step in outline.of_kind("topic")])
            document.wrong(place, _("There is no step “%(slug)s”.") % {"slug": show(slug)} + near)


def _check_question(question: ParsedQuestion, kinds: Mapping[str, str]) -> None:
    file, document, path = question.file, question.document, question.path
    if file.reference is None and file.basis == "source":
        message = _(
            "This is missing. A question names its source; if it rests on judgment, write basis: practice."
        )
        document.wrong((*path, "reference"), message)
    before = kinds.get(file.key, file.kind)
    if before != file.kind:
        message = _(
            "“%(key)s” was loaded before as %(kind)s. A question cannot change its kind: use another key."
        )
        document.wrong((*path, "kind"), message % {"key": file.key, "kind": show(before)})
