"""Counting what answers say, and whether that is too much for every page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import Count, Q

from course.charts import spread
from quizzes.analysis import sittings
from quizzes.analysis.figures import Asked, Counted, ExamCount, ExamCounts, ItemsFigures
from quizzes.analysis.matrix import Matrix, read
from quizzes.models import Exam, QuestionVersion
from quizzes.models.attempts import AttemptQuerySet
from quizzes.statistics import exam as whole_exam
from quizzes.statistics import items

ITEMS_LIVE_MOST = 500
"""Attempts at an exam that are counted for every page: with 43 questions 0.4 ms each, a fifth of a second together."""
EXAMS_LIVE_MOST = 5000
"""Attempts at all exams that are counted for every list of them: 0.01 ms each."""


@dataclass(frozen=True)
class ItemsCount:
    """The questions of an exam, by the attempts of some cohorts: a ``Countable``.

    ``form`` "" for all; ``every``: later attempts, too, not only first ones.
    """

    exam: Exam
    cohorts: tuple[int, ...]
    form: str = ""
    every: bool = False
    _known: dict[int, QuestionVersion] = field(default_factory=dict, compare=False, repr=False)

    kind = "items"
    result = ItemsFigures

    @property
    def asked(self) -> Mapping[str, Any]:
        return {"exam": self.exam.pk, "form": self.form, "every": self.every}

    @cached_property
    def handed_in(self) -> AttemptQuerySet:
        return sittings.handed_in(self.exam, self.cohorts, form=self.form, every=self.every)

    def is_large(self) -> bool:
        return self.handed_in[: ITEMS_LIVE_MOST + 1].count() > ITEMS_LIVE_MOST

    def size(self) -> int:
        return self.handed_in.filter(awaiting=0).count()

    def count(self) -> ItemsFigures:
        """Three statements."""
        matrix = read(self.handed_in.filter(awaiting=0))
        self._known.update({version.pk: version for version in matrix.versions})
        counted = Counted(n=len(matrix.by_version.sittings), **sittings.counts(self.handed_in))
        versions = tuple(_asked(matrix))
        if not counted.is_told:
            return ItemsFigures(counted, None, (), versions)
        shares = [total.share for total in matrix.by_version.totals]
        classes = spread(100 * share for share in shares if share is not None)
        return ItemsFigures(counted, whole_exam.figures(matrix.by_question), tuple(classes), versions)

    def versions(self, found: Iterable[Asked]) -> dict[int, QuestionVersion]:
        """The rows of versions with their questions, by key. One statement, or none where they were just counted."""
        missing = {each.version for each in found} - self._known.keys()
        if missing:
            rows = QuestionVersion.objects.filter(pk__in=missing).select_related("question")
            self._known.update({version.pk: version for version in rows})
        return self._known


def _asked(matrix: Matrix) -> Iterable[Asked]:
    weights = items.effective_weights(matrix.by_question)
    for version, figures in zip(matrix.versions, items.analyze(matrix.by_version), strict=True):
        weight = weights[matrix.key_in_questions(version)]
        yield Asked(version.pk, version.question_id, matrix.numbers[version.question_id], figures, weight)


@dataclass(frozen=True)
class ExamsCount:
    """How many attempts of some cohorts there are at each exam: a ``Countable``."""

    cohorts: tuple[int, ...]

    kind = "exams"
    result = ExamCounts

    @property
    def asked(self) -> Mapping[str, Any]:
        return {}

    @cached_property
    def handed_in(self) -> AttemptQuerySet:
        return sittings.firsts(sittings.of_cohorts(self.cohorts), self.cohorts)

    def is_large(self) -> bool:
        return self.handed_in[: EXAMS_LIVE_MOST + 1].count() > EXAMS_LIVE_MOST

    def size(self) -> int:
        return self.handed_in.count()

    def count(self) -> ExamCounts:
        """One statement."""
        done = Q(awaiting=0)
        found = self.handed_in.values("exam").annotate(
            n=Count("pk", filter=done), waiting=Count("pk", filter=~done)
        )
        return ExamCounts({each["exam"]: ExamCount(each["n"], each["waiting"]) for each in found})
