"""Trainers see what the check found where they write, keep it with a reason, and see all of it on one page."""

from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from course import versions
from course.checking import keeps
from course.joining import people
from course.models import Assignment, AuditEvent, Cohort, Course, KeptFinding, Person
from lessons.models import Scenario, Topic
from lessons.rendering import rendered_topic
from quizzes.models import Question
from tests.conftest import _person, signed_in
from tests.course.test_admin_lists import statements
from tests.make import add_question, add_topic
from tests.page_forms import fields_of

ADDICT = "## A day\n\nAn addict came to the door.\n"


def says(topic: Topic, source: str) -> None:
    payload = {
        "title": "Roles",
        "objectives": ["say it"],
        "competencies": [],
        "activity": "",
        "references": [],
    }
    payload |= {"source": source}
    rendered = rendered_topic(payload, topic.step.lesson.course)
    versions.take_from_file(topic, payload=payload, rendered=rendered, at=timezone.now())


@pytest.fixture
def topic(course: Course) -> Topic:
    topic = Topic.objects.select_related("step__lesson__course").get(step__slug="roles")
    says(topic, ADDICT)
    return topic


def address(page: str, row: Any, *args: Any) -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_{page}", args=[row.pk, *args])


def page(client: Client, row: Any) -> str:
    return client.get(address("change", row)).content.decode()


def keep(client: Client, row: Any, **changes: str) -> Any:
    said = {"rule": "addict", "words": "addict", "because": "It is the name of the group.", **changes}
    return client.post(address("keep", row), said)


def test_the_editor_names_each_finding_with_its_place_reason_and_better_words(
    as_tess: Client, topic: Topic
) -> None:
    html = page(as_tess, topic)
    assert "1 finding on language and clarity" in html
    assert "Do not use" in html
    assert "“addict”" in html
    assert "Text, line 3" in html
    assert "It makes a health condition into all that a person is." in html
    assert "person with a substance use disorder" in html


def test_a_finding_never_stops_publishing(as_tess: Client, topic: Topic) -> None:
    fields = fields_of(as_tess.get(address("change", topic)), "topic_form")
    answer = as_tess.post(
        address("change", topic), {**fields, "source": ADDICT + "\nMore.\n", "_publish": ""}
    )
    assert answer.status_code == 302
    topic.refresh_from_db()
    assert topic.live is not None
    assert topic.live.number == 3


def test_what_is_kept_is_told_with_its_reason_author_and_day(
    as_tess: Client, topic: Topic, tess: Person
) -> None:
    answer = keep(as_tess, topic)
    assert answer.url == address("change", topic) + "#findings"
    row = KeptFinding.objects.get()
    assert (row.kind, row.address, row.rule, row.words, row.by) == (
        "topic",
        "roles",
        "addict",
        "addict",
        tess,
    )
    html = page(as_tess, topic)
    assert "nothing to look at" in html
    assert "It is the name of the group." in html
    assert "Tess Moreau" in html
    assert AuditEvent.objects.filter(verb="finding-kept", subject=f"topic:{topic.pk}").count() == 1


def test_a_keep_survives_edits_and_ends_with_undo(as_tess: Client, topic: Topic) -> None:
    keep(as_tess, topic)
    says(topic, "Something new.\n\n" + ADDICT.replace("An addict", "This Addict"))
    assert "nothing to look at" in page(as_tess, topic)
    as_tess.post(address("take_back", topic, KeptFinding.objects.get().pk))
    assert "1 finding on" in page(as_tess, topic)
    assert not KeptFinding.objects.exists()


def test_a_keep_holds_for_its_own_words_and_thing_alone(
    as_tess: Client, topic: Topic, course: Course
) -> None:
    keep(as_tess, topic)
    says(topic, ADDICT + "\nA junkie came, too.\n")
    assert "“junkie”" in page(as_tess, topic)
    other = Topic.objects.select_related("step__lesson__course").get(step__slug="duties")
    says(other, ADDICT)
    assert "1 finding on" in page(as_tess, other)


def test_a_keep_whose_words_are_gone_says_so(as_tess: Client, topic: Topic) -> None:
    keep(as_tess, topic)
    says(topic, "## A day\n\nA neighbor came to the door.\n")
    assert "these words no longer stand here" in page(as_tess, topic)


def test_a_reason_is_asked_for_and_what_was_typed_stays(as_tess: Client, topic: Topic) -> None:
    answer = keep(as_tess, topic, because="  ")
    assert answer.status_code == 422
    assert "Say why the words stay as they are." in answer.content.decode()
    assert not KeptFinding.objects.exists()
    answer = keep(as_tess, topic, because="x" * 301)
    assert answer.status_code == 422
    assert "x" * 301 in answer.content.decode()


@pytest.mark.parametrize("changes", [{"words": "saint"}, {"rule": "nothing"}, {"words": ""}])
def test_only_what_was_found_can_be_kept(as_tess: Client, topic: Topic, changes: dict[str, str]) -> None:
    keep(as_tess, topic, **changes)
    assert not KeptFinding.objects.exists()


@pytest.mark.parametrize("bad", ["\0", "\ud800", "9" * 400])
def test_hostile_words_are_refused(as_tess: Client, topic: Topic, bad: str) -> None:
    for name in ("rule", "words", "because"):
        answer = keep(
            as_tess, topic, **{name: bad.encode("utf-8", "surrogatepass").decode("utf-8", "replace")}
        )
        assert answer.status_code in (302, 422)


def test_a_topic_about_language_keeps_all_its_words_at_once(as_tess: Client, topic: Topic) -> None:
    says(topic, "An addict, a junkie and a wino.\n\n[Here](https://example.org) is more.\n")
    assert "Keep all words" in page(as_tess, topic)
    keep(as_tess, topic, rule="language", words="", because="This topic is about these words.")
    html = page(as_tess, topic)
    assert "1 finding on language and clarity" in html
    assert "“Here”" in html
    assert "All words" in html


