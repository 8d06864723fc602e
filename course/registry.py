"""The dotted strings of ``course.wiring`` through which the spine reaches the apps that it does not import."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import F, Q
from django.db.models.functions import Coalesce, Greatest
from django.utils.module_loading import import_string
from django.utils.safestring import SafeString

from course.checking.rows import CheckedKind, Checker
from course.models import Cohort, Course, Enrollment, Person
from course.models.cohorts import EnrollmentQuerySet
from course.places import Place
from course.protocols import (
    ContentFinding,
    ContentKind,
    DemoMaker,
    DigestPart,
    Erasing,
    ProgramMaker,
    SelfChecks,
    StepKind,
    StepScore,
    WeekLine,
)
from course.snapshots.counting import Countable

if TYPE_CHECKING:
    from course.arranging.bodies import Body
    from course.arranging.coverage import Column
    from course.arranging.readiness import Finding
    from course.export.source import Source


@cache
def step_kind(kind: str) -> type[StepKind]:
    """Raises KeyError for a kind that settings do not name."""
    found: type[StepKind] = import_string(settings.STEP_KINDS[kind])
    return found


@cache
def content_kind(name: str) -> type[ContentKind]:
    """Raises KeyError for a kind that settings do not name."""
    found: type[ContentKind] = import_string(settings.CONTENT_KINDS[name])
    return found


def step_panels(place: Place) -> list[SafeString]:
    """What other apps add to a topic's page, such as the state of the pre-course exam."""
    shown = (panel(place) for panel in _all("STEP_PANELS"))
    return [html for html in shown if html]


def learner_panels(enrollment: Enrollment, viewer: Person) -> list[SafeString]:
    """What other apps add to the page on which ``viewer``, of the staff, looks after a learner.

    ``enrollment`` comes from ``with_supervision_by``.
    """
    shown = (panel(enrollment, viewer) for panel in _all("LEARNER_PANELS"))
    return [html for html in shown if html]


def home_panels(person: Person, *, at: datetime) -> list[SafeString]:
    """What other apps add to a learner's home page, such as a result that changed."""
    shown = (panel(person, at=at) for panel in _all("HOME_PANELS"))
    return [html for html in shown if html]


def digest_parts(person: Person, *, at: datetime) -> list[DigestPart]:
    """What other apps add to a supervisor's weekly mail, such as answers to mark."""
    found = (part(person, at=at) for part in _all("DIGEST_PARTS"))
    return [part for part in found if part]


def week_lines(person: Person, *, at: datetime) -> list[WeekLine]:
    """What other apps find that needs a look of this member of the staff this week."""
    return [line for lines in _all("WEEK_LINES") for line in lines(person, at=at)]


def counted_for(person: Person) -> Iterator[Countable[Any]]:
    """What pages without a filter show this member of the staff, and would show as of a count were it large."""
    for ask in _all("COUNTED_FIGURES"):
        yield from ask(person)


def step_scores(person: Person, enrollments: Collection[int]) -> dict[tuple[int, int], StepScore]:
    """What ``person`` may see of scores, by the ids of enrollment and step."""
    return {key: score for ask in _all("STEP_SCORES") for key, score in ask(person, enrollments).items()}


def with_last_work(enrollments: EnrollmentQuerySet) -> EnrollmentQuerySet:
    """Each with ``last_work``: when the learner last did something, or joined if nothing yet. In the same statement."""
    joined = F("joined_at")
    asked = (Coalesce(ask(), joined) for ask in _all("LAST_WORK"))
    found: EnrollmentQuerySet = enrollments.annotate(last_work=Greatest(joined, *asked))
    return found


def worked_since(since: datetime) -> Q:
    """Of enrollments: something was done after ``since``. As ``with_last_work`` tells, without reading it all."""
    done = Q(joined_at__gt=since)
    for ask in _all("WORKED_SINCE"):
        done |= Q(ask(since))
    return done


def published(course: int) -> dict[str, str]:
    """What each live step of the course publishes, by its address: a text that changes when any of it does."""
    return {address: digest for ask in _all("PUBLISHED") for address, digest in ask(course).items()}


def content_findings(course: Course) -> Iterator[ContentFinding]:
    """What each app's check of its own content finds in the course, as it was written last: ``CONTENT_CHECKS``."""
    for check in _all("CONTENT_CHECKS"):
        yield from check(course)


def statement_scores(enrollment: Enrollment, *, at: datetime) -> list[dict[str, Any]]:
    """Scores that the learner may see at ``at``: ``title``, ``score`` and ``possible``, as texts."""
    return [score for ask in _all("STATEMENT_SCORES") for score in ask(enrollment, at=at)]


@cache
def _all(setting: str) -> list[Any]:
    return [import_string(path) for path in getattr(settings, setting)]


def step_bodies(course: Course) -> dict[int, Body]:
    """What the apps tell of each step of a course to those who arrange it, by the step's key."""
    return {step: body for ask in _all("STEP_BODIES") for step, body in ask(course).items()}


def competency_counts(course: Course) -> list[Column]:
    """How much each app has on each competency: a column or more of the coverage page."""
    return [column for ask in _all("COMPETENCY_COUNTS") for column in ask(course)]


def readiness_findings(course: Course) -> Iterator[Finding]:
    """What stops the course from opening, or is worth a look before."""
    for check in _all("READINESS_CHECKS"):
        yield from check(course)


@cache
def self_checks() -> type[SelfChecks]:
    """What knows the questions inside topics."""
    found: type[SelfChecks] = import_string(settings.SELF_CHECKS)
    return found


def exports() -> list[type[Source]]:
    """The tables that can be taken along, in the order in which the data dictionary tells of them."""
    return _all("EXPORTS")


def content_loaders() -> list[Any]:
    return _all("CONTENT_LOADERS")


@cache
def content_check() -> type[Checker]:
    found: type[Checker] = import_string(settings.CONTENT_CHECK)
    return found


@cache
def checked_kinds() -> dict[str, type[CheckedKind]]:
    """Every kind of content whose words are checked, by its name."""
    return {found.kind: found for found in _all("CHECKED_CONTENT")}


@cache
def demo_maker(kind: str) -> DemoMaker:
    """The verb that plays a demo learner through one step of this kind."""
    found: DemoMaker = import_string(settings.DEMO_MAKERS[kind])
    return found


def demo_cohort(cohort: Cohort, *, by: Person, at: datetime) -> None:
    """Let the apps play what ``by``, its supervisor, does with a demo cohort."""
    for play in _all("DEMO_COHORTS"):
        play(cohort, by=by, at=at)


def program_maker(kind: str) -> type[ProgramMaker]:
    """What takes the learners of a made-up program through steps of this kind."""
    found: type[ProgramMaker] = import_string(settings.PROGRAM_MAKERS[kind])
    return found


def accommodation_changed(person: Person, *, by: Person, at: datetime) -> None:
    """Let the apps apply what was granted to what the person has begun."""
    for follow in _all("ACCOMMODATION_FOLLOWERS"):
        follow(person, by=by, at=at)


def personal_data(person: Person, *, at: datetime) -> list[dict[str, Any]]:
    """All that the apps keep about a person and may show them: see ``course.privacy.own_data``."""
    return [part(person, at=at) for part in _all("PERSONAL_DATA")]


def erasing() -> list[type[Erasing]]:
    """Each app's part in erasing somebody."""
    return _all("ERASURE")


def forget(enrollments: Collection[int]) -> None:
    """Let the apps delete what hangs on these enrollments and would keep them from being deleted."""
    for ask in _all("RETENTION"):
        ask(enrollments)
