"""What waits for review, in the weekly mail of somebody who also writes in the course."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from course.mailing import mail_links
from course.models import Assignment, Person, Review
from course.protocols import DigestPart


def to_read(person: Person, *, at: datetime) -> DigestPart | None:
    """How many drafts of others wait to be read by the person; None where none does. One statement."""
    trains = Assignment.objects.filter(person=person, role=Assignment.Role.TRAINER, course__isnull=False)
    waiting = Review.objects.filter(state=Review.State.OPEN, course__in=trains.values("course"))
    number = waiting.exclude(asked_by=person).count()
    if not number:
        return None
    line = ngettext("%d draft waits to be read", "%d drafts wait to be read", number) % number
    return DigestPart(_("To read before learners do"), [line], mail_links.absolute(reverse("admin:index")))
