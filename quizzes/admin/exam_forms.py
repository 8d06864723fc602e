"""What a trainer fills in for an exam: its settings, and the blueprint by which questions are drawn."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import F, Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import ValidationError as Unfit

from course.admin.forms import VerbForm
from course.content.words import explain
from course.inline_markdown import markdown_problem, to_html
from course.models import Lesson
from course.text import CleanCharField, LongTextField
from quizzes.blueprint import anchors_of
from quizzes.models import Exam, Question
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
        to_field_name="key",
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
        self.initial.update(asks=asks, anchors=anchors_of(exam))

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


class NewExamForm(VerbForm):
    title = CleanCharField(label=gettext_lazy("Title"), max_length=200)
    lesson = forms.ModelChoiceField(
        Lesson.objects.none(),
        label=gettext_lazy("Lesson"),
        help_text=gettext_lazy(
            "The exam comes last in it. Learners do not see it before you open it to them."
        ),
    )

    class Meta:
        model = Exam
        fields = ("purpose",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["lesson"]
        field.queryset = Lesson.objects.filter(self.scope.written_in("course")).select_related("course")
        field.label_from_instance = lambda lesson: f"{lesson.title} · {lesson.course.title}"


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
