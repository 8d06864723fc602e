"""How far a long piece of work has come, told to whoever waits. Pure."""

from __future__ import annotations

from collections.abc import Callable
from typing import TextIO

Tick = Callable[[], None]
"""Call it each time that one more thing is done."""
Progress = Callable[[str, int], Tick]
"""Call it when a part begins, with what it does ("Reading files") and how many things there are to do."""

CELLS = 30


def silent(does: str, total: int) -> Tick:
    """Tells nobody."""
    return lambda: None


class Bar:
    """A bar that fills on a terminal; on anything else, a line when a part begins. ``out`` is where it is drawn."""

    def __init__(self, out: TextIO) -> None:
        self.out = out

    def __call__(self, does: str, total: int) -> Tick:
        if not self.out.isatty():
            self.out.write(f"{does} ({total})\n")
            return lambda: None
        done, shown = 0, -1

        def tick() -> None:
            nonlocal done, shown
            done += 1
            share = min(done, total) * 100 // max(total, 1)
            if share != shown:
                shown = share
                bar = "█" * (share * CELLS // 100)
                self.out.write(f"\r{does} {bar:░<{CELLS}} {share:3d} %" + "\n" * (done == total))
                self.out.flush()

        return tick
