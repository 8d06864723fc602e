"""Who is matched: everybody who began is counted once, and compared by the first sittings that count."""

from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.gain.matching import Sitting, Standing, Why, match
from quizzes.gain.report import Earned, Subject, balance, report
from tests.conftest import NOW

SITTINGS = st.lists(
    st.tuples(st.integers(1, 4), st.booleans(), st.sampled_from(Standing), st.integers(0, 9), st.booleans()),
    max_size=20,
)


def _sittings(drawn: list[tuple[int, bool, Standing, int, bool]], *, twice: bool = False) -> list[Sitting]:
    made = [
        Sitting(
            attempt=number,
            # As many persons as enrollments, save that the first two are one person's.
            person=max(enrollment, 2) if twice else enrollment,
            enrollment=enrollment,
            is_after=is_after,
            form="AB"[number % 2],
            standing=standing,
            began=NOW + timedelta(days=day),
            ended=None if standing is Standing.OPEN else NOW + timedelta(days=day, hours=1),
            points=Decimal(number),
            possible=Decimal(20),
            takes_part=takes_part,
        )
        for number, (enrollment, is_after, standing, day, takes_part) in enumerate(drawn)
    ]
    return sorted(made, key=lambda one: one.enrollment)


@given(SITTINGS, st.booleans())
def test_everybody_who_began_is_counted_once(
    drawn: list[tuple[int, bool, Standing, int, bool]], twice: bool
) -> None:
    sittings = _sittings(drawn, twice=twice)
    assert match(sittings).began == len({one.person for one in sittings})


@given(SITTINGS)
def test_matched_are_the_first_finished_that_were_not_set_aside(
    drawn: list[tuple[int, bool, Standing, int, bool]],
) -> None:
    sittings = _sittings(drawn)
    for both in match(sittings).matched:
        for chosen in both:
            same = [s for s in sittings if (s.enrollment, s.is_after) == (chosen.enrollment, chosen.is_after)]
            finished = [s for s in same if s.standing in (Standing.GRADED, Standing.UNMARKED)]
            assert chosen is finished[0]
            assert chosen.standing is Standing.GRADED
        assert both.before.ended is not None
        assert both.before.ended <= both.after.began


@given(SITTINGS)
def test_more_sittings_after_the_counted_ones_change_nothing(
    drawn: list[tuple[int, bool, Standing, int, bool]],
) -> None:
    found = match(_sittings(drawn))
    again = [both._replace(after=both.after._replace(attempt=99)).after for both in found.matched]
    more = sorted([*_sittings(drawn), *again], key=lambda one: one.enrollment)
    assert match(more).matched == found.matched


def test_who_left_between_the_exams_is_told_from_who_has_not_finished_yet() -> None:
    one = _sittings([(1, False, Standing.GRADED, 0, True), (2, False, Standing.GRADED, 0, False)])
    assert match(one).others == {Why.NO_AFTER: 1, Why.LEFT: 1}


BEFORE_AND_AFTER = (False, Standing.GRADED), (True, Standing.GRADED)


def _way(
    enrollment: int, day: int, *what: tuple[bool, Standing]
) -> list[tuple[int, bool, Standing, int, bool]]:
    """Sittings of one enrollment, a day apart."""
    return [(enrollment, is_after, how, day + n, True) for n, (is_after, how) in enumerate(what)]


@pytest.mark.parametrize(("first", "second"), [(0, 5), (5, 0)])
def test_who_took_the_course_twice_is_compared_by_the_first_time_with_both_exams(
    first: int, second: int
) -> None:
    drawn = [*_way(1, first, *BEFORE_AND_AFTER), *_way(2, second, *BEFORE_AND_AFTER)]
    found = match(_sittings(drawn, twice=True))
    assert [one.before.enrollment for one in found.matched] == [1 if first < second else 2]
    assert found.began == 1


def test_who_left_and_came_back_is_compared_by_the_time_that_they_finished() -> None:
    left: list[tuple[int, bool, Standing, int, bool]] = [(1, False, Standing.GRADED, 0, False)]
    found = match(_sittings([*left, *_way(2, 5, *BEFORE_AND_AFTER)], twice=True))
    assert [one.before.enrollment for one in found.matched] == [2]
    assert not found.others


def test_a_second_time_does_not_stand_in_for_a_first_that_waits_to_be_marked() -> None:
    waiting = _way(1, 0, (False, Standing.GRADED), (True, Standing.UNMARKED))
    assert match(_sittings([*waiting, *_way(2, 5, *BEFORE_AND_AFTER)], twice=True)).others == {
        Why.UNMARKED: 1
    }


def test_why_somebody_is_not_matched_is_told_of_their_last_time() -> None:
    drawn = [*_way(1, 5, (True, Standing.GRADED)), *_way(2, 0, (False, Standing.GRADED))]
    assert match(_sittings(drawn, twice=True)).others == {Why.NO_BEFORE: 1}


def test_figures_come_from_the_means_of_the_matched_alone() -> None:
    found = match(_sittings([(1, False, Standing.GRADED, 0, True), (1, True, Standing.GRADED, 5, True)]))
    earned: dict[int, dict[Subject, Earned]] = {
        0: {None: Earned(5, 20)},
        1: {None: Earned(10, 20)},
    }
    told = report(found.matched, {**earned, 7: {None: Earned(20, 20)}}, {})
    assert (told.overall.before, told.overall.after, told.overall.difference) == (25, 50, 25)
    assert told.untaught == {}


def test_nothing_is_left_of_points_that_are_all_taken_away() -> None:
    tenth = Earned(0.1, 0.1)
    assert Earned(0.3, 0.3).less(tenth.plus(tenth).plus(tenth)) == (0, 0)


def test_nobody_is_balanced_by_nothing() -> None:
    assert balance([]).imbalance is None
    assert not balance([]).has_forms
