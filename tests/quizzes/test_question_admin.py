"""Trainers write questions and set exams; an attempt that has begun keeps what it was given."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from course import versions
from course.models import AuditEvent, Competency, Course, Enrollment, Step
from quizzes import attempts
from quizzes.blueprint import anchors_of
from quizzes.kind_forms.rows import Row, with_keys
from quizzes.models import BlueprintRow, Exam, Question, QuestionVersion
from quizzes.rendering import rendered_question
from quizzes.rules import Rules, Shows
from tests.page_forms import Fields, fields_of

CHOICES = [
    {"key": "call-now", "text": "Call her now.", "right": True, "why": "She hears a voice."},
    {"key": "wait", "text": "Wait until tomorrow.", "right": False, "why": "It may be too late."},
    {"key": "tell-no-one", "text": "Tell no one.", "right": False, "why": "Nobody can keep this."},
]
PAYLOAD: dict[str, Any] = {
    "stem": "What do you do?",
    "body": {"choices": CHOICES},
    "explanation": "Act at once, and never alone.",
    "reference": {"title": "Crisis Care", "publisher": "SAMHSA", "year": 2022},
}


@pytest.fixture
def question(course: Course) -> Question:
    question = Question.objects.get(key="q-0")
    payload = {**PAYLOAD, "points": QuestionVersion._meta.get_field("points").to_python("1.00")}
    versions.take_from_file(question, payload=payload, rendered=rendered_question(payload), at=timezone.now())
    return question


@pytest.fixture
def exam(course: Course) -> Exam:
    return Exam.objects.get()


def address(page: str, question: Question, *args: Any) -> str:
    return reverse(f"admin:quizzes_question_{page}", args=[question.pk, *args])


def typed(client: Client, question: Question, **changes: Any) -> Fields:
    """The form as it stands, with changes. A ``_`` in a name stands for the ``-`` of a choice's row."""
    return {**fields_of(client.get(address("change", question)), "question_form"), **changes}


def live_body(question: Question) -> Any:
    question.refresh_from_db()
    assert question.live is not None
    return question.live.body


def test_choices_keep_their_keys_when_their_words_change(as_tess: Client, question: Question) -> None:
    sent = typed(as_tess, question, **{"choices-2-text": "Wait, and think.", "choices-1-why": "Better."})
    as_tess.post(address("change", question), {**sent, "_publish": ""})
    choices = live_body(question)["choices"]
    assert [each["key"] for each in choices] == ["call-now", "wait", "tell-no-one"]
    assert (choices[1]["text"], choices[0]["why"]) == ("Wait, and think.", "Better.")


def test_a_new_choice_gets_a_key_of_its_own(as_tess: Client, question: Question) -> None:
    sent = typed(as_tess, question, **{"choices-4-text": "Wait", "choices-4-why": "Hm."})
    as_tess.post(address("change", question), {**sent, "_publish": ""})
    keys = [each["key"] for each in live_body(question)["choices"]]
    assert keys == ["call-now", "wait", "tell-no-one", "wait-1"]


def test_a_choice_that_is_emptied_goes_and_the_others_keep_their_keys(
    as_tess: Client, question: Question
) -> None:
    sent = typed(as_tess, question, **{"choices-4-text": "A fourth way.", "choices-4-why": "Why not."})
    as_tess.post(address("change", question), {**sent, "_publish": ""})
    sent = typed(as_tess, question, **{"choices-2-text": "", "choices-2-why": ""})
    as_tess.post(address("change", question), {**sent, "_publish": ""})
    assert [each["key"] for each in live_body(question)["choices"]] == [
        "call-now",
        "tell-no-one",
        "a-fourth-way",
    ]


