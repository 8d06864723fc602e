"""Topics and scenarios as ``course`` knows versioned content: see ``CONTENT_KINDS`` in settings."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from course.models import Person
from course.models.versions import locked
from course.publishing.change import Change
from lessons import authoring
from lessons.admin_forms import ScenarioForm, TopicForm, as_sentence
from lessons.models import Scenario, ScenarioVersion, Topic, TopicVersion

POINTERS = ("live", "draft")


class TopicContent:
    @staticmethod
    def locked(pk: int) -> Topic | None:
        rows = Topic.objects.filter(pk=pk).order_by()
        return rows.select_related("step__lesson__course", *POINTERS).first() if locked(rows) else None

    @staticmethod
    def problems(thing: Topic, version: TopicVersion) -> list[str]:
        found = authoring.problems_of_topic(authoring.payload_of(version), thing.step.lesson.course)
        return [as_sentence(problem, _labels(TopicForm)) for problem in found]

    @staticmethod
    def publish(
        thing: Topic, version: TopicVersion, *, author: Person | None, at: datetime, change: Change
    ) -> None:
        authoring.publish_topic(thing, author=author, at=at, version=version, change=change)

    @staticmethod
    def titles(pks: Collection[int]) -> dict[int, str]:
        return dict(Topic.objects.filter(pk__in=pks).values_list("pk", "step__title"))


class ScenarioContent:
    @staticmethod
    def locked(pk: int) -> Scenario | None:
        rows = Scenario.objects.filter(pk=pk).order_by()
        related = rows.select_related("topic__step__lesson__course", *POINTERS)
        return related.first() if locked(rows) else None

    @staticmethod
    def problems(thing: Scenario, version: ScenarioVersion) -> list[str]:
        found = authoring.problems_of_scenario(authoring.payload_of(version))
        return [as_sentence(problem, _labels(ScenarioForm)) for problem in found]

    @staticmethod
    def publish(
        thing: Scenario, version: ScenarioVersion, *, author: Person | None, at: datetime, change: Change
    ) -> None:
        authoring.publish_scenario(thing, author=author, at=at, version=version)

    @staticmethod
    def titles(pks: Collection[int]) -> dict[int, str]:
        rows = Scenario.objects.filter(pk__in=pks).values_list("pk", "draft__title", "live__title", "key")
        return {pk: draft or live or key for pk, draft, live, key in rows}


def _labels(form: Any) -> dict[str, Any]:
    return {name: field.label for name, field in form.base_fields.items()}
