"""What the apps must offer where ``course.registry`` reaches them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random
from typing import TYPE_CHECKING, Any, Protocol

from django.http import HttpRequest, HttpResponse
from django.utils.datastructures import MultiValueDict
from django.utils.safestring import SafeString
from pydantic import BaseModel

from course.models import Course, Enrollment, Person, Step, Versioned
from course.places import Place
from course.publishing.change import Change

if TYPE_CHECKING:
    pass


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


@dataclass(frozen=True)
class WeekLine:
    """A line of “This week” on the home page of staff: how many, of what, why it counts, and the page that tells all.

    ``go`` are the words of the link.
    """

    number: int
    words: str
    reason: str
    link: str
    go: str


@dataclass(frozen=True)
class StepScore:
    """A score in a step: percent, as ``70``; the same in words; where to read it; whether it needs a look."""

    short: str
    words: str
    link: str
    look: bool = False


class ContentKind(Protocol):
    """What an app says about one kind of versioned content, by the name that the audit trail gives it."""

    @staticmethod
    def locked(pk: int) -> Versioned | None:
        """The thing, locked until the transaction ends."""
        ...

    @staticmethod
    def problems(thing: Any, version: Any) -> list[str]:
        """What keeps a version from being published today, in sentences."""
        ...

    @staticmethod
    def publish(thing: Any, version: Any, *, author: Person | None, at: datetime, change: Change) -> None:
        """Make a version live, with all that follows from it."""
        ...

    @staticmethod
    def titles(pks: Collection[int]) -> dict[int, str]:
        """How people call these things. One statement."""
        ...


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


class SelfChecks(Protocol):
    """Questions inside a topic. A check is a mapping: ``key``, ``kind``, ``stem``, the kind's keys, ``explanation``."""

    @staticmethod
    def kinds() -> Sequence[tuple[str, str]]:
        """The kinds there are, each with its name for authors."""
        ...

    @staticmethod
    def schema(kind: str) -> type[BaseModel]:
        """What a check of this kind is. Raises KeyError for a kind that checks do not have."""
        ...

    @staticmethod
    def in_order(check: Mapping[str, Any]) -> dict[str, Any]:
        """A check as it is stored; one with mistakes as it is."""
        ...

    @staticmethod
    def problems(check: Mapping[str, Any]) -> Sequence[str]:
        """What is wrong with it, in sentences."""
        ...

    @staticmethod
    def rendered(check: Mapping[str, Any]) -> dict[str, str]:
        """Finished HTML: ``stem`` and ``explanation``."""
        ...

    @staticmethod
    def words(check: Mapping[str, Any]) -> str:
        """The words of its options, a line for each."""
        ...

    @staticmethod
    def panel(
        check: Mapping[str, Any],
        html: Mapping[str, str],
        sent: MultiValueDict[str, str],
        *,
        digest: str,
        reveal: bool = False,
    ) -> SafeString:
        """The check on a page to which ``sent`` was sent, which may hold an answer to it, or to another, or none.

        ``html`` is what ``rendered`` made; ``digest`` names the version that both are from, "" for one not stored.
        What is right is told after an answer alone, or to an author (``reveal``).
        """
        ...

    @staticmethod
    def form(kind: str) -> type[Any]:
        """A form for authors: ``check_form`` in ``quizzes.self_check_forms``."""
        ...


class DemoMaker(Protocol):
    """Plays one demo learner through one step, with the verbs that the pages use."""

    def __call__(self, enrollment: Enrollment, step: Step, *, at: datetime, rng: Random) -> None: ...


@dataclass(frozen=True)
class Visit:
    """A made-up learner comes to a step. What they are like is told in ``course.program_maker.lives.Life``.

    ``leaves``: they go away in the middle of it, and have not come back.
    """

    enrollment: Enrollment
    step: Step
    at: datetime
    ability: float
    pace: float
    measured: bool
    leaves: bool
    rng: Random


@dataclass(frozen=True)
class Took:
    """What the spine keeps of a visit: for how many seconds the step was in use, and how it was completed.

    ``version`` and ``at`` are None while it is not completed.
    """

    visit: Visit
    seconds: int
    version: int | None = None
    at: datetime | None = None


class ProgramMaker(Protocol):
    """Takes many made-up learners through the steps of one kind, with rows as the verbs would have left them."""

    def __init__(self, course: Course, *, until: datetime) -> None:
        """Read once what the course has of this kind. Nothing happens after ``until``."""
        ...

    def take(self, visits: Sequence[Visit]) -> list[Took]:
        """Write what comes of these visits to one step. Who passes it by is not in the list."""
        ...


class ContentFinding(Protocol):
    """One thing that a check found in what a course says. ``place`` names the thing and the field, in words.

    ``severity`` is ``high``, ``medium`` or ``context``; ``kept``: somebody decided, with a reason, that it stays.
    """

    @property
    def place(self) -> str: ...

    @property
    def rule(self) -> str: ...

    @property
    def severity(self) -> str: ...

    @property
    def message(self) -> str: ...

    @property
    def kept(self) -> bool: ...
