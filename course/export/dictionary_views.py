"""What the columns of every table mean, as a page and as files."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from course.access import SignedIn, staff
from course.export import dictionary as meanings
from course.export.files import as_file
from course.export.table import Table


@staff
@require_safe
def dictionary(request: SignedIn) -> HttpResponse:
    tables = [
        (layout, [meanings.Entry(layout, column) for column in layout.columns])
        for layout in meanings.layouts()
    ]
    return render(request, "course/dictionary.html", {"tables": tables})


@staff
@require_safe
def dictionary_file(request: SignedIn, kind: str) -> Any:
    zone = timezone.get_current_timezone()
    return as_file(
        Table(meanings.LAYOUT, meanings.entries(), (), timezone.now(), str(request.user), zone), kind
    )
