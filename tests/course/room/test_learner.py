"""One learner's page: path, attempts, time, statements, what was granted; of reflections only how many."""

from datetime import timedelta

import pytest
from django.test import Client

from course import progress
from course.models import ActiveTime, AuditEvent, Cohort, Enrollment, Step
from lessons import reflections
from lessons.models import Scenario
from tests.conftest import NOW
from tests.course.hours.room import issued
from tests.course.room.pages import text
from tests.quizzes.make_attempts import exam_of, submitted

pytestmark = pytest.mark.django_db


@pytest.fixture
def at(enrollment: Enrollment) -> str:
    return f"/learners/{enrollment.pk}/"


def test_the_path_tells_when_each_step_was_done_and_how_long_it_was_in_use(
    as_sam: Client, at: str, enrollment: Enrollment
) -> None:
    roles = Step.objects.get(slug="roles")
    progress.complete(enrollment, roles, version=1, at=NOW)
    ActiveTime.objects.create(enrollment=enrollment, step=roles, seconds=95)
    page = text(as_sam, at)
    assert "1 of 3 steps done · 2 min credited · 1 min 35 s measured" in page
    assert "The Role of a Peer Specialist done Nov. 2, 2026 · 1 min 35 s measured" in page
    assert "What Peer Specialists Do not yet" in page


def test_a_supervisor_reads_scores_and_attempts_and_the_record_tells_so(
    as_sam: Client, at: str, enrollment: Enrollment, spring: Cohort
) -> None:
    submitted(enrollment, exam_of(spring), score=14, critical_missed=1)
    page = text(as_sam, at)
    assert "Pre-Course Knowledge Exam · 14 of 20, a critical item missed" in page
    assert "1 critical item missed Submitted Nov. 2, 2026 14 of 20 70 % 24 min" in page
    assert AuditEvent.objects.filter(verb="listed-scores").count() == 1


def test_a_trainer_reads_the_path_and_no_score(
    as_tess: Client, at: str, enrollment: Enrollment, spring: Cohort
) -> None:
    submitted(enrollment, exam_of(spring), score=14)
    page = text(as_tess, at)
    assert "0 of 3 steps done" in page
    assert "14 of 20" not in page


def test_statements_are_linked(as_sam: Client, at: str, enrollment: Enrollment) -> None:
    assert "No statement of completion yet." in text(as_sam, at)
    statement = issued(enrollment)
    assert f'href="/statements/{statement.pk}/"' in as_sam.get(at).content.decode()


def test_reflections_are_counted_and_neither_text_nor_title_is_told(
    as_sam: Client, as_tess: Client, at: str, enrollment: Enrollment
) -> None:
    scenario = Scenario.objects.get()
    reflections.save(enrollment, scenario, text="My own hospital stay.", revision=0, at=NOW)
    assert "Written 1 Shared with trainers 0" in text(as_sam, at)
    reflections.share(enrollment, scenario, revision=1, at=NOW)
    assert "Written 1 Shared with trainers 1" in text(as_sam, at)
    reflections.withdraw(enrollment, scenario, at=NOW + timedelta(hours=1))
    assert "Written 1 Shared with trainers 0" in text(as_sam, at)
    for client in (as_sam, as_tess):
        page = client.get(at).content.decode()
        assert "hospital" not in page
        assert "The pills" not in page
