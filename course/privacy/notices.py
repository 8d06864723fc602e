"""Verbs on the privacy notice: write a draft, publish it, agree to it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import Max

from course.models import Consent, Notice, Person
from course.record import audit

SHIPPED = Path(settings.BASE_DIR) / "content" / "privacy" / "notice.md"


def current() -> Notice | None:
    """The notice in force. One statement."""
    return Notice.objects.in_force().first()


def last_agreed(person: Person) -> Consent | None:
    """What ``person`` agreed to last. One statement."""
    return Consent.objects.filter(person=person).select_related("notice").order_by("-notice__number").first()


@transaction.atomic
def draft(*, text: str, changes: str, author: Person | None, at: datetime) -> Notice:
    """Append a version that nobody sees yet."""
    last = Notice.objects.aggregate(last=Max("number"))["last"] or 0
    notice = Notice.objects.create(number=last + 1, text=text, changes=changes, author=author, written_at=at)
    audit.record("drafted", notice, actor=author, at=at, version=notice.number)
    return notice


@transaction.atomic
def publish(notice: Notice, *, by: Person | None, at: datetime) -> bool:
    """Put a draft into force in the place of the version before. Everybody is asked again. False if it is no draft."""
    if not Notice.objects.select_for_update().filter(pk=notice.pk, published_at=None).values_list("pk"):
        return False
    Notice.objects.in_force().update(in_force=False)
    Notice.objects.filter(pk=notice.pk).update(published_at=at, in_force=True)
    audit.record("published", notice, actor=by, at=at, version=notice.number)
    return True


@transaction.atomic
def agree(person: Person, notice: Notice, *, at: datetime) -> None:
    """Keep that ``person`` agreed to a published version. Doing it again changes nothing: the first time stands."""
    if Consent.objects.filter(person=person, notice=notice).exists():
        return
    Consent.objects.bulk_create([Consent(person=person, notice=notice, at=at)], ignore_conflicts=True)
    audit.record("agreed", person, actor=person, at=at, version=notice.number)


def install_shipped(*, at: datetime) -> bool:
    """Publish the text that ships with the product, where no notice was ever written. Whether it did."""
    if Notice.objects.exists():
        return False
    text = SHIPPED.read_text(encoding="utf-8")
    publish(draft(text=text, changes="", author=None, at=at), by=None, at=at)
    return True
