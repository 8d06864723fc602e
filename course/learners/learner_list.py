"""A page of learners to choose from: filtered by the address, 50 at a time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.paginator import Paginator

from course.access import SignedIn
from course.learners import learner_search as learners
from course.learners.accommodation_words import in_words
from course.learners.learner_forms import LearnersForm
from course.models import Course, Enrollment

PAGE_SIZE = 50


def learner_list(
    request: SignedIn, address: Callable[[Enrollment], str], course: Course | None = None
) -> dict[str, Any]:
    """The context of ``course/_learner_list.html``: everybody, or those who take ``course``. Four statements at most.

    ``address`` is where a learner's name leads.
    """
    cohorts = learners.cohorts_of(request.user)
    form = LearnersForm(request.GET, cohorts=cohorts if course is None else cohorts.filter(course=course))
    context: dict[str, Any] = {"form": form, "filter": ""}
    if not form.is_valid():
        return context
    rows = learners.find(request.user, **form.cleaned_data)
    rows = rows if course is None else rows.filter(course=course)
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    for enrollment in page.object_list:
        held = enrollment.person.granted  # type: ignore[attr-defined]
        enrollment.address = address(enrollment)  # type: ignore[attr-defined]
        enrollment.granted_words = in_words(held[0]) if held else ""  # type: ignore[attr-defined]
    kept_filter = request.GET.copy()
    kept_filter.pop("page", None)
    narrow = any(form.cleaned_data.values())
    return {**context, "page": page, "filter": kept_filter.urlencode(), "narrow": narrow}
