"""The two laws: loading what was written changes nothing, and writing what was loaded changes no byte."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as hypothesis_settings

from course.content.form import differing_files
from course.content.load import load
from course.content.report import Did
from course.content.write import write, written
from course.models import Course, KeptFinding, Lesson, Program
from lessons.models import CoursePage, GlossaryTerm, Image, LocalBlock, LocalRule, Resource, Scenario, Topic
from quizzes.content.facts import exam_facts, question_facts
from quizzes.models import Exam, Question
from tests.course.random_courses import AT, courses, make

pytestmark = pytest.mark.django_db
SHIPPED = Path(settings.BASE_DIR) / "content" / "peer-specialist"


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


# Each example is a dozen files, written and read several times; making a failing one smaller would take minutes.
FEW = hypothesis_settings(
    max_examples=6,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def everything(course: Course) -> dict[str, Any]:
    """All that a course says, by what names it."""
    said: dict[str, Any] = {"course": (course.title, course.summary, course.words_per_minute)}
    for lesson in Lesson.objects.filter(course=course):
        steps = lesson.steps.filter(state="live").order_by("position")
        said[lesson.slug] = (
            lesson.title,
            lesson.summary,
            lesson.state,
            list(steps.values_list("slug", flat=True)),
        )
    for topic in Topic.objects.select_related("step", "live"):
        said[topic.step.slug] = topic.live and (topic.live.digest, topic.live.html, topic.live.number)
    for scenario in Scenario.objects.select_related("live"):
        said[str(scenario.pk)] = scenario.live and (scenario.live.digest, scenario.live.number)
    for question in Question.objects.select_related("live", "competency", "domain", "taught_by"):
        facts = question_facts(question)
        said[question.key] = question.live and (facts, question.live.digest, question.live.number)
    for model in (GlossaryTerm, LocalBlock, LocalRule, Resource):
        rows = model._default_manager.filter(retired=False)
        said[model.__name__] = sorted((str(row), row.facts().items()) for row in rows)
    pages = CoursePage.objects.filter(retired=False).order_by("audience", "key")
    said["pages"] = [(page.address, page.facts(), page.html) for page in pages]
    said["images"] = list(Image.objects.order_by("name").values_list("name", "digest", "alt", "decorative"))
    kept = KeptFinding.objects.values_list("kind", "address", "rule", "words", "because", "by")
    said["kept"] = sorted(kept.exclude(because=""))
    for exam in Exam.objects.select_related("step"):
        said[exam.step.slug] = exam_facts(exam)
    return said


@given(said=courses())
@FEW
def test_both_laws_hold_for_any_course(said: dict[str, Any], program: Program) -> None:
    with tempfile.TemporaryDirectory() as folder, transaction.atomic():
        course, root = make(said, program), Path(folder) / "random"
        before = everything(course)
        report = write(course, root, at=AT)
        assert report.unloadable == []
        assert differing_files(root) == []
        files = {file.name: file.bytes for file in written(course)}
        if said["draft"] and any(steps for _title, _summary, steps in said["lessons"]):
            # A draft is an edit that the files do not have: it is told of, and stays.
            assert {entry.did for entry in load(root, at=AT).entries} == {Did.KEPT}
        else:
            assert load(root, at=AT).entries == []
        assert everything(course) == before
        assert {file.name: file.bytes for file in written(course)} == files
        assert write(course, root, at=AT).entries == []
        transaction.set_rollback(True)


@given(said=courses())
@FEW
def test_a_course_arrives_whole_where_it_never_was(said: dict[str, Any], program: Program) -> None:
    with tempfile.TemporaryDirectory() as folder, transaction.atomic():
        course, root = make({**said, "draft": False}, program), Path(folder) / "random"
        write(course, root, at=AT)
        files = {file.name: file.bytes for file in written(course)}
        Course.objects.update(slug="elsewhere")
        load(root, at=AT)
        again = Course.objects.get(slug="random")
        assert {file.name: file.bytes for file in written(again)} == files
        transaction.set_rollback(True)


def test_both_laws_hold_for_the_shipped_course(tmp_path: Path) -> None:
    load(SHIPPED, at=AT)
    course = Course.objects.get()
    before = everything(course)
    there = {path.relative_to(SHIPPED).as_posix(): path for path in SHIPPED.rglob("*") if path.is_file()}
    assert {file.name: file.bytes for file in written(course)} == {
        name: path.read_bytes() for name, path in there.items()
    }
    write(course, tmp_path / "peer-specialist", at=AT)
    assert load(tmp_path / "peer-specialist", at=AT).entries == []
    assert everything(course) == before
