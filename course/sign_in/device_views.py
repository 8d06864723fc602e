"""Where one is signed in, and signing out there."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from course.access import SignedIn, signed_in
from course.sign_in import signed_in_sessions


@signed_in
@never_cache
@require_safe
def devices(request: SignedIn) -> HttpResponse:
    found = list(signed_in_sessions.open_sessions(request.user, at=timezone.now()))
    here = request.session.session_key
    found.sort(key=lambda session: session.session_key != here)
    return render(request, "course/devices.html", {"sessions": found, "here": here})


@signed_in
@require_POST
def end_device(request: SignedIn, public_id: UUID) -> HttpResponse:
    if signed_in_sessions.end(request.user, public_id, at=timezone.now()):
        messages.success(request, _("That device is signed out."))
    else:
        messages.info(request, _("That device was signed out already."))
    return redirect("devices")


@signed_in
@require_POST
def end_other_devices(request: SignedIn) -> HttpResponse:
    signed_in_sessions.end_others(request.user, keep=request.session.session_key, at=timezone.now())
    messages.success(request, _("You are signed in only here now."))
    return redirect("devices")
