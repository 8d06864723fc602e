"""What is believed of the time that browsers tell."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from course import progress
from course.hours import measure, measuring
from course.models import ActiveTime, AuditEvent, Enrollment, Person, State, Step
from tests.conftest import NOW, signed_in
from tests.make import make_course

FRAME = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK")
told = st.integers(-(10**6), 10**6)


@given(st.lists(st.tuples(told, st.floats(0, 10_000)), max_size=30))
def test_all_beats_together_never_give_more_than_the_servers_clock_between_them(
    beats: list[tuple[int, float]],
) -> None:
    given_ = [measure.believed(seconds, since) for seconds, since in beats]
    assert all(0 <= seconds <= measure.MOST_PER_BEAT for seconds in given_)
    assert sum(given_) <= sum(since for _seconds, since in beats)


@given(told)
def test_a_clock_that_was_set_back_gives_nothing(seconds: int) -> None:
    assert measure.believed(seconds, -5) == 0


@given(st.integers(0, 1000))
def test_a_step_is_given_at_most_three_times_its_estimate_and_at_least_a_quarter_of_an_hour(
    high: int,
) -> None:
    assert measure.most_for_step(high) == (15 * 60 if high <= 5 else high * 180)


def roles() -> Step:
    return Step.objects.get(slug="roles")


def seconds_of(enrollment: Enrollment) -> dict[str, int]:
    return dict(ActiveTime.objects.filter(enrollment=enrollment).values_list("step__slug", "seconds"))


def beat(person: Person, slug: str, seconds: int, after: int) -> None:
    person = Person.objects.get(pk=person.pk)
    measuring.beat(person, Step.objects.get(slug=slug).pk, seconds=seconds, at=NOW + timedelta(seconds=after))


def test_beats_add_up(enrollment: Enrollment) -> None:
    for after in (60, 120, 180):
        beat(enrollment.person, "roles", 60, after)
    assert seconds_of(enrollment) == {"roles": 180}


def test_two_tabs_that_both_tell_of_the_same_minute_count_once(enrollment: Enrollment) -> None:
    beat(enrollment.person, "roles", 60, 60)
    for after in range(90, 691, 30):
        beat(enrollment.person, ("duties", "roles")[after % 60 == 0], 60, after)
    assert sum(seconds_of(enrollment).values()) <= 60 + 630


def test_of_two_beats_of_one_moment_only_the_first_is_believed(enrollment: Enrollment) -> None:
    first, second = (Person.objects.get(pk=enrollment.person_id) for _tab in range(2))
    measuring.beat(first, roles().pk, seconds=60, at=NOW)
    measuring.beat(second, roles().pk, seconds=60, at=NOW)
    assert seconds_of(enrollment) == {"roles": 60}


def test_a_beat_after_a_night_is_worth_a_minute_and_a_half_at_most(enrollment: Enrollment) -> None:
    beat(enrollment.person, "roles", 0, 0)
    beat(enrollment.person, "roles", 86_000, 86_400)
    assert seconds_of(enrollment) == {"roles": 90}


@pytest.mark.parametrize("minutes", [2, 10])
def test_a_step_is_full_at_its_cap_in_the_database_as_in_the_rule(
    enrollment: Enrollment, minutes: int
) -> None:
    Step.objects.filter(slug="roles").update(minutes_high=minutes)
    most = measure.most_for_step(minutes)
    ActiveTime.objects.create(enrollment=enrollment, step=roles(), seconds=most - 10)
    beat(enrollment.person, "roles", 60, 60)
    assert seconds_of(enrollment) == {"roles": most}


def test_time_measured_before_an_estimate_shrank_is_kept(enrollment: Enrollment) -> None:
    ActiveTime.objects.create(enrollment=enrollment, step=roles(), seconds=5000)
    beat(enrollment.person, "roles", 60, 60)
    assert seconds_of(enrollment) == {"roles": 5000}


def test_a_page_tells_and_it_is_kept_for_four_statements(as_ada: Client, enrollment: Enrollment) -> None:
    address = reverse("beat", args=[roles().pk])
    for total in (40, 40):
        with CaptureQueriesContext(connection) as captured:
            assert as_ada.post(address, {"seconds": 40}).status_code == 204
        assert len([q for q in captured if not q["sql"].startswith(FRAME)]) <= 4
        # The second comes at once: no time has passed since.
        assert seconds_of(enrollment) == {"roles": total}


@pytest.mark.parametrize("seconds", ["", "many", "-1", "1e3", "99999999999999999999"])
def test_what_is_no_number_of_seconds_is_refused_by_name(as_ada: Client, seconds: str) -> None:
    response = as_ada.post(reverse("beat", args=[roles().pk]), {"seconds": seconds})
    assert response.status_code == 400
    assert b"seconds" in response.content
    assert not ActiveTime.objects.exists()


def test_a_step_that_is_retired_locked_or_of_another_course_cannot_be_told_of(enrollment: Enrollment) -> None:
    Step.objects.filter(slug="duties").update(requires=roles())
    Step.objects.filter(slug="start").update(state=State.RETIRED)
    shut = [Step.objects.get(slug="duties"), Step.objects.get(slug="start")]
    other = make_course(enrollment.course.program, slug="other")
    for step in [*shut, Step.objects.get(lesson__course=other, slug="roles")]:
        with pytest.raises(Step.DoesNotExist):
            measuring.beat(enrollment.person, step.pk, seconds=10, at=NOW)
    assert not ActiveTime.objects.exists()
    assert Person.objects.get(pk=enrollment.person_id).beat_at is None


def test_a_step_opens_for_measuring_when_what_it_requires_is_done(enrollment: Enrollment) -> None:
    Step.objects.filter(slug="duties").update(requires=roles())
    progress.complete(enrollment, roles(), version=1, at=NOW)
    beat(enrollment.person, "duties", 10, 0)
    assert seconds_of(enrollment) == {"duties": 10}


def test_who_turned_it_off_is_not_measured_and_the_page_does_not_ask(enrollment: Enrollment) -> None:
    client = signed_in(enrollment.person)
    lesson = roles().get_absolute_url()
    assert "data-beat" in client.get(lesson).text
    client.post(reverse("measured_time"), {})
    assert client.post(reverse("beat", args=[roles().pk]), {"seconds": 10}).status_code == 204
    assert "data-beat" not in client.get(lesson).text
    assert not ActiveTime.objects.exists()
    assert Person.objects.get(pk=enrollment.person_id).beat_at is None
    client.post(reverse("measured_time"), {"measured": "on"})
    assert "data-beat" in client.get(lesson).text


def test_a_page_opened_before_it_was_turned_off_stores_nothing_either(enrollment: Enrollment) -> None:
    stale = Person.objects.get(pk=enrollment.person_id)
    measuring.choose(enrollment.person, measured=False)
    measuring.beat(stale, roles().pk, seconds=60, at=NOW)
    assert not ActiveTime.objects.exists()


def test_a_person_deletes_what_was_measured_of_them_and_of_nobody_else(
    enrollment: Enrollment, ben: Person
) -> None:
    for person in (enrollment.person, ben):
        measuring.beat(person, roles().pk, seconds=60, at=NOW)
    signed_in(enrollment.person).post(reverse("measured_time"), {"do": "delete"})
    assert list(ActiveTime.objects.values_list("enrollment__person", flat=True)) == [ben.pk]
    assert AuditEvent.objects.record_of(enrollment.person).filter(verb="measured-time-deleted").exists()


def test_a_learner_is_told_where_turning_it_off_costs_hours(as_ada: Client, enrollment: Enrollment) -> None:
    enrollment.course.credit_rule = "observed"
    enrollment.course.save()
    assert "is not granted" in as_ada.get(reverse("measured_time")).text
