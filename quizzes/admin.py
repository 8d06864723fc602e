"""The admin's pages on questions and exams. Attempts and answers are not here: they are reviewed, not administered."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from course.admin.filters import BelongsFilter
from course.admin.inlines import RowsInline
from course.admin.looks import Look
from course.admin.retiring import RetiringAdmin
from course.admin.scope import person_of
from course.admin.versioned import VersionedAdmin
from quizzes import authoring
from quizzes.admin_exam_forms import BlueprintRowForm, BlueprintRows, ExamForm
from quizzes.admin_forms import NewQuestionForm, QuestionForm, as_sentence
from quizzes.kinds import KINDS, Option
from quizzes.models import BlueprintRow, Exam, Question, QuestionVersion
from quizzes.rendering import rendered_question


@admin.register(Question)
class QuestionAdmin(VersionedAdmin):
    group, rank = "exams", 1
    purpose = gettext_lazy("What exams ask. A change never reaches an attempt that has begun.")
    add_words = gettext_lazy("New question")
    course_path = "course"
    form, new_form = QuestionForm, NewQuestionForm
    new_fields = ("course", "kind", "competency", "stem")
    list_display = ("words", "competency_code", "kind_label", "is_critical", "state_of", "key")
    list_filter = (*VersionedAdmin.list_filter, "competency", "critical")
    search_fields = ("key", "live__stem", "draft__stem")
    search_help_text = gettext_lazy("Search by words of the question.")
    ordering = ("competency__framework", "competency__position", "key")

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is None:
            return super().get_fieldsets(request, obj)
        policy = ["policy"] if "policy" in KINDS[obj.kind].schema.model_fields else []
        source = ["reference_title", "reference_publisher", "reference_year"]
        return (
            (None, {"fields": ["stem", "choices", *policy, "explanation", *source, "points"]}),
            (
                _("Where it belongs"),
                {
                    "fields": ["competency", "domain", "critical", "taught_by", "basis"],
                    "description": _("This holds at once, for attempts that begin from now on."),
                },
            ),
            (None, {"fields": ["based_on"], "classes": ["hidden"]}),
        )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = super().get_queryset(request)
        return rows.select_related("course", "competency", "live__author", "draft__author")

    def heading_of(self, row: Question) -> str:
        return self.words(row)

    @admin.display(description=gettext_lazy("question"))
    def words(self, row: Question) -> str:
        return Truncator(row.newest.stem if row.newest else row.key).words(14)

    @admin.display(description=gettext_lazy("competency"), ordering="competency__position")
    def competency_code(self, row: Question) -> str:
        return row.competency.code

    @admin.display(description=gettext_lazy("kind"), ordering="kind")
    def kind_label(self, row: Question) -> str:
        return str(KINDS[row.kind].label)

    @admin.display(description=gettext_lazy("critical"), ordering="critical")
    def is_critical(self, row: Question) -> str:
        return _("critical") if row.critical else "–"

    def is_retired(self, row: Question) -> bool:
        return row.retired

    def set_retired(self, row: Question, retired: bool) -> None:
        row.retired = retired
        row.save(update_fields=["retired"])

    def why_not(self, row: Question, *, retired: bool) -> str:
        return authoring.shortage_without(row) if retired else ""

    def make(self, request: HttpRequest, form: Any) -> Question:
        said = form.cleaned_data
        return authoring.add_question(
            said["course"],
            kind=said["kind"],
            competency=said["competency"],
            payload=form.payload(),
            author=person_of(request),
            at=timezone.now(),
        )

    def store(self, request: HttpRequest, row: Any, form: Any) -> Any:
        now = timezone.now()
        authoring.place_question(row, form.facts(), author=person_of(request), at=now)
        return authoring.draft_question(row, form.payload(), author=person_of(request), at=now)

    def release(self, request: HttpRequest, row: Any) -> Any:
        return authoring.publish_question(row, author=person_of(request), at=timezone.now())

    def unsaved(self, row: Question, form: Any) -> QuestionVersion:
        payload = form.payload()
        return QuestionVersion(question=row, **payload, **rendered_question(payload))

    def problems_of(self, row: Question, version: QuestionVersion) -> list[str]:
        payload = {name: getattr(version, name) for name in ("stem", "explanation", "body", "reference")}
        found = authoring.problems_of_question(row.kind, payload, basis=row.basis)
        return [as_sentence(problem) for problem in found]

    def look_at(self, request: HttpRequest, row: Any, version: Any, look: Look) -> HttpResponse:
        """The question as an exam asks it, and below it what learners never see while they answer."""
        choices = version.body.get("choices", [])
        context = {
            "version": version,
            "look": look,
            "choices": choices,
            "options": [Option(each["key"], each["text"]) for each in choices if each["text"].strip()],
            "response": {},
            "template": KINDS[row.kind].template,
        }
        return TemplateResponse(request, "admin/quizzes/preview.html", context)


class BlueprintInline(RowsInline):
    model = BlueprintRow
    form, formset = BlueprintRowForm, BlueprintRows
    readonly_fields = ("available", "name")
    verbose_name_plural = gettext_lazy("Which questions are drawn")
    extra = 3

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("competency", "exam__step__lesson")

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Whoever only reads sees a name, not a link to a page for administrators."""
        writes = self.admin_site.get_model_admin(Exam).has_change_permission(request, obj)
        return ("competency" if writes else "name", "count", "available")

    @admin.display(description=gettext_lazy("competency"))
    def name(self, row: BlueprintRow) -> str:
        return row.competency.title

    @admin.display(description=gettext_lazy("in the bank"))
    def available(self, row: BlueprintRow) -> str:
        """``3 of 8``: how many are asked of how many there are."""
        if not row.pk:
            return "–"
        said = {"count": row.count, "there": self._there(row).get(row.competency_id, 0)}
        return _("%(count)d of %(there)d available") % said

    def _there(self, row: BlueprintRow) -> dict[int, int]:
        """What the bank has; asked once, as an inline is made anew for each request."""
        if not hasattr(self, "_found"):
            self._found = authoring.available(row.exam.step.lesson.course_id)
        return self._found


