"""Trainers write topics: a draft, a look at it, and only then what learners see."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from course import versions
from course.joining import people
from course.models import Assignment, AuditEvent, Cohort, Competency, Course, Lesson, Person, Step
from lessons.models import Reading, Scenario, Topic, TopicVersion
from lessons.rendering import rendered_topic
from tests.conftest import _person, signed_in
from tests.page_forms import Fields, fields_of

SOURCE = "## A word\n\nWalk beside, not ahead.[^core] See [the exam](step:start).\n"
PAYLOAD: dict[str, Any] = {
    "title": "The Role of a Peer Specialist",
    "objectives": ["say what a peer does", "say what a peer never does"],
    "competencies": ["icrc-ethics", "samhsa-3"],
    "activity": "",
    "references": [
        {
            "key": "core",
            "title": "Core | Competencies",
            "publisher": "SAMHSA",
            "year": 2015,
            "url": "https://www.samhsa.gov",
        }
    ],
    "source": SOURCE,
}


@pytest.fixture
def topic(course: Course) -> Topic:
    Competency.objects.create(framework="icrc", code="icrc-ethics", title="Ethical Responsibility")
    topic = Topic.objects.get(step__slug="roles")
    rendered = rendered_topic(PAYLOAD, course)
    versions.take_from_file(topic, payload=PAYLOAD, rendered=rendered, at=timezone.now())
    return topic


def address(page: str, topic: Topic, *args: Any) -> str:
    return reverse(f"admin:lessons_topic_{page}", args=[topic.pk, *args])


def typed(client: Client, topic: Topic, **changes: Any) -> Fields:
    """The form as it stands, with changes."""
    return {**fields_of(client.get(address("change", topic)), "topic_form"), **changes}


def learners_page(client: Client, topic: Topic) -> str:
    return client.get(topic.step.get_absolute_url()).content.decode()


def article(html: str) -> str:
    """The body of a topic's page, without what differs from one request to the next."""
    found = re.search(r"<article.*</article>", html, re.DOTALL)
    assert found
    text = re.sub(r'name="(csrfmiddlewaretoken|save_id|version|next)" value="[^"]*"', "", found[0])
    return re.sub(r"/reflections/\d+/", "/reflections/N/", text)


def test_a_draft_does_not_change_what_learners_see(as_tess: Client, as_ada: Client, topic: Topic) -> None:
    before = article(learners_page(as_ada, topic))
    as_tess.post(
        address("change", topic), {**typed(as_tess, topic, source="Quite another text."), "_save": ""}
    )
    topic.refresh_from_db()
    assert topic.draft is not None
    assert topic.draft.source == "Quite another text."
    assert article(learners_page(as_ada, topic)) == before


def test_publishing_changes_what_learners_see_and_what_the_outline_says(
    as_tess: Client, as_ada: Client, topic: Topic
) -> None:
    words = "word " * 697
    sent = typed(
        as_tess,
        topic,
        title="A New Title",
        objectives="know these words",
        source=words,
        references="",
        competencies=["samhsa-3"],
    )
    response = as_tess.post(address("change", topic), {**sent, "_publish": ""}, follow=True)
    assert "Published. Learners now see version 3." in response.content.decode()
    page = learners_page(as_ada, topic)
    assert "A New Title" in page
    step = Step.objects.get(pk=topic.step_id)
    # 697 words and 3 of an objective at 175 a minute, and a scenario of 5 to 7 minutes.
    assert (step.title, step.size, step.minutes_low, step.minutes_high) == ("A New Title", 700, 9, 11)
    assert [each.code for each in step.competencies.all()] == ["samhsa-3"]
    assert AuditEvent.objects.filter(verb="published", subject=f"topic:{topic.pk}").count() == 1


def test_saving_the_form_as_it_stands_makes_no_version(as_tess: Client, topic: Topic) -> None:
    before = TopicVersion.objects.count()
    as_tess.post(address("change", topic), {**typed(as_tess, topic), "_save": ""})
    topic.refresh_from_db()
    assert TopicVersion.objects.count() == before
    assert topic.draft is None


def test_a_text_reads_back_exactly_as_it_was_typed(as_tess: Client, topic: Topic) -> None:
    text = "\n\n  <b>Bold</b> & “quoted” 👋🏽\n\n\ttab  \nمرحبا\n\n"
    as_tess.post(address("change", topic), typed(as_tess, topic, source=text))
    topic.refresh_from_db()
    assert topic.draft is not None
    assert topic.draft.source == text
    assert typed(as_tess, topic)["source"] == [text.replace("\n", "\r\n")]


