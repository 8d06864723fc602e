"""Remembering the content files that the database and a folder agreed on."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from course.content.files import File
from course.models import ContentFile, Course

MOST_DIGESTS = 20


def remembered(course: Course) -> dict[str, ContentFile]:
    """What is remembered of this course's files, by name; one statement."""
    return {row.name: row for row in ContentFile.objects.filter(course=course)}


def remember(
    course: Course, files: Iterable[File], *, undecided: Collection[str] = (), lasting: Collection[str] = ()
) -> None:
    """Both sides say what these files say, but for the ``undecided``. Others, not ``lasting``, are forgotten.

    A few statements, however many files; only what differs is written.
    """
    known, rows = remembered(course), []
    for file in files:
        row = known.pop(file.name, None) or ContentFile(course=course, name=file.name)
        before = (row.digests, row.aside)
        row.aside = dict(file.aside)
        if file.name not in undecided and row.digests[-1:] != [file.digest]:
            row.digests = [*row.digests, file.digest][-MOST_DIGESTS:]
        if row.pk is None or (row.digests, row.aside) != before:
            rows.append(row)
    ContentFile.objects.bulk_create([row for row in rows if row.pk is None], batch_size=500)
    ContentFile.objects.bulk_update(
        [row for row in rows if row.pk is not None], ["digests", "aside"], batch_size=200
    )
    forgotten = [row.pk for name, row in known.items() if name not in lasting]
    if forgotten:
        ContentFile.objects.filter(pk__in=forgotten).delete()
