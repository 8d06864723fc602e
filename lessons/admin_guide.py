"""The guide for trainers, where they work: among the pages about topics."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _

from course.admin.versioned import VersionedAdmin
from lessons.guide import reading

FIRST = reading.ORDER[0]


class GuideAdmin(VersionedAdmin):
    """Adds the guide's pages, and a link to them on the index."""

    def more(self, request: HttpRequest) -> list[tuple[str, str]]:
        return [(_("How to write: a guide for trainers"), guide_address(FIRST))]

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.guide_view)
        return [path("guide/<slug:slug>/", view, name="lessons_topic_guide"), *super().get_urls()]

    def guide_view(self, request: HttpRequest, slug: str) -> HttpResponse:
        found = reading.read(slug, resolve=_resolve)
        if found is None:
            raise Http404
        context = {
            **self.admin_site.each_context(request),
            "page": found,
            "pages": [(name, title, guide_address(name)) for name, (title, _body) in reading.texts().items()],
            "title": found.title,
        }
        return TemplateResponse(request, "admin/lessons/guide.html", context)


def _resolve(name: str) -> str | None:
    if name == reading.GLOSSARY:
        return reverse("admin:lessons_glossaryterm_changelist")
    return guide_address(name) if name in reading.ORDER else None


def guide_address(slug: str) -> str:
    return reverse("admin:lessons_topic_guide", args=[slug])
