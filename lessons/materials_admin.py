"""The admin's pages on a course's glossary, local rules and resources. Whatever changes is brought into the topics."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.dispatch import receiver
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from course.admin.filters import BelongsFilter
from course.admin.naming import free_slug
from course.admin.program import state_changed
from course.admin.retiring import RetiringAdmin
from course.models import Course, Program
from course.states import NAMES
from lessons.material_forms import GlossaryTermForm, LocalBlockForm, LocalRuleForm, ResourceForm
from lessons.materials.anew import render_anew, render_program
from lessons.models import CoursePage, GlossaryTerm, LocalBlock, LocalRule, Resource, Topic
from lessons.models.materials import GOOD_FOR


@receiver(state_changed)
def show_other_rules(sender: object, program: Program, **_kwargs: Any) -> None:
    render_program(program, at=timezone.now())


class StaleFilter(admin.SimpleListFilter):
    """What was last checked more than a year ago."""

    title = gettext_lazy("checked")
    parameter_name = "checked"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("again", gettext_lazy("To check again"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        stale = Q(checked_on__lt=timezone.localdate() - GOOD_FOR)
        return queryset.filter(stale) if self.value() == "again" else queryset


class MaterialAdmin(RetiringAdmin):
    """What they share: a key made of the name, retiring, and topics that follow."""

    group = "course"
    course_path = "course"
    owner: ClassVar[str] = "course"
    """What a row belongs to, chosen once."""
    named_by: ClassVar[str] = ""

    def course_of(self, row: Any) -> Course:
        return Course.objects.select_related("program").get(pk=self.course_id_of(row))

    def words_of(self, row: Any) -> Sequence[str]:
        """What a topic must say for a change of this row to matter there."""
        raise NotImplementedError

    def matters(self, form: Any) -> bool:
        """Whether topics may look different after what was typed."""
        return bool(form.changed_data)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return () if obj is None else (self.owner,)

    def is_retired(self, row: Any) -> bool:
        return bool(row.retired)

    def set_retired(self, row: Any, retired: bool) -> None:
        row.retired = retired
        row.save(update_fields=["retired"])
        render_anew(self.course_of(row), at=timezone.now(), mentioning=self.words_of(row))

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        before = self.words_of(self.model._default_manager.get(pk=obj.pk)) if change else ()
        if not change and self.named_by:
            taken = self.model._default_manager.filter(course=obj.course_id).values_list("key", flat=True)
            obj.key = free_slug(getattr(obj, self.named_by), set(taken), longest=80)
        super().save_model(request, obj, form, change)
        if self.matters(form):
            words = [*before, *self.words_of(obj)]
            render_anew(self.course_of(obj), at=timezone.now(), mentioning=words)

    @admin.display(description=gettext_lazy("last checked"), ordering="checked_on")
    def checked(self, row: Any) -> str | SafeString:
        day = date_format(row.checked_on, "DATE_FORMAT")
        if not row.is_stale(timezone.localdate()):
            return day
        return format_html('{} <span class="badge badge-warm">{}</span>', day, _("Check again"))

    def used_by(self, row: Any, pattern: str) -> str:
        """Why it cannot be retired: the first live topic or page whose text has ``pattern``; "" when none has."""
        topics = Topic.objects.filter(step__lesson__course=row.course_id, live__source__iregex=pattern)
        if topic := topics.select_related("step").first():
            return _("The topic “%(topic)s” shows it. Take it out there first.") % {"topic": topic}
        pages = CoursePage.objects.filter(course=row.course_id, retired=False, source__iregex=pattern)
        page = pages.first()
        return _("The page “%(page)s” shows it. Take it out there first.") % {"page": page} if page else ""


@admin.register(GlossaryTerm)
class GlossaryTermAdmin(MaterialAdmin):
    rank = 6
    purpose = gettext_lazy("Words that are explained once, and linked from every topic that uses them.")
    add_words = gettext_lazy("New term")
    form = GlossaryTermForm
    named_by = "term"
    list_filter = (("course", BelongsFilter), "retired")
    list_display = ("term", "other_forms", "course")
    list_select_related = ("course",)
    search_fields = ("term", "definition")
    search_help_text = gettext_lazy("Search in terms and meanings.")

    def words_of(self, row: GlossaryTerm) -> Sequence[str]:
        return row.names

    def matters(self, form: Any) -> bool:
        return bool({"course", "term", "variants"} & set(form.changed_data))

    @admin.display(description=gettext_lazy("other forms"))
    def other_forms(self, row: GlossaryTerm) -> str:
        return ", ".join(row.variants) or "–"


@admin.register(LocalBlock)
class LocalBlockAdmin(MaterialAdmin):
    rank = 7
    purpose = gettext_lazy("Places in the topics for rules that differ by state.")
    add_words = gettext_lazy("New local block")
    form = LocalBlockForm
    named_by = "title"
    list_filter = (("course", BelongsFilter), "retired")
    list_display = ("title", "in_topics", "for_state", "course")
    list_select_related = ("course",)
    search_fields = ("title", "key")
    search_help_text = gettext_lazy("Search by title.")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).with_state()  # type: ignore[attr-defined]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return () if obj is None else ("course", "in_topics", "for_state")

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ("course", "title", "to_fill_in", *(("in_topics", "for_state") if obj else ()))

    def words_of(self, row: LocalBlock) -> Sequence[str]:
        return ["[local:"]

    def matters(self, form: Any) -> bool:
        return "title" in form.changed_data

    def why_not(self, row: LocalBlock, *, retired: bool) -> str:
        return self.used_by(row, rf"\[local: *{row.key} *\]") if retired else ""

    @admin.display(description=gettext_lazy("how a topic shows it"))
    def in_topics(self, row: LocalBlock) -> SafeString:
        return format_html('<span class="code">{}</span>', f"[local: {row.key}]")

    @admin.display(description=gettext_lazy("in your state"))
    def for_state(self, row: LocalBlock) -> SafeString:
        if not row.state:
            return format_html('<span class="badge">{}</span>', _("The program has no state"))
        state = {"state": NAMES.get(row.state, row.state)}
        if row.filled:
            words = _("Filled in for %(state)s") % state
            return format_html('<span class="badge badge-brand">{}</span>', words)
        address = f"{reverse('admin:lessons_localrule_add')}?block={row.pk}"
        words = _("Not filled in for %(state)s") % state
        return format_html(
            '<span class="cluster"><span class="badge badge-warm">{}</span><a href="{}">{}</a></span>',
            *(words, address, _("Fill it in")),
        )


@admin.register(LocalRule)
class LocalRuleAdmin(MaterialAdmin):
    rank = 8
    purpose = gettext_lazy("What holds in one state, with its source and the day it was checked.")
    add_words = gettext_lazy("New local rule")
    course_path = "block__course"
    owner = "block"
    form = LocalRuleForm
    list_display = ("about", "state", "checked", "source_title")
    list_filter = ("state", StaleFilter, "retired")
    list_select_related = ("block",)
    search_fields = ("block__title", "text", "source_title")
    search_help_text = gettext_lazy("Search by block, text or source.")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return () if obj is None else ("block", "state")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("block")

    def words_of(self, row: LocalRule) -> Sequence[str]:
        return ["[local:"]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        obj.checked_by = request.user
        super().save_model(request, obj, form, change)

    @admin.display(description=gettext_lazy("local block"), ordering="block__title")
    def about(self, row: LocalRule) -> str:
        return row.block.title


@admin.register(Resource)
class ResourceAdmin(MaterialAdmin):
    rank = 9
    purpose = gettext_lazy("Places to turn to, with the day each was last checked.")
    add_words = gettext_lazy("New resource")
    form = ResourceForm
    named_by = "name"
    list_display = ("name", "group", "reached_by", "checked")
    list_filter = (("course", BelongsFilter), StaleFilter, "retired")
    search_fields = ("name", "purpose", "group")
    search_help_text = gettext_lazy("Search by name, purpose or group.")

    def words_of(self, row: Resource) -> Sequence[str]:
        return ["[resources:"]

    def why_not(self, row: Resource, *, retired: bool) -> str:
        """A group that a topic shows keeps its last resource."""
        others = Resource.objects.filter(course=row.course_id, group=row.group, retired=False)
        last = retired and not others.exclude(pk=row.pk).exists()
        return self.used_by(row, rf"\[resources: *{row.group} *\]") if last else ""

    @admin.display(description=gettext_lazy("reached by"))
    def reached_by(self, row: Resource) -> str:
        return " · ".join(way for way in (row.phone, row.text, row.url) if way)
