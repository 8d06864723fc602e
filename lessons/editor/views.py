"""Pages on which a table of a topic is filled in without its signs: for a dialog of the editor, and without script."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _

from course import working_copies
from course.admin.scope import person_of
from course.admin.unsaved import CONTINUE
from course.admin.versioned import VersionedAdmin
from lessons.editor import grid, pasted, tables
from lessons.editor.grid import Grid
from lessons.editor.tables import Table

Fields = Mapping[str, Sequence[str]]
FRAGMENT = "fragment"
"""Posted by the script: answer with the form alone, or with Markdown."""
TABLE = "_table"
"""The button in the topic's form; its value is the number of the table, 0 for a new one."""


class TableEditing(VersionedAdmin):
    """For a topic. Without script, the text goes to this page and back as the author's working copy."""

    def get_urls(self) -> list[Any]:
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        guarded = self.admin_site.admin_view
        return [
            path("<int:pk>/table/", guarded(self.table_view), name=f"{name}_table"),
            path("<int:pk>/paste/", guarded(self.paste_table_view), name=f"{name}_paste_table"),
            *super().get_urls(),
        ]

    def table_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = self.get_object(request, str(pk))
        if request.method != "POST":
            return self._open(request, row)
        row = self.writable(request, pk)
        if TABLE in request.POST:
            return self._leave_for_table(request, row)
        if "before" in request.POST:
            return self._open_at_caret(request)
        table, do = grid.read(request.POST), request.POST.get("do", "")
        if do == "done":
            return self._finish(request, row, table)
        changed = grid.change(table, do, pasted=request.POST.get("pasted", ""))
        return self._show(request, row, replace(changed, was=request.POST.get("was", "")))

    def paste_table_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Markdown of what was pasted; 204 when there is no table in it, 422 with a sentence when it is too big."""
        self.writable(request, pk)
        try:
            html, text = request.POST.get("html", ""), request.POST.get("text", "")
            written = pasted.from_html(html) or pasted.from_text(text)
        except pasted.TooBig as problem:
            return _plain(str(problem), 422)
        return _plain(written) if written else HttpResponse(status=204)

    # --- Opening ---------------------------------------------------------------------------------------------------

    def _leave_for_table(self, request: HttpRequest, row: Any) -> HttpResponse:
        try:
            self.keep(request, row)
        except working_copies.TooLong as problem:
            self.message_user(request, str(problem), messages.WARNING)
            return HttpResponseRedirect(self.address("change", row))
        number = _number(request.POST[TABLE])
        return HttpResponseRedirect(f"{self.address('table', row)}?number={number}")

    def _open(self, request: HttpRequest, row: Any) -> HttpResponse:
        """The table of this number in the author's unsaved text, else in what was saved last."""
        if not self.has_change_permission(request, row):
            return HttpResponseRedirect(self.address("change", row))
        source = self._typed(request, row)["source"][0].replace("\r\n", "\n")
        found = dict(enumerate(tables.find_all(source), start=1)).get(_number(request.GET.get("number", "")))
        if found is None:
            return self._show(request, row, Grid(grid.EMPTY))
        if grid.too_big(found.table):
            self.message_user(request, _too_big(), messages.WARNING)
            return HttpResponseRedirect(f"{self.address('change', row)}?{CONTINUE}=1")
        return self._show(request, row, Grid(found.table, was=source[found.start : found.end]))

    def _open_at_caret(self, request: HttpRequest) -> HttpResponse:
        """For the dialog: the table in which the caret stands, and what part of the text it is, as a script counts."""
        before, after = (request.POST.get(name, "").replace("\r\n", "\n") for name in ("before", "after"))
        source = before + after
        found = tables.find_at(source, len(before))
        if found is None:
            return self._fragment(request, Grid(grid.EMPTY))
        if grid.too_big(found.table):
            return _plain(_too_big(), 422)
        span = (_in_script(source[: found.start]), _in_script(source[: found.end]))
        return self._fragment(request, Grid(found.table), span)

    # --- Going on --------------------------------------------------------------------------------------------------

    def _show(self, request: HttpRequest, row: Any, shown: Grid) -> HttpResponse:
        if FRAGMENT in request.POST:
            return self._fragment(request, shown)
        back = f"{self.address('change', row)}?{CONTINUE}=1"
        return self.page(request, "admin/lessons/table.html", row, grid=shown, back=back)

    def _fragment(
        self, request: HttpRequest, shown: Grid, span: tuple[int, int] | None = None
    ) -> HttpResponse:
        return render(request, "admin/lessons/_table.html", {"grid": shown, "span": span, "fragment": True})

    def _finish(self, request: HttpRequest, row: Any, table: Table) -> HttpResponse:
        """Into the text: the script does so itself, otherwise into the unsaved text, which is shown then."""
        was = request.POST.get("was", "")
        if problems := grid.problems_of(table):
            return self._show(request, row, Grid(table, tuple(problems), "caption", was))
        written = tables.to_markdown(table)
        if FRAGMENT in request.POST:
            return _plain(written)
        typed = self._typed(request, row)
        source = _put(typed["source"][0], was, written)
        if source is None:
            words = _("The text was changed in another window, and this table is not there any more.")
            return self._show(request, row, Grid(table, (words,), "caption", was))
        try:
            self.keep_fields(request, row, {**typed, "source": [source]})
        except working_copies.TooLong as problem:
            return self._show(request, row, Grid(table, (str(problem),), "caption", was))
        return HttpResponseRedirect(f"{self.address('change', row)}?{CONTINUE}=1#id_source")

    def _typed(self, request: HttpRequest, row: Any) -> Fields:
        """The topic's form as its author left it, else as it was saved last."""
        copy = working_copies.find(row, author=person_of(request))
        saved = self.get_form(request, row, change=True)(instance=row).as_typed()
        return {**saved, **copy.typed} if copy else saved


def _put(source: str, was: str, written: str) -> str | None:
    """The text with the table in the place of what it was, or at the end if it is new; None where it is gone."""
    source, was = source.replace("\r\n", "\n"), was.replace("\r\n", "\n")
    if not was:
        return f"{source.rstrip()}\n\n{written}\n".lstrip("\n")
    return source.replace(was, written, 1) if was in source else None


def _number(told: str) -> int:
    return int(told) if told.isascii() and told.isdecimal() and len(told) < 5 else 0


def _in_script(text: str) -> int:
    """How long a text is for JavaScript, which counts UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _too_big() -> str:
    return _("This table has too many cells to be shown in boxes. Split it, or write in the text itself.")


def _plain(words: str, status: int = 200) -> HttpResponse:
    return HttpResponse(words, content_type="text/plain; charset=utf-8", status=status)
