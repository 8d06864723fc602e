"""Mail runs as an operator has them: two processes at once, and one that is killed in the middle."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from tests.course.post_office import PostOffice, free_port
from tests.live import Installation
from tests.live.installation import ROOT

pytestmark = pytest.mark.faults
MAILS = 40
QUEUE = f"""
from django.utils import timezone
from course.mailing import mail
for number in range({MAILS}):
    mail.enqueue("invitation", to=f"p{{number}}@example.org", subject="S", template="answer", context={{}},
                 key=f"k{{number}}", at=timezone.now())
"""
END_LEASES = """
from course.models import QueuedMail
QueuedMail.objects.update(claimed_until=None)
print(QueuedMail.objects.waiting().count())
"""


class SlowOffice(PostOffice):
    """Takes its time, so that runs meet."""

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        await asyncio.sleep(0.02)
        return await super().handle_DATA(server, session, envelope)


def run(installation: Installation, port: int) -> subprocess.Popen[bytes]:
    told = {"EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": str(port)}
    command = [sys.executable, "manage.py", "send_mail_queue"]
    return subprocess.Popen(command, cwd=ROOT, env=installation.environment | told, stdout=subprocess.DEVNULL)


def test_two_runs_at_once_and_one_killed_send_every_mail_and_at_most_the_one_in_hand_twice(
    tmp_path: Path,
) -> None:
    installation, office, port = Installation(tmp_path), SlowOffice(), free_port()
    installation.python("django", "migrate", "-v0")
    installation.python("django", "shell", "-v0", "-c", QUEUE)
    controller = Controller(office, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        doomed = run(installation, port)
        until = time.monotonic() + 60
        while len(office.letters) < 5 and time.monotonic() < until:
            time.sleep(0.005)
        os.kill(doomed.pid, signal.SIGKILL)
        doomed.wait()
        left = int(installation.python("django", "shell", "-v0", "-c", END_LEASES))
        assert 0 < left < MAILS
        for process in [run(installation, port), run(installation, port)]:
            assert process.wait() == 0
    finally:
        controller.stop()
    times = Counter(str(letter["Message-ID"]) for letter in office.letters)
    assert len(times) == MAILS
    assert len(office.letters) <= MAILS + 1
