"""A small program of invented people, so that a newcomer sees every page with something on it. Only in demo mode.

Two cohorts of twelve learners, three weeks of work. Everything is done by the verbs that the pages use.
"""

from contextlib import suppress
from datetime import datetime, timedelta
from functools import cache
from random import Random

from django.contrib.auth.hashers import make_password
from django.db import transaction

from course import registry
from course.hours import measuring, statements
from course.hours.measure import MOST_PER_BEAT
from course.joining import people
from course.models import Assignment, Cohort, Consent, Course, Enrollment, Person, Step
from course.privacy import notices

DOMAIN = "@demo.example"
PASSWORD = "walk-beside-988"
TRAINER, SUPERVISORS, ADMINISTRATOR = "Tess Moreau", ("Sam Reyes", "Rita Novak"), "Alma Castro"
SPRING = (
    "Ada Lindgren",
    "Chiara Ruiz",
    "Dee Whitehorse",
    "Eli Santos",
    "Farah Haddad",
    "George Tran",
    "Hana Kim",
    "Isaac Bell",
    "Joy Adeyemi",
    "Kofi Mensah",
    "Lena Fischer",
    "Marcus Hill",
)
FALL = (
    "Ben Okafor",
    "Nora Quinn",
    "Omar Farouk",
    "Priya Nair",
    "Quentin Dubois",
    "Rosa Delgado",
    "Sadie Brooks",
    "Tomasz Zielinski",
    "Uma Patel",
    "Vera Popova",
    "Wes Carter",
    "Yuki Tanaka",
)


def is_demo(person: Person) -> bool:
    return person.email.endswith(DOMAIN)


@transaction.atomic
def make_demo(course: Course, *, at: datetime) -> None:
    """Create people and their last three weeks, ending at ``at``, in a database without people."""
    course.program.name = "Harbor Peer Network (demo)"
    course.program.save()
    cohorts = [
        _cohort(course, "Spring cohort", "SPRG-2345", at=at - timedelta(days=23)),
        _cohort(course, "Evening cohort", "EVEN-2345", at=at - timedelta(days=18)),
    ]
    people.assign(_person(TRAINER), Assignment.Role.TRAINER, course=course)
    supervisors = [_person(name) for name in SUPERVISORS]
    for person, cohort in zip(supervisors, cohorts, strict=True):
        people.assign(person, Assignment.Role.SUPERVISOR, cohort=cohort)
    _person(ADMINISTRATOR, is_superuser=True)
    steps = list(Step.objects.live().filter(lesson__course=course).in_order())
    for cohort, names in zip(cohorts, (SPRING, FALL), strict=True):
        for name in names:
            _play(name, cohort, steps, at=at)
    for person, cohort in zip(supervisors, cohorts, strict=True):
        registry.demo_cohort(cohort, by=person, at=at)


def _cohort(course: Course, name: str, code: str, *, at: datetime) -> Cohort:
    return Cohort.objects.create(
        program=course.program, course=course, name=name, join_code=code, starts_on=at.date()
    )


def _person(name: str, **fields: object) -> Person:
    person = Person(
        email=_email(name), name=name, password=_password(), time_zone="America/New_York", **fields
    )
    person.save()
    if notice := notices.current():
        Consent.objects.create(person=person, notice=notice, at=notice.written_at)
    return person


def _email(name: str) -> str:
    return name.split()[0].lower() + DOMAIN


@cache
def _password() -> str:
    """One hash for all: hashing takes a fifth of a second each time, by design."""
    return make_password(PASSWORD)


def _play(name: str, cohort: Cohort, steps: list[Step], *, at: datetime) -> None:
    """Walk one learner through part of the course, a step every few days at most. The name settles how far."""
    rng = Random(name)
    joined = at - timedelta(days=rng.randint(17, 21), hours=rng.randint(0, 9), minutes=rng.randint(0, 59))
    enrollment = people.join(_person(name), cohort, at=joined)
    moment = joined + timedelta(minutes=rng.randint(10, 300))
    taken, end = steps[: _steps_taken(name, len(steps), rng)], at - timedelta(hours=2)
    for done, step in enumerate(taken, start=1):
        if moment > end:
            break
        registry.demo_maker(step.kind)(enrollment, step, at=moment, rng=rng)
        _measure(enrollment, step, at=moment, rng=rng)
        gap = timedelta(days=rng.randint(1, 6), hours=rng.randint(0, 8), minutes=rng.randint(0, 59))
        # However many steps the course has, whoever takes them all is through before the three weeks end.
        moment += min(gap, (end - moment) / max(len(taken) - done, 1))
    _issue(enrollment, at=at)


def _measure(enrollment: Enrollment, step: Step, *, at: datetime, rng: Random) -> None:
    """Tell of about as many minutes in use as the step is estimated to take."""
    minutes = rng.randint(step.minutes_low * 2 // 3, step.minutes_high)
    # Who left the first exam half way does the last one all the same, though its page is shut to them.
    with suppress(Step.DoesNotExist):
        for told in range(minutes * 60 // MOST_PER_BEAT):
            moment = at + timedelta(seconds=told * MOST_PER_BEAT)
            measuring.beat(enrollment.person, step.pk, seconds=MOST_PER_BEAT, at=moment)


def _issue(enrollment: Enrollment, *, at: datetime) -> None:
    """Whoever has finished every step has a statement."""
    if not statements.missing(enrollment):
        statements.issue(enrollment, name=enrollment.person.name, shows_name=True, at=at)


def _steps_taken(name: str, total: int, rng: Random) -> int:
    # Ada, whom the README signs in as, stands before the exam, so that a newcomer can sit it.
    return 1 if name == SPRING[0] else rng.choice([0, 1, 2, 2, total - 1, total, total])


def sign_in_lines() -> list[str]:
    """One line for each kind of user, for the console."""
    roles = (
        ("learner", SPRING[0]),
        ("trainer", TRAINER),
        ("supervisor", SUPERVISORS[0]),
        ("administrator", ADMINISTRATOR),
    )
    return [f"  {role:<15}{_email(name):<22}{PASSWORD}" for role, name in roles]
