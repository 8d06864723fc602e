"""``python -m deploy.timers``: what the timers in deploy/systemd do, where there is no systemd, such as in a container.

Runs each command in a process of its own, one after the other, and goes on when one fails. SIGTERM ends it.
"""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from types import FrameType

EVERY: dict[str, timedelta] = {
    "close_overdue_attempts": timedelta(minutes=5),
    "publish_due": timedelta(minutes=5),
    "send_mail_queue": timedelta(minutes=1),
}
"""Commands that run again and again."""

DAILY: dict[str, tuple[int, int]] = {
    "clearsessions": (2, 45),
    "backup": (3, 15),
    "apply_retention": (4, 15),
    "count_figures": (4, 45),
    "doctor": (6, 0),
    "send_digests": (12, 0),
}
"""Commands that run once a day, at hour and minute in UTC."""


def due(last: datetime, now: datetime) -> Iterator[str]:
    """The commands whose turn came after ``last`` and not after ``now``."""
    for name, pause in EVERY.items():
        if int(last.timestamp() // pause.total_seconds()) < int(now.timestamp() // pause.total_seconds()):
            yield name
    for name, (hour, minute) in DAILY.items():
        turn = now.replace(hour=hour, minute=minute, second=0, microsecond=0)
        if last < turn <= now or last < turn - timedelta(days=1):
            yield name


def stop(number: int, frame: FrameType | None) -> None:
    sys.exit(0)


def main() -> None:
    signal.signal(signal.SIGTERM, stop)
    last = datetime.now(UTC)
    while True:
        time.sleep(15)
        now = datetime.now(UTC)
        for name in due(last, now):
            subprocess.run([sys.executable, "manage.py", name], check=False)
        last = now


if __name__ == "__main__":
    main()
