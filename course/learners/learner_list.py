"""A page of learners to choose from: filtered by the address, 50 at a time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.paginator import Paginator
from django.utils import timezone

from course.access import SignedIn
from course.learners import learner_search as learners
from course.learners.exported import granted
from course.learners.learner_forms import LearnersForm
from course.models import Course, Enrollment

PAGE_SIZE = 50


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
    rows = learners.find(request.user, at=timezone.now(), **form.cleaned_data)
    rows = rows if course is None else rows.filter(course=course)
    # Finding out who is quiet takes longest: once is enough, and tells how many they are.
    found: Any = list(rows) if form.cleaned_data["quiet"] else rows
    page: Any = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    page.object_list = learners.shown(list(page.object_list))
    for enrollment in page.object_list:
        enrollment.address = address(enrollment)
        enrollment.granted_words = granted(enrollment)
    return {**context, "page": page, "narrow": any(form.cleaned_data.values())}
