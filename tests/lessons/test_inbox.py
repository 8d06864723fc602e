"""A trainer's inbox and answers, and how the learner finds them."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from course.joining import people
from course.models import Assignment, Cohort, Enrollment, Person
from lessons import feedback, reflections
from lessons.feedback import Withdrawn
from lessons.models import Feedback, Scenario, SharedReflection
from tests.conftest import NOW, signed_in
from tests.lessons.conftest import Write, statements

WORDS = "I would ask him first."


@pytest.fixture
def shared(enrollment: Enrollment, scenario: Scenario, write: Write, tess: Person) -> SharedReflection:
    write(WORDS)
    return reflections.share(enrollment, scenario, revision=1, at=NOW)


@pytest.fixture
def copy_url(shared: SharedReflection) -> str:
    return reverse("shared_reflection", args=[shared.pk])


def share_of(name: str, cohort: Cohort, scenario: Scenario, at: datetime) -> SharedReflection:
    """Somebody else of a cohort shares a reflection."""
    email = f"{name.replace(' ', '.').lower()}@example.org"
    enrollment = people.join(Person.objects.create_user(email, name=name), cohort, at=at)
    reflections.save(enrollment, scenario, text="Mine.", revision=0, at=at)
    return reflections.share(enrollment, scenario, revision=1, at=at)


def test_a_trainer_finds_what_was_shared_without_its_text(as_tess: Client, shared: SharedReflection) -> None:
    page = as_tess.get("/shared/").content.decode()
    assert "Ada Lindgren" in page
    assert "The pills" in page
    assert "Spring" in page
    assert WORDS not in page


def test_the_copy_opens_with_its_situation(as_tess: Client, copy_url: str) -> None:
    content = as_tess.get(copy_url).content.decode()
    assert WORDS in content
    assert "A nurse asks you" in content
    assert "What do you say to her?" in content


def test_what_is_new_comes_first_then_the_newest(
    as_tess: Client, tess: Person, shared: SharedReflection, scenario: Scenario, spring: Cohort, now: datetime
) -> None:
    share_of("Early Eli", spring, scenario, now - timedelta(days=2))
    newest = share_of("Late Lou", spring, scenario, now + timedelta(days=2))
    feedback.answer(newest, author=tess, text="Thank you.", at=now)
    page = as_tess.get("/shared/").content.decode()
    places = [page.index(name) for name in ("Ada Lindgren", "Early Eli", "Late Lou")]
    assert places == sorted(places)
    assert page.count(">New<") == 2
    assert "Answered Nov. 2" in page


def test_the_inbox_can_be_narrowed_by_state_and_group(
    as_tess: Client, tess: Person, shared: SharedReflection, scenario: Scenario, fall: Cohort, now: datetime
) -> None:
    other = share_of("Fay Fall", fall, scenario, now)
    feedback.answer(other, author=tess, text="Thank you.", at=now)

    def names(query: str) -> set[str]:
        page = as_tess.get(f"/shared/?{query}").content.decode()
        return {name for name in ("Ada Lindgren", "Fay Fall") if name in page}

    assert (
        names("")
        == names("state=odd")
        == names("cohort=99999999999999999999999")
        == {"Ada Lindgren", "Fay Fall"}
    )
    assert names("state=new") == {"Ada Lindgren"}
    assert names("state=answered") == names(f"cohort={fall.pk}") == {"Fay Fall"}
    assert names(f"state=new&cohort={fall.pk}") == set()


def test_a_trainer_of_one_cohort_sees_only_that_cohort(
    shared: SharedReflection, scenario: Scenario, spring: Cohort, fall: Cohort, now: datetime
) -> None:
    other = share_of("Fay Fall", fall, scenario, now)
    uma = Person.objects.create_user("uma@example.org", name="Uma")
    people.assign(uma, Assignment.Role.TRAINER, cohort=fall)
    client = signed_in(uma)
    page = client.get("/shared/").content.decode()
    assert "Fay Fall" in page
    assert "Ada Lindgren" not in page
    assert "Spring" not in page
    assert client.get(reverse("shared_reflection", args=[shared.pk])).status_code == 404
    assert client.get(reverse("shared_reflection", args=[other.pk])).status_code == 200


def test_what_is_taken_back_leaves_the_inbox_at_once(
    as_tess: Client, copy_url: str, enrollment: Enrollment, scenario: Scenario, now: datetime
) -> None:
    reflections.withdraw(enrollment, scenario, at=now)
    assert "Ada Lindgren" not in as_tess.get("/shared/").content.decode()
    assert as_tess.get(copy_url).status_code == 404


@pytest.mark.parametrize("pk", [0, 10**30])
def test_a_number_that_names_nothing_is_not_found(as_tess: Client, pk: int) -> None:
    assert as_tess.get(f"/shared/{pk}/").status_code == 404


# --- Answering ------------------------------------------------------------------------------------------------------


def test_an_answer_reaches_the_learner_with_who_and_when_and_is_new_once(
    as_tess: Client, as_ada: Client, copy_url: str, url: str
) -> None:
    as_tess.post(copy_url, {"text": "You listened first."})
    assert "1 new answer" in as_ada.get("/reflections/").content.decode()
    first, second = (as_ada.get(url).content.decode() for _ in range(2))
    assert "You listened first." in first
    assert "Tess Moreau" in first
    assert ">New<" in first
    assert "You listened first." in second
    assert ">New<" not in second
    assert "new answer" not in as_ada.get("/reflections/").content.decode()


def test_a_trainer_may_answer_more_than_once(as_tess: Client, copy_url: str) -> None:
    for text in ("First.", "Second.", "First."):
        assert as_tess.post(copy_url, {"text": text})["Location"] == copy_url
    assert [answer.text for answer in Feedback.objects.order_by("at", "pk")] == [
        "First.",
        "Second.",
        "First.",
    ]


def test_a_double_click_sends_one_answer(as_tess: Client, copy_url: str) -> None:
    for _ in range(2):
        as_tess.post(copy_url, {"text": "Once."})
    assert Feedback.objects.count() == 1


def test_two_trainers_may_say_the_same(
    shared: SharedReflection, tess: Person, spring: Cohort, now: datetime
) -> None:
    uma = Person.objects.create_user("uma@example.org", name="Uma")
    for author in (tess, uma):
        feedback.answer(shared, author=author, text="Thank you.", at=now)
    assert Feedback.objects.count() == 2


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "Write an answer first."),
        (" \n ", "Write an answer first."),
        ("x" * 5001, "This text has 5,001 characters. At most 5,000 can be saved. Shorten it by 1"),
        ("x" * 1_000_000, "This text has 1,000,000 characters."),
        ("so \u202e so", "changes its reading direction"),
        ("so \x00 so", "invisible control character"),
    ],
    ids=["empty", "blank", "long", "huge", "direction", "null"],
)
def test_an_answer_that_cannot_be_kept_is_refused_by_name_and_stays_in_the_box(
    as_tess: Client, copy_url: str, text: str, reason: str
) -> None:
    response = as_tess.post(copy_url, {"text": text})
    assert response.status_code == 422
    assert reason in response.content.decode()
    assert text in response.content.decode()
    assert not Feedback.objects.exists()


def test_an_answer_of_full_length_comes_back_exactly(as_tess: Client, copy_url: str) -> None:
    text = "é🙂\n" + "x" * 4997
    as_tess.post(copy_url, {"text": text})
    assert Feedback.objects.get().text == text


def test_an_answer_to_what_was_taken_back_is_not_sent_and_not_lost(
    as_tess: Client, copy_url: str, enrollment: Enrollment, scenario: Scenario, now: datetime
) -> None:
    reflections.withdraw(enrollment, scenario, at=now)
    response = as_tess.post(copy_url, {"text": "You listened <first>."})
    content = response.content.decode()
    assert response.status_code == 404
    assert "You listened &lt;first&gt;." in content
    assert WORDS not in content
    assert not Feedback.objects.exists()


def test_the_verb_refuses_an_answer_that_raced_with_taking_back(
    shared: SharedReflection, tess: Person, enrollment: Enrollment, scenario: Scenario, now: datetime
) -> None:
    reflections.withdraw(enrollment, scenario, at=now)
    with pytest.raises(Withdrawn):
        feedback.answer(shared, author=tess, text="Too late.", at=now)


def test_an_answer_that_races_with_taking_back_is_not_sent_and_not_lost(
    as_tess: Client,
    copy_url: str,
    enrollment: Enrollment,
    scenario: Scenario,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def taken_back_first(*args: Any, **kwargs: Any) -> Feedback:
        reflections.withdraw(enrollment, scenario, at=NOW)
        return answer(*args, **kwargs)

    answer = feedback.answer
    monkeypatch.setattr(feedback, "answer", taken_back_first)
    response = as_tess.post(copy_url, {"text": "You listened first."})
    assert response.status_code == 404
    assert "You listened first." in response.content.decode()
    assert not Feedback.objects.exists()


def test_answers_stay_with_the_learner_after_taking_back(
    as_ada: Client, url: str, shared: SharedReflection, tess: Person, now: datetime
) -> None:
    feedback.answer(shared, author=tess, text="You listened first.", at=now)
    as_ada.post(f"{url}withdraw/")
    assert "You listened first." in as_ada.get(url).content.decode()


def test_an_answer_outlives_its_author(
    as_ada: Client, url: str, shared: SharedReflection, tess: Person, now: datetime
) -> None:
    feedback.answer(shared, author=tess, text="You listened first.", at=now)
    tess.delete()
    page = as_ada.get(url).content.decode()
    assert "You listened first." in page
    assert "A trainer" in page


def test_each_answer_remembers_when_it_was_first_opened(
    shared: SharedReflection, tess: Person, now: datetime
) -> None:
    for hour, text in enumerate(("First.", "Second.")):
        at = now + timedelta(hours=hour)
        feedback.answer(shared, author=tess, text=text, at=at)
        assert feedback.mark_seen(shared.reflection_id, at=at) == 1
    assert [answer.seen_at for answer in Feedback.objects.all()] == [now, now + timedelta(hours=1)]


def test_saving_does_not_count_as_opening_the_answer(
    as_ada: Client, url: str, shared: SharedReflection, tess: Person, now: datetime
) -> None:
    feedback.answer(shared, author=tess, text="You listened first.", at=now)
    as_ada.post(url, {"text": "More.", "revision": "1"}, headers={"HX-Request": "true"})
    assert Feedback.objects.get().seen_at is None


# --- Budgets --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("opened", ["list", "copy", "learner"])
def test_a_page_costs_the_same_with_few_and_with_many_rows(
    as_tess: Client,
    as_ada: Client,
    tess: Person,
    shared: SharedReflection,
    scenario: Scenario,
    spring: Cohort,
    copy_url: str,
    url: str,
    opened: str,
) -> None:
    client, path = {"list": (as_tess, "/shared/"), "copy": (as_tess, copy_url), "learner": (as_ada, url)}[
        opened
    ]
    counts = []
    for rows in (5, 50):
        for index in range(rows):
            feedback.answer(shared, author=tess, text=f"{rows} {index}", at=NOW)
            share_of(f"Learner {rows} {index}", spring, scenario, NOW + timedelta(minutes=index))
        with CaptureQueriesContext(connection) as captured:
            assert client.get(path).status_code == 200
        counts.append(len(statements(captured.captured_queries)))
    assert counts[0] == counts[1] <= 12