def test_a_preview_stores_nothing(as_tess: Client, topic: Topic) -> None:
    counts = [model.objects.count() for model in (TopicVersion, AuditEvent, Reading)]
    response = as_tess.post(address("preview", topic), typed(as_tess, topic, source="Not saved at all."))
    assert "Not saved at all." in response.content.decode()
    assert [model.objects.count() for model in (TopicVersion, AuditEvent, Reading)] == counts
    topic.refresh_from_db()
    assert topic.draft is None


def test_from_a_preview_no_form_is_sent(as_tess: Client, topic: Topic) -> None:
    for page in (address("preview", topic), address("version", topic, 1)):
        response = as_tess.get(page)
        assert "sandbox allow-same-origin" in response.headers["Content-Security-Policy"]
        assert response.headers["X-Frame-Options"] == "SAMEORIGIN"


def test_a_preview_is_the_learners_page(as_tess: Client, as_ada: Client, topic: Topic) -> None:
    sent = typed(
        as_tess,
        topic,
        title="Beside",
        source='## One\n\nWalk beside.[^core]\n\n!!! never "Never"\n    - push\n',
    )
    preview = as_tess.post(address("preview", topic), sent).content.decode()
    as_tess.post(address("change", topic), {**sent, "_publish": ""})
    assert article(preview) == article(learners_page(as_ada, topic))


def test_a_preview_says_what_it_is_and_how_long_it_takes(as_tess: Client, topic: Topic) -> None:
    page = as_tess.post(
        address("preview", topic), typed(as_tess, topic, objectives="", source="word " * 350)
    ).content.decode()
    assert "It is not saved." in page
    assert "About 7–9 minutes, 350 words." in page


def test_a_preview_names_what_is_wrong(as_tess: Client, topic: Topic) -> None:
    page = as_tess.post(
        address("preview", topic), typed(as_tess, topic, source="Fine.\n\n[^nowhere]")
    ).content.decode()
    assert "Text, line 3:" in page


def test_a_preview_of_a_form_with_mistakes_names_them_too(as_tess: Client, topic: Topic) -> None:
    page = as_tess.post(
        address("preview", topic), typed(as_tess, topic, title="", activity="soon")
    ).content.decode()
    assert "Title: This field is required." in page
    assert "“soon” is not a range of minutes" in page


def test_publishing_is_refused_until_the_text_is_sound_and_the_line_is_named(
    as_tess: Client, topic: Topic
) -> None:
    bad = "Fine.\n\n# Too high\n\n[^nowhere]"
    response = as_tess.post(address("change", topic), {**typed(as_tess, topic, source=bad), "_publish": ""})
    page = response.content.decode()
    assert response.status_code == 200
    assert "Line 3: " in page
    assert "Line 5: " in page
    assert bad in page.replace("\r\n", "\n")
    topic.refresh_from_db()
    assert topic.draft is None


def test_a_draft_may_have_problems_and_the_page_lists_them(as_tess: Client, topic: Topic) -> None:
    as_tess.post(address("change", topic), {**typed(as_tess, topic, source="[^nowhere]"), "_save": ""})
    page = as_tess.get(address("change", topic)).content.decode()
    assert "To be mended before this draft can be published:" in page
    assert "Text, line 1:" in page


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("core | Title | SAMHSA", "Line 2: Write key | title | publisher | year | address."),
        ("core | Title | SAMHSA | soon", "Line 2: The year is four digits, such as 2015."),
        ("first | Title | SAMHSA | 2015", "Line 2: The key “first” is used twice."),
        ("core | Title | SAMHSA | 2015 | ftp://x", "Line 2: url: An address must begin with https://"),
        ("Core Key | Title | SAMHSA | 2015", "Line 2: key: Write this in small letters"),
        ("core | Title | SAMHSA | 1066", "Line 2: year: This must be at least 1800."),
    ],
)
def test_a_source_that_cannot_be_read_is_named_by_its_line(
    as_tess: Client, topic: Topic, line: str, says: str
) -> None:
    sources = f"first | A title | A publisher | 2020\n{line}"
    response = as_tess.post(address("change", topic), typed(as_tess, topic, references=sources))
    assert says in response.content.decode()


def test_two_trainers_do_not_overwrite_each_other_unawares(
    as_tess: Client, topic: Topic, course: Course
) -> None:
    theo = _person("Theo Berg")
    people.assign(theo, Assignment.Role.TRAINER, course=course)
    as_theo = signed_in(theo)
    mine = typed(as_tess, topic, source="Mine.")
    as_theo.post(address("change", topic), typed(as_theo, topic, source="His."))
    response = as_tess.post(address("change", topic), mine)
    assert "Theo Berg saved version 3 while you were writing." in response.content.decode()
    topic.refresh_from_db()
    assert topic.draft is not None
    assert topic.draft.source == "His."
    as_tess.post(address("change", topic), fields_of(response, "topic_form"))
    topic.refresh_from_db()
    assert topic.draft is not None
    assert topic.draft.source == "Mine."


