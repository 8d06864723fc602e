"""What an app must offer so that its part of a course can be loaded from files, and written to them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any, Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from course.content.course_facts import Facts
from course.content.documents import Folder
from course.content.files import File
from course.content.keeping import Written
from course.content.outline_files import Outline
from course.content.taking import Loading
from course.content.writing import Writing
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

    def written(self, parsed: Any, outline: Outline) -> Iterator[Written]:
        """Every text of what ``read`` returned, for the check of words, with what its file keeps."""

    def facts(self, parsed: Any, outline: Outline) -> Facts:
        """What can be counted of what ``read`` returned, for the report on a folder. No database is asked."""
        ...

    def files(self, parsed: Any) -> Iterable[File]:
        """What ``read`` returned, in canonical form: the very files that ``write`` makes once this is loaded."""
        ...

    def write(self, writing: Writing) -> Iterable[File]:
        """This part's files as the database says them. Tells ``writing`` which steps' bodies are among them."""
        ...


def make_loaders() -> list[Loader]:
    return [import_string(path)() for path in settings.CONTENT_LOADERS]
