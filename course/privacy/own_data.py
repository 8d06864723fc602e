"""All that is kept about one person, for that person. Apps add their parts: see ``PERSONAL_DATA`` in settings.

A part is a mapping from words (``"exam_attempts"``) to what JSON can say, moments as ``datetime``. docs/privacy.md
tells every key.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db.models import Q

from course import registry
from course.learners import accommodations
from course.models import (
    AuditEvent,
    Completion,
    Enrollment,
    Invitation,
    MutedMail,
    Person,
    QueuedMail,
    WorkingCopy,
)
from course.record import audit_words

Part = dict[str, Any]


def gather(person: Person, *, at: datetime) -> Part:
    """Every app's part in one mapping. What is held back from the person now (keys of exams) is not in it."""
    found: Part = {}
    for part in registry.personal_data(person, at=at):
        found |= part
    return found


def spine(person: Person, *, at: datetime) -> Part:
    """What the spine keeps."""
    return {
        "account": _account(person),
        "consents": [
            {"version": each.notice.number, "agreed_at": each.at}
            for each in person.consents.select_related("notice")
        ],
        "courses": [_course(each) for each in _enrollments(person)],
        "roles": [
            {"role": each.get_role_display(), "where": str(each.course or each.cohort)}
            for each in person.assignments.select_related("course", "cohort")
        ],
        "requests_to_join": [
            {"group": str(each.cohort), **_named(each, "asked_at", "approved", "decided_at")}
            for each in person.join_requests.select_related("cohort")
        ],
        "invitations": _invitations(person),
        "granted_for_exams": [
            _named(each, *accommodations.GRANTS, "reason", "granted_at", "ended_at")
            for each in accommodations.story(person)
        ],
        "mails": _mails(person),
        "mail_turned_off": [each.get_kind_display() for each in MutedMail.objects.filter(person=person)],
        "signed_in_on": list(person.sessions.values("device", "began_at", "seen_at", "expire_date")),
        "access_tokens": list(
            person.api_tokens.values("name", "made_at", "used_at", "expires_at", "revoked_at")
        ),
        "second_steps": [
            {"kind": each.get_type_display(), **_named(each, "created_at", "last_used_at")}
            for each in Authenticator.objects.filter(user=person)
        ],
        "unsaved_texts": [
            {"of": str(each), **_named(each, "saved_at", "typed")}
            for each in WorkingCopy.objects.filter(author=person).order_by("saved_at", "pk")
        ],
        "record": [_event(each, person) for each in _events(person)],
    }


def _named(row: Any, *names: str) -> Part:
    return {name: getattr(row, name) for name in names}


def addresses(person: Person) -> list[str]:
    """Every email address of the account, in small letters."""
    others = EmailAddress.objects.filter(user=person).values_list("email", flat=True)
    return sorted({person.email.lower(), *(each.lower() for each in others)})


def with_address(found: Iterable[str], field: str) -> Q:
    """Rows whose ``field`` holds one of these addresses, in whatever letters."""
    asked = Q(pk__in=[])
    for address in found:
        asked |= Q((f"{field}__iexact", address))
    return asked


def _account(person: Person) -> Part:
    return {
        **_named(person, "name", "email", "time_zone", "quiet_days", "date_joined", "last_login"),
        "other_addresses": [each for each in addresses(person) if each != person.email.lower()],
        "administers": person.is_superuser,
    }


def _enrollments(person: Person) -> Iterable[Enrollment]:
    rows = Enrollment.objects.owned_by(person).select_related("course", "cohort")
    return rows.prefetch_related("withdrawals").order_by("joined_at", "pk")


def _course(enrollment: Enrollment) -> Part:
    done = Completion.objects.filter(enrollment=enrollment).select_related("step__lesson").order_by("at")
    return {
        "course": str(enrollment.course),
        "group": str(enrollment.cohort),
        "state": enrollment.get_state_display(),
        "joined_at": enrollment.joined_at,
        "finished_steps": [
            {"lesson": str(each.step.lesson), "step": str(each.step), **_named(each, "version", "at")}
            for each in done
        ],
        "changes_read": [
            {"step": str(each.step), **_named(each, "version", "at")}
            for each in enrollment.acknowledgements.select_related("step").order_by("at", "pk")
        ],
        "withdrawals": [_named(each, "reason", "at", "undone_at") for each in enrollment.withdrawals.all()],
    }


def _invitations(person: Person) -> list[Part]:
    mine = Q(accepted_by=person) | with_address(addresses(person), "email")
    names = ("email", "name", "invited_at", "expires_at", "accepted_at", "cancelled_at")
    rows = Invitation.objects.filter(mine).select_related("cohort")
    return [{"group": str(each.cohort), **_named(each, *names)} for each in rows]


def _mails(person: Person) -> list[Part]:
    mine = Q(person=person) | with_address(addresses(person), "address")
    names = ("address", "subject", "queued_at", "sent_at")
    # The body is gone once the mail has left, and until then it may hold a link that opens the account.
    rows = QueuedMail.objects.filter(mine).defer("body").order_by("queued_at", "pk")
    return [{"kind": each.get_kind_display(), **_named(each, *names)} for each in rows]


def _events(person: Person) -> Iterable[AuditEvent]:
    mine = AuditEvent.objects.filter(Q(about=person) | Q(actor=person)).select_related("actor")
    return mine.order_by("at", "pk")


def _event(event: AuditEvent, person: Person) -> Part:
    """``by`` is empty where nobody was signed in. What one did to others does not say to whom."""
    by = "" if event.actor is None else "you" if event.actor == person else str(event.actor)
    mine = event.about_id in (person.pk, None)
    words = audit_words.details(event) if mine else ""
    return {"at": event.at, "what": audit_words.in_words(event), "details": words, "by": by}
