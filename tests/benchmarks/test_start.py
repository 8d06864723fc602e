"""How long ``make run`` takes to answer once everything is installed: on an empty folder, and again."""

import pytest

from tests.benchmarks.conftest import Hold
from tests.live import MAKE_RUN, Installation, Server

pytestmark = pytest.mark.benchmark


def test_the_second_start_answers_within_five_seconds(
    first_start: tuple[Installation, float], hold: Hold
) -> None:
    installation, seconds = first_start
    hold("first start, demo program made", seconds, "s")
    with Server(installation, MAKE_RUN) as server:
        hold("second start", server.seconds_to_start, "s", budget=5)
