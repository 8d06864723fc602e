"""Who changed what across the courses that somebody writes in: drafts, reviews, publications, times, loads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from django import forms
from django.conf import settings
from django.contrib.admin import AdminSite
from django.core.paginator import Paginator
from django.db.models import CharField, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from course.admin.base import ScopedAdmin
from course.admin.scope import scope_of
from course.models import AuditEvent, Lesson
from course.publishing.naming import titles
from course.record.audit_words import OF_A_KIND, WORDS, details, in_words
from course.record.record_forms import PeriodForm
from course.text import CleanCharField

PAGE_SIZE = 50

VERBS = (
    *("added", "changed", "deleted", "drafted", "discarded"),
    *("review-asked", "review-approved", "review-returned", "review-closed"),
    *("scheduled", "schedule-called-off", "publish-failed", "published"),
    *("retired", "brought-back", "loaded", "regraded"),
)
"""What happens to content, as the audit trail calls it."""

KINDS = ("course", "lesson", "topic", "scenario", "question", "exam")


class Row(NamedTuple):
    """One event: what it was called, the thing with its page, and the way to what differs."""

    event: AuditEvent
    what: str
    details: str
    kind: str
    title: str
    address: str
    differences: str


class ChangesForm(PeriodForm):
    """The filter. Bad parts of an address are named, not guessed at."""

    name = CleanCharField(
        label=gettext_lazy("Name or email"),
        max_length=100,
        required=False,
        widget=forms.SearchInput(attrs={"autocomplete": "off"}),
    )
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), required=False)
    verb = forms.ChoiceField(label=gettext_lazy("What happened"), required=False)
    lesson = forms.ModelChoiceField(
        Lesson.objects.none(),
        label=gettext_lazy("Lesson"),
        required=False,
        empty_label=gettext_lazy("Every lesson"),
    )

    def __init__(
        self, *args: Any, pages: dict[str, ScopedAdmin], lessons: list[Lesson], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        names = [(kind, capfirst(page.opts.verbose_name)) for kind, page in pages.items()]
        fields["kind"].choices = [("", _("Everything")), *names]
        verbs = [(verb, OF_A_KIND.get((verb, "topic"), WORDS[verb])) for verb in VERBS]
        fields["verb"].choices = [("", _("Everything")), *verbs]
        fields["lesson"].queryset = Lesson.objects.filter(pk__in=[lesson.pk for lesson in lessons])
        fields["lesson"].choices = [("", _("Every lesson")), *((each.pk, str(each)) for each in lessons)]

    def found(self) -> QuerySet[AuditEvent]:
        """As the form of the whole record finds them, by who did it alone."""
        events = self.within_period(AuditEvent.objects.select_related("actor"))
        for word in self.cleaned_data["name"].split():
            events = events.filter(Q(actor__name__icontains=word) | Q(actor__email__icontains=word))
        chosen = self.cleaned_data["verb"]
        return events.filter(verb=chosen) if chosen else events.filter(verb__in=VERBS)


def changes_page(request: HttpRequest, site: AdminSite) -> HttpResponse:
    """50 events a page, newest first, in the courses that the person may see."""
    pages = pages_of(site)
    lessons = list(pages["lesson"].get_queryset(request).select_related("course"))
    form = ChangesForm(request.GET, pages=pages, lessons=lessons)
    context: dict[str, Any] = {"form": form, "title": _("Who changed what"), **site.each_context(request)}
    if form.is_valid():
        said = form.cleaned_data
        events = form.found().filter(_in_scope(request, pages, said["kind"], said["lesson"]))
        page = Paginator(events, PAGE_SIZE).get_page(request.GET.get("page"))
        kept_filter = request.GET.copy()
        kept_filter.pop("page", None)
        context |= {
            "page": page,
            "rows": list(_rows(request, page.object_list, pages, lessons)),
            "filter": kept_filter.urlencode(),
            "narrow": any(said.values()),
        }
    return TemplateResponse(request, "admin/changes.html", context)


def pages_of(site: AdminSite) -> dict[str, ScopedAdmin]:
    """The admin's pages on content, by the name that the audit trail gives their things."""
    found = {str(model._meta.model_name): page for model, page in site._registry.items()}
    return {kind: page for kind in KINDS if isinstance(page := found.get(kind), ScopedAdmin)}


