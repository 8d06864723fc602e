"""Memory of the server with its two workers, once both have served every kind of page."""

import pytest

from tests.benchmarks.conftest import COURSE, LESSON, Hold, SignIn
from tests.benchmarks.exam import Answers
from tests.live import Server

pytestmark = pytest.mark.benchmark

REQUESTS = 200
PAGES = {
    "dee": ("/", COURSE, LESSON, "/reflections/", "/profile/"),
    "sam": ("/review/", "/review/?sort=-score", "/review/attempts.csv"),
    "tess": ("/shared/", "/admin/"),
}


def test_two_workers_stay_within_150_mb(server: Server, sign_in: SignIn, hold: Hold) -> None:
    visitors = {name: sign_in(name) for name in PAGES}
    answers = Answers(sign_in("ada"))
    for number in range(REQUESTS // 2):
        name = list(PAGES)[number % len(PAGES)]
        reply = visitors[name].get(PAGES[name][number // len(PAGES) % len(PAGES[name])])
        assert reply.status == 200, reply.text
        answers.save_next()
    proportional, resident = server.memory_mb()
    hold("resident memory, counting shared pages often", resident, "MB")
    hold(f"memory (PSS) after {REQUESTS} requests", proportional, "MB", budget=150)
