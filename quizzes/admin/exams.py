"""The admin's pages of exams: rules, sections, blueprint, and the forms that come of them."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from course.admin.filters import BelongsFilter
from course.admin.inlines import RowsInline
from course.admin.retiring import RetiringAdmin
from course.admin.scope import person_of
from quizzes import authoring, facts, terms
from quizzes.admin.blueprint import BlueprintRowForm, BlueprintRows
from quizzes.admin.exam_forms import ExamForm, NewExamForm, SectionForm
from quizzes.blueprint import entries
from quizzes.draw import Entry
from quizzes.models import Attempt, BlueprintRow, Exam, FormItem, Section


class SectionInline(RowsInline):
    model = Section
    form = SectionForm
    fields = ("position", "title", "instructions")
    verbose_name_plural = gettext_lazy("Sections, if the exam has parts with words of their own")
    extra = 1


class BlueprintInline(RowsInline):
    model = BlueprintRow
    form, formset = BlueprintRowForm, BlueprintRows
    readonly_fields = ("available", "name")
    verbose_name_plural = gettext_lazy("Which questions are drawn")
    extra = 3

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return (
            super()
            .get_queryset(request)
            .select_related("competency", "domain", "section", "question__competency", "exam__step__lesson")
        )

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Whoever only reads sees a name, not a link to a page for administrators."""
        writes = self.admin_site.get_model_admin(Exam).has_change_permission(request, obj)
        if not writes:
            return ("name", "count", "points", "available")
        return ("section", "competency", "domain", "question", "count", "points", "available")

    @admin.display(description=gettext_lazy("competency"))
    def name(self, row: BlueprintRow) -> str:
        said = [row.about.title, row.domain.title if row.domain else ""]
        return " × ".join(filter(None, said))

    @admin.display(description=gettext_lazy("in the bank"))
    def available(self, row: BlueprintRow) -> str:
        """``3 of 8``: how many are asked of how many there are."""
        if not row.pk:
            return "–"
        there = sum(map(row.plan.takes, self._bank(row)))
        return _("%(count)d of %(there)d available") % {"count": row.count, "there": there}

    def _bank(self, row: BlueprintRow) -> list[Entry]:
        """What the bank has; asked once, as an inline is made anew for each request."""
        if not hasattr(self, "_found"):
            found, forms = entries(row.exam.step.lesson.course_id), row.exam.forms_of_id
            self._found = [each for each in found if not (forms and each.shown)]
        return self._found


