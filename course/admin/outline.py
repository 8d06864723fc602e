"""The admin's pages on courses and lessons."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin
from django.db.models import Count, Q, QuerySet
from django.dispatch import Signal
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from course.admin.arranging import ArrangingAdmin
from course.admin.carrying import CarryingAdmin
from course.admin.filters import BelongsFilter
from course.admin.forms import AuthoringForm
from course.admin.inlines import RowsInline
from course.admin.naming import free_slug
from course.admin.retiring import RetiringAdmin
from course.arranging.ordering import in_line, move, renumber
from course.models import Course, Lesson, Step

reading_speed_changed = Signal()
"""Sent with ``course`` when trainers read at another speed from now on: reading times follow from it."""

TRAINERS_FIELDS = ("title", "summary", "words_per_minute")
ADMINISTRATORS_FIELDS = ("program", "slug", "language", "credit_rule")
LIVE = Q(steps__state="live")


class StateColumn(RetiringAdmin):
    """What courses and lessons, which have no versions, show as their state."""

    @admin.display(description=gettext_lazy("state"), ordering="state")
    def state_of(self, row: Any) -> str:
        return str(row.get_state_display())


@admin.register(Course)
class CourseAdmin(ArrangingAdmin, CarryingAdmin, StateColumn):
    group, rank = "course", 1
    purpose = gettext_lazy("The outline, what it covers, whether it can open; title and reading speed.")
    add_words = gettext_lazy("New course")
    course_path = ""
    may_delete = True
    change_form_template = "admin/course_form.html"
    list_display = ("title", "outline_of", "state_of", "lessons_in", "words_per_minute")
    search_fields = ("title",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = super().get_queryset(request).select_related("program")
        return rows.annotate(live_lessons=Count("lessons", filter=Q(lessons__state="live")))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.is_superuser

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return TRAINERS_FIELDS + (ADMINISTRATORS_FIELDS if request.user.is_superuser else ())

    @admin.display(description=gettext_lazy("outline"))
    def outline_of(self, row: Any) -> str:
        words = _("Outline of %s") % row.title
        return format_html(
            '<a href="{}" aria-label="{}">{}</a>', self.address("outline", row), words, _("Outline")
        )

    @admin.display(description=gettext_lazy("lessons"), ordering="live_lessons")
    def lessons_in(self, row: Any) -> str:
        return str(row.live_lessons)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if change and "words_per_minute" in form.changed_data:
            reading_speed_changed.send(sender=CourseAdmin, course=obj)


class LessonForm(AuthoringForm):
    order = forms.IntegerField(
        label=gettext_lazy("Place in the course"),
        min_value=1,
        max_value=1000,
        required=False,
        help_text=gettext_lazy("1 is the first lesson. Left empty, a new lesson comes last."),
    )

    class Meta:
        model = Lesson
        fields = ("course", "title", "summary", "credit_minutes")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            line = in_line(Lesson.objects.filter(course=self.instance.course_id))
            self.initial["order"] = line.index(self.instance) + 1


class StepOrderForm(forms.ModelForm):  # type: ignore[type-arg]
    """Only the place of a step; its own page has the rest."""

    order = forms.IntegerField(label=gettext_lazy("Place"), min_value=1, max_value=1000)

    class Meta:
        model = Step
        fields = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["order"] = self.instance.position
        self.fields["order"].widget.attrs["aria-label"] = _("Place of “%(title)s”") % {
            "title": self.instance.title
        }


class StepOrderInline(RowsInline):
    model = Step
    form = StepOrderForm
    fields = ("name", "what", "order")
    readonly_fields = ("name", "what")
    verbose_name_plural = gettext_lazy("Steps, in order")
    can_delete = False
    ordering = ("position",)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """With each step's body: a kind of step is also the name of the relation to its body."""
        return super().get_queryset(request).select_related(*settings.STEP_KINDS)

    @admin.display(description=gettext_lazy("step"))
    def name(self, row: Step) -> str:
        body = getattr(row, row.kind, None)
        if body is None:
            return row.title
        page = f"admin:{body._meta.app_label}_{body._meta.model_name}_change"
        return format_html('<a href="{}">{}</a>', reverse(page, args=[body.pk]), row.title)

    @admin.display(description=gettext_lazy("place"))
    def order(self, row: Step) -> str:
        return str(row.position)

    @admin.display(description=gettext_lazy("what it is"))
    def what(self, row: Step) -> str:
        words = {"topic": _("topic"), "exam": _("exam")}.get(row.kind, row.kind)
        return words if row.state == "live" else _("%(kind)s, not shown to learners") % {"kind": words}


@admin.register(Lesson)
class LessonAdmin(StateColumn):
    group, rank = "course", 2
    purpose = gettext_lazy("The parts of a course, and the order of what is in them.")
    add_words = gettext_lazy("New lesson")
    course_path = "course"
    may_delete = True
    form = LessonForm
    fields = ("course", "title", "summary", "order")
    change_form_template = "admin/lesson_form.html"
    list_display = ("title", "course", "state_of", "steps_in")
    list_filter = (("course", BelongsFilter),)
    search_fields = ("title",)
    ordering = ("course__title", "position")
    inlines = (StepOrderInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = super().get_queryset(request).select_related("course")
        return rows.annotate(live_steps=Count("steps", filter=LIVE))

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return () if obj is None else ("course",)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """What hours are granted is the program's to say."""
        return (*self.fields, "credit_minutes") if request.user.is_superuser else self.fields

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        return self.inlines if obj is not None else ()

    @admin.display(description=gettext_lazy("place in the course"))
    def order(self, row: Lesson) -> str:
        return str(row.position)

    @admin.display(description=gettext_lazy("steps"), ordering="live_steps")
    def steps_in(self, row: Any) -> str:
        return str(row.live_steps)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        Course.objects.select_for_update().get(pk=obj.course_id)  # places and names are given one at a time
        siblings = list(Lesson.objects.filter(course=obj.course_id).order_by("position"))
        if not change:
            obj.slug = free_slug(obj.title, {each.slug for each in siblings}, longest=50)
            obj.position = max((each.position for each in siblings), default=0) + 1
        super().save_model(request, obj, form, change)
        if order := form.cleaned_data["order"]:
            move(obj, siblings, to=order)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """Steps that were given the same place stay in the order they had."""
        asked = {each.instance.pk: each.cleaned_data.get("order") for each in formset.initial_forms}
        formset.new_objects, formset.changed_objects, formset.deleted_objects = [], [], []
        steps = list(form.instance.steps.order_by("position"))
        renumber(sorted(steps, key=lambda step: asked.get(step.pk) or step.position))
