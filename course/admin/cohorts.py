"""The admin's page on cohorts: who joins, how, and who is in."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from course.admin.base import ScopedAdmin
from course.admin.filters import BelongsFilter
from course.admin.forms import AuthoringForm
from course.admin.scope import scope_of
from course.models import Cohort, Completion, Enrollment, Step


class CohortForm(AuthoringForm):
    class Meta:
        model = Cohort
        fields = ("course", "name", "is_open", "starts_on")

    def clean(self) -> Any:
        cleaned = super().clean()
        course = self.instance.course_id or getattr(self.cleaned_data.get("course"), "pk", None)
        same = Cohort.objects.filter(course=course, name=self.cleaned_data.get("name"))
        if same.exclude(pk=self.instance.pk).exists():
            self.add_error("name", _("This course has a cohort of that name already."))
        return cleaned


def members_of(cohort: Cohort) -> QuerySet[Any]:
    """Who is in the cohort, by name, each with ``done``: how many of the course's live steps."""
    live = Step.objects.live().filter(lesson__course=cohort.course_id)
    done = Completion.objects.filter(enrollment=OuterRef("pk"), step__in=live).order_by().values("enrollment")
    counted = Coalesce(Subquery(done.annotate(count=Count("pk")).values("count")), 0)
    return Enrollment.objects.filter(cohort=cohort).select_related("person").annotate(done=counted)


@admin.register(Cohort)
class CohortAdmin(ScopedAdmin):
    group, rank = "people", 1
    purpose = gettext_lazy("Groups of learners: their join code, and who has joined.")
    add_words = gettext_lazy("New cohort")
    course_path = "course"
    may_delete = True
    form = CohortForm
    fields = ("course", "name", "is_open", "starts_on")
    change_form_template = "admin/cohort_form.html"
    list_display = ("name", "course", "join_code", "open_for_joining", "starts_on", "learners")
    list_filter = (("course", BelongsFilter), "is_open")
    search_fields = ("name", "join_code")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """A trainer's own cohorts: those they are assigned to, and all of their courses."""
        scope = scope_of(request)
        rows = super(ScopedAdmin, self).get_queryset(request).select_related("course", "program")
        if not scope.everything:
            rows = rows.filter(Q(pk__in=scope.cohorts) | Q(course__in=scope.courses))
        active = Q(enrollments__state=Enrollment.State.ACTIVE)
        return rows.annotate(members=Count("enrollments", filter=active))

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        scope = scope_of(request)
        if obj is None:
            return self.has_module_permission(request)
        return scope.may_write(obj.course_id) or obj.pk in scope.cohorts

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_view_permission(request, obj)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Learners have joined for one course: a cohort does not change it."""
        return () if obj is None else ("course",)

    @admin.display(description=gettext_lazy("open"), ordering="is_open")
    def open_for_joining(self, row: Cohort) -> str:
        return _("open") if row.is_open else _("closed")

    @admin.display(description=gettext_lazy("learners"), ordering="members")
    def learners(self, row: Any) -> str:
        return str(row.members)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        obj.program_id = obj.course.program_id
        super().save_model(request, obj, form, change)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> Any:
        if (cohort := kwargs.get("obj")) is not None:
            context |= {
                "join_address": request.build_absolute_uri(reverse("join_link", args=[cohort.join_code])),
                "members": members_of(cohort),
                "steps": Step.objects.live().filter(lesson__course=cohort.course_id).count(),
            }
        return super().render_change_form(request, context, *args, **kwargs)
