"""Reading a list of people from a CSV file as spreadsheets write it. Pure: it knows no row.

Commas, semicolons or tabs; a byte order mark or none; Excel's ``sep=;`` line; columns in any order, named or not.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from course.text import problem_in

MOST_BYTES = 1_000_000
MOST_ROWS = 2_000
LONGEST_NAME = 150
LONGEST_EMAIL = 254
EMAIL_HEADS = {"email", "e-mail", "mail", "email address", "e-mail address"}
NAME_HEADS = {"name", "full name", "learner", "learner name"}
FIRST_HEADS, LAST_HEADS = (
    {"first name", "first", "given name"},
    {"last name", "last", "surname", "family name"},
)


class Unreadable(Exception):
    """The whole file cannot be read; carries a sentence that says why and what to do."""


@dataclass(frozen=True)
class Line:
    """One person. ``number`` is the line in the file, from 1; ``problem`` a sentence, empty where all is well."""

    number: int
    email: str
    name: str
    problem: str = ""


def read(data: bytes) -> list[Line]:
    """Every person in the file, in order, blank lines left out. Raises Unreadable."""
    if len(data) > MOST_BYTES:
        raise Unreadable(_("This file is larger than 1 MB. Split it into smaller lists."))
    rows = list(_rows(_decoded(data)))
    if not rows:
        raise Unreadable(_("This file is empty. It needs a line for each person: email, name."))
    columns, start = _columns(rows[0][1])
    people = [_line(number, cells, columns) for number, cells in rows[start:]]
    if not people:
        raise Unreadable(_("This file has column names, but nobody in it."))
    if len(people) > MOST_ROWS:
        words = _("This file has %(count)d people; %(most)d at most fit in one list. Split it.")
        raise Unreadable(words % {"count": len(people), "most": MOST_ROWS})
    return people


def _decoded(data: bytes) -> str:
    try:
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            return data.decode("utf-16").removeprefix("\ufeff")
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Unreadable(
            _("The letters of this file cannot be read. In Excel, save it as “CSV UTF-8 (Comma delimited)”.")
        ) from None


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Line number and cells, trimmed, of every line that holds something."""
    skipped = 0
    if text[:4].lower() == "sep=":
        text, skipped = text.partition("\n")[2], 1
    head = next((line for line in text.splitlines() if line.strip()), "")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=head.count))
    number = 1 + skipped
    try:
        for row in reader:
            cells = [cell.replace("\xa0", " ").strip() for cell in row]
            if any(cells):
                yield number, cells
            number = reader.line_num + 1 + skipped
    except csv.Error:
        raise Unreadable(_("Line %d is not CSV: a quotation mark may be missing.") % number) from None


@dataclass(frozen=True)
class _Columns:
    email: int
    name: Sequence[int]


def _columns(first: Sequence[str]) -> tuple[_Columns, int]:
    """Where email and name stand, and with which row the people begin. Raises Unreadable."""
    heads = [cell.casefold() for cell in first]
    email = next((place for place, head in enumerate(heads) if head in EMAIL_HEADS), None)
    if email is not None:
        found = [place for place, head in enumerate(heads) if head in NAME_HEADS]
        parts = [
            place for heads_of in (FIRST_HEADS, LAST_HEADS) for place, h in enumerate(heads) if h in heads_of
        ]
        return _Columns(email, found[:1] or parts), 1
    email = next((place for place, cell in enumerate(first) if "@" in cell), None)
    if email is None:
        raise Unreadable(_("There is no column “email”. Name the columns in the first line: email, name."))
    return _Columns(email, [place for place in range(len(first)) if place != email][:1]), 0


def _line(number: int, cells: Sequence[str], columns: _Columns) -> Line:
    email = cells[columns.email].lower() if columns.email < len(cells) else ""
    name = " ".join(cells[place] for place in columns.name if place < len(cells) and cells[place])
    return Line(number, email, name, _problem(email, name))


def _problem(email: str, name: str) -> str:
    if not email:
        return _("There is no email address.")
    try:
        validate_email(email)
    except ValidationError:
        return _("This is not an email address.")
    if len(email) > LONGEST_EMAIL:
        return _("This email address is too long.")
    if len(name) > LONGEST_NAME:
        return _("This name is longer than %d characters.") % LONGEST_NAME
    if _misread(name) or "\ufffd" in name:
        return _("The letters of this name are damaged. Save the file as “CSV UTF-8” and try again.")
    if "\n" in name or "\r" in name or problem_in(name):
        return _("This name holds a character that cannot be kept, such as a line break.")
    return ""


def _misread(text: str) -> bool:
    """Whether this is UTF-8 that was once read as Western text: ``JosÃ©``."""
    try:
        return text.encode("cp1252").decode("utf-8") != text
    except UnicodeError:
        return False
