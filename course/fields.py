"""Model fields of the project's own: a time zone by name, and text that is encrypted at rest."""

from contextlib import suppress
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

_zone_names = cache(available_timezones)  # which reads hundreds of files


def check_time_zone(name: str) -> None:
    """Raise ValidationError unless ``name`` is an IANA time zone known here."""
    if name not in _zone_names():
        raise ValidationError(_("Choose a time zone from the list, such as America/Chicago."))


class TimeZoneField(models.CharField):  # type: ignore[type-arg]
    """The IANA name of a time zone."""

    default_validators = [*models.CharField.default_validators, check_time_zone]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 64)
        super().__init__(*args, **kwargs)


@cache
def zone(name: str) -> ZoneInfo:
    """The zone called ``name``, read from disk once a process."""
    return ZoneInfo(name)


@cache
def _cipher(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])


def encrypt(text: str) -> str:
    """Encrypt with the first of ``FIELD_ENCRYPTION_KEYS``; the result is ASCII."""
    return _cipher(tuple(settings.FIELD_ENCRYPTION_KEYS)).encrypt(text.encode("utf-8")).decode("ascii")


def decrypt(token: str) -> str:
    """Decrypt with whichever key fits. Raises ``Undecipherable`` when none does."""
    try:
        return _cipher(tuple(settings.FIELD_ENCRYPTION_KEYS)).decrypt(token.encode("ascii")).decode("utf-8")
    except InvalidToken:
        raise Undecipherable("No key in FIELD_ENCRYPTION_KEYS opens this text.") from None


def renewed(token: str) -> str | None:
    """The same text under the first key; None where it is so already. Raises ``Undecipherable`` when no key fits."""
    keys = tuple(settings.FIELD_ENCRYPTION_KEYS)
    with suppress(InvalidToken):
        _cipher(keys[:1]).decrypt(token.encode("ascii"))
        return None
    try:
        return _cipher(keys).rotate(token.encode("ascii")).decode("ascii")
    except InvalidToken:
        raise Undecipherable("No key in FIELD_ENCRYPTION_KEYS opens this text.") from None


class Undecipherable(Exception):
    """The keys at hand do not open an encrypted text. Carries no part of it."""


class EncryptedTextField(models.TextField):  # type: ignore[type-arg]
    """Text that the database sees only as a Fernet token. It cannot be searched or sorted by."""

    def get_prep_value(self, value: Any) -> Any:
        value = super().get_prep_value(value)
        return None if value is None else encrypt(value)

    def from_db_value(self, value: Any, *_: Any) -> Any:
        return None if value is None else decrypt(value)

    def get_lookup(self, lookup_name: str) -> Any:
        return super().get_lookup(lookup_name) if lookup_name == "isnull" else None
