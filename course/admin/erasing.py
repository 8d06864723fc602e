"""The page on which an administrator erases somebody who asked for it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _

from course.admin.base import AdministratorsAdmin
from course.admin.scope import person_of
from course.models import Person
from course.privacy import erasure, farewell
from course.privacy.forms import EraseSomebodyForm


class ErasingAdmin(AdministratorsAdmin):
    """Adds one page to those about a person. Somebody who is erased is on none of them any more."""

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.erase_view)
        return [path("<int:pk>/erase/", view, name="course_person_erase"), *super().get_urls()]

    def erase_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """With a reason. One's own account is closed by the pages of one's profile, which ask for the password."""
        person = self.get_object(request, str(pk))
        if person == request.user or not self.has_change_permission(request, person):
            raise Http404
        form = EraseSomebodyForm(request.POST if request.method == "POST" else None)
        held = erasure.what_is_held(person)
        if not form.is_valid() or held.in_the_way:
            page = self.page(request, "admin/erase.html", person, form=form, held=held)
            page.status_code = 422 if form.is_bound else 200
            return page
        self._erase(request, person, form.cleaned_data["reason"])
        return HttpResponseRedirect(self.address("changelist"))

    def _erase(self, request: HttpRequest, person: Person, reason: str) -> None:
        address = person.email
        stays = erasure.erase(person, by=person_of(request), reason=reason, at=timezone.now())
        if farewell.send(address, stays):
            words = _("Erased. A last mail has told them what stays and until when.")
            self.message_user(request, words, messages.SUCCESS)
        else:
            words = _("Erased. The mail that says so could not be sent: tell them yourself.")
            self.message_user(request, words, messages.WARNING)
