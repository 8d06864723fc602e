"""Who comes and goes on the stage: invitations in every state, somebody who asks, somebody who has left."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from course.joining import due, invitations, join_requests, leaving, people
from course.mailing import mail_links
from course.models import Cohort, Enrollment, MailKind, Person, QueuedMail, Step
from quizzes import attempts
from quizzes.models import Exam
from tests.browser import cast

AT_THE_DOOR = "Door cohort"


def _ago(**time: int) -> datetime:
    return timezone.now() - timedelta(**time)


def coming_and_going(morning: Cohort) -> cast.Ids:
    """A cohort whose staff decide who joins, beside the morning cohort."""
    door = Cohort.objects.create(
        program=morning.program,
        course=morning.course,
        name=AT_THE_DOOR,
        join_code="DRRR-2345",
        needs_approval=True,
        code_expires_at=timezone.now() + timedelta(days=30),
    )
    nobody = Cohort.objects.create(
        program=door.program, course=door.course, name="Quiet cohort", is_open=False
    )
    stays, left = (
        people.join(cast.person(name), door, at=_ago(days=20)) for name in ("Petra Lund", "Otis Ray")
    )
    leaving.withdraw(left, reason="You asked for a break.", by=cast.tess(), at=_ago(days=3))
    join_requests.join_or_ask(cast.person("Nell Frost"), door, at=_ago(hours=5))
    steps = Step.objects.live().filter(lesson__course=door.course).in_order()
    days = (timezone.localdate() + timedelta(days=n) for n in (-2, 5))
    due.set_dates(morning, dict(zip(steps, days, strict=False)), by=cast.tess(), at=_ago(days=4))
    due.set_dates(door, {steps[0]: timezone.localdate()}, by=cast.tess(), at=_ago(days=4))
    told = {"pk": door.pk}
    named = ("cohort", "cohort_code", "roster", "invitations", "due_dates")
    return {
        **dict.fromkeys(named, told),
        "cohort_empty": {"pk": nobody.pk},
        "progress_empty": {"pk": nobody.pk},
        "enrollment": {"pk": stays.pk},
        "enrollment_withdrawn": {"pk": left.pk},
        "mute_mail": {"token": mail_links.mute_address(stays.person_id, MailKind.WEEK).split("/")[-2]},
        **_invited(door, left.person),
        **_set_aside(stays),
    }


def _invited(door: Cohort, otis: Person) -> cast.Ids:
    tess = cast.tess()
    _link(door, "uma.new@example.org", "Uma New", at=_ago(days=2))
    taken = invitations.invite(door, email="gone@example.org", by=tess, at=_ago(days=5))
    invitations.cancel(taken.pk, by=tess, at=_ago(days=4))
    return {
        "invited": _link(door, "nia@example.com", "Nia Stone", at=_ago(days=1)),
        "invited_known": _link(door, otis.email, otis.name, at=_ago(days=1)),
        "invited_expired": _link(door, "old@example.org", "Olga Day", at=_ago(days=20)),
        "invited_unknown": {"token": "x" * 43},
    }


def _link(door: Cohort, email: str, name: str, *, at: datetime) -> dict[str, Any]:
    invitations.invite(door, email=email, name=name, by=cast.tess(), at=at)
    found = re.search(r"/invited/([^/]+)/", QueuedMail.objects.get(address=email).body)
    assert found
    return {"token": found[1]}


def _set_aside(enrollment: Enrollment) -> cast.Ids:
    """One attempt that was set aside, and one that could be."""
    exam = Exam.objects.get(purpose=Exam.Purpose.PRE, step__lesson__course=enrollment.course_id)
    first = attempts.submit(attempts.start(enrollment, exam, at=_ago(days=6)), at=_ago(days=6))
    attempts.void(first, reason="The power went out.", by=cast.tess(), at=_ago(days=5))
    second = attempts.submit(attempts.start(enrollment, exam, at=_ago(days=4)), at=_ago(days=4))
    return {"review_void": {"pk": first.pk}, "void_attempt": {"pk": second.pk}}
