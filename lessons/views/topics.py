"""Marking a topic as read."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from course import places
from course.access import SignedIn, signed_in
from course.models import Enrollment
from lessons import completion
from lessons.forms import ReadForm
from lessons.models import Topic


@signed_in
@require_POST
def read_topic(request: SignedIn, course: str, lesson: str, step: str) -> HttpResponse:
    """Mark as read, then go on; stay when a required reflection is still to be written."""
    place = places.find(request.user, course, lesson, step)
    topic = get_object_or_404(
        Topic.objects.select_related("step", "live"), step=place.step, live__isnull=False
    )
    enrollment = get_object_or_404(Enrollment, pk=place.enrollment_id)
    form = ReadForm(request.POST, topic=topic)
    seen = form.cleaned_data["version"] if form.is_valid() else None
    if not completion.mark_read(enrollment, topic, at=timezone.now(), version=seen):
        messages.warning(request, _("Marked as read. One thing is left here: the scenario below."))
        return redirect(place.step.get_absolute_url() + "#reflection")
    return redirect(place.next or place.course)
