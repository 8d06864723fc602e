"""The action that writes the same facts to all chosen questions, after showing what would change."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from course import labels
from course.admin.forms import CompetencyField
from course.admin.scope import person_of, scope_of
from course.models import Competency, Step
from quizzes import tagging
from quizzes.admin.checking import CheckingAdmin
from quizzes.models import Question
from quizzes.tagging import Change, LeavesExamsShort

MOST = 1000
"""So many questions at once."""
SHOWN = 200
NONE = "none"
LEAVE = ("", gettext_lazy("Leave as it is"))
NAMES = {
    "competency": gettext_lazy("Competency"),
    "domain": gettext_lazy("Domain"),
    "critical": gettext_lazy("Critical"),
    "taught_by": gettext_lazy("Taught before the exam by"),
}


class TagForm(forms.Form):
    """``chosen`` are the ids of the questions, in one field, since a form may have a thousand fields at most."""

    chosen = forms.RegexField(r"^[0-9]{1,18}(,[0-9]{1,18})*$", max_length=19 * MOST, widget=forms.HiddenInput)
    seen = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)
    competency = CompetencyField(label=NAMES["competency"], required=False, empty_label=LEAVE[1])
    domain = forms.ChoiceField(label=NAMES["domain"], required=False)
    critical = forms.ChoiceField(
        label=NAMES["critical"],
        required=False,
        choices=[LEAVE, ("yes", gettext_lazy("Critical")), ("no", gettext_lazy("Not critical"))],
    )
    taught_by = forms.ChoiceField(label=NAMES["taught_by"], required=False)

    def __init__(self, data: Any = None, *, course: int, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.topics = {str(step.pk): step for step in _topics(course)}
        self.domains = {str(each.pk): each for each in Competency.objects.all()}
        groups: dict[str, list[tuple[str, str]]] = {}
        for pk, each in self.domains.items():
            groups.setdefault(labels.framework(each.framework), []).append(
                (pk, f"{each.title} ({each.code})")
            )
        fields: Any = self.fields
        fields["domain"].choices = [LEAVE, (NONE, _("No domain")), *groups.items()]
        topics = [(pk, step.title) for pk, step in self.topics.items()]
        fields["taught_by"].choices = [LEAVE, (NONE, _("No topic")), *topics]

    def facts(self) -> dict[str, Any]:
        """What is to be written; what stays as it is is left out."""
        said = self.cleaned_data
        critical = {"yes": True, "no": False}.get(said["critical"])
        facts = {
            "competency": said["competency"],
            "domain": self.domains.get(said["domain"], said["domain"]),
            "critical": critical,
            "taught_by": self.topics.get(said["taught_by"], said["taught_by"]),
        }
        asked = {name: value for name, value in facts.items() if value not in (None, "")}
        return {name: None if value == NONE else value for name, value in asked.items()}


def _topics(course: int) -> QuerySet[Step]:
    return Step.objects.filter(lesson__course=course, kind="topic").in_order()


class TaggingAdmin(CheckingAdmin):
    actions: Any = ("tag_chosen", *CheckingAdmin.actions)

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.tag_view)
        return [path("tag/", view, name="quizzes_question_tag"), *super().get_urls()]

    @admin.action(description=gettext_lazy("Tag …"), permissions=["change"])
    def tag_chosen(self, request: HttpRequest, queryset: Any) -> HttpResponse | None:
        rows = queryset.filter(scope_of(request).written_in("course")).order_by("key")
        courses = set(rows.order_by().values_list("course", flat=True))
        if len(courses) != 1:
            said = _("Choose questions of one course.") if courses else _("You may not change these.")
            self.message_user(request, said, messages.WARNING)
            return None
        chosen = list(rows.values_list("pk", flat=True)[: MOST + 1])
        if len(chosen) > MOST:
            said = _("Choose at most %d questions at once.") % MOST
            self.message_user(request, said, messages.WARNING)
            return None
        form = TagForm(course=courses.pop(), initial={"chosen": ",".join(map(str, chosen))})
        return self._tag_page(request, form, len(chosen))

    def tag_view(self, request: HttpRequest) -> HttpResponse:
        """What would change; then changing it, if it is still the same."""
        rows = self._chosen(request) if request.method == "POST" else []
        if not rows:
            return HttpResponseRedirect(self.address("changelist"))
        form = TagForm(request.POST, course=rows[0].course_id)
        if not form.is_valid():
            return self._tag_page(request, form, len(rows), status=422)
        if "_apply" in request.POST:
            return self._apply_tags(request, form, rows)
        return self._tag_page(request, form, len(rows), changes=tagging.changes(rows, form.facts()))

    def _apply_tags(self, request: HttpRequest, form: TagForm, rows: list[Question]) -> HttpResponse:
        with transaction.atomic():
            rows = list(self._facts_of(Question.objects.filter(pk__in=[each.pk for each in rows]), lock=True))
            changes = tagging.changes(rows, form.facts())
            if form.cleaned_data["seen"] != _digest(changes):
                return self._tag_page(request, form, len(rows), status=409, changes=changes, moved_on=True)
            try:
                done = tagging.tag(rows, form.facts(), author=person_of(request), at=timezone.now())
            except LeavesExamsShort as short:
                form.add_error(None, str(short))
                return self._tag_page(request, form, len(rows), status=422)
        words = ngettext("%d question is changed.", "%d questions are changed.", done) % done
        self.message_user(request, words, messages.SUCCESS)
        return HttpResponseRedirect(self.address("changelist"))

    def _chosen(self, request: HttpRequest) -> list[Question]:
        """The questions that are named, of one course that the person writes; none for a form that is not ours."""
        named = forms.RegexField(r"^[0-9]{1,18}(,[0-9]{1,18})*$", max_length=19 * MOST, required=False)
        try:
            keys = named.clean(request.POST.get("chosen", "")).split(",")
        except forms.ValidationError:
            return []
        if keys == [""] or len(keys) > MOST:
            return []
        rows = list(self._facts_of(self.get_queryset(request).filter(pk__in=keys)))
        writes = [row for row in rows if scope_of(request).may_write(row.course_id)]
        return writes if len({row.course_id for row in writes}) == 1 else []

    def _facts_of(self, rows: QuerySet[Any], *, lock: bool = False) -> QuerySet[Any]:
        found = rows.select_related("competency", "domain", "taught_by", "live", "draft").order_by("key")
        return found.select_for_update(of=("self",)) if lock else found

    def _tag_page(
        self, request: HttpRequest, form: TagForm, count: int, *, status: int = 200, **more: Any
    ) -> HttpResponse:
        changes: list[Change] | None = more.pop("changes", None)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Tag questions"),
            "form": form,
            "count": count,
            "previewed": changes is not None,
            "changed": len({change.question.pk for change in changes or []}),
            "shown": [_told(change) for change in (changes or [])[:SHOWN]],
            "more": max(0, len(changes or []) - SHOWN),
            "seen": _digest(changes or []),
            **more,
        }
        return TemplateResponse(request, "admin/quizzes/tag.html", context, status=status)


def _told(change: Change) -> dict[str, Any]:
    newest = change.question.newest
    return {
        "question": change.question,
        "words": Truncator(newest.stem if newest else change.question.key).words(14),
        "name": NAMES[change.name],
        "before": _in_words(change.name, change.before),
        "after": _in_words(change.name, change.after),
    }


def _in_words(name: str, value: Any) -> str:
    if name == "critical":
        return _("critical") if value else _("not critical")
    return str(value) if value else _("none")


def _digest(changes: list[Change]) -> str:
    """Two previews that change the same have the same digest."""
    told = ";".join(
        f"{change.question.pk} {change.name} {_id(change.before)} {_id(change.after)}" for change in changes
    )
    return sha256(told.encode()).hexdigest()


def _id(value: Any) -> Any:
    return getattr(value, "pk", value)
