"""Walking a branching scenario: what each choice leads to, what is kept of it, and who may know."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from course import versions
from course.fields import Undecipherable
from course.models import Completion, Enrollment, Lesson, Person
from lessons import completion, privacy, reflections
from lessons.branching import paths
from lessons.models import Reflection, Scenario, SharedReflection
from lessons.rendering import rendered_scenario
from tests.conftest import NOW, signed_in
from tests.lessons.conftest import statements
from tests.make import BRANCHES, add_branching

TOPIC = "/courses/peer/foundations/roles/"


@pytest.fixture
def story(enrollment: Enrollment) -> Scenario:
    return add_branching(Lesson.objects.get(), "roles", "story")


@pytest.fixture
def at(enrollment: Enrollment, story: Scenario) -> str:
    """Ada's page of the story."""
    return reverse("walk", args=[enrollment.pk, story.pk])


def press(client: Client, at: str, choice: str, **more: Any) -> Any:
    """Choose on the page as it stands now."""
    page = client.get(at).content.decode()
    hidden = dict(re.findall(r'name="(version|point)" value="([^"]*)"', page))
    return client.post(at, {**hidden, "do": "choose", "choice": choice, **more})


def body(client: Client, at: str) -> str:
    return str(client.get(at).content.decode())


def walked(client: Client, at: str, *choices: str) -> str:
    for choice in choices:
        assert press(client, at, choice)["Location"] == at
    return body(client, at)


def test_the_topic_leads_into_the_story_and_asks_nothing_yet(as_ada: Client, at: str) -> None:
    page = body(as_ada, TOPIC)
    assert f'href="{at}"' in page
    assert "Step into it" in page
    assert "What would you do next time?" not in page
    assert "say-yes" not in page


def test_a_choice_shows_its_consequence_and_the_next_point_and_nothing_beyond(
    as_ada: Client, at: str
) -> None:
    first = body(as_ada, at)
    assert "It is your second week." in first
    assert "She asks you at the coffee pot." in first
    assert "She is glad." not in first
    second = walked(as_ada, at, "say-yes")
    assert "You chose:" in second
    assert "She is glad." in second
    assert "He looks at the cup." in second
    assert "Whose job is this first?" not in second


def test_the_ending_teaches_tells_the_way_and_asks(as_ada: Client, at: str) -> None:
    page = walked(as_ada, at, "say-yes", "tell", "listen")
    assert "He was <strong>heard</strong>." in page
    assert "The person speaks first." in page
    for words in ("Say yes.", "Tell him she asked.", "Listen."):
        assert words in page.split("The way you took")[1]
    assert "What would you do next time?" in page
    assert "<textarea" in page
    assert "What would you do next time?" in body(as_ada, TOPIC)


def test_no_address_carries_a_choice(as_ada: Client, at: str) -> None:
    page = walked(as_ada, at, "ask-why")
    assert not re.search(r'(?:href|action)="[^"]*(?:ask-why|office|listen)', page)


def test_one_step_back_and_a_start_from_the_beginning(as_ada: Client, at: str) -> None:
    walked(as_ada, at, "say-yes", "tell")
    as_ada.post(at, {"do": "back"})
    assert "He looks at the cup." in body(as_ada, at)
    as_ada.post(at, {"do": "again"})
    page = body(as_ada, at)
    assert "She asks you at the coffee pot." in page
    assert "You chose:" not in page
    assert as_ada.post(at, {"do": "back"}).status_code == 302


def test_a_choice_made_after_the_browsers_back_button_is_made_there(as_ada: Client, at: str) -> None:
    walked(as_ada, at, "say-yes", "tell")
    as_ada.post(at, {"do": "choose", "version": 1, "point": "coffee", "choice": "ask-why"})
    page = body(as_ada, at)
    assert "She tells you." in page
    assert "The three of you sit down." in page


def test_a_choice_sent_twice_counts_once(as_ada: Client, at: str, enrollment: Enrollment) -> None:
    walked(as_ada, at, "say-yes", "tell")
    as_ada.post(at, {"do": "choose", "version": 1, "point": "coffee", "choice": "say-yes"})
    assert "The three of you sit down." in body(as_ada, at)


@pytest.mark.parametrize(
    "sent",
    [
        {"do": "choose", "version": 1, "point": "heard", "choice": "listen"},
        {"do": "choose", "version": 1, "point": "coffee", "choice": "watch"},
        {"do": "choose", "version": 9, "point": "coffee", "choice": "say-yes"},
        {"do": "choose", "version": "9" * 5000, "point": "coffee", "choice": "say-yes"},
        {"do": "choose", "version": 1, "point": "cof\x00fee", "choice": "say\ud800"},
        {"do": "choose", "version": "", "point": "", "choice": "x" * 100_000},
        {"do": "fly"},
        {},
    ],
    ids=range(8),
)
def test_what_does_not_fit_moves_nothing_and_says_so(as_ada: Client, at: str, sent: dict[str, Any]) -> None:
    sent = {key: str(value).encode("utf-8", "replace").decode() for key, value in sent.items()}
    assert as_ada.post(at, sent).status_code == 302
    page = body(as_ada, at)
    assert "This has moved on" in page
    assert "She asks you at the coffee pot." in page


