"""Somebody who is erased leaves no word and no name behind; scores stay without one; nobody else loses anything."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from datetime import timedelta
from io import StringIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP
from django.core import mail as outbox
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoCaptureOnCommitCallbacks
from pytest_django.fixtures import Settings

from course.doctor import Level, sealed
from course.joining import invitations, join_requests, leaving, people
from course.learners import accommodations
from course.mailing import mail
from course.models import Assignment, AuditEvent, Cohort, Enrollment, MailKind, Notice, Person
from course.privacy import erasure, erasures, notices
from lessons import feedback, reflections
from lessons.models import Feedback, Reflection, Scenario
from quizzes import attempts, marking
from quizzes.models import Answer, Attempt, Exam
from tests.conftest import NOW, signed_in
from tests.privacy.conftest import prove
from tests.quizzes.marking_room import ask_long, draft, long_of, sit

ERASE = "/privacy/erase/"
WORDS = ("zebrafinch", "Lindgren", "ada@example.org", "ada.old@example.org")


@pytest.fixture
def lived(
    enrollment: Enrollment,
    scenario: Scenario,
    tess: Person,
    sam: Person,
    alma: Person,
    notice: Notice,
    fall: Cohort,
) -> Enrollment:
    """Ada has left traces everywhere. She and her staff have agreed to the notice."""
    ada = enrollment.person
    for each in (ada, tess, sam, alma):
        notices.agree(each, notice, at=NOW)
    reflections.save(enrollment, scenario, text="zebrafinch", revision=0, at=NOW)
    reflections.save(enrollment, scenario, text="zebrafinch 2", revision=1, at=NOW + timedelta(minutes=2))
    shared = reflections.share(enrollment, scenario, revision=2, at=NOW)
    feedback.answer(shared, author=tess, text="zebrafinch heard", at=NOW)
    accommodations.grant(ada, by=tess, at=NOW, reason="zebrafinch", extra_minutes=10)
    exam = Exam.objects.get()
    ask_long(exam)
    marked = sit(enrollment, exam, text="zebrafinch and I")
    draft(long_of(marked), tess, comment="zebrafinch, well said")
    marking.release(exam, person=alma, at=NOW + timedelta(hours=2))
    EmailAddress.objects.create(user=ada, email="ada.old@example.org", verified=True)
    TOTP.activate(ada, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    invitations.invite(fall, email="ada.old@example.org", name="Ada Lindgren", by=tess, at=NOW)
    fall.needs_approval = True
    told: Any = {"template": "answer", "context": {"link": "x"}, "at": NOW}
    mail.enqueue(MailKind.MOVED, to=ada, subject="zebrafinch", key="x", **told)
    mail.mute(ada.pk, MailKind.WEEK)
    ada.last_login = NOW
    ada.save()
    return enrollment


def tables() -> Iterable[tuple[str, str]]:
    """Every table, as text."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            yield table, str(cursor.fetchall())


def erase(person: Person, **more: Any) -> Any:
    return erasure.erase(person, by=person, reason="", at=NOW + timedelta(days=1), **more)


def test_no_table_holds_a_word_or_the_name_any_more(lived: Enrollment, ada: Person, as_ada: Client) -> None:
    before = [table for table, text in tables() if any(word in text for word in WORDS)]
    assert {"course_person", "quizzes_answer", "account_emailaddress"} <= set(before)
    erase(ada)
    left = [(table, word) for table, text in tables() for word in WORDS if word in text]
    assert left == []
    assert not Reflection.objects.exists()
    assert not Feedback.objects.exists()
    for kept in ("consents", "accommodations", "sessions", "join_requests", "queued_mail", "muted_mail"):
        assert not getattr(ada, kept).exists(), kept


def test_scores_stay_under_a_pseudonym_and_still_add_up(
    lived: Enrollment, ada: Person, as_sam: Client
) -> None:
    attempt = Attempt.objects.get()
    erase(ada)
    left = Attempt.objects.get()
    assert (left.pk, left.score, left.passed) == (attempt.pk, attempt.score, attempt.passed)
    assert lived.completions.exists()
    call_command("check_scores", stdout=StringIO())
    page = as_sam.get("/review/").content.decode()
    assert f"Erased person {ada.pk}" in page
    assert as_sam.get(reverse("review_attempt", args=[left.pk])).status_code == 200
    assert set(Answer.objects.filter(item__kind="long").values_list("response_code", flat=True)) == {"–"}


def test_what_has_no_final_score_goes(enrollment: Enrollment, alma: Person) -> None:
    exam = Exam.objects.get()
    aside = sit(enrollment, exam)
    attempts.void(aside, reason="The power went out.", by=alma, at=NOW)
    ask_long(exam)
    assert sit(enrollment, exam).awaiting
    erase(enrollment.person)
    assert not Attempt.objects.exists()


