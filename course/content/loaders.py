"""What an app must offer so that ``load_content`` can read and write its part of a course."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from course.content.documents import Folder
from course.content.outline_files import Outline
from course.content.taking import Loading
from course.models import Course


class Loader(Protocol):
    """One app's part. ``settings.CONTENT_LOADERS`` names the classes; each is made once for a load."""

    @property
    def kinds(self) -> Collection[str]:
        """The kinds of step whose bodies it writes."""
        ...

    def read(self, folder: Folder, outline: Outline, course: Course | None) -> Any:
        """Read and check this part's files, and write nothing. Every mistake is noted in ``folder``.

        ``course`` is the course as it stands in the database, or None, for checks against what is there.
        """
        ...

    def steps_from_files(self, course: Course) -> Collection[int]:
        """The ids of those steps whose bodies content files brought. Only these may be retired."""
        ...

    def apply(self, parsed: Any, loading: Loading) -> None:
        """Write what ``read`` returned, inside the transaction of the load. It is called only without mistakes."""
        ...


def make_loaders() -> list[Loader]:
    return [import_string(path)() for path in settings.CONTENT_LOADERS]
