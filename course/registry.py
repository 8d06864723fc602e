"""The dotted strings in settings through which the spine reaches the apps that it does not import."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from random import Random
from typing import Any, Protocol

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.module_loading import import_string
from django.utils.safestring import SafeString

from course.models import Enrollment, Person, Step
from course.places import Place


class StepKind(Protocol):
    """What an app says about one kind of step."""

    @staticmethod
    def page(request: HttpRequest, place: Place) -> HttpResponse:
        """The learner's page of a step of this kind."""
        ...


@dataclass(frozen=True)
class DigestPart:
    """One part of a supervisor's weekly mail: a title, a line each, and where to look."""

    title: str
    lines: Sequence[str]
    link: str


class Erasing(Protocol):
    """What an app does when somebody is erased."""

    @staticmethod
    def goes(person: Person) -> Sequence[str]:
        """What is deleted at once, in words, for the page that says so before."""
        ...

    @staticmethod
    def erase(person: Person, *, at: datetime) -> None:
        """Delete it. Doing it again changes nothing."""
        ...


class DemoMaker(Protocol):
    """Plays one demo learner through one step, with the verbs that the pages use."""

    def __call__(self, enrollment: Enrollment, step: Step, *, at: datetime, rng: Random) -> None: ...


@cache
def step_kind(kind: str) -> type[StepKind]:
    """Raises KeyError for a kind that settings do not name."""
    found: type[StepKind] = import_string(settings.STEP_KINDS[kind])
    return found


def step_panels(place: Place) -> list[SafeString]:
    """What other apps add to a topic's page, such as the state of the pre-course exam."""
    shown = (panel(place) for panel in _all("STEP_PANELS"))
    return [html for html in shown if html]


def learner_panels(enrollment: Enrollment) -> list[SafeString]:
    """What other apps add to the page on which staff look after a learner."""
    shown = (panel(enrollment) for panel in _all("LEARNER_PANELS"))
    return [html for html in shown if html]


def home_panels(person: Person, *, at: datetime) -> list[SafeString]:
    """What other apps add to a learner's home page, such as a result that changed."""
    shown = (panel(person, at=at) for panel in _all("HOME_PANELS"))
    return [html for html in shown if html]


def digest_parts(person: Person, *, at: datetime) -> list[DigestPart]:
    """What other apps add to a supervisor's weekly mail, such as answers to mark."""
    found = (part(person, at=at) for part in _all("DIGEST_PARTS"))
    return [part for part in found if part]


def last_work(enrollments: QuerySet[Enrollment]) -> dict[int, datetime]:
    """When each enrollment last did something, by its id; none for one that never did. A few statements."""
    found: dict[int, datetime] = {}
    for ask in _all("LAST_WORK"):
        for enrollment, at in ask(enrollments).items():
            found[enrollment] = max(at, found.get(enrollment, at))
    return found


def published(course: int) -> dict[str, str]:
    """What each live step of the course publishes, by its address: a text that changes when any of it does."""
    return {address: digest for ask in _all("PUBLISHED") for address, digest in ask(course).items()}


def statement_scores(enrollment: Enrollment, *, at: datetime) -> list[dict[str, Any]]:
    """Scores that the learner may see at ``at``: ``title``, ``score`` and ``possible``, as texts."""
    return [score for ask in _all("STATEMENT_SCORES") for score in ask(enrollment, at=at)]


@cache
def _all(setting: str) -> list[Any]:
    return [import_string(path) for path in getattr(settings, setting)]


def content_loaders() -> list[Any]:
    return _all("CONTENT_LOADERS")


@cache
def demo_maker(kind: str) -> DemoMaker:
    """The verb that plays a demo learner through one step of this kind."""
    found: DemoMaker = import_string(settings.DEMO_MAKERS[kind])
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