def test_discarding_a_draft_leaves_what_learners_see(as_tess: Client, topic: Topic) -> None:
    as_tess.post(address("change", topic), typed(as_tess, topic, source="A draft."))
    as_tess.post(address("discard", topic))
    topic.refresh_from_db()
    assert topic.draft is None
    assert topic.live is not None
    assert topic.live.source == SOURCE
    assert "Discard draft" not in as_tess.get(address("change", topic)).content.decode()


def test_every_version_is_listed_and_can_be_looked_at(as_tess: Client, topic: Topic) -> None:
    as_tess.post(address("change", topic), typed(as_tess, topic, source="A draft of today."))
    page = as_tess.get(address("change", topic)).content.decode()
    assert "Learners see version 2" in page
    assert "Draft version 3 is saved" in page
    assert "Tess Moreau" in page
    for number, words in ((1, "Walk beside."), (2, "not ahead"), (3, "A draft of today.")):
        assert address("version", topic, number) in page
        assert words in as_tess.get(address("version", topic, number)).content.decode()
    assert as_tess.get(address("version", topic, 4)).status_code == 404


def test_the_page_says_how_long_and_how_hard_the_text_is(as_tess: Client, topic: Topic) -> None:
    page = as_tess.get(address("change", topic)).content.decode()
    assert "about 6–8 minutes, 1 of them reading" in page
    assert "Reading grade" in page


def test_a_new_topic_is_hidden_until_it_is_published(as_tess: Client, as_ada: Client, course: Course) -> None:
    lesson = Lesson.objects.get()
    response = as_tess.post(reverse("admin:lessons_topic_add"), {"title": "The Role", "lesson": lesson.pk})
    topic = Topic.objects.get(step__title="The Role")
    assert response.headers["Location"] == address("change", topic)
    assert topic.step.slug == "the-role"
    assert "The Role</span>" not in as_ada.get(course.get_absolute_url()).content.decode()
    assert as_ada.get(topic.step.get_absolute_url()).status_code == 404
    refused = as_tess.post(address("change", topic), {**typed(as_tess, topic), "_publish": ""})
    assert "The topic has no text." in refused.content.decode()
    sent = typed(as_tess, topic, objectives="know it", source="Read this.")
    as_tess.post(address("change", topic), {**sent, "_publish": ""})
    assert "The Role</span>" in as_ada.get(course.get_absolute_url()).content.decode()
    assert as_ada.get(topic.step.get_absolute_url()).status_code == 200


def test_two_topics_of_one_name_get_two_addresses(as_tess: Client, course: Course) -> None:
    for _ in range(2):
        as_tess.post(
            reverse("admin:lessons_topic_add"), {"title": "Roles", "lesson": Lesson.objects.get().pk}
        )
    slugs = Step.objects.filter(title="Roles").values_list("slug", flat=True)
    assert set(slugs) == {"roles-2", "roles-3"}


def test_a_retired_topic_leaves_the_outline_and_comes_back(
    as_tess: Client, as_ada: Client, course: Course, topic: Topic
) -> None:
    as_tess.post(address("retire", topic))
    assert "The Role of a Peer" not in as_ada.get(course.get_absolute_url()).content.decode()
    as_tess.post(address("bring_back", topic))
    assert "The Role of a Peer" in as_ada.get(course.get_absolute_url()).content.decode()


def test_a_topic_never_published_cannot_be_brought_back(as_tess: Client, course: Course) -> None:
    as_tess.post(reverse("admin:lessons_topic_add"), {"title": "Empty", "lesson": Lesson.objects.get().pk})
    topic = Topic.objects.get(step__title="Empty")
    response = as_tess.post(address("bring_back", topic), follow=True)
    assert "It was never published." in response.content.decode()
    assert Step.objects.get(pk=topic.step_id).state == "retired"


def test_topics_are_retired_from_the_list_in_one_go(as_tess: Client, course: Course) -> None:
    chosen = [topic.pk for topic in Topic.objects.all()]
    sent = {"action": "retire_chosen", "index": "0", "_selected_action": chosen}
    page = as_tess.post(reverse("admin:lessons_topic_changelist"), sent, follow=True).content.decode()
    assert "2 are retired." in page
    assert set(Step.objects.filter(kind="topic").values_list("state", flat=True)) == {"retired"}


