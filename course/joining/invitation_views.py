"""What somebody sees who opens the link of an invitation."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods

from course.access import public
from course.joining import invitations
from course.joining.people import CannotJoin
from course.models import Invitation, Person

SESSION_INVITATION = "invitation"


@sensitive_variables()
@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invited(request: HttpRequest, token: str) -> HttpResponse:
    """Sign up, sign in, or join with one press. Opening the link alone uses nothing up: mail scanners do that."""
    invitation = invitations.find(token)
    state = invitation and invitation.state_at(timezone.now())
    if invitation is None or state != Invitation.State.WAITING:
        context = {"invitation": invitation, "state": state}
        return render(request, "course/invited_in_vain.html", context, status=410 if invitation else 404)
    if not request.user.is_authenticated:
        request.session[SESSION_INVITATION] = invitation.pk
        known = Person.objects.filter(email__iexact=invitation.email).exists()
        return render(request, "course/invited.html", {"invitation": invitation, "known": known})
    mine = invitations.is_for(invitation, request.user)
    if request.method == "POST" and mine:
        return _accept(request, invitation, request.user)
    return render(request, "course/invited.html", {"invitation": invitation, "mine": mine})


def _accept(request: HttpRequest, invitation: Invitation, person: Person) -> HttpResponse:
    try:
        enrollment = invitations.accept(invitation, person, at=timezone.now())
    except CannotJoin as problem:
        context = {"invitation": invitation, "mine": True, "problem": str(problem)}
        return render(request, "course/invited.html", context, status=409)
    invitations.prove(person, invitation)
    messages.success(request, _("You have joined %(cohort)s.") % {"cohort": enrollment.cohort})
    return redirect(enrollment.course)
