"""The audit trail: nothing is changed in it, administrators read all of it, everybody what concerns them."""

import csv
import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from course.models import Assignment, AuditEvent, Course, Enrollment, Person
from course.record import append_only, audit
from course.record.audit_words import WORDS
from quizzes import attempts
from quizzes.models import Attempt, Exam
from tests.conftest import NOW
from tests.test_budgets import FRAME


@pytest.fixture
def event(ada: Person, alma: Person) -> AuditEvent:
    audit.record("accommodated", ada, actor=alma, at=timezone.now())
    return AuditEvent.objects.get(verb="accommodated")


@pytest.fixture
def triggers(db: None) -> None:
    """All of them, as the migration leaves them: see ``django_db_setup``."""
    if connection.vendor == "sqlite":
        append_only.create_sqlite(connection.cursor(), "no_delete")


@pytest.mark.parametrize(
    "change",
    [{"verb": "nothing"}, {"subject": "person:0"}, {"detail": {"x": 1}}, {"at": NOW - timedelta(days=9)}],
)
def test_the_database_refuses_to_change_an_event(event: AuditEvent, change: dict[str, object]) -> None:
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        AuditEvent.objects.filter(pk=event.pk).update(**change)


def test_the_database_refuses_to_blame_somebody_else(event: AuditEvent, ada: Person) -> None:
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        AuditEvent.objects.filter(pk=event.pk).update(actor=ada)


def test_the_database_refuses_to_delete_an_event_of_this_year(event: AuditEvent, triggers: None) -> None:
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        AuditEvent.objects.filter(pk=event.pk).delete()


def test_an_event_older_than_a_year_may_be_deleted(ada: Person, triggers: None) -> None:
    audit.record("signed-in", ada, actor=ada, at=timezone.now() - timedelta(days=366))
    AuditEvent.objects.filter(verb="signed-in").delete()
    assert not AuditEvent.objects.filter(verb="signed-in").exists()


def test_our_own_code_cannot_save_an_event_again(event: AuditEvent) -> None:
    with pytest.raises(TypeError):
        event.save()


def test_a_person_who_is_deleted_is_forgotten_and_the_event_stays(event: AuditEvent, alma: Person) -> None:
    alma.delete()
    kept = AuditEvent.objects.get(pk=event.pk)
    assert (kept.actor, kept.verb) == (None, "accommodated")


def test_reading_answers_and_scores_is_told_to_their_learner_once_an_hour(
    as_sam: Client, as_ada: Client, enrollment: Enrollment
) -> None:
    attempt = attempts.submit(attempts.start(enrollment, Exam.objects.get(), at=NOW), at=NOW)
    for _ in range(2):
        as_sam.get(reverse("review_attempt", args=[attempt.pk]))
    page = as_ada.get(reverse("my_record")).content.decode()
    assert page.count("Answers and scores were read") == 1
    assert "Sam Reyes" in page


def test_the_table_of_scores_and_its_export_are_recorded(as_sam: Client, sam: Person, ada: Person) -> None:
    for address in ("/review/", "/review/", reverse("review_csv")):
        as_sam.get(address)
    assert sorted(AuditEvent.objects.filter(actor=sam).values_list("verb", flat=True)) == [
        "exported-scores",
        "listed-scores",
    ]


def test_changed_points_are_recorded_with_before_after_and_reason(
    as_sam: Client, as_ada: Client, enrollment: Enrollment
) -> None:
    attempt = attempts.submit(attempts.start(enrollment, Exam.objects.get(), at=NOW), at=NOW)
    as_sam.post(reverse("change_points", args=[attempt.pk, 1]), {"points": 1, "reason": "Both are right."})
    event = AuditEvent.objects.get(verb="points-changed")
    assert event.about == enrollment.person
    assert event.detail == {"slot": 1, "before": "0.00", "after": "1", "reason": "Both are right."}
    assert "Reason: Both are right." in as_ada.get(reverse("my_record")).content.decode()


