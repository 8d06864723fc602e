"""Answering a person who asked to count again."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from course.access import SignedIn
from course.snapshots import taking
from course.snapshots.counting import Countable


def count_again(request: SignedIn, what: Countable[Any] | None, *, back: str = "") -> HttpResponse:
    """Count, and lead back to the page that was looked at. Without ``what``, or where it is live, only the latter.

    ``back`` names that page where the address of the request is not its own.
    """
    if what is not None and what.is_large():
        try:
            taking.take_for(request.user, what, at=timezone.now())
        except taking.BeingCounted:
            messages.info(
                request, _("Somebody is counting these figures right now. Open the page again in a minute.")
            )
        else:
            messages.success(request, _("Counted."))
    return redirect(back or request.get_full_path())
