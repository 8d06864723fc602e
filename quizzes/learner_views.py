"""What would this learner get? For trainers and supervisors, before anybody starts."""

from __future__ import annotations

from django.db.models import Exists, OuterRef
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from course.access import SignedIn, staff
from course.learners import accommodations
from course.learners.learner_list import learner_list
from course.models import Assignment, Step
from quizzes.models import Exam
from quizzes.would_get import exams_of, would_get


@staff
@never_cache
@require_safe
def exam_learners(request: SignedIn, pk: int) -> HttpResponse:
    """Choose the learner, for one exam."""
    held = Assignment.objects.filter(person=request.user)
    mine = held.filter(course=OuterRef("step__lesson__course")) | held.filter(
        cohort__course=OuterRef("step__lesson__course")
    )
    exams = Exam.objects.filter(Exists(mine), step__in=Step.objects.live())
    exam = get_object_or_404(exams.select_related("step__lesson__course"), pk=pk)
    context = learner_list(
        request,
        lambda enrollment: reverse("learner_exam", args=[enrollment.pk, pk]),
        course=exam.step.lesson.course,
    )
    return render(request, "quizzes/exam_learners.html", {"exam": exam, **context})


@staff
@never_cache
@require_safe
def learner_exam(request: SignedIn, pk: int, exam: int) -> HttpResponse:
    """Every rule as it holds for one learner in one exam, and what says so."""
    mine = accommodations.enrollments_to_accommodate(request.user)
    enrollment = get_object_or_404(mine.select_related("person", "cohort__course"), pk=pk)
    found = get_object_or_404(exams_of(enrollment.course_id), pk=exam)
    told = would_get(enrollment, found, at=timezone.now())
    return render(request, "quizzes/learner_exam.html", {"enrollment": enrollment, "exam": found, **told})
