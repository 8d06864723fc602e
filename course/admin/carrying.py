"""Carrying a course from one installation to another, or to a text editor and back: as one zip file."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.urls import path

from course.admin.retiring import RetiringAdmin


class CarryingAdmin(RetiringAdmin):
    """Adds the pages that download and upload a course."""

    def get_urls(self) -> list[Any]:
        def page(view: Any) -> Any:
            return self.admin_site.admin_view(view)

        return [
            path("<int:pk>/download/", page(self.download_view), name="course_course_download"),
            path("<int:pk>/upload/", page(self.upload_view), name="course_course_upload"),
            path("upload/", page(self.upload_view), name="course_course_upload_new"),
            *super().get_urls(),
        ]

    def download_view(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        response: HttpResponseBase = _pages().download(self, request, pk)
        return response

    def upload_view(self, request: HttpRequest, pk: int | None = None) -> HttpResponseBase:
        response: HttpResponseBase = _pages().upload_course(self, request, pk)
        return response


@cache
def _pages() -> Any:
    """What reads files and checks them takes memory that few processes ever need."""
    from course.admin import carrying_pages

    return carrying_pages
