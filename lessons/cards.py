"""A scenario as one learner meets it: what it says now, what they wrote, what became of it. One statement for all."""

from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import (
    CharField,
    Count,
    Exists,
    F,
    FilteredRelation,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce
from django.http import Http404
from django.urls import reverse

from course.fields import Undecipherable
from course.models import Enrollment, Person, Step
from course.operation.prepared import Prepared
from course.places import Place
from lessons.branching.paths import opened
from lessons.branching.walk import Path
from lessons.models import Feedback, Reflection, Scenario, ScenarioVersion, SharedReflection, Topic
from lessons.sealed import token, unseal


@dataclass(frozen=True)
class Writing:
    """A reflection as its writer's page shows it. ``text`` is None where no key of this server opens it."""

    pk: int
    text: str | None = field(repr=False)
    revision: int
    saved_at: datetime


@dataclass(frozen=True, kw_only=True)
class ScenarioCard:
    """``unseen`` counts answers not yet opened; ``contacts`` are the program's crisis lines besides 988.

    ``typed`` is what stands in the box without being saved (refused, stale, or kept across a sign-in), and ``base`` the
    state that it was written on. ``path`` is the way through a branching scenario, None before its first choice and
    where ``path_sealed`` says that no key of this server opens it.
    """

    scenario: Scenario
    version: ScenarioVersion
    enrollment_id: int
    reflection: Writing | None
    shared_at: datetime | None
    unseen: int
    contacts: tuple[str, ...]
    typed: str | None = field(default=None, repr=False)
    base: int | None = None
    path: Path | None = field(default=None, repr=False)
    path_sealed: bool = False

    @cached_property
    def url(self) -> str:
        return reverse("reflection", args=[self.enrollment_id, self.scenario.pk])

    @cached_property
    def walk_url(self) -> str:
        return reverse("walk", args=[self.enrollment_id, self.scenario.pk])

    @property
    def branching(self) -> bool:
        return bool(self.version.branches)

    @property
    def begun(self) -> bool:
        return bool(self.path and self.path.chosen)

    @property
    def asks(self) -> bool:
        """Whether it asks its questions here: a branching scenario does so once an ending was reached."""
        known = self.reflection is not None or self.typed is not None or bool(self.path and self.path.reached)
        return bool(self.version.questions) and (known or not self.branching)

    @property
    def revision(self) -> int:
        """What a save must name as the state that it builds on; 0 before the first."""
        if self.base is not None:
            return self.base
        return self.reflection.revision if self.reflection else 0

    @property
    def shared(self) -> bool:
        return self.shared_at is not None

    @property
    def changed_since_shared(self) -> bool:
        return bool(self.shared_at and self.reflection and self.reflection.saved_at > self.shared_at)

    @property
    def sealed(self) -> bool:
        return self.reflection is not None and self.reflection.text is None

    @property
    def saved_text(self) -> str:
        return (self.reflection and self.reflection.text) or ""

    @property
    def box(self) -> str:
        """What stands in the box."""
        return self.saved_text if self.typed is None else self.typed

    @property
    def written(self) -> bool:
        return bool(self.saved_text.strip())


def _scenarios_of(topic: int, enrollment: int) -> QuerySet[Scenario]:
    return _as_met_by(Scenario.objects.filter(topic=topic, retired=False, live__isnull=False), enrollment)


_of_topic = Prepared(_scenarios_of)


def cards_for(place: Place, topic: Topic) -> list[ScenarioCard]:
    """The live scenarios of a topic, in order, for the learner at ``place``."""
    rows = _of_topic(topic=topic.pk, enrollment=place.enrollment_id)
    return [_card(row, place.enrollment_id) for row in rows]


def find(person: Person, enrollment_id: int, scenario_id: int) -> tuple[Enrollment, ScenarioCard]:
    """A scenario that ``person`` has written on, in whatever state it is now, or may write on today.

    Raises Http404 for everything else.
    """
    scenarios = Scenario.objects.filter(pk=scenario_id).annotate(taker=_taker(person, enrollment_id))
    rows: Any = _as_met_by(scenarios, enrollment_id)
    rows = rows.select_related("live", "topic__step__lesson__course", "taker__cohort")
    found = Q(reflection_id__isnull=False) | _open_to(person, enrollment_id)
    row = rows.filter(found, taker__isnull=False).first()
    if row is None:
        raise Http404
    return row.taker, _card(row, enrollment_id)


def _taker(person: Person, enrollment_id: int) -> FilteredRelation:
    # All of it in the join: a condition in a filter of its own would be met by any enrollment of the course.
    path = "topic__step__lesson__course__enrollments"
    return FilteredRelation(path, condition=Q((f"{path}__person", person), (f"{path}__pk", enrollment_id)))


def _open_to(person: Person, enrollment_id: int) -> Q:
    """Live, in a course that the person takes now, and not locked behind a step that is still to be done."""
    required = Step.objects.live().filter(pk=OuterRef("topic__step__requires"))
    return Q(
        ~Exists(required.exclude(completions__enrollment=enrollment_id)),
        Exists(Step.objects.taken_by(person).filter(pk=OuterRef("topic__step"))),
        retired=False,
        live__isnull=False,
        taker__state=Enrollment.State.ACTIVE,
    )


def _as_met_by(scenarios: QuerySet[Scenario], enrollment_id: int) -> QuerySet[Any]:
    """Scenarios with the reflection, its share and its answers beside each."""
    mine = FilteredRelation("reflections", condition=Q(reflections__enrollment=enrollment_id))
    shares = SharedReflection.objects.filter(reflection=OuterRef("reflection_id"), withdrawn_at__isnull=True)
    shared_at = shares.order_by().values("shared_at")
    contacts = (
        Enrollment.objects.filter(pk=enrollment_id).order_by().values("cohort__program__crisis_contacts")
    )
    return (
        scenarios.select_related("live")
        .annotate(mine=mine, reflection_id=F("mine__id"), token=token("mine__text"))
        .annotate(path_token=token("mine__path"))
        .annotate(revision=F("mine__revision"), saved_at=F("mine__saved_at"), shared_at=Subquery(shared_at))
        .annotate(unseen=unseen("reflection_id"))
        .annotate(contacts=Coalesce(Subquery(contacts, output_field=CharField()), Value("")))
    )


def unseen(reflection: str) -> Coalesce:
    """How many answers to the reflection at this path its writer has not opened, for an annotation."""
    answers = Feedback.objects.filter(
        shared__reflection=OuterRef(reflection), seen_at__isnull=True
    ).order_by()
    return Coalesce(Subquery(answers.values("shared__reflection").annotate(n=Count("pk")).values("n")), 0)


def _card(row: Any, enrollment_id: int) -> ScenarioCard:
    reflection, path, path_sealed = None, None, False
    if row.revision:
        reflection = Writing(row.reflection_id, unseal(row.token), row.revision, row.saved_at)
    try:
        path = opened(row.path_token)
    except Undecipherable:
        path_sealed = True
    return ScenarioCard(
        path=path,
        path_sealed=path_sealed,
        scenario=row,
        version=row.live,
        enrollment_id=enrollment_id,
        reflection=reflection,
        shared_at=row.shared_at,
        unseen=row.unseen,
        contacts=tuple(line.strip() for line in row.contacts.splitlines() if line.strip()),
    )


def saved(reflection: Reflection) -> Writing:
    """A reflection just saved, as its page shows it."""
    return Writing(reflection.pk, reflection.text, reflection.revision, reflection.saved_at)
