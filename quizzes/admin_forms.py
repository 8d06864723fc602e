"""What a trainer fills in for a question, and how it becomes a version's payload and back."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import ValidationError as Unfit

from course.admin.forms import CompetencyField, VerbForm
from course.admin.version_forms import VersionForm
from course.content.words import explain
from course.models import Course, Step
from course.text import CleanCharField, LongTextField
from quizzes import authoring
from quizzes.admin_fields import ChoicesField, Row, as_choices, in_row, rows_of
from quizzes.content.bank_files import ReferenceFile
from quizzes.kinds import KINDS, Problem
from quizzes.models import Question

FACTS = ("competency", "domain", "critical", "taught_by", "basis")
REFERENCE = ("title", "publisher", "year")


def kind_choices() -> list[tuple[str, Any]]:
    return [(code, kind.label) for code, kind in KINDS.items()]


class QuestionForm(VersionForm):
    stem = LongTextField(
        label=gettext_lazy("Question"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 4, "class": "manuscript"}),
    )
    choices = ChoicesField(
        label=gettext_lazy("Choices"),
        required=False,
        help_text=gettext_lazy(
            "A row that is left empty is no choice. “Why” is never shown before the answers are."
        ),
    )
    policy = forms.ChoiceField(label=gettext_lazy("Points are given"), required=False)
    explanation = LongTextField(
        label=gettext_lazy("Explanation"),
        max_length=20_000,
        required=False,
        initial="",
        widget=forms.Textarea(attrs={"rows": 4, "class": "manuscript"}),
    )
    points = forms.DecimalField(
        label=gettext_lazy("Points"),
        min_value=Decimal("0.01"),
        max_value=100,
        max_digits=6,
        decimal_places=2,
        initial=1,
    )
    reference_title = CleanCharField(
        label=gettext_lazy("Source: title"), max_length=300, required=False, initial=""
    )
    reference_publisher = CleanCharField(
        label=gettext_lazy("Source: publisher"), max_length=300, required=False, initial=""
    )
    reference_year = forms.IntegerField(
        label=gettext_lazy("Source: year"), min_value=1800, max_value=2100, required=False
    )
    competency = CompetencyField(label=gettext_lazy("Competency"))
    domain = CompetencyField(label=gettext_lazy("Domain"), required=False)
    taught_by = forms.ModelChoiceField(
        Step.objects.none(),
        label=gettext_lazy("Taught before the exam by"),
        required=False,
        empty_label=gettext_lazy("No topic"),
        help_text=gettext_lazy(
            "Gain is reported with and without questions that a topic before the exam teaches."
        ),
    )
    critical = forms.BooleanField(
        label=gettext_lazy("Critical"),
        required=False,
        help_text=gettext_lazy("About a boundary or somebody’s safety. Supervisors see when it was missed."),
    )
    basis = forms.ChoiceField(label=gettext_lazy("The key rests on"), choices=Question.Basis.choices)

    class Meta:
        model = Question
        fields = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        question: Question = self.instance
        topics = Step.objects.filter(lesson__course=question.course_id, kind="topic").in_order()
        fields["taught_by"].queryset = topics
        fields["choices"].widget.shown = rows_of(question.kind)
        policies = KINDS[question.kind].schema.model_fields.get("policy")
        if policies is None:
            del fields["policy"]
        else:
            fields["policy"].choices = [("all-or-nothing", _("for all right choices and no other"))]
        self.initial.update(
            {name: getattr(question, f"{name}_id", None) for name in ("competency", "domain", "taught_by")}
        )
        self.initial.update({name: getattr(question, name) for name in ("critical", "basis")})

    def initial_from(self, version: Any) -> dict[str, Any]:
        said = {name: getattr(version, name) for name in ("stem", "explanation", "points")}
        reference = {f"reference_{part}": version.reference.get(part, "") for part in REFERENCE}
        return {**said, **reference, "choices": _as_rows(version.body), "policy": version.body.get("policy")}

    def payload(self) -> dict[str, Any]:
        reference = {part: self.said(f"reference_{part}") for part in REFERENCE}
        return {
            "stem": self.said("stem"),
            "body": self._body(),
            "points": Decimal(self.said("points")).quantize(Decimal("0.01")),
            "explanation": self.said("explanation"),
            "reference": reference if any(reference.values()) else {},
        }

    def _body(self) -> dict[str, Any]:
        newest = self.newest
        known = [choice["key"] for choice in newest.body.get("choices", [])] if newest else []
        body: dict[str, Any] = {"choices": as_choices(self.said("choices") or [], known)}
        if "policy" in self.fields:
            body["policy"] = self.said("policy") or "all-or-nothing"
        return body

    def facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in FACTS}

    def clean(self) -> Any:
        cleaned = super().clean()
        self._check_reference()
        if "competency" in self.changed_data and (shortage := authoring.shortage_without(self.instance)):
            self.add_error("competency", shortage)
        if self.publishing and not self.errors:
            for problem in authoring.problems_of_question(
                self.instance.kind, self.payload(), basis=self.said("basis")
            ):
                self.add_error(*self.placed(problem))
        return cleaned

    def _check_reference(self) -> None:
        """All of a source, or nothing of it."""
        given = {part: self.cleaned_data.get(f"reference_{part}") for part in REFERENCE}
        if not any(given.values()) or any(f"reference_{part}" in self.errors for part in REFERENCE):
            return
        try:
            ReferenceFile.model_validate(given)
        except Unfit as problems:
            for problem in problems.errors(include_url=False):
                self.add_error(f"reference_{problem['loc'][0]}", explain(problem, ReferenceFile))

    def placed(self, problem: Problem) -> tuple[str, str]:
        """The field that a problem belongs to, and what to say there."""
        rows = self.said("choices") or []
        return place_of(problem, [row.number for row in rows])


def place_of(problem: Problem, numbers: list[int]) -> tuple[str, str]:
    """Where a problem belongs on the form: the field, and a sentence that names the row. ``numbers`` are the rows'."""
    where = problem.where
    if where[:1] == ("reference",):
        return "reference_title", problem.says
    if where[:1] == ("choices",) and len(where) > 2 and isinstance(where[1], int):
        number = numbers[where[1]] if where[1] < len(numbers) else where[1] + 1
        return "choices", in_row(number, str(where[2]), problem.says)
    return (str(where[0]) if where and where[0] in ("stem", "explanation") else "choices"), problem.says


