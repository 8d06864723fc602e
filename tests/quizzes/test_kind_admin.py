"""A trainer writes a question of every kind in plain fields."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from course.models import Competency, Course
from quizzes.kind_forms import KIND_FORMS
from quizzes.kind_forms.rows import Row, with_keys
from quizzes.kinds import KINDS
from quizzes.models import Question
from tests.page_forms import Fields, fields_of
from tests.quizzes.kind_bodies import SAMPLES, add_item

EVERY = [(kind, number) for kind, items in SAMPLES.items() for number in range(len(items))]


def address(page: str, question: Question) -> str:
    return reverse(f"admin:quizzes_question_{page}", args=[question.pk])


def typed(client: Client, question: Question, **changes: Any) -> Fields:
    return {**fields_of(client.get(address("change", question)), "question_form"), **changes}


def publish(client: Client, question: Question, **changes: Any) -> Any:
    sent = {**typed(client, question, **changes), "_publish": ""}
    response = client.post(address("change", question), sent)
    question.refresh_from_db()
    return response


def live_body(question: Question) -> Any:
    assert question.live is not None
    return question.live.body


def without_keys(body: Any) -> Any:
    """A body without its keys, to compare two that were typed apart; an answer is its choice's place."""
    places = {each["key"]: place for place, each in enumerate(body.get("choices", []))}
    return {name: _bare(value, places) for name, value in body.items()}


def _bare(value: Any, places: dict[str, int]) -> Any:
    if not isinstance(value, list) or not isinstance(value[0], dict):
        return value
    rows = [{part: said for part, said in each.items() if part != "key"} for each in value]
    return [{**row, "answer": places[row["answer"]]} if "answer" in row else row for row in rows]


@pytest.fixture
def competency(course: Course) -> Competency:
    return Competency.objects.get()


def test_every_kind_can_be_written_by_a_trainer() -> None:
    assert list(KIND_FORMS) == list(KINDS)
    assert set(SAMPLES) == set(KINDS)


@pytest.mark.parametrize(("kind", "number"), EVERY)
def test_a_question_saved_as_it_stands_makes_no_version(
    as_tess: Client, course: Course, competency: Competency, kind: str, number: int
) -> None:
    question = add_item(course, competency, kind, number)
    publish(as_tess, question, basis="practice")
    assert question.versions.count() == 1
    assert live_body(question) == SAMPLES[kind][number][1]


@pytest.mark.parametrize(("kind", "number"), EVERY)
def test_a_trainer_adds_a_question_of_every_kind(
    as_tess: Client, course: Course, competency: Competency, kind: str, number: int
) -> None:
    stem, body = SAMPLES[kind][number]
    new = {"course": course.pk, "kind": kind, "competency": competency.pk, "stem": stem}
    as_tess.post(reverse("admin:quizzes_question_add"), new)
    question = Question.objects.exclude(key__startswith="q-").get(kind=kind)
    assert question.live is None
    model = add_item(course, competency, kind, number)
    example = typed(as_tess, model)
    filled = {
        name: value for name, value in example.items() if name not in ("based_on", "csrfmiddlewaretoken")
    }
    filled |= {name: [""] for name in filled if name.endswith("-key")}
    publish(as_tess, question, **{**filled, "basis": "practice"})
    assert without_keys(live_body(question)) == without_keys(body)
    assert KINDS[kind].check(live_body(question), model.newest.points) == []


@pytest.mark.parametrize(("kind", "number"), EVERY)
def test_a_preview_shows_it_as_exams_do_and_below_it_the_key(
    as_tess: Client, course: Course, competency: Competency, kind: str, number: int
) -> None:
    question = add_item(course, competency, kind, number)
    page = as_tess.post(address("preview", question), typed(as_tess, question)).content.decode()
    asked, unseen = page.split('id="unseen"')
    assert "KEY-" not in asked
    for line in KINDS[kind].tell(SAMPLES[kind][number][1], {}):
        assert line.why in unseen
        assert line.right is False or line.right is True or line.right in unseen


@pytest.mark.parametrize("kind", KINDS)
def test_a_new_question_can_be_looked_at_and_says_what_it_lacks(
    as_tess: Client, course: Course, competency: Competency, kind: str
) -> None:
    new = {"course": course.pk, "kind": kind, "competency": competency.pk, "stem": "Begun?"}
    page = as_tess.post(reverse("admin:quizzes_question_add"), new, follow=True).content.decode()
    question = Question.objects.get(key="begun")
    assert "To be mended before this draft can be published:" in page
    assert as_tess.get(address("preview", question)).status_code == 200
    assert publish(as_tess, question, explanation="E", basis="practice").status_code == 200
    assert question.live is None


