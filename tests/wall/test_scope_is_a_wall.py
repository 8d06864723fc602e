"""No page, file, mail or message depends on a learner out of the reader's scope: in random programs, for everyone.

``ALONGSIDE_LONG=1`` plays many more programs, and opens every page in each.
"""

from __future__ import annotations

import pytest

from tests.test_access import OURS
from tests.wall.admin_pages import admin_pages
from tests.wall.disturb import disturb
from tests.wall.pages import LONG, SILENT, TELLS, Things, addresses
from tests.wall.program import SCOPES, Made, make
from tests.wall.told import Reader, changes

pytestmark = pytest.mark.django_db
SHORT = ("supervises two, trains one", "supervises a course")
SEEDS = range(6 if LONG else 1)
PLAYED = [(seed, scope) for seed in SEEDS for scope in (SCOPES if LONG else SHORT)]
HALVES = (sorted(TELLS)[::2], sorted(TELLS)[1::2])


def test_every_address_says_whether_it_tells_of_learners() -> None:
    ours = {entry.name for _path, entry in OURS}
    assert ours == TELLS.keys() | SILENT.keys(), (
        "Say in tests/wall/pages.py whether this page tells of learners."
    )
    assert not TELLS.keys() & SILENT.keys()


@pytest.mark.parametrize("half", [0, 1])
@pytest.mark.parametrize(("seed", "scope"), PLAYED)
def test_nothing_depends_on_a_learner_out_of_scope(seed: int, scope: str, half: int) -> None:
    made = make(seed, scope)
    unchanged(made, addresses(Things(made, made.inside, made.mine()), HALVES[half]))


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("scope", ["trains a cohort", "trains a course"] if LONG else ["trains a cohort"])
def test_nothing_in_the_admin_does_either(seed: int, scope: str) -> None:
    made = make(seed, scope)
    unchanged(made, list(admin_pages(Things(made, made.inside, made.mine()))))


def test_nor_do_the_mails_of_the_week() -> None:
    made = make(0, "supervises two, trains one")
    reader = Reader(made.viewer)
    mails = reader.mails()
    assert mails
    disturb(made)
    assert reader.mails() == mails


def unchanged(made: Made, addresses: list[str]) -> None:
    """What is told at these addresses, when everything out of scope has changed."""
    reader = Reader(made.viewer)
    before = reader.read(addresses)
    disturb(made)
    after = reader.read(addresses)
    differing = [address for address in addresses if after[address] != before[address]]
    assert not differing, "\n".join(f"{each}\n{changes(before[each], after[each])}" for each in differing)
