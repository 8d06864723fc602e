"""Taking over what the files of a course keep of the findings on their words."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from course.checking.keeps import take_from_files
from course.content.keeping import Written
from course.content.report import Did
from course.content.taking import Loading


def follow_keeps(written: Iterable[Written], loading: Loading) -> None:
    """Write what files keep to rows, whatever happened to the texts: a keep hangs on words, not on a version."""
    said = {(each.thing.kind, each.thing.address): each.keeps for each in written}
    for kind, address in take_from_files(loading.course, said, at=loading.at):
        if not loading.report.mentions(kind, address):
            loading.report.add(Did.CHANGED, kind, address, _("findings that are kept"))
