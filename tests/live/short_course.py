"""The shipped course cut down to its first topics and its two exams: what is played on a stage, soon set and walked.

The bank, the words, the places and the rules are all there.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path, PurePosixPath

import yaml

SHIPPED = Path(__file__).parents[2] / "content" / "peer-specialist"
STEPS = (
    {"topic": "the-role-of-a-peer-specialist"},
    {"exam": "pre-course-knowledge-exam"},
    {"topic": "what-peer-specialists-do"},
    {"topic": "characteristics-and-qualifications"},
    {"exam": "post-course-knowledge-exam", "requires": "pre-course-knowledge-exam"},
)
BODIES = {slug for step in STEPS for kind, slug in step.items() if kind != "requires"}
LEFT_OUT = {"lessons", "exams", "guides"}
"""Folders of which only what the steps name is played."""


def files() -> Iterator[tuple[str, str]]:
    """Each file's name in the content folder, and its text."""
    for path in sorted(each for each in SHIPPED.rglob("*") if each.is_file()):
        name = path.relative_to(SHIPPED).as_posix()
        if name == "course.yaml":
            yield name, _outline(path.read_text(encoding="utf-8"))
        elif name.partition("/")[0] not in LEFT_OUT or PurePosixPath(name).stem in BODIES:
            yield name, path.read_text(encoding="utf-8")


def write(folder: Path) -> Path:
    """Put them into ``folder``, which is returned."""
    for name, text in files():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def _outline(text: str) -> str:
    said = yaml.safe_load(text)
    said["lessons"] = [{**said["lessons"][0], "steps": list(STEPS)}]
    return yaml.safe_dump(said, sort_keys=False, allow_unicode=True)