def test_scenarios_and_questions_have_findings_too(as_tess: Client, course: Course, now: datetime) -> None:
    scenario, question = Scenario.objects.get(), Question.objects.get(key="q-0")
    for row, changes in (
        (scenario, {"weigh": "He is a junkie."}),
        (question, {"explanation": "He is a junkie."}),
    ):
        live = row.live
        names = {
            "scenario": ("title", "situation", "questions", "minutes_low", "minutes_high", "situation_html")
        }
        kept = names.get(str(row._meta.model_name), ("stem", "body", "stem_html"))
        payload = {name: getattr(live, name) for name in kept} | changes
        versions.take_from_file(row, payload=payload, rendered={}, at=now)
        assert "“junkie”" in page(as_tess, row)
        answer = keep(as_tess, row, rule="junkie", words="junkie")
        assert answer.status_code == 302
    kept_at = set(KeptFinding.objects.values_list("kind", "address"))
    assert kept_at == {("scenario", "roles/pills"), ("question", "q-0")}


def test_the_preview_tells_findings_of_what_stands_in_the_form(as_tess: Client, topic: Topic) -> None:
    fields = fields_of(as_tess.get(address("change", topic)), "topic_form")
    typed = {**fields, "source": "Two winos sat there."}
    html = as_tess.post(address("preview", topic), typed).content.decode()
    assert "1 finding on language and clarity" in html
    assert "“winos”" in html
    keep(as_tess, topic)
    assert "finding" not in as_tess.get(address("preview", topic)).content.decode()


# --- All of it on one page ------------------------------------------------------------------------------------------


def everything(client: Client, query: str = "") -> str:
    return client.get(reverse("admin:findings") + query).content.decode()


def test_one_page_lists_all_open_findings_and_leads_to_each(as_tess: Client, topic: Topic) -> None:
    html = everything(as_tess)
    assert "“addict”" in html
    assert address("change", topic) + "#findings" in html
    keep(as_tess, topic)
    assert "Every finding is mended, or kept with a reason." in everything(as_tess)


def test_the_page_narrows_by_severity_and_kind(as_tess: Client, topic: Topic) -> None:
    says(topic, ADDICT + "\n[Here](https://example.org).\n")
    assert "“Here”" not in everything(as_tess, "?severity=high")
    assert "“addict”" not in everything(as_tess, "?severity=clarity")
    assert "Nothing of this kind was found." in everything(as_tess, "?kind=question")
    assert "2 findings" in everything(as_tess, "?severity=nonsense&page=-1&kind=%00")


def test_the_page_follows_every_change(as_tess: Client, topic: Topic) -> None:
    assert "“addict”" in everything(as_tess)
    says(topic, "## A day\n\nA junkie came.\n")
    html = everything(as_tess)
    assert "“addict”" not in html
    assert "“junkie”" in html


def test_who_trains_elsewhere_sees_nothing_of_it(topic: Topic) -> None:
    other = Course.objects.create(program=topic.step.lesson.course.program, slug="other", title="Other")
    stranger = _person("Otto Other")
    people.assign(stranger, Assignment.Role.TRAINER, course=other)
    client = signed_in(stranger)
    assert "“addict”" not in everything(client)
    assert keep(client, topic).status_code == 404
    assert not KeptFinding.objects.exists()


def test_a_trainer_of_one_cohort_reads_findings_and_keeps_none(topic: Topic, spring: Cohort) -> None:
    reader = _person("Rosa Reader")
    people.assign(reader, Assignment.Role.TRAINER, cohort=spring)
    client = signed_in(reader)
    assert "“addict”" in page(client, topic)
    assert "Keep, because" not in page(client, topic)
    assert keep(client, topic).status_code == 404


@pytest.mark.parametrize("who", ["ada", "sam"])
def test_others_find_no_such_page(who: str, topic: Topic, request: pytest.FixtureRequest) -> None:
    client = signed_in(request.getfixturevalue(who))
    assert client.get(reverse("admin:findings")).status_code == 404
    assert keep(client, topic).status_code == 404


def test_the_page_takes_as_many_statements_with_fifty_rows_as_with_five(
    as_tess: Client, course: Course, tess: Person, now: datetime
) -> None:
    def grow(first: int, last: int) -> None:
        lesson, question = course.lessons.get(), Question.objects.get(key="q-0")
        for number in range(first, last):
            added = add_topic(lesson, f"more-{number}", f"An addict {number}", 100 + number)
            add_question(course, question.competency, f"more-{number}")
            thing = {"course": course.pk, "kind": "topic", "address": f"more-{number}"}
            why = {"rule": "addict", "words": "addict", "because": "Why."}
            keeps.keep(added, **thing, **why, by=tess, at=now)  # type: ignore[arg-type]

    grow(0, 5)
    few = statements(as_tess, reverse("admin:findings"))
    grow(5, 50)
    assert statements(as_tess, reverse("admin:findings")) == few <= 12


def test_the_editor_takes_as_many_statements_with_fifty_keeps_as_with_five(
    as_tess: Client, topic: Topic, tess: Person, course: Course, now: datetime
) -> None:
    def grow(first: int, last: int) -> None:
        thing = {"course": course.pk, "kind": "topic", "address": "roles", "rule": "addict"}
        for number in range(first, last):
            keeps.keep(topic, **thing, words=f"{number}", because="Why.", by=tess, at=now)  # type: ignore[arg-type]

    grow(0, 5)
    few = statements(as_tess, address("change", topic))
    grow(5, 50)
    assert statements(as_tess, address("change", topic)) == few
