"""The admin's pages on topics; those on what belongs to them register themselves when they are imported here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

import lessons.image_admin  # noqa: F401  (it registers its page)
from course.admin.change_forms import CHANGE_FIELDS, ChangeFields
from course.admin.filters import BelongsFilter
from course.admin.looks import Look
from course.admin.outline import reading_speed_changed
from course.admin.publishing import PublishingAdmin
from course.admin.scope import person_of
from course.models import Course
from course.publishing.change import Change
from lessons import authoring, preview
from lessons import materials_admin as materials_admin  # which registers its pages
from lessons import pages_admin as pages_admin
from lessons import scenario_admin as scenario_admin
from lessons.admin_forms import (
    NewTopicForm,
    TopicForm,
)
from lessons.admin_guide import GuideAdmin
from lessons.changes import still_to_read
from lessons.checks.admin_page import ChecksAdmin
from lessons.content_admin import POINTERS, ContentAdmin
from lessons.editor import tables
from lessons.editor.views import TableEditing
from lessons.models import Topic, TopicVersion
from lessons.paste_admin import PastingAdmin
from lessons.rendering import rendered_topic


@receiver(reading_speed_changed)
def work_times_out_again(sender: object, course: Course, **_kwargs: Any) -> None:
    authoring.refresh_course(course)


@admin.register(Topic)
class TopicAdmin(GuideAdmin, ChecksAdmin, TableEditing, PastingAdmin, ContentAdmin):
    change_form_template = "admin/lessons/topic_form.html"
    group, rank = "course", 3
    purpose = gettext_lazy("What learners read. Write a draft, look at it, publish it.")
    add_words = gettext_lazy("New topic")
    course_path = "step__lesson__course"
    row_of_state = "step"
    form, new_form = TopicForm, NewTopicForm
    new_fields = ("title", "lesson")
    fieldsets = (
        (None, {"fields": ("title", "objectives", "source", "references")}),
        (gettext_lazy("Time and competencies"), {"fields": ("activity", "competencies")}),
        (None, {"fields": ("based_on",), "classes": ("hidden",)}),
    )
    list_display = ("title", "lesson", "state_of", "words", "time")
    list_filter = (
        *PublishingAdmin.list_filter,
        ("step__lesson", BelongsFilter),
        ("step__competencies", BelongsFilter),
    )
    search_fields = ("step__title", "step__slug")
    search_help_text = gettext_lazy("Search by title.")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = super().get_queryset(request).select_related("step__lesson__course__program")
        return rows if _is_list(request) else rows.select_related(*POINTERS)

    @admin.display(description=gettext_lazy("title"), ordering="step__title")
    def title(self, row: Topic) -> str:
        return row.step.title

    @admin.display(description=gettext_lazy("lesson"), ordering="step__lesson__position")
    def lesson(self, row: Topic) -> str:
        return row.step.lesson.title

    @admin.display(description=gettext_lazy("words"), ordering="step__size")
    def words(self, row: Topic) -> str:
        return number_format(row.step.size) if row.live_id else "–"

    @admin.display(description=gettext_lazy("minutes"), ordering="step__minutes_high")
    def time(self, row: Topic) -> str:
        low, high = row.step.minutes_low, row.step.minutes_high
        return "–" if not row.live_id else str(low) if low == high else f"{low}–{high}"

    def why_not(self, row: Topic, *, retired: bool) -> str:
        if retired or row.live_id:
            return ""
        return _("It was never published. Publish it, and learners will see it.")

    def store(self, request: HttpRequest, row: Any, form: Any) -> Any:
        return authoring.draft_topic(row, form.payload(), author=person_of(request), at=timezone.now())

    def draft(self, request: HttpRequest, row: Any, payload: Mapping[str, Any]) -> Any:
        return authoring.draft_topic(row, payload, author=person_of(request), at=timezone.now())

    def release(self, request: HttpRequest, row: Any, change: Change) -> Any:
        return authoring.publish_topic(row, author=person_of(request), at=timezone.now(), change=change)

    def draft_again(self, request: HttpRequest, row: Any, version: Any) -> Any:
        said, now = authoring.payload_of(version), timezone.now()
        return authoring.draft_topic(row, said, author=person_of(request), at=now)

    def change_form(self, data: Any = None, note: Any = None) -> ChangeFields:
        return ChangeFields(data, initial=note)

    def waiting_for_learners(self, request: HttpRequest, row: Topic) -> str:
        left, number = still_to_read(row, person_of(request))
        if not number:
            return ""
        words = ngettext(
            "%(left)d of %(number)d learner who was asked to read what changed has yet to say so.",
            "%(left)d of %(number)d learners who were asked to read what changed have yet to say so.",
            number,
        )
        return words % {"left": left, "number": number}

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """What a change is to learners is asked once there are some."""
        told = (
            () if obj is None or obj.live is None else ((_("When you publish"), {"fields": CHANGE_FIELDS}),)
        )
        return (*super().get_fieldsets(request, obj), *told)

    def make(self, request: HttpRequest, form: Any) -> Topic:
        said, now = form.cleaned_data, timezone.now()
        return authoring.add_topic(said["lesson"], title=said["title"], author=person_of(request), at=now)

    def unsaved(self, row: Topic, form: Any) -> TopicVersion:
        payload = form.payload()
        return TopicVersion(topic=row, **payload, **rendered_topic(payload, row.step.lesson.course))

    def lint(self, row: Topic, version: TopicVersion) -> list[Any]:
        return authoring.problems_of_topic(authoring.payload_of(version), row.step.lesson.course)

    def look_at(self, request: HttpRequest, row: Any, version: Any, look: Look) -> HttpResponse:
        return preview.show(request, row, version, look)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> Any:
        if kwargs.get("obj") is not None:
            source = str(context["adminform"].form["source"].value() or "").replace("\r\n", "\n")
            context |= {
                "tables": [found.table.caption for found in tables.find_all(source)],
                "table_address": self.address("table", kwargs["obj"]),
            }
        return super().render_change_form(request, context, *args, **kwargs)

    def facts_of(self, request: HttpRequest, row: Topic, version: TopicVersion) -> list[tuple[str, str]]:
        time, hard = preview.estimate_for(row, version), max(0.0, preview.grade_of(version.html))
        minutes = str(time.low) if time.low == time.high else f"{time.low}–{time.high}"
        about = _("about %(minutes)s minutes, %(reading)d of them reading")
        return [
            (_("Time"), about % {"minutes": minutes, "reading": time.reading_minutes}),
            (_("Words"), number_format(version.words)),
            (_("Reading grade"), _("%(grade).1f (aim for 8 or less)") % {"grade": hard}),
            self.part_fact(request, row, version),
        ]


def _is_list(request: HttpRequest) -> bool:
    """Whether a list is asked for: it needs no texts of versions."""
    match = request.resolver_match
    return match is not None and (match.url_name or "").endswith("_changelist")
