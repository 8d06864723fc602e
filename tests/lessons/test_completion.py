"""A topic is complete when it is marked as read and every required reflection is written, in whatever order."""

from datetime import datetime, timedelta

import pytest

from course import versions
from course.models import Completion, Enrollment
from lessons import completion, reflections
from lessons.models import Reading, Reflection, Scenario, Topic
from tests.lessons.conftest import spoil
from tests.make import MADE_AT, add_scenario


@pytest.fixture
def topic(enrollment: Enrollment) -> Topic:
    return Topic.objects.select_related("step", "live").get(step__slug="roles")


@pytest.fixture
def needed(topic: Topic) -> Scenario:
    """A scenario of the topic whose reflection is required."""
    return add_scenario(topic.step.lesson, "roles", "needed", required=True)


def write(enrollment: Enrollment, scenario: Scenario, text: str, at: datetime, revision: int = 0) -> None:
    reflections.save(enrollment, scenario, text=text, revision=revision, at=at)


def test_a_topic_without_a_required_reflection_is_complete_when_read(
    enrollment: Enrollment, topic: Topic, now: datetime
) -> None:
    done = completion.mark_read(enrollment, topic, at=now)
    assert done is not None
    assert (done.step, done.version, done.at) == (topic.step, 1, now)


def test_reading_without_the_required_reflection_does_not_complete(
    enrollment: Enrollment, topic: Topic, needed: Scenario, now: datetime
) -> None:
    assert completion.mark_read(enrollment, topic, at=now) is None
    assert not Completion.objects.exists()


def test_writing_without_reading_does_not_complete(
    enrollment: Enrollment, topic: Topic, needed: Scenario, now: datetime
) -> None:
    write(enrollment, needed, "I would ask.", now)
    assert completion.settle(enrollment, topic, at=now) is None
    assert not Completion.objects.exists()


def test_reading_after_writing_completes(
    enrollment: Enrollment, topic: Topic, needed: Scenario, now: datetime
) -> None:
    write(enrollment, needed, "I would ask.", now)
    assert completion.mark_read(enrollment, topic, at=now) is not None


def test_writing_after_reading_completes_at_the_time_of_writing(
    enrollment: Enrollment, topic: Topic, needed: Scenario, now: datetime
) -> None:
    completion.mark_read(enrollment, topic, at=now)
    write(enrollment, needed, "I would ask.", now + timedelta(hours=1))
    assert Completion.objects.get().at == now + timedelta(hours=1)


@pytest.mark.parametrize("text", ["", " \n\t "])
def test_a_blank_reflection_does_not_count_until_something_is_written(
    enrollment: Enrollment, topic: Topic, needed: Scenario, now: datetime, text: str
) -> None:
    completion.mark_read(enrollment, topic, at=now)
    write(enrollment, needed, " ", now)
    write(enrollment, needed, text, now, revision=1)
    assert not Completion.objects.exists()
    write(enrollment, needed, "I would ask.", now, revision=Reflection.objects.get().revision)
    assert Completion.objects.exists()


def test_every_required_reflection_counts(
    enrollment: Enrollment, topic: Topic, needed: Scenario, now: datetime
) -> None:
    other = add_scenario(topic.step.lesson, "roles", "other", required=True)
    completion.mark_read(enrollment, topic, at=now)
    write(enrollment, needed, "I would ask.", now)
    assert not Completion.objects.exists()
    write(enrollment, other, "I would wait.", now)
    assert Completion.objects.exists()


def test_another_learners_reflection_does_not_count(
    enrollment: Enrollment, ben: object, topic: Topic, needed: Scenario, now: datetime
) -> None:
    write(Enrollment.objects.exclude(pk=enrollment.pk).get(), needed, "I would ask.", now)
    assert completion.mark_read(enrollment, topic, at=now) is None


def test_a_retired_scenario_is_no_longer_required(
    enrollment: Enrollment, topic: Topic, needed: Scenario, now: datetime
) -> None:
    Scenario.objects.filter(pk=needed.pk).update(retired=True)
    assert completion.mark_read(enrollment, topic, at=now) is not None


def test_only_the_live_version_of_a_scenario_says_what_is_required(
    enrollment: Enrollment, topic: Topic, needed: Scenario, now: datetime
) -> None:
    live = needed.live
    assert live is not None
    fields = ("title", "situation", "questions", "weigh", "minutes_low", "minutes_high")
    payload = {name: getattr(live, name) for name in fields} | {"required": False}
    rendered = {"situation_html": live.situation_html}
    versions.write_draft(needed, payload=payload, rendered=rendered, author=None, at=MADE_AT)
    assert completion.mark_read(enrollment, topic, at=now) is None
    versions.publish(needed, author=None, at=MADE_AT)
    assert completion.mark_read(enrollment, topic, at=now) is not None


def test_completion_names_the_version_that_was_read(
    enrollment: Enrollment, topic: Topic, needed: Scenario, now: datetime
) -> None:
    completion.mark_read(enrollment, topic, at=now)
    payload = {"title": "The role, again", "source": "Walk on."}
    versions.take_from_file(
        topic, payload=payload, rendered={"html": "<p>Walk on.</p>", "words": 2}, at=MADE_AT
    )
    write(enrollment, needed, "I would ask.", now)
    assert topic.live is not None
    assert topic.live.number == 2
    assert Completion.objects.get().version == 1


def test_marking_as_read_again_changes_nothing(enrollment: Enrollment, topic: Topic, now: datetime) -> None:
    for hours in (0, 1):
        completion.mark_read(enrollment, topic, at=now + timedelta(hours=hours))
    assert (Reading.objects.get().at, Completion.objects.get().at) == (now, now)


def test_emptying_a_reflection_later_takes_nothing_back(
    enrollment: Enrollment, topic: Topic, needed: Scenario, now: datetime
) -> None:
    write(enrollment, needed, "I would ask.", now)
    completion.mark_read(enrollment, topic, at=now)
    write(enrollment, needed, "", now, revision=1)
    assert Completion.objects.exists()


def test_a_reflection_that_no_key_opens_does_not_count_as_written(
    enrollment: Enrollment, topic: Topic, needed: Scenario, now: datetime
) -> None:
    write(enrollment, needed, "I would ask.", now)
    spoil(Reflection)
    assert completion.mark_read(enrollment, topic, at=now) is None
