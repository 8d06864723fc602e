"""One page for all that the check finds in the courses that a person may see."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from course.admin.findings import shown
from course.admin.scope import scope_of
from course.checking import tell
from course.checking.everything import Open, open_findings

PAGE_SIZE = 50


@dataclass(frozen=True)
class Choice:
    """One entry of a filter, as ``admin/filter.html`` shows it."""

    display: str
    query_string: str
    selected: bool


def show_findings(request: HttpRequest, context: Mapping[str, Any]) -> TemplateResponse:
    """All open findings; ``?severity=`` and ``?kind=`` narrow them. ``context`` is the site's own."""
    found = list(open_findings(scope_of(request).seen_in))
    severity, kind = _chosen(request, "severity", tell.SEVERITIES), _chosen(request, "kind", tell.KINDS)
    narrowed = [each for each in found if severity in ("", each.finding.severity) and kind in ("", each.kind)]
    page = Paginator(narrowed, PAGE_SIZE).get_page(request.GET.get("page"))
    own = {
        "title": _("Language and clarity"),
        "rows": [_row(each) for each in page.object_list],
        "page": page,
        "narrow": bool(severity or kind),
        "filters": [
            (_("severity"), _choices(request, "severity", severity, tell.SEVERITIES)),
            (_("kind"), _choices(request, "kind", kind, tell.KINDS)),
        ],
    }
    return TemplateResponse(request, "admin/findings.html", {**context, **own})


def _row(each: Open) -> dict[str, Any]:
    address = reverse(f"admin:{each.app}_{each.kind}_change", args=[each.pk])
    kinds = {
        "topic": _("Topic"),
        "scenario": _("Scenario"),
        "question": _("Question"),
        "glossaryterm": _("Glossary term"),
        "localblock": _("Local block"),
        "localrule": _("Local rule"),
        "resource": _("Resource"),
        "image": _("Image"),
        "coursepage": _("Page"),
    }
    return {
        "each": shown(each.finding),
        "title": each.thing.title,
        "kind": kinds.get(each.kind, each.kind),
        "address": f"{address}#findings",
    }


def _chosen(request: HttpRequest, name: str, known: Mapping[Any, Promise]) -> str:
    asked = request.GET.get(name, "")
    return asked if asked in list(map(str, known)) else ""


def _choices(request: HttpRequest, name: str, chosen: str, known: Mapping[Any, Promise]) -> Sequence[Choice]:
    def query(value: str) -> str:
        asked = request.GET.copy()
        asked.pop("page", None)
        asked[name] = value
        return "?" + asked.urlencode()

    named = [("", _("All")), *((str(value), str(words)) for value, words in known.items())]
    return [Choice(words, query(value), value == chosen) for value, words in named]
