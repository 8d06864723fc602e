"""The audit trail: all of it for administrators, and for everybody what concerns them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import tzinfo
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from course.access import SignedIn, administrator, signed_in
from course.csv_file import written
from course.models import AuditEvent
from course.record import audit
from course.record.audit_words import details, in_words, thing
from course.record.record_forms import RecordForm

PAGE_SIZE = 50


def _page(events: QuerySet[AuditEvent], request: SignedIn) -> dict[str, Any]:
    page = Paginator(events, PAGE_SIZE).get_page(request.GET.get("page"))
    rows = [(event, in_words(event), details(event), thing(event)) for event in page.object_list]
    kept_filter = request.GET.copy()
    kept_filter.pop("page", None)
    return {"page": page, "rows": rows, "filter": kept_filter.urlencode()}


@administrator
@never_cache
@require_safe
def record(request: SignedIn) -> HttpResponse:
    """Who did what, filtered by the address."""
    form = RecordForm(request.GET)
    found = _page(form.found(), request) if form.is_valid() else {}
    narrow = form.is_valid() and any(form.cleaned_data.values())
    return render(request, "course/record.html", {"form": form, "narrow": narrow, **found})


@administrator
@never_cache
@require_safe
def record_csv(request: SignedIn) -> Any:
    """All that the filter shows. A bad filter gives a 400 with the reasons, never a file of something else."""
    form = RecordForm(request.GET)
    if not form.is_valid():
        return HttpResponse(form.errors.as_text(), status=400, content_type="text/plain; charset=utf-8")
    audit.record("exported-record", None, actor=request.user, at=timezone.now())
    # The zone is taken now: while the file streams, the request and its zone are over.
    zone = timezone.get_current_timezone()
    head = [_("When (%(zone)s)") % {"zone": zone}, _("Who"), _("What"), _("About"), _("Thing"), _("Details")]
    lines = written(head, (_cells(event, zone) for event in form.found().iterator(chunk_size=1000)))
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    name = f"record-{timezone.localdate()}.csv"
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return response


def _cells(event: AuditEvent, zone: tzinfo) -> Iterator[str]:
    yield event.at.astimezone(zone).isoformat(timespec="seconds")
    yield event.actor.email if event.actor else ""
    yield in_words(event)
    yield event.about.email if event.about else ""
    yield event.subject
    yield details(event)


@signed_in
@never_cache
@require_safe
def my_record(request: SignedIn) -> HttpResponse:
    """What the trail holds about the one who asks: their sign-ins, who read their scores, what was granted."""
    events = AuditEvent.objects.record_of(request.user).select_related("actor")
    return render(request, "course/my_record.html", _page(events, request))
