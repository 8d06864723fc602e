"""Verbs on questions and exams as trainers write them. Attempts that have begun keep what they were given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from course import versions
from course.admin.naming import free_slug
from course.inline_markdown import markdown_problem, to_html
from course.models import Competency, Course, Person
from course.record import audit
from quizzes import draw, forms_ab
from quizzes.blueprint import anchors_of, entries, rows_of, store_forms
from quizzes.draw import CannotFill, Entry
from quizzes.kinds import KINDS, Problem
from quizzes.models import Exam, FormItem, Question, QuestionVersion
from quizzes.rendering import rendered_question
from quizzes.rules import Rules
from quizzes.step_time import refresh_step

Payload = Mapping[str, Any]


@transaction.atomic
def add_question(
    course: Course,
    *,
    kind: str,
    competency: Competency,
    payload: Payload,
    author: Person,
    at: datetime,
) -> Question:
    """A new question with a first draft. No exam asks it before it is published."""
    # One at a time: a key is the only one in the course.
    Course.objects.select_for_update().get(pk=course.pk)
    taken = set(Question.objects.filter(course=course).values_list("key", flat=True))
    key = free_slug(" ".join(payload["stem"].split()[:6]), taken, longest=60)
    question = Question.objects.create(course=course, key=key, kind=kind, competency=competency)
    audit.record("added", question, actor=author, at=at)
    draft_question(question, payload, author=author, at=at)
    return question


@transaction.atomic
def draft_question(question: Question, payload: Payload, *, author: Person, at: datetime) -> QuestionVersion:
    """Write a draft; what exams ask does not change."""
    before, rendered = question.newest, rendered_question(payload)
    version = versions.write_draft(question, payload=payload, rendered=rendered, author=author, at=at)
    if version != before:
        audit.record("drafted", question, actor=author, at=at, version=version.number)
    return version  # type: ignore[return-value]


@transaction.atomic
def publish_question(question: Question, *, author: Person, at: datetime) -> QuestionVersion | None:
    """Make the draft live: attempts that begin from now on ask it."""
    return versions.publish(question, author=author, at=at)  # type: ignore[return-value]


@transaction.atomic
def place_question(
    question: Question, facts: Mapping[str, Any], *, author: Person, at: datetime
) -> list[str]:
    """Write what holds for a question whatever its wording. Returns the names of what changed."""
    changed = [name for name, value in facts.items() if getattr(question, name) != value]
    if changed:
        for name in changed:
            setattr(question, name, facts[name])
        question.save(update_fields=changed)
        audit.record("changed", question, actor=author, at=at, fields=changed)
    return changed


@transaction.atomic
def change_exam(
    exam: Exam,
    *,
    title: str,
    purpose: str,
    instructions: str,
    rules: Rules,
    forms_of: Exam | None,
    author: Person,
) -> None:
    """Write an exam's settings. They hold for attempts that begin from now on."""
    exam.purpose, exam.instructions, exam.rules = purpose, instructions, rules.stored()
    exam.instructions_html = to_html(instructions)
    exam.forms_of = forms_of
    exam._history_user = author  # type: ignore[attr-defined]  # the name is django-simple-history's
    exam.save()
    if exam.step.title != title:
        exam.step.title = title
        exam.step.save(update_fields=["title"])


@transaction.atomic
def follow_blueprint(exam: Exam, *, anchors: Sequence[str]) -> None:
    """Fill the exam's stored forms, if it has some, and let the steps show what the blueprint asks for now."""
    if exam.forms_of_id == exam.pk:
        store_forms(exam, anchors)
    else:
        FormItem.objects.filter(exam=exam).delete()
    for each in [exam, *exam.shared_by.exclude(pk=exam.pk)]:
        refresh_step(each)


def shortage_without(question: Question) -> str:
    """What a live exam could not ask any more without this question; empty when nothing is missed."""
    if question.retired or question.live_id is None:
        return ""
    left = [entry for entry in entries(question.course_id) if entry.key != question.key]
    exams = Exam.objects.filter(step__lesson__course=question.course_id, step__state="live")
    for exam in exams.select_related("step"):
        short = _shortage(exam, left)
        if short is not None:
            words = _(
                "The exam “%(exam)s” needs %(count)d questions for “%(row)s”, and %(left)d would be left."
            )
            said = {"exam": exam, "count": short.needed, "row": short.row.name, "left": short.available}
            return words % said
    return ""


def _shortage(exam: Exam, bank: list[Entry]) -> CannotFill | None:
    """The first row that this bank could not fill."""
    plan = [row.plan for row in rows_of(exam)]
    try:
        if exam.forms_of_id == exam.pk:
            forms_ab.build(plan, bank, anchors=anchors_of(exam), seed="", keep={})
        else:
            draw.questions(plan, bank, seed=0)
    except CannotFill as short:
        return short
    return None


def problems_of_question(kind: str, payload: Payload, *, basis: str) -> list[Problem]:
    """What keeps a question from being published. ``where`` begins with the payload's name for it."""
    found = []
    for name in ("stem", "explanation"):
        says = markdown_problem(payload[name]) if payload[name].strip() else _("Write something here.")
        found += [Problem((name,), says)] if says else []
    found += KINDS[kind].check(payload["body"], payload["points"])
    if basis == Question.Basis.SOURCE and not payload["reference"]:
        says = _("Name the published source, or choose that this rests on practice judgment.")
        found.append(Problem(("reference",), says))
    return found
