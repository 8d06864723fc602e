"""Server CPU per request, as a multiple of what a bare Django view costs under the same server.

User and system time of the workers, from ``/proc``, over one keep-alive connection; seven runs in turn, medians.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

import pytest

from tests.benchmarks.conftest import LESSON, Hold, SignIn
from tests.benchmarks.exam import Answers
from tests.live import Installation, Server, Visitor, gunicorn

pytestmark = pytest.mark.benchmark

RUNS = 7
REQUESTS = {"bare": 4000, "lesson": 500, "save": 500}


WARM_UP = 10


@pytest.fixture
def bare(tmp_path: Path) -> Iterator[Visitor]:
    with Server(Installation(tmp_path), gunicorn("tests.benchmarks.bare:application")) as server:
        visitor = Visitor(server, keep_alive=True)
        yield visitor
        visitor.close()


def cpu_ms(visitor: Visitor, ask: Callable[[], object], times: int) -> float:
    """Milliseconds of the workers' CPU that one request costs."""
    # The server hangs up on a connection that was idle during the others' turns.
    visitor.close()
    for _ in range(WARM_UP):
        ask()
    before = visitor.server.cpu_seconds()
    for _ in range(times):
        ask()
    return (visitor.server.cpu_seconds() - before) / times * 1000


def test_a_lesson_costs_at_most_twelve_bare_views(bare: Visitor, sign_in: SignIn, hold: Hold) -> None:
    ada = sign_in("ada", keep_alive=True)
    answers = Answers(ada)
    asked: dict[str, tuple[Visitor, Callable[[], object]]] = {
        "bare": (bare, lambda: bare.get("/")),
        "lesson": (ada, lambda: ada.get(LESSON)),
        "save": (ada, answers.save_next),
    }
    runs: dict[str, list[float]] = {name: [] for name in asked}
    for _ in range(RUNS):
        for name, (visitor, ask) in asked.items():
            runs[name].append(cpu_ms(visitor, ask, REQUESTS[name]))
    cost = {name: median(found) for name, found in runs.items()}
    note = {
        name: f"{cost[name]:.2f} ms ({min(found):.2f} to {max(found):.2f})" for name, found in runs.items()
    }
    hold("CPU of a bare view", cost["bare"], "ms", note=note["bare"])
    hold("CPU of saving an answer, in bare views", cost["save"] / cost["bare"], "times", note=note["save"])
    hold(
        "CPU of a lesson, in bare views",
        cost["lesson"] / cost["bare"],
        "times",
        budget=12,
        note=note["lesson"],
    )
