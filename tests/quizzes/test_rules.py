"""An exam's rules: what fits together, what does not, and what is read of rules that were stored long ago."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from quizzes.rules import Counts, Layout, Rules, Shows, When, read

MOMENTS = st.datetimes(min_value=datetime(2026, 1, 1), max_value=datetime(2030, 1, 1), timezones=st.just(UTC))
RULES = st.builds(
    Rules,
    opens=st.none() | MOMENTS.filter(lambda at: at.year < 2028),
    closes=st.none() | MOMENTS.filter(lambda at: at.year >= 2028),
    time_limit_minutes=st.none() | st.integers(1, 600),
    attempts=st.integers(1, 20),
    counts=st.sampled_from(Counts),
    wait_hours=st.integers(0, 2160),
    pass_percent=st.none() | st.integers(1, 100),
    pass_critical=st.booleans(),
    shuffle=st.booleans(),
    feedback=st.lists(st.sampled_from(Shows), unique=True),
)


@given(RULES)
def test_rules_read_back_as_they_were_stored(rules: Rules) -> None:
    assert read(rules.stored()) == rules


def test_rules_from_before_a_rule_existed_have_its_default() -> None:
    old = read({"feedback": ["score"], "shuffle": True, "attempts": 3, "time_limit_minutes": None})

    assert (old.attempts, old.counts, old.layout, old.pass_percent) == (3, Counts.BEST, Layout.ONE, None)
    assert not old.can_be_passed


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"opens": "2027-02-01T00:00Z", "closes": "2027-01-01T00:00Z"}, "closes before it opens"),
        ({"closes": "2027-01-01T00:00"}, "with its zone"),
        ({"layout": Layout.ALL, "forward_only": True}, "needs one question at a time"),
        (
            {"layout": Layout.ALL, "feedback_when": When.EACH, "feedback": [Shows.KEYS]},
            "one question at a time",
        ),
        ({"feedback_when": When.EACH}, "shows nothing"),
        ({"feedback_when": When.CLOSE}, "no closing time"),
        ({"feedback": [Shows.SCORE, Shows.SCORE]}, "twice"),
        ({"attempts": 0}, "greater than or equal to 1"),
        ({"pass_percent": 101}, "less than or equal to 100"),
        ({"wiat_hours": 3}, "Extra inputs"),
    ],
)
def test_rules_that_do_not_fit_are_refused_in_words(given: dict[str, Any], says: str) -> None:
    with pytest.raises(ValidationError, match=says):
        Rules(**given)
