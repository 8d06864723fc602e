"""The page behind “exams due and not started”."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from course.access import SignedIn, staff
from course.joining import due_words
from quizzes.room import due

PAGE_SIZE = 50


@staff
@never_cache
@require_safe
def exams_due(request: SignedIn) -> HttpResponse:
    """Who has not begun an exam that is due within a week, or was."""
    today = timezone.localdate()
    # Finding out who has begun takes longest: once is enough, and tells how many have not.
    page: Any = Paginator(due.keys(request.user, today=today), PAGE_SIZE).get_page(request.GET.get("page"))
    found = due.of_keys(request.user, page.object_list, today=today)
    rows = [(each, due_words.due(each.due_on, today)) for each in found]
    return render(request, "quizzes/exams_due.html", {"page": page, "rows": rows, "today": today})
