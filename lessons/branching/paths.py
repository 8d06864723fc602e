"""Verbs on a learner's way through a branching scenario. Nothing here logs, or raises with, what was chosen."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from course.fields import decrypt
from course.models import Enrollment
from lessons import completion, sealed
from lessons.branching import walk
from lessons.branching.walk import Path
from lessons.models import Reflection, Scenario, ScenarioVersion


class Moved(Exception):
    """The way does not stand where the page showed it. Carries a sentence for the person who chose."""


@transaction.atomic
def choose(
    enrollment: Enrollment, scenario: Scenario, *, version: int, point: str, choice: str, at: datetime
) -> Path:
    """Take ``choice`` at ``point`` of the version with this number; what was chosen after that point is gone.

    The same choice again changes nothing. The first ending that is reached settles a topic that waits for it. Raises
    Moved where the way is elsewhere, and ``Undecipherable`` when no key opens it.
    """
    row = _locked(enrollment, scenario).first()
    path = current(_path_of(row), scenario)
    branches = version_of(scenario, path).branches
    try:
        chosen = walk.choose(branches, path.chosen, point=point, choice=choice)
    except (walk.Lost, IndexError):
        chosen = ()
    if path.version != version or not chosen:
        raise Moved(_("This has moved on since the page was opened. Here is where you stand now."))
    ended = walk.replay(branches, chosen).ended
    new = replace(path, chosen=chosen, reached=path.reached or ended)
    if row is not None:
        _keep(row, new, at)
    elif not _begin(enrollment, scenario, new, at):
        return choose(enrollment, scenario, version=version, point=point, choice=choice, at=at)
    if ended and not path.reached and scenario.live and scenario.live.required:
        completion.settle(enrollment, scenario.topic, at=at)
    return new


@transaction.atomic
def step_back(enrollment: Enrollment, scenario: Scenario, *, at: datetime) -> None:
    """Take the last choice back. At the start nothing happens."""
    _change(enrollment, scenario, at, whole=False)


@transaction.atomic
def start_again(enrollment: Enrollment, scenario: Scenario, *, at: datetime) -> None:
    """Go to the start, of what is live now. What was chosen is forgotten."""
    _change(enrollment, scenario, at, whole=True)


def current(path: Path | None, scenario: Scenario) -> Path:
    """Where somebody stands. A way goes on in the version that it began in; one without a choice begins in the live."""
    assert scenario.live is not None
    if path is None or not path.chosen:
        return Path(scenario.live.number, (), path is not None and path.reached)
    return path


def version_of(scenario: Scenario, path: Path) -> ScenarioVersion:
    """The version that a way goes through. No statement where it is the live one."""
    if scenario.live is not None and scenario.live.number == path.version:
        return scenario.live
    found: ScenarioVersion = scenario.versions.get(number=path.version)
    return found


def opened(token: str | None) -> Path | None:
    """The way behind a token as the database holds it. Raises ``Undecipherable`` when no key opens it."""
    return walk.read_path(decrypt(token)) if token else None


def _change(enrollment: Enrollment, scenario: Scenario, at: datetime, *, whole: bool) -> None:
    row = _locked(enrollment, scenario).first()
    path = _path_of(row)
    if row is not None and path is not None and path.chosen:
        _keep(row, replace(path, chosen=() if whole else path.chosen[:-1]), at)


def _locked(enrollment: Enrollment, scenario: Scenario) -> QuerySet[Reflection]:
    rows = Reflection.objects.select_for_update().filter(enrollment=enrollment, scenario=scenario)
    return rows.defer("text", "path").annotate(token=sealed.token("path"))


def _path_of(row: Reflection | None) -> Path | None:
    return None if row is None else opened(row.token)  # type: ignore[attr-defined]  # annotated by _locked


def _begin(enrollment: Enrollment, scenario: Scenario, path: Path, at: datetime) -> bool:
    """Insert the row with the first choice; False when another tab was faster."""
    assert scenario.live is not None
    row = Reflection(
        enrollment=enrollment,
        scenario=scenario,
        scenario_version=scenario.live,
        path=path.stored(),
        revision=0,
        saved_at=at,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        return False
    return True


def _keep(row: Reflection, path: Path, at: datetime) -> None:
    # When the text was saved is the text's own story: without one, this is all there is to date the row.
    moved = {} if row.revision else {"saved_at": at}
    Reflection.objects.filter(pk=row.pk).update(path=path.stored(), **moved)
