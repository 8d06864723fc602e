"""Verbs on statements of completion: what is missing for one, issuing, showing, revoking."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from course.hours.facts import facts_of
from course.mailing import mail, mail_links
from course.models import Certificate, Enrollment, MailKind, Person, Step
from course.models.cohorts import CODE_ALPHABET
from course.record import audit


class CannotIssue(Exception):
    """Carries a sentence for the learner."""


def missing(enrollment: Enrollment) -> list[Step]:
    """The live steps that the learner has not finished, in order. One statement."""
    live = Step.objects.live().filter(lesson__course=enrollment.course_id)
    left = live.exclude(completions__enrollment=enrollment)
    return list(left.select_related("lesson__course").in_order())


@transaction.atomic
def issue(
    enrollment: Enrollment,
    *,
    name: str,
    with_scores: bool = False,
    shows_name: bool = False,
    shows_hours: bool = False,
    at: datetime,
) -> Certificate:
    """Freeze what the learner has completed. Raises CannotIssue while a step is left, or another one is valid."""
    rows = Enrollment.objects.select_for_update(of=("self",)).select_related("person", "course__program")
    enrollment = rows.get(pk=enrollment.pk)
    if enrollment.state == Enrollment.State.WITHDRAWN:
        raise CannotIssue(_("You are withdrawn from this course. Talk with your program."))
    if missing(enrollment) or not enrollment.completions.exists():
        raise CannotIssue(_("Some steps are not finished yet."))
    if enrollment.certificates.valid().exists():
        raise CannotIssue(_("You have a statement already."))
    certificate = Certificate.objects.create(
        enrollment=enrollment,
        name=name,
        facts=facts_of(enrollment, with_scores=with_scores, at=at),
        issued_at=at,
        shows_name=shows_name,
        shows_hours=shows_hours,
    )
    audit.record("statement-issued", certificate, actor=enrollment.person, at=at, about=enrollment.person_id)
    return certificate


def show(certificate: Certificate, *, name: bool, hours: bool) -> None:
    """Let the public page show the holder's name and hours, or not."""
    certificate.shows_name, certificate.shows_hours = name, hours
    certificate.save(update_fields=["shows_name", "shows_hours"])


@transaction.atomic
def revoke(certificate: Certificate, *, reason: str, by: Person, at: datetime) -> bool:
    """End a statement and tell its holder by mail that something changed. False where it was revoked before."""
    valid = Certificate.objects.valid().select_for_update(of=("self",)).select_related("enrollment__person")
    found = valid.filter(pk=certificate.pk).first()
    if found is None:
        return False
    found.revoked_at, found.revoked_by, found.revoked_reason = at, by, reason
    found.save(update_fields=["revoked_at", "revoked_by", "revoked_reason"])
    person = found.enrollment.person
    audit.record("statement-revoked", found, actor=by, at=at, about=person.pk, reason=reason)
    mail.enqueue(
        MailKind.STATEMENT,
        to=person,
        subject=_("Your completion statement changed"),
        template="statement",
        context={"link": mail_links.absolute(reverse("statement", args=[found.enrollment_id]))},
        key=f"statement:{found.pk}",
        at=at,
    )
    return True


def as_code(typed: str) -> str:
    """A code as it is stored, however it was typed: ``k7qm2xrd 9hvp`` is ``K7QM-2XRD-9HVP``."""
    letters = "".join(letter for letter in typed.upper() if letter in CODE_ALPHABET)
    return "-".join(letters[at : at + 4] for at in range(0, len(letters), 4))


def find(code: str) -> Certificate | None:
    """The statement with this code. One database statement."""
    return Certificate.objects.filter(code=as_code(code)).first()
