"""Questions as ``course`` knows versioned content: see ``CONTENT_KINDS`` in settings."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.utils.text import Truncator

from course.models import Person
from course.models.versions import locked
from course.publishing.change import Change
from quizzes import authoring
from quizzes.admin.question_forms import as_sentence
from quizzes.models import Question, QuestionVersion


class QuestionContent:
    @staticmethod
    def locked(pk: int) -> Question | None:
        rows = Question.objects.filter(pk=pk).order_by()
        return rows.select_related("course", "live", "draft").first() if locked(rows) else None

    @staticmethod
    def problems(thing: Question, version: QuestionVersion) -> list[str]:
        payload = authoring.payload_of(version)
        found = authoring.problems_of_question(thing.kind, payload, basis=thing.basis)
        return [as_sentence(thing.kind, problem) for problem in found]

    @staticmethod
    def publish(
        thing: Question, version: QuestionVersion, *, author: Person | None, at: datetime, change: Change
    ) -> None:
        authoring.publish_question(thing, author=author, at=at, version=version)

    @staticmethod
    def titles(pks: Collection[int]) -> dict[int, str]:
        rows = Question.objects.filter(pk__in=pks).values_list("pk", "draft__stem", "live__stem", "key")
        return {pk: Truncator(draft or live or key).words(14) for pk, draft, live, key in rows}
