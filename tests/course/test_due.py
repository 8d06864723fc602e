"""Due dates per step and cohort: set by staff, told to learners without blame."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from course import progress
from course.joining import due, due_words
from course.models import AuditEvent, Cohort, Enrollment, Person, Step, StepDue
from tests.conftest import NOW

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 30)


@pytest.mark.parametrize(
    ("today", "words"),
    [
        (date(2026, 11, 22), "Due November 30, in 8 days"),
        (date(2026, 11, 29), "Due tomorrow, November 30"),
        (DAY, "Due today"),
        (date(2026, 12, 5), "Was due on November 30. You can still do it."),
    ],
)
def test_a_due_date_is_told_plainly(today: date, words: str) -> None:
    assert due_words.due(DAY, today) == words


def test_staff_set_and_take_away_due_dates(as_tess: Client, tess: Person, spring: Cohort) -> None:
    roles, duties = Step.objects.get(slug="roles"), Step.objects.get(slug="duties")
    page = reverse("due_dates", args=[spring.pk])
    as_tess.post(page, {f"step-{roles.pk}": "2026-11-30", f"step-{duties.pk}": "2026-12-07"})
    as_tess.post(page, {f"step-{roles.pk}": "2026-12-01", f"step-{duties.pk}": ""})
    row = StepDue.objects.get()
    assert (row.step, row.due_on) == (roles, date(2026, 12, 1))
    assert AuditEvent.objects.filter(verb="due-dates-set", actor=tess).count() == 2


def test_a_bad_date_is_named_and_nothing_is_saved(as_tess: Client, spring: Cohort) -> None:
    roles, duties = Step.objects.get(slug="roles"), Step.objects.get(slug="duties")
    typed = {f"step-{roles.pk}": "2026-11-30", f"step-{duties.pk}": "0001-01-01"}
    answer = as_tess.post(reverse("due_dates", args=[spring.pk]), typed)
    assert answer.status_code == 422
    assert b"Choose a day within 20 years" in answer.content
    assert b'value="2026-11-30"' in answer.content
    assert not StepDue.objects.exists()


def test_a_learner_sees_the_days_left_on_home_and_outline_until_it_is_done(
    as_ada: Client, enrollment: Enrollment, tess: Person
) -> None:
    roles = Step.objects.get(slug="roles")
    soon = timezone.localdate() + timedelta(days=9)
    due.set_dates(enrollment.cohort, {roles: soon}, by=tess, at=NOW)
    for page in ("/", "/courses/peer/"):
        assert b"days" in as_ada.get(page).content
        assert b"Due " in as_ada.get(page).content
    progress.complete(enrollment, roles, version=1, at=NOW)
    assert b"Due " not in as_ada.get("/courses/peer/").content


def test_another_cohorts_due_dates_are_nobody_elses(as_ada: Client, fall: Cohort, tess: Person) -> None:
    due.set_dates(fall, {Step.objects.get(slug="roles"): DAY}, by=tess, at=NOW)
    assert b"ue on" not in as_ada.get("/courses/peer/").content
