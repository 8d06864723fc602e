"""What was kept long enough is let go of by command, all else stays, and a dry run only tells."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from course import progress
from course.joining import invitations, join_requests, leaving
from course.mailing import mail
from course.models import (
    Assignment,
    AuditEvent,
    Cohort,
    Enrollment,
    Invitation,
    JoinRequest,
    MailKind,
    Person,
    Program,
    QueuedMail,
    Session,
    Step,
)
from course.privacy import erasure, keeping, retention
from course.record import audit
from lessons import reflections
from lessons.models import Reflection, Scenario
from quizzes.models import Attempt, Exam
from tests.conftest import NOW
from tests.quizzes.marking_room import sit


def counts(at: datetime, *, dry: bool = False) -> dict[str, int]:
    return {done.about: done.count for done in retention.apply(at=at, dry=dry) if done.count}


def rows() -> dict[str, int]:
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT count(*) FROM "{table}"')
            found[table] = cursor.fetchone()[0]
    return found


def a_mail(ada: Person, key: str, **fields: Any) -> None:
    told: Any = {"subject": "x", "template": "answer", "context": {"link": "x"}, "key": key}
    mail.enqueue(MailKind.MOVED, to=ada, at=NOW, **told)
    QueuedMail.objects.filter(dedupe_key=key).update(**fields)


def test_mails_go_a_month_after_they_were_sent_and_waiting_ones_stay(ada: Person) -> None:
    a_mail(ada, "sent", sent_at=NOW)
    a_mail(ada, "given-up", given_up_at=NOW)
    a_mail(ada, "waiting")
    assert counts(NOW + timedelta(days=30)) == {}
    assert counts(NOW + timedelta(days=31)) == {"mails that were sent or given up": 2}
    assert QueuedMail.objects.get().dedupe_key == "waiting"


def test_invitations_go_when_they_are_long_over(spring: Cohort, tess: Person, sven: Person) -> None:
    about = "invitations that were used, canceled or ran out"
    ran_out = invitations.invite(spring, email="a@example.org", by=tess, at=NOW)
    used = invitations.invite(spring, email=sven.email, by=tess, at=NOW)
    invitations.accept(used, sven, at=NOW)
    QueuedMail.objects.all().delete()
    assert counts(NOW + timedelta(days=91)) == {about: 1}
    assert Invitation.objects.get() == ran_out
    assert counts(ran_out.expires_at + timedelta(days=91)) == {about: 1}


def test_requests_go_after_they_were_decided(spring: Cohort, tess: Person, sven: Person) -> None:
    spring.needs_approval = True
    asked = join_requests.join_or_ask(sven, spring, at=NOW)
    assert counts(NOW + timedelta(days=365)) == {}
    JoinRequest.objects.filter(pk=asked.pk).update(approved=False, decided_at=NOW)
    assert counts(NOW + timedelta(days=91)) == {"requests to join that were decided": 1}


def test_sign_ins_go_after_a_year_and_the_rest_of_the_record_after_seven(ada: Person) -> None:
    AuditEvent.objects.all()  # what joining wrote stays within its seven years
    long_ago = timezone.now() - timedelta(days=410)
    audit.record("signed-in", ada, actor=ada, at=long_ago)
    audit.record("marked", ada, actor=None, at=long_ago)
    audit.record("marked", ada, actor=None, at=long_ago - timedelta(days=2557))
    found = counts(timezone.now())
    assert found["sign-ins in the record"] == 1
    assert found["everything else in the record"] == 1
    assert AuditEvent.objects.filter(verb="marked").count() == 1


def test_sessions_that_ended_go(ada: Person) -> None:
    for key, days in (("a" * 32, -1), ("b" * 32, 1)):
        Session.objects.create(session_key=key, session_data="", expire_date=NOW + timedelta(days=days))
    assert counts(NOW) == {"sessions that ended": 1}


def test_earlier_states_of_settings_go_with_the_record(tess: Person) -> None:
    Assignment.objects.all().delete()
    model: Any = Assignment.history.model
    assert model.objects.count() == 2
    model.objects.update(history_date=NOW - timedelta(days=3000))
    assert sum(counts(NOW).values()) == 2
    assert not model.objects.exists()


@pytest.fixture
def worked(enrollment: Enrollment, scenario: Scenario, program: Program) -> Enrollment:
    """A learner's work, the last of it ten days after joining. The program keeps it for two years."""
    program.keep_months = 24
    program.save()
    sit(enrollment, Exam.objects.get())
    reflections.save(enrollment, scenario, text="Mine.", revision=0, at=NOW)
    progress.complete(enrollment, Step.objects.get(slug="roles"), version=1, at=NOW + timedelta(days=10))
    return enrollment


