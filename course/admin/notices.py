"""The administrators' pages on the privacy notice: a draft is written, looked at, published."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from course.admin.base import AdministratorsAdmin
from course.admin.forms import AuthoringForm
from course.admin.scope import person_of
from course.models import Notice
from course.privacy import notices
from course.privacy.notice_html import to_html
from course.text import LongTextField


class NoticeForm(AuthoringForm):
    text = LongTextField(
        label=gettext_lazy("Text"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 24}),
        help_text=gettext_lazy(
            "Lines that begin with ## are headings. Lists, **bold** and links work as in topics."
        ),
    )

    class Meta:
        model = Notice
        fields = ("text", "changes")


@admin.register(Notice)
class NoticeAdmin(AdministratorsAdmin):
    group, rank = "program", 3
    purpose = gettext_lazy("What people agree to before they begin. A new version asks everybody again.")
    add_words = gettext_lazy("New version")
    may_delete = False
    form = NoticeForm
    fields = ("text", "changes")
    change_form_template = "admin/notice_form.html"
    list_display = ("name", "state", "written_at")

    @admin.display(description=gettext_lazy("version"), ordering="number")
    def name(self, row: Notice) -> str:
        return str(row)

    @admin.display(description=gettext_lazy("state"), ordering="published_at")
    def state(self, row: Notice) -> str:
        if row.in_force:
            return format_html('<span class="badge badge-brand">{}</span>', _("In force"))
        word = _("Draft") if row.published_at is None else _("Replaced")
        return format_html('<span class="badge">{}</span>', word)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What was published never changes: a new version is written instead."""
        return request.user.is_superuser and (obj is None or obj.published_at is None)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """A new version begins as the one in force."""
        now = notices.current()
        return {"text": now.text} if now else {}

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if change:
            super().save_model(request, obj, form, change)
            return
        made = notices.draft(**form.cleaned_data, author=person_of(request), at=timezone.now())
        for field in made._meta.concrete_fields:
            setattr(obj, field.attname, getattr(made, field.attname))

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """The verb has recorded it."""

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.publish_view)
        return [path("<int:pk>/publish/", view, name="course_notice_publish"), *super().get_urls()]

    def publish_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        notice = self.writable(request, pk)
        if notices.publish(notice, by=person_of(request), at=timezone.now()):
            words = _("Published. Everybody is asked to agree to version %(number)d on their next page.")
            self.message_user(request, words % {"number": notice.number}, messages.SUCCESS)
        return HttpResponseRedirect(self.address("change", notice))

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> Any:
        if (notice := kwargs.get("obj")) is not None:
            context |= {"html": to_html(notice.text), "publish_address": self.address("publish", notice)}
        return super().render_change_form(request, context, *args, **kwargs)
