"""Addresses in mails: absolute, and signed where one press turns a kind of mail off. Pure: it knows no row."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core import signing
from django.urls import reverse

_SALT = "course.mail-off"


def absolute(path: str) -> str:
    """The address of this site's ``path`` for a mail."""
    return f"{settings.SITE_URL}{path}"


def host() -> str:
    """The host name of this site, for Message-IDs."""
    return urlsplit(settings.SITE_URL).hostname or "localhost"


def mute_address(person: int, kind: str) -> str:
    """Where a mail of this kind is turned off for this person, without signing in. It holds for good."""
    return absolute(reverse("mute_mail", args=[signing.dumps([person, kind], salt=_SALT)]))


def read_mute(token: str) -> tuple[int, str] | None:
    """The person and kind that a token of ``mute_address`` names; None for one that we did not make."""
    try:
        person, kind = signing.loads(token, salt=_SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return person, kind
