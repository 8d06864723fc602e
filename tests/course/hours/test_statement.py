"""Statements of completion: issued, frozen, shown as their holder chose, revoked with a reason."""

import re
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from course.hours import statements
from course.hours.facts import content_version
from course.hours.sheet import sheet
from course.joining import people
from course.models import AuditEvent, Certificate, Cohort, Course, Enrollment, Person, QueuedMail, Step
from course.models.cohorts import CODE_ALPHABET
from lessons.models import Topic
from quizzes.models import Exam
from tests.conftest import NOW
from tests.course.hours.room import AFTER, finish, issued
from tests.make import add_question
from tests.quizzes.make_attempts import submitted


def address(enrollment: Enrollment) -> str:
    return reverse("statement", args=[enrollment.pk])


def test_what_is_left_is_said_and_nothing_is_issued(enrollment: Enrollment, as_ada: Client) -> None:
    page = as_ada.get(address(enrollment)).text
    assert "3 steps are left" in page
    assert "What Peer Specialists Do" in page
    assert as_ada.post(address(enrollment), {"name": "Ada"}).status_code == 422
    assert not Certificate.objects.exists()


def test_a_learner_who_finished_every_step_issues_it_with_the_name_they_want(
    enrollment: Enrollment, as_ada: Client
) -> None:
    finish(enrollment)
    response = as_ada.post(address(enrollment), {"name": "Ada Lindgren-Ruiz", "shows_hours": "on"})
    assert response.status_code == 302
    certificate = Certificate.objects.get()
    assert certificate.name == "Ada Lindgren-Ruiz"
    assert (certificate.shows_name, certificate.shows_hours) == (False, True)
    assert certificate.facts["total"] == 12 * 60
    assert AuditEvent.objects.record_of(enrollment.person).filter(verb="statement-issued").exists()


def test_a_name_that_cannot_be_kept_is_refused_and_stays_on_the_page(
    enrollment: Enrollment, as_ada: Client
) -> None:
    finish(enrollment)
    response = as_ada.post(address(enrollment), {"name": "Ada\x07Lindgren"})
    assert response.status_code == 422
    assert "control character" in response.text
    assert not Certificate.objects.exists()


def test_the_code_is_long_and_of_letters_that_are_not_taken_for_others(enrollment: Enrollment) -> None:
    code = issued(enrollment).code
    assert len(code.replace("-", "")) >= 12
    assert set(code) <= {*CODE_ALPHABET, "-"}
    assert not set(CODE_ALPHABET) & set("0O1IL")


def test_there_is_one_valid_statement_also_for_who_presses_twice(enrollment: Enrollment) -> None:
    first = issued(enrollment)
    with pytest.raises(statements.CannotIssue):
        statements.issue(enrollment, name="Ada", at=AFTER)
    with pytest.raises(IntegrityError), transaction.atomic():
        Certificate.objects.create(enrollment=enrollment, name="Ada", facts={}, issued_at=AFTER)
    assert Certificate.objects.get() == first


def test_what_it_says_is_frozen(enrollment: Enrollment) -> None:
    certificate = issued(enrollment)
    before = sheet(certificate)
    Course.objects.update(title="Another title", credit_rule="lower")
    Step.objects.update(minutes_high=500, title="Another step")
    certificate.refresh_from_db()
    assert sheet(certificate) == before
    certificate.facts["total"] = 1
    with pytest.raises(TypeError):
        certificate.save()
    with pytest.raises(TypeError):
        certificate.save(update_fields=["facts"])


def test_days_are_those_of_the_programs_zone(enrollment: Enrollment) -> None:
    finish(enrollment)
    midnight = NOW.replace(hour=3)  # still the evening before in New York
    certificate = statements.issue(enrollment, name="Ada", at=midnight)
    assert certificate.facts["issued"] == "2026-11-01"


def test_a_withdrawn_learner_issues_none_and_is_told(enrollment: Enrollment, as_ada: Client) -> None:
    finish(enrollment)
    Enrollment.objects.update(state="withdrawn")
    assert "You are withdrawn from this course" in as_ada.get(address(enrollment)).text
    assert as_ada.post(address(enrollment), {"name": "Ada"}).status_code == 422
    assert not Certificate.objects.exists()


