"""The public page that confirms a statement. It names no more than the holder chose; search engines leave it out."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from course import labels
from course.access import public
from course.hours import statements
from course.hours.forms import CodeForm
from course.hours.sheet import day
from course.hours.words import CERTIFIES_NOBODY, COMPLETED
from course.models import Certificate
from course.sign_in import limits
from course.views import too_many

ACTION = "wrong_statement"


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """Type the code of a statement."""
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        return redirect("verify_code", form.cleaned_data["code"])
    return _page(request, {"form": form}, status=422 if request.method == "POST" else 200)


@public
@never_cache
@require_safe
def verify_code(request: HttpRequest, code: str) -> HttpResponse:
    """What holds of the statement with this code."""
    if limits.is_exhausted(request, ACTION):
        return too_many(request)
    certificate = statements.find(code)
    if certificate is None:
        limits.count(request, ACTION)
        return _page(request, {"form": CodeForm(initial={"code": code[:30]}), "unknown": True}, status=404)
    return _page(
        request, {"form": CodeForm(), "certificate": certificate, "lines": _told(certificate)}, status=200
    )


def _page(request: HttpRequest, context: dict[str, object], *, status: int) -> HttpResponse:
    context |= {"completed": COMPLETED, "certifies_nobody": CERTIFIES_NOBODY}
    response = render(request, "course/hours/verify.html", context, status=status)
    response["X-Robots-Tag"] = "noindex"
    return response


def _told(certificate: Certificate) -> dict[str, str]:
    """What may be said to anybody. Of a revoked statement, no name and no hours."""
    facts, valid = certificate.facts, certificate.revoked_at is None
    return {
        "course": facts["course"],
        "program": facts["program"],
        "issued": day(facts["issued"]),
        "version": facts["content_version"],
        "name": certificate.name if valid and certificate.shows_name else "",
        "hours": labels.duration(facts["total"]) if valid and certificate.shows_hours else "",
        "rule": facts["rule_words"] if valid and certificate.shows_hours else "",
    }
