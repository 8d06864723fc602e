"""What holds for one learner: time, attempts, waiting, the pass mark, and which attempt counts."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes import terms
from quizzes.rules import Counts, Rules
from quizzes.terms import Allowance, Refusal, Sat

NOW = datetime(2026, 11, 2, 15, 0, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def sat(number: int, score: int | None, *, ago: timedelta = HOUR, possible: int = 10) -> Sat:
    points = None if score is None else Decimal(score)
    return Sat(number, None if score is None else NOW - ago, points, Decimal(possible))


@pytest.mark.parametrize(
    ("limit", "allowance", "minutes"),
    [
        (None, Allowance(time_factor=Decimal("1.5"), extra_minutes=10), None),
        (40, Allowance(), 40),
        (40, Allowance(time_factor=Decimal("1.5")), 60),
        (45, Allowance(time_factor=Decimal("1.1")), 50),
        (40, Allowance(extra_minutes=15), 55),
        (40, Allowance(time_factor=Decimal(2), extra_minutes=15), 95),
        (40, Allowance(untimed=True), None),
    ],
)
def test_time_is_stretched_then_added_to_and_never_cut(
    limit: int | None, allowance: Allowance, minutes: int | None
) -> None:
    assert terms.of(Rules(time_limit_minutes=limit), allowance).minutes == minutes


def test_an_attempt_ends_when_its_time_is_over_or_the_exam_closes_whichever_is_first() -> None:
    rules = Rules(time_limit_minutes=60, closes=NOW + HOUR / 2)

    assert terms.of(rules).deadline(NOW) == NOW + HOUR / 2
    assert terms.of(rules).deadline(NOW - HOUR) == NOW
    assert terms.of(rules, Allowance(extra_days=1)).deadline(NOW) == NOW + HOUR
    assert terms.of(rules, Allowance(untimed=True)).deadline(NOW) == NOW + HOUR / 2
    assert terms.of(Rules()).deadline(NOW) is None


@pytest.mark.parametrize(
    ("rules", "past", "refusal"),
    [
        (Rules(), [], None),
        (Rules(opens=NOW), [], None),
        (Rules(opens=NOW + HOUR), [], Refusal.NOT_OPEN),
        (Rules(closes=NOW), [], Refusal.CLOSED),
        (Rules(closes=NOW + HOUR), [], None),
        (Rules(), [sat(1, 3)], Refusal.NO_ATTEMPTS_LEFT),
        (Rules(attempts=2), [sat(1, 3)], None),
        (Rules(attempts=2, wait_hours=24), [sat(1, 3)], Refusal.WAIT),
        (Rules(attempts=2, wait_hours=24), [sat(1, 3, ago=DAY)], None),
    ],
)
def test_whether_an_attempt_may_begin_now(rules: Rules, past: list[Sat], refusal: Refusal | None) -> None:
    assert terms.of(rules, sat=past).refusal(NOW) is refusal


def test_extra_attempts_and_days_open_what_the_rules_close() -> None:
    rules = Rules(closes=NOW - HOUR)

    assert terms.of(rules, Allowance(extra_days=1)).refusal(NOW) is None
    assert terms.of(Rules(), Allowance(extra_attempts=1), [sat(1, 3)]).refusal(NOW) is None


@pytest.mark.parametrize(("counts", "number"), [(Counts.BEST, 2), (Counts.LATEST, 3), (Counts.FIRST, 1)])
def test_which_attempt_counts(counts: Counts, number: int) -> None:
    past = [sat(1, 5), sat(2, 9), sat(3, 9), sat(4, None)]

    counting = terms.counting(Rules(attempts=5, counts=counts), past)

    assert counting is not None
    assert counting.number == number


def test_the_best_attempt_is_the_best_share_not_the_most_points() -> None:
    counting = terms.counting(Rules(attempts=2), [sat(1, 9, possible=20), sat(2, 8)])

    assert counting is not None
    assert counting.number == 2


def test_no_attempt_counts_before_one_is_handed_in() -> None:
    assert terms.counting(Rules(), [sat(1, None)]) is None


@pytest.mark.parametrize(
    ("rules", "score", "missed", "passes"),
    [
        (Rules(), "0", 3, None),
        (Rules(pass_percent=75), "7.50", 3, True),
        (Rules(pass_percent=75), "7.49", 0, False),
        (Rules(pass_critical=True), "0", 0, True),
        (Rules(pass_critical=True), "10", 1, False),
        (Rules(pass_percent=75, pass_critical=True), "9", 1, False),
    ],
)
def test_the_pass_mark_is_exact(rules: Rules, score: str, missed: int, passes: bool | None) -> None:
    met = terms.passes(rules, score=Decimal(score), possible=Decimal(10), critical_missed=missed)

    assert met is passes


ALLOWANCES = st.builds(
    Allowance,
    time_factor=st.decimals(1, 5, places=2),
    extra_minutes=st.integers(0, 600),
    untimed=st.booleans(),
    extra_attempts=st.integers(0, 20),
    extra_days=st.integers(0, 365),
)


@given(ALLOWANCES, st.integers(1, 600), st.integers(1, 20), st.integers(-48, 48))
def test_an_accommodation_never_takes_anything_away(
    allowance: Allowance, limit: int, attempts: int, closes: int
) -> None:
    rules = Rules(time_limit_minutes=limit, attempts=attempts, closes=NOW + closes * HOUR)
    plain, granted = terms.of(rules), terms.of(rules, allowance)

    assert granted.left >= plain.left
    assert (granted.deadline(NOW) or NOW) >= (plain.deadline(NOW) or NOW)
    assert granted.refusal(NOW) is None or plain.refusal(NOW) is not None
