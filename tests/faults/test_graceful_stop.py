"""SIGTERM, as systemd sends it, ends a server when what it is doing is done."""

import os
import signal
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.faults.clerk import Clerk
from tests.faults.conftest import new_learner
from tests.faults.sitting import EXAM, Sitting
from tests.live import Installation, LostReply, Server, gunicorn

pytestmark = pytest.mark.faults

SECONDS = 3


def test_a_save_under_way_is_finished_and_nobody_new_is_let_in(
    installation: Installation, clerk: Clerk
) -> None:
    server = Server(installation, gunicorn("tests.faults.dying:application"))
    with server:
        sitting = Sitting(server, new_learner(), clerk, EXAM).begin()
        fields = sitting.fill(1, "yes")
        with ThreadPoolExecutor(1) as pool:
            slow = pool.submit(sitting.send, 1, fields, x_wait=str(SECONDS))
            time.sleep(SECONDS / 3)
            began = time.monotonic()
            os.kill(server.main_pid, signal.SIGTERM)
            time.sleep(SECONDS / 6)
            with pytest.raises((ConnectionRefusedError, LostReply)):
                sitting.visitor.tab().get("/health/live")
            slow.result()
        server.wait_until_dead()
        assert time.monotonic() - began < SECONDS + 5
    assert sitting.differences() == []