def test_going_on_without_a_choice_asks_for_one(as_ada: Client, at: str) -> None:
    answer = press(as_ada, at, "")
    assert answer.status_code == 422
    assert "Choose one first." in answer.content.decode()


# --- What is kept ------------------------------------------------------------------------------------------------


def test_the_way_is_sealed_and_the_rest_of_the_row_does_not_tell_it(as_ada: Client, at: str) -> None:
    walked(as_ada, at, "say-yes", "watch")
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM lessons_reflection")
        (row,) = cursor.fetchall()
    assert "watch" not in str(row)
    assert "say-yes" not in str(row)
    path = Reflection.objects.get().path
    assert '"watch"' in path


def test_a_reflection_can_be_begun_after_the_way_and_before_it(
    as_ada: Client, at: str, enrollment: Enrollment, story: Scenario
) -> None:
    walked(as_ada, at, "ask-why")
    first = reflections.save(enrollment, story, text="From another tab.", revision=0, at=timezone.now())
    assert first is not None
    assert first.revision == 1
    assert "He was" in walked(as_ada, at, "listen")
    stored = Reflection.objects.get()
    assert (stored.text, stored.revision) == ("From another tab.", 1)


def test_walking_does_not_touch_when_the_text_was_saved(
    as_ada: Client, at: str, enrollment: Enrollment, story: Scenario
) -> None:
    reflections.save(enrollment, story, text="Before.", revision=0, at=NOW)
    walked(as_ada, at, "ask-why")
    assert Reflection.objects.get().saved_at == NOW


def test_sharing_the_reflection_hands_over_no_way(
    as_ada: Client, at: str, enrollment: Enrollment, story: Scenario, tess: Person
) -> None:
    walked(as_ada, at, "say-yes", "watch")
    reflections.save(enrollment, story, text="What I thought.", revision=0, at=NOW)
    shared = reflections.share(enrollment, story, revision=1, at=NOW)
    page = body(signed_in(tess), reverse("shared_reflection", args=[shared.pk]))
    assert "What I thought." in page
    for words in ("Say yes", "Watch him", "checked on"):
        assert words not in page
    assert not [f for f in SharedReflection._meta.get_fields() if f.name == "path"]


def test_my_reflections_lists_a_way_without_words_as_walked(as_ada: Client, at: str) -> None:
    walked(as_ada, at, "say-yes")
    page = body(as_ada, reverse("reflections"))
    assert "last walked" in page
    assert "Say yes." not in page


def test_a_story_that_was_edited_meanwhile_goes_on_as_it_began(
    as_ada: Client, at: str, story: Scenario
) -> None:
    walked(as_ada, at, "say-yes")
    publish(story, BRANCHES[0] | {"text": "She asks you at the door."}, *BRANCHES[1:])
    assert "He looks at the cup." in body(as_ada, at)
    page = walked(as_ada, at, "tell", "listen")
    assert "She asks you at the coffee pot." in page
    as_ada.post(at, {"do": "again"})
    assert "She asks you at the door." in body(as_ada, at)


def test_a_page_from_before_the_edit_begins_nothing_unseen(as_ada: Client, at: str, story: Scenario) -> None:
    publish(story, BRANCHES[0] | {"text": "She asks you at the door."}, *BRANCHES[1:])
    as_ada.post(at, {"do": "choose", "version": 1, "point": "coffee", "choice": "say-yes"})
    page = body(as_ada, at)
    assert "This has moved on" in page
    assert "She asks you at the door." in page


def publish(story: Scenario, *branches: dict[str, Any]) -> None:
    names = ("title", "situation", "questions", "weigh", "required", "minutes_low", "minutes_high")
    assert story.live
    payload = {name: getattr(story.live, name) for name in names} | {"branches": list(branches)}
    versions.take_from_file(story, payload=payload, rendered=rendered_scenario(payload), at=NOW)


def test_a_way_that_no_key_opens_says_so_and_is_not_lost(as_ada: Client, at: str) -> None:
    walked(as_ada, at, "say-yes")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE lessons_reflection SET path = %s", ["gAAAAABother"])
    for address in (at, TOPIC, reverse("reflections")):
        assert as_ada.get(address).status_code == 200
    assert "cannot be opened" in body(as_ada, at)
    as_ada.post(at, {"do": "again"})
    with pytest.raises(Undecipherable):
        Reflection.objects.get()


def test_a_text_is_saved_though_no_key_opens_the_way(
    as_ada: Client, at: str, enrollment: Enrollment, story: Scenario
) -> None:
    walked(as_ada, at, "say-yes")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE lessons_reflection SET path = %s", ["gAAAAABother"])
    assert reflections.save(enrollment, story, text="Still here.", revision=0, at=NOW)


