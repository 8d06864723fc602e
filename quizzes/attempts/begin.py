"""Beginning an attempt: everything it consists of is chosen and frozen now."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.db.models import Q

from course.learners import accommodations
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
    past = _past(enrollment, exam)
    taken = [
        attempt for attempt in past if (attempt.enrollment_id, attempt.exam_id) == (enrollment.pk, exam.pk)
    ]
    already = next((attempt for attempt in taken if attempt.state == Attempt.State.OPEN), None)
    if already is not None and not close_overdue(already, at=at):
        return already
    if already is not None:
        already.refresh_from_db()
    terms = terms_of(accommodations.of(enrollment), exam, taken)
    refusal = terms.refusal(at)
    if refusal is not None:
        raise CannotStart(refusal, terms)
    number = taken[-1].number + 1 if taken else 1
    form = _form(enrollment, exam, past)
    return _begin(enrollment, exam, number, form, seed, deadline=terms.deadline(at), at=at)


def _past(enrollment: Enrollment, exam: Exam) -> list[Attempt]:
    """The learner's attempts at this exam, and all that the person ever began at exams with the same forms."""
    mine = Q(enrollment=enrollment, exam=exam)
    if exam.forms_of_id is not None:
        mine |= Q(enrollment__person=enrollment.person_id, exam__forms_of=exam.forms_of_id)
    return list(Attempt.objects.filter(mine).order_by("started_at", "pk"))


@dataclass(frozen=True)
class Asked:
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
    enrollment: Enrollment,
    exam: Exam,
    number: int,
    form: str,
    seed: int,
    *,
    deadline: datetime | None,
    at: datetime,
) -> Attempt:
    rows = rows_of(exam)
    asked = ask(exam, exam.terms, rows, form, seed)
    attempt, items = frozen(enrollment, exam, number, form, seed, rows, asked, deadline=deadline, at=at)
    attempt.save(force_insert=True)
    AttemptItem.objects.bulk_create(items)
    return attempt


def frozen(
    enrollment: Enrollment,
    exam: Exam,
    number: int,
    form: str,
    seed: int,
    rows: Sequence[BlueprintRow],
    asked: Sequence[Asked],
    *,
    deadline: datetime | None,
    at: datetime,
) -> tuple[Attempt, list[AttemptItem]]:
    """The rows of an attempt that asks this, with all that is frozen when it begins. Nothing is saved."""
    rules, sections = exam.terms, in_sections(rows)
    attempt = Attempt(
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
    return attempt, [
        _item(attempt, slot, each, places.get(each.row.section_id or 0), rules)
        for slot, each in enumerate(asked, start=1)
    ]


def _form(enrollment: Enrollment, exam: Exam, past: Sequence[Attempt]) -> str:
    """The form that this learner sits; empty where an exam has none. ``forms_ab.assign`` says by what rule."""
    if exam.forms_of_id is None:
        return ""
    seen = [attempt.form for attempt in past if attempt.form]
    if not seen:
        # One at a time: two learners who start at once have different places in their cohort.
        Cohort.objects.select_for_update().only("pk").get(pk=enrollment.cohort_id)
    return _assigned(enrollment, exam, seen)


def form_for(enrollment: Enrollment, exam: Exam) -> tuple[str, list[str]]:
    """The form that the learner would sit now, empty where an exam has none; and those they have sat, oldest first."""
    if exam.forms_of_id is None:
        return "", []
    seen = [attempt.form for attempt in _past(enrollment, exam) if attempt.form]
    return _assigned(enrollment, exam, seen), seen


def _assigned(enrollment: Enrollment, exam: Exam, seen: Sequence[str]) -> str:
    index = 0
    if not seen:
        sat = Attempt.objects.filter(exam__forms_of=exam.forms_of_id).exclude(form="")
        before = sat.filter(enrollment__cohort=enrollment.cohort_id).order_by().values("enrollment")
        index = before.distinct().count()
    return forms_ab.assign(seen, index=index, seed=f"{enrollment.cohort_id} {exam.forms_of_id}")


Drawing = tuple[list[Drawn], dict[str, Question]]
"""What was drawn, and the questions by their keys."""


def ask(exam: Exam, rules: Rules, rows: Sequence[BlueprintRow], form: str, seed: int) -> list[Asked]:
    """The questions in the order of their slots, each with what freezing it needs.

    Raises CannotFill with the first row that falls short.
    """
    drawing = stored(exam, rows, form) if form else _drawn(exam, rules, rows, seed)
    return arranged(drawing, rows, shuffle=rules.shuffle, seed=seed)


def arranged(drawing: Drawing, rows: Sequence[BlueprintRow], *, shuffle: bool, seed: int) -> list[Asked]:
    """What was drawn for these rows, in the order of the slots. Raises CannotFill as ``ask`` does. No statement."""
    drawn, by_key = drawing
    plan = [row.plan for row in rows]
    for place, row in enumerate(plan):
        there = sum(each.row == place and each.key in by_key for each in drawn)
        if there != row.count:
            raise CannotFill(row, there, row.count)
    arranged = draw.arrange(drawn, plan, seed=seed, shuffle=shuffle)
    return [Asked(by_key[each.key], rows[each.row]) for each in arranged]


def _drawn(exam: Exam, rules: Rules, rows: Sequence[BlueprintRow], seed: int) -> Drawing:
    """Drawn from the bank. All of it is listed by key alone; only what was drawn is read in full."""
    plan = [row.plan for row in rows]
    bank = Question.objects.in_use().filter(course=exam.step.lesson.course_id)
    listed = bank.asked_by(plan).values_list("key", "competency__code", "domain__code")
    entries = [Entry(key, competency, domain or "") for key, competency, domain in listed]
    drawn = draw.questions(plan, entries, seed=seed, shuffle=rules.shuffle)
    found = bank.select_related("live", "taught_by__lesson").filter(key__in=[each.key for each in drawn])
    return drawn, {question.key: question for question in found}


def stored(exam: Exam, rows: Sequence[BlueprintRow], form: str) -> Drawing:
    """What the stored form holds, but for questions that are not in use any more."""
    number = {row.pk: number for number, row in enumerate(rows)}
    items = FormItem.objects.filter(exam=exam.forms_of_id, form=form)
    items = items.filter(question__retired=False, question__live__isnull=False)
    found = list(items.select_related("question__live", "question__taught_by__lesson"))
    drawn = [Drawn(item.question.key, number[item.row_id]) for item in found]
    return drawn, {item.question.key: item.question for item in found}


def _item(attempt: Attempt, slot: int, asked: Asked, section: int | None, rules: Rules) -> AttemptItem:
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
