"""What ``make run`` prepares: content into an empty database, a demo program when asked for, and nothing twice."""

from io import StringIO

import pytest
from django.core.management import call_command
from pytest_django.fixtures import Settings

from course import demo
from course.models import ActiveTime, Assignment, Certificate, Cohort, Completion, Course, Enrollment, Person
from lessons.models import Feedback, Reflection, SharedReflection
from quizzes import attempts
from quizzes.models import Attempt, SignOff

pytestmark = pytest.mark.django_db


def prepare(settings: Settings, *, with_demo: bool) -> str:
    settings.LOCAL, settings.DEMO = True, with_demo
    said = StringIO()
    call_command("prepare", stdout=said)
    return said.getvalue()


def test_the_demo_program_has_everybody_and_three_weeks_of_work(settings: Settings) -> None:
    said = prepare(settings, with_demo=True)
    learners = Enrollment.objects.count()
    assert (Cohort.objects.count(), learners) == (2, 24)
    roles = list(Assignment.objects.order_by("role").values_list("role", flat=True))
    assert roles == ["supervisor", "supervisor", "trainer"]
    assert Person.objects.filter(is_superuser=True).count() == 1
    assert Attempt.objects.filter(state="submitted").count() >= 10
    assert Attempt.objects.filter(state="open").exists()
    assert Reflection.objects.count() >= 15
    assert SharedReflection.objects.exists()
    assert Feedback.objects.exists()
    assert ActiveTime.objects.filter(seconds__gt=300).count() >= 10
    assert Certificate.objects.valid().exists()
    assert sorted(SignOff.objects.values_list("state", flat=True)) == ["rating", "rating", "signed", "signed"]
    times = Completion.objects.order_by("at").values_list("at", flat=True)
    assert (max(times) - min(times)).days >= 10
    assert all(
        name in said for name in ("ada@demo.example", "tess@demo.example", "sam@demo.example", demo.PASSWORD)
    )
    assert not any(differs for _, differs in attempts.differences(Attempt.objects.all()))


def test_a_second_run_keeps_everything_and_says_how_to_load_content(settings: Settings) -> None:
    prepare(settings, with_demo=True)
    kept = (Person, Attempt, SignOff, Course)
    before = [list(model.objects.order_by("pk").values_list("pk", flat=True)) for model in kept]
    said = prepare(settings, with_demo=True)
    assert [list(model.objects.order_by("pk").values_list("pk", flat=True)) for model in kept] == before
    assert "load_content content/peer-specialist" in said


def test_without_demo_there_is_nobody_and_the_way_to_the_first_administrator_is_printed(
    settings: Settings,
) -> None:
    said = prepare(settings, with_demo=False)
    assert not Person.objects.exists()
    assert "createsuperuser" in said
    assert demo.PASSWORD not in said


def test_the_way_to_the_first_administrator_is_not_printed_once_there_is_one(settings: Settings) -> None:
    Person.objects.create_superuser("boss@example.org", "walk-long-way-1", name="Boss")
    assert "createsuperuser" not in prepare(settings, with_demo=False)


def test_people_of_a_demo_do_not_count_as_administrators(settings: Settings) -> None:
    prepare(settings, with_demo=True)
    said = prepare(settings, with_demo=False)
    assert "createsuperuser" in said
    assert demo.PASSWORD not in said
