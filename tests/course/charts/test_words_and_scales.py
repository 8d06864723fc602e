"""Words are broken to fit, and scales have round values: whatever they are given."""

from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from course.charts.frame import NARROW, Scale, Segment, path, round_values, within
from course.charts.words import width, wrapped


@given(st.text(), st.integers(1, 4), st.floats(60, 300))
def test_no_line_is_wider_than_its_room_and_there_are_no_more_than_asked_for(
    text: str, most: int, room: float
) -> None:
    lines = wrapped(text, room=room, font=14, most=most)
    assert len(lines) <= most
    assert all(width(line, 14) <= room + 0.001 for line in lines)


@given(st.text(st.characters(categories=["Lu", "Ll", "Zs"]), max_size=60))
def test_what_fits_is_kept_word_for_word(text: str) -> None:
    lines = wrapped(text, room=400, font=14, most=60)
    assert "".join(" ".join(lines).split()) == "".join(text.split())


def test_what_does_not_fit_ends_in_an_ellipsis() -> None:
    assert wrapped("Ethics, boundaries and care", room=90, font=14, most=1) == ("Ethics…",)


def test_a_word_is_not_parted_from_its_accent() -> None:
    lines = wrapped("e\u0301" * 40, room=100, font=14, most=9)
    assert len(lines) > 1
    assert all(line.startswith("e\u0301") for line in lines)


@given(st.floats(-1000, 1000), st.floats(0.01, 1000), st.integers(3, 10))
def test_round_values_enclose_what_they_were_made_for(low: float, span: float, most: int) -> None:
    values = round_values(low, low + span, most=most)
    steps = {round(right - left, 6) for left, right in pairwise(values)}
    assert len(steps) == 1
    assert len(values) <= most
    assert values[0] - span * 1e-6 <= low
    assert low + span <= values[-1] + span * 1e-6


def test_round_values_are_those_that_one_would_write() -> None:
    assert round_values(-0.07, 0.6, most=9) == (-0.1, 0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6)
    assert round_values(23, 100, most=6) == (20, 40, 60, 80, 100)


def test_round_values_need_a_span() -> None:
    with pytest.raises(ValueError, match="No round values from 1 to 1"):
        round_values(1, 1, most=5)


@given(st.lists(st.floats(0, 100), min_size=2))
def test_a_scale_keeps_order(values: list[float]) -> None:
    drawn = [Scale(0, 100, 14, NARROW.width - 14)(value) for value in sorted(values)]
    assert drawn == sorted(drawn)
    upward = [Scale(0, 100, 200, 20)(value) for value in sorted(values)]
    assert upward == sorted(upward, reverse=True)


@given(st.floats(-1e-10, 0) | st.floats(100, 100 + 1e-10))
def test_the_noise_of_floating_point_is_forgiven(value: float) -> None:
    assert within(value, 0, 100, "A score") in (0, 100)


@given(st.floats())
def test_what_is_outside_is_refused_by_name(value: float) -> None:
    assume(not -0.001 < value < 100.001)
    with pytest.raises(ValueError, match="A score must be from 0 to 100"):
        within(value, 0, 100, "A score")


def test_a_path_holds_its_lines() -> None:
    assert path(Segment(1, 2.5, 3, 4), Segment(0, 0, 0, 9)) == "M1 2.5L3 4M0 0L0 9"
