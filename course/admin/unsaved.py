"""Nothing that was typed is lost: the form is kept on the server while one writes, and offered when one comes back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import path
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from course import working_copies
from course.admin import differences
from course.admin.retiring import RetiringAdmin
from course.admin.scope import person_of
from course.admin.version_forms import CONTINUED
from course.differences import Part
from course.models import WorkingCopy

CONTINUE = "unsaved"
"""In the address of a form: show it as its author had left it."""


OFFERED = "_offered"
"""A posted field that says: unsaved text of an earlier time was offered, and its author has not chosen yet."""


@dataclass(frozen=True)
class Offer:
    """Unsaved text that waits: of when it is, and who saved a newer version than the one that it began from."""

    when: str
    newer: str


class UnsavedAdmin(RetiringAdmin):
    """Wants what ``VersionedAdmin`` has. A working copy is its author's alone: each address finds only one's own."""

    def get_urls(self) -> list[Any]:
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        guarded = self.admin_site.admin_view
        return [
            path("<int:pk>/unsaved/keep/", guarded(self.keep_unsaved_view), name=f"{name}_keep_unsaved"),
            path("<int:pk>/unsaved/", guarded(self.unsaved_view), name=f"{name}_unsaved"),
            path("<int:pk>/throw-away/", guarded(self.throw_away_view), name=f"{name}_throw_away"),
            *super().get_urls(),
        ]

    def keep_unsaved_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Keep the form as it stands; for a script. Answers with a sentence: 200 when it is kept, else 422."""
        row = self.writable(request, pk)
        try:
            copy = self.keep(request, row)
        except working_copies.TooLong as problem:
            return _told(str(problem), 422)
        said = _("Kept on the server (%(time)s). Not a draft yet.") % {"time": _time(copy)}
        newer = self._newer(row, copy)
        return _told(f"{said} {newer}" if newer else said)

    def keep(self, request: HttpRequest, row: Any) -> WorkingCopy:
        """Keep what was posted. Raises working_copies.TooLong."""
        fields = {name: request.POST.getlist(name) for name in request.POST if not _is_ours(name)}
        return self.keep_fields(request, row, fields)

    def let_go(self, request: HttpRequest, row: Any) -> None:
        """After a draft was saved. What is offered and not chosen yet is another text than the one that was saved."""
        if OFFERED not in request.POST:
            working_copies.drop(row, author=person_of(request))

    def keep_fields(self, request: HttpRequest, row: Any, fields: Mapping[str, Sequence[str]]) -> WorkingCopy:
        return working_copies.keep(row, fields, author=person_of(request), at=timezone.now())

    def unsaved_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What the unsaved text changes, beside what was saved last."""
        row = self.get_object(request, str(pk))
        copy = working_copies.find(row, author=person_of(request))
        if copy is None or not self.has_change_permission(request, row):
            self.message_user(request, _("There is no unsaved text of yours."), messages.WARNING)
            return HttpResponseRedirect(self.address("change", row))
        found = self._differences(request, row, copy)
        return self.page(
            request,
            "admin/unsaved.html",
            row,
            parts=found,
            **self._offered(row, self._offer(row, copy)),
        )

    def throw_away_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = self.writable(request, pk)
        if working_copies.drop(row, author=person_of(request)):
            self.message_user(request, _("The unsaved text is thrown away."), messages.SUCCESS)
        return HttpResponseRedirect(self.address("change", row))

    # --- The form -------------------------------------------------------------------------------------------------

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """With ``?unsaved=1`` the form as its author had left it, marked so that it is not saved by that."""
        if request.method == "GET" and CONTINUE in request.GET:
            row = self.get_object(request, object_id)
            copy = working_copies.find(row, author=person_of(request))
            if copy is None or not self.has_change_permission(request, row):
                return HttpResponseRedirect(self.address("change", row))
            request.method, request.POST = "POST", _as_posted(copy)  # type: ignore[assignment]
        return super().change_view(request, object_id, form_url, extra_context)

    change_view.keeps_form = True  # type: ignore[attr-defined]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> Any:
        row = kwargs.get("obj")
        if row is not None and self.has_change_permission(request, row):
            context["keep_unsaved_address"] = self.address("keep_unsaved", row)
            if request.method == "GET" or OFFERED in request.POST:
                context |= self._waiting(request, row)
        return super().render_change_form(request, context, *args, **kwargs)

    def _waiting(self, request: HttpRequest, row: Any) -> dict[str, Any]:
        """The offer of unsaved text, if there is some. What says the same as was saved is let go of."""
        copy = working_copies.find(row, author=person_of(request))
        if copy is None:
            return {}
        if not self._differences(request, row, copy):
            working_copies.drop(row, author=person_of(request))
            return {}
        return self._offered(row, self._offer(row, copy))

    def _offered(self, row: Any, offer: Offer) -> dict[str, Any]:
        return {
            "offer": offer,
            "continue_address": f"{self.address('change', row)}?{CONTINUE}=1",
            "unsaved_address": self.address("unsaved", row),
            "throw_away_address": self.address("throw_away", row),
        }

    def _offer(self, row: Any, copy: WorkingCopy) -> Offer:
        when = timezone.localtime(copy.saved_at)
        if when.date() == timezone.localdate():
            words = _("today %(time)s") % {"time": _time(copy)}
        else:
            words = date_format(when, "DATETIME_FORMAT")
        return Offer(words, self._newer(row, copy))

    def _newer(self, row: Any, copy: WorkingCopy) -> str:
        """A sentence when somebody saved a version after this text was begun."""
        if row.newest is None or copy.based_on in ("", str(row.newest.pk)):
            return ""
        words = _("%(who)s saved version %(number)d after you began: look at it before you save yours.")
        return words % {"who": row.newest.author or _("Somebody"), "number": row.newest.number}

    def _differences(self, request: HttpRequest, row: Any, copy: WorkingCopy) -> list[Part]:
        form = self.get_form(request, row, change=True)
        return differences.between(form(instance=row), form(_as_posted(copy), instance=row))


def _is_ours(name: str) -> bool:
    """Fields that are no text of the author: buttons, and the token."""
    return name.startswith("_") or name == "csrfmiddlewaretoken"


def _as_posted(copy: WorkingCopy) -> QueryDict:
    data = QueryDict(mutable=True)
    for name, values in copy.typed.items():
        data.setlist(name, list(values))
    data[CONTINUED] = _time(copy)
    return data


def _time(copy: WorkingCopy) -> str:
    return date_format(timezone.localtime(copy.saved_at), "TIME_FORMAT")


def _told(words: str, status: int = 200) -> HttpResponse:
    return HttpResponse(words, content_type="text/plain; charset=utf-8", status=status)
