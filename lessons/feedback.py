"""Verbs on feedback: a trainer's answers to a shared reflection, and the learner who opens them."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from course.mailing import mail, mail_links
from course.models import Enrollment, MailKind, Person
from lessons import sealed
from lessons.models import Feedback, SharedReflection


class Withdrawn(Exception):
    """The learner took the reflection back, so it cannot be answered any more."""


@transaction.atomic
def answer(shared: SharedReflection, *, author: Person, text: str, at: datetime) -> Feedback:
    """Append an answer. The author's newest answer sent again (a double click) changes nothing. Raises Withdrawn."""
    still = SharedReflection.objects.select_for_update().filter(pk=shared.pk, withdrawn_at__isnull=True)
    if not still.values_list("pk").first():
        raise Withdrawn
    newest = sealed.with_tokens(shared.feedback.filter(author=author).order_by("-at", "-pk"))[:1]
    for before in sealed.opened(newest):
        if before.text == text:
            return before
    given = shared.feedback.create(author=author, text=text, at=at)
    _tell(shared, given, at=at)
    return given


def _tell(shared: SharedReflection, given: Feedback, *, at: datetime) -> None:
    """A mail that says only that there is an answer: a mailbox is no place for either text."""
    enrollment = Enrollment.objects.select_related("person").get(reflections__shares=shared)
    page = reverse("reflection", args=[enrollment.pk, shared.scenario_version.scenario_id])
    mail.enqueue(
        MailKind.ANSWER,
        to=enrollment.person,
        subject=_("A trainer answered a reflection that you shared"),
        template="answer",
        context={"link": mail_links.absolute(page)},
        key=f"answer:{given.pk}",
        at=at,
    )


def mark_seen(reflection_id: int, *, at: datetime) -> int:
    """Note that the learner opened every answer to this reflection. Returns how many were new."""
    return Feedback.objects.filter(shared__reflection=reflection_id, seen_at__isnull=True).update(seen_at=at)
