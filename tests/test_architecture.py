"""The house keeps its shape: who imports whom, what settings name, how long things are."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.utils.module_loading import import_string

ROOT = Path(settings.BASE_DIR)
SOURCES = sorted(
    path
    for app in ("course", "lessons", "quizzes")
    for path in (ROOT / app).rglob("*.py")
    if "migrations" not in path.parts
)


def names_in_settings() -> Iterator[str]:
    panels = [
        *settings.STEP_PANELS,
        *settings.LEARNER_PANELS,
        *settings.HOME_PANELS,
        *settings.ACCOMMODATION_FOLLOWERS,
        *settings.DIGEST_PARTS,
        *settings.LAST_WORK,
        *settings.WORKED_SINCE,
        *settings.WEEK_LINES,
        *settings.COUNTED_FIGURES,
        *settings.STEP_SCORES,
        *settings.PERSONAL_DATA,
        *settings.ERASURE,
        *settings.RETENTION,
        *settings.DOCTOR_CHECKS,
        *settings.PUBLISHED,
        *settings.CONTENT_CHECKS,
        *settings.STATEMENT_SCORES,
        settings.CONTENT_CHECK,
        *settings.CHECKED_CONTENT,
    ]
    for value in (
        settings.STEP_KINDS,
        settings.CONTENT_KINDS,
        panels,
        settings.CONTENT_LOADERS,
        settings.DEMO_MAKERS,
        settings.PROGRAM_MAKERS,
    ):
        yield from value.values() if isinstance(value, dict) else value


@pytest.mark.parametrize("path", list(names_in_settings()))
def test_every_dotted_string_in_settings_resolves(path: str) -> None:
    assert callable(import_string(path))


def test_the_import_contract_holds() -> None:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_module_outgrows_its_room(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 260


@pytest.mark.parametrize(
    "path", [p for p in SOURCES if "views" in str(p)], ids=lambda path: str(path.relative_to(ROOT))
)
def test_view_functions_stay_short(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            first = node.body[0].lineno
            assert (node.end_lineno or first) - first < 25, node.name