def test_ones_data_holds_the_way_in_words_and_nobody_elses(
    as_ada: Client, at: str, ada: Person, ben: Person
) -> None:
    walked(as_ada, at, "ask-why", "listen")
    told = privacy.own_data(ada, at=NOW)
    (way,) = told["ways"]
    assert [step["chosen"] for step in way["way"]] == ["Ask what worries her.", "Listen."]
    assert way["led_to"] == "He was **heard**."
    assert told["reflections"] == []
    assert privacy.own_data(ben, at=NOW)["ways"] == []


def test_erasing_says_so_and_deletes_it(as_ada: Client, at: str, ada: Person) -> None:
    walked(as_ada, at, "ask-why")
    assert "The ways that you took through scenarios" in privacy.Erasing.goes(ada)
    privacy.Erasing.erase(ada, at=NOW)
    assert not Reflection.objects.exists()


# --- Who may, and what it completes --------------------------------------------------------------------------------


def test_nobody_else_opens_it(at: str, ben: Person, tess: Person, sam: Person, alma: Person) -> None:
    for person in (ben, tess, sam, alma):
        assert signed_in(person).get(at).status_code == 404


def test_a_scenario_without_branches_has_no_walk(as_ada: Client, enrollment: Enrollment) -> None:
    plain = Scenario.objects.get(key="pills")
    answer = as_ada.get(reverse("walk", args=[enrollment.pk, plain.pk]))
    assert answer["Location"] == reverse("reflection", args=[enrollment.pk, plain.pk])


def test_a_required_story_is_done_when_an_ending_was_reached(as_ada: Client, enrollment: Enrollment) -> None:
    story = add_branching(Lesson.objects.get(), "roles", "needed", required=True)
    at = reverse("walk", args=[enrollment.pk, story.pk])
    walked(as_ada, at, "ask-why")
    assert completion.mark_read(enrollment, story.topic, at=NOW) is None
    walked(as_ada, at, "listen")
    assert Completion.objects.filter(enrollment=enrollment, step=story.topic.step).exists()


def test_an_ending_that_was_reached_stays_reached_when_one_starts_again(
    as_ada: Client, enrollment: Enrollment
) -> None:
    story = add_branching(Lesson.objects.get(), "roles", "needed", required=True)
    at = reverse("walk", args=[enrollment.pk, story.pk])
    walked(as_ada, at, "ask-why", "listen")
    as_ada.post(at, {"do": "again"})
    assert completion.mark_read(enrollment, story.topic, at=NOW) is not None


def test_text_alone_does_not_finish_a_required_story(enrollment: Enrollment) -> None:
    story = add_branching(Lesson.objects.get(), "roles", "needed", required=True)
    reflections.save(enrollment, story, text="I skipped it.", revision=0, at=NOW)
    assert completion.mark_read(enrollment, story.topic, at=NOW) is None


# --- Lost sessions, double tabs, budgets -----------------------------------------------------------------------------


def test_a_choice_that_a_lost_session_stopped_is_marked_after_signing_in(ada: Person, at: str) -> None:
    client = Client()
    client.post(at, {"do": "choose", "version": 1, "point": "coffee", "choice": "ask-why"})
    client.force_login(ada)
    page = body(client, at)
    assert "You were signed out before your choice was kept." in page
    assert re.search(r'value="ask-why" checked', page)
    assert not Reflection.objects.exists()


def test_two_tabs_that_both_begin_make_one_way(enrollment: Enrollment, story: Scenario) -> None:
    story = Scenario.objects.select_related("live").get(pk=story.pk)
    for _tab in range(2):
        paths.choose(enrollment, story, version=1, point="coffee", choice="ask-why", at=NOW)
    assert Reflection.objects.count() == 1


def test_looking_takes_two_statements_and_a_choice_at_most_six(
    as_ada: Client, at: str, django_assert_max_num_queries: Any
) -> None:
    as_ada.get(at)
    counts = []
    for choice in ("say-yes", "tell"):
        with CaptureQueriesContext(connection) as queries:
            as_ada.post(at, {"do": "choose", "version": 1, "point": "coffee", "choice": choice})
        counts.append(len(statements(queries.captured_queries)))
    assert max(counts) <= 6
    with CaptureQueriesContext(connection) as queries:
        as_ada.get(at)
    assert len(statements(queries.captured_queries)) <= 3


def test_walking_dates_the_learners_last_work(enrollment: Enrollment, story: Scenario) -> None:
    story = Scenario.objects.select_related("live").get(pk=story.pk)
    later = NOW + timedelta(days=1)
    paths.choose(enrollment, story, version=1, point="coffee", choice="ask-why", at=NOW)
    paths.choose(enrollment, story, version=1, point="office", choice="listen", at=later)
    assert Reflection.objects.get().saved_at == later
