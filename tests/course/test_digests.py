"""The weekly mails: once a week, plain, and only where there is something to say."""

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from course import progress
from course.joining import due, leaving, people
from course.mailing import digests, mail
from course.models import Cohort, Enrollment, MailKind, Person, QueuedMail, Step
from lessons import feedback, reflections
from lessons.models import Scenario, SharedReflection
from quizzes import attempts
from quizzes.models import Exam
from tests.conftest import NOW
from tests.quizzes.marking_room import ask_long, sit

pytestmark = pytest.mark.django_db
A_WEEK = timedelta(days=7)


def body_to(person: Person) -> str:
    return QueuedMail.objects.get(person=person).body


def test_a_learner_reads_what_is_next_how_long_it_takes_and_when_it_is_due(
    ada: Person, spring: Cohort, tess: Person
) -> None:
    due.set_dates(spring, {Step.objects.get(slug="roles"): date(2026, 11, 6)}, by=tess, at=NOW)
    assert digests.queue_all(at=NOW) == (1, 0)
    body = body_to(ada)
    for words in (
        "Hello Ada,",
        "Next: The Role of a Peer Specialist (2 min)",
        "Due November 6, in 4 days",
        "0 of 3 steps done, about 9–12 min left.",
        "https://learn.example.org/courses/peer/foundations/roles/",
        "/mail-off/",
    ):
        assert words in body


def test_each_person_gets_one_a_week_however_often_it_runs(ada: Person) -> None:
    for day in range(6):  # a Monday to a Saturday
        digests.queue_all(at=NOW + timedelta(days=day))
    assert QueuedMail.objects.count() == 1
    digests.queue_all(at=NOW + A_WEEK)
    assert QueuedMail.objects.count() == 2


def test_who_turned_it_off_has_finished_or_is_withdrawn_gets_none(
    ada: Person, ben: Person, sven: Person, spring: Cohort, alma: Person
) -> None:
    mail.mute(ada.pk, MailKind.WEEK)
    for step in Step.objects.all():
        progress.complete(ben.enrollments.get(), step, version=1, at=NOW)
    gone = people.join(sven, spring, at=NOW)
    leaving.withdraw(gone, reason="A break.", by=alma, at=NOW)
    assert digests.queue_all(at=NOW) == (0, 0)


def test_a_supervisor_reads_who_is_quiet_past_due_and_waits_for_a_mark(
    ada: Person, enrollment: Enrollment, spring: Cohort, sam: Person, tess: Person
) -> None:
    exam = Exam.objects.get()
    ask_long(exam)
    sit(enrollment, exam, at=NOW)
    due.set_dates(spring, {Step.objects.get(slug="roles"): date(2026, 11, 6)}, by=tess, at=NOW)
    later = NOW + timedelta(days=8)
    digests.queue_all(at=later)
    body = body_to(sam)
    assert "Quiet for 7 days or longer\n  - Ada L., Spring" in body
    assert "A due date has passed\n  - Ada L., Spring" in body
    assert "1 answer waits for a mark" in body
    assert "ada@example.org" not in body


def test_who_wrote_a_reflection_or_answered_a_question_lately_is_not_quiet(
    enrollment: Enrollment, sam: Person
) -> None:
    later = NOW + timedelta(days=8)
    assert digests.supervisor_parts(sam, at=later)
    reflections.save(
        enrollment, Scenario.objects.get(), text="Sit down.", revision=0, at=later - timedelta(days=1)
    )
    assert digests.supervisor_parts(sam, at=later) == []
    attempts.start(enrollment, Exam.objects.get(), at=later)
    assert digests.supervisor_parts(sam, at=later + timedelta(days=6)) == []


def test_a_supervisor_hears_of_nobody_elses_learners(ada: Person, ben: Person, rita: Person) -> None:
    digests.queue_all(at=NOW + timedelta(days=8))
    body = body_to(rita)
    assert "Ben O." in body
    assert "Ada" not in body


def test_a_quiet_week_of_all_sends_supervisors_nothing(ada: Person, sam: Person) -> None:
    assert digests.queue_all(at=NOW + timedelta(days=1)) == (1, 0)


def test_more_than_ten_names_are_counted(spring: Cohort, sam: Person) -> None:
    for number in range(14):
        learner = Person.objects.create_user(f"p{number}@example.org", name=f"Pat {number}")
        people.join(learner, spring, at=NOW)
    digests.queue_all(at=NOW + timedelta(days=8))
    assert "and 4 more" in body_to(sam)


def test_a_supervisors_mail_costs_the_same_for_5_and_for_50_learners(spring: Cohort, sam: Person) -> None:
    spent = []
    for many in (5, 50):
        for number in range(many):
            learner = Person.objects.create_user(f"p{many}-{number}@example.org", name="Pat Lee")
            people.join(learner, spring, at=NOW)
        with CaptureQueriesContext(connection) as captured:
            digests.supervisor_parts(sam, at=NOW + A_WEEK)
        spent.append(len(captured))
    assert spent[0] == spent[1] <= 9


def test_the_command_says_how_many(ada: Person) -> None:
    out = StringIO()
    call_command("send_digests", stdout=out)
    assert out.getvalue() == "Weekly mail: 1 to learners, 0 to supervisors.\n"


# --- A trainer's answer ----------------------------------------------------------------------------------------------


@pytest.fixture
def shared(enrollment: Enrollment, tess: Person) -> SharedReflection:
    scenario = Scenario.objects.get()
    reflections.save(enrollment, scenario, text="MARKER-OF-HERS", revision=0, at=NOW)
    return reflections.share(enrollment, scenario, revision=1, at=NOW)


def test_a_trainers_answer_sends_a_mail_that_holds_neither_text(
    shared: SharedReflection, ada: Person, tess: Person
) -> None:
    feedback.answer(shared, author=tess, text="MARKER-OF-THE-TRAINER", at=NOW)
    feedback.answer(shared, author=tess, text="MARKER-OF-THE-TRAINER", at=NOW)
    row = QueuedMail.objects.get(person=ada)
    assert "MARKER" not in row.body + row.subject
    assert "https://learn.example.org/reflections/" in row.body


def test_who_turned_such_mail_off_gets_none(shared: SharedReflection, ada: Person, tess: Person) -> None:
    mail.mute(ada.pk, MailKind.ANSWER)
    feedback.answer(shared, author=tess, text="Well seen.", at=NOW)
    assert not QueuedMail.objects.exists()
