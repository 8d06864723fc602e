"""The learner's page of a sign-off, and a closed record for both sides, as a page and as PDF."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from course.access import SignedIn, signed_in
from course.hours import pdf
from course.models import Enrollment, Person
from course.sign_in import kept
from quizzes.models import SignOff
from quizzes.signoff import acts, record_pdf
from quizzes.signoff.confidential import confidential
from quizzes.signoff.pages import learner_page
from quizzes.signoff.sheet import sheet


@confidential
@signed_in(keeps_form=True)
@require_http_methods(["GET", "HEAD", "POST"])
def my_sign_off(request: SignedIn, pk: int) -> HttpResponse:
    """Rate oneself, hand it over, read what the supervisor says, sign or differ; earlier rounds below."""
    mine = Enrollment.objects.owned_by(request.user).select_related("course")
    enrollment = get_object_or_404(mine, pk=pk)
    typed = request.POST if request.method == "POST" else kept.take(request)
    rounds = list(SignOff.objects.filter(enrollment=enrollment).select_related("supervisor"))
    # What was typed belongs to the round that the page had shown, though a new one was opened meanwhile.
    asked = next((each for each in rounds if typed and str(each.number) == typed.get("round")), None)
    now = asked or next((each for each in rounds if not each.is_closed), None)
    if request.method != "POST" or now is None:
        return _show(request, learner_page(enrollment, rounds, now, kept=typed))
    done = acts.perform(acts.OF_LEARNER, now, request.POST, by=request.user, at=timezone.now())
    if done.told:
        messages.success(request, done.told)
        return redirect("my_sign_off", pk)
    return _show(request, learner_page(enrollment, rounds, done.sign_off, outcome=done), done.status)


def _show(request: SignedIn, context: dict[str, Any], status: int = 200) -> HttpResponse:
    return render(request, "quizzes/signoff/my_sign_off.html", context, status=status)


@confidential
@signed_in
@require_safe
def sign_off_record(request: SignedIn, pk: int) -> HttpResponse:
    """A closed sign-off, to read and to print: for the learner and for their supervisors."""
    sign_off = _closed(request.user, pk)
    mine = sign_off.enrollment.person_id == request.user.pk
    context = {"sign_off": sign_off, "sheet": sheet(sign_off, for_learner=mine), "mine": mine}
    return render(request, "quizzes/signoff/record.html", context)


@confidential
@signed_in
@require_safe
def sign_off_pdf(request: SignedIn, pk: int) -> HttpResponse:
    """The same as PDF. Where it cannot be made, the page says why, and can be printed instead."""
    sign_off = _closed(request.user, pk)
    if sign_off.state != SignOff.State.SIGNED:
        return redirect("sign_off_record", pk)
    try:
        made = record_pdf.make(sign_off)
    except pdf.CannotTypeset as problem:
        messages.warning(request, _no_pdf(problem))
        return redirect("sign_off_record", pk)
    response = HttpResponse(made, content_type="application/pdf")
    name = f"sign-off-{sign_off.enrollment_id}-{sign_off.number}.pdf"
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return response


def _no_pdf(problem: pdf.CannotTypeset) -> str:
    if problem.unknown_script:
        return _(
            "A name or a comment holds a sign that the PDF cannot show, such as a small picture. Print this page "
            "instead: it shows everything."
        )
    return _("The PDF could not be made just now. Try again, or print this page instead.")


def _closed(person: Person, pk: int) -> SignOff:
    seen = SignOff.objects.visible_to(person).filter(state__in=SignOff.CLOSED)
    seen = seen.select_related("enrollment__person", "enrollment__cohort__program", "supervisor")
    return get_object_or_404(seen, pk=pk)
