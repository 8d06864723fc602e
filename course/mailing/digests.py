"""The weekly mails: to learners what is next, to supervisors who needs a look. Once per person and ISO week."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from course import outline, places, registry
from course.fields import zone
from course.joining import due
from course.mailing import mail, mail_links
from course.models import (
    Assignment,
    Completion,
    Enrollment,
    MailKind,
    MutedMail,
    Person,
    QueuedMail,
    State,
    StepDue,
)
from course.protocols import DigestPart
from course.room.standing import is_quiet, with_standing

MOST_NAMED = 10


def queue_all(*, at: datetime) -> tuple[int, int]:
    """Queue this week's mails. Returns how many went to learners and to supervisors; none is queued a second time."""
    learners = sum(_to_learner(person, at) for person in _unserved(MailKind.WEEK, at))
    staff = sum(_to_supervisor(person, at) for person in _unserved(MailKind.STAFF_WEEK, at))
    return learners, staff


def _unserved(kind: MailKind, at: datetime) -> Iterator[Person]:
    """Who could get this mail and has not got it this week."""
    muted = MutedMail.objects.filter(person=OuterRef("pk"), kind=kind)
    queued = QueuedMail.objects.filter(person=OuterRef("pk"), kind=kind, dedupe_key__endswith=f":{_week(at)}")
    if kind is MailKind.WEEK:
        takes: QuerySet[Any] = Enrollment.objects.active().filter(person=OuterRef("pk"))
        bound = Exists(takes.filter(course__state=State.LIVE))
    else:
        held = Assignment.objects.filter(person=OuterRef("pk"), role=Assignment.Role.SUPERVISOR)
        bound = Exists(held)
    people = Person.objects.filter(bound, ~Exists(muted), ~Exists(queued), is_active=True)
    return people.order_by("pk").iterator(chunk_size=500)


def _week(at: datetime) -> str:
    year, week, _day = at.isocalendar()
    return f"{year}-W{week:02}"


def _to_learner(person: Person, at: datetime) -> bool:
    cards = learner_cards(person, today=at.astimezone(zone(person.time_zone)).date())
    if not cards:
        return False
    first = cards[0]["resume"]
    return _queue(person, MailKind.WEEK, "week", {"cards": cards}, _("Next: %s") % first.title, at)


def learner_cards(person: Person, *, today: date) -> list[dict[str, Any]]:
    """What is next in each course that is not finished: the step, its time, when it is due. Three statements."""
    steps, dates = places.steps_by_course(person), due.dates_by_enrollment(person)
    cards = []
    for enrollment in Enrollment.objects.active().owned_by(person).select_related("course", "cohort"):
        mine = steps.get(enrollment.course_id, [])
        resume = outline.resume(mine)
        if resume is None:
            continue
        due.tell(mine, dates.get(enrollment.pk, {}), today=today)
        done = sum(step.done_at is not None for step in mine)
        link = mail_links.absolute(resume.get_absolute_url())
        card = {"course": enrollment.course, "resume": resume, "due": resume.due, "link": link}
        cards.append({**card, "done": done, "total": len(mine), "left": outline.left(mine)})
    return cards


def _to_supervisor(person: Person, at: datetime) -> bool:
    with timezone.override(zone(person.time_zone)):
        parts = supervisor_parts(person, at=at)
    if not parts:
        return False
    return _queue(
        person, MailKind.STAFF_WEEK, "staff_week", {"parts": parts}, _("Who may need a look this week"), at
    )


def supervisor_parts(person: Person, *, at: datetime) -> list[DigestPart]:
    """Learners who are quiet, or past a due date, and what the apps add. Administrators hear of their own."""
    held = Assignment.objects.filter(person=person, role=Assignment.Role.SUPERVISOR)
    mine = Enrollment.objects.active().exclude(person=person)
    mine = mine.filter(
        Exists(held.filter(cohort=OuterRef("cohort_id"))) | Exists(held.filter(course=OuterRef("course_id")))
    )
    shown = mine.select_related("person", "cohort").annotate(open_due=Subquery(_open_dues()))
    learners = list(shown.order_by("person__name", "pk"))
    quiet = with_standing(shown).filter(is_quiet(person, at=at)).order_by("person__name", "pk")
    title = ngettext("Quiet for %d day or longer", "Quiet for %d days or longer", person.quiet_days)
    link = mail_links.absolute(reverse("cohorts"))
    parts = [
        DigestPart(
            title % person.quiet_days, _named(quiet), mail_links.absolute(f"{reverse('learners')}?quiet=on")
        ),
        DigestPart(_("A due date has passed"), _named(_past_due(learners, at)), link),
        *registry.digest_parts(person, at=at),
    ]
    return [part for part in parts if part.lines]


def _open_dues() -> QuerySet[Any, Any]:
    """The earliest day on which an enrollment has a step to do that is not done, for a subquery."""
    done = Completion.objects.filter(enrollment=OuterRef(OuterRef("pk")), step=OuterRef("step"))
    dues = StepDue.objects.filter(cohort=OuterRef("cohort"), step__state=State.LIVE).filter(~Exists(done))
    return dues.order_by("due_on").values("due_on")[:1]


def _past_due(learners: Sequence[Any], at: datetime) -> list[Enrollment]:
    """Who has not done a step whose day has passed in their own zone; each with its ``open_due``."""

    def today(learner: Enrollment) -> date:
        return at.astimezone(zone(learner.person.time_zone)).date()

    return [each for each in learners if each.open_due is not None and each.open_due < today(each)]


def _named(learners: Iterable[Enrollment]) -> list[str]:
    """First name and initial with the cohort; ten at most, then how many more. A mail needs no more."""
    found = [f"{enrollment.person.short_name}, {enrollment.cohort.name}" for enrollment in learners]
    more = len(found) - MOST_NAMED
    rest = [ngettext("and %d more", "and %d more", more) % more] if more > 0 else []
    return found[:MOST_NAMED] + rest


def _queue(
    person: Person, kind: MailKind, template: str, context: dict[str, Any], subject: str, at: datetime
) -> bool:
    key = f"{kind}:{person.pk}:{_week(at)}"
    queued = mail.enqueue(
        kind, to=person, subject=subject, template=template, context=context, key=key, at=at
    )
    return queued is not None
