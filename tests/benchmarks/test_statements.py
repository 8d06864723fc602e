"""SQL statements of each page on both databases, as ``tests/test_budgets.py`` counts them."""

import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.benchmarks.conftest import Hold
from tests.live.installation import ROOT

pytestmark = pytest.mark.benchmark


@pytest.mark.parametrize("database", ["SQLite", "PostgreSQL"])
def test_every_page_keeps_its_budget_of_statements(database: str, tmp_path: Path, hold: Hold) -> None:
    report = tmp_path / "report.xml"
    command = [sys.executable, "-m", "pytest", "-q", "tests/test_budgets.py"]
    command += ["-p", "no:randomly", "-o", "junit_family=xunit1", f"--junitxml={report}"]
    command += ["--postgres"] if database == "PostgreSQL" else []
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    for found in ElementTree.parse(report).iter("property"):
        figure, budget = map(int, found.attrib["value"].split())
        hold(f"{found.attrib['name']}, {database}", figure, "statements", budget=budget)
    assert done.returncode == 0, done.stdout
