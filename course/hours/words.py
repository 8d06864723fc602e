"""What the kinds of hours and the rules mean, in words that a learner reads."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from course.hours.credit import Rule

RULES: dict[str, Promise] = {
    Rule.UPPER: _("The program grants the upper end of the estimated time of each step that is finished."),
    Rule.LOWER: _("The program grants the lower end of the estimated time of each step that is finished."),
    Rule.OBSERVED: _(
        "The program grants the measured time of each step that is finished, at most the upper end of its estimate."
    ),
    Rule.FIXED: _("The program grants a fixed time for each lesson, once every step of it is finished."),
}
COMPLETED = _("This says that the course was completed.")
CERTIFIES_NOBODY = _(
    "Completing this course alone certifies nobody as a peer specialist. Each state and each certifying board sets its "
    "own requirements: ask yours what it accepts."
)
