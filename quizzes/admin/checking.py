"""What was found about questions: on each one's page, over the whole bank, and keeping it with a reason."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from course.admin.findings import decided
from course.admin.scope import person_of, scope_of
from course.checking.findings import Thing
from course.models import Course, KeptFinding
from course.sign_in import kept
from course.text import CleanCharField
from quizzes import item_checks
from quizzes.admin.trying import TryingAdmin
from quizzes.item_checks import LOOK_ALIKE, OWN_RULES
from quizzes.item_writing import balance_of
from quizzes.models import Exam, Question
from quizzes.where_used import may_ask, where_used

ON_A_PAGE = 50
BANK_PAGES = {"item-writing": "item_writing", "look-alikes": "look_alikes"}


class HintsFilter(admin.SimpleListFilter):
    """Reads the wording of every question in the list, in one statement."""

    title = gettext_lazy("hints")
    parameter_name = "hints"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("yes", gettext_lazy("Has hints on writing"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() != "yes":
            return queryset
        seen = Question.objects.filter(scope_of(request).seen_in("course"))
        return queryset.filter(pk__in=item_checks.with_hints(seen))


class KeepForm(forms.Form):
    reason = CleanCharField(
        label=gettext_lazy("Because …"),
        max_length=300,
        help_text=gettext_lazy("A short reason. It is shown here with your name and the date."),
    )


class CheckingAdmin(TryingAdmin):
    def get_urls(self) -> list[Any]:
        guarded, name = self.admin_site.admin_view, "quizzes_question"
        return [
            path("item-writing/", guarded(self.item_writing_view), name=f"{name}_item_writing"),
            path("look-alikes/", guarded(self.look_alikes_view), name=f"{name}_look_alikes"),
            path(
                "<int:pk>/keep/<slug:rule>/<slug:what>/",
                guarded(self.keep_hint_view),
                name=f"{name}_keep_hint",
            ),
            *super().get_urls(),
        ]

    def _kept(self, row: Any, thing: Thing) -> Any:
        return super()._kept(row, thing).exclude(rule__in=OWN_RULES)

    # --- A question's own page --------------------------------------------------------------------------------------

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> Any:
        row = kwargs.get("obj")
        if row is not None and row.newest is not None:
            context |= {"uses": where_used(row, person_of(request)), "sends_answers": True}
        return super().render_change_form(request, context, *args, **kwargs)

    def findings_context(
        self, row: Any, version: Any, rows: list[KeptFinding] | None = None
    ) -> dict[str, Any]:
        """Hints on item writing beside the findings on its words: what is kept of both is read at once."""
        if rows is None:
            rows = decided(super()._kept(row, self.thing_of(row, version)))
        on_words = [each for each in rows if each.rule not in OWN_RULES]
        version.question = row
        hints = item_checks.check(version, rows)
        return super().findings_context(row, version, on_words) | {
            "hints": [each for each in hints if not each.kept],
            "kept_hints": [each for each in hints if each.kept],
            "alike": item_checks.alike_to(version),
        }

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: str | None = None) -> Any:
        self._warn_of_look_alikes(request, obj)
        return super().response_add(request, obj, post_url_continue)

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        self._warn_of_look_alikes(request, obj)
        return super().response_change(request, obj)

    def _warn_of_look_alikes(self, request: HttpRequest, obj: Any) -> None:
        row = Question.objects.select_related("live", "draft").get(pk=obj.pk)
        near = [each for each in item_checks.alike_to(row.newest) if not each.keep]
        if near:
            words = _("This reads much like “%(words)s” (%(key)s): %(percent)d%% of the words are the same.")
            said = {"words": near[0].other_words, "key": near[0].other.key, "percent": near[0].percent}
            self.message_user(request, words % said, messages.WARNING)

    # --- The bank ---------------------------------------------------------------------------------------------------

    def item_writing_view(self, request: HttpRequest) -> HttpResponse:
        """Every hint on the questions of a course, or of one exam, and what shows only over all of them."""
        course = self._course(request)
        exams = Exam.objects.filter(step__lesson__course=course).select_related("step__lesson", "forms_of")
        exam = get_object_or_404(exams, pk=_number(asked)) if (asked := request.GET.get("exam")) else None
        rows = may_ask(exam) if exam else Question.objects.filter(course=course)
        shows_kept, items, found = "kept" in request.GET, [], []
        for version, hints in item_checks.checked(rows):
            items.append(item_checks.item_of(version))
            shown = [each for each in hints if each.kept == shows_kept]
            if shown:
                found.append((version.question, Truncator(version.stem).words(24), shown))
        found.sort(key=lambda entry: all(each.severity != "high" for each in entry[2]))
        return self._bank_page(
            request,
            "admin/quizzes/item_writing.html",
            course,
            found,
            title=_("Hints on writing"),
            balance=balance_of(items),
            questions=len(items),
            exams=exams.order_by("step__lesson__position", "step__position"),
            exam=exam,
            shows_kept=shows_kept,
        )

    def look_alikes_view(self, request: HttpRequest) -> HttpResponse:
        """Pairs of questions of a course that read nearly the same."""
        course, shows_kept = self._course(request), "kept" in request.GET
        found = [each for each in item_checks.alike_in(course) if bool(each.keep) == shows_kept]
        return self._bank_page(
            request,
            "admin/quizzes/look_alikes.html",
            course,
            found,
            title=_("Look-alikes"),
            shows_kept=shows_kept,
        )

    def _course(self, request: HttpRequest) -> Course:
        """The one that is named, or the first that the person may see. Raises Http404 for any other."""
        seen = Course.objects.filter(scope_of(request).seen_in("pk"))
        asked = request.GET.get("course")
        course = seen.filter(pk=_number(asked)).first() if asked else seen.first()
        if course is None:
            raise Http404
        return course

    def _bank_page(
        self, request: HttpRequest, template: str, course: Course, found: list[Any], **more: Any
    ) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "course": course,
            "courses": Course.objects.filter(scope_of(request).seen_in("pk")),
            "page": Paginator(found, ON_A_PAGE).get_page(request.GET.get("page")),
            "count": len(found),
            "may_write": scope_of(request).may_write(course.pk),
            **more,
        }
        return TemplateResponse(request, template, context)

    # --- Keeping ----------------------------------------------------------------------------------------------------

    def keep_hint_view(self, request: HttpRequest, pk: int, rule: str, what: str) -> HttpResponse:
        """Say why a finding stays, or take that back. ``what`` is its digest; of a look-alike, the other's id."""
        row = self.get_object(request, str(pk))
        if row.newest is None or not self.has_change_permission(request, row):
            raise Http404
        found, keep = _look_alike(row, what) if rule == LOOK_ALIKE else _finding(row, rule, what)
        if request.method == "POST" and keep and "_reopen" in request.POST:
            item_checks.reopen(keep, row, author=person_of(request), at=timezone.now())
            self.message_user(request, _("This hint is open again."), messages.SUCCESS)
            return self._back(request, row)
        typed = kept.take(request)
        form = KeepForm(request.POST if request.method == "POST" else typed)
        if request.method == "POST" and form.is_valid():
            said = {"reason": form.cleaned_data["reason"], "author": person_of(request), "at": timezone.now()}
            with transaction.atomic():
                item_checks.keep_alike(row, found, **said) if rule == LOOK_ALIKE else item_checks.keep(
                    row, found, **said
                )
            self.message_user(request, _("Kept, with your reason."), messages.SUCCESS)
            return self._back(request, row)
        context = {
            "form": form,
            "finding": None if rule == LOOK_ALIKE else found,
            "other": found if rule == LOOK_ALIKE else None,
            "keep": keep,
            "words": self.heading_of(row),
            "back": request.GET.get("back", ""),
            "back_address": self._back_address(request, row),
        }
        return self.page(request, "admin/quizzes/keep.html", row, **context)

    keep_hint_view.keeps_form = True  # type: ignore[attr-defined]

    def _back_address(self, request: HttpRequest, row: Question) -> str:
        """Where the person came from: the question's page, or one of the whole bank's."""
        page = BANK_PAGES.get(request.GET.get("back", ""))
        if page is None:
            return self.address("change", row)
        return f"{reverse(f'admin:quizzes_question_{page}')}?course={row.course_id}"

    def _back(self, request: HttpRequest, row: Question) -> HttpResponse:
        return HttpResponseRedirect(self._back_address(request, row))


def _finding(row: Question, rule: str, digest: str) -> tuple[Any, Any]:
    """The finding of what is written now, and whoever kept it. Raises Http404 where the words have changed."""
    version = row.newest
    version.question = row
    for each in item_checks.check(version):
        if (each.rule, each.finding.digest) == (rule, digest):
            return each.finding, each.keep
    raise Http404


def _look_alike(row: Question, pk: str) -> tuple[Any, Any]:
    others = Question.objects.filter(course=row.course_id).exclude(pk=row.pk)
    other = get_object_or_404(others.select_related("live", "draft"), pk=_number(pk))
    return other, item_checks.kept_alike(row, other)


def _number(text: str) -> int:
    """Raises Http404 for what no row's id can be."""
    if not (text.isascii() and text.isdecimal() and len(text) < 19):
        raise Http404
    return int(text)
