"""How much of the time that a browser tells is believed. Pure: seconds in, seconds out."""

MOST_PER_BEAT = 90
"""A page tells about every 60 seconds; what it tells beyond this is not believed."""

STEP_MULTIPLE = 3
STEP_AT_LEAST = 15 * 60
"""One step is given at most three times its upper estimate, and a quarter of an hour where that is less."""


def believed(told: int, since_last: float | None) -> int:
    """Seconds to add for a beat that tells of ``told`` seconds.

    Never more than has passed on the server's clock since the person's last beat on any page (None: there was none), so
    that two pages open at once do not count double.
    """
    most = MOST_PER_BEAT if since_last is None else min(MOST_PER_BEAT, int(max(since_last, 0)))
    return max(0, min(told, most))


def most_for_step(minutes_high: int) -> int:
    """The most seconds that one step is given, by its upper estimate in minutes."""
    return max(minutes_high * 60 * STEP_MULTIPLE, STEP_AT_LEAST)
