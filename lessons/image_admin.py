"""The admin's pages on images: upload, what is said of them, and the line that shows one in a topic."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from course.admin.base import ScopedAdmin
from course.admin.forms import AuthoringForm
from course.admin.scope import person_of, scope_of
from course.text import CleanCharField
from lessons.images import verbs
from lessons.images.pictures import MOST_BYTES, Prepared, Refused, prepare
from lessons.models import Image, Topic

TOPIC = "topic"
"""Names in an address the topic from whose editor somebody came, to lead back to it."""


class ImageForm(AuthoringForm):
    alt = CleanCharField(
        label=gettext_lazy("What it shows"),
        max_length=300,
        required=False,
        help_text=gettext_lazy(
            "For people who do not see the picture: what it shows, and why it is there. One or two sentences."
        ),
    )
    decorative = forms.BooleanField(
        label=gettext_lazy("It only decorates, and tells nothing"), required=False
    )
    credit = CleanCharField(
        label=gettext_lazy("Credit"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Who made it and under which license, if that must be said. Shown below it."),
    )

    class Meta:
        model = Image
        fields = ("alt", "decorative", "credit")

    def clean(self) -> Any:
        said = super().clean()
        alt, decorative = self.cleaned_data.get("alt"), self.cleaned_data.get("decorative")
        if "alt" in self.errors:
            return said
        if not alt and not decorative:
            self.add_error("alt", _("Say what the image shows, or check that it only decorates."))
        if alt and decorative:
            self.add_error("alt", _("Leave this empty for an image that only decorates."))
        return said


class NewImageForm(ImageForm):
    file = forms.FileField(
        label=gettext_lazy("File"),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp,image/gif"}),
        help_text=gettext_lazy(
            "JPEG, PNG, WebP or GIF, up to 5 MB. Where and with what a photo was taken is removed from it."
        ),
    )
    called = CleanCharField(
        label=gettext_lazy("Short name"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("Such as bench-in-the-park. Left empty, the file’s own name is taken."),
    )
    prepared: Prepared
    raw: bytes

    class Meta:
        model = Image
        fields = ("course", "alt", "decorative", "credit")

    def clean_called(self) -> str:
        """Words become one name; what a name cannot hold is refused, so that nobody looks for it in vain."""
        called: str = self.cleaned_data["called"]
        words = re.sub(r"[\s_-]+", "-", called).strip("-").lower()
        if slugify(called) != words:
            raise forms.ValidationError(_("Use letters from a to z, digits, and hyphens between words."))
        return words

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("This file is larger than 5 MB. Save it smaller and try again."))
        self.raw = file.read()
        try:
            self.prepared = prepare(self.raw)
        except Refused as problem:
            raise forms.ValidationError(str(problem)) from None
        return file


@admin.register(Image)
class ImageAdmin(ScopedAdmin):
    group, rank = "course", 5
    purpose = gettext_lazy("Pictures for topics, in the sizes that phones and screens need.")
    add_words = gettext_lazy("New image")
    course_path = "course"
    form = ImageForm
    list_display = ("look", "name", "alt_or_not", "size", "in_course")
    list_display_links = ("name",)
    search_fields = ("name", "alt")
    search_help_text = gettext_lazy("Search by name or by what it shows.")
    readonly_fields = ("look", "line", "shown_in", "size", "by")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("course", "uploaded_by")

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        if obj is None:
            kwargs["form"] = NewImageForm
        return super().get_form(request, obj, change, **kwargs)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is None:
            return ("course", "file", "alt", "decorative", "credit", "called")
        return ("look", "line", "alt", "decorative", "credit", "shown_in", "size", "by")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return () if obj is None else self.readonly_fields

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A picture that should never have been here can go, unless a topic shows it."""
        if obj is None or not scope_of(request).may_write(obj.course_id):
            return False
        return not verbs.shown_in(obj)

    # --- What is shown ----------------------------------------------------------------------------------------------

    @admin.display(description=gettext_lazy("picture"))
    def look(self, row: Image) -> str:
        picture = verbs.picture_of(row)
        smallest = picture.srcset.split(" ")[0]
        return format_html('<img class="image-look" src="{}" alt="" loading="lazy">', smallest)

    @admin.display(description=gettext_lazy("what it shows"), ordering="alt")
    def alt_or_not(self, row: Image) -> str:
        return row.alt or (_("only decorates") if row.decorative else "–")

    @admin.display(description=gettext_lazy("course"), ordering="course__title")
    def in_course(self, row: Image) -> str:
        return row.course.title

    @admin.display(description=gettext_lazy("pixels"), ordering="width")
    def size(self, row: Image) -> str:
        return f"{row.width} × {row.height}"

    @admin.display(description=gettext_lazy("uploaded"))
    def by(self, row: Image) -> str:
        who = str(row.uploaded_by) if row.uploaded_by else _("from the content folder")
        return f"{timezone.localtime(row.at):%Y-%m-%d}, {who}"

    @admin.display(description=gettext_lazy("copy this line into a topic, on a line of its own"))
    def line(self, row: Image) -> str:
        return format_html('<code class="code">{}</code>', verbs.line_of(row.name, row.alt, row.decorative))

    @admin.display(description=gettext_lazy("shown in"))
    def shown_in(self, row: Image) -> str:
        links = [
            (reverse("admin:lessons_topic_change", args=[topic.pk]), topic.step.title)
            for topic in verbs.shown_in(row)
        ]
        return format_html_join(", ", '<a href="{}">{}</a>', links) or _("no topic yet")

    # --- Saving -----------------------------------------------------------------------------------------------------

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if change:
            super().save_model(request, obj, form, change)
            return
        said = form.cleaned_data
        image = verbs.add_image(
            said["course"],
            form.raw,
            form.prepared,
            name=said["called"] or said["file"].name,
            author=person_of(request),
            at=timezone.now(),
            alt=said["alt"],
            decorative=said["decorative"],
            credit=said["credit"],
        )
        for field in image._meta.concrete_fields:
            setattr(obj, field.attname, getattr(image, field.attname))

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """The verb has recorded it."""

    def log_deletions(self, request: HttpRequest, queryset: Any) -> Any:
        """The verb records it."""

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        verbs.delete_image(obj, author=person_of(request), at=timezone.now())

    def response_add(
        self, request: HttpRequest, obj: Any, post_url_continue: str | None = None
    ) -> HttpResponse:
        response = super().response_add(request, obj, post_url_continue)
        return HttpResponseRedirect(f"{response.headers['Location']}{_back_query(request)}")

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        response = super().response_change(request, obj)
        return HttpResponseRedirect(f"{response.headers['Location']}{_back_query(request)}")

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> Any:
        pk = request.GET.get(TOPIC, "")
        topics = Topic.objects.filter(scope_of(request).written_in("step__lesson__course"))
        topic = topics.select_related("step").filter(pk=pk).first() if _is_key(pk) else None
        context |= {"back_to": topic}
        return super().render_change_form(request, context, *args, **kwargs)

    change_form_template = "admin/lessons/image_form.html"


def _is_key(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 19


def _back_query(request: HttpRequest) -> str:
    pk = request.GET.get(TOPIC, "")
    return f"?{TOPIC}={pk}" if _is_key(pk) else ""
