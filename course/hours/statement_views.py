"""Pages on statements of completion: issuing one, reading it, its PDF, revoking it."""

from __future__ import annotations

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from course.access import SignedIn, signed_in, staff
from course.hours import pdf, statements
from course.hours.forms import ChoiceForm, IssueForm, RevokeForm
from course.hours.sheet import sheet
from course.models import Certificate, Enrollment, Person

READ = ["GET", "HEAD", "POST"]


@signed_in
@never_cache
@require_http_methods(READ)
def statement(request: SignedIn, pk: int) -> HttpResponse:
    """What is missing for a statement; else the form that issues one; else what the public page shows of it."""
    mine = Enrollment.objects.owned_by(request.user).select_related("course")
    enrollment = get_object_or_404(mine, pk=pk)
    stories = list(enrollment.certificates.all())
    valid = next((each for each in stories if each.revoked_at is None), None)
    form = _form(request, valid)
    if request.method == "POST" and form.is_valid() and _do(request, enrollment, valid, form):
        return redirect("statement", pk)
    context = {
        "enrollment": enrollment,
        "course": enrollment.course,
        "missing": statements.missing(enrollment),
        "valid": valid,
        "revoked": [each for each in stories if each.revoked_at],
        "form": form,
    }
    return render(
        request, "course/hours/statement.html", context, status=422 if request.method == "POST" else 200
    )


def _form(request: SignedIn, valid: Certificate | None) -> Form:
    typed = request.POST if request.method == "POST" else None
    if valid is None:
        return IssueForm(typed, initial={"name": request.user.name})
    return ChoiceForm(typed, initial={"shows_name": valid.shows_name, "shows_hours": valid.shows_hours})


def _do(request: SignedIn, enrollment: Enrollment, valid: Certificate | None, form: Form) -> bool:
    said = form.cleaned_data
    if valid is not None:
        statements.show(valid, name=said["shows_name"], hours=said["shows_hours"])
        messages.success(request, _("Saved. The public page shows what you chose."))
        return True
    try:
        statements.issue(enrollment, **said, at=timezone.now())
    except statements.CannotIssue as problem:
        form.add_error(None, str(problem))
        return False
    messages.success(request, _("Your statement is ready."))
    return True


@signed_in
@never_cache
@require_safe
def statement_page(request: SignedIn, pk: int) -> HttpResponse:
    """The statement itself, to read and to print: for its holder and for their staff."""
    certificate = _visible(request.user, pk)
    context = {
        "certificate": certificate,
        "sheet": sheet(certificate),
        "mine": certificate.enrollment.person_id == request.user.pk,
    }
    return render(request, "course/hours/statement_page.html", context)


@signed_in
@never_cache
@require_safe
def statement_pdf(request: SignedIn, pk: int) -> HttpResponse:
    """The same as PDF. Where it cannot be made, the page says why, and can be printed instead."""
    certificate = _visible(request.user, pk)
    if certificate.revoked_at:
        return redirect("statement_page", pk)
    try:
        made = pdf.make(certificate)
    except pdf.CannotTypeset as problem:
        messages.warning(request, _no_pdf(problem))
        return redirect("statement_page", pk)
    response = HttpResponse(made, content_type="application/pdf")
    name = f"statement-{certificate.code}.pdf"
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return response


def _no_pdf(problem: pdf.CannotTypeset) -> str:
    if problem.unknown_script:
        return _(
            "This name holds a letter that the PDF cannot show. Print this page instead: it shows the whole name."
        )
    return _("The PDF could not be made just now. Try again, or print this page instead.")


def _visible(person: Person, pk: int) -> Certificate:
    seen = Certificate.objects.visible_to(person).select_related("enrollment__person")
    return get_object_or_404(seen, pk=pk)


@staff
@never_cache
@require_http_methods(READ)
def revoke_statement(request: SignedIn, pk: int) -> HttpResponse:
    """Say why, then end a statement."""
    mine = Certificate.objects.revocable_by(request.user).select_related("enrollment__person")
    certificate = get_object_or_404(mine, pk=pk)
    form = RevokeForm(request.POST or None)
    if certificate.revoked_at is None and not (request.method == "POST" and form.is_valid()):
        context = {"certificate": certificate, "form": form}
        status = 422 if request.method == "POST" else 200
        return render(request, "course/hours/revoke.html", context, status=status)
    if certificate.revoked_at is None and statements.revoke(
        certificate, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now()
    ):
        messages.success(request, _("The statement is revoked. The learner gets a mail."))
    else:
        messages.info(request, _("This statement was revoked before."))
    return redirect("learner_hours", certificate.enrollment_id)
