"""What a topic's file becomes: its versions, its scenarios, and what its step shows."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from course.content.report import Did
from course.models import Step
from lessons.models import Scenario, Topic
from lessons.step_time import estimate_topic, refresh_step
from tests.content_folder import ContentFolder, edit_in_admin, make_folder, nothing_changed, said

pytestmark = pytest.mark.django_db

ROLES = "lessons/01-foundations/roles.md"


@pytest.fixture
def folder(tmp_path: Path) -> ContentFolder:
    return make_folder(tmp_path)


def roles() -> Any:
    return Topic.objects.select_related("live", "step__lesson__course").get(step__slug="roles")


def test_a_version_holds_what_the_author_wrote(folder: ContentFolder) -> None:
    folder.load()
    version = roles().live
    assert (version.number, version.origin, version.title, version.activity) == (1, "file", "The Role", "2-3")
    assert version.objectives == ["Say what a peer does."]
    assert version.competencies == ["samhsa-1", "icrc-ethics"]
    assert version.references == [
        {
            "key": "core",
            "title": "Core Competencies",
            "publisher": "SAMHSA",
            "year": 2015,
            "url": "https://www.samhsa.gov",
        }
    ]
    assert version.source == "## Walking beside\n\nA peer walks beside.[^core] See [the duties](step:duties)."
    assert "<h2" in version.html
    assert 'href="/courses/small/foundations/duties/"' in version.html


def test_a_scenario_holds_what_the_author_wrote(folder: ContentFolder) -> None:
    folder.edit(ROLES, "    situation:", "    content_note: About pills.\n    required: true\n    situation:")
    folder.load()
    scenario = Scenario.objects.get()
    version: Any = scenario.live
    assert (scenario.key, scenario.position, version.title, version.required) == (
        "pills",
        1,
        "The pills",
        True,
    )
    assert (version.minutes_low, version.minutes_high) == (5, 7)
    assert version.questions == ["What do you say?"]
    assert version.content_note == "About pills."
    assert (
        version.situation_html == "<p>A nurse asks you to watch <strong>Marcus</strong> take his pills.</p>"
    )
    assert version.weigh_html == "<p>Whose job is it?</p>"


def test_a_step_shows_title_competencies_words_and_minutes(folder: ContentFolder) -> None:
    folder.edit(ROLES, "A peer walks", "word " * 195 + "A peer walks")
    folder.load()
    step = roles().step
    assert (step.title, step.kind) == ("The Role", "topic")
    assert {competency.code for competency in step.competencies.all()} == {"samhsa-1", "icrc-ethics"}
    assert step.size == roles().live.words
    # 200 to 300 words at 100 a minute, an activity of 2 to 3 minutes, a scenario of 5 to 7.
    assert (step.minutes_low, step.minutes_high) == (3 + 2 + 5, 3 + 3 + 7)
    assert estimate_topic(roles()).reading_minutes == 3


def test_a_changed_file_makes_a_new_version_and_keeps_the_old(folder: ContentFolder) -> None:
    folder.load()
    folder.edit(ROLES, "title: The Role", "title: The Part")
    report = folder.load()
    assert [(entry.did, entry.name, entry.detail) for entry in report.entries] == [
        (Did.CHANGED, "roles", "title")
    ]
    assert roles().live.number == 2
    assert roles().step.title == "The Part"
    assert [version.title for version in roles().versions.order_by("number")] == ["The Role", "The Part"]


def test_the_same_words_in_other_dress_are_no_change(folder: ContentFolder) -> None:
    folder.load()
    folder.edit(ROLES, "title: The Role", 'title: "The Role"')
    folder.edit(ROLES, 'activity: "2-3"', "activity: 2–3")
    folder.edit(
        ROLES,
        "objectives:\n  - Say what a peer does.",
        "note: A remark.\nobjectives: [ Say what a peer does. ]",
    )
    folder.write(ROLES, folder.read(ROLES) + "\n\n")
    assert nothing_changed(folder.load())


def test_an_activity_of_so_many_minutes_may_be_a_number(folder: ContentFolder) -> None:
    folder.edit(ROLES, 'activity: "2-3"', "activity: 4")
    folder.load()
    assert roles().live.activity == "4"


def test_new_minutes_of_a_scenario_change_what_the_step_shows(folder: ContentFolder) -> None:
    folder.load()
    folder.edit(ROLES, "minutes: 5-7", "minutes: 15-20")
    report = folder.load()
    assert said(report, Did.CHANGED) == ["scenario roles/pills", "topic roles"]
    assert report.entries[1].detail == "takes 18–24 minutes now"
    assert nothing_changed(folder.load())


def test_a_scenario_that_the_file_drops_is_retired_and_comes_back(folder: ContentFolder) -> None:
    folder.load()
    text = folder.read(ROLES)
    start, end = text.index("scenarios:"), text.index("references:")
    folder.write(ROLES, text[:start] + text[end:])
    assert said(folder.load(), Did.RETIRED) == ["scenario roles/pills"]
    assert roles().step.minutes_high == 1 + 3
    assert nothing_changed(folder.load())
    folder.write(ROLES, text)
    assert said(folder.load(), Did.RETURNED) == ["scenario roles/pills"]
    assert Scenario.objects.count() == 1
    assert roles().step.minutes_high == 1 + 3 + 7


def test_scenarios_stand_in_the_order_of_the_file(folder: ContentFolder) -> None:
    folder.load()
    another = "  - key: first\n    title: First\n    minutes: 5\n    situation: S\n    questions: [Q]\n    weigh: W\n"
    folder.edit(ROLES, "scenarios:\n", "scenarios:\n" + another)
    folder.load()
    assert list(Scenario.objects.values_list("key", "position")) == [("first", 1), ("pills", 2)]
    assert nothing_changed(folder.load())


def test_what_a_new_renderer_shows_otherwise_is_written_anew(
    folder: ContentFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.load()
    monkeypatch.setattr(
        "lessons.content.rendered_topic", lambda *_, **__: {"html": "<p>New.</p>", "words": 5}
    )
    report = folder.load()
    assert {entry.detail for entry in report.entries} == {"rendered anew"}
    assert (roles().live.html, roles().live.number) == ("<p>New.</p>", 2)
    assert roles().step.size == 5
    assert nothing_changed(folder.load())


def test_publishing_in_the_admin_can_refresh_the_step(folder: ContentFolder, now: datetime) -> None:
    folder.load()
    topic = roles()
    edit_in_admin(topic, now, title="The Work", competencies=["samhsa-2"])
    assert set(refresh_step(topic)) == {"title", "competencies"}
    assert refresh_step(topic) == []
    step = Step.objects.get(slug="roles")
    assert (step.title, [each.code for each in step.competencies.all()]) == ("The Work", ["samhsa-2"])


def test_a_topic_that_was_never_live_leaves_its_step_alone(folder: ContentFolder) -> None:
    folder.load()
    step = Step.objects.get(slug="start")
    topic = Topic.objects.create(step=step)
    assert refresh_step(topic) == []
    with pytest.raises(ValueError, match="live"):
        estimate_topic(topic)
