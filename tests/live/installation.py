"""An installation of the product, apart from the one that runs the tests."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
INHERITED = ("PATH", "HOME", "LANG", "TMPDIR", "VIRTUAL_ENV")


@dataclass(frozen=True)
class Installation:
    """Keys, static files and logs in ``folder``; the database too, unless ``database_url`` names another.

    ``more`` are settings that its environment has besides.
    """

    folder: Path
    database_url: str = ""
    demo: bool = False
    more: Mapping[str, str] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        """What a process of this installation is told. Nothing of the test run's own settings leaks into it."""
        inherited = {name: os.environ[name] for name in INHERITED if name in os.environ}
        own = {
            "DJANGO_SETTINGS_MODULE": "course.settings",
            "LOCAL": "1",
            "DEMO": str(int(self.demo)),
            "VAR_DIR": str(self.folder),
            "DATABASE_URL": self.database_url or f"sqlite:///{self.folder / 'alongside.sqlite3'}",
        }
        return inherited | own | dict(self.more)

    def python(self, module: str, *arguments: str, given: str = "") -> str:
        """Run ``python -m module`` here, in a fresh process that reads ``given``, and return what it printed.

        Raises RuntimeError with its errors when it fails.
        """
        command = [sys.executable, "-m", module, *arguments]
        done = subprocess.run(
            command, cwd=ROOT, env=self.environment, input=given, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise RuntimeError(f"{module} failed:\n{done.stdout}{done.stderr}")
        return done.stdout
