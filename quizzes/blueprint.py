"""Reading an exam's blueprint, and storing the forms that it asks for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.db import transaction
from django.db.models import Exists, OuterRef

from quizzes import forms_ab
from quizzes.asked import Asked, asked_by
from quizzes.draw import Entry
from quizzes.forms_ab import Placed
from quizzes.models import BlueprintRow, Exam, FormItem, Question, Section


def rows_of(exam: Exam) -> list[BlueprintRow]:
    """The rows that say what this exam asks, in order; another exam's where it shares that one's forms."""
    rows = BlueprintRow.objects.filter(exam=exam.forms_of_id or exam.pk)
    return list(rows.select_related("section", "competency", "domain", "question__competency"))


def in_sections(rows: Iterable[BlueprintRow]) -> list[Section]:
    """The sections of these rows, in order."""
    sections = {row.section.pk: row.section for row in rows if row.section}
    return sorted(sections.values(), key=lambda section: section.position)


def entries(course: int) -> list[Entry]:
    """Every question that may be asked in this course."""
    checks = BlueprintRow.objects.filter(exam__purpose=Exam.Purpose.CHECK, question=OuterRef("pk"))
    rows = Question.objects.in_use().filter(course=course).annotate(shown=Exists(checks))
    listed = rows.values_list("key", "competency__code", "domain__code", "expected", "shown")
    return [Entry(key, code, domain or "", expected, shown) for key, code, domain, expected, shown in listed]


def stored_forms(exam: Exam) -> dict[str, list[Placed]]:
    """What the stored forms hold, by letter; empty lists before they were stored."""
    return asked_by([exam])[exam.pk].forms


def keys_of(forms: Mapping[str, Sequence[Placed]]) -> dict[str, list[str]]:
    return {form: [item.key for item in items] for form, items in forms.items()}


def store_forms(
    exam: Exam,
    anchors: Sequence[str],
    *,
    keep: Mapping[str, Sequence[str]] | None = None,
    asked: Asked | None = None,
    bank: Sequence[Entry] | None = None,
) -> bool:
    """Fill forms A and B from the bank and store them. Returns whether anything changed.

    What still fits stays: ``keep`` holds the keys of each form, and is what is stored unless the blueprint was written
    anew meanwhile. ``asked`` is what the exam asks, and ``bank`` the course's ``entries``, where they are at hand.
    Raises ``draw.CannotFill`` with the row's name.
    """
    asked = asked or asked_by([exam])[exam.pk]
    course, rows, before = exam.step.lesson.course_id, asked.rows, asked.forms
    seed = f"{exam.step.lesson.course.slug} {exam.step.slug}"
    built = forms_ab.build(
        [row.plan for row in rows],
        entries(course) if bank is None else bank,
        anchors=anchors,
        seed=seed,
        keep=keys_of(before) if keep is None else keep,
    )
    if {form: set(items) for form, items in built.items()} == {f: set(items) for f, items in before.items()}:
        return False
    ids = dict(Question.objects.filter(course=course).values_list("key", "pk"))
    with transaction.atomic():
        FormItem.objects.filter(exam=exam).delete()
        FormItem.objects.bulk_create(
            FormItem(exam=exam, form=form, row=rows[item.row], question_id=ids[item.key], anchor=item.anchor)
            for form, items in built.items()
            for item in items
        )
    return True


def anchors_of(exam: Exam) -> list[str]:
    """Keys of the questions that both stored forms ask, and that no row names itself, in order of the alphabet."""
    items = FormItem.objects.filter(exam=exam, form=forms_ab.FORMS[0], anchor=True, row__question=None)
    return list(items.order_by("question__key").values_list("question__key", flat=True))
