"""Writing exams to rows: their settings, blueprints and stored forms, and what their steps show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from course.content.report import Did
from course.content.taking import Loading, Named, take_facts, update_row
from course.inline_markdown import to_html
from course.models import Competency
from course.versions import digest
from quizzes.blueprint import anchors_of, keys_of, store_forms, stored_forms
from quizzes.content.exam_files import ParsedExam, RowFile
from quizzes.content.facts import exam_facts
from quizzes.draw import CannotFill
from quizzes.models import BlueprintRow, Exam, Question, Section
from quizzes.step_time import refresh_step

# What of an exam's facts makes its blueprint, and so its forms.
ASKS = ("blueprint", "sections", "forms")


def write_exams(parsed: Sequence[ParsedExam], loading: Loading) -> None:
    """Add and change exams. Those that share forms come after those that own them, wherever they stand."""
    names = _Names(
        Competency.objects.in_bulk(field_name="code"),
        {question.key: question for question in Question.objects.filter(course=loading.course)},
    )
    for each in sorted(parsed, key=lambda each: bool(each.file.forms and each.file.forms.same_as)):
        _write_exam(each, names, loading)
    exams = Exam.objects.filter(step__lesson__course=loading.course)
    for exam in exams.select_related("step__lesson__course", "forms_of").order_by("step__lesson__position"):
        reasons = [_("its forms")] if _forms_changed(exam, loading) else []
        reasons += [_("its questions and minutes in the outline")] if refresh_step(exam) else []
        if reasons and not loading.report.mentions("exam", exam.step.slug):
            loading.report.add(Did.CHANGED, "exam", exam.step.slug, ", ".join(reasons))


@dataclass(frozen=True)
class _Names:
    """What rows of a blueprint name, by code and by key."""

    competencies: dict[str, Competency]
    questions: dict[str, Question]

    def row(self, exam: Exam, section: Section | None, file: RowFile) -> BlueprintRow:
        return BlueprintRow(
            exam=exam,
            section=section,
            competency=self.competencies[file.competency] if file.competency else None,
            domain=self.competencies[file.domain] if file.domain else None,
            question=self.questions[file.question] if file.question else None,
            count=file.count,
            points=file.points,
        )


def _write_exam(parsed: ParsedExam, names: _Names, loading: Loading) -> None:
    step, facts, file = loading.steps[parsed.slug], parsed.facts(), parsed.file
    named = Named("exam", parsed.slug, parsed.document.place(()))
    exam = Exam.objects.select_related("step__lesson__course", "forms_of__step").filter(step=step).first()
    if exam is None:
        exam = Exam(step=step, purpose=file.purpose, instructions=file.instructions, rules=facts["rules"])
        exam.instructions_html, exam.loaded_digest = to_html(file.instructions), digest(facts)
        exam.save()
        update_row(step, title=file.title)
        _write_blueprint(exam, parsed, names, loading)
        loading.report.add(Did.ADDED, named.kind, named.name)
        return
    before = exam_facts(exam)
    takes, remember = take_facts(loading, named, database=before, file=facts, loaded=exam.loaded_digest)
    values: dict[str, Any] = {"loaded_digest": remember}
    if takes:
        values |= {"purpose": file.purpose, "instructions": file.instructions, "rules": facts["rules"]}
        update_row(exam.step, title=file.title)
        if any(before[name] != facts[name] for name in ASKS):
            _write_blueprint(exam, parsed, names, loading)
    html = to_html(values.get("instructions", exam.instructions))
    anew = html != exam.instructions_html
    update_row(exam, instructions_html=html, **values)
    if anew and not takes:
        loading.report.add(Did.CHANGED, named.kind, named.name, _("rendered anew"))


def _write_blueprint(exam: Exam, parsed: ParsedExam, names: _Names, loading: Loading) -> None:
    """The whole blueprint anew: its order is that of its rows. Stored forms keep what still fits."""
    file, kept = parsed.file, keys_of(stored_forms(exam))
    exam.blueprint.all().delete()
    exam.sections.all().delete()
    sections = [
        Section.objects.create(
            exam=exam,
            position=position,
            title=section.title,
            instructions=section.instructions or "",
            instructions_html=to_html(section.instructions or ""),
        )
        for position, section in enumerate(file.sections)
    ]
    BlueprintRow.objects.bulk_create(
        names.row(exam, None if place is None else sections[place], row) for place, row in file.rows()
    )
    exam.forms_of = _owner(exam, parsed, loading)
    exam.save(update_fields=["forms_of"])
    if file.forms and exam.forms_of == exam:
        store_forms(exam, file.forms.anchors, keep=kept)


def _owner(exam: Exam, parsed: ParsedExam, loading: Loading) -> Exam | None:
    """The exam whose forms this one asks."""
    forms = parsed.file.forms
    if forms is None:
        return None
    return Exam.objects.get(step=loading.steps[forms.same_as]) if forms.same_as else exam


def _forms_changed(exam: Exam, loading: Loading) -> bool:
    """Fill stored forms again, where a question that they asked has gone. What an admin's blueprint lacks is told."""
    if exam.forms_of_id != exam.pk:
        return False
    try:
        return store_forms(exam, anchors_of(exam))
    except CannotFill as problem:
        loading.report.add(Did.KEPT, "exam", exam.step.slug, str(problem))
        return False
