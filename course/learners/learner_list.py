"""A page of learners to choose from: filtered by the address, 50 at a time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.utils import timezone

from course.access import SignedIn
from course.learners import learner_search as learners
from course.learners.exported import granted
from course.learners.learner_forms import LearnersForm
from course.models import Course, Enrollment
from course.room.counting import quiet_as_of

PAGE_SIZE = 50
QUIET_LOOKED_UP = 500
"""So many who are quiet are found without asking of everybody. Behind them everybody is asked."""


def learner_list(
    request: SignedIn, address: Callable[[Enrollment], str], course: Course | None = None
) -> dict[str, Any]:
    """The context of ``course/_learner_list.html``: everybody, or those who take ``course``. Five statements at most.

    ``address`` is where a learner's name leads.
    """
    cohorts = learners.cohorts_of(request.user)
    form = LearnersForm(
        request.GET,
        cohorts=cohorts if course is None else cohorts.filter(course=course),
        quiet_days=request.user.quiet_days,
    )
    context: dict[str, Any] = {"form": form}
    if not form.is_valid():
        return context
    only_quiet = course is None and [name for name, given in form.cleaned_data.items() if given] == ["quiet"]
    page, as_of = (_of_quiet(request) if only_quiet else None) or (_of_all(request, form, course), None)
    page.object_list = learners.shown(list(page.object_list))
    for enrollment in page.object_list:
        enrollment.address = address(enrollment)
        enrollment.granted_words = granted(enrollment)
    return {**context, "page": page, "as_of": as_of, "narrow": any(form.cleaned_data.values())}


def _of_all(request: SignedIn, form: LearnersForm, course: Course | None) -> Any:
    rows = learners.find(request.user, at=timezone.now(), **form.cleaned_data)
    rows = rows if course is None else rows.filter(course=course)
    # Finding out who is quiet takes longest: once is enough, and tells how many they are.
    found: Any = list(rows) if form.cleaned_data["quiet"] else rows
    return Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))


def _of_quiet(request: SignedIn) -> tuple[Any, datetime] | None:
    """One of the first pages of a large scope: who is quiet now, how many they were as of a count. None elsewhere."""
    counted = quiet_as_of(request.user, at=timezone.now())
    if counted is None:
        return None
    number, as_of = counted
    page: Any = Paginator(range(number), PAGE_SIZE).get_page(request.GET.get("page"))
    last = page.number * PAGE_SIZE
    if last > min(number, QUIET_LOOKED_UP):
        return None
    found = learners.first_quiet(request.user, last, at=timezone.now())
    if found is None:
        return None
    page.object_list = found[last - PAGE_SIZE :]
    return page, as_of
