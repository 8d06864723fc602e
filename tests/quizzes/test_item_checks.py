"""Hints and look-alikes where trainers work: on a question's page, over the bank, kept with a reason."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from course import registry, versions
from course.joining import people
from course.models import Assignment, AuditEvent, Cohort, Competency, Course, KeptFinding, Person
from quizzes import item_checks
from quizzes.models import Exam, FormItem, Question
from quizzes.rendering import rendered_question
from tests.conftest import _person, signed_in
from tests.page_forms import fields_of

SOURCE = {"title": "Core Competencies", "publisher": "SAMHSA", "year": 2015}
SCENE = "Maya has not slept for two nights, and tells you so at the door. What do you say first?"
OTHER = "A man at the bus stop shouts at passing cars. Nobody is near him. How do you begin to talk with him?"
TEXTS = (
    "I am glad that you came in today.",
    "Have you taken your pills today?",
    "You should go home and rest now.",
)


def address(page: str, *args: Any) -> str:
    return reverse(f"admin:quizzes_question_{page}", args=args)


def write(question: Question, stem: str = SCENE, texts: tuple[str, ...] = TEXTS, **more: Any) -> Question:
    """A live version with these words; the first choice is right."""
    choices = [
        {"key": f"c-{n}", "text": text, "right": n == 0, "why": f"Because of {n}."}
        for n, text in enumerate(texts)
    ]
    points = question.versions.model._meta.get_field("points").to_python("1.00")
    payload = {
        "stem": stem,
        "body": {"choices": choices},
        "points": points,
        "explanation": "E.",
        "reference": SOURCE,
    }
    payload |= more
    versions.take_from_file(question, payload=payload, rendered=rendered_question(payload), at=timezone.now())
    return question


@pytest.fixture
def bank(course: Course) -> list[Question]:
    """Two questions and no more, neither with a hint."""
    first, second, *others = Question.objects.order_by("key")
    Question.objects.filter(pk__in=[each.pk for each in others]).update(retired=True)
    texts = ("Sit down where he sees you.", "Ask him to calm down.", "Go past him.")
    return [write(first), write(second, OTHER, texts)]


def keep_address(question: Question) -> str:
    finding = item_checks.check(question.newest)[0].finding
    return address("keep_hint", question.pk, finding.rule, finding.digest)


# --- A question's page -----------------------------------------------------------------------------------------------


def test_a_questions_page_and_its_preview_say_what_could_be_written_better(
    as_tess: Client, bank: list[Question]
) -> None:
    assert "Nothing was found." in as_tess.get(address("change", bank[0].pk)).content.decode()
    form = fields_of(as_tess.get(address("change", bank[0].pk)), "question_form")
    sent = {**form, "stem": "Maya is here. Which of these is NOT helpful to her now?"}
    assert (
        "The question asks what is not so"
        in as_tess.post(address("preview", bank[0].pk), sent).content.decode()
    )
    as_tess.post(address("change", bank[0].pk), sent)
    assert "The question asks what is not so" in as_tess.get(address("change", bank[0].pk)).content.decode()


def test_hints_keep_nothing_from_being_published(as_tess: Client, bank: list[Question]) -> None:
    form = fields_of(as_tess.get(address("change", bank[0].pk)), "question_form")
    as_tess.post(address("change", bank[0].pk), {**form, "stem": "Which is NOT so?", "_publish": ""})
    bank[0].refresh_from_db()
    assert (bank[0].draft, bank[0].newest.stem) == (None, "Which is NOT so?")


def test_a_hint_is_kept_with_reason_author_and_date(
    as_tess: Client, tess: Person, bank: list[Question]
) -> None:
    question = write(bank[0], "Which is NOT so? It is about Maya and the nights that she did not sleep.")
    assert "Because" in as_tess.get(keep_address(question)).content.decode()
    as_tess.post(keep_address(question), {"reason": "The state exam asks it like this."})
    row = KeptFinding.objects.get()
    assert (row.kind, row.address, row.rule, row.by) == ("question", question.key, "negative-stem", tess)
    page = as_tess.get(address("change", question.pk)).content.decode()
    assert "Kept, because: The state exam asks it like this." in page
    assert "Tess Moreau" in page.split("Kept, because:")[1]
    assert AuditEvent.objects.filter(verb="finding-kept", subject=f"question:{question.pk}").count() == 1


def test_a_hint_is_not_kept_without_a_reason_and_what_was_typed_stays(
    as_tess: Client, bank: list[Question]
) -> None:
    question = write(bank[0], explanation="")
    for reason in ("", "   ", "x" * 301, "a\x00b", "a\u202eb"):
        page = as_tess.post(keep_address(question), {"reason": reason})
        assert "invalid-feedback" in page.content.decode()
    assert "x" * 301 in as_tess.post(keep_address(question), {"reason": "x" * 301}).content.decode()
    assert KeptFinding.objects.count() == 0


def test_what_is_kept_is_open_again_once_the_words_change(as_tess: Client, bank: list[Question]) -> None:
    question = write(bank[0], "Which is NOT so? It is about Maya and the nights without sleep.")
    as_tess.post(keep_address(question), {"reason": "As the state asks."})
    assert [each.kept for each in item_checks.check(question.newest)] == [True]
    write(question, "Which is NOT true? It is about Maya and the nights without sleep.")
    assert [each.kept for each in item_checks.check(question.newest)] == [False]


def test_keeping_can_be_taken_back(as_tess: Client, bank: list[Question]) -> None:
    question = write(bank[0], explanation="")
    as_tess.post(keep_address(question), {"reason": "Soon."})
    as_tess.post(keep_address(question), {"_reopen": "1"})
    assert KeptFinding.objects.count() == 0
    assert AuditEvent.objects.filter(verb="finding-reopened").count() == 1


def test_keeping_twice_keeps_the_first_reason(as_tess: Client, bank: list[Question]) -> None:
    question = write(bank[0], explanation="")
    for reason in ("First.", "Second."):
        as_tess.post(keep_address(question), {"reason": reason})
    assert KeptFinding.objects.get().because == "First."


def test_a_finding_that_is_not_there_cannot_be_kept(as_tess: Client, bank: list[Question]) -> None:
    for rule, what in (
        ("negative-stem", "0" * 64),
        ("made-up", "x"),
        ("look-alike", "x"),
        ("look-alike", "9" * 40),
    ):
        assert as_tess.post(address("keep_hint", bank[0].pk, rule, what), {"reason": "R."}).status_code == 404


def test_whoever_only_reads_a_course_keeps_nothing(spring: Cohort, bank: list[Question]) -> None:
    tim = _person("Tim Roth")
    people.assign(tim, Assignment.Role.TRAINER, cohort=spring)
    question, client = write(bank[0], explanation=""), signed_in(tim)
    assert "An explanation is missing" in client.get(address("item_writing")).content.decode()
    assert client.post(keep_address(question), {"reason": "R."}).status_code == 404


# --- Look-alikes -----------------------------------------------------------------------------------------------------


def copied(bank: list[Question]) -> Question:
    return write(bank[1], SCENE.replace("Maya", "Amina"))


def test_saving_a_look_alike_says_so(as_tess: Client, bank: list[Question]) -> None:
    form = fields_of(as_tess.get(address("change", bank[1].pk)), "question_form")
    sent = {**form, "stem": SCENE.replace("Maya", "Amina")}
    sent |= {f"choices-{n}-text": text for n, text in enumerate(TEXTS, start=1)}
    assert "Look-alike" in as_tess.post(address("preview", bank[1].pk), sent).content.decode()
    page = as_tess.post(address("change", bank[1].pk), sent, follow=True).content.decode()
    assert "This reads much like “Maya has not slept" in page


def test_the_bank_lists_look_alikes_until_somebody_says_that_they_are_meant(
    as_tess: Client, bank: list[Question]
) -> None:
    assert "No two questions read alike." in as_tess.get(address("look_alikes")).content.decode()
    copied(bank)
    page = as_tess.get(address("look_alikes")).content.decode()
    assert bank[0].key in page
    assert bank[1].key in page
    # From either side, it is the same pair.
    as_tess.post(address("keep_hint", bank[1].pk, "look-alike", bank[0].pk), {"reason": "Form A and form B."})
    assert "No two questions read alike." in as_tess.get(address("look_alikes")).content.decode()
    kept = as_tess.get(address("look_alikes"), {"kept": "1"}).content.decode()
    assert "Kept, because: Form A and form B." in kept
    form = fields_of(as_tess.get(address("change", bank[0].pk)), "question_form")
    assert "≈" not in as_tess.post(address("preview", bank[0].pk), form).content.decode()


def test_retired_questions_and_other_courses_are_not_compared(bank: list[Question], course: Course) -> None:
    copied(bank)
    Question.objects.filter(pk=bank[1].pk).update(retired=True)
    assert item_checks.alike_in(course) == []
    assert item_checks.alike_to(bank[0].newest) == []


def test_a_question_is_found_alike_by_one_and_by_all_in_the_same_measure(
    bank: list[Question], course: Course
) -> None:
    copied(bank)
    (pair,), (near,) = item_checks.alike_in(course), item_checks.alike_to(bank[0].newest)
    assert pair.likeness == near.likeness > 0.6
    assert {pair.question.key, pair.other.key} == {near.question.key, near.other.key}


# --- The bank --------------------------------------------------------------------------------------------------------


def test_the_bank_page_names_each_question_with_its_hints(as_tess: Client, bank: list[Question]) -> None:
    assert "No open hints." in as_tess.get(address("item_writing")).content.decode()
    write(bank[0], "Which is NOT so? It is about Maya and the nights without sleep.")
    page = as_tess.get(address("item_writing")).content.decode()
    assert f'href="{address("change", bank[0].pk)}"' in page
    assert f'href="{address("change", bank[1].pk)}"' not in page


def test_the_bank_page_tells_of_a_place_that_is_used_too_often(
    as_tess: Client, course: Course, competency: Competency
) -> None:
    page = as_tess.get(address("item_writing")).content.decode()
    assert "used too often" not in page  # six questions are too few to say so
    for number in range(6):
        row = Question.objects.create(
            course=course, key=f"more-{number}", kind="single", competency=competency
        )
        write(row)
    assert "used too often" in as_tess.get(address("item_writing")).content.decode()


def test_an_exams_hints_are_those_of_the_questions_that_it_asks(
    as_tess: Client, course: Course, bank: list[Question]
) -> None:
    exam = Exam.objects.get()
    write(bank[0], explanation="")
    write(bank[1], explanation="")
    both = as_tess.get(address("item_writing"), {"course": course.pk, "exam": exam.pk}).content.decode()
    assert bank[0].key in both
    assert bank[1].key in both
    Exam.objects.filter(pk=exam.pk).update(forms_of=exam)
    FormItem.objects.create(exam=exam, form="A", row=exam.blueprint.get(), question=bank[0])
    one = as_tess.get(address("item_writing"), {"course": course.pk, "exam": exam.pk}).content.decode()
    assert bank[0].key in one
    assert bank[1].key not in one


def test_the_list_can_show_only_questions_with_open_hints(as_tess: Client, bank: list[Question]) -> None:
    write(bank[0], explanation="")
    page = as_tess.get(address("changelist"), {"hints": "yes"}).content.decode()
    assert bank[0].key in page
    assert bank[1].key not in page
    as_tess.post(keep_address(bank[0]), {"reason": "R."})
    assert "Nothing fits." in as_tess.get(address("changelist"), {"hints": "yes"}).content.decode()


def test_nobody_sees_another_courses_bank(as_tess: Client, as_ada: Client, course: Course) -> None:
    other = Course.objects.create(program=course.program, slug="other", title="Other")
    for page in ("item_writing", "look_alikes"):
        assert as_tess.get(address(page), {"course": other.pk}).status_code == 404
        for odd in ("x", "9" * 30, "-1", "\x00", "²"):
            assert as_tess.get(address(page), {"course": odd}).status_code == 404
        assert as_ada.get(address(page)).status_code == 404
    assert as_tess.get(address("item_writing"), {"exam": "9" * 30}).status_code == 404


def test_the_registry_hands_findings_to_whoever_checks_the_course(
    course: Course, bank: list[Question]
) -> None:
    write(bank[0], explanation="")
    (found,) = registry.content_findings(course)
    assert (found.rule, found.severity, found.kept) == ("no-explanation", "high", False)
    assert found.place == f"question {bank[0].key}, explanation"
    assert found.message.startswith("An explanation is missing.")


# --- Budgets ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [50, 500])
def test_pages_take_no_more_statements_in_a_bigger_bank(
    as_tess: Client, course: Course, competency: Competency, bank: list[Question], size: int
) -> None:
    rows = [
        Question(course=course, key=f"more-{number}", kind="single", competency=competency)
        for number in range(size)
    ]
    for row in Question.objects.bulk_create(rows):
        versions_of = row.versions.model
        text = (
            f"{SCENE} {row.key}"
            if row.key.endswith("7")
            else f"Word{row.key} other{row.key}. Then {row.key}?"
        )
        row.live = versions_of.objects.create(
            question=row, number=1, digest=row.key, origin="file", created_at=timezone.now(), stem=text,
            body={"choices": [{"key": "a", "text": row.key, "right": True, "why": ""}]}, stem_html=text,
        )  # fmt: skip
        row.save(update_fields=["live"])
    form = fields_of(as_tess.get(address("change", bank[0].pk)), "question_form")
    asked: dict[str, tuple[Callable[[], Any], int]] = {
        "change": (lambda: as_tess.get(address("change", bank[0].pk)), 18),
        "preview": (lambda: as_tess.post(address("preview", bank[0].pk), form), 14),
        "list": (lambda: as_tess.get(address("changelist")), 12),
        "filtered": (lambda: as_tess.get(address("changelist"), {"hints": "yes"}), 14),
        "item writing": (lambda: as_tess.get(address("item_writing")), 10),
        "look-alikes": (lambda: as_tess.get(address("look_alikes")), 9),
    }
    for name, (ask, most) in asked.items():
        with CaptureQueriesContext(connection) as captured:
            assert ask().status_code == 200
        assert len(captured) <= most, (
            name,
            len(captured),
            [q["sql"][:150] for q in captured.captured_queries],
        )


@pytest.fixture
def competency(course: Course) -> Competency:
    return Competency.objects.get()
