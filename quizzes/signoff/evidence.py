"""What the course itself knows of a learner's work on each competency: steps finished, and points in exams."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from course.models import Completion, Enrollment, Step
from quizzes import attempts, terms
from quizzes.feedback import held_until, released
from quizzes.models import Attempt, SignOff
from quizzes.review.figures import Score
from quizzes.rules import Shows

Evidence = dict[str, list[str]]


def evidence_for_staff(sign_off: SignOff) -> Evidence:
    """Sentences by the code of a competency, for each of the sign-off. Four statements at most."""
    return _evidence(sign_off, list(_counting(sign_off.enrollment)))


def evidence_for_both(sign_off: SignOff, *, at: datetime) -> Evidence:
    """The same without what the rules of an exam do not show its learner at ``at``."""
    shown = [each for each in _counting(sign_off.enrollment) if _is_shown(each, at)]
    return _evidence(sign_off, shown)


def _is_shown(attempt: Attempt, at: datetime) -> bool:
    return Shows.COMPETENCIES in released(attempt.terms, held_until(attempt), at)


def _counting(enrollment: Enrollment) -> Iterator[Attempt]:
    """Of each exam the attempt that counts, once no answer waits for a mark. Two statements."""
    rows = Attempt.objects.counted().filter(enrollment=enrollment)
    rows = rows.select_related("exam__step__lesson").prefetch_related("competency_scores__competency")
    by_exam: dict[int, list[Attempt]] = defaultdict(list)
    for each in rows.order_by("exam__step__lesson__position", "exam__step__position", "number"):
        by_exam[each.exam_id].append(each)
    for taken in by_exam.values():
        counting = terms.counting(taken[0].exam.terms, attempts.as_sat(taken))
        yield from (
            each for each in taken if counting and each.number == counting.number and not each.awaiting
        )


def _evidence(sign_off: SignOff, counted: list[Attempt]) -> Evidence:
    found: Evidence = {each["code"]: [] for each in sign_off.page["competencies"]}
    for code, (done, total) in _steps(sign_off).items():
        words = ngettext(
            "%(done)d of %(total)d step that teaches this is finished",
            "%(done)d of %(total)d steps that teach this are finished",
            total,
        )
        found[code].append(words % {"done": done, "total": total})
    for attempt in counted:
        for line in attempt.competency_scores.all():
            if line.competency.code in found:
                told = {"exam": attempt.exam.step.title, "score": Score(line.points, line.possible)}
                found[line.competency.code].append(_("%(exam)s: %(score)s points") % told)
    return found


def _steps(sign_off: SignOff) -> dict[str, tuple[int, int]]:
    """How many live steps name each competency, and how many of them are finished. One statement."""
    enrollment = sign_off.enrollment
    done = Completion.objects.filter(enrollment=enrollment, step=OuterRef("step"))
    live = Step.objects.live().filter(lesson__course=enrollment.course_id)
    codes = [each["code"] for each in sign_off.page["competencies"]]
    rows = Step.competencies.through.objects.filter(competency__code__in=codes, step__in=live)
    found: dict[str, tuple[int, int]] = {}
    for code, is_done in rows.values_list("competency__code", Exists(done)):
        before, total = found.get(code, (0, 0))
        found[code] = (before + is_done, total + 1)
    return found
