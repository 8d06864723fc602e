"""Inviting people to a cohort by a list, and the invitations that are out."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from course.access import SignedIn, staff
from course.joining import cohorts, enlisting, invitations
from course.joining.cohort_forms import RosterForm
from course.joining.cohort_views import PAGE_SIZE, find
from course.joining.enlisting import Outcome
from course.joining.roster import Line
from course.models import Cohort, Invitation

TEMPLATE = "email,name\r\nlearner@example.org,Example Learner\r\n"


@staff
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def show_roster(request: SignedIn, pk: int) -> HttpResponse:
    """Choose a list, look at what each line would do, then do it."""
    found = find(request.user, pk)
    form = RosterForm(request.POST, request.FILES) if request.method == "POST" else RosterForm()
    if request.method == "POST" and form.is_valid():
        lines = form.cleaned_data["lines"]
        if request.POST.get("do") == "invite" and not any(line.problem for line in lines):
            return _invite(request, found, lines)
        return _look(request, found, lines)
    status = 422 if request.method == "POST" else 200
    return render(request, "course/roster.html", {"cohort": found, "form": form}, status=status)


def _look(request: SignedIn, cohort: Cohort, lines: list[Line]) -> HttpResponse:
    """Every line's outcome; nothing is changed."""
    fates = enlisting.foresee(cohort, lines, by=request.user, at=timezone.now())
    outcomes = [fate.outcome for fate in fates]
    counts = [(outcome, outcomes.count(outcome)) for outcome in Outcome if outcome in outcomes]
    mails = outcomes.count(Outcome.INVITE) + outcomes.count(Outcome.AGAIN)
    context = {
        "cohort": cohort,
        "fates": fates,
        "counts": counts,
        "mistakes": outcomes.count(Outcome.INVALID),
        "mails": mails,
        "again": _as_text(lines),
        "form": RosterForm(),
    }
    return render(request, "course/roster_look.html", context)


def _as_text(lines: list[Line]) -> str:
    """The people as a list that ``roster.read`` reads back; line numbers shift only where lines were blank."""
    quoted = (f'"{line.email}","{line.name.replace(chr(34), chr(34) * 2)}"' for line in lines)
    return "\n".join(["email,name", *quoted])


def _invite(request: SignedIn, cohort: Cohort, lines: list[Line]) -> HttpResponse:
    queued = enlisting.enlist(cohort, lines, by=request.user, at=timezone.now())
    words = ngettext("%d person is invited.", "%d people are invited.", queued) % queued
    messages.success(request, f"{words} {_('Each gets a mail in a few minutes.')}" if queued else words)
    return redirect("invitations", cohort.pk)


@staff
@require_safe
def roster_template(request: SignedIn) -> HttpResponse:
    """An empty list to fill in. The mark at its beginning tells Excel how the letters are stored."""
    told = {"Content-Disposition": 'attachment; filename="learners.csv"'}
    return HttpResponse("\ufeff" + TEMPLATE, content_type="text/csv; charset=utf-8", headers=told)


@staff
@never_cache
@require_safe
def show_invitations(request: SignedIn, pk: int) -> HttpResponse:
    """Everybody who was invited to a cohort, and what came of it."""
    found, at = find(request.user, pk), timezone.now()
    state = request.GET.get("state", "")
    rows = cohorts.invitations_of(found, state, at=at)
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    for row in page.object_list:
        row.state = row.state_at(at)  # type: ignore[attr-defined]
    context = {"cohort": found, "page": page, "state": state, "states": Invitation.State}
    return render(request, "course/invitations.html", context)


@staff
@require_POST
def change_invitation(request: SignedIn, pk: int) -> HttpResponse:
    """Send an invitation once more, or take it back."""
    mine = Invitation.objects.filter(cohort__in=Cohort.objects.run_by(request.user))
    invitation = get_object_or_404(mine, pk=pk)
    by, at, told = request.user, timezone.now(), {"email": invitation.email}
    if request.POST.get("do") == "cancel":
        done, words = invitations.cancel(pk, by=by, at=at), _("The invitation of %(email)s is taken back.")
    else:
        done, words = invitations.resend(pk, by=by, at=at), _("%(email)s gets a new link in a few minutes.")
    if done:
        messages.success(request, words % told)
    else:
        messages.info(request, _("This invitation was used or taken back meanwhile."))
    return redirect("invitations", invitation.cohort_id)
