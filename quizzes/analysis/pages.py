"""What the pages of item analysis show: an exam with all its questions, and one question with its options."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from course import charts
from course.snapshots import taking
from course.snapshots.taking import Shown
from quizzes.analysis import keeping, offered, sittings
from quizzes.analysis.counting import ExamsCount, ItemsCount
from quizzes.analysis.figures import Asked, ExamCount, ItemsFigures
from quizzes.analysis.signs import Sign, signs_of
from quizzes.analysis.summary import figures_of
from quizzes.models import Exam, ItemReview, Question, QuestionVersion
from quizzes.statistics.items import ItemFigures
from quizzes.statistics.options import Option
from quizzes.statistics.small_numbers import LEAST, few


@dataclass(frozen=True)
class Line:
    """One version of a question. ``weight`` is the effective one, of all its versions together; ``number`` names it.

    ``signs`` ask for a look; those in ``quiet`` would, but somebody has looked and kept the question.
    """

    question_number: int
    number: str
    version: QuestionVersion
    figures: ItemFigures
    weight: float | None
    review: ItemReview | None
    signs: tuple[Sign, ...]
    quiet: tuple[Sign, ...]

    @property
    def is_told(self) -> bool:
        """Whether enough learners were asked to tell more than their number."""
        return self.figures.n >= LEAST

    @property
    def is_few(self) -> bool:
        return few(self.figures.n)

    @property
    def words(self) -> str:
        return Truncator(self.version.stem).words(12)

    @property
    def percent(self) -> float | None:
        """The facility, in percent."""
        return None if self.figures.facility is None else 100 * self.figures.facility

    @property
    def sd_points(self) -> float | None:
        return None if self.figures.sd is None else 100 * self.figures.sd

    @property
    def guess_percent(self) -> float | None:
        guess = self.figures.random_guess_score
        return None if guess is None else 100 * guess

    @cached_property
    def options(self) -> list[tuple[str, Option, float | None]]:
        """Each option's words (empty: nothing was chosen), who chose it, and its share in percent."""
        if self.figures.options is None:
            return []
        texts = dict(offered.options(self.version.question.kind, self.version.body))
        return [
            (texts.get(option.key, ""), option, None if option.share is None else 100 * option.share)
            for option in self.figures.options.options
        ]

    @property
    def idle(self) -> int:
        """How many wrong options hardly anybody chose."""
        table = self.figures.options
        return sum(bool(option.nonfunctional) for option in table.options) if table else 0


@dataclass(frozen=True)
class ListedExam:
    """``counts`` is None where the list was not counted yet."""

    exam: Exam
    counts: ExamCount | None


def list_page(exams: Iterable[Exam], what: ExamsCount) -> dict[str, Any]:
    """Every exam, with how many attempts there are to go by. Two statements beside that of ``exams``, at most."""
    shown = taking.show(what)
    known, none = shown.figures, ExamCount(0, 0)
    rows = [ListedExam(exam, known.of.get(exam.pk, none) if known else None) for exam in exams]
    return {"shown": shown, "exams": rows}


def exam_page(what: ItemsCount, shown: Shown[ItemsFigures]) -> dict[str, Any]:
    """The exam and all its questions. Two statements."""
    found = shown.figures
    told = {"shown": shown, "wanted": what}
    if found is None:
        return told
    told["counted"] = found.counted
    if found.whole is None:
        return told
    lines = lines_of(what, found, keeping.reviews_of(what.exam))
    return told | {
        "figures": figures_of(found.whole),
        "scores": _histogram(what.exam, found),
        "scatter": _scatter(what.exam, lines),
        "to_look_at": [line for line in lines if line.signs],
        "lines": lines,
    }


def item_page(what: ItemsCount, shown: Shown[ItemsFigures], question: Question) -> dict[str, Any]:
    """All versions of one question that were asked, the newest first. Two statements."""
    found = shown.figures
    told = {"shown": shown, "wanted": what}
    if found is None:
        return told
    lines = lines_of(what, found, keeping.reviews_of(what.exam), only=question)
    newest = sorted(lines, key=lambda line: -line.version.number)
    return told | {"counted": found.counted, "lines": newest}


def lines_of(
    what: ItemsCount,
    found: ItemsFigures,
    reviews: Mapping[int, ItemReview],
    *,
    only: Question | None = None,
) -> list[Line]:
    """What needs a look first; of questions alike in this, the one that tells learners apart the least.

    A version that is gone since it was counted is left out.
    """
    versions = Counter(each.question for each in found.versions)
    asked = [each for each in found.versions if only is None or each.question == only.pk]
    rows = what.versions(asked)
    lines = [
        _line(each, rows[each.version], reviews.get(each.version), is_only=versions[each.question] == 1)
        for each in asked
        if each.version in rows
    ]
    return sorted(lines, key=_need)


def _line(asked: Asked, version: QuestionVersion, review: ItemReview | None, *, is_only: bool) -> Line:
    signs = signs_of(asked.figures)
    number = (
        str(asked.number)
        if is_only
        else _("%(question)s, version %(version)d") % {"question": asked.number, "version": version.number}
    )
    kept = set(review.signs) if review else set()
    return Line(
        asked.number,
        number,
        version,
        asked.figures,
        asked.weight,
        review,
        tuple(sign for sign in signs if sign not in kept),
        tuple(sign for sign in signs if sign in kept),
    )


def _need(line: Line) -> tuple[float, ...]:
    index = line.figures.discrimination_index
    pressing = line.signs[0].rank if line.signs else len(Sign)
    unknown = not line.is_told or index is None
    return pressing, unknown, 0.0 if unknown or index is None else index


def _histogram(exam: Exam, found: ItemsFigures) -> charts.Histogram:
    return charts.histogram_of(
        ident="scores",
        title=_("How scores are spread"),
        counts=found.classes,
        pass_mark=exam.terms.pass_percent,
    )


def _scatter(exam: Exam, lines: Sequence[Line]) -> charts.Scatter:
    drawn = [_placed(exam, line) for line in lines]
    return charts.scatter(
        ident="questions",
        title=_("Which questions are hard, and which tell learners apart"),
        items=drawn,
    )


def _placed(exam: Exam, line: Line) -> charts.Item:
    return charts.Item(
        number=line.number,
        facility=line.percent if line.is_told else None,
        discrimination=line.figures.discrimination_index if line.is_told else None,
        needs_look=bool(line.signs),
        words=line.words,
        url=reverse("analysis_item", args=[exam.pk, line.version.question_id]),
    )


def asked_in(exam: Exam, cohorts: Collection[int]) -> QuerySet[Question]:
    """Questions that attempts of these cohorts were asked in this exam."""
    found = sittings.of_cohorts(cohorts).filter(exam=exam, items__version__question=OuterRef("pk"))
    return Question.objects.filter(Exists(found))
