"""What publishing a new version changes for learners who finished the old one."""

from __future__ import annotations

from dataclasses import dataclass

LONGEST_NOTE = 300


@dataclass(frozen=True)
class Change:
    """An edit of the wording, or, with a ``note``, a change of substance that learners are told of in those words.

    ``ask`` asks who finished before to say that they have read what changed. Raises ValueError if it has no note.
    """

    note: str = ""
    ask: bool = False

    def __post_init__(self) -> None:
        if self.ask and not self.note:
            raise ValueError("Whoever is asked to read a change must be told what it is.")


WORDING = Change()
