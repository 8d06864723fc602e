"""The made-up people of one run: their addresses, staff, cohorts and learners."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from random import Random

from django.contrib.auth.hashers import make_password
from django.db.models import QuerySet

from course.joining import people
from course.models import (
    Assignment,
    AuditEvent,
    Cohort,
    Consent,
    Course,
    Enrollment,
    MailKind,
    MutedMail,
    Notice,
    Person,
)
from course.program_maker.lives import Life
from course.program_maker.names import name

DOMAIN = "@made-up.invalid"
"""RFC 2606 keeps ``.invalid`` free: no mail to it ever arrives anywhere."""
ZONES = ("America/New_York", "America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles")
COHORTS_OF_A_SUPERVISOR = 4


def made() -> QuerySet[Person]:
    """Everybody whom any run has made."""
    return Person.objects.filter(email__endswith=DOMAIN)


def address(seed: int, who: str) -> str:
    return f"{who}.{seed}{DOMAIN}"


def cohort(course: Course, seed: int, number: int, *, began: datetime) -> Cohort:
    """One that is closed: nobody joins it with its code."""
    called = f"Made-up cohort {seed}-{number:03}"
    return Cohort.objects.create(
        program=course.program, course=course, name=called, starts_on=began.date(), is_open=False
    )


def staff(course: Course, seed: int, cohorts: Sequence[Cohort], *, at: datetime) -> Person:
    """A trainer and a supervisor of the whole course, and a supervisor for every four cohorts. Returns the trainer."""
    trainer = _staff_member("trainer", seed, at=at)
    people.assign(trainer, Assignment.Role.TRAINER, course=course)
    lead = _staff_member("lead", seed, at=at)
    people.assign(lead, Assignment.Role.SUPERVISOR, course=course)
    for number, start in enumerate(range(0, len(cohorts), COHORTS_OF_A_SUPERVISOR), start=1):
        supervisor = _staff_member(f"supervisor-{number:02}", seed, at=at)
        for each in cohorts[start : start + COHORTS_OF_A_SUPERVISOR]:
            people.assign(supervisor, Assignment.Role.SUPERVISOR, cohort=each)
    return trainer


def _staff_member(who: str, seed: int, *, at: datetime) -> Person:
    return _add([_person(Random(f"{seed} {who}"), seed, who, at=at)], MailKind.STAFF_WEEK)[0]


def learners(cohort: Cohort, seed: int, first: int, lives: Sequence[Life]) -> list[Enrollment]:
    """Enroll one person for each life, numbered on from ``first``, as ``people.join`` does."""
    rows = [
        _person(Random(f"{seed} name {number}"), seed, f"learner-{number:05}", at=life.joined_at)
        for number, life in enumerate(lives, start=first)
    ]
    enrollments = Enrollment.objects.bulk_create(
        Enrollment(person=person, cohort=cohort, course_id=cohort.course_id, joined_at=person.date_joined)
        for person in _add(rows, MailKind.WEEK)
    )
    record("joined", enrollments, [each.joined_at for each in enrollments], actor=None)
    return enrollments


def record(
    verb: str, enrollments: Sequence[Enrollment], times: Sequence[datetime], *, actor: Person | None
) -> None:
    """``audit.record`` of many enrollments; without an actor each learner did it."""
    AuditEvent.objects.bulk_create(
        AuditEvent(
            verb=verb,
            subject=f"enrollment:{each.pk}",
            actor_id=actor.pk if actor else each.person_id,
            about_id=each.person_id,
            at=at,
        )
        for each, at in zip(enrollments, times, strict=True)
    )


def _person(rng: Random, seed: int, who: str, *, at: datetime) -> Person:
    zone = rng.choice(ZONES)
    return Person(
        email=address(seed, who), name=name(rng), password=_unusable(), time_zone=zone, date_joined=at
    )


def _add(rows: Sequence[Person], mail: MailKind) -> list[Person]:
    """Save people who have agreed to the notice in force, and to whom no weekly mail is written."""
    added = Person.objects.bulk_create(rows)
    if notice := Notice.objects.in_force().first():
        Consent.objects.bulk_create(
            Consent(person=person, notice=notice, at=person.date_joined) for person in added
        )
    MutedMail.objects.bulk_create(MutedMail(person=person, kind=mail) for person in added)
    return added


@cache
def _unusable() -> str:
    """One for all: it opens nothing."""
    return make_password(None)
