"""Figures in words: scores, percent and times."""

from decimal import Decimal

import pytest

from quizzes.review.figures import Score, duration, minutes, plain


@pytest.mark.parametrize(
    ("points", "out_of", "percent"),
    [("14", "20", 70), ("16.5", "20", 83), ("1", "3", 33), ("2", "3", 67), ("0", "20", 0), ("20", "20", 100)],
)
def test_percent_is_rounded_half_up(points: str, out_of: str, percent: int) -> None:
    assert Score(Decimal(points), Decimal(out_of)).percent == percent


def test_an_exam_without_points_has_no_percent() -> None:
    assert Score(Decimal(0), Decimal(0)).percent is None


@pytest.mark.parametrize(
    ("stored", "shown"),
    [("14.00", "14"), ("14.50", "14.5"), ("0.00", "0"), ("100.00", "100"), ("0.25", "0.25")],
)
def test_a_stored_number_is_shown_without_idle_zeros(stored: str, shown: str) -> None:
    assert plain(Decimal(stored)) == shown


def test_a_score_is_told_in_words() -> None:
    assert str(Score(Decimal("14.00"), Decimal("20.00"))) == "14 of 20"


@pytest.mark.parametrize(
    ("seconds", "whole"), [(0, 1), (29, 1), (89, 1), (90, 2), (1440, 24), (1469, 24), (1470, 25)]
)
def test_minutes_are_rounded_half_up_and_never_none(seconds: int, whole: int) -> None:
    assert minutes(seconds) == whole


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "1 min"), (1440, "24 min"), (3599, "1 h 0 min"), (4500, "1 h 15 min"), (93_600, "26 h 0 min")],
)
def test_a_time_is_told_in_minutes_and_hours(seconds: int, words: str) -> None:
    assert duration(seconds) == words
