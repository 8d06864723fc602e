"""What changed in a topic since a learner finished it: telling of it, showing it, and keeping that it was read."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from django.db.models import Count, Exists, OuterRef

from course.differences import Block, Did, compare, shortened
from course.models import Acknowledgement, Enrollment, Person, Publication, Step
from course.places import Place
from course.publishing.change import Change
from lessons.models import Topic, TopicVersion
from lessons.visible_text import visible_text


class News(NamedTuple):
    """``notes`` of the changes of substance since version ``read``, oldest first; both texts, block by block."""

    read: TopicVersion
    live: TopicVersion
    notes: list[Publication]
    blocks: list[Block]

    @property
    def shown(self) -> list[Block | None]:
        """The blocks near a change; empty where no word differs."""
        differs = any(block.did is not Did.KEPT for block in self.blocks)
        return shortened(self.blocks) if differs else []


def tell_of_change(topic: Topic, change: Change, *, at: datetime) -> None:
    """Let the step say that the live version changed the substance. An edit of the wording says nothing."""
    if not change.note or topic.live is None:
        return
    step = topic.step
    step.changed_version, step.changed_at, step.changed_note = topic.live.number, at, change.note
    if change.ask:
        step.asked_version = topic.live.number
    step.save(update_fields=["changed_version", "changed_at", "changed_note", "asked_version"])


def news_for(place: Place) -> News | None:
    """What is new for the learner at ``place``; None where nothing is. Three statements."""
    seen = place.step.done_version
    if seen is None or not place.step.changed_since_done:
        return None
    topic = Topic.objects.select_related("live").get(step=place.step)
    # A topic's completion names the version that was read.
    read = TopicVersion.objects.get(topic=topic, number=seen)
    assert topic.live is not None
    notes = Publication.objects.filter(subject=topic.subject, number__gt=read.number).exclude(note="")
    return News(read, topic.live, list(notes.order_by("pk")), compare(_lines(read), _lines(topic.live)))


def acknowledge(enrollment: Enrollment, step: Step, *, version: int, at: datetime) -> None:
    """Keep that the changes up to ``version`` were read. Doing it again changes nothing. One statement."""
    row = Acknowledgement(enrollment=enrollment, step=step, version=version, at=at)
    Acknowledgement.objects.bulk_create([row], ignore_conflicts=True)


def _lines(version: TopicVersion) -> list[str]:
    """All that a reader of this version sees, a line for each paragraph, list item or cell."""
    return [version.title, *version.objectives, *visible_text(version.html).splitlines()]


def still_to_read(topic: Topic, person: Person) -> tuple[int, int]:
    """Of the learners in ``person``'s cohorts who are asked to read what changed: how many have not, and of how many.

    One statement.
    """
    step, asked = topic.step, topic.step.asked_version
    if asked is None:
        return 0, 0
    read = Acknowledgement.objects.filter(enrollment=OuterRef("pk"), step=step, version__gte=asked)
    learners = Enrollment.objects.active().staffed_by(person)
    asked_ones = learners.filter(completions__step=step, completions__version__lt=asked)
    told = asked_ones.aggregate(all=Count("pk"), left=Count("pk", filter=~Exists(read)))
    return told["left"], told["all"]
