"""Verbs on reflections: save, share, withdraw. Nothing here logs, or raises with, what a learner wrote."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from course.models import Assignment, Enrollment, Person
from lessons import completion, sealed
from lessons.models import Reflection, ReflectionVersion, Scenario, SharedReflection


class Stale(Exception):
    """Something other is stored than the person had in front of them. ``stored`` is the reflection as it is."""

    def __init__(self, stored: Reflection) -> None:
        super().__init__("Another text is stored.")
        self.stored = stored


class CannotShare(Exception):
    """Carries a sentence for the person who tried."""


@transaction.atomic
def save(
    enrollment: Enrollment,
    scenario: Scenario,
    *,
    text: str,
    revision: int,
    at: datetime,
    replacing: bool = False,
) -> Reflection | None:
    """Keep ``text``, written on top of state ``revision`` (0: there was none). The same text changes nothing.

    An earlier state goes to the history once its minute is over: each minute keeps its last text. When the writer
    is ``replacing`` a text from elsewhere that they were shown, it goes there at once. Returns None when there is
    nothing to keep. Raises Stale when something newer is stored, ``Undecipherable`` when no key opens it.
    """
    stored = None if revision == 0 and text else _locked(enrollment, scenario).first()
    if stored is None and not text:
        return None
    if stored is None and (first := _first(enrollment, scenario, text, at)):
        _settle(enrollment, scenario, at)
        return first
    stored = stored or _locked(enrollment, scenario).get()
    if stored.text == text:
        return stored
    if stored.revision != revision:
        raise Stale(stored)
    if replacing or _minute(at) != _minute(stored.saved_at):
        _keep(stored)
    was_blank = not stored.text.strip()
    stored.text, stored.revision, stored.saved_at = text, revision + 1, at
    stored.scenario_version_id = _live(scenario)
    stored.save(update_fields=["text", "revision", "saved_at", "scenario_version"])
    if was_blank:
        _settle(enrollment, scenario, at)
    return stored


@transaction.atomic
def share(enrollment: Enrollment, scenario: Scenario, *, revision: int, at: datetime) -> SharedReflection:
    """Hand a frozen copy of the state numbered ``revision`` to the trainers, and take back the one before.

    Sharing the same text again changes nothing. Raises CannotShare for an empty text and where nobody would read it,
    Stale when the text is not the one that the person saw, and ``Undecipherable`` when no key opens it.
    """
    reflection = _locked(enrollment, scenario).first()
    if reflection is None or not reflection.text.strip():
        raise CannotShare(_("There is nothing to share yet. Write something first."))
    if reflection.revision != revision:
        raise Stale(reflection)
    if not readers_of(enrollment).exists():
        raise CannotShare(_("Your group has no trainer yet, so nobody could read it."))
    for current in sealed.opened(sealed.with_tokens(open_shares(enrollment, scenario))):
        if current.text == reflection.text:
            return current
        withdraw(enrollment, scenario, at=at)
    return reflection.shares.create(
        text=reflection.text, scenario_version_id=reflection.scenario_version_id, shared_at=at
    )


def withdraw(enrollment: Enrollment, scenario: Scenario, *, at: datetime) -> bool:
    """Take back the shared copy and remove its text for good; answers stay. False when nothing was shared."""
    return open_shares(enrollment, scenario).update(text="", withdrawn_at=at) > 0


def readers_of(enrollment: Enrollment) -> QuerySet[Person]:
    """The trainers who would read what this learner shares: those of the cohort, and those of the course."""
    held = Assignment.objects.filter(
        Q(cohort=enrollment.cohort_id) | Q(course=enrollment.course_id), role=Assignment.Role.TRAINER
    )
    return Person.objects.filter(pk__in=held.values("person"), is_active=True)


def _locked(enrollment: Enrollment, scenario: Scenario) -> QuerySet[Reflection]:
    rows = Reflection.objects.select_for_update().filter(enrollment=enrollment, scenario=scenario)
    return rows.defer("path")


def open_shares(enrollment: Enrollment, scenario: Scenario) -> QuerySet[SharedReflection]:
    return SharedReflection.objects.filter(
        reflection__enrollment=enrollment, reflection__scenario=scenario, withdrawn_at__isnull=True
    )


def _first(enrollment: Enrollment, scenario: Scenario, text: str, at: datetime) -> Reflection | None:
    """Insert the first state; None when another tab was faster."""
    row = Reflection(
        enrollment=enrollment, scenario=scenario, scenario_version_id=_live(scenario), text=text, saved_at=at
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        return None
    return row


def _keep(stored: Reflection) -> None:
    """Append to the history what is about to be replaced. A text that its minute holds already stays."""
    minute = _minute(stored.saved_at)
    row = ReflectionVersion(reflection=stored, minute=minute, text=stored.text, saved_at=stored.saved_at)
    ReflectionVersion.objects.bulk_create([row] if stored.text else [], ignore_conflicts=True)


def _settle(enrollment: Enrollment, scenario: Scenario, at: datetime) -> None:
    if scenario.live and scenario.live.required:
        completion.settle(enrollment, scenario.topic, at=at)


def _live(scenario: Scenario) -> int:
    """The version in front of the writer. Nothing is written on a scenario that was never published."""
    assert scenario.live_id is not None
    return scenario.live_id


def _minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)
