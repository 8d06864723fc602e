"""The admin's pages on topics and scenarios. Reflections are nobody's business here."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.dispatch import receiver
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from course.admin.filters import BelongsFilter
from course.admin.looks import Look
from course.admin.outline import reading_speed_changed
from course.admin.scope import person_of
from course.admin.versioned import VersionedAdmin
from course.models import Course
from lessons import authoring, preview
from lessons.admin_forms import (
    NewScenarioForm,
    NewTopicForm,
    ScenarioForm,
    TopicForm,
    as_sentence,
)
from lessons.models import Scenario, ScenarioVersion, Topic, TopicVersion
from lessons.rendering import rendered_scenario, rendered_topic

POINTERS = ("live__author", "draft__author")


@receiver(reading_speed_changed)
def work_times_out_again(sender: object, course: Course, **_kwargs: Any) -> None:
    authoring.refresh_course(course)


class ContentAdmin(VersionedAdmin):
    """What topics and scenarios share: problems, named by field and line."""

    def problems_of(self, row: Any, version: Any) -> list[str]:
        labels = {name: field.label for name, field in self.form.base_fields.items()}
        return [as_sentence(problem, labels) for problem in self.lint(row, version)]

    def lint(self, row: Any, version: Any) -> list[Any]:
        raise NotImplementedError


@admin.register(Topic)
class TopicAdmin(ContentAdmin):
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
    list_filter = (*VersionedAdmin.list_filter, ("step__lesson", BelongsFilter))
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

    def release(self, request: HttpRequest, row: Any) -> Any:
        return authoring.publish_topic(row, author=person_of(request), at=timezone.now())

    def make(self, request: HttpRequest, form: Any) -> Topic:
        said, now = form.cleaned_data, timezone.now()
        return authoring.add_topic(said["lesson"], title=said["title"], author=person_of(request), at=now)

    def unsaved(self, row: Topic, form: Any) -> TopicVersion:
        payload = form.payload()
        return TopicVersion(topic=row, **payload, **rendered_topic(payload, row.step.lesson.course))

    def lint(self, row: Topic, version: TopicVersion) -> list[Any]:
        payload = {name: getattr(version, name) for name in authoring.EMPTY_TOPIC}
        return authoring.problems_of_topic(payload, row.step.lesson.course)

    def look_at(self, request: HttpRequest, row: Any, version: Any, look: Look) -> HttpResponse:
        return preview.show(request, row, version, look)

    def facts_of(self, row: Topic, version: TopicVersion) -> list[tuple[str, str]]:
        time, hard = preview.estimate_for(row, version), max(0.0, preview.grade_of(version.html))
        minutes = str(time.low) if time.low == time.high else f"{time.low}–{time.high}"
        about = _("about %(minutes)s minutes, %(reading)d of them reading")
        return [
            (_("Time"), about % {"minutes": minutes, "reading": time.reading_minutes}),
            (_("Words"), number_format(version.words)),
            (_("Reading grade"), _("%(grade).1f (aim for 8 or less)") % {"grade": hard}),
        ]


@admin.register(Scenario)
class ScenarioAdmin(ContentAdmin):
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
    list_filter = (*VersionedAdmin.list_filter, ("topic__step__lesson", BelongsFilter))
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

    def release(self, request: HttpRequest, row: Any) -> Any:
        return authoring.publish_scenario(row, author=person_of(request), at=timezone.now())

    def make(self, request: HttpRequest, form: Any) -> Scenario:
        said, now = form.cleaned_data, timezone.now()
        return authoring.add_scenario(said["topic"], title=said["title"], author=person_of(request), at=now)

    def unsaved(self, row: Scenario, form: Any) -> ScenarioVersion:
        payload = form.payload()
        return ScenarioVersion(scenario=row, **payload, **rendered_scenario(payload))

    def lint(self, row: Scenario, version: ScenarioVersion) -> list[Any]:
        payload = {name: getattr(version, name) for name in authoring.EMPTY_SCENARIO}
        return authoring.problems_of_scenario(payload)

    def look_at(self, request: HttpRequest, row: Any, version: Any, look: Look) -> HttpResponse:
        topic = Topic.objects.select_related("step__lesson__course__program", "live", "draft").get(
            pk=row.topic_id
        )
        if topic.newest is None:
            raise Http404
        return preview.show(request, topic, topic.newest, look, scenario=row, scenario_version=version)


def _is_list(request: HttpRequest) -> bool:
    """Whether a list is asked for: it needs no texts of versions."""
    match = request.resolver_match
    return match is not None and (match.url_name or "").endswith("_changelist")