@pytest.mark.parametrize(
    ("kind", "changes", "says"),
    [
        ("true_false", {"why_true": ""}, "Write something here."),
        ("matching", {"rows-2-answer": ""}, "The row “hope” has no choice that exists."),
        ("matching", {"rows-2-answer": "6"}, "The row “hope” has no choice that exists."),
        ("matching", {"rows-3-why": ""}, "Line 3, why: Write something here."),
        ("ordering", {"steps-1-text": "", "steps-2-text": ""}, "This needs at least 3."),
        ("short", {"accepted-2-text": "**"}, "Answer 2, text: This accepts any answer."),
        (
            "short",
            {"accepted-2-text": "a\u202eb"},
            "Answer 2, text: This text holds a character that changes",
        ),
        ("number", {"answer": "a dozen"}, "This must be a number, such as 12 or 0.5."),
        ("number", {"tolerance": "-1"}, "A tolerance is 0 or more."),
        ("long", {"rubric-1-points": "5"}, "The points of the rubric add up to 6; the question has 3."),
        ("long", {"rubric-1-points": "many"}, "Row 1, points: This must be a number, such as 12 or 0.5."),
        ("long", {"words_least": "500"}, "The least number of words is more than the most."),
        ("long", {"words_least": ""}, "This is empty."),
        ("multiple", {"policy": "by-luck"}, "Select a valid choice."),
    ],
)
def test_a_mistake_is_named_where_it_was_typed(
    as_tess: Client, course: Course, competency: Competency, kind: str, changes: dict[str, str], says: str
) -> None:
    question = add_item(course, competency, kind)
    before = question.live
    response = publish(as_tess, question, basis="practice", **changes)
    assert says in response.content.decode()
    assert question.live == before


def test_a_mistake_that_was_saved_is_named_above_the_form(
    as_tess: Client, course: Course, competency: Competency
) -> None:
    question = add_item(course, competency, "matching")
    sent = typed(as_tess, question, basis="practice", **{"rows-3-why": ""})
    page = as_tess.post(address("change", question), sent, follow=True).content.decode()
    assert "Lines: Line 3, why: Write something here." in page


def test_a_step_is_moved_by_its_place_and_keeps_its_key(
    as_tess: Client, course: Course, competency: Competency
) -> None:
    question = add_item(course, competency, "ordering")
    places = {"steps-1-place": "3", "steps-2-place": "1", "steps-3-place": "2"}
    publish(as_tess, question, basis="practice", **places)
    assert [step["key"] for step in live_body(question)["steps"]] == ["ask", "call", "listen", "note"]


def test_a_row_keeps_what_belongs_to_it_when_a_choice_before_is_taken_away(
    as_tess: Client, course: Course, competency: Competency
) -> None:
    question = add_item(course, competency, "matching")
    changes = {"choices-1-text": "", "rows-2-answer": "4", "choices-4-text": "A sponsor"}
    publish(as_tess, question, basis="practice", **changes)
    body = live_body(question)
    assert [each["key"] for each in body["choices"]] == ["clinician", "case-manager", "a-sponsor"]
    assert [row["answer"] for row in body["rows"]] == ["clinician", "a-sponsor", "case-manager"]


def test_a_number_is_stored_as_files_say_it(as_tess: Client, course: Course, competency: Competency) -> None:
    question = add_item(course, competency, "number")
    publish(as_tess, question, basis="practice", answer="1,500.50", tolerance="")
    assert live_body(question) == {"answer": "1500.5", "tolerance": "0", "unit": "minutes"}


def test_a_new_steps_key_does_not_tell_its_place() -> None:
    rows = [
        Row(number, "", {"text": text})
        for number, text in enumerate(["First", "听", "说", "First one"], start=1)
    ]
    keys = [each["key"] for each in with_keys(rows, [], named_by="text", plain=False)]
    assert len(set(keys)) == 4
    assert KINDS["ordering"].check({"steps": [{"key": key, "text": key} for key in keys]}) == []
    assert not [key for key in keys if key.endswith(("-1", "-2", "-3", "-4"))]
