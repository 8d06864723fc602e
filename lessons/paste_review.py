"""What was made of a pasted text, and what the trainer has changed of it so far. All of it comes in the form."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from course.admin.scope import Scope
from lessons.paste_forms import ReviewForm, SourceForm, initial_of, source_form
from lessons.pasting import Left, Pasted, Source, Table, Why, compose, convert
from lessons.pasting.tables import MOST_COLUMNS, Cuts, guess_cuts, move, read_cuts, write_cuts
from lessons.pasting.text import repairs

MOVE = re.compile(r"(?P<way>left|right)-(?P<table>\d{1,3})-(?P<row>\d{1,4})-(?P<cut>\d)")
RECUT = re.compile(r"(?P<how>columns|words|rows)-(?P<table>\d{1,3})")
NO_TABLE = "words"

REASONS = {
    Why.LESSON: gettext_lazy("the lesson is chosen above"),
    Why.TIME: gettext_lazy("the time is worked out from the words"),
    Why.ACTIVITY: gettext_lazy("its minutes are in a field of their own"),
    Why.CLICK: gettext_lazy("the page has a button for that"),
    Why.INTRO: gettext_lazy("the card of objectives says so itself"),
    Why.HEADING: gettext_lazy("its part has a heading of its own"),
    Why.IMAGE: gettext_lazy("an image: upload it under Images, then put it in"),
    Why.ADDRESS: gettext_lazy("a link that leads nowhere from here; its words stay"),
    Why.SETTING: gettext_lazy("a setting that a topic does not have"),
}


class Review:
    """``data`` is the posted form once the trainer has answered; None the first time, and after a change of reading."""

    def __init__(
        self,
        text: str,
        kind: str,
        *,
        repaired: bool,
        scope: Scope,
        data: Mapping[str, Any] | None,
        act: str = "",
    ) -> None:
        self.text, self.kind, self.repaired = text, kind, repaired
        self.act = act
        self.repairs = repairs(text)
        self.choices = self._choices(data or {})
        self.pasted: Pasted = convert(text, kind=kind, repaired=repaired, cut=self.choices)
        self.form = ReviewForm(data, scope=scope, initial=initial_of(self.pasted, scope))
        self.sources = [source_form(each, n, data) for n, each in enumerate(self.pasted.references)]

    # --- Tables -----------------------------------------------------------------------------------------------------

    def _choices(self, data: Mapping[str, Any]) -> dict[int, Cuts | int | None]:
        """What was said of each table, with what the pressed button changes."""
        guessed = convert(self.text, kind=self.kind, repaired=self.repaired).tables if data else []
        return {n: self._choice(n, table, data) for n, table in enumerate(guessed)}

    def _choice(self, number: int, table: Table, data: Mapping[str, Any]) -> Cuts | int | None:
        said = str(data.get(f"table-{number}", ""))
        cuts = read_cuts(said, table.lines) or table.cuts
        if (again := RECUT.fullmatch(self.act)) and int(again["table"]) == number:
            if again["how"] == "columns":
                return guess_cuts(table.lines, _columns(data.get(f"columns-{number}"), table.columns))
            return None if again["how"] == NO_TABLE else table.cuts
        if said == NO_TABLE:
            return None
        moved = MOVE.fullmatch(self.act)
        if moved and int(moved["table"]) == number:
            return _moved(table.lines, cuts, moved)
        return cuts

    @property
    def tables(self) -> list[dict[str, Any]]:
        return [self._shown(n, table) for n, table in enumerate(self.pasted.tables)]

    def _shown(self, number: int, table: Table) -> dict[str, Any]:
        is_words = number in self.choices and self.choices[number] is None
        rows = [
            [{"text": text, "cut": cut, "moves": cut < table.columns - 1} for cut, text in enumerate(row)]
            for row in table.rows
        ]
        return {
            "number": number,
            "sure": table.sure,
            "is_words": is_words,
            "state": NO_TABLE if is_words else write_cuts(table.cuts),
            "columns": table.columns,
            "choices": range(2, MOST_COLUMNS + 1),
            "head": rows[0],
            "rows": list(enumerate(rows)),
            "lines": table.lines,
        }

    # --- What becomes of it -----------------------------------------------------------------------------------------

    @property
    def valid(self) -> bool:
        return all([self.form.is_valid(), *[form.is_valid() for form in self.sources]])

    @cached_property
    def payload(self) -> dict[str, Any]:
        """The draft as the form says it; as the text says it where a field cannot be read."""
        if self.form.is_bound:
            self.form.is_valid()
        said = {**self.form.initial, **(getattr(self.form, "cleaned_data", None) or {})}
        source, whole = compose(self.pasted.source, [self._source(n) for n in range(len(self.sources))])
        return {
            "title": said["title"] or str(_("Without a title yet")),
            "objectives": list(said["objectives"]),
            "competencies": self.pasted.competencies,
            "activity": said["activity"],
            "references": [vars(each) for each in whole],
            "source": source,
        }

    def _source(self, number: int) -> Source:
        form: SourceForm = self.sources[number]
        before = self.pasted.references[number]
        if not form.is_bound:
            return before
        form.is_valid()
        return form.source(before)

    # --- What is said of it -----------------------------------------------------------------------------------------

    @property
    def left(self) -> list[tuple[str, Any]]:
        return [(each.text, REASONS[each.why]) for each in self.pasted.left if isinstance(each, Left)]

    @property
    def unfinished(self) -> int:
        return sum(not self._source(n).complete for n in range(len(self.sources)))


def _columns(said: Any, otherwise: int) -> int:
    return int(said) if str(said) in {str(n) for n in range(2, MOST_COLUMNS + 1)} else otherwise


def _moved(lines: tuple[str, ...], cuts: Cuts, moved: re.Match[str]) -> Cuts:
    row, cut = int(moved["row"]), int(moved["cut"])
    if row >= len(lines) or cut >= len(cuts[row]):
        return cuts
    fresh = move(lines[row], cuts[row], cut, right=moved["way"] == "right")
    return (*cuts[:row], fresh, *cuts[row + 1 :])
