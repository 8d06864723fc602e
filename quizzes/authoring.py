"""Verbs on questions and exams as trainers write them. Attempts that have begun keep what they were given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from course import versions
from course.admin.naming import free_slug
from course.inline_markdown import markdown_problem, to_html
from course.models import Competency, Course, Lesson, Person, Step
from course.models.outline import State
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
WORDING = ("stem", "body", "points", "explanation", "reference")
PLACING = ("competency", "domain", "critical", "taught_by", "basis", "expected")


def payload_of(version: QuestionVersion) -> dict[str, Any]:
    """What the author of a version wrote."""
    return {name: getattr(version, name) for name in WORDING}


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
def copy_question(question: Question, *, author: Person, at: datetime) -> Question:
    """A new question that begins as this one stands, draft included. No exam asks it before it is published."""
    # One at a time, as above.
    Course.objects.select_for_update().get(pk=question.course_id)
    taken = set(Question.objects.filter(course=question.course_id).values_list("key", flat=True))
    key = free_slug(f"copy of {question.key}", taken, longest=80)
    facts = {name: getattr(question, name) for name in PLACING}
    copy = Question.objects.create(course_id=question.course_id, key=key, kind=question.kind, **facts)
    audit.record("copied", copy, actor=author, at=at, what=question.key)
    draft_question(copy, payload_of(question.newest), author=author, at=at)
    return copy


@transaction.atomic
def draft_question(question: Question, payload: Payload, *, author: Person, at: datetime) -> QuestionVersion:
    """Write a draft; what exams ask does not change."""
    before, rendered = question.newest, rendered_question(payload)
    version = versions.write_draft(question, payload=payload, rendered=rendered, author=author, at=at)
    if version != before:
        audit.record("drafted", question, actor=author, at=at, version=version.number)
    return version  # type: ignore[return-value]


@transaction.atomic
def publish_question(
    question: Question, *, author: Person | None, at: datetime, version: QuestionVersion | None = None
) -> QuestionVersion | None:
    """Make the draft live, or ``version``: attempts that begin from now on ask it."""
    return versions.publish(question, author=author, at=at, version=version)  # type: ignore[return-value]


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
def add_exam(lesson: Lesson, *, title: str, purpose: str, author: Person, at: datetime) -> Exam:
    """A new exam at the end of a lesson. Learners do not see it before it is whole and brought to them."""
    # One at a time: links between steps go by a name that is the only one in the course.
    course = Course.objects.select_for_update().get(pk=lesson.course_id)
    taken = Step.objects.filter(lesson__course=course).values_list("slug", flat=True)
    slug = free_slug(title, set(taken), longest=80)
    last = lesson.steps.aggregate(last=Max("position"))["last"] or 0
    step = Step.objects.create(
        lesson=lesson, kind="exam", slug=slug, title=title, position=last + 1, state=State.RETIRED
    )
    exam = Exam(step=step, purpose=purpose)
    exam._history_user = author  # type: ignore[attr-defined]  # the name is django-simple-history's
    exam.save()
    audit.record("added", exam, actor=author, at=at)
    return exam


def missing_in(exam: Exam) -> str:
    """What an exam lacks before learners may meet it, in a sentence; empty when it is whole."""
    if not exam.instructions_html.strip():
        return _("Its instructions are empty.")
    if exam.forms_of_id and not FormItem.objects.filter(exam=exam.forms_of_id).exists():
        return _("The forms that it asks hold no questions yet.")
    if not rows_of(exam):
        return _("It asks nothing yet. Say which questions are drawn.")
    short = shortage(exam.forms_of or exam, entries(exam.step.lesson.course_id))
    return str(short) if short else ""


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
        short = shortage(exam, left)
        if short is not None:
            words = _(
                "The exam “%(exam)s” needs %(count)d questions for “%(row)s”, and %(left)d would be left."
            )
            said = {"exam": exam, "count": short.needed, "row": short.row.name, "left": short.available}
            return words % said
    return ""


def shortage(exam: Exam, bank: list[Entry]) -> CannotFill | None:
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
