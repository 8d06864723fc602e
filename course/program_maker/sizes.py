"""How large a program is made. Pure."""

from typing import NamedTuple


class Size(NamedTuple):
    """Learners are dealt to the cohorts evenly."""

    cohorts: int
    learners: int

    @property
    def in_each(self) -> int:
        return self.learners // self.cohorts


SIZES = {
    "small": Size(cohorts=2, learners=60),
    "medium": Size(cohorts=10, learners=1_000),
    "large": Size(cohorts=200, learners=20_000),
}
