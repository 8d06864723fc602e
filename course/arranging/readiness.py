"""What stops a course from opening, and what is worth a look before. Apps add checks: READINESS_CHECKS."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from course import registry
from course.checking.everything import open_findings
from course.models import Assignment, Cohort, Course, Lesson, Person, Step
from course.models.outline import State


@dataclass(frozen=True)
class Finding:
    """``stops`` whether learners cannot take the course as it is. ``link`` leads to where it is mended.

    ``above`` is for what only an administrator can mend; ``cohort`` names the one that it is about.
    """

    stops: bool
    words: str
    link: str
    above: bool = False
    cohort: Cohort | None = None


@dataclass(frozen=True)
class Readiness:
    stops: list[Finding]
    looks: list[Finding]


def readiness(course: Course, person: Person) -> Readiness:
    """Ask every check. A few statements each, however long the course is.

    What is about a cohort that ``person`` does not train is nothing to them, and left out.
    """
    found = list(registry.readiness_findings(course))
    if any(each.cohort for each in found):
        mine = set(Cohort.objects.staffed_by(person, Assignment.Role.TRAINER).filter(course=course))
        found = [each for each in found if each.cohort is None or each.cohort in mine]
    return Readiness([each for each in found if each.stops], [each for each in found if not each.stops])


def stop(words: str, link: str) -> Finding:
    return Finding(True, words, link)


def look(words: str, link: str, *, above: bool = False) -> Finding:
    return Finding(False, words, link, above)


def check_outline(course: Course) -> Iterator[Finding]:
    """Is there something to learn, in an order that can be followed? Two statements."""
    arrange = reverse("admin:course_course_outline", args=[course.pk])
    if course.state == State.RETIRED:
        yield stop(_("The course is retired: nobody meets it."), reverse("admin:course_course_changelist"))
    live = Count("steps", filter=Q(steps__state=State.LIVE))
    lessons = list(Lesson.objects.filter(course=course, state=State.LIVE).annotate(shown=live))
    if not any(lesson.shown for lesson in lessons):
        yield stop(_("There is no step that learners can open. Publish a topic."), arrange)
        return
    for lesson in lessons:
        if not lesson.shown:
            yield look(_("The lesson “%s” holds nothing that learners see.") % lesson.title, arrange)
    waiting = Step.objects.live().filter(lesson__course=course, requires__isnull=False)
    for step in waiting.exclude(requires__in=Step.objects.live()).select_related("requires"):
        said = {"step": step.title, "first": step.requires}
        words = (
            _("“%(step)s” opens after “%(first)s”, which learners do not see: so it opens at once.") % said
        )
        yield look(words, arrange)


def check_words(course: Course) -> Iterator[Finding]:
    """Is there a way to speak of people that nobody has changed or explained? A few statements; texts are read once."""
    found = [
        each for each in open_findings(lambda path: Q((path, course.pk))) if each.finding.severity == "high"
    ]
    if found:
        words = ngettext("%d word to avoid is neither changed nor explained.",
                         "%d words to avoid are neither changed nor explained.", len(found))  # fmt: skip
        yield look(words % len(found), reverse("admin:findings") + "?severity=high")


def check_program(course: Course) -> Iterator[Finding]:
    """Does the program say where it is, and whom to call? No statement."""
    program = course.program
    link = reverse("admin:course_program_change", args=[program.pk])
    if not program.state:
        yield look(_("The program has no US state. Rules of the state cannot be shown."), link, above=True)
    if not program.crisis_contacts.strip():
        yield look(_("The program has no local crisis contacts. Only 988 is shown."), link, above=True)


def check_cohorts(course: Course) -> Iterator[Finding]:
    """Is there a group to learn in, and somebody who looks after it? Three statements."""
    cohorts = list(Cohort.objects.filter(course=course))
    if not cohorts:
        yield stop(_("There is no cohort: nobody can join."), reverse("admin:course_cohort_changelist"))
        return
    if not any(cohort.is_open for cohort in cohorts):
        yield look(_("No cohort is open for joining."), reverse("admin:course_cohort_changelist"))
    held = Assignment.objects.filter(
        Q(course=course) | Q(cohort__course=course), role=Assignment.Role.TRAINER
    )
    scopes = list(held.values_list("course", "cohort"))
    if any(whole for whole, _cohort in scopes):
        return
    looked_after = {cohort for _whole, cohort in scopes}
    for cohort in cohorts:
        if cohort.pk not in looked_after:
            link = reverse("admin:course_cohort_change", args=[cohort.pk])
            yield Finding(False, _("The cohort “%s” has no trainer.") % cohort.name, link, cohort=cohort)
