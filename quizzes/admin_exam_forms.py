"""What a trainer fills in for an exam: its settings, and the blueprint by which questions are drawn."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from course.admin.forms import CompetencyField, VerbForm
from course.admin.inlines import NumberedRows
from course.inline_markdown import markdown_problem
from course.text import CleanCharField, LongTextField
from quizzes import authoring
from quizzes.models import Exam


class ExamForm(VerbForm):
    title = CleanCharField(label=gettext_lazy("Title"), max_length=200)
    instructions = LongTextField(
        label=gettext_lazy("Instructions"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 12, "class": "manuscript"}),
        help_text=gettext_lazy("Markdown. Learners read this before they start."),
    )
    feedback = forms.MultipleChoiceField(
        label=gettext_lazy("After submitting, learners see"),
        required=False,
        choices=[
            ("score", gettext_lazy("their score")),
            ("competencies", gettext_lazy("how they did in each competency")),
        ],
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("The right answers are never shown."),
    )
    shuffle = forms.BooleanField(label=gettext_lazy("Shuffle questions and choices"), required=False)
    attempts = forms.IntegerField(label=gettext_lazy("Attempts"), min_value=1, max_value=20)
    time_limit_minutes = forms.IntegerField(
        label=gettext_lazy("Time limit in minutes"),
        min_value=1,
        max_value=600,
        required=False,
        help_text=gettext_lazy("Leave it empty for no limit."),
    )

    class Meta:
        model = Exam
        fields = ("purpose",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial.update(title=self.instance.step.title, instructions=self.instance.instructions)
            self.initial.update(self.instance.rules)

    def clean_instructions(self) -> str:
        text = str(self.cleaned_data["instructions"])
        if problem := markdown_problem(text):
            raise ValidationError(problem)
        return text

    def rules(self) -> Any:
        names = ("feedback", "shuffle", "attempts", "time_limit_minutes")
        return {**self.instance.rules, **{name: self.cleaned_data[name] for name in names}}


class BlueprintRowForm(forms.ModelForm):  # type: ignore[type-arg]
    competency = CompetencyField(label=gettext_lazy("Competency"))
    count = forms.IntegerField(label=gettext_lazy("Questions"), min_value=1, max_value=200)


class BlueprintRows(NumberedRows):
    """Refuses a row that the bank cannot fill, and a competency that stands twice."""

    def clean(self) -> None:
        super().clean()
        rows = [
            form
            for form in self.forms
            if form.cleaned_data.get("competency") and not form.cleaned_data.get("DELETE")
        ]
        if not rows and not any(self.errors):
            raise ValidationError(_("An exam asks at least one question: fill in a row."))
        there = authoring.available(self.instance.step.lesson.course_id)
        for form in rows:
            count, can = form.cleaned_data.get("count"), there.get(form.cleaned_data["competency"].pk, 0)
            if count and count > can:
                words = _("%(can)d of %(count)d available in the bank.") % {"can": can, "count": count}
                form.add_error("count", words)
