"""Pages about content with versions: a draft is written, looked at, published. Learners see only what is published."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin, messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from course.admin import drafts
from course.admin.filters import StateFilter
from course.admin.findings import FindingsAdmin, shown
from course.admin.forms import VerbForm
from course.admin.looks import Look, only_looking
from course.admin.scope import person_of
from course.admin.unsaved import UnsavedAdmin
from course.admin.version_forms import PUBLISH
from course.publishing.change import Change


class VersionedAdmin(FindingsAdmin, UnsavedAdmin):
    """A short form (``new_form``) makes a new thing; the full one (``form``, a VersionForm) writes its versions."""

    change_form_template = "admin/versioned_form.html"
    list_filter: ClassVar[Any] = (StateFilter,)
    new_form: ClassVar[type[VerbForm]]
    new_fields: ClassVar[tuple[str, ...]]

    # --- What a kind of content says --------------------------------------------------------------------------------

    def make(self, request: HttpRequest, form: Any) -> Any:
        """A new row with a first draft, from the short form. Returns the row."""
        raise NotImplementedError

    def store(self, request: HttpRequest, row: Any, form: Any) -> Any:
        """Write the form's payload as a draft. Returns the version."""
        raise NotImplementedError

    def release(self, request: HttpRequest, row: Any, change: Change) -> Any:
        """Publish the draft, and refresh what follows from the live version. Returns the version.

        ``change`` says what it is to learners, where a kind of content tells them.
        """
        raise NotImplementedError

    def look_at(self, request: HttpRequest, row: Any, version: Any, look: Look) -> HttpResponse:
        """The learner's page with ``version`` in it, which need not be stored."""
        raise NotImplementedError

    def unsaved(self, row: Any, form: Any) -> Any:
        """A version made of what stands in the form, valid or not, and not stored."""
        raise NotImplementedError

    def problems_of(self, row: Any, version: Any) -> list[str]:
        """What keeps this version from being published, in sentences."""
        return []

    # --- Saving -----------------------------------------------------------------------------------------------------

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """A draft always; the live version too when Publish was pressed. The form has refused what may not go live."""
        if not change:
            made = self.make(request, form)
            for field in made._meta.concrete_fields:
                setattr(obj, field.attname, getattr(made, field.attname))
            return
        self.store(request, obj, form)
        if form.publishing:
            self.release(request, obj, form.change())
        self.let_go(request, obj)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        return (
            super().get_fieldsets(request, obj) if obj is not None else ((None, {"fields": self.new_fields}),)
        )

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        if obj is None:
            kwargs["form"] = self.new_form
        return super().get_form(request, obj, change, **kwargs)

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """The verbs have recorded what happened."""

    log_addition = log_change

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        if PUBLISH in request.POST:
            words = _("Published. Learners now see version %(number)d.") % {"number": obj.live.number}
            self.message_user(request, words, messages.SUCCESS)
        else:
            self.message_user(request, _("The draft is saved. Learners do not see it yet."), messages.SUCCESS)
        return HttpResponseRedirect(self.address("change", obj))

    # --- Pages ------------------------------------------------------------------------------------------------------

    def get_urls(self) -> list[Any]:
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        guarded = self.admin_site.admin_view
        return [
            path("<int:pk>/preview/", guarded(self.preview_view), name=f"{name}_preview"),
            path("<int:pk>/versions/<int:number>/", guarded(self.version_view), name=f"{name}_version"),
            path("<int:pk>/discard/", guarded(self.discard_view), name=f"{name}_discard"),
            *super().get_urls(),
        ]

    @method_decorator(only_looking)
    def preview_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What learners would see: of the form as it stands (POST), or of what was saved last. Stores nothing."""
        row, wrong = self.get_object(request, str(pk)), list[str]()
        if request.method != "POST" or not self.has_change_permission(request, row):
            version, words = row.newest, _("What was saved last.")
        else:
            form = self.get_form(request, row, change=True)(request.POST, instance=row)
            wrong = [f"{form[name].label}: {error}" for name, found in form.errors.items() for error in found]
            version, words = (
                self.unsaved(row, form),
                _("Preview of what stands in the form. It is not saved."),
            )
        if version is None:
            raise Http404
        findings = [shown(each) for each in self.reviewed(row, version).open]
        look = Look(words, [*wrong, *self.problems_of(row, version)], findings=findings)
        return self.look_at(request, row, version, look)

    @method_decorator(only_looking)
    def version_view(self, request: HttpRequest, pk: int, number: int) -> HttpResponse:
        """One version of the history, as learners saw it or would have seen it."""
        row = self.get_object(request, str(pk))
        version = get_object_or_404(row.versions.select_related("author"), number=number)
        words = _("Version %(number)d, written %(day)s by %(who)s.") % {
            "number": number,
            "day": date_format(timezone.localtime(version.created_at), "DATETIME_FORMAT"),
            "who": version.author or version.get_origin_display(),
        }
        return self.look_at(request, row, version, Look(words, back=self.address("change", row)))

    def discard_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        with transaction.atomic():
            row = self.writable(request, pk)
            if drafts.discard(row, author=person_of(request), at=timezone.now()):
                self.message_user(request, _("The draft is discarded."), messages.SUCCESS)
        return HttpResponseRedirect(self.address("change", row))

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> Any:
        row = kwargs.get("obj")
        if row is not None:
            context |= self._version_facts(request, row)
        return super().render_change_form(request, context, *args, **kwargs)

    def _version_facts(self, request: HttpRequest, row: Any) -> dict[str, Any]:
        return {
            "heading": self.heading_of(row),
            "live": row.live,
            "draft": row.draft,
            "versions": drafts.history_of(row),
            "problems": self.problems_of(row, row.newest) if row.newest else [],
            "facts": self.facts_of(request, row, row.newest) if row.newest else [],
            "preview_address": self.address("preview", row),
            "discard_address": self.address("discard", row),
            **(self.findings_context(row, row.newest) if row.newest else {}),
        }

    def heading_of(self, row: Any) -> str:
        return str(row)

    def facts_of(self, request: HttpRequest, row: Any, version: Any) -> list[tuple[str, str]]:
        """Figures about a version, such as its reading time: name and value."""
        return []

    # --- The list ---------------------------------------------------------------------------------------------------

    def count_drafts(self, request: HttpRequest) -> int:
        return self.get_queryset(request).filter(draft__isnull=False).count()

    @admin.display(description=gettext_lazy("state"))
    def state_of(self, row: Any) -> str:
        """A word and a shape: what learners see of it, and whether a draft waits."""
        if row.live_id is None:
            return format_html('<span class="badge badge-warm">{}</span>', _("Not published yet"))
        if self.is_retired(row):
            return format_html('<span class="badge">{}</span>', _("Retired"))
        if row.draft_id is not None:
            return format_html('<span class="badge badge-warm">{}</span>', _("Published, with a draft"))
        return format_html('<span class="badge badge-brand">{}</span>', _("Published"))
