"""What waits for somebody, for the top of the authoring page."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.contrib.admin import AdminSite
from django.http import HttpRequest

from course.admin.changes import pages_of
from course.admin.scope import scope_of
from course.publishing.desk import Waiting, waiting


class _Key(NamedTuple):
    """Enough of a row to make its address."""

    pk: str


def desk_of(request: HttpRequest, site: AdminSite) -> Waiting:
    """What waits in the courses that the person writes, each with the addresses of its pages."""
    found, pages = waiting(scope_of(request).written_in("course")), pages_of(site)
    each: Any
    for each in (*found.reviews, *found.planned, *found.failed):
        kind, _colon, pk = each.subject.partition(":")
        each.address = pages[kind].address("change", _Key(pk))
        each.review_address = pages[kind].address("review", _Key(pk))
    return found
