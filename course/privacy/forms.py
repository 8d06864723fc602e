"""The forms on privacy: agreeing to the notice, and asking to be erased."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from course.models import Notice
from course.privacy import notices
from course.text import check_text


def _link() -> SafeString:
    """Beside the form and not instead of it: what was typed must not be lost."""
    words = _("Read the privacy notice (opens in a new tab)")
    return format_html('<a href="{}" target="_blank">{}</a>', reverse("notice"), words)


class AgreeForm(forms.Form):
    """``notice`` is the version that the person has in front of them. Without one in force nothing is asked."""

    notice = forms.ModelChoiceField(Notice.objects.none(), widget=forms.HiddenInput)
    agree = forms.BooleanField(
        label=gettext_lazy("I have read the privacy notice, and I agree."),
        error_messages={"required": gettext_lazy("To take the course here, agree to the privacy notice.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        now = notices.current()
        if now is None:
            del fields["notice"], fields["agree"]
            return
        fields["notice"].queryset = Notice.objects.published()
        fields["notice"].initial = now.pk
        fields["agree"].help_text = _link()


class EraseForm(forms.Form):
    """One more yes: what is erased does not come back."""

    sure = forms.BooleanField(
        label=gettext_lazy("I understand that this cannot be undone."),
        error_messages={"required": gettext_lazy("Check this box to go on, or keep your account.")},
    )


class EraseSomebodyForm(EraseForm):
    """An administrator says why somebody is erased. Nothing of the reason may tell who it was."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=300,
        validators=[check_text],
        help_text=gettext_lazy(
            "Kept in the record for years, so write no name. For example: asked by letter."
        ),
        error_messages={"required": gettext_lazy("Say why, so that it can be understood later.")},
    )

    field_order = ("reason", "sure")
