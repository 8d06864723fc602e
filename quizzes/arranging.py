"""Exams and questions for those who arrange a course: what each holds, what it covers, what keeps it from opening."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from django.db.models import Count, Q, Sum
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from course.arranging.bodies import Body
from course.arranging.coverage import Column
from course.arranging.readiness import Finding, look, stop
from course.models import Course
from course.models.outline import State
from quizzes.blueprint import entries
from quizzes.draw import Entry
from quizzes.models import BlueprintRow, Exam, FormItem, Question


def bodies(course: Course) -> dict[int, Body]:
    """Every exam's body by its step. One statement."""
    exams = Exam.objects.filter(step__lesson__course=course).select_related("step")
    return {
        exam.step_id: Body(
            link=reverse("admin:quizzes_exam_change", args=[exam.pk]),
            holds=Counter({"questions": exam.step.size}),
        )
        for exam in exams
    }


def counts(course: Course) -> list[Column]:
    """Questions in use by competency and by domain, and how many of them the exams ask. Four statements."""
    bank = Question.objects.in_use().filter(course=course)
    address = reverse("admin:quizzes_question_changelist") + "?is=live"
    numbers, links = dict[int, int](), dict[int, str]()
    for path in ("competency", "domain"):
        found = (
            bank.filter((f"{path}__isnull", False)).order_by().values_list(path).annotate(count=Count("pk"))
        )
        for competency, count in found:
            numbers[competency] = numbers.get(competency, 0) + count
            links[competency] = f"{address}&{path}__id__exact={competency}"
    return [
        Column(_("Questions"), numbers, links),
        Column(_("Asked in exams"), _asked(course), {}, asked=False),
    ]


def _asked(course: Course) -> dict[int, int]:
    """How many questions on each competency all live exams ask together. Two statements."""
    shown = Q(exam__step__state=State.LIVE, exam__step__lesson__state=State.LIVE)
    rows = BlueprintRow.objects.filter(shown, exam__step__lesson__course=course).order_by()
    found = Counter[int]()
    for competency, asked, domain, of_domain, count in rows.values_list(
        "competency", "question__competency", "domain", "question__domain"
    ).annotate(count=Sum("count")):
        for each in (competency or asked, domain or of_domain):
            if each is not None:
                found[each] += count
    return dict(found)


def check_exams(course: Course) -> Iterator[Finding]:
    """Can every exam be sat? Four statements."""
    exams = Exam.objects.filter(step__lesson__course=course, step__state=State.LIVE).select_related("step")
    bank, plans = entries(course.pk), _plans(course)
    stored = set(FormItem.objects.filter(exam__step__lesson__course=course).values_list("exam", flat=True))
    for exam in exams:
        link = reverse("admin:quizzes_exam_change", args=[exam.pk])
        source = exam.forms_of_id or exam.pk
        rows = plans.get(source, [])
        if not rows:
            yield stop(_("The exam “%s” asks nothing yet.") % exam, link)
        elif exam.forms_of_id and exam.forms_of_id not in stored:
            yield stop(_("The exam “%s” has no stored forms yet. Save it once.") % exam, link)
        elif not exam.forms_of_id:
            yield from _too_few(exam, rows, bank, link)


def _plans(course: Course) -> dict[int, list[BlueprintRow]]:
    rows = BlueprintRow.objects.filter(exam__step__lesson__course=course)
    found: dict[int, list[BlueprintRow]] = {}
    for row in rows.select_related("section", "competency", "domain", "question__competency"):
        found.setdefault(row.exam_id, []).append(row)
    return found


def _too_few(exam: Exam, rows: Iterable[BlueprintRow], bank: list[Entry], link: str) -> Iterator[Finding]:
    for row in rows:
        there = sum(map(row.plan.takes, bank))
        if there < row.count:
            said = {"exam": exam, "needed": row.count, "there": there, "about": row.about}
            words = _("The exam “%(exam)s” asks %(needed)d on “%(about)s”; the bank has %(there)d.")
            yield stop(words % said, link)


def check_questions(course: Course) -> Iterator[Finding]:
    """What experts have still to sign off, and drafts that wait. One statement."""
    address = reverse("admin:quizzes_question_changelist")
    counted = Question.objects.filter(course=course, retired=False).aggregate(
        drafts=Count("pk", filter=Q(draft__isnull=False)),
        practice=Count("pk", filter=Q(basis=Question.Basis.PRACTICE, live__isnull=False)),
    )
    if count := counted["practice"]:
        words = ngettext(
            "%d question rests on practice judgment. An expert has to look at it.",
            "%d questions rest on practice judgment. An expert has to look at them.",
            count,
        )
        yield look(words % count, f"{address}?is=live&basis__exact=practice")
    if count := counted["drafts"]:
        words = ngettext("%d draft of a question waits.", "%d drafts of questions wait.", count)
        yield look(words % count, f"{address}?is=draft")
