"""What exams add to a supervisor's week: when learners last worked on one, and the answers that wait for a mark."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Exists, Max, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from course.mailing import mail_links
from course.models import Completion, Person
from course.protocols import DigestPart
from quizzes import marking
from quizzes.models import Answer, Attempt

A_DAY = timedelta(days=1)
"""A server's clock may step back, by less than this."""


def last_start() -> Subquery:
    """When an enrollment last began an exam, to annotate it with; null for never."""
    begun = Attempt.objects.filter(enrollment=OuterRef("pk")).order_by().values("enrollment")
    return Subquery(begun.annotate(last=Max("started_at")).values("last"))


def last_answer() -> Subquery:
    """When an enrollment last saved an answer, to annotate it with; null for never."""
    sat = Attempt.objects.filter(enrollment=OuterRef("pk")).exclude(_was_followed()).order_by()
    return Subquery(sat.values("enrollment").annotate(last=Max("items__answers__at")).values("last"))


def _was_followed() -> Exists:
    """Of an attempt: a step was finished when it was handed in, or after. Then none of its answers is the last work."""
    after = Completion.objects.filter(enrollment=OuterRef("enrollment"), at__gte=OuterRef("submitted_at"))
    return Exists(after)


def started_since(since: datetime) -> Exists:
    """Whether an enrollment began an exam after ``since``."""
    return Exists(Attempt.objects.filter(enrollment=OuterRef("pk"), started_at__gt=since))


def answered_since(since: datetime) -> Exists:
    """Whether an enrollment saved an answer after ``since``."""
    # What was handed in long before holds no answer from after: most attempts need no look at their answers.
    going = Q(submitted_at=None) | Q(submitted_at__gt=since - A_DAY)
    saves = Answer.objects.filter(item__attempt=OuterRef("pk"), at__gt=since)
    return Exists(Attempt.objects.filter(going, Exists(saves), enrollment=OuterRef("pk")))


def to_mark(person: Person, *, at: datetime) -> DigestPart | None:
    """How many long answers of the person's learners wait for a mark; None where none does. One statement."""
    number = marking.waiting(person).count()
    if not number:
        return None
    line = ngettext("%d answer waits for a mark", "%d answers wait for a mark", number) % number
    return DigestPart(_("To mark"), [line], mail_links.absolute(reverse("marking")))
