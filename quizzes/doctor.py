"""What the doctor looks at here: is every stored score what answers and marks say."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from course.doctor.findings import Finding, well, wrong
from quizzes.attempts import differences
from quizzes.models import Attempt


def check_scores(*, at: datetime) -> Iterator[Finding]:
    looked = differences(Attempt.objects.all())
    attempts = [(attempt.pk, bool(found)) for attempt, found in looked]
    off = [pk for pk, differs in attempts if differs]
    if off:
        message = (
            f"{len(off)} of {len(attempts)} attempts differ from their history, such as attempt {off[0]}."
        )
        yield wrong(
            "scores", message, "Run manage.py check_scores, restore nothing, and report what it prints."
        )
    else:
        yield well("scores", f"{len(attempts)} submitted attempts, each equal to its history.")
