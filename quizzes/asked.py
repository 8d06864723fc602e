"""What exams ask, as their rows say it: read for all exams of a course at once."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from quizzes import forms_ab
from quizzes.forms_ab import Placed
from quizzes.models import BlueprintRow, Exam, FormItem, Section


@dataclass(frozen=True)
class Asked:
    """What one exam asks: ``rows`` in order, another exam's where it shares that one's forms, and its own ``sections``.

    ``forms`` is what its own stored forms hold, by letter; empty lists before they were stored.
    """

    rows: Sequence[BlueprintRow]
    sections: Sequence[Section]
    forms: dict[str, list[Placed]]

    @property
    def anchors(self) -> list[str]:
        """Keys of the questions that both stored forms ask, and that no row names itself, in alphabetical order."""
        first = self.forms[forms_ab.FORMS[0]]
        return sorted(each.key for each in first if each.anchor and self.rows[each.row].question_id is None)


def asked_by(exams: Collection[Exam]) -> dict[int, Asked]:
    """What each exam asks, by its id. Three statements, however many exams."""
    owners = {exam.pk: exam.forms_of_id or exam.pk for exam in exams}
    rows, sections = _rows_by_exam({*owners, *owners.values()}), _sections_by_exam(owners)
    forms = _forms_by_exam([pk for pk, owner in owners.items() if pk == owner], rows)
    return {
        pk: Asked(rows.get(owner, []), sections.get(pk, []), forms.get(pk) or empty_forms())
        for pk, owner in owners.items()
    }


def empty_forms() -> dict[str, list[Placed]]:
    return {form: [] for form in forms_ab.FORMS}


def _rows_by_exam(exams: Collection[int]) -> dict[int, list[BlueprintRow]]:
    found: dict[int, list[BlueprintRow]] = {}
    rows = BlueprintRow.objects.filter(exam__in=exams)
    for row in rows.select_related("section", "competency", "domain", "question__competency"):
        found.setdefault(row.exam_id, []).append(row)
    return found


def _sections_by_exam(exams: Collection[int]) -> dict[int, list[Section]]:
    found: dict[int, list[Section]] = {}
    for section in Section.objects.filter(exam__in=exams):
        found.setdefault(section.exam_id, []).append(section)
    return found


def _forms_by_exam(
    exams: Collection[int], rows: dict[int, list[BlueprintRow]]
) -> dict[int, dict[str, list[Placed]]]:
    numbers = {row.pk: number for pk in exams for number, row in enumerate(rows.get(pk, ()))}
    items = FormItem.objects.filter(exam__in=exams)
    found: dict[int, dict[str, list[Placed]]] = {}
    for exam, form, key, row, anchor in items.values_list("exam", "form", "question__key", "row", "anchor"):
        found.setdefault(exam, empty_forms())[form].append(Placed(key, numbers[row], anchor))
    return found
