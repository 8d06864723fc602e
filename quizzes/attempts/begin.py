"""Beginning an attempt: everything it consists of is chosen and frozen now."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import IntegrityError, transaction

from course.models import Cohort, Enrollment, Step
from quizzes import draw, forms_ab
from quizzes.attempts.errors import CannotStart
from quizzes.attempts.finish import close_overdue
from quizzes.attempts.terms_of import terms_of
from quizzes.blueprint import in_sections, rows_of
from quizzes.draw import CannotFill, Drawn, Entry
from quizzes.kinds import KINDS
from quizzes.models import (
    Attempt,
    AttemptItem,
    BlueprintRow,
    Exam,
    FormItem,
    Question,
    QuestionVersion,
)
from quizzes.rules import Rules


def start(enrollment: Enrollment, exam: Exam, *, at: datetime, seed: int | None = None) -> Attempt:
    """The learner's open attempt, begun now if there is none. ``seed`` decides the draw; chosen at random by default.

    Raises CannotStart when the rules allow no attempt now, or ``draw.CannotFill`` when the bank has too few questions.
    """
    seed = secrets.randbits(63) if seed is None else seed
    try:
        return _open_or_begin(enrollment, exam, at, seed)
    except IntegrityError:
        # Another request began one between our look and our insert; the second look finds it.
        return _open_or_begin(enrollment, exam, at, seed)


@transaction.atomic
def _open_or_begin(enrollment: Enrollment, exam: Exam, at: datetime, seed: int) -> Attempt:
    taken = list(Attempt.objects.filter(enrollment=enrollment, exam=exam).order_by("number"))
    already = next((attempt for attempt in taken if attempt.state == Attempt.State.OPEN), None)
    if already is not None and not close_overdue(already, at=at):
        return already
    if already is not None:
        already.refresh_from_db()
    terms = terms_of(enrollment.person_id, exam, taken)
    refusal = terms.refusal(at)
    if refusal is not None:
        raise CannotStart(refusal, terms)
    number = taken[-1].number + 1 if taken else 1
    return _begin(enrollment, exam, number, seed, deadline=terms.deadline(at), at=at)


@dataclass(frozen=True)
class _Asked:
    """A question that this attempt asks, and the row of the blueprint that asks for it."""

    question: Question
    row: BlueprintRow

    @property
    def version(self) -> QuestionVersion:
        """A question in use always has one."""
        assert self.question.live is not None
        return self.question.live

    @property
    def points(self) -> Decimal:
        return self.version.points if self.row.points is None else self.row.points


def _begin(
    enrollment: Enrollment, exam: Exam, number: int, seed: int, *, deadline: datetime | None, at: datetime
) -> Attempt:
    rules, rows = exam.terms, rows_of(exam)
    form = _form(enrollment, exam)
    asked = _ask(exam, rules, rows, form, seed)
    sections = in_sections(rows)
    attempt = Attempt.objects.create(
        enrollment=enrollment,
        exam=exam,
        number=number,
        form=form,
        seed=seed,
        rules=rules.stored(),
        sections=[[section.title, section.instructions_html] for section in sections],
        started_at=at,
        deadline=deadline,
        possible=sum((each.points for each in asked), Decimal(0)),
    )
    places = {section.pk: place for place, section in enumerate(sections)}
    AttemptItem.objects.bulk_create(
        _item(attempt, slot, each, places.get(each.row.section_id or 0), rules)
        for slot, each in enumerate(asked, start=1)
    )
    return attempt


def _form(enrollment: Enrollment, exam: Exam) -> str:
    """The form that this learner sits; empty where an exam has none. ``forms_ab.assign`` says by what rule."""
    if exam.forms_of_id is None:
        return ""
    # One at a time: two learners who start at once have different places in their cohort.
    Cohort.objects.select_for_update().only("pk").get(pk=enrollment.cohort_id)
    sat = Attempt.objects.filter(exam__forms_of=exam.forms_of_id).exclude(form="")
    seen = list(
        sat.filter(enrollment__person=enrollment.person_id)
        .order_by("started_at", "pk")
        .values_list("form", flat=True)
    )
    before = sat.filter(enrollment__cohort=enrollment.cohort_id).order_by().values("enrollment").distinct()
    index = 0 if seen else before.count()
    return forms_ab.assign(seen, index=index, seed=f"{enrollment.cohort_id} {exam.forms_of_id}")


def _ask(exam: Exam, rules: Rules, rows: Sequence[BlueprintRow], form: str, seed: int) -> list[_Asked]:
    """The questions in the order of their slots, each with what freezing it needs.

    The whole bank is listed by key alone; only what was drawn is read in full.
    """
    plan = [row.plan for row in rows]
    bank = Question.objects.in_use().filter(course=exam.step.lesson.course_id)
    if form:
        chosen = _stored(exam, rows, form)
        drawn = draw.arrange(chosen, plan, seed=seed, shuffle=rules.shuffle)
    else:
        listed = bank.asked_by(plan).values_list("key", "competency__code", "domain__code")
        entries = [Entry(key, competency, domain or "") for key, competency, domain in listed]
        drawn = draw.questions(plan, entries, seed=seed, shuffle=rules.shuffle)
    found = bank.select_related("live", "taught_by__lesson").filter(key__in=[each.key for each in drawn])
    by_key = {question.key: question for question in found}
    for each in drawn:
        if each.key not in by_key:
            raise CannotFill(plan[each.row], plan[each.row].count - 1, plan[each.row].count)
    return [_Asked(by_key[each.key], rows[each.row]) for each in drawn]


def _stored(exam: Exam, rows: Sequence[BlueprintRow], form: str) -> list[Drawn]:
    number = {row.pk: number for number, row in enumerate(rows)}
    items = FormItem.objects.filter(exam=exam.forms_of_id, form=form).values_list("question__key", "row")
    drawn = [Drawn(key, number[row]) for key, row in items]
    for place, row in enumerate(rows):
        there = sum(each.row == place for each in drawn)
        if there != row.count:
            raise CannotFill(row.plan, there, row.count)
    return drawn


def _item(attempt: Attempt, slot: int, asked: _Asked, section: int | None, rules: Rules) -> AttemptItem:
    question = asked.question
    return AttemptItem(
        attempt=attempt,
        slot=slot,
        version=asked.version,
        competency_id=question.competency_id,
        kind=question.kind,
        critical=question.critical,
        taught_before=_is_before(question.taught_by, attempt.exam.step),
        points=asked.points,
        section=section,
        option_order=draw.order(
            KINDS[question.kind].keys(asked.version.body),
            seed=attempt.seed,
            question=question.key,
            shuffle=rules.shuffle,
        ),
    )


def _is_before(topic: Step | None, exam: Step) -> bool:
    return topic is not None and (topic.lesson.position, topic.position) < (
        exam.lesson.position,
        exam.position,
    )
