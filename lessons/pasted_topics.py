"""Verbs: a topic made of a pasted text; and the same done and undone, to look at it before anything is stored."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from django.db import transaction

from course.models import Lesson, Person
from lessons import authoring
from lessons.authoring import Payload
from lessons.models import Topic, TopicVersion

T = TypeVar("T")


@transaction.atomic
def make_topic(
    lesson: Lesson, payload: Payload, *, author: Person, at: datetime
) -> tuple[Topic, TopicVersion]:
    """A new topic at the end of a lesson with this draft. Learners do not see it before it is published."""
    topic = authoring.add_topic(lesson, title=payload["title"], author=author, at=at)
    return topic, authoring.draft_topic(topic, payload, author=author, at=at)


def look_at_topic(
    lesson: Lesson,
    payload: Payload,
    *,
    author: Person,
    at: datetime,
    show: Callable[[Topic, TopicVersion], T],
) -> T:
    """What ``show`` says of the topic that ``make_topic`` would make. Nothing of it stays."""
    with transaction.atomic():
        shown = show(*make_topic(lesson, payload, author=author, at=at))
        transaction.set_rollback(True)
    return shown
