"""The test's end of ``tests.faults.acts``: one process that is asked again and again, so that asking costs little."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

from tests.live import Installation
from tests.live.installation import ROOT


class Refused(Exception):
    """The act raised an exception of this name."""


class Clerk:
    """Acts on an installation from a process of its own. Two clerks act at the same time."""

    def __init__(self, installation: Installation) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.acts"],
            cwd=ROOT,
            env=installation.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self, act: str, **arguments: Any) -> Any:
        """Do this and return what it said. Raises Refused with the name of what it raised."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps({"act": act, **arguments}) + "\n")
        self._process.stdin.flush()
        answer = json.loads(self._process.stdout.readline())
        if "raised" in answer:
            raise Refused(answer["raised"], answer["words"])
        return answer["said"]

    def close(self) -> None:
        """Let it end by itself."""
        self._process.communicate()
