"""The page from which a question is graded again: choose how, see who changes, then apply it with a reason."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from course.admin.publishing import PublishingAdmin
from course.admin.scope import person_of
from course.sign_in import kept
from course.text import LongTextField
from quizzes import regrading
from quizzes.models import Question, QuestionVersion, Regrade
from quizzes.regrading import Change

MOST = 200
"""So many changed results the preview names."""


class _VersionField(forms.ModelChoiceField):  # type: ignore[type-arg]  # cannot be subscripted
    def label_from_instance(self, obj: Any) -> str:
        said = {"number": obj.number}
        if obj.pk == obj.question.live_id:
            return _("Version %(number)d, what learners see now") % said
        return _("Version %(number)d") % said


class HowForm(forms.Form):
    """By which rule to grade."""

    policy = forms.ChoiceField(
        label=gettext_lazy("How"),
        choices=Regrade.Policy.choices,
        initial=Regrade.Policy.KEY,
        widget=forms.RadioSelect,
    )
    version = _VersionField(
        label=gettext_lazy("Version"),
        queryset=QuestionVersion.objects.none(),
        empty_label=None,
        help_text=gettext_lazy("Whose key gives the points. A draft can be chosen once it is published."),
    )

    def __init__(self, data: Any = None, *, question: Question) -> None:
        super().__init__(data, initial={"version": question.live_id})
        versions: Any = self.fields["version"]
        versions.queryset = regrading.versions_of(question).select_related("question")


class ApplyForm(HowForm):
    """The same, with the reason; ``seen`` is the preview that was looked at."""

    seen = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)
    reason = LongTextField(
        label=gettext_lazy("Why"),
        max_length=300,
        help_text=gettext_lazy("Staff see this with the marks. Learners are told that their result changed."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean_reason(self) -> str:
        reason: str = self.cleaned_data["reason"].strip()
        if not reason:
            raise forms.ValidationError(_("Say why, in a few words."))
        return reason


class RegradingAdmin(PublishingAdmin):
    """Adds the page to a question's."""

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.regrade_view)
        return [path("<int:pk>/grade-again/", view, name="quizzes_question_regrade"), *super().get_urls()]

    def regrade_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        if request.method == "POST":
            with transaction.atomic():
                return self._apply(request, self.writable(request, pk))
        row = self.get_object(request, str(pk))
        if not self.has_change_permission(request, row) or row.live_id is None:
            raise Http404
        typed = kept.take(request)
        asked = typed or request.GET
        how = HowForm(asked if "policy" in asked else None, question=row)
        if not how.is_valid():
            return self._show(request, row, how)
        preview = _preview(row, how)
        if typed:
            preview |= {"form": ApplyForm(typed, question=row), "unsaved": True}
        return self._show(request, row, how, **preview)

    regrade_view.keeps_form = True  # type: ignore[attr-defined]

    def _apply(self, request: HttpRequest, row: Question) -> HttpResponse:
        form = ApplyForm(request.POST, question=row)
        how = HowForm(request.POST, question=row)
        if not how.is_valid():
            return self._show(request, row, how, status=422)
        preview = _preview(row, how)
        other = form.is_valid() and form.cleaned_data["seen"] != preview["seen"]
        if other or not form.is_valid():
            told = {**preview, "form": form, "moved_on": other}
            return self._show(request, row, how, status=409 if other else 422, **told)
        said = {name: form.cleaned_data[name] for name in ("version", "policy", "reason")}
        done = regrading.apply(row, **said, actor=person_of(request), at=timezone.now())
        words = ngettext("%d result changed.", "%d results changed.", done.changed) % done.changed
        self.message_user(request, words, messages.SUCCESS)
        return HttpResponseRedirect(self.address("change", row))

    def _show(
        self, request: HttpRequest, row: Question, how: HowForm, *, status: int = 200, **more: Any
    ) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": row,
            "title": _("Grade again"),
            "words": self.heading_of(row),
            "how": how,
            **more,
        }
        return TemplateResponse(request, "admin/quizzes/regrade.html", context, status=status)


def _preview(row: Question, how: HowForm) -> dict[str, Any]:
    said = {name: how.cleaned_data[name] for name in ("version", "policy")}
    found = regrading.preview(Regrade(question=row, **said))
    changes = [change for change in found if change.changes]
    return {
        "previewed": True,
        "changes": changes[:MOST],
        "changed": len(changes),
        "most": MOST,
        "by_hand": sum(change.by_hand for change in found),
        "same": sum(not change.changes and not change.by_hand for change in found),
        "gone": sum(change.gone and not change.by_hand for change in found),
        "waiting": regrading.waiting(row),
        "seen": _digest(changes),
        "form": ApplyForm(question=row),
        **said,
    }


def _digest(changes: list[Change]) -> str:
    """Two previews that change the same have the same digest."""
    told = ";".join(f"{change.item.pk} {change.before} {change.after}" for change in changes)
    return sha256(told.encode()).hexdigest()
