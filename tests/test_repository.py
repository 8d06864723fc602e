"""The repository keeps its own promises: pinned requirements, no trace of a machine, records in one form."""

import ast
import os
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
REQUIREMENTS = sorted((ROOT / "requirements").glob("*.txt"))
RECORDS = sorted((ROOT / "docs" / "decisions").glob("[0-9]*.md"))

ASKED_FOR = {"django", "django-crispy-forms", "markdown", "pytest-django", "whitenoise"}
TOP_LEVEL = {
    *(".ci", ".editorconfig", ".gitattributes", ".gitignore"),
    *("CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", "Makefile", "README.md", "pyproject.toml", "manage.py"),
    *("course", "lessons", "quizzes", "templates", "static", "locale", "content", "tests"),
    *("deploy", "docs", "requirements"),
}
TARGETS = {"help", "run", "test", "check", "lock", "bench", "faults", "fuzz", "screenshots", "clean"}
# A folder where people or machines live, a package registry's host: true here, false everywhere else.
MACHINE = re.compile(r"(?<![\w./:~-])/(?:root|home|work|Users)/\w|pypi\.org|pythonhosted|registry\.npmjs")
IMPURE = {"django.db", "django.http", "django.utils.timezone", "django.conf", "time"}


def name_of(requirement: str) -> str:
    """``Django[argon2]>=5`` → ``django``."""
    return re.split(r"[^\w.-]", requirement, maxsplit=1)[0].lower().replace("_", "-")


def hand_written() -> list[str]:
    return [*PROJECT["project"]["dependencies"], *PROJECT["dependency-groups"]["dev"]]


def pins(path: Path) -> dict[str, str]:
    """Package → its whole entry, hashes included."""
    text = re.sub(r"\\\n", " ", path.read_text(encoding="utf-8"))
    return {name_of(line): line for line in text.splitlines() if line[:1].isalnum()}


def versioned_files() -> list[Path]:
    """What git holds or would take: neither ignored nor deleted."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    names = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout.split("\0")
    return [ROOT / name for name in names if name and (ROOT / name).is_file()]


def text_of(path: Path) -> str:
    """The file's text; nothing for a picture."""
    data = path.read_bytes()
    return "" if b"\0" in data else data.decode("utf-8")


@pytest.mark.parametrize("path", REQUIREMENTS, ids=lambda path: path.name)
def test_a_requirement_file_holds_no_address(path: Path) -> None:
    found = re.findall(r".*(?:http|file:|index|find-links|trusted-host).*", path.read_text(encoding="utf-8"))
    assert found == []


@pytest.mark.parametrize("path", REQUIREMENTS, ids=lambda path: path.name)
def test_every_requirement_is_pinned_with_a_hash(path: Path) -> None:
    entries = pins(path)
    assert len(entries) > 10
    loose = [
        line for line in entries.values() if not re.search(r"^\S+==\S+ .*--hash=sha256:[0-9a-f]{64}", line)
    ]
    assert loose == []


def test_what_is_asked_for_is_pinned() -> None:
    pinned = pins(ROOT / "requirements" / "dev.txt")
    assert {name_of(line) for line in hand_written()} <= set(pinned)


def test_what_runs_is_what_was_tested() -> None:
    base, dev = pins(ROOT / "requirements" / "base.txt"), pins(ROOT / "requirements" / "dev.txt")
    assert {name: line.split()[0] for name, line in base.items()} == {
        name: dev[name].split()[0] for name in base
    }


def test_the_project_names_the_five_packages_that_were_asked_for() -> None:
    assert {name_of(line) for line in hand_written()} >= ASKED_FOR


def test_no_file_holds_a_trace_of_a_machine() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path in versioned_files()
        if path != Path(__file__)
        for match in MACHINE.finditer(text_of(path))
    ]
    assert found == []


def test_the_top_level_holds_only_what_a_newcomer_is_told_about() -> None:
    assert {path.relative_to(ROOT).parts[0] for path in versioned_files()} - TOP_LEVEL == set()


def test_nothing_that_is_made_on_a_machine_is_versioned() -> None:
    made = {".venv", "var", "__pycache__", "node_modules"}
    assert [path for path in versioned_files() if made & set(path.relative_to(ROOT).parts)] == []


@pytest.mark.parametrize("path", RECORDS, ids=lambda path: path.stem)
def test_a_decision_record_has_its_headings_in_order(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.startswith(f"# {path.stem[:4]}: ")
    assert re.search(r"^State: (accepted|replaced by \d{4})", text, re.MULTILINE)
    headings = re.findall(r"^## (.+)$", text, re.MULTILINE)
    assert headings == ["Context", "Decision", "Rejected", "Consequences"]


def test_decision_records_are_numbered_in_order_and_listed() -> None:
    assert [path.stem[:4] for path in RECORDS] == [f"{number:04}" for number in range(1, len(RECORDS) + 1)]
    listed = re.findall(
        r"\]\((\d{4}-[\w-]+\.md)\)", (RECORDS[0].parent / "README.md").read_text(encoding="utf-8")
    )
    assert listed == [path.name for path in RECORDS]


def test_the_makefile_keeps_its_promises() -> None:
    described = set(re.findall(r"^(\w+):.*##", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert described >= TARGETS


def test_continuous_integration_runs_the_two_commands() -> None:
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    assert re.findall(r"^make (\w+)$", script.read_text(encoding="utf-8"), re.MULTILINE) == ["check", "test"]


def pure_modules() -> list[Path]:
    """The files of the modules that the import contract calls pure."""
    contracts = PROJECT["tool"]["importlinter"]["contracts"]
    (names,) = [
        contract["source_modules"] for contract in contracts if contract["name"].startswith("what is pure")
    ]
    stems = [ROOT / name.replace(".", "/") for name in names]
    return sorted(
        file
        for stem in stems
        for file in (stem.rglob("*.py") if stem.is_dir() else [stem.with_suffix(".py")])
    )


@pytest.mark.parametrize("path", pure_modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_what_is_pure_knows_neither_database_nor_request_nor_clock(path: Path) -> None:
    imported = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            imported |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            imported |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    assert [
        name for name in imported if any(name == root or name.startswith(f"{root}.") for root in IMPURE)
    ] == []
