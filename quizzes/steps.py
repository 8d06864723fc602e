"""How an exam stands in a course: its page as a step, and what a topic's page says of an exam not sat yet."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from course import outline
from course.models import Step
from course.places import Place
from course.prepared import Prepared
from quizzes import attempts
from quizzes.models import Attempt, AttemptItem, Exam


class ExamStep:
    """The kind ``exam`` of the spine's registry."""

    @staticmethod
    def page(request: HttpRequest, place: Place) -> HttpResponse:
        """What the exam is and how it works, with Start or Continue; its result once no attempt is left."""
        exam = _exams(place.enrollment_id).get(step=place.step)
        taken = list(Attempt.objects.filter(enrollment=place.enrollment_id, exam=exam).order_by("number"))
        submitted = [attempt for attempt in taken if attempt.state == Attempt.State.SUBMITTED]
        going = next((attempt for attempt in taken if attempt.state == Attempt.State.OPEN), None)
        left = attempts.attempts_left(exam.rules, len(taken))
        if submitted and not going and not left:
            return redirect("result", submitted[-1].pk)
        context = {"place": place, "exam": exam, "attempt": going, "submitted": submitted, "left": left}
        return render(request, "quizzes/exam.html", context)


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
        questions=Coalesce(Sum("blueprint__count"), 0),
        total=_count(items),
        answered=Coalesce(_count(items.filter(code__gt="")), 0),
    )


def _count(items: QuerySet[Any]) -> Subquery:
    counted = items.order_by().values("attempt").annotate(number=Count("pk")).values("number")
    return Subquery(counted, output_field=IntegerField())
