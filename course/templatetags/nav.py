"""The main navigation. It depends on roles and place alone, so each of its few forms is rendered once a process."""

from functools import lru_cache
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()


@register.simple_tag(takes_context=True)
def main_nav(context: dict[str, Any]) -> SafeString:
    """The links that this visitor may follow, the current one marked."""
    request = context.get("request")
    person = getattr(request, "user", None)
    match = getattr(request, "resolver_match", None)
    here = match.url_name if match else None
    if person is None or not person.is_authenticated:
        return _rendered(here, False, False, False, False, get_language())
    return _rendered(here, True, person.trains, person.supervises, person.is_superuser, get_language())


@lru_cache(maxsize=512)
def _rendered(
    here: str | None, known: bool, trains: bool, supervises: bool, administers: bool, language: str | None
) -> SafeString:
    context = {
        "here": here,
        "known": known,
        "trains": trains,
        "reviews": supervises or administers,
        "authors": trains or administers,
    }
    return render_to_string("_nav.html", context)
