"""Joining a cohort: by code, by link, signed in or not."""

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from course.joining import people
from course.models import AuditEvent, Cohort, Enrollment, Person
from tests.conftest import NOW

pytestmark = pytest.mark.django_db

NEWCOMER = {"name": "Nia Stone", "email": "Nia@example.org", "password1": "a-long-walk-home"}


def test_a_newcomer_signs_up_with_a_code_and_is_enrolled(client: Client, spring: Cohort) -> None:
    answer = client.post(reverse("join"), {"code": "sprg 2345"})
    assert answer["Location"] == reverse("account_signup")
    assert b'value="SPRG-2345"' in client.get(answer["Location"]).content
    client.post(answer["Location"], {**NEWCOMER, "code": "SPRG-2345"})
    person = Person.objects.get(email="nia@example.org")
    assert person.enrollments.get().cohort == spring
    assert person.time_zone == spring.program.time_zone
    assert b"Hello, Nia" in client.get("/").content


def test_nobody_signs_up_without_a_code(client: Client, db: None) -> None:
    answer = client.post(reverse("account_signup"), {**NEWCOMER, "code": ""})
    assert answer.status_code == 200
    assert not Person.objects.exists()


def test_a_wrong_code_is_told_in_words_and_what_was_typed_is_kept(client: Client, spring: Cohort) -> None:
    answer = client.post(reverse("account_signup"), {**NEWCOMER, "code": "NOPE-2345"})
    assert b"We do not know this code" in answer.content
    assert b"Nia Stone" in answer.content
    assert not Person.objects.exists()


def test_a_link_leads_a_newcomer_to_sign_up(client: Client, spring: Cohort) -> None:
    assert client.get(reverse("join_link", args=["SPRG-2345"]))["Location"] == reverse("account_signup")


def test_a_signed_in_person_joins_by_pressing_a_button_never_by_a_link(
    as_sven: Client, sven: Person, spring: Cohort
) -> None:
    page = as_sven.get(reverse("join_link", args=["SPRG-2345"]))
    assert page.status_code == 200
    assert not Enrollment.objects.exists()
    answer = as_sven.post(reverse("join"), {"code": "SPRG-2345"})
    assert answer["Location"] == spring.course.get_absolute_url()
    assert sven.enrollments.get().cohort == spring


def test_a_closed_cohort_takes_nobody(as_sven: Client, spring: Cohort) -> None:
    Cohort.objects.update(is_open=False)
    assert b"closed to new people" in as_sven.post(reverse("join"), {"code": "SPRG-2345"}).content


def test_joining_twice_is_joining_once(ada: Person, spring: Cohort) -> None:
    assert people.join(ada, spring, at=NOW) == ada.enrollments.get()


def test_a_second_cohort_of_the_same_course_is_refused_in_words(as_ada: Client, fall: Cohort) -> None:
    assert b"already take this course" in as_ada.post(reverse("join"), {"code": "FALL-2345"}).content
    assert Enrollment.objects.count() == 1


def test_joining_is_in_the_audit_trail(ada: Person) -> None:
    assert AuditEvent.objects.get(verb="joined").actor == ada


def test_a_forgotten_password_is_reset_by_mail(client: Client, ada: Person) -> None:
    client.post(reverse("account_reset_password"), {"email": "ada@example.org"})
    (letter,) = mail.outbox
    link = next(word for word in letter.body.split() if "/password/reset/key/" in word)
    form = client.get(link.split("testserver")[-1], follow=True)
    address = form.redirect_chain[-1][0]
    client.post(address, {"password1": "another-long-walk", "password2": "another-long-walk"})
    assert client.login(email="ada@example.org", password="another-long-walk")
