"""The admin's pages on a course's own pages and on the guides for its trainers."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from course.admin.filters import BelongsFilter
from course.admin.looks import Look, only_looking
from course.admin.naming import free_slug
from course.admin.retiring import RetiringAdmin
from course.admin.scope import scope_of
from course.models import Course
from course.text import problem_in
from lessons.markdown.lint import MOST_CHARACTERS
from lessons.materials.gather import course_materials
from lessons.models import CoursePage
from lessons.models.pages import Audience
from lessons.page_forms import CoursePageForm
from lessons.pages.rendering import links_of, problems_of_page, render_pages, rendered_page


@admin.register(CoursePage)
class CoursePageAdmin(RetiringAdmin):
    group, rank = "course", 10
    purpose = gettext_lazy(
        "What this course is, where to find help; and a guide for trainers to each lesson."
    )
    add_words = gettext_lazy("New page or guide")
    course_path = "course"
    form = CoursePageForm
    change_form_template = "admin/lessons/page_form.html"
    list_display = ("title", "audience", "position", "course", "state_of")
    list_filter = (("course", BelongsFilter), "audience", "retired")
    list_select_related = ("course",)
    ordering = ("audience", "position", "title")
    search_fields = ("title", "key", "source")
    search_help_text = gettext_lazy("Search in titles and texts.")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return () if obj is None else ("course", "audience")

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is None:
            return ("course", "lesson", "title", "position", "source")
        place = () if obj.audience == Audience.TRAINERS else ("position",)
        return ("course", "audience", "title", *place, "source")

    @admin.display(description=gettext_lazy("state"), ordering="retired")
    def state_of(self, row: CoursePage) -> str:
        return _("Retired") if row.retired else _("Live")

    def is_retired(self, row: Any) -> bool:
        return bool(row.retired)

    def set_retired(self, row: Any, retired: bool) -> None:
        """What a page shows may have changed while nobody saw it."""
        row.retired = retired
        row.save(update_fields=["retired"])
        render_pages(row.course, only=[row.pk])

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if not change:
            self._name(obj, form.cleaned_data["lesson"])
        super().save_model(request, obj, form, change)
        render_pages(obj.course, only=[obj.pk])

    def _name(self, page: CoursePage, lesson: Any) -> None:
        """Its key: that of its lesson, or made of its title."""
        Course.objects.select_for_update().get(pk=page.course_id)  # keys are given one at a time
        page.audience = Audience.LEARNERS if lesson is None else Audience.TRAINERS
        if lesson is not None:
            page.key, page.position = lesson.slug, 0
            return
        taken = CoursePage.objects.filter(course=page.course_id, audience=page.audience)
        page.key = free_slug(page.title, set(taken.values_list("key", flat=True)), longest=80)

    # --- Looking at it before it is saved ---------------------------------------------------------------------------

    def get_urls(self) -> list[Any]:
        guarded = self.admin_site.admin_view(self.look_view)
        return [
            path("look/", guarded, name="lessons_coursepage_look_new"),
            path("<int:pk>/look/", guarded, name="lessons_coursepage_look"),
            *super().get_urls(),
        ]

    @method_decorator(only_looking)
    def look_view(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        """What readers would see of the form as it stands. Stores nothing."""
        row = self.writable(request, pk) if pk else None
        course, guide = (
            (row.course, row.audience == Audience.TRAINERS) if row else (_course_of(request), False)
        )
        audience = Audience.TRAINERS if guide or request.POST.get("lesson") else Audience.LEARNERS
        source = request.POST.get("source", "").replace("\r\n", "\n")[:MOST_CHARACTERS]
        links, materials = links_of(course, audience), course_materials(course)
        problems = [problem_in(request.POST.get("source", "")) or "", *_problems(source, course)]
        words = _("Preview of what stands in the form. It is not saved.")
        context = {
            "title": request.POST.get("title", "")[:200],
            "html": rendered_page(source, course, links=links, materials=materials),
            "look": Look(words, [each for each in problems if each]),
        }
        return TemplateResponse(request, "admin/lessons/page_look.html", context)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> Any:
        row = kwargs.get("obj")
        look = self.address("look", row) if row is not None else self.address("look_new")
        return super().render_change_form(request, {**context, "look_address": look}, *args, **kwargs)


def _course_of(request: HttpRequest) -> Course:
    """The course chosen in the form of a new page. Raises Http404 for one that the person does not write."""
    told = request.POST.get("course", "")
    if not (told.isascii() and told.isdecimal() and len(told) < 18):
        raise Http404
    mine = Course.objects.filter(scope_of(request).written_in("pk")).select_related("program")
    return get_object_or_404(mine, pk=told)


def _problems(source: str, course: Course) -> list[str]:
    return [
        (_("Line %(line)d: ") % {"line": each.line} if each.line else "") + each.message
        for each in problems_of_page(source, course)
    ]
