"""Answering with a table as a file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.text import slugify

from course.export.csv_lines import lines
from course.export.filters import in_words
from course.export.source import Source
from course.export.table import Table, writable
from course.export.workbook import TooManyRows, workbook
from course.models import Person
from course.record import audit

_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# File systems take 255 bytes.
_LONGEST_NAME = 150


def download(person: Person, source: type[Source], asked: Mapping[str, Any], kind: str) -> HttpResponseBase:
    """All that the filter shows, as ``csv`` or ``xlsx``. A bad filter gives a 400 with the reasons."""
    form = source.form(person, asked)
    if not form.is_valid():
        return _refused(form.errors.as_text())
    audit.note(source.verb, None, actor=person, at=timezone.now())
    return as_file(
        Table(
            source.layout,
            source.rows(person, form),
            filtered=in_words(form),
            made_at=timezone.now(),
            made_by=str(person),
            # Taken now: while a file streams, the request and its zone are over.
            zone=timezone.get_current_timezone(),
        ),
        kind,
    )


def as_file(table: Table, kind: str) -> HttpResponseBase:
    """The table as an attachment, named by what it is, the day and the filter."""
    response: HttpResponseBase
    if kind == "csv":
        response = StreamingHttpResponse(lines(table), content_type="text/csv; charset=utf-8")
    else:
        try:
            response = HttpResponse(workbook(table), content_type=_EXCEL)
        except TooManyRows as problem:
            return _refused(str(problem))
    response["Content-Disposition"] = content_disposition_header(True, f"{name_of(table)}.{kind}")
    response["Cache-Control"] = "no-store"
    return response


def name_of(table: Table) -> str:
    """``exam-attempts-2026-11-22-cohort-spring``, at most 150 bytes long."""
    day = table.made_at.astimezone(table.zone).date()
    chosen = (slugify(writable(f"{label} {words}"), allow_unicode=True) for label, words in table.filtered)
    name = "-".join([table.layout.name, str(day), *filter(None, chosen)])
    return name.encode()[:_LONGEST_NAME].decode(errors="ignore").rstrip("-")


def _refused(words: str) -> HttpResponse:
    return HttpResponse(words, status=400, content_type="text/plain; charset=utf-8")
