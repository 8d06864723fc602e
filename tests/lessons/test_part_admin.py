"""Trainers write self-checks and branches in the admin, without YAML: rows that buttons rearrange, then a draft."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from course.models import Enrollment, Lesson, Person
from lessons.models import Scenario, Topic
from tests.conftest import signed_in
from tests.lessons.conftest import statements
from tests.lessons.test_self_checks import CHECKS, SINGLE, publish
from tests.make import BRANCHES, add_branching
from tests.page_forms import Fields, fields_of

DAMAGED = "Words\x07"


@pytest.fixture
def topic(enrollment: Enrollment) -> Topic:
    return publish(*CHECKS)


@pytest.fixture
def story(enrollment: Enrollment) -> Scenario:
    return add_branching(Lesson.objects.get(), "roles", "story")


def checks_at(topic: Topic) -> str:
    return reverse("admin:lessons_topic_checks", args=[topic.pk])


def branches_at(story: Scenario) -> str:
    return reverse("admin:lessons_scenario_branches", args=[story.pk])


def typed(client: Client, at: str, **changes: Any) -> Fields:
    """The form as it stands, with changes."""
    return {**fields_of(client.get(at), "part_form"), **changes}


def drafted(thing: Any) -> Any:
    thing.refresh_from_db()
    return thing.draft


# --- Branches --------------------------------------------------------------------------------------------------------


def test_saving_branches_as_they_stand_writes_no_draft(as_tess: Client, story: Scenario) -> None:
    as_tess.post(branches_at(story), typed(as_tess, branches_at(story)))
    assert drafted(story) is None


def test_a_changed_word_is_a_draft_and_learners_do_not_see_it(as_tess: Client, story: Scenario) -> None:
    at = branches_at(story)
    answer = as_tess.post(at, typed(as_tess, at, **{"b-1-text": "She asks you at the door."}))
    assert answer["Location"] == reverse("admin:lessons_scenario_change", args=[story.pk])
    draft = drafted(story)
    assert draft.branches[0]["text"] == "She asks you at the door."
    assert draft.branches[1:] == BRANCHES[1:]
    assert draft.questions == ["What would you do next time?"]
    assert story.live
    assert story.live.branches == BRANCHES


@pytest.mark.parametrize(
    ("button", "order"),
    [
        ("b-2-up", ["lunch", "coffee", "office", "heard", "checked"]),
        ("b-1-up", ["coffee", "lunch", "office", "heard", "checked"]),
        ("b-5-down", ["coffee", "lunch", "office", "heard", "checked"]),
        ("b-4-down", ["coffee", "lunch", "office", "checked", "heard"]),
        ("b-2-remove", ["coffee", "office", "heard", "checked"]),
        ("point", ["coffee", "lunch", "office", "heard", "checked", "part-1"]),
        ("ending", ["coffee", "lunch", "office", "heard", "checked", "part-1"]),
        ("b-9-up", ["coffee", "lunch", "office", "heard", "checked"]),
        ("b-1-c-9-up", ["coffee", "lunch", "office", "heard", "checked"]),
        ("nonsense", ["coffee", "lunch", "office", "heard", "checked"]),
    ],
)
def test_buttons_rearrange_what_is_typed_and_store_nothing(
    as_tess: Client, story: Scenario, button: str, order: list[str]
) -> None:
    at = branches_at(story)
    answer = as_tess.post(at, typed(as_tess, at, press=button, **{"b-3-text": "Typed, not saved."}))
    html = answer.content.decode()
    assert answer.status_code == 200
    assert re.findall(r'name="b-\d+-key" value="([^"]*)"', html) == order
    assert "Typed, not saved." in html
    assert "Rearranged below. It is not saved yet." in html
    assert drafted(story) is None


def test_choices_are_added_moved_and_removed(as_tess: Client, story: Scenario) -> None:
    at = branches_at(story)

    def keys(button: str) -> list[str]:
        html = as_tess.post(at, typed(as_tess, at, press=button)).content.decode()
        return re.findall(r'name="b-1-c-\d+-key" value="([^"]*)"', html)

    assert keys("b-1-c-1-down") == ["ask-why", "say-yes"]
    assert keys("b-1-c-1-remove") == ["ask-why"]
    assert keys("b-1-choice") == ["say-yes", "ask-why", "choice-1"]


def test_a_story_is_written_from_nothing_by_buttons_and_fields_alone(
    as_tess: Client, enrollment: Enrollment
) -> None:
    plain = Scenario.objects.get(key="pills")
    at = branches_at(plain)
    fields: Fields = typed(as_tess, at)
    for button in ("point", "point", "point", "ending"):
        answer = as_tess.post(at, {**fields, "press": button})
        fields = fields_of(answer, "part_form")
    for number, onward in ((1, "part-2"), (2, "part-3"), (3, "part-4")):
        fields[f"b-{number}-text"] = [f"Point {number}."]
        for choice in (1, 2):
            start = f"b-{number}-c-{choice}-"
            fields |= {
                f"{start}text": ["Ask."],
                f"{start}consequence": ["They tell."],
                f"{start}to": [onward],
            }
    fields |= {"b-4-text": ["It ends."], "b-4-teaches": ["Ask first."]}
    as_tess.post(at, fields)
    assert drafted(plain).branches[3] == {"key": "part-4", "text": "It ends.", "teaches": "Ask first."}
    change = reverse("admin:lessons_scenario_change", args=[plain.pk])
    as_tess.post(change, {**fields_of(as_tess.get(change), "scenario_form"), "_publish": ""})
    plain.refresh_from_db()
    assert plain.draft is None
    assert plain.live
    assert len(plain.live.branches) == 4


def test_the_map_names_dead_ends_and_what_nobody_reaches_in_words(as_tess: Client, story: Scenario) -> None:
    at = branches_at(story)
    html = as_tess.post(
        at, typed(as_tess, at, **{"b-2-c-1-to": "", "b-5-teaches": "", "press": "b-1-up"})
    ).content.decode()
    assert "Point 2, choice 1: Say where this choice leads." in html
    assert "Ending B: This is a dead end." in html
    assert "nowhere yet" in html
    sound = as_tess.get(at).content.decode()
    assert "Every way leads to an ending" in sound


def test_branches_with_a_mistake_are_kept_as_a_draft_and_not_published(
    as_tess: Client, story: Scenario
) -> None:
    at, change = branches_at(story), reverse("admin:lessons_scenario_change", args=[story.pk])
    as_tess.post(at, typed(as_tess, at, **{"b-2-c-1-to": ""}))
    assert drafted(story)
    page = as_tess.get(change)
    assert "Points and endings: Point 2, choice 1: Say where this choice leads." in page.content.decode()
    refused = as_tess.post(change, {**fields_of(page, "scenario_form"), "_publish": ""})
    assert refused.status_code == 200
    assert "Say where this choice leads." in refused.content.decode()
    story.refresh_from_db()
    assert story.draft is not None


def test_a_new_word_on_the_form_of_a_scenario_keeps_its_branches(as_tess: Client, story: Scenario) -> None:
    change = reverse("admin:lessons_scenario_change", args=[story.pk])
    fields = fields_of(as_tess.get(change), "scenario_form")
    as_tess.post(change, {**fields, "title": "At the kettle", "_save": ""})
    assert drafted(story).title == "At the kettle"
    assert drafted(story).branches == BRANCHES


def test_what_cannot_be_kept_is_named_with_its_place_and_stays_typed(
    as_tess: Client, story: Scenario
) -> None:
    at = branches_at(story)
    wrong = {"b-2-text": DAMAGED, "b-1-c-2-text": "x" * 301}
    answer = as_tess.post(at, typed(as_tess, at, **wrong))
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "Point 2: This text holds an invisible control character." in html
    assert "Point 1, choice 2: This has 301 characters; at most 300 are kept." in html
    assert "x" * 301 in html
    assert drafted(story) is None


def test_somebody_elses_save_is_not_overwritten_unseen(as_tess: Client, story: Scenario) -> None:
    at = branches_at(story)
    mine = typed(as_tess, at, **{"b-1-text": "Mine."})
    as_tess.post(at, typed(as_tess, at, **{"b-1-text": "Theirs."}))
    refused = as_tess.post(at, mine)
    assert refused.status_code == 409
    assert "Mine." in refused.content.decode()
    assert drafted(story).branches[0]["text"] == "Theirs."
    as_tess.post(at, fields_of(refused, "part_form"))
    assert drafted(story).branches[0]["text"] == "Mine."


def test_what_was_typed_survives_the_end_of_a_session(tess: Person, story: Scenario) -> None:
    at = branches_at(story)
    fields = typed(signed_in(tess), at, **{"b-1-text": "Typed before."})
    client = Client()
    client.post(at, fields)
    client.force_login(tess)
    html = client.get(at).content.decode()
    assert "You were signed out before this was saved." in html
    assert "Typed before." in html


def test_a_trainer_walks_any_version_without_keeping_anything(as_tess: Client, story: Scenario) -> None:
    at = reverse("admin:lessons_scenario_walk", args=[story.pk, 1])
    html = as_tess.get(at).content.decode()
    assert 'href="?chose=say-yes"' in html
    html = as_tess.get(f"{at}?chose=say-yes&chose=tell&chose=listen").content.decode()
    assert "The person speaks first." in html
    assert 'href="?chose=say-yes&amp;chose=tell"' in html or "chose=say-yes&chose=tell" in html
    assert "does not go on here yet" in as_tess.get(f"{at}?chose=fly").content.decode()
    assert as_tess.get(reverse("admin:lessons_scenario_walk", args=[story.pk, 9])).status_code == 404


def test_the_preview_leads_into_the_walk(as_tess: Client, story: Scenario) -> None:
    html = as_tess.get(reverse("admin:lessons_scenario_preview", args=[story.pk])).content.decode()
    assert f'href="{reverse("admin:lessons_scenario_walk", args=[story.pk, 1])}"' in html
    assert "/reflections/" not in html.split("At the coffee pot")[-1]


# --- Self-checks -----------------------------------------------------------------------------------------------------


def test_saving_checks_as_they_stand_writes_no_draft(as_tess: Client, topic: Topic) -> None:
    as_tess.post(checks_at(topic), typed(as_tess, checks_at(topic)))
    assert drafted(topic) is None


def test_a_changed_check_is_a_draft(as_tess: Client, as_ada: Client, topic: Topic) -> None:
    at = checks_at(topic)
    as_tess.post(at, typed(as_tess, at, **{"c1-stem": "Who knows the dose?"}))
    draft = drafted(topic)
    assert draft.checks[0] == {**SINGLE, "stem": "Who knows the dose?"}
    assert draft.checks[1:] == CHECKS[1:]
    assert "Who knows the dose?" not in as_ada.get(topic.step.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("button", "order"),
    [("c-2-up", "c2 c1 c3"), ("c-2-down", "c1 c3 c2"), ("c-1-up", "c1 c2 c3"), ("c-2-remove", "c1 c3")],
)
def test_checks_are_moved_and_removed_as_typed(
    as_tess: Client, topic: Topic, button: str, order: str
) -> None:
    at = checks_at(topic)
    answer = as_tess.post(at, typed(as_tess, at, press=button, **{"c3-explanation": "Typed, not saved."}))
    html = answer.content.decode()
    assert f'name="order" value="{order}"' in html
    assert "Typed, not saved." in html
    assert drafted(topic) is None


def test_a_check_is_added_filled_in_published_and_met(as_tess: Client, as_ada: Client, topic: Topic) -> None:
    publish()
    at = checks_at(topic)
    answer = as_tess.post(at, typed(as_tess, at, press="add", kind="true_false"))
    fields = fields_of(answer, "part_form")
    assert "[check: check-1]" in answer.content.decode()
    fields |= {"c1-stem": ["All recoveries look alike."], "c1-answer": ["false"]}
    fields |= {
        "c1-why_true": ["They differ."],
        "c1-why_false": ["Yes."],
        "c1-explanation": ["Each is its own."],
    }
    as_tess.post(at, fields)
    change = reverse("admin:lessons_topic_change", args=[topic.pk])
    form = fields_of(as_tess.get(change), "topic_form") | {"objectives": ["Know it."], "_publish": [""]}
    form["source"] = ["Before.\n\n[check: check-1]"]
    as_tess.post(change, form)
    topic.refresh_from_db()
    assert topic.draft is None
    assert "All recoveries look alike." in as_ada.get(topic.step.get_absolute_url()).content.decode()


def test_an_unfinished_check_is_kept_and_not_published(as_tess: Client, topic: Topic) -> None:
    at, change = checks_at(topic), reverse("admin:lessons_topic_change", args=[topic.pk])
    as_tess.post(at, typed(as_tess, at, **{"c1-explanation": "", "c1-choices-2-right": []}))
    page = as_tess.get(change).content.decode()
    assert "Self-checks: Question 1: Explanation: This is empty." in page
    refused = as_tess.post(change, {**fields_of(as_tess.get(change), "topic_form"), "_publish": ""})
    assert refused.status_code == 200
    assert drafted(topic) is not None


def test_what_a_check_cannot_keep_is_named_and_stays_typed(as_tess: Client, topic: Topic) -> None:
    at = checks_at(topic)
    answer = as_tess.post(at, typed(as_tess, at, **{"c1-stem": DAMAGED, "c2-choices-1-why": "x" * 2000}))
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "invisible control character" in html
    assert "2000" in html.replace(",", "")
    assert drafted(topic) is None


@pytest.mark.parametrize(
    "odd",
    [
        {"order": "c1 c1 c999 zz c2"},
        {"c1-kind": "long"},
        {"c1-key": "../x"},
        {"press": "add", "kind": "long"},
        {"order": ""},
    ],
    ids=range(5),
)
def test_odd_fields_break_nothing(as_tess: Client, topic: Topic, odd: dict[str, str]) -> None:
    at = checks_at(topic)
    assert as_tess.post(at, typed(as_tess, at, **odd)).status_code in (200, 302)


def test_the_preview_shows_trainers_what_learners_see_after_answering(as_tess: Client, topic: Topic) -> None:
    html = as_tess.get(reverse("admin:lessons_topic_preview", args=[topic.pk])).content.decode()
    assert "What learners see once they have answered" in html
    assert "WHY-RIGHT" in html


def test_a_new_word_on_the_form_of_a_topic_keeps_its_checks(as_tess: Client, topic: Topic) -> None:
    change = reverse("admin:lessons_topic_change", args=[topic.pk])
    fields = fields_of(as_tess.get(change), "topic_form")
    as_tess.post(change, {**fields, "title": "Another title", "_save": ""})
    assert drafted(topic).checks == CHECKS


# --- Who may -----------------------------------------------------------------------------------------------------


def test_only_those_who_write_the_course_open_the_pages(
    topic: Topic, story: Scenario, ada: Person, sam: Person, alma: Person, sven: Person
) -> None:
    walk = reverse("admin:lessons_scenario_walk", args=[story.pk, 1])
    for at in (checks_at(topic), branches_at(story), walk):
        for person in (ada, sam, sven):
            assert signed_in(person).get(at).status_code == 404
        assert signed_in(alma).get(at).status_code == 200
        assert Client().get(at).status_code == 302


def test_the_pages_cost_the_same_however_much_stands_on_them(
    as_tess: Client, topic: Topic, story: Scenario
) -> None:
    for at in (checks_at(topic), branches_at(story)):
        as_tess.get(at)
        with CaptureQueriesContext(connection) as queries:
            as_tess.get(at)
        assert len(statements(queries.captured_queries)) <= 6