@admin.register(Exam)
class ExamAdmin(RetiringAdmin):
    group, rank = "exams", 2
    purpose = gettext_lazy("Rules, instructions, and how many questions of which competency.")
    add_words = gettext_lazy("New exam")
    course_path = "step__lesson__course"
    row_of_state = "step"
    form = ExamForm
    change_form_template = "admin/exam_form.html"
    fieldsets = (
        (None, {"fields": ("title", "purpose", "instructions")}),
        (gettext_lazy("When"), {"fields": ("opens", "closes", "time_limit_minutes")}),
        (gettext_lazy("How often"), {"fields": ("attempts", "counts", "wait_hours")}),
        (gettext_lazy("Pass mark"), {"fields": ("pass_percent", "pass_critical")}),
        (gettext_lazy("How it goes"), {"fields": ("layout", "forward_only", "shuffle")}),
        (gettext_lazy("Feedback"), {"fields": ("feedback", "feedback_when")}),
        (gettext_lazy("Forms"), {"fields": ("asks", "anchors", "forms_in_words")}),
    )
    readonly_fields = ("forms_in_words",)
    inlines = (SectionInline, BlueprintInline)
    list_display = ("title", "lesson", "purpose", "questions", "time_limit", "state_of")
    list_filter = ("purpose", ("step__lesson", BelongsFilter))
    search_fields = ("step__title",)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is None:
            return ((None, {"fields": ("title", "lesson", "purpose")}),)
        if self.has_change_permission(request, obj):
            return super().get_fieldsets(request, obj)
        return ((None, {"fields": ("title", "purpose", "instructions", "rules_in_words", "forms_in_words")}),)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """A short form makes a new exam; the full one is filled in once there is a bank to draw from."""
        if obj is None:
            kwargs["form"] = NewExamForm
        return super().get_form(request, obj, change, **kwargs)

    def get_inlines(self, request: HttpRequest, obj: Any = None) -> Any:
        return super().get_inlines(request, obj) if obj is not None else ()

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        sat = Attempt.objects.filter(exam=OuterRef("pk"))
        rows = super().get_queryset(request).select_related("step__lesson__course", "forms_of__step")
        return rows.annotate(was_sat=Exists(sat))

    @admin.display(description=gettext_lazy("rules"))
    def rules_in_words(self, row: Exam) -> str:
        told = terms.of(row.terms)
        said = {"attempts": told.attempts, "limit": self.time_limit(row), "after": facts.afterward(told)}
        return _("Attempts: %(attempts)d. Time limit: %(limit)s. Afterward learners see: %(after)s.") % said

    @admin.display(description=gettext_lazy("what they ask"))
    def forms_in_words(self, row: Exam) -> SafeString | str:
        """The questions of each stored form, with those that both ask in the first place."""
        if row.forms_of is None:
            return _("Each attempt draws its questions anew.")
        if row.shares_forms:
            return _("The forms of “%s”.") % row.forms_of
        items = list(FormItem.objects.filter(exam=row).select_related("question").order_by("-anchor", "pk"))
        lines = []
        for form in sorted({item.form for item in items}):
            links = format_html_join(
                ", ", '<a href="{}">{}</a>', map(_link, (i for i in items if i.form == form))
            )
            lines.append((form, sum(item.form == form for item in items), links))
        return format_html_join("", "<p><strong>{} ({})</strong>: {}</p>", lines)

    @admin.display(description=gettext_lazy("title"), ordering="step__title")
    def title(self, row: Exam) -> str:
        return row.step.title

    @admin.display(description=gettext_lazy("lesson"), ordering="step__lesson__position")
    def lesson(self, row: Exam) -> str:
        return row.step.lesson.title

    @admin.display(description=gettext_lazy("questions"), ordering="step__size")
    def questions(self, row: Exam) -> str:
        return str(row.step.size)

    @admin.display(description=gettext_lazy("time limit"))
    def time_limit(self, row: Exam) -> str:
        minutes = row.terms.time_limit_minutes
        return _("%(minutes)d min") % {"minutes": minutes} if minutes else _("none")

    @admin.display(description=gettext_lazy("state"), ordering="step__state")
    def state_of(self, row: Exam) -> str:
        if self.is_retired(row) and not getattr(row, "was_sat", False):
            return _("Not open yet")
        return str(row.step.get_state_display())

    def why_not(self, row: Exam, *, retired: bool) -> str:
        """No exam opens before it is whole."""
        return "" if retired else authoring.missing_in(row)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> Any:
        row = kwargs.get("obj")
        if row is not None and self.is_retired(row):
            context["missing"] = authoring.missing_in(row)
        return super().render_change_form(request, context, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        said = form.cleaned_data
        if not change:
            made = authoring.add_exam(
                said["lesson"],
                title=said["title"],
                purpose=said["purpose"],
                author=person_of(request),
                at=timezone.now(),
            )
            for field in made._meta.concrete_fields:
                setattr(obj, field.attname, getattr(made, field.attname))
            return
        authoring.change_exam(
            obj,
            title=said["title"],
            purpose=said["purpose"],
            instructions=said["instructions"],
            rules=form.rules(),
            forms_of=form.forms_of(),
            author=person_of(request),
        )

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """The verb has recorded it."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if not change:
            return
        authoring.follow_blueprint(form.instance, anchors=[each.key for each in form.cleaned_data["anchors"]])


def _link(item: FormItem) -> tuple[str, str]:
    return reverse("admin:quizzes_question_change", args=[item.question_id]), item.question.key
