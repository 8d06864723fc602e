"""The tables as JSON, read-only, for programs: see docs/api.md."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from course import registry
from course.export.bearer import Problem, by_token
from course.export.filters import in_words
from course.export.source import Source
from course.export.table import Table, Value, number
from course.models import Person
from course.record import audit

PAGE_SIZE = 100


class PageForm(forms.Form):
    """Which part of a table, from 1."""

    page = forms.IntegerField(min_value=1, max_value=1_000_000, required=False)


@by_token
def tables(request: HttpRequest, person: Person) -> HttpResponse:
    """The tables that the token's person may read."""
    found = [
        {
            "name": source.layout.name,
            "title": str(source.layout.title),
            "about": str(source.layout.about),
            "url": request.build_absolute_uri(reverse("api_table", args=[source.layout.name])),
        }
        for source in registry.exports()
        if source.is_for(person)
    ]
    return JsonResponse({"tables": found})


@by_token
def table(request: HttpRequest, person: Person, name: str) -> HttpResponse:
    """One page of a table, filtered by the address as the page for people is."""
    source = _source(name, person)
    form = source.form(person, request.GET)
    page = _page(request, form)
    if not form.is_valid():
        raise Problem(400, _("This filter cannot be used."), problems=form.errors)
    start = (page - 1) * PAGE_SIZE
    found = list(source.rows(person, form, slice(start, start + PAGE_SIZE + 1)))
    audit.note_hourly("read-by-token", actor=person, at=timezone.now())
    zone = timezone.get_current_timezone()
    part = Table(source.layout, found[:PAGE_SIZE], in_words(form), timezone.now(), str(person), zone)
    more = _address(request, page + 1) if len(found) > PAGE_SIZE else None
    return JsonResponse({**_told(part), "page": page, "next": more})


def _source(name: str, person: Person) -> type[Source]:
    for source in registry.exports():
        if source.layout.name == name and source.is_for(person):
            return source
    raise Http404


def _page(request: HttpRequest, form: forms.Form) -> int:
    """Raises Problem for a page that is none, and for a parameter that the table does not have."""
    unknown = sorted(set(request.GET) - {*form.fields, "page"})
    if unknown:
        raise Problem(400, _("This table has no filter “%s”.") % unknown[0][:100])
    asked = PageForm(request.GET)
    if not asked.is_valid():
        raise Problem(400, _("There is no such page. Pages are numbered from 1."))
    return asked.cleaned_data["page"] or 1


def _address(request: HttpRequest, page: int) -> str:
    query = request.GET.copy()
    query["page"] = str(page)
    return request.build_absolute_uri(f"?{query.urlencode()}")


def _told(part: Table) -> dict[str, Any]:
    keys = [column.key for column in part.layout.columns]
    return {
        "table": part.layout.name,
        "made_at": part.made_at.astimezone(part.zone).isoformat(timespec="seconds"),
        "filter": dict(part.filtered),
        "rows": [dict(zip(keys, map(_value, part.cells(row)), strict=True)) for row in part.rows],
    }


def _value(cell: Value) -> str | int | float | None:
    if isinstance(cell, datetime):
        return cell.isoformat(timespec="seconds")
    return number(cell) if isinstance(cell, Decimal) else cell