def test_a_person_erases_themselves_and_is_told_before_and_after(
    lived: Enrollment, ada: Person, as_ada: Client, django_capture_on_commit_callbacks: Any
) -> None:
    page = prove(as_ada).get(ERASE).content.decode()
    assert "Nothing has happened yet" in page
    assert "Your 1 reflection" in page
    assert (
        "Peer specialist course: finished steps, choices in exams and scores, until November 2, 2033" in page
    )
    refused = as_ada.post(ERASE, {})
    assert refused.status_code == 422
    assert "Check this box to go on" in refused.content.decode()
    assert Reflection.objects.exists()
    outbox.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        goodbye = as_ada.post(ERASE, {"sure": "on"}, follow=True)
    assert "You are erased" in goodbye.content.decode()
    (letter,) = outbox.outbox
    assert letter.to == ["ada@example.org"]
    assert "until November 2, 2033" in letter.body
    assert as_ada.get("/profile/").status_code == 302


def test_nobody_signs_in_with_an_erased_account(ada: Person, as_ada: Client, client: Client) -> None:
    erase(ada)
    assert as_ada.get("/profile/")["Location"].startswith(reverse("account_login"))
    for email in ("ada@example.org", f"erased-{ada.pk}@erased.invalid"):
        answer = client.post(reverse("account_login"), {"login": email, "password": "secret-word-1"})
        assert answer.status_code == 200
        client.post(reverse("account_reset_password"), {"email": email})
    assert not any("password/reset/key" in letter.body for letter in outbox.outbox)
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.filter(pk=ada.pk).update(is_active=True)


def test_the_same_address_may_begin_anew(ada: Person, spring: Cohort, tess: Person) -> None:
    erase(ada)
    again = Person.objects.create_user("ada@example.org", name="Ada")
    assert people.join(again, spring, at=NOW).person == again


def test_the_record_keeps_what_happened_and_forgets_who_it_was(lived: Enrollment, ada: Person) -> None:
    before = AuditEvent.objects.count()
    erase(ada)
    assert AuditEvent.objects.count() == before + 1
    assert not AuditEvent.objects.filter(actor=ada).exists()
    assert not AuditEvent.objects.filter(about=ada).exists()
    assert AuditEvent.objects.get(verb="erased").subject == f"person:{ada.pk}"


def test_nobody_else_loses_anything(
    lived: Enrollment, ada: Person, ben: Person, scenario: Scenario, as_tess: Client
) -> None:
    reflections.save(ben.enrollments.get(), scenario, text="Mine.", revision=0, at=NOW)
    sit(ben.enrollments.get(), Exam.objects.get())
    erase(ada)
    assert Reflection.objects.get().text == "Mine."
    assert Attempt.objects.filter(enrollment__person=ben).count() == 1
    for page in ("/learners/", "/cohorts/", "/marking/", "/shared/"):
        assert as_tess.get(page).status_code == 200


def test_staff_cannot_bring_back_who_is_erased(lived: Enrollment, ada: Person, tess: Person) -> None:
    erase(ada)
    assert not leaving.enrollments_to_run(tess).exists()
    client = signed_in(tess)
    assert client.post(reverse("enrollment", args=[lived.pk]), {"do": "bring-back"}).status_code == 404
    assert "Erased person" not in client.get(reverse("cohort", args=[lived.cohort_id])).content.decode()


def test_it_asks_for_the_password_again(as_ada: Client, ada: Person) -> None:
    assert as_ada.post(ERASE, {"sure": "on"})["Location"].startswith(reverse("account_reauthenticate"))
    ada.refresh_from_db()
    assert ada.erased_at is None


def test_it_may_be_asked_again_and_changes_nothing(ada: Person) -> None:
    erase(ada)
    ada.refresh_from_db()
    when = ada.erased_at
    assert erasure.erase(ada, by=None, reason="", at=NOW + timedelta(days=9)) == []
    ada.refresh_from_db()
    assert ada.erased_at == when


