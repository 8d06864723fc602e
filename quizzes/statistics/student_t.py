"""Student's t distribution, as far as an interval needs it. Pure.

For whole degrees of freedom the share of the middle has a finite series (Abramowitz and Stegun, "Handbook of
Mathematical Functions", National Bureau of Standards, 1964, 26.7.3 and 26.7.4), so that no special function is needed.
"""

from __future__ import annotations

import math
from functools import lru_cache


def central(t: float, df: int) -> float:
    """The share of the distribution between -t and t: from 0 to below 1. ``t`` is not negative, ``df`` at least 1."""
    angle = math.atan2(t, math.sqrt(df))
    sine, squared = math.sin(angle), math.cos(angle) ** 2
    odd = df % 2
    term = sine * math.cos(angle) if odd else sine
    terms = [] if df == 1 else [term]
    for number in range(2 + odd, df, 2):
        term *= squared * (number - 1) / number
        terms.append(term)
    return 2 / math.pi * (angle + math.fsum(terms)) if odd else math.fsum(terms)


@lru_cache(maxsize=256)
def critical(level: float, df: int) -> float:
    """The t between whose negative and itself the share ``level`` lies: for 0.95 the 97.5th percentile.

    ``level`` is from 0 to 0.999, ``df`` at least 1; raises ValueError for others. Newton's steps from 0: the share
    rises ever more slowly, so that no step goes past the answer, and the first that does not rise has found it.
    """
    if df < 1 or not 0 <= level <= 0.999:
        raise ValueError(f"There is no t for a share of {level} with {df} degrees of freedom.")
    peak = math.exp(math.lgamma((df + 1) / 2) - math.lgamma(df / 2)) / math.sqrt(df * math.pi)
    t = 0.0
    while True:
        slope = 2 * peak * math.exp(-(df + 1) / 2 * math.log1p(t * t / df))
        step = (level - central(t, df)) / slope
        if step <= 1e-14 * t:
            return t
        t += step
