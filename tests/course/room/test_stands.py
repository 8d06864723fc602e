"""How cohorts stand, added up: against the same, learner by learner."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from course.room.stands import LONGEST, Learner, Stand, Stands, stands
from course.snapshots.packing import packed, unpacked

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
DAY = timedelta(days=1)
WHOLE = st.integers(0, LONGEST + 20).map(timedelta)
LEARNERS = st.lists(
    st.builds(
        lambda cohort, done, left, ago: Learner(cohort, done, done + left, AT - ago),
        st.integers(1, 3),
        st.integers(0, 40),
        st.integers(0, 2),
        # To the microsecond, and often on the edge of a day.
        WHOLE | st.timedeltas(timedelta(0), LONGEST * DAY),
    ),
    max_size=30,
)


@given(learners=LEARNERS, days=st.integers(1, LONGEST))
def test_sums_of_a_cohort_are_those_of_its_learners(learners: list[Learner], days: int) -> None:
    found = stands(learners, at=AT).of
    assert found.keys() == {each.cohort for each in learners}
    for cohort, stand in found.items():
        mine = [each for each in learners if each.cohort == cohort]
        assert stand.learners == len(mine)
        assert (stand.done, stand.steps) == (
            sum(each.done for each in mine),
            sum(each.total for each in mine),
        )
        assert stand.last_work == max(each.last_work for each in mine)
        quiet = [each for each in mine if each.done < each.total and each.last_work <= AT - days * DAY]
        assert stand.quiet(days) == len(quiet)


@given(learners=LEARNERS)
def test_how_cohorts_stand_comes_back_as_it_was(learners: list[Learner]) -> None:
    found = stands(learners, at=AT)
    assert unpacked(Stands, packed(found)) == found


def test_a_clock_that_stepped_back_makes_nobody_quiet() -> None:
    ahead = Learner(1, 0, 5, AT + timedelta(hours=30))
    assert stands([ahead], at=AT).of[1].quiet(1) == 0


def test_where_there_is_nothing_to_do_there_is_no_share() -> None:
    assert Stand().percent is None
    assert Stand(learners=2, done=3, steps=4).percent == 75