@admin.register(Exam)
class ExamAdmin(RetiringAdmin):
    group, rank = "exams", 2
    purpose = gettext_lazy("Rules, instructions, and how many questions of which competency.")
    add_words = gettext_lazy("New exam")
    course_path = "step__lesson__course"
    row_of_state = "step"
    form = ExamForm
    fieldsets = (
        (None, {"fields": ("title", "purpose", "instructions")}),
        (gettext_lazy("Rules"), {"fields": ("attempts", "time_limit_minutes", "shuffle", "feedback")}),
    )
    inlines = (BlueprintInline,)
    list_display = ("title", "lesson", "purpose", "questions", "time_limit", "state_of")
    list_filter = ("purpose", ("step__lesson", BelongsFilter))
    search_fields = ("step__title",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """An exam's place in the course is set in the content files."""
        return False

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is None or self.has_change_permission(request, obj):
            return super().get_fieldsets(request, obj)
        return ((None, {"fields": ("title", "purpose", "instructions", "rules_in_words")}),)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("step__lesson__course")

    @admin.display(description=gettext_lazy("rules"))
    def rules_in_words(self, row: Exam) -> str:
        said = {"attempts": row.rules["attempts"], "limit": self.time_limit(row)}
        return _("Attempts: %(attempts)d. Time limit: %(limit)s.") % said

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
        minutes = row.rules["time_limit_minutes"]
        return _("%(minutes)d min") % {"minutes": minutes} if minutes else _("none")

    @admin.display(description=gettext_lazy("state"), ordering="step__state")
    def state_of(self, row: Exam) -> str:
        return str(row.step.get_state_display())

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        said = form.cleaned_data
        authoring.change_exam(
            obj,
            title=said["title"],
            purpose=said["purpose"],
            instructions=said["instructions"],
            rules=form.rules(),
            author=person_of(request),
        )

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        authoring.follow_blueprint(form.instance)
