"""Forms of the spine: joining, signing up, the profile."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import SignupForm
from django import forms
from django.contrib import messages
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from course.joining.invitations import accept
from course.joining.join_requests import join_or_ask
from course.joining.people import CannotJoin, find_open_cohort
from course.models import Cohort, Invitation, Person
from course.privacy import notices
from course.privacy.forms import AgreeForm
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
            self.cohort = find_open_cohort(self.cleaned_data["code"], at=timezone.now())
        except CannotJoin as problem:
            raise forms.ValidationError(str(problem)) from None
        return self.cohort.join_code


class NamedSignUpForm(AgreeForm, SignupForm):  # type: ignore[misc]
    """A new person, with their name, who agrees to the privacy notice. What they join is up to the subclass."""

    name = CleanCharField(
        label=_("Your name"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
        self.order_fields([*(self.field_order or ()), "agree", "notice"])

    def welcome(self, person: Person, cohort: Cohort) -> None:
        person.name = self.cleaned_data["name"]
        person.time_zone = cohort.program.time_zone
        person.save(update_fields=["name", "time_zone"])
        if notice := self.cleaned_data.get("notice"):
            notices.agree(person, notice, at=timezone.now())


class SignUpForm(JoinForm, NamedSignUpForm):
    """A new person with the code of a cohort: they join at once, or ask to. Nobody signs up without a code."""

    field_order = ["code", "name", "email", "password1"]

    def custom_signup(self, request: HttpRequest, user: Person) -> None:
        self.welcome(user, self.cohort)
        join_or_ask(user, self.cohort, at=timezone.now())


class InvitedSignUpForm(NamedSignUpForm):
    """A new person who opened the link of an invitation, which proves that its address is theirs."""

    field_order = ["name", "email", "password1"]

    def __init__(self, *args: Any, invitation: Invitation, **kwargs: Any) -> None:
        initial = {**(kwargs.pop("initial", None) or {}), "email": invitation.email, "name": invitation.name}
        super().__init__(*args, initial=initial, **kwargs)
        self.invitation = invitation
        self.fields["email"].disabled = True
        self.fields["email"].help_text = _("The invitation was sent to this address.")

    def save(self, request: HttpRequest) -> Person:
        get_adapter().stash_verified_email(request, self.invitation.email)
        person: Person = super().save(request)
        return person

    def custom_signup(self, request: HttpRequest, user: Person) -> None:
        self.welcome(user, self.invitation.cohort)
        try:
            accept(self.invitation, user, at=timezone.now())
        except CannotJoin as problem:
            messages.warning(request, str(problem))


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
