"""Writing questions to rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from course.content.report import Did
from course.content.taking import Loading, Named, Wording, take_facts, take_version, update_row
from course.models import Competency
from course.versions import digest
from quizzes.content.bank_files import ParsedQuestion
from quizzes.content.facts import question_facts
from quizzes.models import Question
from quizzes.rendering import rendered_question


def write_questions(parsed: Sequence[ParsedQuestion], loading: Loading) -> None:
    """Add and change questions; retire those that files brought before and do not have now."""
    competencies = Competency.objects.in_bulk(field_name="code")
    rows = Question.objects.filter(course=loading.course)
    rows = rows.select_related("live", "draft", "loaded", "competency", "domain", "taught_by")
    known = {question.key: question for question in rows}
    for each in parsed:
        named = Named("question", each.file.key, each.place)
        question = _write_facts(known.pop(each.file.key, None), each, named, competencies, loading)
        payload = each.payload()
        take_version(loading, question, named, Wording(payload, rendered_question(payload)))
    for question in known.values():
        if question.loaded_digest and update_row(question, retired=True):
            update_row(question, loaded_digest=digest(question_facts(question)))
            loading.report.add(Did.RETIRED, "question", question.key)


def _write_facts(
    question: Question | None,
    parsed: ParsedQuestion,
    named: Named,
    competencies: Mapping[str, Competency],
    loading: Loading,
) -> Question:
    """The question's row, with what the file says of it unless that was edited in the admin since the last load."""
    facts, file = parsed.facts(), parsed.file
    values: dict[str, Any] = {
        **facts,
        "expected": file.expected,
        "competency": competencies[file.competency],
        "domain": competencies[file.domain] if file.domain else None,
        "taught_by": loading.steps[file.taught_by] if file.taught_by else None,
    }
    if question is None:
        return Question.objects.create(
            course=loading.course, key=file.key, kind=file.kind, loaded_digest=digest(facts), **values
        )
    takes, remember = take_facts(
        loading, named, database=question_facts(question), file=facts, loaded=question.loaded_digest
    )
    update_row(question, loaded_digest=remember, **(values if takes else {}))
    return question
