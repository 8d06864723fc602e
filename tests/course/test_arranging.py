"""A whole course on one page: moving lessons, steps and scenarios, by buttons alone."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from course import progress
from course.arranging import moves
from course.arranging.bodies import total
from course.arranging.moves import CannotMove
from course.joining import people
from course.models import Assignment, AuditEvent, Cohort, Completion, Course, Enrollment, Lesson, Person, Step
from lessons import authoring
from lessons.models import Scenario
from tests.conftest import _person, signed_in
from tests.make import add_scenario, add_topic


def order(course: Course) -> list[tuple[str, list[str]]]:
    return [
        (lesson.slug, [step.slug for step in lesson.steps.order_by("position")])
        for lesson in course.lessons.order_by("position")
    ]


@pytest.fixture
def two(course: Course) -> Course:
    """``foundations`` with three steps, then ``ethics`` with one."""
    ethics = Lesson.objects.create(course=course, slug="ethics", title="Ethics", position=7)
    add_topic(ethics, "boundaries", "Boundaries", 4)
    return course


def outline(course: Course) -> str:
    return reverse("admin:course_course_outline", args=[course.pk])


def press(client: Client, course: Course, thing: str, way: str) -> str:
    """What the page says afterward."""
    answer = client.post(outline(course), {"move": f"{thing}:{way}"}, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_step_goes_up_and_down_and_into_the_next_lesson(as_tess: Client, two: Course) -> None:
    duties = f"step-{Step.objects.get(slug='duties').pk}"
    assert "is step 2 of 3 in “Foundations” now." in press(as_tess, two, duties, "up")
    assert order(two) == [("foundations", ["roles", "duties", "start"]), ("ethics", ["boundaries"])]
    press(as_tess, two, duties, "down")
    assert "is step 1 of 2 in “Ethics” now." in press(as_tess, two, duties, "down")
    assert order(two) == [("foundations", ["roles", "start"]), ("ethics", ["duties", "boundaries"])]
    assert "is step 3 of 3 in “Foundations” now." in press(as_tess, two, duties, "up")
    assert order(two) == [("foundations", ["roles", "start", "duties"]), ("ethics", ["boundaries"])]
    assert AuditEvent.objects.filter(verb="moved").count() == 4


def test_a_lesson_moves_with_all_that_is_in_it(as_tess: Client, two: Course) -> None:
    ethics = f"lesson-{two.lessons.get(slug='ethics').pk}"
    assert "“Ethics” is lesson 1 of 2 now." in press(as_tess, two, ethics, "up")
    assert order(two) == [("ethics", ["boundaries"]), ("foundations", ["roles", "start", "duties"])]


def test_what_is_first_already_stays_and_says_so(as_tess: Client, two: Course) -> None:
    before = order(two)
    assert "There is no place to move it to." in press(
        as_tess, two, f"step-{Step.objects.get(slug='roles').pk}", "up"
    )
    assert "There is no place to move it to." in press(
        as_tess, two, f"lesson-{two.lessons.get(slug='foundations').pk}", "up"
    )
    assert order(two) == before


def test_the_button_that_was_pressed_has_the_focus_again(as_tess: Client, two: Course) -> None:
    step = Step.objects.get(slug="start")
    page = press(as_tess, two, f"step-{step.pk}", "down")
    assert f'value="step-{step.pk}:down" autofocus' in page
    press(as_tess, two, f"step-{step.pk}", "down")
    # At the very end only the other button is left.
    assert f'value="step-{step.pk}:up" autofocus' in press(as_tess, two, f"step-{step.pk}", "down")


def test_a_step_never_comes_before_the_one_that_opens_it(as_tess: Client, two: Course) -> None:
    roles, duties = Step.objects.get(slug="roles"), Step.objects.get(slug="duties")
    Step.objects.filter(pk=duties.pk).update(requires=roles)
    before = order(two)
    for _turn in range(2):
        page = press(as_tess, two, f"step-{duties.pk}", "up")
    assert "opens after “The Role of a Peer Specialist”, so it has to come after it" in page
    assert order(two) == [("foundations", ["roles", "duties", "start"]), before[1]]


def test_a_step_is_put_into_another_lesson_to_open_after_an_earlier_one(as_tess: Client, two: Course) -> None:
    duties, start = Step.objects.get(slug="duties"), Step.objects.get(slug="start")
    address = reverse("admin:course_course_step", args=[two.pk, duties.pk])
    as_tess.post(address, {"lesson": two.lessons.get(slug="ethics").pk, "requires": start.pk})
    assert order(two) == [("foundations", ["roles", "start"]), ("ethics", ["boundaries", "duties"])]
    assert Step.objects.get(slug="duties").requires == start


def test_a_step_cannot_open_after_a_later_one(as_tess: Client, two: Course) -> None:
    roles, duties = Step.objects.get(slug="roles"), Step.objects.get(slug="duties")
    address = reverse("admin:course_course_step", args=[two.pk, roles.pk])
    answer = as_tess.post(address, {"lesson": roles.lesson_id, "requires": duties.pk})
    assert answer.status_code == 422
    assert "so it has to come after it" in answer.content.decode()
    roles.refresh_from_db()
    assert roles.requires is None


def test_what_learners_did_stays_and_the_old_address_leads_on(
    as_ada: Client, as_tess: Client, two: Course, enrollment: Enrollment, now: datetime
) -> None:
    duties = Step.objects.select_related("lesson__course").get(slug="duties")
    old = duties.get_absolute_url()
    progress.complete(enrollment, duties, version=1, at=now)
    press(as_tess, two, f"step-{duties.pk}", "down")
    answer = as_ada.get(old)
    assert (answer.status_code, answer["Location"]) == (302, old.replace("foundations", "ethics"))
    assert "You finished this topic" in as_ada.get(old, follow=True).content.decode()


def test_a_page_left_open_while_its_step_moved_can_still_be_marked_as_read(
    as_ada: Client, as_tess: Client, two: Course
) -> None:
    duties = Step.objects.select_related("lesson__course").get(slug="duties")
    sent = reverse("read_topic", args=[two.slug, "foundations", "duties"])
    press(as_tess, two, f"step-{duties.pk}", "down")
    assert as_ada.post(sent).status_code == 302
    assert Completion.objects.filter(step=duties).exists()


def test_scenarios_are_moved_within_their_topic(as_tess: Client, course: Course) -> None:
    lesson = course.lessons.get()
    second = add_scenario(lesson, "roles", "bus-stop")
    Scenario.objects.filter(pk=second.pk).update(position=2)
    page = as_tess.get(outline(course)).content.decode()
    address = reverse("admin:lessons_scenario_move", args=[second.pk])
    assert address in page
    said = as_tess.post(address, {"way": "up"}, follow=True).content.decode()
    assert "is scenario 1 of 2 now." in said
    assert list(Scenario.objects.order_by("position").values_list("key", flat=True)) == ["bus-stop", "pills"]
    assert as_tess.post(address, {"way": "sideways"}).status_code == 404


@pytest.mark.parametrize(
    "sent", ["", "step-1", "step-1:left", "step-x:up", f"step-{10**30}:up", "lesson--1:up"]
)
def test_a_tampered_button_moves_nothing(as_tess: Client, course: Course, sent: str) -> None:
    before = order(course)
    answer = as_tess.post(outline(course), {"move": sent}, follow=True)
    assert "Please try again from this page." in answer.content.decode()
    assert order(course) == before


def test_what_is_in_another_course_cannot_be_moved_from_here(
    as_tess: Client, course: Course, elsewhere: Step
) -> None:
    assert as_tess.post(outline(course), {"move": f"step-{elsewhere.pk}:up"}).status_code == 404
    assert as_tess.post(outline(course), {"move": f"lesson-{elsewhere.lesson_id}:up"}).status_code == 404
    assert as_tess.get(outline(elsewhere.lesson.course)).status_code == 404


@pytest.fixture
def elsewhere(course: Course) -> Step:
    """A step of a course that tess does not teach."""
    other = Course.objects.create(program=course.program, slug="other", title="Another course")
    lesson = Lesson.objects.create(course=other, slug="first", title="First", position=1)
    return add_topic(lesson, "strange", "Strange", 1).step


def test_a_topic_that_is_not_published_yet_is_arranged_like_the_others(
    as_tess: Client, two: Course, tess: Person, now: datetime
) -> None:
    lesson = two.lessons.get(slug="foundations")
    topic = authoring.add_topic(lesson, title="Self-care", author=tess, at=now)
    assert "Not published yet" in as_tess.get(outline(two)).content.decode()
    press(as_tess, two, f"step-{topic.step_id}", "up")
    assert order(two)[0] == ("foundations", ["roles", "start", "self-care", "duties"])


def test_totals_count_what_learners_see(as_tess: Client, two: Course) -> None:
    Step.objects.filter(slug="duties").update(state="retired")
    page = as_tess.get(outline(two)).content.decode()
    assert "3 steps · " in page
    assert "700 words · 1 scenario · 4 questions" in page


def test_whoever_only_reads_sees_no_buttons(two: Course, spring: Cohort) -> None:
    tim = _person("Tim Roth")
    people.assign(tim, Assignment.Role.TRAINER, cohort=spring)
    as_tim = signed_in(tim)
    page = as_tim.get(outline(two))
    assert page.status_code == 200
    assert 'name="move"' not in page.content.decode()
    step = Step.objects.get(slug="duties")
    assert as_tim.post(outline(two), {"move": f"step-{step.pk}:up"}).status_code == 404
    place = as_tim.get(reverse("admin:course_course_step", args=[two.pk, step.pk]))
    assert "Put it there" not in place.content.decode()


@given(sizes=st.lists(st.tuples(st.integers(0, 90), st.integers(0, 90)), max_size=6))
def test_totals_add_up(sizes: list[tuple[int, int]]) -> None:
    found = total((low, high, Counter(words=low)) for low, high in sizes)
    assert (found.steps, found.low) == (len(sizes), sum(low for low, _high in sizes))
    assert found.holds["words"] == found.low


@pytest.mark.parametrize("seed", range(5))
def test_any_row_of_moves_keeps_every_step_once(two: Course, tess: Person, now: datetime, seed: int) -> None:
    """A drunkard's walk, the same each time."""
    steps = sorted(Step.objects.filter(lesson__course=two), key=lambda step: step.pk)
    Step.objects.filter(slug="duties").update(requires=Step.objects.get(slug="start"))
    for turn in range(12):
        number = seed * 31 + turn * 7
        step = Step.objects.select_related("lesson").get(pk=steps[number % len(steps)].pk)
        try:
            moves.move_step(step, by=-1 if number % 3 else 1, actor=tess, at=now)
        except CannotMove:
            continue
    line = [slug for _lesson, slugs in order(two) for slug in slugs]
    assert sorted(line) == sorted(step.slug for step in steps)
    assert line.index("start") < line.index("duties")
    for lesson in two.lessons.all():
        places = list(lesson.steps.order_by("position").values_list("position", flat=True))
        assert places == list(range(1, len(places) + 1))