def test_a_broken_part_erases_nothing(
    lived: Enrollment, ada: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr("quizzes.privacy.Erasing.erase", broken)
    with pytest.raises(RuntimeError):
        erase(ada)
    assert Reflection.objects.exists()
    ada.refresh_from_db()
    assert ada.erased_at is None


# --- Staff and administrators ----------------------------------------------------------------------------------------


def test_staff_hand_over_what_they_are_assigned_to_first(as_tess: Client, tess: Person) -> None:
    page = prove(as_tess).get(ERASE).content.decode()
    assert "Trainer of Peer specialist course: hand this over first." in page
    assert as_tess.post(ERASE, {"sure": "on"}).status_code == 422
    with pytest.raises(erasure.CannotErase, match="hand this over"):
        erase(tess)
    Assignment.objects.all().delete()
    erase(tess)
    assert not Person.objects.filter(name__contains="Moreau").exists()


def test_the_last_administrator_stays(alma: Person) -> None:
    with pytest.raises(erasure.CannotErase, match="only administrator"):
        erase(alma)


def test_an_administrator_erases_somebody_with_a_reason(
    lived: Enrollment, ada: Person, as_alma: Client
) -> None:
    person_page = as_alma.get(reverse("admin:course_person_change", args=[ada.pk])).content.decode()
    address = reverse("admin:course_person_erase", args=[ada.pk])
    assert address in person_page
    refused = as_alma.post(address, {"sure": "on", "reason": ""})
    assert refused.status_code == 422
    assert "Say why" in refused.content.decode()
    assert as_alma.post(address, {"sure": "on", "reason": "Asked by letter."}).status_code == 302
    event = AuditEvent.objects.get(verb="erased")
    assert (event.actor and event.actor.email, event.detail) == (
        "alma@example.org",
        {"reason": "Asked by letter."},
    )
    assert as_alma.get(reverse("admin:course_person_change", args=[ada.pk])).status_code == 404
    assert "Erased person" not in as_alma.get(reverse("admin:course_person_changelist")).content.decode()


def test_administrators_erase_themselves_by_their_own_pages(as_alma: Client, alma: Person) -> None:
    assert as_alma.get(reverse("admin:course_person_erase", args=[alma.pk])).status_code == 404


def test_only_administrators_erase_others(ada: Person, as_tess: Client, as_sam: Client) -> None:
    for client in (as_tess, as_sam):
        address = reverse("admin:course_person_erase", args=[ada.pk])
        assert client.post(address, {"sure": "on", "reason": "x"}).status_code == 404
    ada.refresh_from_db()
    assert ada.erased_at is None


def test_a_failing_mail_stops_no_erasure(as_ada: Client, ada: Person, settings: Settings) -> None:
    prove(as_ada)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    page = as_ada.post(ERASE, {"sure": "on"}, follow=True).content.decode()
    assert "could not be sent" in page
    ada.refresh_from_db()
    assert ada.erased_at is not None


# --- A backup that is put back ---------------------------------------------------------------------------------------


def test_a_backup_that_is_put_back_brings_nobody_back(
    ada: Person,
    ben: Person,
    backups: Path,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with transaction.atomic():
        with django_capture_on_commit_callbacks(execute=True):
            erase(ada)
        transaction.set_rollback(True)  # as a backup of yesterday would
    text = (backups / erasures.NAME).read_text()
    assert not re.search("ada|lindgren", text, re.IGNORECASE)
    ((person, at),) = erasures.to_do_again(backups, backups / "elsewhere")
    assert (person, at) == (ada, NOW + timedelta(days=1))
    erasure.erase(person, by=None, reason="", at=at, anyway=True)
    assert erasures.to_do_again(backups) == []


def test_restoring_erases_them_again_and_says_so(
    ada: Person, backups: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (backups / "monday").mkdir(parents=True)
    told = {"person": ada.pk, "made": ada.date_joined.isoformat(), "erased": NOW.isoformat()}
    (backups / erasures.NAME).write_text(json.dumps(told))
    manifest = SimpleNamespace(counts={"course_person": 1}, began_at=NOW, version="1")
    done = SimpleNamespace(manifest=manifest, migrated=0)
    monkeypatch.setattr("course.management.commands.restore.restore", lambda folder: done)
    said = StringIO()
    call_command("restore", str(backups / "monday"), stdout=said)
    assert f"Erased again, as on 2026-11-02: person {ada.pk}." in said.getvalue()
    assert Person.objects.get(pk=ada.pk).erased_at == NOW


def test_a_number_that_is_somebody_elses_now_is_left_alone(
    ada: Person, backups: Path, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        erase(ada)
    other = Person.objects.create_user("new@example.org", name="New")
    text = (backups / erasures.NAME).read_text()
    (backups / erasures.NAME).write_text(text.replace(f'"person": {ada.pk}', f'"person": {other.pk}'))
    assert erasures.to_do_again(backups) == []


def test_a_list_that_could_not_be_written_is_written_by_the_next_backup(
    ada: Person, backups: Path, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    backups.write_text("a file where the folder should be")
    with django_capture_on_commit_callbacks(execute=True):
        erase(ada)
    assert Person.objects.get(pk=ada.pk).erased_at is not None
    backups.unlink()
    assert erasures.missing() == 1
    (wrong,) = (each for each in sealed.check_privacy(at=NOW) if each.level is Level.WRONG)
    assert "manage.py backup" in wrong.do
    assert erasures.keep()
    assert erasures.missing() == 0


def test_what_a_request_under_way_wrote_behind_an_erasure_goes_at_night(
    ada: Person, enrollment: Enrollment, scenario: Scenario
) -> None:
    erase(ada)
    reflections.save(enrollment, scenario, text="zebrafinch", revision=0, at=NOW)
    call_command("apply_retention", stdout=StringIO())
    assert not Reflection.objects.exists()


def test_an_invitation_to_somebody_erased_is_gone(lived: Enrollment, ada: Person, as_ben: Client) -> None:
    cohort = lived.cohort
    cohort.needs_approval = True
    sven = Person.objects.create_user("sven@example.org", name="Sven")
    join_requests.join_or_ask(sven, cohort, at=NOW)
    erase(sven)
    assert not cohort.join_requests.exists()
    assert signed_in(Person.objects.get(email="tess@example.org")).get("/privacy/").status_code == 200
