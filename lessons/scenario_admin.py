"""The admin's pages on scenarios. Reflections are nobody's business here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from course.admin.filters import BelongsFilter
from course.admin.looks import Look
from course.admin.publishing import PublishingAdmin
from course.admin.scope import person_of
from course.publishing.change import Change
from lessons import authoring, preview
from lessons.admin_forms import (
    NewScenarioForm,
    ScenarioForm,
)
from lessons.admin_moves import MovingAdmin
from lessons.branching.admin_page import BranchesAdmin
from lessons.content_admin import POINTERS, ContentAdmin
from lessons.models import Scenario, ScenarioVersion, Topic
from lessons.rendering import rendered_scenario


@admin.register(Scenario)
class ScenarioAdmin(MovingAdmin, BranchesAdmin, ContentAdmin):
    change_form_template = "admin/lessons/scenario_form.html"
    group, rank = "course", 4
    purpose = gettext_lazy("Situations to reflect on, each with one to three questions.")
    add_words = gettext_lazy("New scenario")
    course_path = "topic__step__lesson__course"
    form, new_form = ScenarioForm, NewScenarioForm
    new_fields = ("title", "topic")
    fieldsets = (
        (
            None,
            {"fields": ("title", "content_note", "situation", "questions", "weigh", "minutes", "required")},
        ),
        (None, {"fields": ("based_on",), "classes": ("hidden",)}),
    )
    list_display = ("title", "in_topic", "state_of", "minutes", "required")
    list_filter = (
        *PublishingAdmin.list_filter,
        ("topic__step__lesson", BelongsFilter),
        ("topic__step__competencies", BelongsFilter),
    )
    search_fields = ("key", "topic__step__title", "live__title", "draft__title")
    search_help_text = gettext_lazy("Search by title or topic.")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = super().get_queryset(request).select_related("topic__step__lesson__course__program", *POINTERS)
        return rows.order_by("topic__step__lesson__position", "topic__step__position", "position", "pk")

    @admin.display(description=gettext_lazy("title"))
    def title(self, row: Scenario) -> str:
        return str(row)

    @admin.display(description=gettext_lazy("topic"), ordering="topic__step__title")
    def in_topic(self, row: Scenario) -> str:
        return row.topic.step.title

    @admin.display(description=gettext_lazy("minutes"))
    def minutes(self, row: Scenario) -> str:
        return f"{row.newest.minutes_low}–{row.newest.minutes_high}" if row.newest else "–"

    @admin.display(description=gettext_lazy("must be written"))
    def required(self, row: Scenario) -> str:
        return _("yes") if row.newest and row.newest.required else "–"

    def is_retired(self, row: Scenario) -> bool:
        return row.retired

    def set_retired(self, row: Scenario, retired: bool) -> None:
        row.retired = retired
        row.save(update_fields=["retired"])
        authoring.refresh_step(row.topic)

    def store(self, request: HttpRequest, row: Any, form: Any) -> Any:
        return authoring.draft_scenario(row, form.payload(), author=person_of(request), at=timezone.now())

    def draft(self, request: HttpRequest, row: Any, payload: Mapping[str, Any]) -> Any:
        return authoring.draft_scenario(row, payload, author=person_of(request), at=timezone.now())

    def release(self, request: HttpRequest, row: Any, change: Change) -> Any:
        return authoring.publish_scenario(row, author=person_of(request), at=timezone.now())

    def draft_again(self, request: HttpRequest, row: Any, version: Any) -> Any:
        said, now = authoring.payload_of(version), timezone.now()
        return authoring.draft_scenario(row, said, author=person_of(request), at=now)

    def make(self, request: HttpRequest, form: Any) -> Scenario:
        said, now = form.cleaned_data, timezone.now()
        return authoring.add_scenario(said["topic"], title=said["title"], author=person_of(request), at=now)

    def unsaved(self, row: Scenario, form: Any) -> ScenarioVersion:
        payload = form.payload()
        return ScenarioVersion(scenario=row, **payload, **rendered_scenario(payload))

    def lint(self, row: Scenario, version: ScenarioVersion) -> list[Any]:
        return authoring.problems_of_scenario(authoring.payload_of(version))

    def facts_of(
        self, request: HttpRequest, row: Scenario, version: ScenarioVersion
    ) -> list[tuple[str, str]]:
        return [self.part_fact(request, row, version)]

    def look_at(self, request: HttpRequest, row: Any, version: Any, look: Look) -> HttpResponse:
        topic = Topic.objects.select_related("step__lesson__course__program", "live", "draft").get(
            pk=row.topic_id
        )
        if topic.newest is None:
            raise Http404
        return preview.show(request, topic, topic.newest, look, scenario=row, scenario_version=version)
