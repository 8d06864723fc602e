"""What is kept of a person's hours: handed over to them, and erased."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from course.models import ActiveTime, Certificate, Person

FACES = ("code", "name", "issued_at", "shows_name", "shows_hours", "revoked_at", "revoked_reason", "facts")


def own_data(person: Person, *, at: datetime) -> dict[str, Any]:
    """Measured seconds by step, whether measuring is on, and statements with what they were frozen with."""
    measured = ActiveTime.objects.filter(enrollment__person=person).select_related("step__lesson__course")
    statements = Certificate.objects.filter(enrollment__person=person)
    return {
        "time_is_measured": person.measures_time,
        "measured_times": [
            {"course": str(each.step.lesson.course), "step": str(each.step), "seconds": each.seconds}
            for each in measured.order_by("step__lesson__position", "step__position", "pk")
        ],
        "statements": [{name: getattr(each, name) for name in FACES} for each in statements],
    }


class Erasing:
    """The part of hours in erasing somebody. A statement goes too: its public page would name them."""

    @staticmethod
    def goes(person: Person) -> Sequence[str]:
        found = [_("The time that was measured while you learned")]
        if Certificate.objects.filter(enrollment__person=person).exists():
            found.append(
                _("Your statements of completion: a copy that you saved can no longer be checked by its code")
            )
        return found

    @staticmethod
    def erase(person: Person, *, at: datetime) -> None:
        ActiveTime.objects.filter(enrollment__person=person).delete()
        Certificate.objects.filter(enrollment__person=person).delete()
        person.beat_at, person.measures_time = None, False
        person.save(update_fields=["beat_at", "measures_time"])
