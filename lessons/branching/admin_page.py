"""A trainer's pages of a branching scenario: its points and endings, and a walk through any version."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from course.admin.looks import Look, only_looking
from lessons.branching import sheet, walk
from lessons.branching.graph import MOST_CHOICES
from lessons.part_pages import PartAdmin, Sheet


class BranchSheet(Sheet):
    template = "admin/lessons/branches.html"

    def __init__(self, stored: list[Any], data: QueryDict | None = None) -> None:
        self.rows = sheet.spread(stored) if data is None else sheet.typed(data)

    def press(self, button: str) -> str:
        return sheet.press(self.rows, button)

    def refusals(self) -> list[str]:
        return sheet.refusals(self.rows)

    def parts(self) -> list[dict[str, Any]]:
        return sheet.branches_of(self.rows)

    def context(self) -> Mapping[str, Any]:
        names, branches = sheet.labels(self.rows), self.parts()
        targets = [(row["key"], name) for row, name in zip(self.rows, names, strict=True)]
        named = enumerate(zip(self.rows, names, strict=True), start=1)
        return {
            "rows": [_shown(row, f"b-{number}", name) for number, (row, name) in named],
            "targets": targets,
            "most_choices": MOST_CHOICES,
            "full": len(self.rows) >= sheet.MOST,
            "stations": sheet.stations(branches),
            "problems": sheet.problems(branches),
        }


class BranchesAdmin(PartAdmin):
    part, sheet = "branches", BranchSheet
    part_title = gettext_lazy("Points and endings")
    part_purpose = gettext_lazy(
        "A story that goes on as the learner decides: three to five points with choices, and endings that teach."
    )

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.walk_view)
        return [path("<int:pk>/walk/<int:number>/", view, name="lessons_scenario_walk"), *super().get_urls()]

    @method_decorator(only_looking)
    def walk_view(self, request: HttpRequest, pk: int, number: int) -> HttpResponse:
        """The story of one version, walked by links: nothing is stored."""
        row = self.get_object(request, str(pk))
        version = get_object_or_404(row.versions, number=number)
        chosen, way = request.GET.getlist("chose"), None
        try:
            way = walk.replay(version.branches_html, chosen)
        except (walk.Lost, IndexError):
            chosen = chosen[:-1]
        context = {
            "way": way,
            "version": version,
            "look": Look(_("A walk through version %(number)d. Nothing is kept.") % {"number": number}),
            "taken": urlencode([("chose", key) for key in chosen]),
            "before": urlencode([("chose", key) for key in (chosen if way is None else chosen[:-1])]),
        }
        return TemplateResponse(request, "admin/lessons/walk.html", context)


def _shown(row: Mapping[str, Any], at: str, name: str) -> dict[str, Any]:
    """A row for the template: ``at`` is what the names of its fields begin with."""
    choices = [{**choice, "at": f"{at}-c-{n}"} for n, choice in enumerate(row["choices"], start=1)]
    return {**row, "choices": choices, "at": at, "name": name}
