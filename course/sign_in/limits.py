"""Limits on guessing, for our own pages: allauth's, by ``ACCOUNT_RATE_LIMITS``, counted in the shared cache."""

from allauth.core.internal import ratelimit
from django.http import HttpRequest

_APP = "allauth.account"


def is_exhausted(request: HttpRequest, action: str) -> bool:
    """Whether this visitor has tried too often lately. Asking does not count as a try."""
    return ratelimit.consume(request, app=_APP, action=action, limit_get=True, dry_run=True) is None


def count(request: HttpRequest, action: str) -> None:
    """Count one failed try, be it a form or a link."""
    ratelimit.consume(request, app=_APP, action=action, limit_get=True)
