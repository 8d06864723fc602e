"""All assignments on one page: found, given and ended by administrators."""

import pytest
from django.test import Client
from django.urls import reverse

from course.models import Assignment, AuditEvent, Cohort, Person

pytestmark = pytest.mark.django_db
PAGE = "/assignments/"


def test_every_assignment_is_on_the_page_with_its_scope(
    as_alma: Client, tess: Person, sam: Person, rita: Person
) -> None:
    page = as_alma.get(PAGE).content.decode()
    for words in ("Tess Moreau", "Sam Reyes", "Rita Novak", "the whole course", "Spring", "Fall"):
        assert words in page


def test_the_page_is_narrowed_by_name_role_and_course(as_alma: Client, tess: Person, sam: Person) -> None:
    assert "Sam Reyes" not in as_alma.get(PAGE, {"role": "trainer"}).content.decode()
    assert "Tess Moreau" not in as_alma.get(PAGE, {"name": "sam"}).content.decode()
    both = as_alma.get(PAGE, {"course": str(tess.assignments.get().course_id)}).content.decode()
    assert "Sam Reyes" in both
    assert "Tess Moreau" in both


def test_an_administrator_assigns_somebody_and_it_is_in_the_audit_trail(
    as_alma: Client, alma: Person, sven: Person, spring: Cohort
) -> None:
    form = {"email": "Sven@example.org", "as_role": "supervisor", "scope": f"cohort-{spring.pk}"}
    as_alma.post(PAGE, form)
    as_alma.post(PAGE, form)
    assert sven.assignments.get().cohort == spring
    event = AuditEvent.objects.get(verb="assigned")
    assert (event.actor, event.detail) == (alma, {"role": "Supervisor", "scope": "Spring"})


def test_ending_an_assignment_ends_its_rights_at_once(as_alma: Client, as_sam: Client, sam: Person) -> None:
    assert as_sam.get(reverse("cohorts")).status_code == 200
    as_alma.post(reverse("end_assignment", args=[sam.assignments.get().pk]))
    assert as_sam.get(reverse("cohorts")).status_code == 404
    assert AuditEvent.objects.get(verb="assignment-ended").subject == f"person:{sam.pk}"
    assert Assignment.history.filter(history_type="-").count() == 1


def test_an_unknown_address_is_told_in_words_and_kept(as_alma: Client, spring: Cohort) -> None:
    form = {"email": "nobody@example.org", "as_role": "trainer", "scope": f"cohort-{spring.pk}"}
    answer = as_alma.post(PAGE, form)
    assert answer.status_code == 422
    assert b"Nobody with this address can sign in" in answer.content
    assert b"nobody@example.org" in answer.content
