"""What each app offers so that its content can be checked where it is stored."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar, Protocol

from django.db.models import Q, QuerySet

from course.checking.findings import Finding, Thing
from course.models import Version, Versioned

Where = Callable[[str], Q]
"""Given the way from a row to its course, such as ``"step__lesson__course"``, which rows are meant."""


class Checker(Protocol):
    """The check that ``settings.CONTENT_CHECK`` names."""

    @staticmethod
    def check(thing: Thing) -> list[Finding]: ...

    @staticmethod
    def fingerprint() -> str:
        """Changes whenever the check might find something else in the same text."""
        ...


class CheckedKind(Protocol):
    """Content in ``settings.CHECKED_CONTENT`` that is read in one statement: one kind, or several small ones.

    ``kind`` is the name of its model and ``app`` that model's app; each thing says of which kind it is.
    """

    kind: ClassVar[str]
    app: ClassVar[str]

    @staticmethod
    def rows(where: Where) -> QuerySet[Any]:
        """What may be learned from or is being written, in the order of the course. One statement for all of it."""
        ...

    @staticmethod
    def course_of(row: Any) -> int: ...

    @staticmethod
    def thing(row: Any, version: Any) -> Thing:
        """``row`` as this version says it, which need not be stored; what has no versions is its own."""
        ...


_OF_EVERY_VERSION = {field.name for field in Version._meta.fields}


def payload_of(version: Version) -> dict[str, Any]:
    """What an author wrote in a version, field by field; what follows from it is left out."""
    return {
        field.name: getattr(version, field.name)
        for field in version._meta.concrete_fields
        if not field.primary_key
        and not field.is_relation
        and field.name not in _OF_EVERY_VERSION
        and not field.name.endswith("html")
    }


def state_of(row: Versioned, version: Version, *beside: object) -> str:
    """A text that changes with what the version says, and with whatever else its findings hang on."""
    return " ".join(map(str, (version.digest, *beside))) if version.digest else ""
