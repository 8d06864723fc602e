"""The forms of the second step, in our words. What they check is allauth's."""

from typing import Any

from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _

from course.text import check_text


class _Code(forms.Form):
    """A code of digits: a phone shows its keys for numbers, and offers a code that it has just received."""

    words: Any = _("Six digits from your app, or one of your recovery codes.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        code = self.fields["code"]
        code.label, code.help_text = _("Code"), self.words
        code.widget.attrs = {"autocomplete": "one-time-code", "inputmode": "numeric", "maxlength": 32}


class CodeForm(_Code, AuthenticateForm):  # type: ignore[misc]
    pass


class CodeAgainForm(_Code, ReauthenticateForm):  # type: ignore[misc]
    pass


class FirstCodeForm(_Code, ActivateTOTPForm):  # type: ignore[misc]
    words = _("The six digits that your app shows now.")


class NewPasskeyForm(AddWebAuthnForm):  # type: ignore[misc]
    name = forms.CharField(
        label=_("Name"),
        required=False,
        max_length=60,
        validators=[check_text],
        help_text=_("So that you can tell it from others, such as “My phone”."),
    )


class ResetForm(forms.Form):
    """An administrator says why somebody's second step is taken away."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        validators=[check_text],
        help_text=_(
            "Kept in the record, where the person can read it. For example: lost phone, called on Monday."
        ),
        error_messages={"required": _("Say why, so that it can be understood later.")},
    )
