"""Gunicorn with the shipped configuration, on a free port of this machine, in a process group of its own."""

from __future__ import annotations

import http.client
import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from types import TracebackType

from tests.live import processes
from tests.live.installation import ROOT, Installation

START_SECONDS = 180
# Below the ports that systems give to outgoing connections, so that a port stays ours between two starts.
PORTS = range(20_000, 30_000)
MAKE_RUN = (sys.executable, "-m", "deploy.serve")


def gunicorn(application: str = "course.wsgi:application") -> tuple[str, ...]:
    """The command that serves a WSGI application as the product is served."""
    return (sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.conf.py", application)


class Server:
    """One server process group at a time; it can be killed and started again on the same installation and port."""

    def __init__(self, installation: Installation, command: Sequence[str] = gunicorn()) -> None:
        self.installation = installation
        self.command = list(command)
        self.port = free_port()
        self.log = installation.folder / f"server-{self.port}.log"
        self.seconds_to_start = 0.0
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def is_alive(self) -> bool:
        return self._process is not None and self._process.poll() is None

    @property
    def main_pid(self) -> int:
        """The process that a service manager would signal."""
        assert self._process is not None
        return self._process.pid

    def start(self) -> None:
        """Start and wait until it answers. Raises RuntimeError when it ends, does not answer, or not with 200."""
        environment = {**self.installation.environment, "PORT": str(self.port)}
        began = time.monotonic()
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                self.command, cwd=ROOT, env=environment, stdout=log, stderr=log, start_new_session=True
            )
        status = None
        while status is None and self.is_alive and time.monotonic() < began + START_SECONDS:
            time.sleep(0.01)
            status = self._status()
        self.seconds_to_start = time.monotonic() - began
        if status != 200:
            self.kill()
            said = self.log.read_text(encoding="utf-8", errors="replace")
            raise RuntimeError(f"The server did not start ({status}):\n{said[-4000:]}")

    def kill(self) -> None:
        """SIGKILL to every process of the group, and wait until none is left."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """Ask politely: requests under way are finished."""
        self._end(signal.SIGTERM)

    def wait_until_dead(self) -> None:
        """Wait for the end of a server that somebody else has killed. Raises RuntimeError after 10 seconds."""
        deadline = time.monotonic() + 10
        while self.is_alive or self._group():
            if time.monotonic() > deadline:
                raise RuntimeError("The server still lives.")
            time.sleep(0.005)

    def cpu_seconds(self) -> float:
        """User and system time of all workers so far."""
        return processes.cpu_seconds(self._workers())

    def memory_mb(self) -> tuple[float, float]:
        """Memory of all processes: proportional (PSS) and resident (RSS), in MB."""
        return processes.memory_mb(self._group())

    def _group(self) -> list[int]:
        assert self._process is not None
        return processes.in_group(self._process.pid)

    def _workers(self) -> list[int]:
        assert self._process is not None
        return [pid for pid in self._group() if pid != self._process.pid]

    def _status(self) -> int | None:
        """What the front page answers; None while nobody does."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=START_SECONDS)
        try:
            connection.request("GET", "/")
            return connection.getresponse().status
        except OSError:
            return None
        finally:
            connection.close()

    def _end(self, how: signal.Signals) -> None:
        if self._process is None:
            return
        if self._group():
            os.killpg(self._process.pid, how)
        self._process.wait(timeout=30)
        self.wait_until_dead()

    def __enter__(self) -> Server:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.kill()


def free_port() -> int:
    for port in random.sample(PORTS, 100):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise RuntimeError("No free port found.")
