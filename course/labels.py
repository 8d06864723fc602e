"""Short labels in plain words for times and counts, said the same way on every page."""

from django.utils.translation import gettext as _

FRAMEWORKS = {"icrc": "IC&RC", "samhsa": "SAMHSA"}


def framework(name: str) -> str:
    """A framework of competencies as its publisher writes it: ``IC&RC``."""
    return FRAMEWORKS.get(name, name.upper())


def minutes(low: int, high: int) -> str:
    """``12 min``, or ``10–12 min``."""
    if low == high:
        return _("%(high)s min") % {"high": high}
    return _("%(low)s–%(high)s min") % {"low": low, "high": high}


def duration(seconds: int) -> str:
    """``2 h 5 min``, exactly: seconds are told where there are any."""
    hours, rest = divmod(seconds, 3600)
    minutes, seconds = divmod(rest, 60)
    parts = [
        _("%d h") % hours if hours else "",
        _("%d min") % minutes if minutes or not (hours or seconds) else "",
        _("%d s") % seconds if seconds else "",
    ]
    return " ".join(part for part in parts if part)


def rounded_minutes(seconds: int) -> str:
    """``12 min``, to the nearest minute; less than one is said so."""
    if seconds < 60:
        return _("under 1 min")
    return _("%d min") % round(seconds / 60)


def minutes_left(steps: int, low: int, high: int) -> str:
    """What is left of a course or lesson: ``about 41 min left``, or that nothing is."""
    if steps == 0:
        return _("all done")
    return _("about %(minutes)s left") % {"minutes": minutes(low, high)}


def steps_done(done: int, total: int) -> str:
    return _("%(done)s of %(total)s steps done") % {"done": done, "total": total}
