"""``python -m tests.privacy.writer EMAIL COUNT``: a learner who saves one reflection COUNT times, a minute apart.

Prints each text once it was told to be saved.
"""

from __future__ import annotations

import sys
from datetime import timedelta

import django


def main(email: str, count: int) -> None:
    django.setup()
    from django.utils import timezone

    from course.models import Enrollment
    from lessons import reflections
    from lessons.models import Scenario

    enrollment, scenario = Enrollment.objects.get(person__email=email), Scenario.objects.get()
    for number in range(count):
        at = timezone.now() + timedelta(minutes=number)
        reflections.save(enrollment, scenario, text=f"{email} {number}", revision=number, at=at)
        print(f"{email} {number}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
