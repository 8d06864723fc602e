"""Who earned what on which question version: read in one statement, as the statistics take it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from django.db.models import OuterRef, QuerySet, Subquery

from quizzes import attempts
from quizzes.analysis import offered
from quizzes.models import Attempt, AttemptItem, Mark, QuestionVersion
from quizzes.statistics.responses import Item, Response, Responses

CHUNK = 5000


@dataclass(frozen=True)
class Matrix:
    """``versions`` are those that were asked, with their questions, in the order of their ``numbers``."""

    versions: Sequence[QuestionVersion]
    numbers: Mapping[int, int]
    by_version: Responses

    @cached_property
    def by_question(self) -> Responses:
        """The same with all versions of a question as one item, which has the points of the newest."""
        question_of = {str(version.pk): str(version.question_id) for version in self.versions}
        if len(set(question_of.values())) == len(question_of):
            return self.by_version
        newest = {version.question_id: version for version in sorted(self.versions, key=_number)}
        items = [
            Item(str(question), self.by_version.points[str(version.pk)])
            for question, version in newest.items()
        ]
        sittings = [
            {question_of[key]: response for key, response in sitting.items()}
            for sitting in self.by_version.sittings
        ]
        return Responses(items, sittings)

    def key_in_questions(self, version: QuestionVersion) -> str:
        """The key under which ``by_question`` has this version."""
        return str(version.pk if self.by_question is self.by_version else version.question_id)


def _number(version: QuestionVersion) -> int:
    return version.number


def read(found: QuerySet[Attempt]) -> Matrix:
    """All graded items of these attempts; those that wait for a mark are absent. Two statements."""
    columns = _Columns()
    mark = Mark.objects.filter(item=OuterRef("pk")).order_by("-pk").values("points")[:1]
    items = AttemptItem.objects.filter(attempt__in=found).order_by()
    rows = items.annotate(earned=Subquery(mark), code=attempts.code())
    fields = ("attempt", "slot", "version", "kind", "points", "earned", "code")
    for row in rows.values_list(*fields).iterator(chunk_size=CHUNK):
        # Asked of the database, this would look for each newest mark twice.
        if row[5] is not None:
            columns.take(*row)
    return columns.matrix()


@dataclass
class _Columns:
    """Grows row by row. Equal responses are one object: there are few different ones, however many learners."""

    sittings: dict[int, dict[str, Response]] = field(default_factory=dict)
    responses: dict[tuple[Decimal, Decimal, str, str], Response] = field(default_factory=dict)
    keys: dict[int, str] = field(default_factory=dict)
    slots: dict[int, int] = field(default_factory=dict)
    points: dict[int, tuple[int, Decimal]] = field(default_factory=dict)

    def take(
        self, attempt: int, slot: int, version: int, kind: str, points: Decimal, earned: Decimal, code: str
    ) -> None:
        what = (earned, points, kind, code)
        if what not in self.responses:
            share = min(float(earned / points), 1.0) if points else 0.0
            self.responses[what] = Response(share, offered.chosen(kind, code))
        key = self.keys.setdefault(version, str(version))
        self.sittings.setdefault(attempt, {})[key] = self.responses[what]
        self.slots[version] = min(slot, self.slots.get(version, slot))
        # An exam can give its questions other points later on: the newest attempt tells.
        self.points[version] = max((attempt, points), self.points.get(version, (0, points)))

    def matrix(self) -> Matrix:
        asked = QuestionVersion.objects.filter(pk__in=self.points).select_related("question")
        slots: dict[int, int] = {}
        for version in asked:
            slots[version.question_id] = min(
                self.slots[version.pk], slots.get(version.question_id, self.slots[version.pk])
            )
        # As exams show them; where they are shuffled, by key.
        ordered = sorted(asked, key=lambda one: (slots[one.question_id], one.question.key, one.number))
        numbers: dict[int, int] = {}
        for version in ordered:
            numbers.setdefault(version.question_id, len(numbers) + 1)
        items = [_item(version, self.points[version.pk][1]) for version in ordered]
        return Matrix(ordered, numbers, Responses(items, list(self.sittings.values())))


def _item(version: QuestionVersion, points: Decimal) -> Item:
    kind, body = version.question.kind, version.body
    options = tuple(option.key for option in offered.options(kind, body))
    return Item(
        str(version.pk), float(points), options, offered.right(kind, body) if options else frozenset()
    )