def _in_scope(request: HttpRequest, pages: dict[str, ScopedAdmin], kind: str, lesson: Lesson | None) -> Q:
    """Events of things in the courses that the person may see. An administrator sees those of what is gone, too."""
    everything = scope_of(request).everything and lesson is None
    found = Q(pk__in=[])
    for name, page in pages.items():
        if kind in ("", name):
            prefix = f"{name}:"
            found |= (
                Q(subject__startswith=prefix)
                if everything
                else Q(subject__in=_subjects(prefix, page, request, lesson))
            )
    return found


def _subjects(
    prefix: str, page: ScopedAdmin, request: HttpRequest, lesson: Lesson | None
) -> QuerySet[Any, Any]:
    rows = page.model._default_manager.filter(scope_of(request).seen_in(page.course_path or "pk"))
    if lesson is not None:
        rows = rows.filter(_of_lesson(page, lesson))
    named = Concat(Value(prefix), Cast("pk", CharField()), output_field=CharField())
    return rows.order_by().annotate(named=named).values("named")


def _of_lesson(page: ScopedAdmin, lesson: Lesson) -> Q:
    if page.model is Lesson:
        return Q(pk=lesson.pk)
    path = page.course_path
    # A question belongs to a course, and a course to no lesson.
    return Q((path.removesuffix("__course"), lesson)) if path.endswith("lesson__course") else Q(pk__in=[])


def _rows(
    request: HttpRequest,
    events: Iterable[AuditEvent],
    pages: dict[str, ScopedAdmin],
    lessons: list[Lesson],
) -> Iterator[Row]:
    listed = list(events)
    named = _titles(request, listed, pages, lessons)
    for event in listed:
        kind, _colon, pk = event.subject.partition(":")
        page, title = pages[kind], named.get(event.subject, "")
        address = page.address("change", _Key(pk)) if title else ""
        name = capfirst(str(page.opts.verbose_name))
        title = title or event.detail.get("name", "")
        yield Row(
            event, in_words(event), details(event), name, title, address, _differences(event, page, address)
        )


class _Key(NamedTuple):
    """Enough of a row to make its address."""

    pk: str


def _differences(event: AuditEvent, page: ScopedAdmin, address: str) -> str:
    """Where the version of this event is compared with the one before it; empty for what has none."""
    number = event.detail.get("version")
    if not address or not isinstance(number, int) or number < 2 or not hasattr(page, "differences_view"):
        return ""
    pk = event.subject.partition(":")[2]
    return f"{page.address('differences', _Key(pk))}?from={number - 1}&to={number}"


def _titles(
    request: HttpRequest,
    events: Iterable[AuditEvent],
    pages: dict[str, ScopedAdmin],
    lessons: list[Lesson],
) -> dict[str, str]:
    """What the things are called now, by subject; nothing for what is gone. Four statements at most."""
    subjects = {event.subject for event in events}
    found = {f"lesson:{lesson.pk}": str(lesson) for lesson in lessons}
    found |= {f"course:{lesson.course_id}": str(lesson.course) for lesson in lessons}
    found |= titles(subject for subject in subjects if subject.partition(":")[0] in settings.CONTENT_KINDS)
    exams = {subject.partition(":")[2] for subject in subjects if subject.startswith("exam:")}
    if exams:
        rows = pages["exam"].get_queryset(request).filter(pk__in=exams)
        found |= {f"exam:{row.pk}": str(row) for row in rows}
    return found