def as_sentence(problem: Problem) -> str:
    """``Choices: Choice 2, why: …``: a problem of what was saved, for a list."""
    count = problem.where[1] + 1 if len(problem.where) > 1 and isinstance(problem.where[1], int) else 0
    name, says = place_of(problem, list(range(1, count + 1)))
    return f"{QuestionForm.base_fields[name].label}: {says}"


def _as_rows(body: Any) -> list[Row]:
    choices = enumerate(body.get("choices", []), start=1)
    return [
        Row(n, each["key"], each["text"], bool(each.get("right")), each.get("why", "")) for n, each in choices
    ]


class NewQuestionForm(VerbForm):
    course = forms.ModelChoiceField(Course.objects.none(), label=gettext_lazy("Course"))
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=kind_choices)
    competency = CompetencyField(label=gettext_lazy("Competency"))
    stem = LongTextField(
        label=gettext_lazy("Question"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 4, "class": "manuscript"}),
    )

    class Meta:
        model = Question
        fields = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["course"]
        field.queryset = self.writable_courses()
        if len(field.queryset) == 1:
            field.initial = field.queryset[0]

    def payload(self) -> dict[str, Any]:
        body: dict[str, Any] = {"choices": []}
        if "policy" in KINDS[self.cleaned_data["kind"]].schema.model_fields:
            body["policy"] = "all-or-nothing"
        stem = self.cleaned_data["stem"]
        return {"stem": stem, "body": body, "points": Decimal("1.00"), "explanation": "", "reference": {}}
