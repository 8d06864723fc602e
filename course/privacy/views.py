"""A person's pages on privacy: the notice, what they agreed to, their data, and being erased."""

from __future__ import annotations

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header, url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from course.access import SignedIn, View, public, signed_in
from course.models import Notice
from course.privacy import archive, erasure, farewell, notices
from course.privacy import own_data as gathering
from course.privacy.forms import AgreeForm, EraseForm
from course.privacy.notice_html import to_html
from course.record import audit
from course.sign_in import limits
from course.views import too_many


def _asks_again(view: View) -> View:
    """A page left open must not hand over, or end, somebody's account."""
    guarded: View = reauthentication_required(view)
    return guarded


@signed_in
@never_cache
@require_safe
def privacy(request: SignedIn) -> HttpResponse:
    """What there is to do about one's own data."""
    return render(request, "course/privacy/privacy.html", {"agreed": notices.last_agreed(request.user)})


@public
@require_safe
def notice(request: HttpRequest) -> HttpResponse:
    """The notice in force. Whoever has not agreed to it is asked here, and is told what changed."""
    person = request.user if request.user.is_authenticated else None
    found = notices.current()
    context = {
        "notice": found,
        "html": to_html(found.text) if found else "",
        "asked": person is not None and person.must_consent,
        "before": notices.last_agreed(person) if person else None,
        "next": _own(request, request.GET.get("next", "")),
    }
    return render(request, "course/privacy/notice.html", context)


@signed_in
@require_POST
def agree(request: SignedIn) -> HttpResponse:
    """Agree to the version that was on the page; a newer one is asked for again by the page that follows."""
    form = AgreeForm({**request.POST.dict(), "agree": "on"})
    if form.is_valid() and isinstance(seen := form.cleaned_data.get("notice"), Notice):
        notices.agree(request.user, seen, at=timezone.now())
    return redirect(_own(request, request.POST.get("next", "")) or "home")


def _own(request: HttpRequest, address: str) -> str:
    """The address when it is one of ours, else an empty one."""
    ours = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    return address if ours and len(address) < 2000 else ""


@sensitive_variables()
@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@_asks_again
def own_data(request: SignedIn) -> HttpResponse:
    """Say what is in the file; on the press, make it and send it. No copy stays here."""
    if request.method != "POST":
        return render(request, "course/privacy/own_data.html")
    if limits.is_exhausted(request, "own_data"):
        return too_many(request)
    limits.count(request, "own_data")
    now = timezone.now()
    audit.record("own-data", request.user, actor=request.user, at=now)
    response = HttpResponse(
        archive.zipped(gathering.gather(request.user, at=now), at=now), content_type="application/zip"
    )
    name = f"my-data-{timezone.localdate()}.zip"
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return response


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@_asks_again
def erase(request: SignedIn) -> HttpResponse:
    """Say what goes and what stays; on the second yes, erase, sign out, and say goodbye by mail."""
    form = EraseForm(request.POST if request.method == "POST" else None)
    held = erasure.what_is_held(request.user)
    if not form.is_valid() or held.in_the_way:
        context = {"form": form, "held": held}
        status = 422 if form.is_bound else 200
        return render(request, "course/privacy/erase.html", context, status=status)
    address = request.user.email
    kept = erasure.erase(request.user, by=request.user, reason="", at=timezone.now())
    logout(request)
    if farewell.send(address, kept):
        messages.success(request, _("One last mail tells you what stays and until when."))
    else:
        messages.warning(request, _("The last mail, which says what stays, could not be sent."))
    return redirect("erased")


@public
@never_cache
@require_safe
def erased(request: HttpRequest) -> HttpResponse:
    """Goodbye."""
    return render(request, "course/privacy/erased.html")
