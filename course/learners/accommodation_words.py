"""What an accommodation grants, in words."""

from collections.abc import Iterator

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from course.models import Accommodation


def in_words(granted: Accommodation) -> str:
    """``time × 1.5, 1 more attempt, may pause``. Never the reason."""
    return ", ".join([*_time(granted), *_rest(granted)])


def _time(granted: Accommodation) -> Iterator[str]:
    if granted.untimed:
        yield _("no time limit")
    if granted.time_factor != 1:
        yield _("time × %s") % number_format(granted.time_factor.normalize())
    if granted.extra_minutes:
        yield ngettext("%d more minute", "%d more minutes", granted.extra_minutes) % granted.extra_minutes


def _rest(granted: Accommodation) -> Iterator[str]:
    if granted.extra_attempts:
        yield ngettext("%d more attempt", "%d more attempts", granted.extra_attempts) % granted.extra_attempts
    if granted.extra_days:
        yield ngettext("closes %d day later", "closes %d days later", granted.extra_days) % granted.extra_days
    if granted.may_pause:
        yield _("may pause the clock")
