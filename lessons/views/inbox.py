"""What learners shared with a trainer, and the trainer's answers."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from course.access import SignedIn, signed_in, trainer
from course.sign_in import kept
from lessons import feedback, sealed
from lessons.confidential import confidential
from lessons.forms import AnswerForm, InboxFilter
from lessons.models import Feedback, SharedReflection

A_PAGE = 25


@confidential
@trainer
@require_GET
def inbox(request: SignedIn) -> HttpResponse:
    """Those waiting for an answer first. The texts stay closed."""
    form = InboxFilter(request.GET, person=request.user)
    page = Paginator(_wanted(request, form), A_PAGE).get_page(request.GET.get("page"))
    kept_filter = request.GET.copy()
    kept_filter.pop("page", None)
    return render(
        request, "lessons/inbox.html", {"form": form, "page": page, "filter": kept_filter.urlencode()}
    )


def _wanted(request: SignedIn, form: InboxFilter) -> QuerySet[SharedReflection]:
    answers = Feedback.objects.filter(shared=OuterRef("pk"))
    rows = (
        SharedReflection.objects.visible_to(request.user)
        .defer("text", "reflection__text")
        .select_related(
            "reflection__enrollment__person", "reflection__enrollment__cohort", "scenario_version"
        )
        .annotate(answered=Exists(answers), answered_at=Subquery(answers.order_by("-at").values("at")[:1]))
        .order_by("answered", "-shared_at", "-pk")
    )
    wanted = form.cleaned_data if form.is_valid() else {}
    if wanted.get("cohort"):
        rows = rows.filter(reflection__enrollment__cohort=wanted["cohort"])
    if wanted.get("state"):
        rows = rows.filter(answered=wanted["state"] == "answered")
    return rows


@confidential
@signed_in(keeps_form=True)
@require_http_methods(["GET", "POST"])
def shared_reflection(request: SignedIn, pk: int) -> HttpResponse:
    """Read a shared reflection and answer it. Whoever does not train its writer finds nothing here."""
    rows = (
        SharedReflection.objects.visible_to(request.user)
        .filter(pk=pk)
        .select_related(
            "reflection__enrollment__person", "reflection__enrollment__cohort", "scenario_version"
        )
    )
    found = sealed.opened(sealed.with_tokens(rows.defer("reflection__text", "reflection__path")))
    if not found:
        return _gone(request)
    typed = request.POST if request.method == "POST" else kept.take(request)
    form = AnswerForm(typed)
    if request.method == "POST" and form.is_valid():
        return _answer(request, found[0], form)
    answers = sealed.opened(sealed.with_tokens(found[0].feedback.select_related("author")))
    context = {
        "shared": found[0],
        "answers": answers,
        "form": form,
        "kept": request.method == "GET" and typed,
    }
    return render(request, "lessons/shared.html", context, status=422 if request.method == "POST" else 200)


def _answer(request: SignedIn, shared: SharedReflection, form: AnswerForm) -> HttpResponse:
    try:
        feedback.answer(shared, author=request.user, text=form.cleaned_data["text"], at=timezone.now())
    except feedback.Withdrawn:
        return _gone(request)
    messages.success(request, _("Your answer is sent."))
    return redirect("shared_reflection", shared.pk)


def _gone(request: SignedIn) -> HttpResponse:
    """Nothing is here, or not any more. What was typed in answer is shown once more, for its writer to copy."""
    if request.method == "GET":
        raise Http404
    return render(request, "lessons/shared.html", {"typed": request.POST.get("text", "")}, status=404)
