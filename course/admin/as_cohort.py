"""A preview as a learner of one cohort: its due dates, what is locked, its program. Nobody's personal data is read."""

from __future__ import annotations

from dataclasses import replace

from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from course.admin.looks import Choice, Look
from course.admin.scope import person_of
from course.joining import due, due_words
from course.models import Assignment, Cohort, Course
from course.places import Place

ASKED = "cohort"
MOST = 30


def cohorts_in_scope(request: HttpRequest, course: Course) -> list[Cohort]:
    """The course's cohorts that the person trains, by name; 30 at most. One statement."""
    mine = Cohort.objects.staffed_by(person_of(request), Assignment.Role.TRAINER)
    return list(mine.filter(course=course).select_related("program")[:MOST])


def seen_in(request: HttpRequest, place: Place, look: Look) -> tuple[Cohort | None, Look]:
    """The cohort that the address names (``?cohort=3``), and the look with the choice among all.

    Raises Http404 for a cohort that is not the person's. What is not stored has no address, and so no choice.
    """
    asked = request.GET.get(ASKED, "")
    if request.method != "GET":
        return None, look
    cohorts = cohorts_in_scope(request, place.course)
    cohort = next((each for each in cohorts if str(each.pk) == asked), None)
    if asked and cohort is None:
        raise Http404
    choices = [Choice(each.name, f"?{ASKED}={each.pk}", each == cohort) for each in cohorts]
    if choices:
        choices.insert(0, Choice(_("no cohort"), request.path, cohort is None))
    return cohort, replace(look, cohorts=choices, facts=_facts(cohort, place) if cohort else ())


def _facts(cohort: Cohort, place: Place) -> list[str]:
    """What a learner of this cohort who has just begun would find, in sentences."""
    facts = [_("Program: %(name)s.") % {"name": cohort.program}]
    day = due.dates_of(cohort.pk).get(place.step.pk)
    facts.append(due_words.due(day, timezone.localdate()) if day else _("It has no due date."))
    if place.locked_by:
        facts.append(_("It opens after “%(step)s” is done.") % {"step": place.locked_by})
    if not cohort.program.crisis_contacts.strip():
        facts.append(_("The program names no crisis contacts of its own: 988 alone is shown."))
    return facts
