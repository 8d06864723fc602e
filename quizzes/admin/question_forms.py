"""What a trainer fills in for a question, and how it becomes a version's payload and back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy
from pydantic import ValidationError as Unfit

from course.admin.forms import CompetencyField, VerbForm, offer_alike
from course.admin.version_forms import VersionForm
from course.content.words import explain
from course.models import Course, Step
from course.text import CleanCharField, LongTextField
from quizzes import authoring
from quizzes.content.bank_files import ReferenceFile
from quizzes.kind_forms import KIND_FORMS
from quizzes.kind_forms.rows import RowsField
from quizzes.kinds import KINDS, Problem
from quizzes.models import Question

FACTS = ("competency", "domain", "critical", "taught_by", "basis", "expected")
REFERENCE = ("title", "publisher", "year")


def kind_choices() -> list[tuple[str, Any]]:
    return [(code, kind.label) for code, kind in KINDS.items() if code in KIND_FORMS]


class QuestionForm(VersionForm):
    """What every question has. ``question_form`` adds the fields of its kind."""

    body_fields: ClassVar[tuple[str, ...]] = ()

    stem = LongTextField(
        label=gettext_lazy("Question"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 4, "class": "manuscript"}),
    )
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
    expected = forms.ChoiceField(
        label=gettext_lazy("Expected difficulty"),
        choices=Question.Expected.choices,
        required=False,
        help_text=gettext_lazy("Your guess. Forms A and B get questions that are alike in this."),
    )

    def clean_expected(self) -> str:
        return self.cleaned_data["expected"] or self.instance.expected

    class Meta:
        model = Question
        fields = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        question: Question = self.instance
        topics = Step.objects.filter(lesson__course=question.course_id, kind="topic").in_order()
        fields["taught_by"].queryset = topics
        offer_alike(fields["competency"], fields["domain"])
        self.initial.update(
            {name: getattr(question, f"{name}_id", None) for name in ("competency", "domain", "taught_by")}
        )
        self.initial.update({name: getattr(question, name) for name in ("critical", "basis", "expected")})

    def initial_from(self, version: Any) -> dict[str, Any]:
        said = {name: getattr(version, name) for name in ("stem", "explanation", "points")}
        reference = {f"reference_{part}": version.reference.get(part, "") for part in REFERENCE}
        body = KIND_FORMS[self.instance.kind].initial(version.body) if self.body_fields else {}
        return {**said, **reference, **body}

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
        before = self.newest.body if self.newest else {}
        if not self.body_fields:
            return dict(before)
        said = {name: self.said(name) for name in self.body_fields}
        return KIND_FORMS[self.instance.kind].body(said, before)

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
        rows = self.said(str(problem.where[0])) if problem.where and problem.where[0] in self.fields else None
        return place_of(
            problem,
            self.fields,
            [row.number for row in rows] if isinstance(rows, list) else [],
            self.body_fields,
        )


def question_form(kind: str) -> type[QuestionForm]:
    """The form for questions of this kind."""
    part = KIND_FORMS.get(kind)
    fields = part.fields() if part else {}
    return type("QuestionForm", (QuestionForm,), {**fields, "body_fields": tuple(fields)})


def place_of(
    problem: Problem, fields: Mapping[str, forms.Field], numbers: Sequence[int], body_fields: Sequence[str]
) -> tuple[str, str]:
    """Where a problem belongs on the form: the field, and a sentence that names the row. ``numbers`` are the rows'."""
    name, *within = problem.where or ("",)
    if name == "reference":
        return "reference_title", problem.says
    field = fields.get(str(name))
    if isinstance(field, RowsField) and within and isinstance(within[0], int):
        number = numbers[within[0]] if within[0] < len(numbers) else within[0] + 1
        column = str(within[1]) if len(within) > 1 else field.columns[0].name
        return str(name), field.in_row(number, column, problem.says)
    named = [f"{name}_{within[0]}"] if within else []
    named += [str(name), *(each for each in body_fields if each.startswith(f"{name}_")), *body_fields, "stem"]
    return next(each for each in named if each in fields), problem.says


def as_sentence(kind: str, problem: Problem) -> str:
    """``Choices: Choice 2, why: …``: a problem of what was saved, for a list."""
    form = question_form(kind)
    name, says = place_of(problem, form.base_fields, [], form.body_fields)
    return f"{form.base_fields[name].label}: {says}"


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
        body = KIND_FORMS[self.cleaned_data["kind"]].body({}, {})
        stem = self.cleaned_data["stem"]
        return {"stem": stem, "body": body, "points": Decimal("1.00"), "explanation": "", "reference": {}}
