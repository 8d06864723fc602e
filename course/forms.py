"""Forms of the spine: joining, signing up, the profile."""

from typing import Any

from allauth.account.forms import SignupForm
from django import forms
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from course.models import Cohort, Person
from course.people import CannotJoin, find_open_cohort, join
from course.text import CleanCharField
from course.zones import time_zone_choices


class JoinForm(forms.Form):
    code = CleanCharField(
        label=_("Join code"),
        max_length=20,
        help_text=_("Your trainer gave you this. It looks like K7QM-2XRD."),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )
    cohort: Cohort

    def clean_code(self) -> str:
        try:
            self.cohort = find_open_cohort(self.cleaned_data["code"])
        except CannotJoin as problem:
            raise forms.ValidationError(str(problem)) from None
        return self.cohort.join_code


class SignUpForm(JoinForm, SignupForm):  # type: ignore[misc]
    """A new person, who joins the cohort of their code at once. Nobody signs up without a code."""

    name = CleanCharField(
        label=_("Your name"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    field_order = ["code", "name", "email", "password1"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)

    def custom_signup(self, request: HttpRequest, user: Person) -> None:
        user.name = self.cleaned_data["name"]
        user.time_zone = self.cohort.program.time_zone
        user.save(update_fields=["name", "time_zone"])
        join(user, self.cohort, at=timezone.now())


class ProfileForm(forms.ModelForm):  # type: ignore[type-arg]
    name = CleanCharField(
        label=_("Your name"),
        max_length=150,
        help_text=_("As your trainer and supervisor see it."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=time_zone_choices,
        help_text=_("Times on every page are shown in this zone."),
    )

    class Meta:
        model = Person
        fields = ("name", "time_zone")
