"""The bank and the exams in canonical form: as they were read, or as the database holds them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from course.content.canonical import arranged, yaml_file
from course.content.files import File
from course.content.keeping import in_order
from course.content.writing import Writing
from quizzes.asked import asked_by
from quizzes.content.bank_files import Bank, BankFile, QuestionFile
from quizzes.content.exam_files import ExamFile, ParsedExam
from quizzes.content.facts import exam_facts, question_facts
from quizzes.kinds import KINDS
from quizzes.models import Exam, Question
from quizzes.rules import Rules

MOST_IN_A_FILE = 200
Entry = dict[str, Any]


def bank_files(bank: Bank) -> Iterator[File]:
    """The files of a bank without mistakes."""
    entries = defaultdict[str, list[Entry]](list)
    for question in bank.questions:
        entries[question.document.name].append(
            _entry({**dict(question.file), "keep": in_order(question.file.keep)}, question.body)
        )
    for document in bank.documents:
        file = BankFile.model_validate(document.data)
        yield _bank_file(document.name, entries[document.name], file.note)


def exam_files(exams: Iterable[ParsedExam]) -> Iterator[File]:
    """The files of exams without mistakes."""
    for exam in exams:
        yield _exam_file(exam.document.name, exam.facts(), exam.file.note)


def written_bank(writing: Writing) -> Iterator[File]:
    """Every question in use, in the file that it came from; new ones by their competency."""
    questions = Question.objects.filter(course=writing.course, retired=False).order_by("key")
    rows = questions.select_related("live", "draft", "competency", "domain", "taught_by")
    found = {row.key: row for row in rows if writing.version(row) is not None}
    notes = {key: note for _name, aside in _banks(writing) for key, note in aside.get("questions", [])}
    for name, keys in _places(found, writing).items():
        entries = [_written_entry(found[key], notes.get(key), writing) for key in keys]
        yield _bank_file(name, entries, writing.aside(name).get("note"))


def written_exams(writing: Writing) -> Iterator[File]:
    exams = Exam.objects.filter(step__lesson__course=writing.course).select_related("forms_of__step")
    by_step = {exam.step_id: exam for exam in exams}
    asked = asked_by(by_step.values())
    for step in writing.steps:
        exam = by_step.get(step.pk)
        if exam is not None and writing.takes(step, published=True, drafted=False):
            writing.bodies.add(step.pk)
            exam.step = step
            facts = exam_facts(exam, asked[exam.pk])
            rows = [*facts["blueprint"], *(row for each in facts["sections"] for row in each["blueprint"])]
            writing.codes.update(row[name] for row in rows for name in ("competency", "domain") if row[name])
            note = writing.aside_of_step(step, "exams").get("note")
            yield _exam_file(f"exams/{step.slug}.yaml", facts, note)


def _banks(writing: Writing) -> list[tuple[str, Mapping[str, Any]]]:
    return [(name, aside) for name, aside in writing.asides.items() if name.startswith("bank/")]


def _places(questions: Mapping[str, Question], writing: Writing) -> dict[str, list[str]]:
    """The keys that stand in each file, in order."""
    places: dict[str, list[str]] = {}
    for name, aside in _banks(writing):
        had = [key for key, _note in aside.get("questions", []) if key in questions]
        if had or not aside.get("questions"):
            places[name] = had
    placed = {key for keys in places.values() for key in keys}
    for key, question in questions.items():
        if key not in placed:
            _with_room(f"bank/{question.competency.code}", places).append(key)
    return places


def _with_room(stem: str, places: dict[str, list[str]]) -> list[str]:
    """The first file named so that takes one more; ``bank/samhsa-8.yaml``, ``bank/samhsa-8-2.yaml`` and so on."""
    number, name = 1, f"{stem}.yaml"
    while len(places.get(name, ())) >= MOST_IN_A_FILE:
        number += 1
        name = f"{stem}-{number}.yaml"
    return places.setdefault(name, [])


def _written_entry(question: Question, note: str | None, writing: Writing) -> Entry:
    version, facts = writing.version(question), question_facts(question)
    writing.codes.update(code for code in (facts["competency"], facts["domain"]) if code)
    said = {
        "key": question.key,
        "kind": question.kind,
        **facts,
        "stem": version.stem,
        "points": version.points,
        "explanation": version.explanation,
        "reference": version.reference or None,
        "keep": writing.kept("question", question.key),
        "note": note,
    }
    return _entry(said, version.body)


def _entry(said: Mapping[str, Any], body: Mapping[str, Any]) -> Entry:
    """A question as it stands in a file: what all have, its kind's own keys below the stem, and the rest."""
    head = arranged(QuestionFile, said)
    own = arranged(KINDS[said["kind"]].schema, body)
    after = list(head)[list(head).index("stem") + 1 :]
    return {
        **{key: head[key] for key in head if key not in after},
        **own,
        **{key: head[key] for key in after},
    }


def _bank_file(name: str, entries: Sequence[Entry], note: str | None) -> File:
    aside = {"questions": [[entry["key"], entry.get("note")] for entry in entries]}
    said = {"questions": entries, "note": note}
    return File(name, yaml_file(BankFile, said), {**aside, **({"note": note} if note else {})})


def _exam_file(name: str, facts: Mapping[str, Any], note: str | None) -> File:
    """``facts`` as ``exam_facts`` gives them; empty texts there are left out here."""
    said = {
        **facts,
        "blueprint": [_row(row) for row in facts["blueprint"]],
        "sections": [
            {
                **section,
                "instructions": section["instructions"] or None,
                "blueprint": [_row(row) for row in section["blueprint"]],
            }
            for section in facts["sections"]
        ],
        "rules": Rules.model_validate(facts["rules"]),
        "note": note,
    }
    return File(name, yaml_file(ExamFile, said), {"note": note} if note else {})


def _row(row: Mapping[str, Any]) -> Mapping[str, Any]:
    return {**row, "points": None if row["points"] is None else Decimal(row["points"])}