def test_the_content_version_is_the_same_until_what_learners_see_changes(course: Course) -> None:
    before = content_version(course.pk)
    assert re.fullmatch(r"[0-9a-f]{12}", before)
    Topic.objects.update(loaded=None)  # bookkeeping that no learner sees
    assert content_version(course.pk) == before
    add_question(course, Exam.objects.get().blueprint.get().about, "one-more")
    after_question = content_version(course.pk)
    assert after_question != before
    Step.objects.filter(slug="duties").update(state="retired")
    assert content_version(course.pk) != after_question


@pytest.mark.parametrize("wanted", [True, False])
def test_scores_are_printed_only_if_the_learner_wants_them(enrollment: Enrollment, wanted: bool) -> None:
    submitted(enrollment, Exam.objects.get(), score=Decimal("3.50"))
    certificate = issued(enrollment, with_scores=wanted)
    told = [{"title": "Pre-Course Knowledge Exam", "score": "3.5", "possible": "20"}]
    assert certificate.facts["scores"] == (told if wanted else [])
    assert ("3.5 of 20 points" in str(sheet(certificate))) is wanted


@pytest.mark.parametrize(
    "hidden", [{"rules": {"feedback": []}}, {"awaiting": 1}, {"voided_at": NOW, "void_reason": "Power cut."}]
)
def test_a_score_that_is_not_released_is_not_printed(enrollment: Enrollment, hidden: dict[str, Any]) -> None:
    submitted(enrollment, Exam.objects.get(), **hidden)
    assert issued(enrollment, with_scores=True).facts["scores"] == []


def test_it_says_in_words_that_it_certifies_nobody(enrollment: Enrollment, as_ada: Client) -> None:
    certificate = issued(enrollment)
    for page in (
        address(enrollment),
        reverse("statement_page", args=[certificate.pk]),
        reverse("verify_code", args=[certificate.code]),
    ):
        assert "certifies nobody" in as_ada.get(page).text


# --- Revoking --------------------------------------------------------------------------------------------------------


def revoke_by(client: Client, certificate: Certificate, reason: str = "Issued by mistake.") -> int:
    return client.post(reverse("revoke_statement", args=[certificate.pk]), {"reason": reason}).status_code


def test_a_supervisor_revokes_it_with_a_reason_and_the_holder_learns_of_it(
    enrollment: Enrollment, as_sam: Client, as_ada: Client
) -> None:
    certificate = issued(enrollment)
    assert revoke_by(as_sam, certificate) == 302
    assert "Issued by mistake." in as_ada.get(address(enrollment)).text
    event = AuditEvent.objects.record_of(enrollment.person).get(verb="statement-revoked")
    assert event.detail["reason"] == "Issued by mistake."
    mail = QueuedMail.objects.get(kind="statement")
    assert mail.person == enrollment.person
    assert "mistake" not in mail.body
    assert certificate.code not in mail.body


def test_a_reason_is_needed(enrollment: Enrollment, as_sam: Client) -> None:
    certificate = issued(enrollment)
    for nothing in ("", "  "):
        answer = as_sam.post(reverse("revoke_statement", args=[certificate.pk]), {"reason": nothing})
        assert (answer.status_code, "Write a reason." in answer.text) == (422, True)
    certificate.refresh_from_db()
    assert certificate.revoked_at is None


def test_a_trainer_does_not_revoke_nor_does_a_supervisor_their_own(
    enrollment: Enrollment, as_tess: Client, spring: Cohort
) -> None:
    certificate = issued(enrollment)
    assert revoke_by(as_tess, certificate) == 404
    people.assign(enrollment.person, "supervisor", cohort=spring)
    assert not Certificate.objects.revocable_by(enrollment.person).exists()


def test_revoking_twice_keeps_the_first_reason(enrollment: Enrollment, sam: Person, alma: Person) -> None:
    certificate = issued(enrollment)
    assert statements.revoke(certificate, reason="First.", by=sam, at=AFTER)
    assert not statements.revoke(certificate, reason="Second.", by=alma, at=AFTER)
    certificate.refresh_from_db()
    assert certificate.revoked_reason == "First."
    assert QueuedMail.objects.filter(kind="statement").count() == 1


