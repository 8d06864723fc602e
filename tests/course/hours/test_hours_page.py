"""The page that tells three kinds of hours, for the learner and for their staff."""

import pytest
from django.test import Client
from django.urls import reverse

from course import progress
from course.hours.tally import hours_of
from course.models import ActiveTime, Competency, Course, Enrollment, Lesson, State, Step
from tests.conftest import NOW
from tests.course.hours.room import finish


def grant_by(rule: str, *, credit_minutes: int | None = None) -> None:
    Course.objects.update(credit_rule=rule)
    Lesson.objects.update(credit_minutes=credit_minutes)


@pytest.fixture
def half_way(enrollment: Enrollment) -> Enrollment:
    """Ada has done ``roles`` (2 minutes), for 100 seconds as measured; ``start`` (5–8) and ``duties`` (2) are open."""
    step = Step.objects.get(slug="roles")
    step.competencies.set(
        [
            Competency.objects.create(
                framework="samhsa", code=f"samhsa-{n}", title=f"Ability {n}", position=n
            )
            for n in (5, 6, 7)
        ]
    )
    progress.complete(enrollment, step, version=1, at=NOW)
    ActiveTime.objects.create(enrollment=enrollment, step=step, seconds=100)
    return enrollment


@pytest.mark.parametrize(
    ("rule", "credited"), [("upper", 120), ("lower", 120), ("observed", 100), ("fixed", 0)]
)
def test_each_kind_of_time_is_told_apart(half_way: Enrollment, rule: str, credited: int) -> None:
    grant_by(rule)
    half_way.refresh_from_db()
    hours = hours_of(half_way)
    assert (hours.total.low, hours.total.high) == (9 * 60, 12 * 60)
    assert hours.total.observed == 100
    assert hours.total.credited == credited


def test_a_competency_gets_its_equal_share_and_the_shares_add_up(half_way: Enrollment) -> None:
    grant_by("observed")
    half_way.refresh_from_db()
    (samhsa,) = hours_of(half_way).frameworks
    told = {line.title: line.credited for line in samhsa.lines}
    assert told == {"Ability 5": 34, "Ability 6": 33, "Ability 7": 33, "No area named": 0}


def test_a_step_that_was_finished_and_then_retired_still_counts(half_way: Enrollment) -> None:
    Step.objects.filter(slug="roles").update(state=State.RETIRED)
    assert hours_of(half_way).total.credited == 120


def test_the_page_names_the_rule_and_why_so_much(half_way: Enrollment, as_ada: Client) -> None:
    address = reverse("my_hours", args=[half_way.pk])
    assert "upper end of the estimated time" in as_ada.get(address).text
    assert "1 of 3 steps done" in as_ada.get(address).text
    grant_by("fixed")
    assert "The program states no time for this lesson." in as_ada.get(address).text
    grant_by("fixed", credit_minutes=90)
    assert "Granted when every step is done." in as_ada.get(address).text
    finish(half_way)
    assert "1 h 30 min" in as_ada.get(address).text


def test_what_was_not_measured_is_told_as_such_and_not_as_no_time(
    enrollment: Enrollment, as_ada: Client
) -> None:
    page = as_ada.get(reverse("my_hours", args=[enrollment.pk])).text
    assert "not measured" in page


def test_staff_see_the_same_totals_for_their_own_learners(half_way: Enrollment, as_sam: Client) -> None:
    assert "1 min 40 s" in as_sam.get(reverse("learner_hours", args=[half_way.pk])).text


def test_the_outline_leads_to_the_hours_and_says_whether_time_is_measured(
    enrollment: Enrollment, as_ada: Client
) -> None:
    page = as_ada.get(enrollment.course.get_absolute_url()).text
    assert reverse("my_hours", args=[enrollment.pk]) in page
    assert "Your learning time is measured." in page
    as_ada.post(reverse("measured_time"), {})
    assert "Your learning time is not measured." in as_ada.get(enrollment.course.get_absolute_url()).text


def test_only_an_administrator_says_what_is_granted(as_tess: Client, as_alma: Client, course: Course) -> None:
    lesson = Lesson.objects.get()
    for page, field in (
        (reverse("admin:course_course_change", args=[course.pk]), "credit_rule"),
        (reverse("admin:course_lesson_change", args=[lesson.pk]), "credit_minutes"),
    ):
        assert f'name="{field}"' in as_alma.get(page).text
        assert f'name="{field}"' not in as_tess.get(page).text


def test_a_framework_is_named_as_its_publisher_writes_it(as_ada: Client, half_way: Enrollment) -> None:
    domain = Competency.objects.create(framework="icrc", code="icrc-1", title="Advocacy", position=1)
    Step.objects.get(slug="roles").competencies.add(domain)
    page = as_ada.get(reverse("my_hours", args=[half_way.pk])).content.decode()
    assert "By IC&amp;RC competency" in page
    assert "By SAMHSA competency" in page
