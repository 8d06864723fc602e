"""The admin's pages that look at a whole course: its outline, what it covers, whether it can open."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from course.admin.forms import AuthoringForm
from course.admin.retiring import RetiringAdmin
from course.admin.scope import person_of, scope_of
from course.arranging import moves
from course.arranging.coverage import coverage
from course.arranging.moves import CannotMove
from course.arranging.overview import overview
from course.arranging.readiness import readiness
from course.arranging.times import FEWEST, MOST_LEARNERS, Verdict, times
from course.models import Course, Lesson, Step

UP, DOWN = "up", "down"
BY = {UP: -1, DOWN: 1}


class MoveForm(forms.Form):
    """What a button of the outline sends: ``step-12`` and where it goes."""

    thing = forms.RegexField(r"\A(?:lesson|step)-[0-9]{1,18}\Z")
    way = forms.ChoiceField(choices=[(UP, UP), (DOWN, DOWN)])


class PutStepForm(AuthoringForm):
    """Where a step stands, and what has to be finished before it opens."""

    class Meta:
        model = Step
        fields = ("lesson", "requires")
        help_texts = {
            "lesson": gettext_lazy("In another lesson it comes last at first. Move it up from there."),
            "requires": gettext_lazy("Empty: it is open from the start. Only an earlier step can be chosen."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        course = self.instance.lesson.course_id
        others = Step.objects.filter(lesson__course=course).exclude(pk=self.instance.pk)
        fields: Any = self.fields
        fields["lesson"].queryset = Lesson.objects.filter(course=course)
        fields["lesson"].empty_label = None
        fields["requires"].queryset = others.live().in_order()
        fields["requires"].empty_label = _("nothing: it is always open")

    def _post_clean(self) -> None:
        """The verb writes; the row stays as it was until then."""


class ArrangingAdmin(RetiringAdmin):
    """Adds the pages to those about a course."""

    def more(self, request: HttpRequest) -> list[tuple[str, str]]:
        """For the index: the outline of the one course that somebody writes. No statement."""
        mine = scope_of(request).courses
        return [(_("Outline of your course"), outline_address(pk)) for pk in mine] if len(mine) == 1 else []

    def get_urls(self) -> list[Any]:
        guarded = self.admin_site.admin_view
        return [
            path("<int:pk>/outline/", guarded(self.outline_view), name="course_course_outline"),
            path("<int:pk>/outline/<int:step>/", guarded(self.put_step_view), name="course_course_step"),
            path("<int:pk>/coverage/", guarded(self.coverage_view), name="course_course_coverage"),
            path("<int:pk>/readiness/", guarded(self.readiness_view), name="course_course_readiness"),
            path("<int:pk>/times/", guarded(self.times_view), name="course_course_times"),
            *super().get_urls(),
        ]

    def outline_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Every lesson and step, with buttons that move them. ``?at=`` names the button that has the focus."""
        if request.method == "POST":
            return self._move(request, self.writable(request, pk))
        course: Course = self.get_object(request, str(pk))
        context = {
            "overview": overview(course),
            "ready": readiness(course, person_of(request)),
            "may_write": self.has_change_permission(request, course),
            "at": request.GET.get("at", ""),
            "tab": "outline",
        }
        return self.page(request, "admin/course_outline.html", course, **context)

    def _move(self, request: HttpRequest, course: Course) -> HttpResponse:
        thing, _colon, way = request.POST.get("move", "").partition(":")
        form = MoveForm({"thing": thing, "way": way})
        if not form.is_valid():
            return self._tell_and_return(request, course, _unknown)
        kind, _dash, pk = thing.partition("-")
        verb, row = self._row_to_move(course, kind, int(pk))
        how = {"by": BY[way], "actor": person_of(request), "at": timezone.now()}
        return self._tell_and_return(request, course, lambda: verb(row, **how), at=f"{thing}:{way}")

    def _row_to_move(self, course: Course, kind: str, pk: int) -> tuple[Callable[..., str], Lesson | Step]:
        if kind == "lesson":
            return moves.move_lesson, get_object_or_404(Lesson, pk=pk, course=course)
        return moves.move_step, get_object_or_404(
            Step.objects.select_related("lesson"), pk=pk, lesson__course=course
        )

    def _tell_and_return(
        self, request: HttpRequest, course: Course, move: Callable[[], str], *, at: str = ""
    ) -> HttpResponse:
        try:
            messages.success(request, move())
        except CannotMove as problem:
            messages.warning(request, str(problem))
        return HttpResponseRedirect(outline_address(course.pk, at))

    def put_step_view(self, request: HttpRequest, pk: int, step: int) -> HttpResponse:
        """One step: its lesson, and what it opens after."""
        course: Course = self.get_object(request, str(pk))
        if request.method == "POST":
            self.writable(request, pk)
        row = get_object_or_404(Step.objects.select_related("lesson"), pk=step, lesson__course=course)
        form = PutStepForm(request.POST if request.method == "POST" else None, instance=row)
        if form.is_valid():
            try:
                said = moves.put_step(row, **form.cleaned_data, actor=person_of(request), at=timezone.now())
            except CannotMove as problem:
                form.add_error("requires" if "requires" in form.changed_data else "lesson", str(problem))
            else:
                messages.success(request, said)
                return HttpResponseRedirect(outline_address(pk, f"step-{step}:{UP}"))
        may_write = self.has_change_permission(request, course)
        page = self.page(request, "admin/course_step.html", course, form=form, step=row, may_write=may_write)
        page.status_code = 422 if form.is_bound else 200
        return page

    def coverage_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        course: Course = self.get_object(request, str(pk))
        return self.page(
            request, "admin/course_coverage.html", course, coverage=coverage(course), tab="coverage"
        )

    def readiness_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        course: Course = self.get_object(request, str(pk))
        return self.page(
            request,
            "admin/course_readiness.html",
            course,
            ready=readiness(course, person_of(request)),
            tab="readiness",
        )

    def times_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What each step takes learners, beside its estimate."""
        course: Course = self.get_object(request, str(pk))
        parts = times(course, person_of(request))
        verdicts = [each.verdict for part in parts for each in part.steps if each.verdict]
        context = {
            "parts": parts,
            "known": len(verdicts),
            "misleading": sum(verdict is not Verdict.FITS for verdict in verdicts),
            "fewest": FEWEST,
            "most": MOST_LEARNERS,
            "tab": "times",
        }
        return self.page(request, "admin/course_times.html", course, **context)


def outline_address(course: int, at: str = "") -> str:
    """The outline's address, with the focus on one button."""
    query = QueryDict(mutable=True)
    if at:
        query["at"] = at
    address = reverse("admin:course_course_outline", args=[course])
    return f"{address}?{query.urlencode()}" if at else address


def _unknown() -> str:
    raise CannotMove(_("That button is unknown. Please try again from this page."))
