"""Short labels in plain words for times and counts, said the same way on every page."""

from django.utils.translation import gettext as _


def minutes(low: int, high: int) -> str:
    """``12 min``, or ``10–12 min``."""
    if low == high:
        return _("%(high)s min") % {"high": high}
    return _("%(low)s–%(high)s min") % {"low": low, "high": high}


def minutes_left(steps: int, low: int, high: int) -> str:
    """What is left of a course or lesson: ``about 41 min left``, or that nothing is."""
    if steps == 0:
        return _("all done")
    return _("about %(minutes)s left") % {"minutes": minutes(low, high)}


def steps_done(done: int, total: int) -> str:
    return _("%(done)s of %(total)s steps done") % {"done": done, "total": total}