def test_a_trainer_of_a_cohort_reads_topics_and_writes_none(spring: Cohort, topic: Topic) -> None:
    person = _person("Tim Roth")
    people.assign(person, Assignment.Role.TRAINER, cohort=spring)
    client = signed_in(person)
    page = client.get(address("change", topic))
    assert page.status_code == 200
    assert b"Save draft" not in page.content
    assert b"As learners see it" in page.content
    assert client.get(address("preview", topic)).status_code == 200
    for name in ("change", "discard", "retire", "bring_back"):
        assert client.post(address(name, topic), {"title": "Mine"}).status_code == 404, name
    assert client.post(reverse("admin:lessons_topic_add"), {}).status_code == 404
    sent = {"action": "retire_chosen", "index": "0", "_selected_action": [topic.pk]}
    client.post(reverse("admin:lessons_topic_changelist"), sent)
    assert Step.objects.get(pk=topic.step_id).state == "live"


# --- Scenarios ------------------------------------------------------------------------------------------


@pytest.fixture
def scenario(course: Course) -> Scenario:
    return Scenario.objects.get()


def scenario_address(page: str, scenario: Scenario) -> str:
    return reverse(f"admin:lessons_scenario_{page}", args=[scenario.pk])


def scenario_typed(client: Client, scenario: Scenario, **changes: Any) -> Fields:
    return {**fields_of(client.get(scenario_address("change", scenario)), "scenario_form"), **changes}


def test_a_scenario_is_drafted_looked_at_and_published(
    as_tess: Client, as_ada: Client, scenario: Scenario
) -> None:
    sent = scenario_typed(
        as_tess, scenario, situation="It **rains**.", questions="And you?\nAnd then?", minutes="8-10"
    )
    preview = as_tess.post(scenario_address("preview", scenario), sent).content.decode()
    assert "It <strong>rains</strong>." in preview
    as_tess.post(scenario_address("change", scenario), sent)
    step = scenario.topic.step
    assert "rains" not in as_ada.get(step.get_absolute_url()).content.decode()
    as_tess.post(scenario_address("change", scenario), {**scenario_typed(as_tess, scenario), "_publish": ""})
    assert "And then?" in as_ada.get(step.get_absolute_url()).content.decode()
    step.refresh_from_db()
    assert (step.minutes_low, step.minutes_high) == (10, 12)


def test_saving_a_scenario_as_it_stands_makes_no_version(as_tess: Client, scenario: Scenario) -> None:
    sent = scenario_typed(as_tess, scenario, content_note="About pills.")
    as_tess.post(scenario_address("change", scenario), {**sent, "_publish": ""})
    as_tess.post(scenario_address("change", scenario), scenario_typed(as_tess, scenario))
    scenario.refresh_from_db()
    assert scenario.draft is None


def test_a_scenario_without_a_question_is_not_published(as_tess: Client, scenario: Scenario) -> None:
    sent = {**scenario_typed(as_tess, scenario, questions="", weigh=""), "_publish": ""}
    page = as_tess.post(scenario_address("change", scenario), sent).content.decode()
    assert "Write at least one." in page
    assert "This is empty." in page


def test_a_scenario_has_at_most_three_questions(as_tess: Client, scenario: Scenario) -> None:
    page = as_tess.post(
        scenario_address("change", scenario), scenario_typed(as_tess, scenario, questions="1?\n2?\n3?\n4?")
    ).content.decode()
    assert "These are 4 lines; at most 3 can be kept." in page


def test_a_new_scenario_is_not_on_the_page_before_it_is_published(
    as_tess: Client, as_ada: Client, topic: Topic
) -> None:
    as_tess.post(reverse("admin:lessons_scenario_add"), {"title": "The bus", "topic": topic.pk})
    new = Scenario.objects.get(key="the-bus")
    assert "The bus" in as_tess.get(scenario_address("preview", new)).content.decode()
    assert "The bus" not in learners_page(as_ada, topic)


def test_retiring_a_scenario_takes_its_minutes_from_the_topic(
    as_tess: Client, topic: Topic, scenario: Scenario
) -> None:
    as_tess.post(scenario_address("retire", scenario))
    step = Step.objects.get(pk=topic.step_id)
    assert (step.minutes_low, step.minutes_high) == (1, 1)


def test_the_admin_knows_no_reflections(as_alma: Client) -> None:
    for name in ("reflection", "sharedreflection", "feedback", "reading"):
        assert as_alma.get(f"/admin/lessons/{name}/").status_code == 404


def test_a_stranger_to_the_course_does_not_meet_its_topics(topic: Topic, tess: Person, program: Any) -> None:
    other = Course.objects.create(program=program, slug="other", title="Another course")
    person = _person("Olu Adams")
    people.assign(person, Assignment.Role.TRAINER, course=other)
    client = signed_in(person)
    assert client.get(address("change", topic)).status_code == 404
    assert client.get(address("preview", topic)).status_code == 404
    assert client.get(address("version", topic, 1)).status_code == 404
    assert b"The Role of a Peer" not in client.get(reverse("admin:lessons_topic_changelist")).content