@pytest.mark.parametrize(
    ("rows", "keys"),
    [
        ([Row(1, "made-up", {"text": "One thing"})], ["one-thing"]),
        ([Row(1, "old", {"text": "One"}), Row(2, "old", {"text": "Two"})], ["old", "two-1"]),
        ([Row(1, "", {"text": "Same words"}), Row(2, "", {"text": "Same words"})], ["same-words", "same-words-2"]),
        ([Row(1, "", {"text": "Right!"}), Row(2, "", {"text": "正しい"})], ["right-1", "choice-1"]),
    ],
)  # fmt: skip
def test_no_two_choices_share_a_key_and_none_is_taken_from_outside(rows: list[Row], keys: list[str]) -> None:
    assert [each["key"] for each in with_keys(rows, ["old"], named_by="text")] == keys


def test_saving_a_question_as_it_stands_makes_no_version(as_tess: Client, question: Question) -> None:
    as_tess.post(address("change", question), typed(as_tess, question))
    question.refresh_from_db()
    assert question.draft is None
    assert AuditEvent.objects.count() == 0


def test_an_attempt_that_has_begun_keeps_the_question_it_was_given(
    as_tess: Client, question: Question, exam: Exam, enrollment: Enrollment
) -> None:
    BlueprintRow.objects.update(count=6)  # all there are, so that this one is drawn
    attempt = attempts.start(enrollment, exam, at=timezone.now())
    item = attempt.items.get(version__question=question)
    sent = typed(as_tess, question, **{"stem": "Something else?", "choices-1-text": "Other words."})
    as_tess.post(address("change", question), {**sent, "critical": "", "_publish": ""})
    item = attempt.items.get(pk=item.pk)
    assert item.version.stem == "What do you do?"
    assert item.version.body["choices"][0]["text"] == "Call her now."
    assert item.critical
    assert live_body(question)["choices"][0]["text"] == "Other words."


def test_a_draft_is_not_asked(as_tess: Client, question: Question) -> None:
    as_tess.post(address("change", question), typed(as_tess, question, stem="A draft?"))
    question.refresh_from_db()
    assert question.draft is not None
    assert question.live is not None
    assert (question.draft.stem, question.live.stem) == ("A draft?", "What do you do?")


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"choices-2-right": "1"}, "A single choice has exactly one right choice; this has 2."),
        ({"choices-2-why": ""}, "Choice 2, why: Write something here."),
        ({"choices-3-text": "", "choices-3-why": ""}, "This needs at least 3."),
        ({"explanation": " "}, "Write something here."),
        ({"stem": "See ![a picture](x.png)."}, "A picture cannot stand here"),
        ({"reference_title": "", "reference_publisher": "", "reference_year": ""}, "Name the published source"),
        ({"reference_publisher": ""}, "This is empty."),
        ({"choices-1-text": "a\u202eb"}, "Choice 1, text: This text holds a character that changes"),
        ({"choices-1-text": "x" * 1001}, "Choice 1, text: This has 1001 characters; at most 1000 are kept."),
    ],
)  # fmt: skip
def test_publishing_is_refused_with_the_row_and_the_reason(
    as_tess: Client, question: Question, changes: dict[str, str], says: str
) -> None:
    response = as_tess.post(
        address("change", question), {**typed(as_tess, question, **changes), "_publish": ""}
    )
    assert says in response.content.decode()
    question.refresh_from_db()
    assert question.draft is None


def test_a_row_is_named_as_it_stands_on_the_page(as_tess: Client, question: Question) -> None:
    """An empty row between two others does not change the others' numbers."""
    changes = {"choices-2-text": "", "choices-2-why": "", "choices-4-text": "Four", "choices-4-why": ""}
    response = as_tess.post(
        address("change", question), {**typed(as_tess, question, **changes), "_publish": ""}
    )
    assert "Choice 4, why: Write something here." in response.content.decode()


def test_an_unfinished_question_can_be_kept_as_a_draft(as_tess: Client, question: Question) -> None:
    changes = {"choices-2-why": "", "choices-3-text": "", "choices-3-why": ""}
    as_tess.post(address("change", question), typed(as_tess, question, **changes))
    page = as_tess.get(address("change", question)).content.decode()
    assert "To be mended before this draft can be published:" in page
    assert "Choices: Choice 2, why: Write something here." in page


