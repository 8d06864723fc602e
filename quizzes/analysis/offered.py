"""What could be chosen in a question, and what of it is right: for kinds whose options stand for themselves. Pure."""

from __future__ import annotations

from quizzes.kinds import KINDS, Body, Option

CHOSEN = frozenset({"single", "multiple", "true_false"})


def options(kind: str, body: Body) -> tuple[Option, ...]:
    """In the author's order; none for kinds without any."""
    if kind not in CHOSEN:
        return ()
    return tuple(KINDS[kind].shown(body, KINDS[kind].keys(body))["options"])


def right(kind: str, body: Body) -> frozenset[str]:
    """The keys of the options that are right."""
    return frozenset(chosen(kind, KINDS[kind].code(KINDS[kind].key_of(body))))


def chosen(kind: str, code: str) -> tuple[str, ...]:
    """The keys in the short line of a response (``Kind.code``); none where nothing was chosen."""
    return tuple(code.split("+")) if code and kind in CHOSEN else ()
