"""A real Chromium for the browser tests: found on this machine, or installed when the test command may do so.

``python -m tests.plugins.chromium`` prints the browser that the tests will use, or says what to do.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# Root needs --no-sandbox; the rest keeps the browser from calling home while tests measure what it loads.
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
HELP = (
    "The browser tests need Chromium and found none. Install it (Debian: apt-get install chromium), or set"
    " CHROMIUM to the path of a Chrome or Chromium, or let Playwright fetch its own:"
    " .venv/bin/python -m playwright install --with-deps chromium"
)


@cache
def find_chromium() -> str | None:
    """The path of a Chromium: ``CHROMIUM``, else one on the PATH, else Playwright's own; None without any."""
    if named := os.environ.get("CHROMIUM"):
        return shutil.which(named)
    found = (shutil.which(name) for name in NAMES)
    return next(filter(None, found), None) or _playwrights_own()


def _playwrights_own() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def install_chromium() -> None:
    """Install Debian's Chromium where we may: as root, with apt-get. Raises CalledProcessError on failure."""
    if os.geteuid() == 0 and shutil.which("apt-get"):
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        print("Installing Chromium for the browser tests (once).", flush=True)
        subprocess.run(["apt-get", "update", "-qq"], check=True, env=quiet)
        install = [
            "apt-get",
            "install",
            "-y",
            "-qq",
            "--no-install-recommends",
            "chromium",
            "fonts-dejavu-core",
        ]
        subprocess.run(install, check=True, env=quiet, stdout=subprocess.DEVNULL)
        find_chromium.cache_clear()


class Launch:
    """Registered after pytest-playwright, so that this fixture overrides the one of that name there."""

    @pytest.fixture(scope="session")
    @classmethod
    def browser_type_launch_args(cls, browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
        """What pytest-playwright would pass, with our program and arguments."""
        path = find_chromium()
        if path is None:
            pytest.fail(HELP, pytrace=False)
        return {**browser_type_launch_args, "executable_path": path, "args": list(ARGUMENTS)}


def pytest_configure(config: pytest.Config) -> None:
    # Playwright runs an event loop in our thread, and Django then refuses to touch the database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    config.pluginmanager.register(Launch(), "chromium-launch")


def main() -> int:
    if find_chromium() is None and "CHROMIUM" not in os.environ:
        install_chromium()
    print(find_chromium() or HELP)
    return 0 if find_chromium() else 1


if __name__ == "__main__":
    sys.exit(main())
