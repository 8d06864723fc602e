"""Where numbers lie and how they spread. Pure.

Every function takes finite numbers in any order and says None where the figure is not defined, never NaN. Sums are
exact before they are rounded (``math.fsum``), so the order of the numbers changes nothing.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from operator import mul

NOISE = 1e-12
"""A correlation nearer to 0 than this is what floats leave of 0."""


@dataclass(frozen=True)
class Quartiles:
    """A quarter of the numbers lies below ``lower``, half below ``median``, three quarters below ``upper``."""

    lower: float
    median: float
    upper: float


@dataclass(frozen=True)
class Summary:
    """All figures of one row of numbers, in their unit; ``skewness`` and ``kurtosis`` have none."""

    n: int
    mean: float | None
    sd: float | None
    skewness: float | None
    kurtosis: float | None
    quartiles: Quartiles | None
    lowest: float | None
    highest: float | None

    @property
    def median(self) -> float | None:
        return self.quartiles.median if self.quartiles else None


def summary(values: Sequence[float]) -> Summary:
    """Each figure as the function of its name says."""
    return Summary(
        n=len(values),
        mean=mean(values),
        sd=sd(values),
        skewness=skewness(values),
        kurtosis=kurtosis(values),
        quartiles=quartiles(values),
        lowest=min(values, default=None),
        highest=max(values, default=None),
    )


def mean(values: Sequence[float]) -> float | None:
    """The sum by the number of values. None of no values."""
    if not values:
        return None
    # A mean is never outside what it is the mean of, whatever the rounding.
    return min(max(math.fsum(values) / len(values), min(values)), max(values))


def quartiles(values: Sequence[float]) -> Quartiles | None:
    """By straight lines between neighbors: a share p lies at rank (n - 1) · p, counted from 0. None of no values.

    The default of NumPy's ``percentile`` and of spreadsheets' ``QUARTILE.INC`` (type 7 of Hyndman and Fan, "Sample
    Quantiles in Statistical Packages", The American Statistician, 1996).
    """
    if not values:
        return None
    ordered = sorted(values)
    return Quartiles(*(_at(ordered, (len(ordered) - 1) * quarter / 4) for quarter in (1, 2, 3)))


def _at(ordered: Sequence[float], rank: float) -> float:
    low = math.floor(rank)
    high = math.ceil(rank)
    return ordered[low] + (ordered[high] - ordered[low]) * (rank - low)


def variance(values: Sequence[float]) -> float | None:
    """Of a sample: squared deviations by n - 1, in the square of the unit. None of fewer than two values."""
    if len(values) < 2:
        return None
    return math.fsum(each * each for each in _deviations(values)) / (len(values) - 1)


def sd(values: Sequence[float]) -> float | None:
    """The standard deviation of a sample: the root of ``variance``. None of fewer than two values."""
    spread = variance(values)
    return None if spread is None else math.sqrt(spread)


def skewness(values: Sequence[float]) -> float | None:
    """G1 = n / ((n - 1)(n - 2)) · Σ z³, z in standard deviations of the sample. Below 0: a tail of low values.

    Corrected for bias: k3 / k2^1.5, as Moodle has it, and SciPy with ``bias=False`` (Joanes and Gill, "Comparing
    Measures of Sample Skewness and Kurtosis", The Statistician, 1998). None of fewer than three values, or equal ones.
    """
    n = len(values)
    z = _standardized(values)
    if n < 3 or z is None:
        return None
    return math.fsum(each**3 for each in z) * n / ((n - 1) * (n - 2))


def kurtosis(values: Sequence[float]) -> float | None:
    """G2 = n(n + 1) / ((n - 1)(n - 2)(n - 3)) · Σ z⁴ - 3(n - 1)² / ((n - 2)(n - 3)): 0 for a normal distribution.

    Corrected for bias: k4 / k2², from the sources of ``skewness``. None of fewer than four values, or equal ones.
    """
    n = len(values)
    z = _standardized(values)
    if n < 4 or z is None:
        return None
    fourth = math.fsum(each**4 for each in z) * n * (n + 1) / ((n - 1) * (n - 2) * (n - 3))
    return fourth - 3 * (n - 1) ** 2 / ((n - 2) * (n - 3))


def covariance(xs: Sequence[float], ys: Sequence[float]) -> float | None:
    """Of a sample of pairs: products of deviations by n - 1. None of fewer than two pairs.

    Raises ValueError where there are not as many of the one as of the other.
    """
    if len(xs) != len(ys):
        raise ValueError(f"{len(xs)} and {len(ys)} values make no pairs.")
    if len(xs) < 2:
        return None
    across, up = _deviations(xs), _deviations(ys)
    found = math.fsum(map(mul, across, up)) / (len(xs) - 1)
    most = math.sqrt(math.fsum(map(mul, across, across))) * math.sqrt(math.fsum(map(mul, up, up)))
    return found if abs(found) * (len(xs) - 1) > NOISE * most else 0.0


def correlation(xs: Sequence[float], ys: Sequence[float]) -> float | None:
    """Pearson's r, from -1 to 1: ``covariance`` by both standard deviations. None where either does not vary."""
    together, across, up = covariance(xs, ys), sd(xs), sd(ys)
    if together is None or not across or not up:
        return None
    return min(max(together / across / up, -1.0), 1.0)


def _deviations(values: Sequence[float]) -> list[float]:
    """From the mean. Equal values have none, whatever rounding makes of their mean."""
    if min(values) == max(values):
        return [0.0] * len(values)
    center = math.fsum(values) / len(values)
    return [each - center for each in values]


def _standardized(values: Sequence[float]) -> list[float] | None:
    spread = sd(values)
    return [each / spread for each in _deviations(values)] if spread else None
