"""The table that ``make bench`` prints, and the installation that it measures: the one that ``make run`` makes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

import pytest

from course.demo import DOMAIN, PASSWORD
from tests.live import MAKE_RUN, Installation, Server, Visitor

Hold = Callable[..., None]
SignIn = Callable[..., Visitor]
COURSE = "/courses/peer-specialist/"
LESSON = f"{COURSE}foundations-of-peer-support/the-role-of-a-peer-specialist/"


class Line(NamedTuple):
    name: str
    figure: float
    unit: str
    budget: float | None
    note: str

    def __str__(self) -> str:
        shown = f"{self.figure:,.2f}".removesuffix(".00")
        budget = "" if self.budget is None else f"≤ {self.budget:g}"
        return f"{self.name:<46}{shown:>10} {self.unit:<12}{budget:>8}  {self.note}".rstrip()


LINES: list[Line] = []


@pytest.fixture
def hold() -> Hold:
    """Put a figure into the table, and assert that it keeps its budget if it has one."""

    def hold(name: str, figure: float, unit: str, *, budget: float | None = None, note: str = "") -> None:
        LINES.append(Line(name, figure, unit, budget, note))
        assert budget is None or figure <= budget, f"{name}: {figure} {unit}, budget {budget}"

    return hold


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if LINES:
        terminalreporter.section("figures and budgets")
        for line in LINES:
            terminalreporter.line(str(line))


@pytest.fixture(scope="session")
def first_start(tmp_path_factory: pytest.TempPathFactory) -> tuple[Installation, float]:
    """An installation as ``make run`` makes it, demo program included, and how many seconds that took."""
    installation = Installation(tmp_path_factory.mktemp("bench") / "var", demo=True)
    installation.folder.mkdir()
    with Server(installation, MAKE_RUN) as server:
        pass
    return installation, server.seconds_to_start


@pytest.fixture(scope="session")
def shipped(first_start: tuple[Installation, float]) -> Installation:
    return first_start[0]


@pytest.fixture(scope="session")
def server(shipped: Installation) -> Iterator[Server]:
    with Server(shipped, MAKE_RUN) as server:
        yield server


@pytest.fixture
def sign_in(server: Server) -> Iterator[SignIn]:
    """Sign a demo person in by first name: ``sign_in("ada")``."""
    visitors: list[Visitor] = []

    def sign_in(name: str, *, keep_alive: bool = False) -> Visitor:
        visitors.append(Visitor(server, keep_alive=keep_alive))
        return visitors[-1].sign_in(f"{name}{DOMAIN}", PASSWORD)

    yield sign_in
    for visitor in visitors:
        visitor.close()
