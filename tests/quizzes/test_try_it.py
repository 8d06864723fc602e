"""Trainers answer a question in its preview and see how that is graded. Nothing is stored."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from course.models import AuditEvent, Competency, Course, Person
from quizzes.kinds import KINDS
from quizzes.models import Answer, AttemptItem, Question, QuestionVersion
from tests.conftest import signed_in
from tests.page_forms import Fields, fields_of
from tests.quizzes.kind_bodies import SAMPLES, add_item

GRADED = [kind for kind in KINDS if not KINDS[kind].by_hand]


@pytest.fixture
def competency(course: Course) -> Competency:
    return Competency.objects.get()


def address(page: str, question: Question) -> str:
    return reverse(f"admin:quizzes_question_{page}", args=[question.pk])


def as_posted(kind: str, response: Any) -> dict[str, Any]:
    """The fields in which a learner gives this response."""
    match kind:
        case "single":
            return {"choice": response["choice"]}
        case "multiple":
            return {"choice": response["choices"]}
        case "true_false":
            return {"choice": str(response["answer"]).lower()}
        case "matching":
            return {f"row-{row}": choice for row, choice in response["rows"].items()}
        case "ordering":
            return {f"step-{step}": place for step, place in response["places"].items()}
        case _:
            return {"text": response["text"]}


def tried(client: Client, question: Question, given: dict[str, Any], *, form: Fields | None = None) -> str:
    """The preview after answering: of the question's form where one is given, else of what is saved."""
    page = (
        client.post(address("preview", question), form) if form else client.get(address("preview", question))
    )
    sent = fields_of(page, "try_form") | {f"try-{name}": value for name, value in given.items()}
    return client.post(address("try", question), {**sent, "_try": "1"}).content.decode()


def form_of(client: Client, question: Question, **changes: Any) -> Fields:
    return {**fields_of(client.get(address("change", question)), "question_form"), **changes}


@pytest.mark.parametrize("kind", GRADED)
def test_the_key_earns_every_point(
    as_tess: Client, course: Course, competency: Competency, kind: str
) -> None:
    question = add_item(course, competency, kind)
    page = tried(as_tess, question, as_posted(kind, KINDS[kind].key_of(SAMPLES[kind][0][1])))
    assert "That is right." in page
    assert "3 of 3 points" in page
    assert "KEY-EXPLAIN it." in page


@pytest.mark.parametrize("kind", GRADED)
def test_no_answer_earns_none_and_says_so(
    as_tess: Client, course: Course, competency: Competency, kind: str
) -> None:
    page = tried(as_tess, add_item(course, competency, kind), {})
    assert "Not quite." in page
    assert "0 of 3 points" in page


def test_a_wrong_choice_is_told_with_its_own_reason(
    as_tess: Client, course: Course, competency: Competency
) -> None:
    page = tried(as_tess, add_item(course, competency, "single"), {"choice": "look-away"})
    chosen = page.split("Leave the room.")[-1]
    assert "You chose this" in chosen
    assert "KEY-WHY He asked for you." in chosen


def test_a_part_of_a_matching_earns_a_part(as_tess: Client, course: Course, competency: Competency) -> None:
    page = tried(as_tess, add_item(course, competency, "matching"), {"row-dose": "clinician"})
    assert "Partly right." in page
    assert "1 of 3 points" in page
    assert "2 lines have no choice yet." in page


@pytest.mark.parametrize(("text", "points"), [("my LIVED experience!", "3"), ("Cafe", "3"), ("advice", "0")])
def test_a_short_answer_is_held_against_its_patterns(
    as_tess: Client, course: Course, competency: Competency, text: str, points: str
) -> None:
    page = tried(as_tess, add_item(course, competency, "short", 1), {"text": text})
    assert f"{points} of 3 points" in page


def test_a_long_answer_says_that_a_person_marks_it(
    as_tess: Client, course: Course, competency: Competency
) -> None:
    page = tried(as_tess, add_item(course, competency, "long"), {"text": "I hear you, Marcus."})
    assert "A person reads this answer and gives the points" in page
    assert "I hear you, Marcus." in page
    assert "Says back what he heard" in page
    assert "of 3 points" not in page


