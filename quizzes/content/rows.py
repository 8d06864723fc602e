"""Writing questions and exams to rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from course.content.report import Did
from course.content.taking import Loading, Named, Wording, take_facts, take_version, update_row
from course.inline_markdown import to_html
from course.models import Competency
from course.versions import digest
from quizzes.content.bank_files import ParsedQuestion
from quizzes.content.exam_files import ParsedExam
from quizzes.content.facts import exam_facts, question_facts
from quizzes.models import BlueprintRow, Exam, Question
from quizzes.rendering import rendered_question
from quizzes.step_time import refresh_step


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


def write_exams(parsed: Sequence[ParsedExam], loading: Loading) -> None:
    """Add and change exams with their blueprints, and what their steps show."""
    competencies = Competency.objects.in_bulk(field_name="code")
    for each in parsed:
        _write_exam(each, competencies, loading)
    for exam in Exam.objects.filter(step__lesson__course=loading.course).select_related("step"):
        if refresh_step(exam) and not loading.report.mentions("exam", exam.step.slug):
            loading.report.add(
                Did.CHANGED, "exam", exam.step.slug, _("its questions and minutes in the outline")
            )


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


def _write_exam(parsed: ParsedExam, competencies: Mapping[str, Competency], loading: Loading) -> None:
    step, facts, file = loading.steps[parsed.slug], parsed.facts(), parsed.file
    named = Named("exam", parsed.slug, parsed.document.place(()))
    exam = Exam.objects.select_related("step").filter(step=step).first()
    if exam is None:
        exam = Exam(step=step, purpose=file.purpose, instructions=file.instructions, rules=facts["rules"])
        exam.instructions_html, exam.loaded_digest = to_html(file.instructions), digest(facts)
        exam.save()
        update_row(step, title=file.title)
        _write_blueprint(exam, parsed, competencies)
        loading.report.add(Did.ADDED, named.kind, named.name)
        return
    takes, remember = take_facts(
        loading, named, database=exam_facts(exam), file=facts, loaded=exam.loaded_digest
    )
    values = {"loaded_digest": remember}
    if takes:
        values |= {"purpose": file.purpose, "instructions": file.instructions, "rules": facts["rules"]}
        update_row(exam.step, title=file.title)
        if exam_facts(exam)["blueprint"] != facts["blueprint"]:
            _write_blueprint(exam, parsed, competencies)
    html = to_html(values.get("instructions", exam.instructions))
    anew = html != exam.instructions_html
    update_row(exam, instructions_html=html, **values)
    if anew and not takes:
        loading.report.add(Did.CHANGED, named.kind, named.name, _("rendered anew"))


def _write_blueprint(exam: Exam, parsed: ParsedExam, competencies: Mapping[str, Competency]) -> None:
    """The whole blueprint anew: its order is that of its rows."""
    exam.blueprint.all().delete()
    rows = [(competencies[row.competency], row.count) for row in parsed.file.blueprint]
    BlueprintRow.objects.bulk_create([BlueprintRow(exam=exam, competency=c, count=n) for c, n in rows])
