"""The pages on which a trainer writes questions."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from course.admin.scope import person_of
from course.publishing.change import Change
from quizzes import authoring
from quizzes.admin.checking import HintsFilter
from quizzes.admin.question_forms import NewQuestionForm, QuestionForm, as_sentence, question_form
from quizzes.admin.tagging import TaggingAdmin
from quizzes.kinds import KINDS
from quizzes.models import Question, QuestionVersion
from quizzes.rendering import rendered_question


@admin.register(Question)
class QuestionAdmin(TaggingAdmin):
    change_form_template = "admin/question_form.html"
    group, rank = "exams", 1
    purpose = gettext_lazy("What exams ask. A change never reaches an attempt that has begun.")
    add_words = gettext_lazy("New question")
    course_path = "course"
    form, new_form = QuestionForm, NewQuestionForm
    new_fields = ("course", "kind", "competency", "stem")
    list_display = ("words", "competency_code", "kind_label", "is_critical", "state_of", "key")
    list_filter = (*TaggingAdmin.list_filter, "competency", "critical", HintsFilter)
    change_list_template = "admin/question_list.html"
    search_fields = ("key", "live__stem", "draft__stem")
    search_help_text = gettext_lazy("Search by words of the question.")
    ordering = ("competency__framework", "competency__position", "key")

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is None:
            return super().get_fieldsets(request, obj)
        source = ["reference_title", "reference_publisher", "reference_year"]
        return (
            (
                None,
                {"fields": ["stem", *question_form(obj.kind).body_fields, "explanation", *source, "points"]},
            ),
            (
                _("Where it belongs"),
                {
                    "fields": ["competency", "domain", "expected", "critical", "taught_by", "basis"],
                    "description": _("This holds at once, for attempts that begin from now on."),
                },
            ),
            (None, {"fields": ["based_on"], "classes": ["hidden"]}),
        )

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        if obj is not None:
            kwargs["form"] = question_form(obj.kind)
        return super().get_form(request, obj, change, **kwargs)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = super().get_queryset(request)
        return rows.select_related("course", "competency", "live__author", "draft__author")

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.copy_view)
        return [path("<int:pk>/copy/", view, name="quizzes_question_copy"), *super().get_urls()]

    def copy_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The button at the foot of a page: a new question that begins as this one stands."""
        with transaction.atomic():
            row = self.writable(request, pk)
            if row.newest is None:
                raise Http404
            copy = authoring.copy_question(row, author=person_of(request), at=timezone.now())
        words = _("This is the copy, a draft with a key of its own. Exams go on asking the first one.")
        self.message_user(request, words, messages.SUCCESS)
        return HttpResponseRedirect(self.address("change", copy))

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

    def draft_again(self, request: HttpRequest, row: Any, version: Any) -> Any:
        said, now = authoring.payload_of(version), timezone.now()
        return authoring.draft_question(row, said, author=person_of(request), at=now)

    def release(self, request: HttpRequest, row: Any, change: Change) -> Any:
        return authoring.publish_question(row, author=person_of(request), at=timezone.now())

    def unsaved(self, row: Question, form: Any) -> QuestionVersion:
        payload = form.payload()
        return QuestionVersion(question=row, **payload, **rendered_question(payload))

    def problems_of(self, row: Question, version: QuestionVersion) -> list[str]:
        found = authoring.problems_of_question(row.kind, authoring.payload_of(version), basis=row.basis)
        return [as_sentence(row.kind, problem) for problem in found]
