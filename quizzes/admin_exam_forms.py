"""What a trainer fills in for an exam: its settings, and the blueprint by which questions are drawn."""

from __future__ import annotations

from copy import deepcopy
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import F, Max
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import ValidationError as Unfit

from course.admin.forms import CompetencyField, VerbForm
from course.admin.inlines import NumberedRows
from course.content.words import explain
from course.inline_markdown import markdown_problem, to_html
from course.text import CleanCharField, LongTextField
from quizzes import draw, forms_ab
from quizzes.blueprint import anchors_of, entries
from quizzes.draw import CannotFill, Entry, Row
from quizzes.models import BlueprintRow, Exam, Question, Section
from quizzes.rules import COUNTS_LABELS, LAYOUT_LABELS, SHOWS_LABELS, WHEN_LABELS, Rules, When

DRAWS, OWN = "draws", "own"
"""What an exam asks, besides the forms of another exam, which are named by its id."""

WHEN_HELP = gettext_lazy("In your own time zone, such as 2027-01-31 17:00. Leave it empty for no limit.")


class ExamForm(VerbForm):
    """Times are typed and shown in the trainer's own zone."""

    title = CleanCharField(label=gettext_lazy("Title"), max_length=200)
    instructions = LongTextField(
        label=gettext_lazy("Instructions"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 12, "class": "manuscript"}),
        help_text=gettext_lazy("Markdown. Learners read this before they start."),
    )
    opens = forms.DateTimeField(label=gettext_lazy("Opens"), required=False, help_text=WHEN_HELP)
    closes = forms.DateTimeField(label=gettext_lazy("Closes"), required=False, help_text=WHEN_HELP)
    time_limit_minutes = forms.IntegerField(
        label=gettext_lazy("Time limit in minutes"),
        min_value=1,
        max_value=600,
        required=False,
        help_text=gettext_lazy("Leave it empty for no limit."),
    )
    attempts = forms.IntegerField(label=gettext_lazy("Attempts"), min_value=1, max_value=20)
    counts = forms.ChoiceField(label=gettext_lazy("Which counts"), choices=COUNTS_LABELS.items())
    wait_hours = forms.IntegerField(
        label=gettext_lazy("Hours between attempts"), min_value=0, max_value=2160, initial=0
    )
    pass_percent = forms.IntegerField(
        label=gettext_lazy("Percent of the points to pass"),
        min_value=1,
        max_value=100,
        required=False,
        help_text=gettext_lazy("Leave it empty where nobody passes or fails."),
    )
    pass_critical = forms.BooleanField(
        label=gettext_lazy("To pass, every critical question must be right"), required=False
    )
    layout = forms.ChoiceField(label=gettext_lazy("Layout"), choices=LAYOUT_LABELS.items())
    forward_only = forms.BooleanField(
        label=gettext_lazy("Forward only: nobody can go back to an earlier question"), required=False
    )
    shuffle = forms.BooleanField(label=gettext_lazy("Shuffle questions and choices"), required=False)
    feedback = forms.MultipleChoiceField(
        label=gettext_lazy("Learners see"),
        required=False,
        choices=SHOWS_LABELS.items(),
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Nothing checked: only that it was handed in."),
    )
    feedback_when = forms.ChoiceField(label=gettext_lazy("From when"), choices=WHEN_LABELS.items())
    asks = forms.ChoiceField(
        label=gettext_lazy("Questions come from"),
        help_text=gettext_lazy(
            "Two stored forms let the exams before and after the course ask different questions."
        ),
    )
    anchors = forms.ModelMultipleChoiceField(
        Question.objects.none(),
        label=gettext_lazy("Questions in both forms"),
        required=False,
        help_text=gettext_lazy("A few questions that both forms ask tie them together."),
    )

    class Meta:
        model = Exam
        fields = ("purpose",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        exam: Exam = self.instance
        if not exam.pk:
            return
        fields: Any = self.fields
        course = exam.step.lesson.course_id
        others = Exam.objects.filter(step__lesson__course=course, forms_of=F("pk")).exclude(pk=exam.pk)
        fields["asks"].choices = [
            (DRAWS, _("the bank, drawn anew for each attempt")),
            (OWN, _("two stored forms of this exam, A and B")),
            *((str(other.pk), _("the forms of “%s”") % other) for other in others.select_related("step")),
        ]
        fields["anchors"].queryset = Question.objects.in_use().filter(course=course)
        self.initial.update(title=exam.step.title, instructions=exam.instructions, **exam.terms.model_dump())
        asks = str(exam.forms_of_id) if exam.shares_forms else OWN if exam.forms_of_id else DRAWS
        anchors = Question.objects.filter(course=course, key__in=anchors_of(exam))
        self.initial.update(asks=asks, anchors=[each.pk for each in anchors])

    def clean_instructions(self) -> str:
        text = str(self.cleaned_data["instructions"])
        if problem := markdown_problem(text):
            raise ValidationError(problem)
        return text

    def clean(self) -> Any:
        cleaned = super().clean() or {}
        if not self.errors:
            try:
                self.rules()
            except Unfit as unfit:
                self.add_error("feedback_when", [explain(each, Rules) for each in unfit.errors()])
        if cleaned.get("feedback_when") == When.EACH and cleaned.get("purpose") != Exam.Purpose.CHECK:
            self.add_error("feedback_when", _("Feedback after each question is for checks only."))
        shared = self.instance.shared_by.exclude(pk=self.instance.pk)
        if cleaned.get("asks") != OWN and shared.exists():
            self.add_error("asks", _("Another exam asks the forms of this one."))
        return cleaned

    def rules(self) -> Rules:
        """Raises pydantic's ValidationError for rules that do not fit together."""
        return Rules(**{name: self.cleaned_data[name] for name in Rules.model_fields})

    def forms_of(self) -> Exam | None:
        asks = self.cleaned_data["asks"]
        if asks == DRAWS:
            return None
        return self.instance if asks == OWN else Exam.objects.get(pk=asks)


class SectionForm(forms.ModelForm):  # type: ignore[type-arg]
    position = forms.IntegerField(label=gettext_lazy("Place"), min_value=1, max_value=100, required=False)
    title = CleanCharField(label=gettext_lazy("Title"), max_length=200, required=False)
    instructions = LongTextField(
        label=gettext_lazy("Instructions"),
        max_length=5_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def clean_instructions(self) -> str:
        text = str(self.cleaned_data["instructions"])
        if text and (problem := markdown_problem(text)):
            raise ValidationError(problem)
        return text

    def clean(self) -> Any:
        cleaned = super().clean() or {}
        for name in ("title", "instructions", "position"):
            if (
                not cleaned.get("title")
                and (name == "title" or cleaned.get(name))
                and name not in self.errors
            ):
                self.add_error(name, _("Give this section a title."))
        return cleaned

    def clean_position(self) -> int:
        """The next place, where none is typed."""
        last = self.instance.exam.sections.aggregate(last=Max("position"))["last"] or 0
        return int(self.cleaned_data["position"] or last + 1)

    def save(self, commit: bool = True) -> Any:
        self.instance.instructions_html = to_html(self.cleaned_data["instructions"])
        return super().save(commit)


PLANNED = ("section", "competency", "domain", "question", "count")


class BlueprintRowForm(forms.ModelForm):  # type: ignore[type-arg]
    section = forms.ModelChoiceField(
        Section.objects.none(), label=gettext_lazy("Section"), required=False, empty_label="–"
    )
    competency = CompetencyField(label=gettext_lazy("Competency"), required=False)
    domain = CompetencyField(label=gettext_lazy("Domain"), required=False)
    question = forms.ModelChoiceField(
        Question.objects.none(), label=gettext_lazy("Or one question"), required=False, empty_label="–"
    )
    count = forms.IntegerField(label=gettext_lazy("Questions"), min_value=1, max_value=200, initial=1)
    points = forms.DecimalField(
        label=gettext_lazy("Points each"),
        min_value=Decimal("0.01"),
        max_value=100,
        max_digits=6,
        decimal_places=2,
        required=False,
    )

    def clean(self) -> Any:
        cleaned = super().clean() or {}
        named = [name for name in ("competency", "question") if cleaned.get(name)]
        if not self.errors and len(named) != 1:
            self.add_error("competency", _("A row names a competency, or one question."))
        if cleaned.get("question") and (cleaned.get("domain") or cleaned.get("count") not in (None, 1)):
            self.add_error("question", _("A row that names one question has no domain and a count of 1."))
        return cleaned

    def plan(self) -> Row:
        """The row as the pure modules read it."""
        return BlueprintRow(**{name: self.cleaned_data.get(name) for name in PLANNED}).plan


class BlueprintRows(NumberedRows):
    """Refuses a row that the bank cannot fill, and a competency that stands twice."""

    @cached_property
    def _listed(self) -> dict[str, tuple[Any, list[Any]]]:
        """What the drop-down lists offer: read once for all rows, and of this exam's course alone."""
        exam = self.instance
        if exam.pk is None:
            return {}
        found: dict[str, Any] = {
            "section": exam.sections.all(),
            "question": Question.objects.in_use().filter(course=exam.step.lesson.course_id),
        }
        # A copy: what the form's own field has read once would be kept for all requests.
        field: Any = deepcopy(self.form.base_fields["competency"])
        listed = {
            name: (rows, [("", "–"), *((row.pk, str(row)) for row in rows)]) for name, rows in found.items()
        }
        competencies = (field.queryset, list(field.choices))
        return {**listed, "competency": competencies, "domain": competencies}

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        for name, (rows, choices) in self._listed.items():
            if name in form.fields:
                form.fields[name].queryset, form.fields[name].choices = rows, choices

    def clean(self) -> None:
        super().clean()
        if any(self.errors):
            return
        rows: list[Any] = [form for form in self.forms if _is_filled_in(form)]
        self._refuse_twice(rows)
        if self.instance.shares_forms:
            if rows:
                raise ValidationError(_("This exam asks the forms of another, and has their blueprint."))
            return
        if not rows:
            raise ValidationError(_("An exam asks at least one question: fill in a row."))
        plan, bank = [form.plan() for form in rows], entries(self.instance.step.lesson.course_id)
        try:
            _fill(self.instance, plan, bank)
        except CannotFill as short:
            words = _("%(can)d of %(count)d available in the bank.")
            said = words % {"can": short.available, "count": short.needed}
            rows[plan.index(short.row)].add_error("count", said)

    def _refuse_twice(self, rows: list[Any]) -> None:
        seen = set[tuple[Any, ...]]()
        for form in rows:
            if (named := _named(form)) in seen:
                form.add_error("competency", _("A row before this one asks for the same."))
            seen.add(named)


def _named(form: Any) -> tuple[Any, ...]:
    """What a row asks for, whatever its count."""
    return tuple(form.cleaned_data.get(name) for name in PLANNED if name != "count")


def _is_filled_in(form: Any) -> bool:
    said = form.cleaned_data
    return bool((said.get("competency") or said.get("question")) and not said.get("DELETE"))


def _fill(exam: Exam, plan: list[Row], bank: list[Entry]) -> None:
    """Raises CannotFill for the first row that the bank cannot fill; twice where the exam has two forms."""
    if exam.forms_of_id is None:
        draw.questions(plan, bank, seed=0)
    else:
        forms_ab.build(plan, bank, anchors=anchors_of(exam), seed="", keep={})
