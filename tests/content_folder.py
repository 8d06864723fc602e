"""A small, sound content folder to break: two lessons, three topics, one exam, four questions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from course.content.errors import ContentErrors
from course.content.load import load
from course.content.report import Did, Report
from course.versions import publish, write_draft
from lessons.models import Scenario, Topic
from lessons.rendering import rendered_scenario, rendered_topic
from quizzes.models import Question
from quizzes.rendering import rendered_question

PAYLOADS = {
    Topic: ("title", "objectives", "competencies", "activity", "references", "source"),
    Scenario: (
        *("title", "content_note", "situation", "questions", "weigh", "required"),
        *("minutes_low", "minutes_high"),
    ),
    Question: ("stem", "body", "points", "explanation", "reference"),
}
LOADED_AT = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)

COURSE = """\
slug: small
title: A Small Course
summary: What a peer does.
words_per_minute: 100
lessons:
  - slug: foundations
    folder: 01-foundations
    title: Foundations
    summary: Where it begins.
    steps:
      - topic: roles
      - exam: start
      - topic: duties
  - slug: listening
    folder: 02-listening
    title: Listening
    summary: How to hear people.
    steps:
      - topic: silence
        requires: roles
"""

COMPETENCIES = """\
frameworks:
  - code: samhsa
    title: Core Competencies
    competencies:
      - code: samhsa-1
        title: Engages peers
      - code: samhsa-2
        title: Provides support
  - code: icrc
    title: Peer Recovery domains
    competencies:
      - code: icrc-ethics
        title: Ethical Responsibility
"""

ROLES = """\
---
title: The Role
objectives:
  - Say what a peer does.
competencies:
  - samhsa-1
  - icrc-ethics
activity: "2-3"
scenarios:
  - key: pills
    title: The pills
    minutes: 5-7
    situation: A nurse asks you to watch **Marcus** take his pills.
    questions:
      - What do you say?
    weigh: Whose job is it?
references:
  - key: core
    title: Core Competencies
    publisher: SAMHSA
    year: 2015
    url: https://www.samhsa.gov
---

## Walking beside

A peer walks beside.[^core] See [the duties](step:duties).
"""

TOPIC = """\
---
title: {title}
objectives:
  - Know it.
competencies: [samhsa-2]
---

## {title}

Some words about it.
"""

QUESTION = """\
  - key: {key}
    kind: single
    competency: {competency}
    domain: icrc-ethics
    stem: What helps **most**, {key}?
    choices:
      - key: listen
        text: Listening.
        right: true
        why: It helps.
      - key: advise
        text: Advice.
        why: It can wait.
      - key: leave
        text: Leaving.
        why: It hurts.
    explanation: Listening comes first.
    reference:
      title: Core Competencies
      publisher: SAMHSA
      year: 2015
"""

EXAM = """\
title: Where You Start
purpose: pre
instructions: No one passes and **no one** fails.
blueprint:
  - competency: samhsa-1
    count: 2
  - competency: samhsa-2
    count: 1
"""


def question(key: str, competency: str = "samhsa-1") -> str:
    return QUESTION.format(key=key, competency=competency)


FILES = {
    "course.yaml": COURSE,
    "competencies.yaml": COMPETENCIES,
    "lessons/01-foundations/roles.md": ROLES,
    "lessons/01-foundations/duties.md": TOPIC.format(title="The Duties"),
    "lessons/02-listening/silence.md": TOPIC.format(title="Silence"),
    "bank/one.yaml": "questions:\n" + question("q-1") + question("q-2"),
    "bank/two.yaml": "questions:\n" + question("q-3", "samhsa-2") + question("q-4"),
    "exams/start.yaml": EXAM,
}


@dataclass
class ContentFolder:
    root: Path

    def write(self, name: str, content: str | bytes) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)

    def read(self, name: str) -> str:
        return (self.root / name).read_text(encoding="utf-8")

    def edit(self, name: str, old: str, new: str) -> None:
        """Replace a text that stands there exactly once."""
        text = self.read(name)
        assert text.count(old) == 1, f"{text.count(old)} times in {name}: {old}"
        self.write(name, text.replace(old, new))

    def remove(self, name: str) -> None:
        (self.root / name).unlink()

    def load(self, **options: Any) -> Report:
        return load(self.root, **{"at": LOADED_AT, **options})

    def mistakes(self) -> list[str]:
        """What loading complains about, with file names relative to the folder; nothing when it loads."""
        try:
            self.load()
        except ContentErrors as errors:
            return [str(mistake).removeprefix(f"{self.root}/") for mistake in errors.mistakes]
        return []


def make_folder(root: Path) -> ContentFolder:
    folder = ContentFolder(root)
    for name, text in FILES.items():
        folder.write(name, text)
    return folder


def said(report: Report, did: Did) -> list[str]:
    """The things that a load did this with: ``topic roles``."""
    return [f"{entry.kind} {entry.name}" for entry in report.entries if entry.did is did]


def nothing_changed(report: Report) -> bool:
    return not report.entries


def edit_in_admin(thing: Any, at: datetime, *, live: bool = True, **texts: Any) -> None:
    """Edit a topic, scenario or question as the admin does: a draft, published unless ``live`` is False."""
    payload = {name: getattr(thing.newest, name) for name in PAYLOADS[type(thing)]} | texts
    if isinstance(thing, Topic):
        rendered = rendered_topic(payload, thing.step.lesson.course)
    else:
        rendered = rendered_scenario(payload) if isinstance(thing, Scenario) else rendered_question(payload)
    write_draft(thing, payload=payload, rendered=rendered, author=None, at=at)
    if live:
        publish(thing, author=None, at=at)