def test_a_role_given_or_taken_away_is_recorded_for_its_person(
    as_alma: Client, as_sven: Client, sven: Person, course: Course
) -> None:
    sent = {"email": sven.email, "as_role": "trainer", "scope": f"course-{course.pk}"}
    as_alma.post(reverse("assignments"), sent)
    as_alma.post(reverse("end_assignment", args=[Assignment.objects.get(person=sven).pk]))
    page = as_sven.get(reverse("my_record")).content.decode()
    assert page.index("A role was taken away") < page.index("Was given a role")
    assert f"Role: Trainer · Where: {course.title}" in page


def test_a_record_holds_nothing_of_somebody_else(as_ben: Client, event: AuditEvent) -> None:
    assert "granted something" not in as_ben.get(reverse("my_record")).content.decode()


@pytest.mark.parametrize(
    ("query", "seen"),
    [
        ("", True),
        ("?name=lindgren", True),
        ("?name=alma", True),
        ("?name=nobody", False),
        ("?verb=accommodated", True),
        ("?verb=signed-in", False),
        ("?first=2020-01-01&last=2099-01-01", True),
        ("?last=2020-01-01", False),
    ],
)
def test_administrators_filter_by_person_event_and_day(
    as_alma: Client, event: AuditEvent, query: str, seen: bool
) -> None:
    rows = as_alma.get(reverse("record") + query).context.get("rows", [])
    assert (event in [row[0] for row in rows]) is seen


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("?verb=abc", "is not one of the available choices"),
        ("?first=yesterday", "Write the day as 2026-11-30."),
        ("?first=2026-02-02&last=2026-02-01", "This day is before the first."),
        ("?name=%00", "invisible control character"),
    ],
)
def test_a_bad_filter_is_named_and_gives_no_file(
    as_alma: Client, event: AuditEvent, query: str, words: str
) -> None:
    assert words in as_alma.get(reverse("record") + query).content.decode()
    assert as_alma.get(reverse("record_csv") + query).status_code == 400


def test_the_file_holds_what_the_filter_shows_and_runs_nothing(
    as_alma: Client, alma: Person, ada: Person
) -> None:
    audit.record("second-step-reset", ada, actor=alma, at=timezone.now(), reason='=HYPERLINK("x")')
    answer = as_alma.get(reverse("record_csv") + "?verb=second-step-reset")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    _head, *rows = list(csv.reader(text.splitlines()))
    assert [(row[1], row[3]) for row in rows] == [(alma.email, ada.email)]
    assert not rows[0][5].startswith("=")
    assert AuditEvent.objects.filter(verb="exported-record", actor=alma).exists()


@pytest.mark.parametrize("name", ["record", "my_record", "devices"])
def test_a_page_costs_as_much_with_50_rows_as_with_5(
    as_alma: Client, alma: Person, ada: Person, name: str
) -> None:
    spent = []
    for count in (5, 45):
        for number in range(count):
            audit.record("signed-in", alma, actor=alma if number % 2 else ada, at=timezone.now())
            Client().force_login(alma)
        with CaptureQueriesContext(connection) as captured:
            as_alma.get(reverse(name))
        spent.append(sum(not query["sql"].startswith(FRAME) for query in captured.captured_queries))
    assert spent[0] == spent[1] <= 12


def test_an_attempt_in_the_trail_is_named_by_kind_and_number(
    as_alma: Client, as_sam: Client, enrollment: Enrollment
) -> None:
    attempt = attempts.submit(attempts.start(enrollment, Exam.objects.get(), at=NOW), at=NOW)
    as_sam.get(reverse("review_attempt", args=[attempt.pk]))
    assert Attempt.objects.count() == 1
    assert f"attempt {attempt.pk}" in as_alma.get(reverse("record")).content.decode()


def test_every_verb_that_is_recorded_is_told_in_words() -> None:
    recorded = re.compile(r'audit\.(?:record|note|note_hourly)\(\s*"([a-z-]+)"')
    files = (
        path for app in ("course", "lessons", "quizzes") for path in (settings.BASE_DIR / app).rglob("*.py")
    )
    verbs = {verb for path in files for verb in recorded.findall(path.read_text(encoding="utf-8"))}
    assert len(verbs) > 30
    assert verbs - set(WORDS) == set()
