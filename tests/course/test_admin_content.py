"""What content files brought can be opened and saved in the admin without changing a letter."""

from pathlib import Path
from typing import Any

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from course.content.load import load
from course.models import AuditEvent
from lessons.models import Scenario, ScenarioVersion, Topic, TopicVersion
from quizzes.content.facts import exam_digest
from quizzes.models import Exam, Question, QuestionVersion
from tests.page_forms import fields_of

CONTENT = Path(__file__).parents[2] / "content" / "peer-specialist"


@pytest.fixture
def loaded(program: Any) -> None:
    load(CONTENT, at=timezone.now())


def send_as_it_stands(client: Client, row: Any, button: str) -> None:
    name = row._meta.model_name
    address = reverse(f"admin:{row._meta.app_label}_{name}_change", args=[row.pk])
    response = client.post(address, {**fields_of(client.get(address), f"{name}_form"), button: ""})
    assert response.status_code == 302, (row, [str(error) for error in response.context["errors"]])


@pytest.mark.parametrize("button", ["_save", "_publish"])
def test_saving_what_was_loaded_changes_nothing(as_alma: Client, loaded: None, button: str) -> None:
    versions = (TopicVersion, ScenarioVersion, QuestionVersion)
    before = [list(model._default_manager.values_list("pk", flat=True)) for model in versions]
    digests = [exam_digest(exam) for exam in Exam.objects.all()]
    events = AuditEvent.objects.exclude(subject__startswith="exam").count()
    for model in (Topic, Scenario, Question, Exam):
        for row in model._default_manager.all()[:5]:
            send_as_it_stands(as_alma, row, button)
    assert [list(model._default_manager.values_list("pk", flat=True)) for model in versions] == before
    assert [exam_digest(exam) for exam in Exam.objects.all()] == digests
    assert AuditEvent.objects.exclude(subject__startswith="exam").count() == events


def test_nothing_that_was_loaded_needs_mending(as_alma: Client, loaded: None) -> None:
    for model in (Topic, Scenario, Question):
        rows, page_of = model._default_manager.all(), admin.site._registry[model]
        for row in rows:
            assert page_of.problems_of(row, row.newest) == [], row  # type: ignore[attr-defined]
        for row in rows[:3]:
            page = as_alma.get(
                reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])
            )
            assert page.context["problems"] == [], row


def test_a_load_after_a_visit_to_the_admin_has_nothing_to_do(as_alma: Client, loaded: None) -> None:
    for row in (Topic.objects.all()[0], Question.objects.all()[0], Exam.objects.all()[0]):
        send_as_it_stands(as_alma, row, "_save")
    assert not load(CONTENT, at=timezone.now()).wrote
