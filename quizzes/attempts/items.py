"""An attempt's items together with what was last saved for each."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from django.db.models import CharField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from quizzes.kinds import Response
from quizzes.models import Answer, AttemptItem

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    class Newest(TypedDict):
        """``answer_id`` and ``response`` are None while nothing was saved; ``code`` is empty while not answered."""

        answer_id: int | None
        response: Response | None
        code: str

    AnsweredItem = WithAnnotations[AttemptItem, Newest]


def newest(field: str) -> Subquery:
    """``field`` of the newest answer of each item, for annotating a queryset of items."""
    return Subquery(Answer.objects.filter(item=OuterRef("pk")).order_by("-revision").values(field)[:1])


def code() -> Coalesce:
    """The newest answer of each item in one short line; empty while it is not answered."""
    return Coalesce(newest("response_code"), Value(""), output_field=CharField())


def with_answers(items: QuerySet[AttemptItem]) -> QuerySet[AnsweredItem]:
    """Annotate what was saved last: ``answer_id``, ``response`` and ``code``."""
    return items.annotate(answer_id=newest("pk"), response=newest("response"), code=code())
