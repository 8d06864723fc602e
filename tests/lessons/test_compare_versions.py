"""Two versions side by side, a draft of an older one, and a preview as a learner of a cohort."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from course.joining import due
from course.models import Cohort, Person, Program, Publication, Step
from lessons import authoring
from lessons.models import Scenario, Topic
from quizzes import authoring as questions
from quizzes.models import Question
from tests.lessons.publishing_room import NEW_NUMBER, publish, the_topic, write
from tests.quizzes.kind_bodies import SAMPLES


@pytest.fixture
def topic(tess: Person, now: datetime) -> Topic:
    """Version 1 from files, 2 published in the admin, 3 a draft."""
    publish(tess, now)
    return write(tess, now, source=NEW_NUMBER, objectives=["say what a peer does", "say who to call"])


def address(page: str, row: Any, *args: Any) -> str:
    name = f"admin:{row._meta.app_label}_{row._meta.model_name}_{page}"
    return reverse(name, args=[row.pk, *args])


def text(client: Client, where: str) -> str:
    return client.get(where).content.decode()


def test_left_to_itself_it_compares_what_learners_see_with_the_draft(as_tess: Client, topic: Topic) -> None:
    page = text(as_tess, address("differences", topic))
    assert "From version 2 to version 3" in page
    assert " old</del>" in page
    assert "<ins>say who to call</ins>" in page


def test_parts_are_named_as_people_know_them_and_equal_ones_are_left_out(
    as_tess: Client, topic: Topic
) -> None:
    parts = as_tess.get(address("differences", topic)).context["parts"]
    assert [label for label, _blocks in parts] == ["Objectives", "Text"]


def test_any_two_versions_can_be_compared_in_any_order(as_tess: Client, topic: Topic) -> None:
    assert "From version 3 to version 1" in text(as_tess, address("differences", topic) + "?from=3&to=1")
    assert "The two say the same." in text(as_tess, address("differences", topic) + "?from=2&to=2")


@pytest.mark.parametrize("query", ["?from=99", "?to=x", "?from=-1", "?to=99999999999999999999", "?from=%00"])
def test_a_version_that_does_not_exist_is_not_found(as_tess: Client, topic: Topic, query: str) -> None:
    assert as_tess.get(address("differences", topic) + query).status_code == 404


def test_a_stranger_finds_nothing(as_sven: Client, as_ada: Client, topic: Topic) -> None:
    for client in (as_sven, as_ada):
        assert client.get(address("differences", topic)).status_code == 404
        assert client.post(address("again", topic, 1)).status_code == 404


def test_a_draft_of_an_older_version_is_a_new_version_and_overwrites_nothing(
    as_tess: Client, topic: Topic
) -> None:
    page = as_tess.post(address("again", topic, 2), follow=True).content.decode()
    assert "Version 4 is a draft with the words of version 2." in page
    row = the_topic()
    assert row.draft is not None
    assert row.live is not None
    assert (row.draft.number, row.live.number) == (4, 2)
    assert row.draft.digest == topic.versions.get(number=2).digest
    assert topic.versions.get(number=3).source == NEW_NUMBER


def test_nothing_is_made_by_a_look(as_tess: Client, topic: Topic) -> None:
    assert as_tess.get(address("again", topic, 2)).status_code == 404
    assert topic.versions.count() == 3


def test_scenarios_compare_and_go_back_too(as_tess: Client, tess: Person, course: Any, now: datetime) -> None:
    scenario = Scenario.objects.select_related("live", "draft", "topic__step__lesson__course").get()
    assert scenario.live is not None
    said = authoring.payload_of(scenario.live)
    for asked in (["What do you say?"], ["What do you say?", "And then?"]):
        authoring.draft_scenario(scenario, {**said, "questions": asked}, author=tess, at=now)
    assert "<ins>And then?</ins>" in text(as_tess, address("differences", scenario))
    as_tess.post(address("again", scenario, 2))
    assert scenario.versions.get(number=4).digest == scenario.versions.get(number=2).digest


@pytest.mark.parametrize("kind", sorted(SAMPLES))
def test_questions_of_every_kind_compare_and_go_back_to_exactly_what_they_said(
    as_tess: Client, tess: Person, course: Any, now: datetime, kind: str
) -> None:
    question = Question.objects.select_related("course", "live", "draft").earliest("pk")
    Question.objects.filter(pk=question.pk).update(kind=kind)
    question.kind = kind
    base = {"explanation": "Because.", "points": Decimal("1.00"), "reference": {}}
    for stem in ("First stem?", "Second stem?"):
        questions.draft_question(
            question, {**base, "stem": stem, "body": SAMPLES[kind][0][1]}, author=tess, at=now
        )
    page = text(as_tess, address("differences", question) + "?from=2&to=3")
    assert "First</del>" in page
    assert as_tess.get(address("differences", question) + "?from=1&to=3").status_code == 200
    as_tess.post(address("again", question, 2))
    assert question.versions.get(number=4).digest == question.versions.get(number=2).digest


def test_the_page_tells_who_published_what_and_when(as_tess: Client, topic: Topic) -> None:
    kept = Publication.objects.filter(subject=topic.subject).order_by("pk")
    assert [(each.number, each.origin) for each in kept] == [(1, "file"), (2, "admin")]
    page = text(as_tess, address("change", topic))
    assert "Published 2 times" in page
    assert "Tess Moreau" in page


def test_a_publication_is_never_changed(topic: Topic) -> None:
    kept = Publication.objects.earliest("pk")
    with pytest.raises(Exception, match="appended"):
        kept.save()
    with pytest.raises(Exception, match="appended"):
        Publication.objects.update(note="Other.")


# --- As a learner of a cohort -----------------------------------------------------------------------------------------


@pytest.fixture
def prepared(spring: Cohort, topic: Topic, tess: Person, now: datetime) -> Cohort:
    """Ada's cohort has a due date, a locked step and crisis contacts of its own program."""
    due.set_dates(spring, {topic.step: date(2030, 5, 5)}, by=tess, at=now)
    Step.objects.filter(pk=topic.step_id).update(requires=Step.objects.get(slug="duties"))
    Program.objects.filter(pk=spring.program_id).update(crisis_contacts="County line 555-0100")
    return spring


def test_a_preview_shows_what_a_learner_of_the_cohort_would_find(
    as_tess: Client, ada: Person, topic: Topic, prepared: Cohort
) -> None:
    page = text(as_tess, address("preview", topic) + f"?cohort={prepared.pk}")
    for words in ("Harbor Peer Network", "May 5", "What Peer Specialists Do", "County line 555-0100"):
        assert words in page
    assert "Ada" not in page


def test_the_choice_is_among_the_trainers_own_cohorts(
    as_tess: Client, as_alma: Client, topic: Topic, prepared: Cohort, fall: Cohort
) -> None:
    page = text(as_tess, address("preview", topic))
    assert "Spring" in page
    assert "Fall" in page
    assert "555-0100" not in page


@pytest.mark.parametrize("cohort", ["x", "0", "99999999999999999999", "%00"])
def test_another_cohort_is_not_found(as_tess: Client, topic: Topic, cohort: str) -> None:
    assert as_tess.get(address("preview", topic) + f"?cohort={cohort}").status_code == 404
