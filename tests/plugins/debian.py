"""Programs of Debian for the tests of deploy/: found here, or unpacked from Debian's package, never installed.

A program that cannot be had skips the test that needs it, with the reason.
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def nginx(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return debian_program("nginx", tmp_path_factory)


@pytest.fixture(scope="session")
def caddy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return debian_program("caddy", tmp_path_factory)


def debian_program(name: str, folders: pytest.TempPathFactory) -> Path:
    """The path of a program whose package has its name."""
    found = shutil.which(name, path="/usr/sbin:/usr/bin:/usr/local/sbin:/usr/local/bin")
    if found:
        return Path(found)
    folder = folders.mktemp(name)
    for command in (["apt-get", "download", "-qq", name], ["dpkg", "-x", f"{name}_*.deb", "unpacked"]):
        words = [
            str(path) for word in command for path in (sorted(folder.glob(word)) if "*" in word else [word])
        ]
        try:
            subprocess.run(words, cwd=folder, check=True, capture_output=True)
        except (OSError, subprocess.CalledProcessError):
            pytest.skip(f"{name} is not here, and apt-get cannot fetch Debian's package")
    unpacked = (folder / "unpacked" / place / name for place in ("usr/sbin", "usr/bin"))
    return next(path for path in unpacked if path.exists())
