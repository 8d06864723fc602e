"""Marking by people: drafts by rubric, released together; and changing points afterwards, with a reason."""

from quizzes.marking.verbs import (
    AlreadyMarked,
    DoesNotFit,
    Released,
    draft,
    markable,
    override,
    ready,
    release,
    to_mark,
    waiting,
)

__all__ = [
    "AlreadyMarked",
    "DoesNotFit",
    "Released",
    "draft",
    "markable",
    "override",
    "ready",
    "release",
    "to_mark",
    "waiting",
]
