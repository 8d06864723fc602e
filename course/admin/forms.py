"""The form behind every page of the admin, and the fields that several of them use."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from course import labels
from course.admin.scope import Scope, scope_of
from course.models import Competency, Course
from course.text import CleanCharField, LongTextField

if TYPE_CHECKING:
    BaseForm = forms.ModelForm[Any]
else:
    BaseForm = forms.ModelForm

KEPT = "_kept"
"""A posted field that says: this was typed before a session ended, and is shown again, not sent."""

PLAIN_FIELDS: Mapping[type[models.Field[Any, Any]], Mapping[str, Any]] = {
    models.CharField: {"form_class": CleanCharField, "widget": forms.TextInput},
    models.SlugField: {"form_class": forms.SlugField},
    models.EmailField: {"form_class": forms.EmailField, "widget": forms.EmailInput},
    models.TextField: {
        "form_class": LongTextField,
        "max_length": 20_000,
        "widget": forms.Textarea(attrs={"rows": 4}),
    },
    models.DateField: {"widget": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")},
    models.PositiveSmallIntegerField: {"widget": forms.NumberInput},
}
"""How columns are typed in: without script, and with text that is refused by name when it cannot be kept."""


class AuthoringForm(BaseForm):
    """``request`` is set on the class that each request makes for itself."""

    request: ClassVar[HttpRequest]

    @property
    def scope(self) -> Scope:
        return scope_of(self.request)

    def clean(self) -> Any:
        if KEPT in self.data:
            words = _("You were signed out before this was saved. Look it over, then save it again.")
            raise forms.ValidationError(words)
        return super().clean()

    def writable_courses(self) -> models.QuerySet[Course]:
        return Course.objects.filter(self.scope.written_in("pk"))


class VerbForm(AuthoringForm):
    """A form whose fields become the arguments of a verb. It never touches the row itself."""

    def _post_clean(self) -> None:
        """Where a model form would write its fields to the row."""


class LinesField(LongTextField):
    """A list of short texts, one on each line; empty lines are dropped. ``longest`` is for one line."""

    def __init__(self, *, most: int, longest: int = 300, **kwargs: Any) -> None:
        self.most, self.longest = most, longest
        super().__init__(max_length=(longest + 1) * most, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(map(str, value)) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        numbered = enumerate(super().clean(value).split("\n"), start=1)
        lines = [(number, line.strip()) for number, line in numbered if line.strip()]
        too_long = _("Line %(line)d is longer than %(most)d characters.")
        wrong = [
            too_long % {"line": n, "most": self.longest} for n, line in lines if len(line) > self.longest
        ]
        if len(lines) > self.most:
            too_many = _("These are %(count)d lines; at most %(most)d can be kept.")
            wrong.append(too_many % {"count": len(lines), "most": self.most})
        if wrong:
            raise forms.ValidationError(wrong)
        return [line for _number, line in lines]


class CompetencyIterator(forms.models.ModelChoiceIterator):  # type: ignore[type-arg]
    """Competencies grouped by framework."""

    def __iter__(self) -> Any:
        if self.field.empty_label is not None:
            yield "", self.field.empty_label
        groups: dict[str, list[Any]] = {}
        for each in self.queryset:
            groups.setdefault(labels.framework(each.framework), []).append(self.choice(each))
        yield from groups.items()


class CompetencyField(forms.ModelChoiceField):  # type: ignore[type-arg]
    iterator = CompetencyIterator

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Competency.objects.all(), **{"empty_label": gettext_lazy("None"), **kwargs})

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.title} ({obj.code})"


def offer_alike(*fields: Any) -> None:
    """Let all these competency fields of one form offer what the first does, asked of the database once."""
    offered = cache(lambda: [*iter(CompetencyIterator(fields[0]))])
    for field in fields:
        field.choices = offered


class CompetenciesField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Several competencies, as check boxes in groups. Cleans to a list of codes."""

    iterator = CompetencyIterator
    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Competency.objects.all(), to_field_name="code", **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        return str(obj)

    def clean(self, value: Any) -> Any:
        return [each.code for each in super().clean(value)]
