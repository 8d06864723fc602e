"""Moving a scenario within its topic, from the outline of its course."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path
from django.utils import timezone

from course.admin.arranging import BY, outline_address
from course.admin.scope import person_of
from course.admin.versioned import VersionedAdmin
from course.arranging.moves import CannotMove
from lessons import arranging


class MovingAdmin(VersionedAdmin):
    """Adds one address to those of a scenario; its page is the outline."""

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.move_view)
        return [path("<int:pk>/move/", view, name="lessons_scenario_move"), *super().get_urls()]

    def move_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """One place up or down. Raises Http404 for any other way."""
        row, way = self.writable(request, pk), request.POST.get("way", "")
        if way not in BY:
            raise Http404
        try:
            said = arranging.move_scenario(row, by=BY[way], actor=person_of(request), at=timezone.now())
            messages.success(request, said)
        except CannotMove as problem:
            messages.warning(request, str(problem))
        course = row.topic.step.lesson.course_id
        return HttpResponseRedirect(outline_address(course, f"scenario-{pk}:{way}"))
