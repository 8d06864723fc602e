"""Join codes that end, and that let people ask rather than join."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail as outbox
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from course.joining import join_requests, people
from course.models import AuditEvent, Cohort, JoinRequest, Person
from tests.conftest import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def asking(spring: Cohort) -> Cohort:
    spring.needs_approval = True
    spring.save()
    return spring


@pytest.fixture
def asked(asking: Cohort, sven: Person) -> JoinRequest:
    found = join_requests.join_or_ask(sven, asking, at=NOW)
    assert isinstance(found, JoinRequest)
    return found


def test_a_code_that_has_expired_says_so(as_sven: Client, spring: Cohort) -> None:
    Cohort.objects.update(code_expires_at=timezone.now() - timedelta(minutes=1))
    assert b"This code has expired" in as_sven.post(reverse("join"), {"code": "SPRG-2345"}).content


def test_a_code_works_through_its_last_day_in_the_programs_zone(as_sam: Client, spring: Cohort) -> None:
    last = date.today() + timedelta(days=30)
    answer = as_sam.post(
        reverse("cohort_code", args=[spring.pk]), {"is_open": "on", "last_day": last.isoformat()}
    )
    assert answer.status_code == 302
    until = Cohort.objects.get().code_expires_at
    assert until is not None
    # New York is behind UTC all year, so its midnight is early the next day in UTC.
    assert datetime.combine(last + timedelta(days=1), datetime.min.time(), UTC) < until
    assert (
        f'value="{last.isoformat()}"' in as_sam.get(reverse("cohort_code", args=[spring.pk])).content.decode()
    )


def test_a_new_code_replaces_the_old_one_and_is_in_the_audit_trail(
    as_tess: Client, tess: Person, spring: Cohort
) -> None:
    as_tess.post(reverse("cohort_code", args=[spring.pk]), {"do": "renew"})
    assert Cohort.objects.get().join_code != "SPRG-2345"
    assert AuditEvent.objects.get(verb="code-renewed").actor == tess
    with pytest.raises(people.CannotJoin):
        people.find_open_cohort("SPRG-2345", at=NOW)


def test_where_staff_decide_a_code_asks_and_the_home_page_says_so(
    as_sven: Client, sven: Person, asking: Cohort
) -> None:
    as_sven.post(reverse("join"), {"code": "SPRG-2345"})
    as_sven.post(reverse("join"), {"code": "SPRG-2345"})
    assert JoinRequest.objects.get().person == sven
    assert not sven.enrollments.exists()
    assert b"You asked to join Spring" in as_sven.get("/").content


def test_a_newcomer_with_such_a_code_gets_an_account_and_asks(client: Client, asking: Cohort) -> None:
    form = {"name": "Nia Stone", "email": "nia@example.org", "password1": "a-long-walk-home"}
    client.post(reverse("account_signup"), {**form, "code": "SPRG-2345"})
    assert JoinRequest.objects.get().person.email == "nia@example.org"
    assert b"You asked to join Spring" in client.get("/").content


def test_letting_somebody_in_enrolls_them_and_mails_them(
    as_sam: Client, asked: JoinRequest, sven: Person
) -> None:
    assert b"Sven Stranger" in as_sam.get(reverse("cohort", args=[asked.cohort_id])).content
    as_sam.post(reverse("decide_request", args=[asked.pk]), {"do": "approve"})
    assert sven.enrollments.get().cohort == asked.cohort
    call_command("send_mail_queue")
    assert "was approved" in outbox.outbox[0].body


def test_not_letting_somebody_in_mails_them_and_ends_the_matter(
    as_sam: Client, as_sven: Client, asked: JoinRequest, sven: Person
) -> None:
    as_sam.post(reverse("decide_request", args=[asked.pk]), {"do": "decline"})
    assert not sven.enrollments.exists()
    call_command("send_mail_queue")
    assert "was not approved" in outbox.outbox[0].body
    again = as_sven.post(reverse("join"), {"code": "SPRG-2345"})
    assert b"it was not approved" in again.content


def test_two_who_decide_at_once_decide_once(asked: JoinRequest, sam: Person, tess: Person) -> None:
    assert join_requests.decide(asked.pk, approved=True, by=sam, at=NOW)
    assert not join_requests.decide(asked.pk, approved=False, by=tess, at=NOW)
    asked.refresh_from_db()
    assert asked.approved is True


def test_letting_in_somebody_who_joined_another_cohort_meanwhile_changes_nothing(
    as_sam: Client, asked: JoinRequest, sven: Person, fall: Cohort
) -> None:
    people.join(sven, fall, at=NOW)
    as_sam.post(reverse("decide_request", args=[asked.pk]), {"do": "approve"})
    asked.refresh_from_db()
    assert asked.approved is None
