"""A learner's attempts, on the page on which staff look after them."""

from __future__ import annotations

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from course.models import Enrollment, Person
from quizzes.models import Attempt
from quizzes.review.columns import ATTEMPT, select
from quizzes.review.rows import Row


def attempts_panel(enrollment: Enrollment, viewer: Person) -> SafeString | None:
    """Every attempt, for those who supervise the learner: a trainer sees what waits for a mark, not scores.

    One statement.
    """
    if not (viewer.supervises or viewer.is_superuser):
        return None
    mine = Attempt.objects.supervised_by(viewer).filter(enrollment=enrollment)
    rows = [Row(**row) for row in select(mine, ATTEMPT, "-submitted").order_by("-began", "-attempt_pk")]
    return render_to_string("quizzes/_learner_attempts.html", {"rows": rows})