def test_work_goes_when_nothing_happened_for_the_programs_months(
    worked: Enrollment, ben: Person, fall: Cohort
) -> None:
    Enrollment.objects.filter(person=ben).update(joined_at=datetime.fromisoformat("2028-01-01T00:00Z"))
    assert counts(datetime.fromisoformat("2028-11-12T14:00Z"), dry=True) == {}
    found = counts(datetime.fromisoformat("2028-11-12T15:01Z"))
    assert [count for about, count in found.items() if "24 months" in about] == [1]
    assert not Attempt.objects.exists()
    assert not Reflection.objects.exists()
    assert Enrollment.objects.get().person == ben
    assert Person.objects.filter(email="ada@example.org").exists()


def test_a_withdrawal_counts_as_something_that_happened(worked: Enrollment, tess: Person) -> None:
    later = NOW + timedelta(days=400)
    leaving.withdraw(worked, reason="Moved away.", by=tess, at=later)
    last = keeping.last_done(Enrollment.objects.owned_by(worked.person))
    assert last == {worked.pk: later}


def test_a_pseudonym_goes_with_the_last_of_its_work(worked: Enrollment) -> None:
    erasure.erase(worked.person, by=None, reason="", at=NOW)
    counts(NOW + timedelta(days=30))
    assert Person.objects.filter(pk=worked.person_id).exists()
    found = counts(NOW + timedelta(days=800))
    assert found["people who were erased and of whom no work is kept"] == 1
    assert not Person.objects.filter(pk=worked.person_id).exists()


def test_a_dry_run_tells_and_changes_nothing(worked: Enrollment, ada: Person) -> None:
    a_mail(ada, "sent", sent_at=NOW)
    Session.objects.create(session_key="a" * 32, session_data="", expire_date=NOW)
    Program.objects.update(keep_months=1)
    before, at = rows(), NOW + timedelta(days=45)
    told = counts(at, dry=True)
    assert len(told) == 3
    assert rows() == before
    done = counts(at)
    assert {about: done.get(about) for about in told} == told
    assert counts(at) == {}


def test_the_command_tells_counts_and_dates(ada: Person, now: datetime) -> None:
    a_mail(ada, "sent", sent_at=timezone.now() - timedelta(days=100))
    said = StringIO()
    call_command("apply_retention", "--dry-run", stdout=said)
    assert "1  mails that were sent or given up, before 20" in said.getvalue()
    assert "Nothing was changed." in said.getvalue()
    call_command("apply_retention", stdout=StringIO())
    assert not QueuedMail.objects.exists()


def test_many_rows_go_in_small_parts(ada: Person, django_assert_max_num_queries: Callable[..., Any]) -> None:
    told: Any = {"person": ada, "address": ada.email, "kind": "moved", "queued_at": NOW, "due_at": NOW}
    made = (QueuedMail(**told, sent_at=NOW, dedupe_key=str(number), body="") for number in range(450))
    QueuedMail.objects.bulk_create(made)
    with django_assert_max_num_queries(60):
        assert counts(NOW + timedelta(days=31)) == {"mails that were sent or given up": 450}


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [("2026-01-31", 1, "2026-02-28"), ("2028-02-29", 12, "2029-02-28"), ("2026-12-15", 84, "2033-12-15")],
)
def test_months_are_counted_on_the_calendar(day: str, months: int, expected: str) -> None:
    last = datetime.fromisoformat(f"{day}T12:00Z")
    assert f"{keeping.until(last, Program(keep_months=months)):%Y-%m-%d}" == expected
