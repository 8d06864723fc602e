"""What processes cost, read from Linux's ``/proc``."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

PROC = Path("/proc")
TICKS = os.sysconf("SC_CLK_TCK")
# Fields of /proc/PID/stat, counted from the one after the command's name; see proc(5).
PARENT, GROUP, USER, SYSTEM = 1, 2, 11, 12


def in_group(group: int) -> list[int]:
    """The processes of a process group; empty when all have ended."""
    every = (int(path.name) for path in PROC.iterdir() if path.name.isdigit())
    return sorted(pid for pid in every if _stat(pid)[GROUP] == group)


def cpu_seconds(pids: Iterable[int]) -> float:
    """User and system time of these processes so far, in seconds; exact to 0.01 each."""
    stats = map(_stat, pids)
    return sum(stat[USER] + stat[SYSTEM] for stat in stats) / TICKS


def memory_mb(pids: Iterable[int]) -> tuple[float, float]:
    """Proportional and resident set sizes, summed, in MB of 1,000,000 bytes. Shared pages count once in the first."""
    pss = rss = 0
    for pid in pids:
        lines = (PROC / str(pid) / "smaps_rollup").read_text(encoding="ascii").splitlines()[1:]
        kilobytes = {name: int(rest.split()[0]) for name, rest in (line.split(":") for line in lines)}
        pss, rss = pss + kilobytes["Pss"], rss + kilobytes["Rss"]
    return pss * 1024 / 1e6, rss * 1024 / 1e6


def _stat(pid: int) -> list[int]:
    """The figures of one process; zeros when it has ended meanwhile, or is dead and waits to be buried."""
    try:
        text = (PROC / str(pid) / "stat").read_text(encoding="utf-8", errors="replace")
    except (FileNotFoundError, ProcessLookupError):
        return [0] * 50
    state, *figures = text.rpartition(")")[2].split()
    return [0] * 50 if state == "Z" else [0, *map(int, figures)]