def test_what_stands_in_the_form_is_graded_not_what_is_saved(
    as_tess: Client, course: Course, competency: Competency
) -> None:
    question = add_item(course, competency, "number")
    page = tried(as_tess, question, {"text": "91"}, form=form_of(as_tess, question, answer="91"))
    assert "That is right." in page
    again = tried(as_tess, question, {"text": "91"})
    assert "Not quite." in again


def test_a_long_text_with_line_ends_survives_the_way_through_the_preview(
    as_tess: Client, course: Course, competency: Competency
) -> None:
    question = add_item(course, competency, "single")
    stem = 'One "line" & more.\r\n\r\n- a <b>\r\n- c\r\n\r\n' + "x" * 15_000
    page = tried(as_tess, question, {"choice": "ask-first"}, form=form_of(as_tess, question, stem=stem))
    assert "x" * 15_000 in page
    assert "<li>c</li>" in page


@pytest.mark.parametrize("kind", KINDS)
def test_a_question_that_is_only_begun_says_what_it_lacks(
    as_tess: Client, course: Course, competency: Competency, kind: str
) -> None:
    new = {"course": course.pk, "kind": kind, "competency": competency.pk, "stem": "Begun?"}
    as_tess.post(reverse("admin:quizzes_question_add"), new)
    page = tried(as_tess, Question.objects.get(key="begun"), {"text": "1", "choice": "true"})
    assert "This question cannot be graded yet:" in page or kind == "true_false"
    assert "How this answer is graded" not in page or kind == "true_false"


@pytest.mark.parametrize(
    ("kind", "given", "says"),
    [
        ("single", {"choice": "made-up"}, "This choice does not belong to this question."),
        ("short", {"text": "x" * 201}, "at most 200 can be kept"),
        ("short", {"text": "a\x00b"}, ""),
        ("number", {"text": "9" * 5000}, "at most"),
        ("long", {"text": "a\u202eb"}, "holds a character"),
        ("true_false", {"choice": ["true", "false"]}, "This question takes one answer"),
    ],
)
def test_an_answer_that_cannot_be_taken_is_refused_in_words(
    as_tess: Client, course: Course, competency: Competency, kind: str, given: dict[str, Any], says: str
) -> None:
    page = tried(as_tess, add_item(course, competency, kind), given)
    assert says in page
    assert "How this answer is graded" not in page


def test_trying_stores_nothing(as_tess: Client, course: Course, competency: Competency) -> None:
    question = add_item(course, competency, "single")
    models = (Answer, AttemptItem, QuestionVersion, AuditEvent)
    before = [model.objects.count() for model in models]
    with CaptureQueriesContext(connection) as captured:
        tried(
            as_tess, question, {"choice": "ask-first"}, form=form_of(as_tess, question, stem="Other words?")
        )
    assert [model.objects.count() for model in models] == before
    written = [
        q["sql"] for q in captured.captured_queries if q["sql"].startswith(("INSERT", "UPDATE", "DELETE"))
    ]
    assert written == []


def test_the_frame_may_send_this_form_and_run_no_script(
    as_tess: Client, course: Course, competency: Competency
) -> None:
    question = add_item(course, competency, "single")
    for page in ("preview", "try"):
        policy = as_tess.post(address(page, question), form_of(as_tess, question))["Content-Security-Policy"]
        assert "sandbox allow-same-origin allow-forms" in policy
        assert "allow-scripts" not in policy
    assert (
        'sandbox="allow-same-origin allow-forms"' in as_tess.get(address("change", question)).content.decode()
    )


def test_an_old_version_is_only_looked_at(as_tess: Client, course: Course, competency: Competency) -> None:
    question = add_item(course, competency, "single")
    page = as_tess.get(reverse("admin:quizzes_question_version", args=[question.pk, 1]))
    assert 'name="_try"' not in page.content.decode()
    assert "allow-forms" not in page["Content-Security-Policy"]


def test_nobody_else_tries_it(
    as_ada: Client, as_sam: Client, sven: Person, course: Course, competency: Competency
) -> None:
    question = add_item(course, competency, "single")
    for client in (as_ada, as_sam, signed_in(sven)):
        assert client.post(address("try", question), {"_try": "1", "_as_saved": "1"}).status_code == 404
