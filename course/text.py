"""Text as people type it: what is refused, by name, and never changed behind their back."""

import re
import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# Direction overrides and isolates can make a text read as something else; a control character cannot be seen at all.
_DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_DAMAGED = re.compile("[\ud800-\udfff\ufffd]")


def nfc(text: str | None) -> str | None:
    """The composed form of ``text``: é is one character, however it was typed."""
    return None if text is None else unicodedata.normalize("NFC", text)


def problem_in(text: str) -> str | None:
    """A sentence that says which character cannot be kept; None when the text is fine."""
    if _DAMAGED.search(text):
        return _("This text holds a damaged character (�). Remove it, then save again.")
    if _CONTROL.search(text):
        return _("This text holds an invisible control character. Remove it, or paste it as plain text.")
    if _DIRECTION.search(text):
        return _(
            "This text holds a character that changes its reading direction. Remove it, or paste it as plain text."
        )
    return None


def check_text(text: str) -> None:
    """Validator: raise ValidationError with a plain sentence for a character that cannot be kept."""
    problem = problem_in(text)
    if problem:
        raise ValidationError(problem, code="text")


class CleanCharField(forms.CharField):
    """One line or many, exactly as typed; refused when it holds a character that cannot be kept."""

    default_validators = [check_text]

    def __init__(self, *, strip: bool = True, **kwargs: Any) -> None:
        super().__init__(strip=strip, **kwargs)


class LongTextField(CleanCharField):
    """A text area. Keeps white space as typed; line ends become ``\\n``, as browsers send ``\\r\\n``."""

    widget = forms.Textarea

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(strip=False, **kwargs)

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value)).replace("\r\n", "\n")
