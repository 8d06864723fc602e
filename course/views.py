"""The spine's pages: home, outline, a step, joining, profile, and what to do when a form's token has expired."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.csrf import csrf_failure as plain_csrf_failure
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_safe

from course import outline, places, registry
from course.access import SignedIn, public, signed_in
from course.forms import JoinForm, ProfileForm
from course.joining import due
from course.joining.join_requests import join_or_ask
from course.joining.people import CannotJoin
from course.models import Enrollment, JoinRequest, Person, State, Step, Withdrawal
from course.room.week import room
from course.sign_in import kept, limits

SESSION_CODE = "join_code"


@public
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """A visitor reads what this is; a learner goes on where they stopped; staff find their rooms."""
    if not request.user.is_authenticated:
        return render(request, "course/welcome.html")
    enrollments = Enrollment.objects.active().owned_by(request.user).select_related("course", "cohort")
    mine = list(enrollments.order_by("-joined_at"))
    steps = places.steps_by_course(request.user) if mine else {}
    dates = due.dates_by_enrollment(request.user) if mine else {}
    for enrollment in mine:
        due.tell(
            steps.get(enrollment.course_id, []), dates.get(enrollment.pk, {}), today=timezone.localdate()
        )
    courses = [
        {"enrollment": enrollment, **_standing(steps.get(enrollment.course_id, []))} for enrollment in mine
    ]
    panels = registry.home_panels(request.user, at=timezone.now()) if courses else []
    context = {"courses": courses, "panels": panels, **_outside(request.user)}
    if request.user.has_staff_role:
        context |= room(request.user, at=timezone.now())
    return render(request, "course/home.html", context)


def _outside(person: Person) -> dict[str, object]:
    """Where the person waits to be let in, and what they are withdrawn from. Two statements."""
    asked = JoinRequest.objects.filter(person=person, approved=None).select_related("cohort__course")
    left = Withdrawal.objects.filter(enrollment__person=person, undone_at=None)
    return {"requests": asked, "withdrawals": left.select_related("enrollment__course", "enrollment__cohort")}


def _standing(steps: list[Step]) -> dict[str, object]:
    """Where a learner stands in these steps, for a card with a bar and one button."""
    return {
        "resume": outline.resume(steps),
        "left": outline.left(steps),
        "done": sum(step.done_at is not None for step in steps),
        "total": len(steps),
    }


@signed_in
@require_safe
def show_outline(request: SignedIn, course: str) -> HttpResponse:
    taken = Enrollment.objects.active().owned_by(request.user).select_related("course")
    enrollment = get_object_or_404(taken, course__slug=course, course__state=State.LIVE)
    steps = places.steps_of(request.user, course)
    due.tell(steps, due.dates_of(enrollment.cohort_id), today=timezone.localdate())
    context = {
        "course": enrollment.course,
        "enrollment": enrollment,
        "parts": outline.parts(steps),
        **_standing(steps),
    }
    return render(request, "course/outline.html", context)


@signed_in
@require_safe
def step(request: SignedIn, course: str, lesson: str, step: str) -> HttpResponse:
    try:
        place = places.find(request.user, course, lesson, step)
    except Http404:
        return redirect(places.in_guide(request.user, course, lesson, step))
    if place.step.lesson.slug != lesson:
        return redirect(place.step)
    if place.locked_by:
        return render(request, "course/locked.html", {"place": place})
    return registry.step_kind(place.step.kind).page(request, place)


@public
@require_http_methods(["GET", "POST"])
def join_by_code(request: HttpRequest, code: str = "") -> HttpResponse:
    """Type a code, or follow a link that holds one. Someone who is not signed in signs up first."""
    typed = request.method == "POST" or code
    if typed and limits.is_exhausted(request, "wrong_code"):
        return too_many(request)
    form = JoinForm(request.POST if request.method == "POST" else {"code": code} if code else None)
    if typed and form.is_valid():
        if not request.user.is_authenticated:
            request.session[SESSION_CODE] = form.cohort.join_code
            return redirect("account_signup")
        if request.method == "POST":
            try:
                joined = join_or_ask(request.user, form.cohort, at=timezone.now())
            except CannotJoin as problem:
                form.add_error("code", str(problem))
            else:
                return _welcome(request, joined)
    elif typed:
        limits.count(request, "wrong_code")
    return render(request, "course/join.html", {"form": form})


def _welcome(request: HttpRequest, joined: Enrollment | JoinRequest) -> HttpResponse:
    if isinstance(joined, JoinRequest):
        return redirect("home")
    messages.success(request, _("You have joined %(cohort)s.") % {"cohort": joined.cohort})
    return redirect(joined.course)


@signed_in
@require_http_methods(["GET", "POST"])
def profile(request: SignedIn) -> HttpResponse:
    form = ProfileForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Your profile is saved."))
        return redirect("profile")
    return render(request, "course/profile.html", {"form": form})


@public
def too_many(request: HttpRequest) -> HttpResponse:
    """Somebody, or everybody at this address, tried too often. The longest of our limits lasts five minutes."""
    response = render(request, "429.html", status=429)
    response["Retry-After"] = "300"
    return response


@public
@sensitive_variables()
@sensitive_post_parameters()
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A page left open across a sign-in has an old token. Where its form keeps, show it again, filled in."""
    view = request.resolver_match and request.resolver_match.func
    if request.method == "POST" and getattr(view, "keeps_form", False) and kept.same_origin(request):
        kept.put(request)
        if not request.headers.get("HX-Request"):
            return redirect(request.path)
        return render(request, "course/_signed_out.html", {"next": request.path}, status=401)
    return plain_csrf_failure(request, reason)
