"""A whole exam of 20 questions, as a multiple of as many bare Django POSTs that write one row each."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from uuid import uuid4

import pytest

from tests.benchmarks.conftest import Hold
from tests.live import Installation, Server, Visitor, gunicorn
from tests.live.prepare import SESSIONS

pytestmark = pytest.mark.benchmark

RUNS, SITTINGS, QUESTIONS = 7, 8, 20
EXAM = "/courses/peer/foundations/start/"
REQUESTS = 1 + QUESTIONS + 3
"""Start, a save for each question, the last look, hand in, result."""


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Server]:
    """A course with an exam of 20 questions, and a learner for each sitting."""
    installation = Installation(tmp_path / "room")
    installation.python("tests.live.prepare", str(RUNS * SITTINGS), str(QUESTIONS))
    with Server(installation) as server:
        yield server


@pytest.fixture
def bare(tmp_path: Path) -> Iterator[Visitor]:
    with Server(Installation(tmp_path), gunicorn("tests.benchmarks.bare_write:application")) as server:
        visitor = Visitor(server, keep_alive=True)
        yield visitor
        visitor.close()


def arrive(room: Server, number: int) -> tuple[Visitor, str]:
    """A learner who has the exam's page open, and where its Start button leads."""
    sessions = json.loads((room.installation.folder / SESSIONS).read_text(encoding="ascii"))
    visitor = Visitor(room, keep_alive=True).resume(sessions[f"learner-{number}@example.org"])
    return visitor, "/exams/" + visitor.get(EXAM).text.split('action="/exams/')[1].split('"')[0]


def sit(visitor: Visitor, start: str) -> None:
    """24 requests. The pages of the questions are not among them."""
    attempt = "/".join(visitor.post(start, {}).location.split("/")[:3])
    for slot in range(1, QUESTIONS + 1):
        fields = {"save_id": str(uuid4()), "revision": "0", "choice": "yes"}
        reply = visitor.post(f"{attempt}/{slot}/", fields, hx_request="true")
        assert 'data-revision="1"' in reply.text, reply.text
    assert visitor.get(f"{attempt}/check/").status == 200
    assert visitor.post(f"{attempt}/submit/", {}).status == 302
    assert visitor.get(f"{attempt}/result/").status == 200
    visitor.close()


def test_a_whole_attempt_beside_bare_posts(room: Server, bare: Visitor, hold: Hold) -> None:
    ratios = []
    for run in range(RUNS):
        here = [arrive(room, 1 + run * SITTINGS + number) for number in range(SITTINGS)]
        before = room.cpu_seconds()
        for visitor, start in here:
            sit(visitor, start)
        whole = room.cpu_seconds() - before
        bare.close()
        before = bare.server.cpu_seconds()
        for _ in range(REQUESTS * SITTINGS):
            bare.post("/", {"text": "yes"})
        ratios.append(whole / (bare.server.cpu_seconds() - before))
    note = f"{min(ratios):.2f} to {max(ratios):.2f}; {REQUESTS} requests each"
    hold("CPU of a whole exam, in bare POSTs that write", median(ratios), "times", note=note)
