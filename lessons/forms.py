"""Forms of reflections: writing one, sharing it, answering it, and finding one's way in the inbox."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.utils.formats import number_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from course.models import Assignment, Cohort, Person
from course.text import LongTextField
from lessons.models import Topic

LONGEST_REFLECTION = 20_000
LONGEST_ANSWER = 5_000


def at_most(limit: int) -> Callable[[str], None]:
    """A validator that counts for the writer. With ``max_length`` a browser would cut a pasted text, unseen."""

    def check(text: str) -> None:
        if len(text) > limit:
            figures = {
                "count": number_format(len(text), force_grouping=True),
                "limit": number_format(limit, force_grouping=True),
                "over": number_format(len(text) - limit, force_grouping=True),
            }
            raise ValidationError(
                gettext(
                    "This text has %(count)s characters. At most %(limit)s can be saved."
                    " Shorten it by %(over)s, then save again."
                )
                % figures,
                code="too_long",
            )

    return check


class ReflectionForm(forms.Form):
    """``revision`` is the state that the text was written on; ``replaces`` one that the writer chose to replace."""

    text = LongTextField(label=_("Your reflection"), required=False, validators=[at_most(LONGEST_REFLECTION)])
    revision = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    replaces = forms.IntegerField(min_value=1, required=False, widget=forms.HiddenInput)

    @property
    def problems(self) -> list[str]:
        return [str(problem) for problems in self.errors.values() for problem in problems]


class ChangesForm(forms.Form):
    """``version`` is the one whose changes were on the page; ``most`` the one that is live."""

    version = forms.IntegerField(min_value=1)

    def __init__(self, *args: Any, most: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["version"].validators.append(MaxValueValidator(most))


class WalkForm(forms.Form):
    """One press on the page of a branching scenario: ``version`` and ``point`` are what it showed."""

    do = forms.ChoiceField(choices=[(name, name) for name in ("choose", "back", "again")])
    version = forms.IntegerField(min_value=0, required=False)
    point = forms.CharField(max_length=50, required=False)
    choice = forms.CharField(max_length=50, required=False)


class ShareForm(forms.Form):
    """``revision`` is the state that the learner read before sharing it."""

    revision = forms.IntegerField(min_value=1, widget=forms.HiddenInput)


class AnswerForm(forms.Form):
    text = LongTextField(
        label=_("Your answer"),
        help_text=_("The learner sees it under their reflection, with your name."),
        error_messages={"required": _("Write an answer first.")},
        validators=[at_most(LONGEST_ANSWER)],
        widget=forms.Textarea(attrs={"rows": 8, "autocomplete": "off"}),
    )

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        if not text.strip():
            raise ValidationError(gettext("Write an answer first."), code="required")
        return text


class InboxFilter(forms.Form):
    """What a trainer wants to see of what was shared with them."""

    state = forms.ChoiceField(
        label=_("Show"),
        required=False,
        choices=[("", _("All")), ("new", _("Waiting for an answer")), ("answered", _("Answered"))],
    )
    cohort = forms.ModelChoiceField(
        label=_("Group"), required=False, queryset=Cohort.objects.none(), empty_label=_("All groups")
    )

    def __init__(self, data: Any, *, person: Person) -> None:
        super().__init__(data)
        field = self.fields["cohort"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Cohort.objects.staffed_by(person, Assignment.Role.TRAINER)


class ReadForm(forms.Form):
    """Marking a topic as read: which version was on the page."""

    version: Any = forms.ModelChoiceField(queryset=None, required=False)

    def __init__(self, data: Any, *, topic: Topic) -> None:
        super().__init__(data)
        self.fields["version"].queryset = topic.versions.all()  # type: ignore[attr-defined]
