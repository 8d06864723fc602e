"""What lessons keep about a person: handed over to them, and erased."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from course.fields import Undecipherable
from course.models import Person
from lessons import sealed
from lessons.branching import paths, walk
from lessons.models import Feedback, Reading, Reflection, ReflectionVersion, SharedReflection


def own_data(person: Person, *, at: datetime) -> dict[str, Any]:
    """Reflections, opened: they are the person's own. A text that no key opens says so."""
    shares = Prefetch("shares", sealed.with_tokens(SharedReflection.objects.all()))
    answers = Prefetch("shares__feedback", sealed.with_tokens(Feedback.objects.select_related("author")))
    versions = Prefetch("versions", sealed.with_tokens(ReflectionVersion.objects.all()))
    rows = sealed.with_tokens(Reflection.objects.visible_to(person))
    rows = rows.defer("text", "path").annotate(path_token=sealed.token("path"))
    rows = rows.select_related("scenario_version", "scenario__live", "scenario__topic__step")
    read = Reading.objects.visible_to(person).select_related("topic__step", "version").order_by("at")
    found = list(rows.prefetch_related(versions, shares, answers))
    return {
        "reflections": [_reflection(each) for each in found if each.revision],
        "ways": [way for each in found if each.path_token and (way := _way(each))],
        "read": [{"topic": str(each.topic), "version": each.version.number, "at": each.at} for each in read],
    }


def _text(row: Any) -> str:
    found = sealed.unseal(row.token)
    return sealed.message() if found is None else found


def _reflection(row: Any) -> dict[str, Any]:
    return {
        "topic": str(row.scenario.topic),
        "scenario": row.scenario_version.title,
        "questions": row.scenario_version.questions,
        "saved_at": row.saved_at,
        "text": _text(row),
        "earlier": [{"saved_at": each.saved_at, "text": _text(each)} for each in row.versions.all()],
        "shared": [_shared(each) for each in row.shares.all()],
    }


def _way(row: Any) -> dict[str, Any]:
    """The way that somebody took through a branching scenario, in words; of one that no key opens, that it is."""
    told = {"topic": str(row.scenario.topic), "scenario": row.scenario_version.title}
    try:
        path = paths.opened(row.path_token)
    except Undecipherable:
        return {**told, "way": sealed.message()}
    if path is None or not path.chosen:
        return {}
    branches = paths.version_of(row.scenario, path).branches
    way = walk.replay(branches, path.chosen)
    steps = [{"at": step.point["text"], "chosen": step.choice["text"]} for step in way.steps]
    return {**told, "way": steps, "led_to": way.here["text"]}


def _shared(row: Any) -> dict[str, Any]:
    return {
        "shared_at": row.shared_at,
        "taken_back_at": row.withdrawn_at,
        "text": _text(row),
        "answers": [
            {"by": str(each.author or ""), "at": each.at, "text": _text(each)} for each in row.feedback.all()
        ],
    }


class Erasing:
    """The part of lessons in erasing somebody."""

    @staticmethod
    def goes(person: Person) -> Sequence[str]:
        own = Reflection.objects.visible_to(person)
        count, ways = own.exclude(revision=0).count(), own.filter(path__isnull=False).count()
        words = ngettext(
            "Your %(count)d reflection, with its earlier versions, what you shared of it, and the answers to it",
            "Your %(count)d reflections, with their earlier versions, what you shared of them, and the answers to them",
            count,
        )
        told = [words % {"count": count}] if count else [_("Your reflections (there are none)")]
        return [*told, _("The ways that you took through scenarios")] if ways else told

    @staticmethod
    def erase(person: Person, *, at: datetime) -> None:
        Reflection.objects.visible_to(person).delete()
        Feedback.objects.filter(author=person).update(author=None)
