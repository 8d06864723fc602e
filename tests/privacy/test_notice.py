"""Nobody uses the course before they have agreed to the privacy notice, and nobody loses anything by being asked."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import DatabaseError
from django.test import Client
from django.urls import reverse

from course.models import AuditEvent, Cohort, Consent, Enrollment, Notice, Person
from course.models.versions import ImmutableRow
from course.privacy import notices
from course.privacy.notice_html import to_html
from lessons.models import Reflection, Scenario
from tests.conftest import NOW, signed_in
from tests.page_forms import fields_of
from tests.privacy.conftest import newer

HTMX = {"HX-Request": "true"}
LESSON = "/courses/peer/foundations/roles/"


def agree(client: Client, notice: Notice, **more: str) -> Any:
    return client.post(reverse("agree"), {"notice": notice.pk, **more})


@pytest.mark.usefixtures("notice")
@pytest.mark.parametrize("page", ["/", LESSON, "/profile/", "/reflections/", "/join/"])
def test_every_page_leads_to_the_notice_and_says_where_one_was_going(as_ada: Client, page: str) -> None:
    answer = as_ada.get(page)
    assert answer.status_code == 302
    assert answer["Location"] == f"{reverse('notice')}?next={page.replace('/', '%2F')}"


@pytest.mark.usefixtures("notice")
def test_staff_and_administrators_are_asked_too(as_tess: Client, as_alma: Client) -> None:
    for client, page in ((as_tess, reverse("admin:index")), (as_alma, reverse("assignments"))):
        assert client.get(page)["Location"].startswith(reverse("notice"))


@pytest.mark.usefixtures("notice")
@pytest.mark.parametrize(
    "page", ["/privacy/", "/privacy/notice/", "/account/logout/", "/account/password/change/", "/health/live"]
)
def test_the_way_out_and_ones_own_data_stay_open(as_ada: Client, page: str) -> None:
    assert as_ada.get(page).status_code == 200


@pytest.mark.usefixtures("notice")
def test_a_visitor_is_not_asked_and_may_read_the_notice(client: Client) -> None:
    assert client.get("/").status_code == 200
    page = client.get(reverse("notice")).content.decode()
    assert "Nobody monitors your reflections" in page
    assert "I agree" not in page


def test_agreeing_leads_on_and_is_kept_once(as_ada: Client, ada: Person, notice: Notice) -> None:
    page = as_ada.get(reverse("notice"), {"next": LESSON}).content.decode()
    assert "Before you go on" in page
    for _ in range(2):
        assert agree(as_ada, notice, next=LESSON)["Location"] == LESSON
    assert as_ada.get(LESSON).status_code == 200
    assert ada.consents.get().notice == notice
    assert AuditEvent.objects.get(verb="agreed").about == ada


def test_agreeing_leads_to_our_own_pages_alone(as_ada: Client, notice: Notice) -> None:
    assert agree(as_ada, notice, next="https://evil.example/")["Location"] == reverse("home")


@pytest.mark.parametrize("sent", ["", "0", "x", "9" * 30])
def test_agreeing_to_nothing_keeps_nothing(as_ada: Client, notice: Notice, sent: str) -> None:
    assert as_ada.post(reverse("agree"), {"notice": sent}).status_code == 302
    assert not Consent.objects.exists()


def test_nobody_agrees_to_a_draft(as_ada: Client, notice: Notice) -> None:
    draft = notices.draft(text="Not yet.", changes="", author=None, at=NOW)
    agree(as_ada, draft)
    assert not Consent.objects.exists()


def test_a_new_version_asks_again_and_says_what_changed(as_ada: Client, notice: Notice) -> None:
    agree(as_ada, notice)
    newer(notice)
    page = as_ada.get("/", follow=True).content.decode()
    assert "has changed since you agreed to version 1" in page
    assert "It says more about backups." in page
    # Somebody who had the old page open agrees to the old version, and is asked for the new one.
    agree(as_ada, notice)
    assert as_ada.get("/").status_code == 302


def test_what_is_being_written_while_a_new_notice_appears_is_saved(
    as_ada: Client, enrollment: Enrollment, scenario: Scenario, notice: Notice
) -> None:
    agree(as_ada, notice)
    newer(notice)
    address = reverse("reflection", args=[enrollment.pk, scenario.pk])
    kept = as_ada.post(address, {"text": "Mine.", "revision": "0"}, headers=HTMX)
    assert kept.status_code == 200
    assert Reflection.objects.get().text == "Mine."
    assert as_ada.get(address)["Location"].startswith(reverse("notice"))


@pytest.mark.usefixtures("notice")
def test_a_part_of_a_page_leads_the_whole_page_to_the_notice(as_ada: Client) -> None:
    answer = as_ada.get("/", headers=HTMX)
    assert answer["HX-Redirect"].startswith(reverse("notice"))


def test_being_asked_costs_no_statement(
    as_ada: Client, notice: Notice, django_assert_num_queries: Any
) -> None:
    agree(as_ada, notice)
    as_ada.get(LESSON)
    with django_assert_num_queries(6):
        as_ada.get(LESSON)


NEWCOMER = {"name": "Nia Stone", "email": "nia@example.org", "password1": "a long and quiet evening"}


def test_a_newcomer_agrees_by_joining_and_is_asked_once(
    client: Client, spring: Cohort, notice: Notice
) -> None:
    client.get(reverse("join_link", args=["SPRG-2345"]))
    sent = {**NEWCOMER, "code": "SPRG-2345", "notice": str(notice.pk)}
    assert f'name="notice" value="{notice.pk}"' in client.get(reverse("account_signup")).content.decode()
    refused = client.post(reverse("account_signup"), sent)
    assert "To take the course here, agree to the privacy notice." in refused.content.decode()
    assert not Person.objects.exists()
    assert client.post(reverse("account_signup"), {**sent, "agree": "on"}).status_code == 302
    assert Person.objects.get().consents.get().notice == notice
    assert client.get("/").status_code == 200


def test_where_no_notice_is_in_force_nobody_is_asked(as_ada: Client, client: Client) -> None:
    assert as_ada.get("/").status_code == 200
    assert 'name="agree"' not in client.get(reverse("account_signup")).content.decode()
    assert client.get(reverse("notice")).status_code == 200


# --- Versions --------------------------------------------------------------------------------------------------------


def test_what_was_agreed_to_never_changes(ada: Person, notice: Notice) -> None:
    notices.agree(ada, notice, at=NOW)
    with pytest.raises(ImmutableRow):
        Consent.objects.get().save()
    with pytest.raises(DatabaseError, match="does not change"), transaction.atomic():
        Consent.objects.update(at=notice.written_at.replace(year=2020))
    with pytest.raises(DatabaseError, match="does not change"), transaction.atomic():
        Notice.objects.filter(pk=notice.pk).update(text="Something else.")


def test_one_notice_is_in_force(notice: Notice) -> None:
    second = newer(notice)
    assert notices.current() == second
    assert not notices.publish(second, by=None, at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE course_notice SET in_force = %s", [True])


def test_the_shipped_notice_is_put_into_force_once(notice: Notice) -> None:
    assert not notices.install_shipped(at=NOW)
    assert Notice.objects.count() == 1


def test_an_administrator_writes_looks_at_and_publishes_a_version(
    as_alma: Client, alma: Person, notice: Notice
) -> None:
    notices.agree(alma, notice, at=NOW)
    add = reverse("admin:course_notice_add")
    form = fields_of(as_alma.get(add), "notice_form")
    assert form["text"][0].startswith("This page says")
    page = as_alma.post(add, {**form, "text": "## New\n\nWe keep less.", "changes": "Less."}, follow=True)
    assert "<h2>New</h2>" in page.content.decode()
    draft = Notice.objects.get(number=2)
    assert notices.current() == notice
    change = reverse("admin:course_notice_change", args=[draft.pk])
    as_alma.post(change, {**fields_of(as_alma.get(change), "notice_form"), "text": "We keep even less."})
    assert as_alma.post(reverse("admin:course_notice_publish", args=[draft.pk])).status_code == 302
    now = notices.current()
    assert now is not None
    assert now.text == "We keep even less."
    assert as_alma.get(change)["Location"].startswith(reverse("notice"))
    notices.agree(alma, now, at=NOW)
    assert "This version is in force" in as_alma.get(change).content.decode()
    # What was published cannot be sent again.
    assert as_alma.post(change, {"text": "Quietly changed.", "changes": ""}).status_code == 404
    assert as_alma.post(reverse("admin:course_notice_publish", args=[draft.pk])).status_code == 404


def test_trainers_do_not_write_notices(as_tess: Client) -> None:
    assert as_tess.get(reverse("admin:course_notice_changelist")).status_code == 404


@pytest.mark.parametrize(
    "text", ["## <script>alert(1)</script>", "<img src=x onerror=1>", "[x](javascript:1)"]
)
def test_a_notice_is_text_on_its_page(text: str) -> None:
    html = to_html(text)
    assert "<script" not in html
    assert "<img" not in html
    assert 'href="javascript' not in html


def test_a_second_person_who_signs_in_here_is_asked_for_themselves(
    ada: Person, ben: Person, notice: Notice
) -> None:
    agree(signed_in(ada), notice)
    assert signed_in(ben).get("/").status_code == 302
