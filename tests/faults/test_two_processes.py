"""Three web processes on one PostgreSQL behind nginx, as deploy/nginx.conf says: one is killed, nothing is lost."""

from __future__ import annotations

import re
import socket
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import cast

import pytest

from tests.faults.clerk import Clerk
from tests.faults.sitting import EXAM, Sitting, is_saved
from tests.live import Installation, LostReply, Server
from tests.live.installation import ROOT
from tests.live.server import free_port

pytestmark = pytest.mark.faults

LEARNERS, QUESTIONS = 4, 20


class Nginx:
    """The shipped configuration on plain HTTP and a free port: it needs no certificate and no root."""

    def __init__(self, program: Path, folder: Path, servers: list[Server]) -> None:
        self.port = free_port()
        shipped = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
        upstream, _redirect, site = re.findall(r"^(?:upstream|server)\b.*?^}", shipped, re.M | re.S)
        (log_format,) = re.findall(r"^log_format .*$", shipped, re.M)
        (line,) = re.findall(r"^ *server 127.*$", upstream, re.M)
        lines = "\n".join(line.replace(":8000", f":{server.port}") for server in servers)
        site = re.sub(r"^ *(listen|ssl_\w+) .*\n", "", site, flags=re.M)
        site = site.replace("server {", f"server {{\n listen 127.0.0.1:{self.port};", 1)
        site = site.replace("/var/log/nginx/alongside.log", str(folder / "access.log"))
        paths = "\n".join(
            f"{name}_temp_path {folder / name};"
            for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        http = "\n".join((f"access_log off; {paths}", upstream.replace(line, lines), log_format, site))
        config = folder / "nginx.conf"
        config.write_text(
            f"daemon off; pid {folder}/pid; worker_processes 1; error_log {folder}/error.log;\n"
            f"events {{ worker_connections 256; }}\nhttp {{\n{http}\n}}\n"
        )
        self.installation = servers[0].installation
        self.log = folder / "access.log"
        self.command = [str(program), "-e", str(folder / "error.log"), "-p", str(folder), "-c", str(config)]

    def served(self) -> set[str]:
        """The processes that have answered a form, by address."""
        lines = self.log.read_text(encoding="ascii").splitlines()
        return {line.split()[-1] for line in lines if line.split()[2] == "POST"}

    def __enter__(self) -> Nginx:
        checked = subprocess.run([*self.command, "-t"], capture_output=True, text=True, check=False)
        assert checked.returncode == 0, checked.stderr
        self._process = subprocess.Popen(self.command)
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline and self._process.poll() is None:
            try:
                socket.create_connection(("127.0.0.1", self.port)).close()
            except ConnectionRefusedError:
                time.sleep(0.05)
            else:
                return self
        raise RuntimeError((self.log.with_name("error.log")).read_text(encoding="utf-8"))

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.wait(timeout=20)


@pytest.fixture
def shared(postgres_url: str, tmp_path: Path) -> Installation:
    """One database and one set of keys; three processes, which need not be on one machine, work with it."""
    made = Installation(tmp_path / "var", postgres_url)
    made.python("tests.live.prepare", str(LEARNERS), str(QUESTIONS))
    return made


@pytest.fixture
def servers(shared: Installation) -> Iterator[list[Server]]:
    started = [Server(shared) for _ in range(3)]
    try:
        for server in started:
            server.start()
        yield started
    finally:
        for server in started:
            server.kill()


@pytest.fixture
def balancer(nginx: Path, servers: list[Server], tmp_path: Path) -> Iterator[Nginx]:
    folder = tmp_path / "nginx"
    folder.mkdir()
    with Nginx(nginx, folder, servers) as running:
        yield running


@pytest.fixture
def clerk_there(shared: Installation) -> Iterator[Clerk]:
    clerk = Clerk(shared)
    yield clerk
    clerk.close()


def sit(server: Server, learner: int, clerk: Clerk) -> Sitting:
    return Sitting(server, f"learner-{learner}@example.org", clerk, EXAM)


def test_started_on_one_saved_on_another_killed_and_handed_in_on_a_third(
    servers: list[Server], clerk_there: Clerk
) -> None:
    first, second, third = servers
    started = sit(first, 1, clerk_there).begin()
    saved = sit(second, 1, clerk_there)
    saved.attempt = started.attempt
    saved.visitor.cookies.update(started.visitor.cookies)
    saved.answer(1, "yes")
    saved.answer(2, "no")
    second.kill()
    saved.server, saved.visitor.server = third, third
    last = saved.visitor = saved.visitor.tab()
    assert last.server is third
    saved.answer(1, "maybe")
    assert saved.submit().location == f"{saved.attempt}result/"
    saved.submitted = True
    assert saved.differences() == []


def test_a_process_that_is_killed_behind_nginx_costs_nobody_an_answer(
    balancer: Nginx, servers: list[Server], clerk_there: Clerk
) -> None:
    # All that a sitting asks of a server is its port and its installation.
    gate = cast(Server, balancer)
    sittings = [sit(gate, number, clerk_there).begin() for number in range(1, LEARNERS + 1)]
    with ThreadPoolExecutor(LEARNERS) as pool:
        for slot in range(1, QUESTIONS + 1):
            if slot == QUESTIONS // 2:
                assert len(balancer.served()) == len(servers)
                killing = pool.submit(servers[1].kill)
            list(pool.map(lambda sitting: answer_at_last(sitting, slot), sittings))  # noqa: B023
        killing.result()
        replies = list(pool.map(lambda sitting: sitting.submit(), sittings))
    assert [reply.status for reply in replies] == [302] * LEARNERS
    for sitting in sittings:
        sitting.submitted = True
        assert sitting.differences() == []


def answer_at_last(sitting: Sitting, slot: int) -> None:
    """Answer. What got lost with the process that died is sent again, as the page's script does: the same save."""
    fields = sitting.fill(slot, "yes" if slot % 2 else "no")
    for _ in range(3):
        try:
            reply = sitting.try_to_send(slot, fields)
        except LostReply:
            continue
        if is_saved(reply):
            sitting.write_down(slot, fields)
            return
        assert reply.status == 502, (reply.status, reply.text)
    pytest.fail("Three times in a row no process took the answer.")
