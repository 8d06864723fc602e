"""What is kept only for a time, and the verb that lets go of it when that time is over.

Every period stands in ``RULES`` and in each program's ``keep_months``. Applying twice changes nothing more.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.db.models import Model, Q, QuerySet

from course import registry
from course.models import (
    ApiToken,
    AuditEvent,
    Enrollment,
    Invitation,
    JoinRequest,
    Person,
    Program,
    QueuedMail,
    Session,
    WorkingCopy,
)
from course.privacy import erasure, keeping

AT_ONCE = 200
SIGN_INS = ("signed-in", "sign-in-failed", "code-failed", "signed-out-elsewhere")


@dataclass(frozen=True)
class Rule:
    """What is let go of once it is older than ``setting`` says, in days; ``rows`` finds it."""

    about: str
    setting: str
    rows: Callable[[datetime], QuerySet[Any]]


@dataclass(frozen=True)
class Done:
    """``before``: what is older goes. ``count``: how many rows did, or would in a dry run."""

    about: str
    before: datetime
    count: int


def _mails(before: datetime) -> QuerySet[Any]:
    return QueuedMail.objects.filter(Q(sent_at__lt=before) | Q(given_up_at__lt=before))


def _invitations(before: datetime) -> QuerySet[Any]:
    over = Q(accepted_at__lt=before) | Q(cancelled_at__lt=before)
    return Invitation.objects.filter(over | Q(expires_at__lt=before, accepted_at=None, cancelled_at=None))


def _requests(before: datetime) -> QuerySet[Any]:
    return JoinRequest.objects.filter(decided_at__lt=before)


def _unsaved(before: datetime) -> QuerySet[Any]:
    return WorkingCopy.objects.filter(saved_at__lt=before)


def _sessions(before: datetime) -> QuerySet[Any]:
    return Session.objects.filter(expire_date__lt=before)


def _tokens(before: datetime) -> QuerySet[Any]:
    return ApiToken.objects.filter(Q(revoked_at__lt=before) | Q(expires_at__lt=before))


def _sign_ins(before: datetime) -> QuerySet[Any]:
    return AuditEvent.objects.filter(at__lt=before, verb__in=SIGN_INS)


def _record(before: datetime) -> QuerySet[Any]:
    return AuditEvent.objects.filter(at__lt=before)


RULES = (
    Rule("mails that were sent or given up", "KEEP_MAIL_DAYS", _mails),
    Rule("invitations that were used, canceled or ran out", "KEEP_INVITATION_DAYS", _invitations),
    Rule("requests to join that were decided", "KEEP_INVITATION_DAYS", _requests),
    Rule("texts of authors that were never saved", "KEEP_UNSAVED_DAYS", _unsaved),
    Rule("sessions that ended", "", _sessions),
    Rule("access tokens that were revoked or ran out", "KEEP_SIGN_IN_DAYS", _tokens),
    Rule("sign-ins in the record", "KEEP_SIGN_IN_DAYS", _sign_ins),
    Rule("everything else in the record", "KEEP_RECORD_DAYS", _record),
)


def apply(*, at: datetime, dry: bool = False) -> Iterator[Done]:
    """Let go of what is over at ``at``, in small transactions; with ``dry``, only count it."""
    yield from (_by_rule(rule, at=at, dry=dry) for rule in RULES)
    yield from (_old_versions(model, at=at, dry=dry) for model in _histories())
    for program in Program.objects.order_by("name"):
        yield _work(program, at=at, dry=dry)
    yield _pseudonyms(at=at, dry=dry)


def _by_rule(rule: Rule, *, at: datetime, dry: bool) -> Done:
    before = at - timedelta(days=getattr(settings, rule.setting) if rule.setting else 0)
    rows = rule.rows(before)
    return Done(rule.about, before, rows.count() if dry else _delete(rows))


def _histories() -> Iterator[type[Model]]:
    return (model for model in apps.get_models() if hasattr(model, "history_date"))


def _old_versions(model: Any, *, at: datetime, dry: bool) -> Done:
    before = at - timedelta(days=settings.KEEP_RECORD_DAYS)
    rows = model._default_manager.filter(history_date__lt=before)
    return Done(str(model._meta.verbose_name_plural), before, rows.count() if dry else _delete(rows))


def _delete(rows: QuerySet[Any]) -> int:
    """Batch by batch, so that nobody waits long for a lock. Returns how many rows went."""
    count, name = 0, rows.model._meta.pk.name
    while keys := list(rows.order_by(name).values_list("pk", flat=True)[:AT_ONCE]):
        rows.model._default_manager.filter(pk__in=keys).delete()
        count += len(keys)
    return count


def _work(program: Program, *, at: datetime, dry: bool) -> Done:
    """Enrollments in which nothing happened for the program's months, with all that hangs on them."""
    over = keeping.over(program, at=at)
    for start in range(0, 0 if dry else len(over), AT_ONCE):
        end_enrollments(over[start : start + AT_ONCE])
    about = f"work in courses of {program.name} ({program.keep_months} months)"
    return Done(about, keeping.before(program, at=at), len(over))


@transaction.atomic
def end_enrollments(keys: Collection[int]) -> None:
    """Delete these enrollments, by their ids, and everything that was done in them."""
    registry.forget(keys)
    Enrollment.objects.filter(pk__in=keys).delete()


def _pseudonyms(*, at: datetime, dry: bool) -> Done:
    """Rows of erased people on which no work hangs any more. The others are erased once more.

    A request that was under way may have written something behind the erasure.
    """
    erased = Person.objects.exclude(erased_at=None)
    bare = erased.filter(enrollments=None)
    count = bare.count()
    if not dry:
        for person in erased.exclude(enrollments=None):
            with transaction.atomic():
                erasure.forget_again(person, at=at)
        _delete(bare)
    return Done("people who were erased and of whom no work is kept", at, count)
