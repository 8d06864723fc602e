"""Pages about a course for everybody in it, and a guide to each lesson for those who run it."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from course.access import SignedIn, signed_in, staff
from course.admin.scope import work_out
from course.models import Lesson, State, Step, courses_run_by
from course.views import step
from lessons.models import CoursePage
from lessons.models.pages import open_to
from lessons.pages.first_words import first_words


@signed_in
@require_safe
def about(request: SignedIn, course: str) -> HttpResponse:
    """Every page of the course with its first words."""
    here = get_object_or_404(open_to(request.user), slug=course)
    pages = [(page, first_words(page.html)) for page in CoursePage.objects.about(here)]
    return render(request, "lessons/about.html", {"course": here, "pages": pages})


@signed_in
@require_safe
def about_page(request: SignedIn, course: str, key: str) -> HttpResponse:
    here = open_to(request.user).filter(slug=course).first()
    pages = list(CoursePage.objects.about(here).defer("source")) if here else []
    page = next((each for each in pages if each.key == key), None)
    if page is None:  # a lesson may be called “about”
        return step(request, course=course, lesson="about", step=key)
    others = [each for each in pages if each != page]
    return render(request, "lessons/about_page.html", {"course": here, "page": page, "others": others})


@staff
@require_safe
def guides(request: SignedIn, course: str) -> HttpResponse:
    """Every lesson, and whether there is a guide to it."""
    here = get_object_or_404(courses_run_by(request.user), slug=course)
    known = {page.key: page for page in CoursePage.objects.guides(here).defer("source", "html")}
    lessons = Lesson.objects.filter(course=here, state=State.LIVE)
    rows = [(lesson, known.get(lesson.slug)) for lesson in lessons]
    context = {"course": here, "rows": rows, "writes": work_out(request.user).may_write(here.pk)}
    return render(request, "lessons/guides.html", context)


@signed_in
@require_safe
def guide(request: SignedIn, course: str, lesson: str) -> HttpResponse:
    """The guide, and the steps of its lesson; without a guide, these alone."""
    run = Lesson.objects.filter(course__in=courses_run_by(request.user), state=State.LIVE).select_related(
        "course"
    )
    here = run.filter(course__slug=course, slug=lesson).first()
    if here is None:  # a lesson may be called “guides”
        return step(request, course=course, lesson="guides", step=lesson)
    scope = work_out(request.user)
    context = {
        "course": here.course,
        "lesson": here,
        "page": CoursePage.objects.guides(here.course).filter(key=lesson).first(),
        "steps": _steps_of(here, linked=scope.may_see(here.course_id)),
        "writes": scope.may_write(here.course_id),
    }
    return render(request, "lessons/guide.html", context)


def _steps_of(lesson: Lesson, *, linked: bool) -> list[tuple[Step, str]]:
    """Its live steps; for those who may look there, with the address where each is written."""
    bodies = settings.STEP_KINDS if linked else ()
    steps = lesson.steps.filter(state=State.LIVE).select_related(*bodies).order_by("position")
    return [(each, _address_of(each) if linked else "") for each in steps]


def _address_of(each: Step) -> str:
    """A kind of step is also the name of the relation to its body. A topic is shown as learners see it."""
    body = getattr(each, each.kind, None)
    if body is None:
        return ""
    page = "preview" if each.kind == "topic" else "change"
    return reverse(f"admin:{body._meta.app_label}_{body._meta.model_name}_{page}", args=[body.pk])
