"""A learner's way through a branching scenario: a list of choices' keys, replayed. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from course.inline_markdown import to_html
from lessons.branching.graph import Branches, is_ending


class Lost(ValueError):
    """A way that these branches do not have."""


class Step(NamedTuple):
    """One decision that was made: at this point, this choice."""

    point: Mapping[str, Any]
    choice: Mapping[str, Any]


class Walk(NamedTuple):
    """The decisions made so far, in order, and where they led: a point, or an ending."""

    steps: Sequence[Step]
    here: Mapping[str, Any]

    @property
    def ended(self) -> bool:
        return is_ending(self.here)

    @property
    def last(self) -> Step | None:
        return self.steps[-1] if self.steps else None


@dataclass(frozen=True)
class Path:
    """What is kept, sealed, of a learner's way: the number of the scenario version that it began in, and the choices.

    ``reached`` stays true once any ending was met, whatever was begun anew afterward.
    """

    version: int
    chosen: tuple[str, ...] = field(default=(), repr=False)
    reached: bool = False

    def stored(self) -> str:
        return json.dumps({"version": self.version, "chosen": self.chosen, "reached": self.reached})


def read_path(stored: str) -> Path:
    """The opposite of ``Path.stored``."""
    said = json.loads(stored)
    return Path(said["version"], tuple(said["chosen"]), said["reached"])


def replay(branches: Branches, chosen: Sequence[str]) -> Walk:
    """Walk from the start, choice by choice. Raises Lost where there is no such choice."""
    points = {branch["key"]: branch for branch in branches}
    here: Mapping[str, Any] = branches[0]
    steps: list[Step] = []
    for key in chosen:
        choice = next((each for each in here.get("choices", ()) if each["key"] == key), None)
        if choice is None or choice["to"] not in points or len(steps) >= len(branches):
            raise Lost(key)
        steps.append(Step(here, choice))
        here = points[choice["to"]]
    return Walk(steps, here)


def choose(branches: Branches, chosen: Sequence[str], *, point: str, choice: str) -> tuple[str, ...]:
    """The way that takes ``choice`` at ``point``, which lies on this one or is where it stands; what followed is gone.

    So a choice sent twice counts once, and one that is made after going back in the browser is made there. Raises Lost
    where the way has no such point, or the point no such choice.
    """
    walk = replay(branches, chosen)
    keys = [*(step.point["key"] for step in walk.steps), walk.here["key"]]
    if point not in keys:
        raise Lost(point)
    place = keys.index(point)
    if place < len(chosen) and chosen[place] == choice:
        return tuple(chosen)
    longer = (*chosen[:place], choice)
    replay(branches, longer)
    return longer


def rendered(branches: Branches) -> list[dict[str, Any]]:
    """The same branches with safe HTML for what is Markdown: texts, consequences, and what an ending teaches."""
    return [
        {
            "key": branch["key"],
            "text": to_html(branch["text"]),
            **({"teaches": to_html(branch["teaches"])} if branch.get("teaches") else {}),
            "choices": [
                {**choice, "consequence": to_html(choice["consequence"])}
                for choice in branch.get("choices", ())
            ],
        }
        for branch in branches
    ]
