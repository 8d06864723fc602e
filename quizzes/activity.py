"""What exams add to a supervisor's week: when learners last worked on one, and the answers that wait for a mark."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Max, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from course.mailing import mail_links
from course.models import Enrollment, Person
from course.registry import DigestPart
from quizzes import marking
from quizzes.models import Answer, Attempt


def last_attempt(enrollments: QuerySet[Enrollment]) -> dict[int, datetime]:
    """When each enrollment last began an exam or saved an answer, by its id. Two statements."""
    begun = Attempt.objects.filter(enrollment__in=enrollments).order_by().values("enrollment")
    found = dict(begun.annotate(last=Max("started_at")).values_list("enrollment", "last"))
    saves = Answer.objects.filter(item__attempt__enrollment__in=enrollments).order_by()
    saved = saves.values("item__attempt__enrollment").annotate(last=Max("at"))
    for enrollment, last in saved.values_list("item__attempt__enrollment", "last"):
        found[enrollment] = max(last, found.get(enrollment, last))
    return found


def to_mark(person: Person, *, at: datetime) -> DigestPart | None:
    """How many long answers of the person's learners wait for a mark; None where none does. One statement."""
    number = marking.waiting(person).count()
    if not number:
        return None
    line = ngettext("%d answer waits for a mark", "%d answers wait for a mark", number) % number
    return DigestPart(_("To mark"), [line], mail_links.absolute(reverse("marking")))
