"""A person takes all their data with them: what they wrote, and of results what they may see; nobody else's."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from course.learners import accommodations
from course.mailing import mail
from course.models import AuditEvent, Enrollment, MailKind, Notice, Person
from course.privacy import notices
from lessons import feedback, reflections
from lessons.models import Reflection, Scenario
from quizzes import attempts
from quizzes.models import Exam
from quizzes.rules import Rules, Shows, When
from tests.conftest import NOW
from tests.lessons.conftest import spoil
from tests.privacy.conftest import prove
from tests.quizzes.marking_room import ask_long, sit

DOWNLOAD = "/privacy/download/"


def files(client: Client) -> dict[str, str]:
    answer = prove(client).post(DOWNLOAD)
    assert answer.status_code == 200
    assert "attachment" in answer["Content-Disposition"]
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def data(client: Client) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(files(client)["my-data.json"])
    return found


@pytest.fixture
def lived(enrollment: Enrollment, scenario: Scenario, tess: Person, notice: Notice) -> Enrollment:
    """Ada has done something of everything."""
    ada = enrollment.person
    notices.agree(ada, notice, at=NOW)
    reflections.save(enrollment, scenario, text="First words.", revision=0, at=NOW)
    reflections.save(enrollment, scenario, text="Words & <more>.", revision=1, at=NOW + timedelta(minutes=2))
    shared = reflections.share(enrollment, scenario, revision=2, at=NOW)
    feedback.answer(shared, author=tess, text="Thank you for this.", at=NOW)
    accommodations.grant(ada, by=tess, at=NOW, reason="Reads slowly.", extra_minutes=10)
    exam = Exam.objects.get()
    ask_long(exam)
    sit(enrollment, exam, text="I would sit down.")
    mail.enqueue(
        MailKind.MOVED, to=ada, subject="Moved", template="answer", context={"link": "x"}, key="x", at=NOW
    )
    return enrollment


def test_the_file_holds_everything_about_the_person(lived: Enrollment, as_ada: Client) -> None:
    told = data(as_ada)
    assert told["account"]["email"] == "ada@example.org"
    assert told["courses"][0]["group"] == "Spring"
    assert told["consents"][0]["version"] == 1
    (reflection,) = told["reflections"]
    assert reflection["text"] == "Words & <more>."
    assert reflection["earlier"][0]["text"] == "First words."
    assert reflection["shared"][0]["answers"][0]["text"] == "Thank you for this."
    assert told["granted_for_exams"][0]["reason"] == "Reads slowly."
    assert "I would sit down." in str(told["exam_attempts"][0]["answers"])
    assert {"Moved", "A trainer answered a reflection that you shared"} <= {
        each["subject"] for each in told["mails"]
    }
    assert {"Agreed to the privacy notice", "Downloaded their data"} <= {
        each["what"] for each in told["record"]
    }
    assert told["signed_in_on"]


def test_the_page_in_it_reads_well_without_script_or_style(lived: Enrollment, as_ada: Client) -> None:
    page = files(as_ada)["my-data.html"]
    assert '<html lang="en' in page
    assert "<h2>Reflections</h2>" in page
    assert "Words &amp; &lt;more&gt;." in page
    assert "<script" not in page
    assert "style" not in page


def test_every_part_of_the_file_is_told_in_the_manual(lived: Enrollment, as_ada: Client) -> None:
    manual = (settings.BASE_DIR / "docs" / "privacy.md").read_text(encoding="utf-8")
    missing = [key for key in data(as_ada) if f"`{key}`" not in manual]
    assert missing == []


def test_it_holds_nobody_elses(lived: Enrollment, as_ben: Client) -> None:
    told = json.dumps(data(as_ben))
    for words in ("First words", "Reads slowly", "ada@example.org", "Ada Lindgren", "sit down"):
        assert words not in told


def test_keys_that_are_held_back_stay_back(enrollment: Enrollment, as_ada: Client) -> None:
    exam = Exam.objects.get()
    closes = NOW + timedelta(days=36500)
    exam.rules = Rules(closes=closes, feedback_when=When.CLOSE, feedback=[Shows.SCORE, Shows.KEYS]).stored()
    exam.save()
    sit(enrollment, exam, choice="no")
    (attempt,) = data(as_ada)["exam_attempts"]
    assert len(attempt["answers"]) == 4
    assert "Wrong" in str(attempt["answers"])
    assert "score" not in attempt
    assert "KEY-" not in str(attempt)
    assert "Right" not in str(attempt)


def test_released_feedback_is_in_it(enrollment: Enrollment, as_ada: Client) -> None:
    exam = Exam.objects.get()
    exam.rules = Rules(feedback=[Shows.SCORE, Shows.CORRECTNESS, Shows.KEYS]).stored()
    exam.save()
    sit(enrollment, exam)
    (attempt,) = data(as_ada)["exam_attempts"]
    assert attempt["score"] == "4.00"
    assert "KEY-EXPLAIN" in attempt["answers"][0]["explanation"]


def test_an_exam_under_way_tells_what_was_answered_and_nothing_of_the_rest(
    enrollment: Enrollment, as_ada: Client
) -> None:
    attempts.start(enrollment, Exam.objects.get(), at=NOW)
    (attempt,) = data(as_ada)["exam_attempts"]
    assert attempt["answers"] == []
    assert "Stem of" not in str(attempt)


def test_a_text_that_no_key_opens_says_so_and_the_rest_is_there(lived: Enrollment, as_ada: Client) -> None:
    spoil(Reflection)
    told = data(as_ada)
    assert "cannot be opened" in told["reflections"][0]["text"]
    assert told["account"]["name"] == "Ada Lindgren"


def test_it_asks_for_the_password_again(as_ada: Client) -> None:
    for ask in (as_ada.get, as_ada.post):
        assert ask(DOWNLOAD)["Location"].startswith(reverse("account_reauthenticate"))
    assert not AuditEvent.objects.filter(verb="own-data").exists()
    assert prove(as_ada).get(DOWNLOAD).status_code == 200


def test_it_is_made_a_few_times_and_then_waits(as_ada: Client) -> None:
    prove(as_ada)
    assert [as_ada.post(DOWNLOAD).status_code for _ in range(4)] == [200, 200, 200, 429]
    assert AuditEvent.objects.filter(verb="own-data").count() == 3


def test_no_copy_stays_in_a_browsers_cache(as_ada: Client) -> None:
    assert "no-store" in prove(as_ada).post(DOWNLOAD)["Cache-Control"]
