"""Writing exams to rows: their settings, blueprints and stored forms, and what their steps show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from course.content.report import Did
from course.content.taking import Loading, Named, take_facts, update_row
from course.inline_markdown import to_html
from course.models import Competency, Course
from course.versions import digest
from quizzes.asked import Asked, asked_by
from quizzes.blueprint import entries, keys_of, store_forms
from quizzes.content.exam_files import ParsedExam, RowFile
from quizzes.content.facts import exam_facts
from quizzes.draw import CannotFill, Entry
from quizzes.models import BlueprintRow, Exam, Question, Section
from quizzes.step_time import refresh_step

# What of an exam's facts makes its blueprint, and so its forms.
ASKS = ("blueprint", "sections", "forms")


def write_exams(parsed: Sequence[ParsedExam], loading: Loading) -> None:
    """Add and change exams, wherever they stand: checks first, as forms leave out what those ask; then exams that own
    forms, then those that share them.
    """
    names = _Names(
        Competency.objects.in_bulk(field_name="code"),
        {question.key: question for question in Question.objects.filter(course=loading.course)},
    )
    exams, asked = _stored(loading.course)
    known = {exam.step_id: exam for exam in exams}
    wrote = []
    for each in sorted(parsed, key=_in_turn):
        exam = known.get(loading.steps[each.slug].pk)
        wrote.append(_write_exam(exam, asked[exam.pk] if exam else None, each, names, loading))
    if any(wrote):
        exams, asked = _stored(loading.course)
    bank = entries(loading.course.pk)
    for exam in exams:
        asks = asked[exam.pk]
        reasons = [_("its forms")] if _forms_changed(exam, asks, bank, loading) else []
        reasons += [_("its questions and minutes in the outline")] if refresh_step(exam, asks.rows) else []
        if reasons and not loading.report.mentions("exam", exam.step.slug):
            loading.report.add(Did.CHANGED, "exam", exam.step.slug, ", ".join(reasons))


def _stored(course: Course) -> tuple[list[Exam], dict[int, Asked]]:
    """Every exam as it stands, and what each asks. Five statements, however many exams."""
    exams = Exam.objects.filter(step__lesson__course=course).order_by("step__lesson__position")
    found = list(
        exams.select_related("step__lesson__course", "forms_of__step").prefetch_related("step__competencies")
    )
    return found, asked_by(found)


def _in_turn(parsed: ParsedExam) -> tuple[bool, bool]:
    forms = parsed.file.forms
    return parsed.file.purpose != "check", bool(forms and forms.same_as)


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


def _write_exam(
    exam: Exam | None, asked: Asked | None, parsed: ParsedExam, names: _Names, loading: Loading
) -> bool:
    """Add the exam, or take what its file says of it. Returns whether its blueprint was written."""
    if exam is None or asked is None:
        _add_exam(parsed, names, loading)
        return True
    facts, file = parsed.facts(), parsed.file
    named = Named("exam", parsed.slug, parsed.document.place(()))
    before = exam_facts(exam, asked)
    takes, remember = take_facts(loading, named, database=before, file=facts, loaded=exam.loaded_digest)
    values: dict[str, Any] = {"loaded_digest": remember}
    if takes:
        values |= {"purpose": file.purpose, "instructions": file.instructions, "rules": facts["rules"]}
        update_row(exam.step, title=file.title)
    writes = takes and any(before[name] != facts[name] for name in ASKS)
    if writes:
        _write_blueprint(exam, parsed, names, loading, keep=keys_of(asked.forms))
    html = to_html(values.get("instructions", exam.instructions))
    anew = html != exam.instructions_html
    update_row(exam, instructions_html=html, **values)
    if anew and not takes:
        loading.report.add(Did.CHANGED, named.kind, named.name, _("rendered anew"))
    return writes


def _add_exam(parsed: ParsedExam, names: _Names, loading: Loading) -> None:
    step, facts, file = loading.steps[parsed.slug], parsed.facts(), parsed.file
    exam = Exam(step=step, purpose=file.purpose, instructions=file.instructions, rules=facts["rules"])
    exam.instructions_html, exam.loaded_digest = to_html(file.instructions), digest(facts)
    exam.save()
    update_row(step, title=file.title)
    _write_blueprint(exam, parsed, names, loading, keep={})
    loading.report.add(Did.ADDED, "exam", parsed.slug)


def _write_blueprint(
    exam: Exam, parsed: ParsedExam, names: _Names, loading: Loading, *, keep: Mapping[str, Sequence[str]]
) -> None:
    """The whole blueprint anew: its order is that of its rows. Stored forms ``keep`` what still fits."""
    file = parsed.file
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
        store_forms(exam, file.forms.anchors, keep=keep)


def _owner(exam: Exam, parsed: ParsedExam, loading: Loading) -> Exam | None:
    """The exam whose forms this one asks."""
    forms = parsed.file.forms
    if forms is None:
        return None
    return Exam.objects.get(step=loading.steps[forms.same_as]) if forms.same_as else exam


def _forms_changed(exam: Exam, asked: Asked, bank: Sequence[Entry], loading: Loading) -> bool:
    """Fill stored forms again, where a question that they asked has gone. What an admin's blueprint lacks is told."""
    if exam.forms_of_id != exam.pk:
        return False
    try:
        return store_forms(exam, asked.anchors, asked=asked, bank=bank)
    except CannotFill as problem:
        loading.report.add(Did.KEPT, "exam", exam.step.slug, str(problem))
        return False
