"""What can be counted, and under which name it is kept. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple, Protocol, TypeVar

Counted = TypeVar("Counted", covariant=True)


class Countable(Protocol[Counted]):
    """One thing to count. All that its figures depend on, beside what is counted, is in ``asked`` and ``cohorts``."""

    @property
    def kind(self) -> str:
        """A word of its own, of at most 20 letters, under which snapshots are kept."""
        ...

    @property
    def result(self) -> type[Counted]:
        """What ``count`` gives, for ``packing``."""
        ...

    @property
    def asked(self) -> Mapping[str, Any]:
        """What of it, such as which exams: plain values."""
        ...

    @property
    def cohorts(self) -> Iterable[int]:
        """The cohorts whose learners are counted, by their rows: all in the scope of whoever looks."""
        ...

    def is_large(self) -> bool:
        """Whether it is too much to count for every page. It costs little, however much more there is."""
        ...

    def size(self) -> int:
        """Of how many attempts or learners the figures would be."""
        ...

    def count(self) -> Counted: ...


class Name(NamedTuple):
    """Under which a snapshot is found. Who may see the same cohorts finds the same one, and nobody else does."""

    kind: str
    asked: str
    scope: str


def name_of(what: Countable[Any]) -> Name:
    asked = json.dumps(what.asked, sort_keys=True, separators=(",", ":"))
    cohorts = ",".join(str(pk) for pk in sorted(set(what.cohorts)))
    return Name(what.kind, asked, hashlib.sha256(cohorts.encode()).hexdigest())
