"""The pages that download and upload a course. ``course.admin.carrying`` imports them when they are first asked for."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import date
from itertools import groupby
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from course.admin.retiring import RetiringAdmin
from course.admin.scope import person_of
from course.content import upload
from course.content.errors import ContentErrors
from course.content.report import Did, Entry, Report
from course.content.write import written
from course.content.writing import CannotWrite
from course.content.zip_file import MEGABYTE, BadZip, pack
from course.models import Course, Person

IN_MEMORY = 2 * MEGABYTE


class ZipForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("Course (zip)"),
        help_text=gettext_lazy(
            "A file that was downloaded here, or the packed content folder. At most 20 MB."
        ),
        widget=forms.FileInput(attrs={"accept": ".zip,application/zip"}),
        error_messages={
            "required": gettext_lazy("Choose a file."),
            "empty": gettext_lazy("The file is empty."),
        },
    )


class SureForm(forms.Form):
    """That what was shown is to happen. ``digest`` names the upload, ``seen`` what was shown of it."""

    digest = forms.CharField(max_length=64, widget=forms.HiddenInput)
    seen = forms.CharField(max_length=64, widget=forms.HiddenInput)
    prefer = forms.ChoiceField(
        label=gettext_lazy("Where both sides changed"),
        choices=[
            ("", gettext_lazy("Keep what is here, and ask me again next time")),
            ("database", gettext_lazy("Keep what is here, and do not ask again")),
            ("file", gettext_lazy("Take what the file says; the other text stays in the history")),
        ],
        required=False,
        widget=forms.RadioSelect,
    )


def download(admin: RetiringAdmin, request: HttpRequest, pk: int) -> FileResponse | HttpResponse:
    """One zip of the live texts, or with ``?drafts=1`` of the newest."""
    course = admin.get_object(request, str(pk))
    if request.method != "GET" or not admin.has_change_permission(request, course):
        raise Http404
    drafts = request.GET.get("drafts") == "1"
    try:
        files = written(course, drafts=drafts)
    except CannotWrite as problem:
        admin.message_user(request, str(problem), messages.WARNING)
        return HttpResponseRedirect(admin.address("change", course))
    out = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115  # the response closes it
    pack(files, course.slug, out)
    out.seek(0)
    admin.record(request, "downloaded", course)
    name = f"{course.slug}-{date.today():%Y-%m-%d}.zip"
    return FileResponse(out, as_attachment=True, filename=name, content_type="application/zip")


def upload_course(admin: RetiringAdmin, request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Choose a file, see what it would do, say yes. Without ``pk``, the file brings a new course."""
    course = _target(admin, request, pk)
    if request.method == "POST" and "cancel" in request.POST:
        upload.drop(request.POST.get("digest", ""), person=person_of(request))
        return HttpResponseRedirect(admin.address("change" if course else "changelist", course))
    if request.method == "POST" and "digest" in request.POST:
        return _take(admin, request, course)
    form = ZipForm(request.POST, request.FILES) if request.method == "POST" else ZipForm()
    if form.is_valid():
        return _look(admin, request, course, form)
    return _choose(admin, request, course, form)


def _target(admin: RetiringAdmin, request: HttpRequest, pk: int | None) -> Course | None:
    course: Course | None = admin.get_object(request, str(pk)) if pk is not None else None
    allowed = admin.has_change_permission(request, course) if course else admin.has_add_permission(request)
    if not allowed:
        raise Http404
    return course


def _choose(
    admin: RetiringAdmin, request: HttpRequest, course: Course | None, form: ZipForm, **context: Any
) -> HttpResponse:
    page = admin.page(request, "admin/course/upload.html", course, form=form, title=_title(course), **context)
    page.status_code = 422 if form.errors or context.get("problems") else 200
    return page


def _look(admin: RetiringAdmin, request: HttpRequest, course: Course | None, form: ZipForm) -> HttpResponse:
    """What the file would do."""
    packed, person = form.cleaned_data["file"], person_of(request)
    try:
        report = upload.preview(packed, course, person=person, at=timezone.now())
    except BadZip as problem:
        form.add_error("file", str(problem))
        return _choose(admin, request, course, form)
    except ContentErrors as errors:
        return _choose(admin, request, course, ZipForm(), problems=errors.mistakes)
    return _show(admin, request, course, report, digest=upload.keep(packed, person=person))


def _show(
    admin: RetiringAdmin,
    request: HttpRequest,
    course: Course | None,
    report: Report,
    *,
    digest: str,
    **context: Any,
) -> HttpResponse:
    sure = SureForm(initial={"digest": digest, "seen": upload.fingerprint(report), "prefer": ""})
    shown = {"groups": list(_groups(report)), "conflicts": report.count(Did.KEPT), "sure": sure}
    return admin.page(
        request,
        "admin/course/upload_look.html",
        course,
        title=_title(course),
        report=report,
        **shown,
        **context,
    )


def _take(admin: RetiringAdmin, request: HttpRequest, course: Course | None) -> HttpResponse:
    """Load the very bytes that were shown, if they would still do what was shown."""
    sure, person = SureForm(request.POST), person_of(request)
    path = upload.kept(sure.cleaned_data["digest"], person=person) if sure.is_valid() else None
    if path is None:
        return _choose(admin, request, course, ZipForm(), gone=True, problems=[])
    try:
        with path.open("rb") as packed, transaction.atomic():
            said = {"seen": sure.cleaned_data["seen"], "prefer": sure.cleaned_data["prefer"] or None}
            report = upload.take(packed, course, person=person, at=timezone.now(), **said)
    except upload.Stale as stale:
        return _show(admin, request, course, stale.report, digest=sure.cleaned_data["digest"], moved_on=True)
    except ContentErrors as errors:
        return _choose(admin, request, course, ZipForm(), problems=errors.mistakes)
    return _taken(admin, request, course, report, sure.cleaned_data["digest"], person)


def _taken(
    admin: RetiringAdmin,
    request: HttpRequest,
    course: Course | None,
    report: Report,
    digest: str,
    person: Person,
) -> HttpResponse:
    upload.drop(digest, person=person)
    admin.message_user(request, _("Loaded. %(summary)s") % {"summary": report.summary()}, messages.SUCCESS)
    return HttpResponseRedirect(admin.address("change" if course else "changelist", course))


def _title(course: Course | None) -> str:
    return str(course.title) if course else _("Upload a new course")


def _groups(report: Report) -> Iterator[tuple[str, str, list[Entry]]]:
    """What would happen, by what: a heading, a style and the things."""
    headings = {
        Did.KEPT: _("Changed on both sides"),
        Did.ADDED: _("Would be added"),
        Did.CHANGED: _("Would change"),
        Did.RETURNED: _("Would come back"),
        Did.RETIRED: _("Would be retired"),
    }
    order = list(headings)
    entries = sorted(report.entries, key=lambda entry: order.index(entry.did))
    for did, run in groupby(entries, key=lambda entry: entry.did):
        yield headings[did], did.value, list(run)
