"""Verbs on a topic's completion: it is done when it is marked as read and each required scenario is done, too."""

from datetime import datetime

from django.db import transaction
from django.db.models import F, FilteredRelation, Q

from course import progress
from course.models import Completion, Enrollment
from lessons.branching.walk import read_path
from lessons.models import Reading, Topic, TopicVersion
from lessons.sealed import token, unseal


@transaction.atomic
def mark_read(
    enrollment: Enrollment, topic: Topic, *, at: datetime, version: TopicVersion | None = None
) -> Completion | None:
    """Record that a version (the live one, unless the page showed another) was read, once, and settle.

    None while a required scenario is not done.
    """
    assert topic.live is not None
    Reading.objects.get_or_create(
        enrollment=enrollment, topic=topic, defaults={"version": version or topic.live, "at": at}
    )
    return settle(enrollment, topic, at=at)


@transaction.atomic
def settle(enrollment: Enrollment, topic: Topic, *, at: datetime) -> Completion | None:
    """Complete the topic when nothing is missing any more, naming the version that was read; else None."""
    # Reading and writing may end at once in two tabs. Whoever has the lock second sees what the first has done.
    Enrollment.objects.select_for_update(of=("self",)).get(pk=enrollment.pk)
    reading = Reading.objects.filter(enrollment=enrollment, topic=topic).select_related("version").first()
    if reading is None or _is_missing_one(enrollment, topic):
        return None
    progress.complete(enrollment, topic.step, version=reading.version.number, at=at)
    return Completion.objects.get(enrollment=enrollment, step=topic.step)


def _is_missing_one(enrollment: Enrollment, topic: Topic) -> bool:
    """Whether a live, required scenario has no text, or, where it branches, no ending was reached.

    What no key opens does not count.
    """
    mine = FilteredRelation("reflections", condition=Q(reflections__enrollment=enrollment))
    required = topic.scenarios.filter(retired=False, live__required=True).annotate(
        mine=mine, text=F("mine__id")
    )
    tokens = required.annotate(token=token("mine__text"), path=token("mine__path"))
    rows = tokens.values_list("token", "path", "live__branches")
    return any(not (_has_ended(path) if branches else _is_written(text)) for text, path, branches in rows)


def _is_written(sealed: str | None) -> bool:
    return bool(sealed and (unseal(sealed) or "").strip())


def _has_ended(sealed: str | None) -> bool:
    path = unseal(sealed) if sealed else None
    return bool(path) and read_path(path or "").reached
