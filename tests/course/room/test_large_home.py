"""The home page of somebody with thousands of learners: as of a count, with the figures of a live page."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from course import progress
from course.joining import people
from course.models import Assignment, AuditEvent, Cohort, Enrollment, Person, Snapshot, State, Step
from tests.conftest import signed_in
from tests.course.room.pages import text
from tests.quizzes import signoff_room
from tests.quizzes.make_attempts import learner
from tests.quizzes.test_review_budget import statements

pytestmark = pytest.mark.django_db

QUIET = "/learners/?quiet=on"


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """Every scope with a learner is a large one."""
    with monkeypatch.context() as patched:
        patched.setattr("course.room.counting.LIVE_MOST", 0)
        yield patched


@pytest.fixture
def three(spring: Cohort, sam: Person) -> list[Enrollment]:
    """One has finished long ago, one is quiet for ten days, one began today. And a cohort of nobody."""
    found = [learner(spring, name) for name in ("Ada Lindgren", "Lou Ferris", "Uma Tan")]
    for each, days in zip(found, (40, 10, 0), strict=True):
        Enrollment.objects.filter(pk=each.pk).update(joined_at=days_ago(days))
    for step in Step.objects.all():
        progress.complete(found[0], step, version=1, at=days_ago(30))
    progress.complete(found[1], Step.objects.get(slug="roles"), version=1, at=days_ago(10))
    another(spring, sam)
    return found


def days_ago(days: int) -> datetime:
    return timezone.now() - timedelta(days=days)


def another(cohort: Cohort, person: Person) -> Cohort:
    count = Cohort.objects.count()
    found = Cohort.objects.create(
        program=cohort.program, course=cohort.course, name=f"Cohort {count}", join_code=f"MORE-{count}"
    )
    people.assign(person, Assignment.Role.SUPERVISOR, cohort=found)
    return found


def said(client: Client) -> str:
    """All that the page says, but for when it was counted."""
    page = text(client, "/")
    page = re.sub(r"As of .*? learners?\. Count again Takes some seconds\. ", "", page)
    return re.sub(r" Counted on \w+ \d+\.", "", page)


def count(client: Client) -> str:
    response = client.post("/count/", follow=True)
    assert response.redirect_chain == [("/", 302)]
    return response.content.decode()


def test_a_home_as_of_a_count_says_what_a_live_one_says(
    as_sam: Client, three: list[Enrollment], monkeypatch: pytest.MonkeyPatch
) -> None:
    live = said(as_sam)
    assert "As of" not in live
    assert "1 learner is quiet" in live
    assert "3 learners · 1 quiet" in live
    monkeypatch.setattr("course.room.counting.LIVE_MOST", 2)
    assert "Counted." in count(as_sam)
    page = text(as_sam, "/")
    assert "of 3 learners. Count again" in page
    assert re.search(r"a short hello often helps most\. Counted on \w+ \d+\.", page, re.I)
    assert said(as_sam) == live


@pytest.mark.parametrize("days", [1, 10, 11, 90])
def test_how_long_quiet_is_can_change_without_another_count(
    as_sam: Client, sam: Person, three: list[Enrollment], large: pytest.MonkeyPatch, days: int
) -> None:
    count(as_sam)
    as_sam.post("/profile/quiet/", {"days": days}, follow=True)
    kept = said(as_sam)
    large.undo()
    assert said(as_sam) == kept
    assert ("1 learner is quiet" in kept) is (days <= 10)


def test_before_the_first_count_the_cohorts_stand_without_figures(
    as_sam: Client, three: list[Enrollment], large: pytest.MonkeyPatch
) -> None:
    page = text(as_sam, "/")
    assert "Not counted yet There are 3 learners to count, and how many of them are quiet." in page
    assert "Count now" in page
    assert "Spring" in page
    assert "Cohort 1" in page
    assert not re.search(r"quiet ·|% done|No learners yet|Nothing needs a look", page)


def test_what_waits_for_a_signature_is_told_as_of_now(
    as_sam: Client, sam: Person, three: list[Enrollment], large: pytest.MonkeyPatch
) -> None:
    count(as_sam)
    signoff_room.taught(three[1])
    signoff_room.handed_over(three[1], sam)
    assert "1 sign-off waits for you" in text(as_sam, "/")


def test_what_came_after_a_count_is_in_the_next_one(
    as_sam: Client, spring: Cohort, three: list[Enrollment], large: pytest.MonkeyPatch
) -> None:
    count(as_sam)
    before = said(as_sam)
    learner(spring, "Noor Aziz")
    assert said(as_sam) == before
    count(as_sam)
    assert "4 learners" in text(as_sam, "/")
    assert Snapshot.objects.count() == 1


def test_steps_that_are_taken_away_after_a_count_leave_its_share_as_it_was(
    as_sam: Client, three: list[Enrollment], large: pytest.MonkeyPatch
) -> None:
    count(as_sam)
    before = said(as_sam)
    Step.objects.exclude(slug="roles").update(state=State.RETIRED)
    assert said(as_sam) == before


def test_nobody_sees_a_count_of_other_cohorts_than_their_own(
    as_sam: Client, as_rita: Client, sam: Person, fall: Cohort, three: list[Enrollment], large: object
) -> None:
    learner(fall, "Ben Okafor")
    count(as_sam)
    assert "Not counted yet There is 1 learner to count." in text(as_rita, "/")
    people.assign(sam, Assignment.Role.SUPERVISOR, cohort=fall)
    assert "Not counted yet There are 4 learners to count, and how many of them are quiet." in text(
        as_sam, "/"
    )
    count(as_sam)
    Assignment.objects.filter(person=sam, cohort=fall).delete()
    assert "of 3 learners. Count again" in text(as_sam, "/")


def test_who_learns_in_a_cohort_that_they_look_after_is_never_counted_and_always_live(
    as_sam: Client, sam: Person, spring: Cohort, three: list[Enrollment], large: object
) -> None:
    people.join(sam, spring, at=days_ago(30))
    page = text(as_sam, "/")
    assert "As of" not in page
    assert "3 learners · 1 quiet" in page
    count(as_sam)
    assert not Snapshot.objects.exists()


def test_the_night_counts_the_home_of_everybody_with_one_scope_once(
    as_sam: Client, sam: Person, tess: Person, three: list[Enrollment], large: object
) -> None:
    for cohort in Cohort.objects.filter(assignments__person=sam).exclude(assignments__person=tess):
        people.assign(tess, Assignment.Role.TRAINER, cohort=cohort)
    out = io.StringIO()
    call_command("count_figures", stdout=out, stderr=io.StringIO())
    assert out.getvalue().startswith("1 set of figures counted")
    for client in (as_sam, signed_in(tess)):
        assert "of 3 learners. Count again" in text(client, "/")


def test_who_asked_for_a_count_is_recorded(
    as_sam: Client, sam: Person, three: list[Enrollment], large: object
) -> None:
    count(as_sam)
    event = AuditEvent.objects.get(verb="figures-counted")
    assert (event.actor, event.detail) == (sam, {"what": "standing", "size": 3})


def test_without_cohorts_there_is_nothing_to_count(as_alma: Client, spring: Cohort, large: object) -> None:
    count(as_alma)
    assert "No cohort is assigned to you yet." in text(as_alma, "/")
    assert not Snapshot.objects.exists()


def test_a_home_as_of_a_count_costs_as_much_with_20_cohorts_as_with_5(
    as_sam: Client, sam: Person, spring: Cohort, three: list[Enrollment], large: object
) -> None:
    def more(number: int) -> None:
        for _ in range(number):
            cohort = another(spring, sam)
            learner(cohort, f"Of {cohort.name}")

    def cost() -> tuple[int, int]:
        missing = statements(lambda: as_sam.get("/"))
        count(as_sam)
        return missing, statements(lambda: as_sam.get("/"))

    more(5)
    few = cost()
    more(15)
    assert few == cost()
    assert max(few) <= 12


def newcomers(cohort: Cohort, name: str, number: int, *, days: int = 0) -> list[Enrollment]:
    """``name 000`` and on, who joined so many days ago and did nothing since."""
    found = [learner(cohort, f"{name} {each:03}") for each in range(number)]
    Enrollment.objects.filter(pk__in=[each.pk for each in found]).update(joined_at=days_ago(days))
    return found


def names(page: str) -> list[str]:
    return re.findall(r"Quiet \d{3}", page)


def test_a_long_list_of_who_is_quiet_tells_how_many_they_were_and_who_is_now(
    as_sam: Client, spring: Cohort, large: pytest.MonkeyPatch
) -> None:
    long_ago = newcomers(spring, "Quiet", 120, days=20)
    newcomers(spring, "Busy", 60)
    live = text(as_sam, QUIET)
    assert "Showing 1–50 of 120" in live
    assert "as of" not in live
    count(as_sam)
    first = text(as_sam, QUIET)
    assert re.search(r"Showing 1–50 of 120 · How many they are: as of .*? · Count again", first)
    assert names(first) == names(live)
    # Who worked since the count is quiet no more; how many they are waits for the next count.
    Enrollment.objects.filter(pk=long_ago[0].pk).update(joined_at=timezone.now())
    assert names(text(as_sam, QUIET)) == [f"Quiet {number:03}" for number in range(1, 51)]
    assert names(text(as_sam, f"{QUIET}&page=2")) == [f"Quiet {number:03}" for number in range(51, 101)]
    # Behind the last whole page of those counted, everybody is asked.
    last = text(as_sam, f"{QUIET}&page=3")
    assert "Showing 101–119 of 119" in last
    assert names(last) == [f"Quiet {number:03}" for number in range(101, 120)]


def test_where_few_are_quiet_everybody_is_asked(
    as_sam: Client, spring: Cohort, large: pytest.MonkeyPatch
) -> None:
    newcomers(spring, "Busy", 210)
    newcomers(spring, "Quiet", 60, days=20)
    count(as_sam)
    page = text(as_sam, QUIET)
    assert "Showing 1–50 of 60" in page
    assert "as of" not in page


def test_behind_those_who_were_counted_stand_those_who_fell_quiet_since(
    as_sam: Client, spring: Cohort, large: pytest.MonkeyPatch
) -> None:
    newcomers(spring, "Quiet", 60, days=20)
    newcomers(spring, "Quiet 1", 50)
    count(as_sam)
    Enrollment.objects.update(joined_at=days_ago(20))
    assert "Showing 1–50 of 60 · How many they are: as of" in text(as_sam, QUIET)
    assert "Showing 51–100 of 110" in text(as_sam, f"{QUIET}&page=2")


def test_who_is_quiet_in_one_cohort_is_counted_at_every_visit(
    as_sam: Client, three: list[Enrollment], spring: Cohort, large: pytest.MonkeyPatch
) -> None:
    count(as_sam)
    for address in (f"{QUIET}&cohort={spring.pk}", f"{QUIET}&name=Lou", "/learners/"):
        page = text(as_sam, address)
        assert "Lou Ferris" in page
        assert "as of" not in page


def test_a_large_list_of_who_is_quiet_is_within_the_budget_of_lists(
    as_sam: Client, spring: Cohort, large: pytest.MonkeyPatch
) -> None:
    newcomers(spring, "Quiet", 60, days=20)
    count(as_sam)
    assert statements(lambda: as_sam.get(QUIET)) <= 12
