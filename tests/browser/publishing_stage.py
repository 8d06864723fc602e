"""A course whose topics change while people take it: Greta has finished one that changed since."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from course.joining import people
from course.models import Cohort, Course, Lesson, Person, Program
from course.publishing import reviews, schedules
from course.publishing.change import Change
from lessons import authoring, completion
from lessons.models import Topic
from tests.browser import cast
from tests.make import add_topic

CODE = "CHNG-2345"
WORDS = "## At night\n\nWalk beside, not ahead.\n\nCall the old number at night. Somebody answers.\n"
CHANGED = WORDS.replace("old number", "new number") + "\nIf nobody answers, call 988.\n"


def publishing() -> cast.Ids:
    """A change to read, a draft to be compared, reviewed and given its time, and one that could not go live."""
    course = Course.objects.create(
        program=Program.objects.get(), slug="changing", title="Nights and Weekends"
    )
    lesson = Lesson.objects.create(course=course, slug="foundations", title="Who to Call", position=1)
    cohort = Cohort.objects.create(program=course.program, course=course, name="Night cohort", join_code=CODE)
    tess, now = cast.tess(), timezone.now()
    titles = {"at-night": "At Night", "by-phone": "By Phone", "on-weekends": "On Weekends"}
    changed, walked, planned = (
        add_topic(lesson, slug, title, number) for number, (slug, title) in enumerate(titles.items(), 1)
    )
    for topic in (changed, walked, planned):
        _write(topic, tess, WORDS, now - timedelta(days=9))
        authoring.publish_topic(topic, author=tess, at=now - timedelta(days=9))
    greta = people.join(cast.person("Greta Moe"), cohort, at=now - timedelta(days=8))
    completion.mark_read(greta, changed, at=now - timedelta(days=7))
    _write(changed, tess, CHANGED, now - timedelta(days=2))
    told = Change("The number for the night has changed.", ask=True)
    authoring.publish_topic(changed, author=tess, at=now - timedelta(days=2), change=told)
    _write(changed, tess, CHANGED.replace("Somebody answers.", "Somebody always answers."), now)
    reviews.ask(changed, course=course.pk, by=tess, of=None, words="Is it still true?", at=now)
    _plan(planned, tess, now)
    step = {"course": "changing", "lesson": "foundations", "step": changed.step.slug}
    return {
        "changes": step,
        "lesson_changed": step,
        "outline_changed": {"course": "changing"},
        "admin_topic_differences": {"pk": changed.pk},
        "admin_topic_review": {"pk": changed.pk},
        "admin_topic_review_ask": {"pk": planned.pk},
        "admin_topic_schedule": {"pk": changed.pk},
        "admin_topic_planned": {"object_id": planned.pk},
        "admin_topic_waiting": {"object_id": changed.pk},
        "walked_topic": {"object_id": walked.pk},
        "walked_page": {**step, "step": walked.step.slug},
        "walked_changes": {**step, "step": walked.step.slug},
    }


def _write(topic: Topic, author: Person, source: str, at: datetime) -> None:
    said = {**authoring.EMPTY_TOPIC, "title": topic.step.title, "objectives": ["say who to call"]}
    authoring.draft_topic(topic, {**said, "source": source}, author=author, at=at)


def _plan(topic: Topic, author: Person, now: datetime) -> None:
    _write(topic, author, CHANGED, now)
    schedules.schedule(
        topic, course=topic.step.lesson.course_id, due_at=now + timedelta(days=3), by=author, at=now
    )
