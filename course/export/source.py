"""What a table must offer so that it can be taken along: see ``EXPORTS`` in ``course.wiring``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from django.forms import Form

from course.export.table import Layout
from course.models import Person


class Source(Protocol):
    """One table of the pages. ``verb`` tells the audit trail that it was saved as a file."""

    layout: Layout
    verb: str

    @staticmethod
    def is_for(person: Person) -> bool:
        """Whether the person, read ``with_roles``, has such a page at all."""
        ...

    @staticmethod
    def form(person: Person, asked: Mapping[str, Any]) -> Any:
        """The page's own filter, bound to a query string; its choices are within the person's scope."""
        ...

    @staticmethod
    def rows(person: Person, form: Form, part: slice | None = None) -> Iterable[Any]:
        """What a valid form asks for and the person may see, in the page's order: all of it, or a part."""
        ...
