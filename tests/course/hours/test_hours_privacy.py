"""Measured time and statements are in the holder's download, and gone when they are erased."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from course.hours import measuring
from course.hours.privacy import Erasing, own_data
from course.models import ActiveTime, Certificate, Enrollment, Person, Step
from course.privacy import erasure
from tests.conftest import NOW
from tests.course.hours.room import AFTER, issued

pytestmark = pytest.mark.django_db


@pytest.fixture
def certificate(enrollment: Enrollment) -> Certificate:
    step = Step.objects.live().filter(lesson__course=enrollment.course_id).order_by("pk")[0]
    measuring.beat(enrollment.person, step.pk, seconds=40, at=NOW)
    return issued(enrollment, shows_name=True)


def test_the_download_holds_what_was_measured_and_issued(
    certificate: Certificate, enrollment: Enrollment
) -> None:
    told = own_data(enrollment.person, at=AFTER)
    assert told["time_is_measured"] is True
    assert [each["seconds"] for each in told["measured_times"]] == [40]
    (statement,) = told["statements"]
    assert (statement["code"], statement["name"]) == (certificate.code, "Ada Lindgren")
    assert statement["facts"]["course"] == enrollment.course.title


def test_nobody_elses_hours_are_in_the_download(certificate: Certificate, ben: Person) -> None:
    told = own_data(ben, at=AFTER)
    assert (told["measured_times"], told["statements"]) == ([], [])


def test_erasing_says_that_statements_can_no_longer_be_checked(
    certificate: Certificate, enrollment: Enrollment
) -> None:
    assert any("can no longer be checked" in words for words in Erasing.goes(enrollment.person))


def test_erasing_deletes_them_and_their_public_page(
    certificate: Certificate, enrollment: Enrollment, client: Client
) -> None:
    address = reverse("verify_code", args=[certificate.code])
    assert "Ada Lindgren" in client.get(address).content.decode()
    erasure.erase(enrollment.person, by=None, reason="", at=AFTER)
    assert not ActiveTime.objects.exists()
    assert not Certificate.objects.exists()
    assert "Ada Lindgren" not in client.get(address).content.decode()
