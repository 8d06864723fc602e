"""How an exam stands in a course: its page as a step, and what a topic's page says of an exam not sat yet."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString

from course import outline
from course.learners import accommodations
from course.models import Step
from course.operation.prepared import Prepared
from course.places import Place
from quizzes import attempts
from quizzes.facts import facts, refused
from quizzes.models import Attempt, AttemptItem, BlueprintRow, Exam


class ExamStep:
    """The kind ``exam`` of the spine's registry."""

    @staticmethod
    def page(request: HttpRequest, place: Place) -> HttpResponse:
        """What the exam is and how it works, with Start or Continue; its result once no attempt is left."""
        exam, at = _exams(place.enrollment_id).get(step=place.step), timezone.now()
        taken = attempts.taken_by(place.enrollment_id, exam, at=at)
        submitted = [attempt for attempt in taken if attempt.state == Attempt.State.SUBMITTED]
        counted = [attempt for attempt in submitted if attempt.voided_at is None]
        going = next((attempt for attempt in taken if attempt.state == Attempt.State.OPEN), None)
        terms = attempts.terms_of(accommodations.active(place.person.pk), exam, taken)
        if counted and not going and not terms.left:
            return redirect("result", counted[-1].pk)
        refusal = terms.refusal(at)
        context = {
            "place": place,
            "exam": exam,
            "attempt": going,
            "submitted": submitted,
            "left": refusal is None,
            "refused": refused(terms, refusal) if refusal and not going else "",
            "facts": facts(terms, questions=exam.questions, minutes=_minutes(place.step), at=at),
        }
        return render(request, "quizzes/exam.html", context)


def _minutes(step: Step) -> tuple[int, int]:
    return step.minutes_low, step.minutes_high


def _before_the_course(enrollment: int, course: int) -> QuerySet[Any]:
    return _exams(enrollment).filter(step__lesson__course=course, purpose=Exam.Purpose.PRE)


_pre_exams = Prepared(_before_the_course)


def exam_panel(place: Place) -> SafeString | None:
    """A small card on a topic's page while the exam before the course is not sat. One statement, or none."""
    open_exams = {step.pk: step for step in place.steps if _may_be_sat(place, step)}
    if not open_exams:
        return None
    exams = _pre_exams(enrollment=place.enrollment_id, course=place.course.pk)
    exam = next((exam for exam in exams if exam.step_id in open_exams), None)
    if exam is None:
        return None
    return render_to_string("quizzes/_exam_panel.html", {"exam": exam, "step": open_exams[exam.step_id]})


def _may_be_sat(place: Place, step: Step) -> bool:
    return step.kind == "exam" and step.done_at is None and outline.locked_by(place.steps, step) is None


def _exams(enrollment: int) -> QuerySet[Any]:
    """Exams with ``questions``, and ``total`` and ``answered`` of the learner's open attempt, None without one."""
    items = AttemptItem.objects.filter(
        attempt__exam=OuterRef("pk"), attempt__enrollment=enrollment, attempt__state=Attempt.State.OPEN
    ).annotate(code=attempts.code())
    return Exam.objects.annotate(
        questions=Coalesce(Subquery(_asked(), output_field=IntegerField()), 0),
        total=_count(items),
        answered=Coalesce(_count(items.filter(code__gt="")), 0),
    )


def _asked() -> QuerySet[Any]:
    """How many questions the blueprint asks for: the exam's own, or of the exam whose forms it shares."""
    rows = BlueprintRow.objects.filter(exam=Coalesce(OuterRef("forms_of"), OuterRef("pk")))
    return rows.order_by().values("exam").annotate(number=Sum("count")).values("number")


def _count(items: QuerySet[Any]) -> Subquery:
    counted = items.order_by().values("attempt").annotate(number=Count("pk")).values("number")
    return Subquery(counted, output_field=IntegerField())
