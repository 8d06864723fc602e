"""The rows of a blueprint as a trainer fills them in, checked against the bank."""

from __future__ import annotations

from copy import deepcopy
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from course.admin.forms import CompetencyField
from course.admin.inlines import NumberedRows
from quizzes import draw, forms_ab
from quizzes.blueprint import anchors_of, entries
from quizzes.draw import CannotFill, Entry, Row
from quizzes.models import BlueprintRow, Exam, Question, Section

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
