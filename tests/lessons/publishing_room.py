"""A topic that learners have, and what trainers do to it."""

from datetime import datetime
from typing import Any

from course.models import Enrollment, Person
from course.publishing.change import WORDING, Change
from lessons import authoring, completion
from lessons.models import Topic

SOURCE = "## What it is\n\nWalk beside, not ahead.\n\nCall the old number at night.\n"
PAYLOAD: dict[str, Any] = {
    "title": "The Role of a Peer Specialist",
    "objectives": ["say what a peer does"],
    "competencies": [],
    "activity": "",
    "references": [],
    "source": SOURCE,
}
NEW_NUMBER = SOURCE.replace("old number", "new number")


def the_topic() -> Topic:
    rows = Topic.objects.select_related("step__lesson__course", "live", "draft")
    return rows.get(step__slug="roles")


def write(author: Person, at: datetime, **changes: Any) -> Topic:
    """A draft of the topic, with changes."""
    topic = the_topic()
    authoring.draft_topic(topic, {**PAYLOAD, **changes}, author=author, at=at)
    return topic


def publish(author: Person, at: datetime, *, change: Change = WORDING, **changes: Any) -> Topic:
    topic = write(author, at, **changes)
    authoring.publish_topic(topic, author=author, at=at, change=change)
    return the_topic()


def finish(enrollment: Enrollment, at: datetime) -> None:
    completion.mark_read(enrollment, the_topic(), at=at)
