"""The supervisor's pages: who has sat which exam, one attempt beside its key, and the table as CSV."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from course.access import SignedIn, supervisor
from course.export.files import download
from course.models import Person
from course.record import audit
from quizzes import attempts
from quizzes.models import Attempt
from quizzes.review import detail, export, story
from quizzes.review.forms import ReviewForm
from quizzes.review.listing import Scope, count
from quizzes.review.paging import rows_on
from quizzes.review.table import heads

PAGE_SIZE = 50
# So much of a story stands on a page; its file holds all of it.
MOST_TOLD = 400


@supervisor
@require_GET
def review(request: SignedIn) -> HttpResponse:
    """The table of attempts, filtered and sorted by the address. Bad parts of an address are named, not guessed at."""
    scope = Scope.of(request.user)
    form = ReviewForm(request.GET, scope=scope)
    found = _find(request.user, form) if form.is_valid() else {}
    audit.note_hourly("listed-scores", actor=request.user, at=timezone.now())
    return render(request, "quizzes/review.html", {"form": form, "scope": scope, **found})


def _find(person: Person, form: ReviewForm) -> dict[str, Any]:
    wanted = form.wanted
    counts = count(person, wanted)
    pages: Any = Paginator(range(counts.total(wanted.state)), PAGE_SIZE)
    page = pages.get_page(form.page_number)
    return {
        "wanted": wanted,
        "counts": counts,
        "page": page,
        "page_range": pages.get_elided_page_range(page.number),
        "past_the_end": form.page_number > pages.num_pages,
        "rows": rows_on(person, wanted, page.object_list, counts),
        "heads": heads(wanted.sort),
    }


@supervisor
@require_GET
def attempts_file(request: SignedIn, kind: str) -> Any:
    """All that the filter shows. A bad filter gives a 400 with the reasons, never a file of something else."""
    return download(request.user, export.Attempts, request.GET, kind)


@supervisor
@require_GET
def attempt(request: SignedIn, pk: int) -> HttpResponse:
    """One attempt: each response beside the key, and its story. While it is open, only how much of it is answered."""
    attempt = _read(request, pk)
    told = story.story(attempt)
    context = {
        **detail.detail(attempt),
        "story": told[-MOST_TOLD:],
        "told": len(told),
        "may_change": attempt.enrollment.person_id != request.user.pk,
    }
    return render(request, "quizzes/review_attempt.html", context)


def _read(request: SignedIn, pk: int) -> Attempt:
    """An attempt of the supervisor's learners; its story tells from now on that they have read it."""
    mine = attempts.with_last_read(Attempt.objects.supervised_by(request.user), request.user)
    found = mine.select_related("enrollment__person", "enrollment__cohort", "exam__step")
    attempt = get_object_or_404(found, pk=pk)
    attempts.read_by(attempt, request.user, at=timezone.now())
    return attempt


@supervisor
@require_GET
def story_csv(request: SignedIn, pk: int) -> HttpResponse:
    """All of an attempt's story as a file."""
    told = story.lines(story.story(_read(request, pk)), timezone.get_current_timezone())
    response = HttpResponse("".join(told), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = content_disposition_header(True, f"attempt-{pk}-story.csv")
    return response