def test_what_was_typed_is_kept_when_it_is_refused(as_tess: Client, question: Question) -> None:
    changes = {"choices-1-text": "New <b>words</b>", "stem": "", "choices-3-right": "1"}
    response = as_tess.post(address("change", question), typed(as_tess, question, **changes))
    kept = fields_of(response, "question_form")
    assert kept["choices-1-text"] == ["New <b>words</b>"]
    assert kept["choices-3-right"] == ["1"]


def test_a_preview_asks_the_question_as_an_exam_does_and_stores_nothing(
    as_tess: Client, question: Question
) -> None:
    before = QuestionVersion.objects.count()
    sent = typed(as_tess, question, stem="And **now**?")
    page = as_tess.post(address("preview", question), sent).content.decode()
    assert "And <strong>now</strong>?" in page
    assert 'type="radio"' in page
    assert QuestionVersion.objects.count() == before


def test_a_trainer_adds_a_question_and_publishes_it(as_tess: Client, course: Course) -> None:
    competency = Competency.objects.get()
    new = {"course": course.pk, "kind": "multiple", "competency": competency.pk, "stem": "Which two fit?"}
    as_tess.post(reverse("admin:quizzes_question_add"), new)
    question = Question.objects.get(key="which-two-fit")
    assert question.live is None
    assert question not in Question.objects.in_use()
    rows = {
        f"choices-{number}-{name}": value
        for number, (text, right) in enumerate([("One", True), ("Two", True), ("Three", False)], start=1)
        for name, value in {"text": text, "why": "Because.", **({"right": "1"} if right else {})}.items()
    }
    sent = typed(as_tess, question, explanation="So it is.", basis="practice", **rows)
    as_tess.post(address("change", question), {**sent, "_publish": ""})
    assert live_body(question)["policy"] == "all-or-nothing"
    assert question in Question.objects.in_use()


def test_where_a_question_belongs_is_written_at_once_and_noted(as_tess: Client, question: Question) -> None:
    topic = Step.objects.get(slug="roles")
    as_tess.post(address("change", question), typed(as_tess, question, taught_by=topic.pk, basis="practice"))
    question.refresh_from_db()
    assert (question.taught_by, question.basis) == (topic, "practice")
    assert AuditEvent.objects.get(verb="changed").detail == {"fields": ["taught_by", "basis"]}


def test_a_question_that_an_exam_needs_is_not_retired(
    as_tess: Client, question: Question, exam: Exam
) -> None:
    exam.blueprint.update(count=6)
    page = as_tess.post(address("retire", question), follow=True).content.decode()
    assert "needs 6 questions for “samhsa-3”, and 5 would be left" in page
    exam.blueprint.update(count=5)
    as_tess.post(address("retire", question))
    question.refresh_from_db()
    assert question.retired


def test_a_question_that_an_exam_needs_keeps_its_competency(
    as_tess: Client, question: Question, exam: Exam
) -> None:
    exam.blueprint.update(count=6)
    other = Competency.objects.create(framework="samhsa", code="samhsa-8", title="Crises")
    response = as_tess.post(address("change", question), typed(as_tess, question, competency=other.pk))
    assert "and 5 would be left" in response.content.decode()


# --- Exams ------------------------------------------------------------------------------------------


def exam_address(exam: Exam) -> str:
    return reverse("admin:quizzes_exam_change", args=[exam.pk])


def exam_typed(client: Client, exam: Exam, **changes: Any) -> Fields:
    return {
        **fields_of(client.get(exam_address(exam)), "exam_form"),
        "instructions": ["Take your time."],
        **changes,
    }


