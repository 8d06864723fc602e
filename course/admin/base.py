"""What every page of the admin shares: rights that follow from assignments, plain words, the audit trail."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from course.admin.deletion import referred_to
from course.admin.forms import KEPT, PLAIN_FIELDS, AuthoringForm
from course.admin.scope import person_of, scope_of
from course.admin.searching import SearchableList
from course.models import AuditEvent, Course
from course.record import audit
from course.sign_in import kept

if TYPE_CHECKING:
    Base = admin.ModelAdmin[Any]
else:
    Base = admin.ModelAdmin


class AuthoringAdmin(Base):
    """Our site takes in no other pages. ``group`` and ``rank`` place one on the index, ``purpose`` explains it."""

    group: ClassVar[str]
    rank: ClassVar[int]
    purpose: ClassVar[str | Promise]

    form = AuthoringForm
    formfield_overrides = PLAIN_FIELDS
    actions: Any = ()
    list_per_page = 50
    show_full_result_count = False
    view_on_site = False
    empty_value_display = "–"

    @property
    def media(self) -> forms.Media:
        """None: every page of the admin works without script. What an editor adds, its template names."""
        return forms.Media()

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[SearchableList]:
        return SearchableList

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """The row; locked when it is about to be written. Raises Http404 for one outside the person's scope."""
        if (
            transaction.get_connection().in_atomic_block
            and request.method == "POST"
            and object_id.isdecimal()
        ):
            self.model._default_manager.select_for_update().filter(pk=object_id).values_list("pk").first()
        row = super().get_object(request, object_id, from_field)
        if row is None:
            raise Http404
        return row

    def writable(self, request: HttpRequest, pk: int) -> Any:
        """The row for a POST that changes it. Raises Http404 for anything else."""
        row = self.get_object(request, str(pk))
        if request.method != "POST" or not self.has_change_permission(request, row):
            raise Http404
        return row

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Without the buttons that would open other pages of the admin in small windows."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget
        return field

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form: Any = super().get_form(request, obj, change, **kwargs)
        form.request = request
        return form

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Only a parent can be named in the address of an empty form (``?lesson=3``)."""
        return {name: value for name, value in request.GET.items() if str(value).isdecimal()}

    # --- Pages ------------------------------------------------------------------------------------------------------

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        self._show_what_was_kept(request)
        heading = _("New %(thing)s") % {"thing": self.opts.verbose_name}
        return super().add_view(request, form_url, {"heading": heading, **(extra_context or {})})

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        self._show_what_was_kept(request)
        return super().change_view(request, object_id, form_url, extra_context)

    # What was typed survives the end of a session: see ``course.sign_in.kept``.
    add_view.keeps_form = change_view.keeps_form = True  # type: ignore[attr-defined]

    def _show_what_was_kept(self, request: HttpRequest) -> None:
        """After signing in again, show the form as it was sent, marked so that it is not saved by that."""
        if request.method == "GET" and (typed := kept.take(request)) is not None:
            typed[KEPT] = "1"
            request.method, request.POST = "POST", typed  # type: ignore[assignment]

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """What happened to a row, newest first, from the audit trail."""
        row = self.get_object(request, unquote(object_id))
        subject = f"{self.opts.model_name}:{row.pk}"
        events = AuditEvent.objects.filter(subject=subject).select_related("actor")[:200]
        return self.page(request, "admin/object_history.html", row, events=events)

    def page(self, request: HttpRequest, template: str, row: Any, **context: Any) -> HttpResponse:
        """A page about one row."""
        shared = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": row,
            "title": str(row),
        }
        return TemplateResponse(request, template, {**shared, **context})

    def address(self, page: str, row: Any = None, *args: Any) -> str:
        """The address of one of this model's pages: ``changelist``, ``add``, ``change``, ``history``, …"""
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_{page}"
        return reverse(name, args=[*([row.pk] if row is not None else []), *args])

    # --- After saving -----------------------------------------------------------------------------------------------

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        obj._history_user = request.user  # the name is django-simple-history's
        super().save_model(request, obj, form, change)

    def response_add(
        self, request: HttpRequest, obj: Any, post_url_continue: str | None = None
    ) -> HttpResponse:
        self.message_user(request, _("“%(name)s” is added.") % {"name": obj}, messages.SUCCESS)
        return HttpResponseRedirect(self.address("change", obj))

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        self.message_user(request, _("Saved."), messages.SUCCESS)
        return HttpResponseRedirect(self.address("change", obj))

    def record(self, request: HttpRequest, verb: str, row: Any, **detail: Any) -> None:
        audit.record(verb, row, actor=person_of(request), at=timezone.now(), **detail)

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        self.record(request, "added", obj)

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        fields = [str(name) for part in message for name in part.get("changed", {}).get("fields", [])]
        if message:
            self.record(request, "changed", obj, fields=fields)

    def log_deletions(self, request: HttpRequest, queryset: Any) -> Any:
        for row in queryset:
            self.record(request, "deleted", row, name=str(row))


class AdministratorsAdmin(AuthoringAdmin):
    """Pages for administrators alone."""

    may_delete: ClassVar[bool] = True

    def has_module_permission(self, request: HttpRequest) -> bool:
        return request.user.is_superuser

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.is_superuser

    has_add_permission = has_module_permission
    has_change_permission = has_view_permission

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Only where nothing refers to it."""
        return request.user.is_superuser and self.may_delete and obj is not None and not referred_to(obj)


class ScopedAdmin(AuthoringAdmin):
    """Pages about what belongs to a course. ``course_path`` leads to it from a row; empty for the course itself."""

    course_path: ClassVar[str]
    may_delete: ClassVar[bool] = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).filter(scope_of(request).seen_in(self.course_path or "pk"))

    def course_id_of(self, row: Any) -> int:
        """The primary key of the course that ``row`` belongs to."""
        *ways, last = self.course_path.split("__") if self.course_path else [""]
        for way in ways:
            row = getattr(row, way)
        return int(getattr(row, f"{last}_id") if last else row.pk)

    def has_module_permission(self, request: HttpRequest) -> bool:
        scope = scope_of(request)
        return scope.everything or bool(scope.seen)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        if obj is None:
            return self.has_module_permission(request)
        return scope_of(request).may_see(self.course_id_of(obj))

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        scope = scope_of(request)
        return scope.writes_somewhere if obj is None else scope.may_write(self.course_id_of(obj))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return scope_of(request).writes_somewhere

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What is taught is retired, not deleted. Administrators may delete what nothing refers to."""
        everything = scope_of(request).everything
        return everything and self.may_delete and obj is not None and not referred_to(obj)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.related_model is Course:
            kwargs["queryset"] = Course.objects.filter(scope_of(request).written_in("pk"))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