def test_after_that_it_can_be_issued_anew(enrollment: Enrollment, sam: Person, as_ada: Client) -> None:
    old = issued(enrollment)
    statements.revoke(old, reason="The name was wrong.", by=sam, at=AFTER)
    as_ada.post(address(enrollment), {"name": "Ada L. Lindgren"})
    new = Certificate.objects.valid().get()
    assert (new.name, new.code != old.code) == ("Ada L. Lindgren", True)


def test_the_database_keeps_no_revocation_without_a_reason(enrollment: Enrollment) -> None:
    certificate = issued(enrollment)
    with pytest.raises(IntegrityError), transaction.atomic():
        Certificate.objects.filter(pk=certificate.pk).update(revoked_at=AFTER + timedelta(days=1))


# --- The public page -------------------------------------------------------------------------------------------------


def public(certificate: Certificate) -> str:
    response = Client().get(reverse("verify_code", args=[certificate.code]))
    assert response["X-Robots-Tag"] == "noindex"
    return response.text


def test_anybody_can_check_it_and_reads_no_name_and_no_hours_unless_the_holder_wants(
    enrollment: Enrollment, as_ada: Client
) -> None:
    certificate = issued(enrollment)
    page = public(certificate)
    assert "This statement is valid" in page
    assert "Peer specialist course" in page
    assert "Ada" not in page
    assert "12 min" not in page
    as_ada.post(address(enrollment), {"shows_name": "on", "shows_hours": "on"})
    assert "Ada Lindgren" in public(certificate)
    assert "12 min" in public(certificate)
    as_ada.post(address(enrollment), {})
    assert "Ada" not in public(certificate)


def test_a_revoked_one_is_not_valid_and_tells_neither_name_nor_reason(
    enrollment: Enrollment, sam: Person
) -> None:
    certificate = issued(enrollment, shows_name=True, shows_hours=True)
    statements.revoke(certificate, reason="Issued by mistake.", by=sam, at=AFTER)
    page = public(certificate)
    assert "Not valid: revoked on November 12, 2026" in page
    for word in ("Ada", "mistake", "12 min", "was completed"):
        assert word not in page


@pytest.mark.parametrize("form", ["{}", " {} ", "lower", "bare", "spaced"])
def test_a_code_is_found_however_it_is_typed(enrollment: Enrollment, form: str) -> None:
    code = issued(enrollment).code
    typed = {"lower": code.lower(), "bare": code.replace("-", ""), "spaced": code.replace("-", " ")}.get(
        form, form.format(code)
    )
    response = Client().post(reverse("verify"), {"code": typed}, follow=True)
    assert "This statement is valid" in response.text


@pytest.mark.parametrize("typed", ["", "K7QM", "//", "..", "K7QM-2XRD-9HVP-AAAA", "\x00"])
def test_what_is_no_code_is_said_so(db: None, typed: str) -> None:
    response = Client().post(reverse("verify"), {"code": typed})
    assert response.status_code == 422
    assert 'aria-invalid="true"' in response.text


def test_an_unknown_code_is_said_so_plainly(db: None) -> None:
    response = Client().get(reverse("verify_code", args=["K7QM-2XRD-9HVP"]))
    assert response.status_code == 404
    assert "We do not know this code." in response.text
    assert "was completed" not in response.text


def test_a_valid_one_says_what_it_says_and_that_it_certifies_nobody(enrollment: Enrollment) -> None:
    page = public(issued(enrollment))
    assert "This says that the course was completed." in page
    assert "certifies nobody" in page


def test_guessing_codes_ends_after_twenty_tries_and_real_ones_do_not_count(enrollment: Enrollment) -> None:
    real = reverse("verify_code", args=[issued(enrollment).code])
    assert [Client().get(real).status_code for _ in range(25)] == [200] * 25
    wrong = reverse("verify_code", args=["K7QM-2XRD-9HVP"])
    assert [Client().get(wrong).status_code for _ in range(21)] == [404] * 20 + [429]