def test_an_exams_rules_are_set_in_plain_fields(as_tess: Client, exam: Exam) -> None:
    changes = {
        "title": "Where you start",
        "attempts": "2",
        "time_limit_minutes": "45",
        "feedback": ["score"],
        "shuffle": [],
    }
    as_tess.post(exam_address(exam), exam_typed(as_tess, exam, **changes))
    exam = Exam.objects.get()
    assert exam.step.title == "Where you start"
    assert (
        exam.rules == Rules(feedback=[Shows.SCORE], shuffle=False, attempts=2, time_limit_minutes=45).stored()
    )
    assert exam.instructions_html == "<p>Take your time.</p>"


def test_the_rules_of_an_attempt_that_has_begun_stay(
    as_tess: Client, exam: Exam, enrollment: Enrollment
) -> None:
    attempt = attempts.start(enrollment, exam, at=timezone.now())
    as_tess.post(exam_address(exam), exam_typed(as_tess, exam, time_limit_minutes="5"))
    attempt.refresh_from_db()
    assert attempt.rules["time_limit_minutes"] is None
    assert attempt.deadline is None


def test_a_blueprint_says_what_the_bank_has_and_refuses_more(as_tess: Client, exam: Exam) -> None:
    assert "4 of 6 available" in as_tess.get(exam_address(exam)).content.decode()
    response = as_tess.post(exam_address(exam), exam_typed(as_tess, exam, **{"blueprint-0-count": "7"}))
    assert "6 of 7 available in the bank." in response.content.decode()
    assert exam.blueprint.get().count == 4


def test_a_blueprint_changes_what_the_outline_says_of_the_exam(as_tess: Client, exam: Exam) -> None:
    as_tess.post(exam_address(exam), exam_typed(as_tess, exam, **{"blueprint-0-count": "6"}))
    step = Step.objects.get(pk=exam.step_id)
    assert (step.size, step.minutes_low, step.minutes_high) == (6, 8, 11)


@pytest.mark.parametrize("anchor", ["9" * 30, "not-in-the-bank"])
def test_an_anchor_that_is_not_in_the_bank_is_refused_by_name(
    as_tess: Client, exam: Exam, anchor: str
) -> None:
    response = as_tess.post(exam_address(exam), exam_typed(as_tess, exam, anchors=anchor))
    assert f"{anchor} is not one of the available choices" in response.content.decode()


def test_both_forms_ask_the_anchors_that_are_chosen(as_tess: Client, exam: Exam, question: Question) -> None:
    chosen = exam_typed(as_tess, exam, asks="own", anchors=question.key, **{"blueprint-0-count": "3"})
    as_tess.post(exam_address(exam), chosen)
    assert anchors_of(Exam.objects.get()) == [question.key]
    assert exam_typed(as_tess, exam)["anchors"] in (question.key, [question.key])


def test_an_exam_without_questions_is_refused(as_tess: Client, exam: Exam) -> None:
    response = as_tess.post(exam_address(exam), exam_typed(as_tess, exam, **{"blueprint-0-DELETE": "on"}))
    assert "An exam asks at least one question" in response.content.decode()
    assert exam.blueprint.count() == 1


def test_a_competency_stands_in_a_blueprint_once(as_tess: Client, exam: Exam) -> None:
    again = {"blueprint-1-competency": Competency.objects.get().pk, "blueprint-1-count": "1"}
    response = as_tess.post(exam_address(exam), exam_typed(as_tess, exam, **again))
    assert response.status_code == 200
    assert exam.blueprint.count() == 1


def test_a_long_blueprint_costs_no_more_statements(as_tess: Client, exam: Exam) -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert as_tess.get(exam_address(exam)).status_code == 200
        return len(captured)

    statements()  # The first page of a process also reads what all later ones share.
    few = statements()
    for number in range(20):
        each = Competency.objects.create(framework="samhsa", code=f"more-{number}", title=f"More {number}")
        BlueprintRow.objects.create(exam=exam, competency=each, count=1)
    assert statements() == few


def test_the_admin_knows_no_attempts_and_no_answers(as_alma: Client) -> None:
    for name in ("attempt", "attemptitem", "answer", "mark"):
        assert as_alma.get(f"/admin/quizzes/{name}/").status_code == 404
