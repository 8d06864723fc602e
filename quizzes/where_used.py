"""Where a question is asked: by which exams, in how many attempts. Counts, and nobody's name."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Count, Q, QuerySet

from course.models import Person
from quizzes.models import Attempt, AttemptItem, BlueprintRow, Exam, FormItem, Question


@dataclass(frozen=True)
class Use:
    """``forms`` are the letters of the stored forms that hold the question; ``rows`` those that may draw it."""

    exam: Exam
    forms: tuple[str, ...] = ()
    rows: tuple[BlueprintRow, ...] = ()


@dataclass(frozen=True)
class Asked:
    """Attempts that were asked one version, of learners in scope: all of them, and those still open."""

    number: int
    attempts: int
    open: int


@dataclass(frozen=True)
class Uses:
    exams: list[Use] = field(default_factory=list)
    versions: list[Asked] = field(default_factory=list)


def where_used(question: Question, person: Person) -> Uses:
    """Attempts are those of learners whom ``person`` looks after. Four statements, however large the bank is."""
    forms, rows = defaultdict[int, list[str]](list), defaultdict[int, list[BlueprintRow]](list)
    for exam, form in FormItem.objects.filter(question=question).values_list("exam", "form"):
        forms[exam].append(form)
    for row in _rows(question):
        rows[row.exam_id].append(row)
    exams = Exam.objects.filter(step__lesson__course=question.course_id).select_related("step")
    uses = [
        Use(exam, tuple(sorted(forms[exam.forms_of_id])))
        if exam.forms_of_id
        else Use(exam, rows=tuple(rows[exam.pk]))
        for exam in exams.order_by("step__lesson__position", "step__position")
    ]
    return Uses([use for use in uses if use.forms or use.rows], _asked(question, person))


def may_ask(exam: Exam) -> QuerySet[Question]:
    """The questions that an exam asks: those of its stored forms, or those that its blueprint may draw."""
    if exam.forms_of_id:
        items = FormItem.objects.filter(exam=exam.forms_of_id)
        return Question.objects.filter(pk__in=items.order_by().values("question"))
    takes = Q(pk=None)
    for row in exam.blueprint.all():
        within = {"domain": row.domain_id} if row.domain_id else {}
        takes |= Q(pk=row.question_id) if row.question_id else Q(competency=row.competency_id, **within)
    return Question.objects.in_use().filter(takes, course=exam.step.lesson.course_id)


def _rows(question: Question) -> list[BlueprintRow]:
    """Rows that take this question; none while it is not published, or retired."""
    if question.retired or question.live_id is None:
        return []
    about = Q(competency=question.competency_id) & (Q(domain=None) | Q(domain=question.domain_id))
    found = BlueprintRow.objects.filter(exam__step__lesson__course=question.course_id)
    return list(found.filter(about | Q(question=question)).select_related("competency", "domain"))


def _asked(question: Question, person: Person) -> list[Asked]:
    mine = Attempt.objects.staffed_by(person).filter(voided_at=None)
    items = AttemptItem.objects.filter(version__question=question, attempt__in=mine)
    counted = items.order_by().values("version__number").annotate(
        attempts=Count("pk"), going=Count("pk", filter=Q(attempt__state=Attempt.State.OPEN))
    )  # fmt: skip
    rows = counted.order_by("-version__number").values_list("version__number", "attempts", "going")
    return [Asked(*row) for row in rows]
