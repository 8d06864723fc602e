"""What a course has to look things up in: its glossary, and places to turn to."""

from itertools import groupby

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from course.access import SignedIn, signed_in
from lessons.materials.gather import contacts_by_group, live_terms
from lessons.models.pages import open_to


@signed_in
@require_safe
def glossary(request: SignedIn, course: str) -> HttpResponse:
    """Every term in the order of the alphabet, by first letter."""
    taken = get_object_or_404(open_to(request.user).select_related("program"), slug=course)
    terms = sorted(live_terms(taken), key=lambda each: each.term.casefold())
    letters = [(letter, list(run)) for letter, run in groupby(terms, key=lambda each: each.term[:1].upper())]
    return render(request, "lessons/glossary.html", {"course": taken, "letters": letters})


@signed_in
@require_safe
def resources(request: SignedIn, course: str) -> HttpResponse:
    """The program's own numbers first, then the course's, by group."""
    taken = get_object_or_404(open_to(request.user).select_related("program"), slug=course)
    lines = taken.program.crisis_contacts.splitlines()
    context = {
        "course": taken,
        "own": [line.strip() for line in lines if line.strip()],
        "groups": contacts_by_group(taken),
    }
    return render(request, "lessons/resources.html", context)
