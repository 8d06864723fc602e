"""What answers say: the pages on which trainers and supervisors read figures about exams and their questions."""

from __future__ import annotations

from datetime import timedelta
from random import Random
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from course import versions as content_versions
from course.joining import people
from course.models import Assignment, AuditEvent, Cohort, Enrollment, Person
from quizzes.models import Attempt, AttemptItem, Exam, ItemReview, Mark, Question
from tests.conftest import NOW, signed_in
from tests.quizzes.analysis_room import NOTHING, OTHER, RIGHT, WRONG, answered, ladder, newcomers, versions
from tests.quizzes.make_attempts import BEGAN, exam_of


def page(client: Client, exam: Exam, **query: str) -> str:
    response = client.get(reverse("analysis_items", args=[exam.pk]), query)
    assert response.status_code == 200
    return response.content.decode()


def lines(client: Client, exam: Exam, **query: str) -> dict[str, object]:
    """The lines of the exam's page by the key of their question, as the template was given them."""
    context = client.get(reverse("analysis_items", args=[exam.pk]), query).context
    return {line.version.question.key: line for line in context["lines"]}


def figures(client: Client, exam: Exam, **query: str) -> dict[str, float | None]:
    context = client.get(reverse("analysis_items", args=[exam.pk]), query).context
    return {figure.label: figure.value for figure in context["figures"]}


def item(client: Client, exam: Exam, key: str, **query: str) -> str:
    question = Question.objects.get(key=key)
    response = client.get(reverse("analysis_item", args=[exam.pk, question.pk]), query)
    assert response.status_code == 200
    return response.content.decode()


# --- Small numbers ---------------------------------------------------------------------------------------------------


def test_without_attempts_the_pages_say_what_will_be_there(as_sam: Client, spring: Cohort) -> None:
    assert "Nothing to count yet" in as_sam.get(reverse("analysis")).content.decode()
    assert "Nothing to count yet" in page(as_sam, exam_of(spring))


@pytest.mark.parametrize("number", [1, 4])
def test_with_fewer_than_five_attempts_nothing_but_their_number_is_told(
    as_sam: Client, spring: Cohort, number: int
) -> None:
    answered(spring, ladder(number))
    for shown in (page(as_sam, exam_of(spring)), item(as_sam, exam_of(spring), "q-0")):
        assert f"{number} first attempt" in shown
        assert "Too few for figures" in shown
        assert "<table" not in shown


def test_with_fewer_than_thirty_a_caution_stands_above_the_figures(as_sam: Client, spring: Cohort) -> None:
    answered(spring, ladder(29))
    assert "Only 29 attempts" in page(as_sam, exam_of(spring))
    answered(spring, ladder(1))
    assert "Only 30" not in page(as_sam, exam_of(spring))


def test_a_version_that_few_were_asked_has_no_figures_beside_others_that_have(
    as_sam: Client, spring: Cohort
) -> None:
    answered(spring, ladder(6, 3), asked=versions(spring, 3))
    answered(spring, ladder(4))
    assert not lines(as_sam, exam_of(spring))["q-3"].is_told  # type: ignore[attr-defined]
    assert "Figures begin with 5" in item(as_sam, exam_of(spring), "q-3")


# --- Figures ---------------------------------------------------------------------------------------------------------


def test_the_exams_figures_are_those_of_its_scores(as_sam: Client, spring: Cohort) -> None:
    answered(spring, [[RIGHT] * right + [WRONG] * (4 - right) for right in (0, 1, 2, 3, 4)])
    told = figures(as_sam, exam_of(spring))
    assert told["Mean"] == told["Median"] == pytest.approx(50)
    assert told["Standard deviation"] == pytest.approx(39.528, abs=0.001)
    assert told["Skewness"] == pytest.approx(0)
    # Worked by hand: item variances 0.2, 0.3, 0.3, 0.2, total variance 2.5.
    alpha = pytest.approx(4 / 3 * (1 - 1 / 2.5))
    assert told["Cronbach’s alpha"] == alpha
    assert told["KR-20"] == alpha
    assert told["Standard error of measurement"] == pytest.approx(39.528 * 0.2**0.5, abs=0.001)


def test_a_questions_figures_are_those_of_its_answers(as_sam: Client, spring: Cohort) -> None:
    answered(spring, [[RIGHT] * right + [WRONG] * (4 - right) for right in (0, 1, 2, 3, 4)])
    line = lines(as_sam, exam_of(spring))["q-0"]
    assert line.percent == pytest.approx(80)  # type: ignore[attr-defined]
    assert line.guess_percent == pytest.approx(100 / 3)  # type: ignore[attr-defined]
    assert line.figures.intended_weight == pytest.approx(25)  # type: ignore[attr-defined]


def test_who_chose_what_stands_by_thirds(as_sam: Client, spring: Cohort) -> None:
    answered(spring, [[OTHER, WRONG, WRONG, WRONG]] * 3 + [[WRONG, RIGHT, WRONG, WRONG]] * 3)
    answered(spring, [[RIGHT] * 4, [RIGHT] * 4, [NOTHING, RIGHT, RIGHT, RIGHT]])
    response = as_sam.get(
        reverse("analysis_item", args=[exam_of(spring).pk, Question.objects.get(key="q-0").pk])
    )
    (line,) = response.context["lines"]
    chosen = {option.key: (option.chosen, *option.by) for _text, option, _share in line.options}
    assert chosen == {"yes": (2, 0, 0, 2), "no": (3, 0, 3, 0), "maybe": (3, 3, 0, 0), "": (1, 0, 0, 1)}
    assert "Other q-0" in response.content.decode()


def test_only_the_newest_mark_and_the_newest_answer_count(as_sam: Client, spring: Cohort) -> None:
    attempts = answered(spring, [[WRONG] * 4] * 5)
    first = AttemptItem.objects.get(attempt=attempts[0], slot=1)
    Mark.objects.create(item=first, points=1, at=NOW)
    first.answers.create(
        save_id="7b0f4c1e-6a3e-4a55-9c0c-0d3f5d0f9a11",
        revision=2,
        response={"choice": "maybe"},
        response_code="maybe",
        at=NOW,
    )
    line = lines(as_sam, exam_of(spring))["q-0"]
    assert line.percent == pytest.approx(20)  # type: ignore[attr-defined]
    assert [option.chosen for _text, option, _share in line.options] == [0, 4, 1, 0]  # type: ignore[attr-defined]


# --- What is counted -------------------------------------------------------------------------------------------------


def test_what_is_open_or_set_aside_or_waits_for_a_mark_is_not_counted(as_sam: Client, spring: Cohort) -> None:
    answered(spring, ladder(5))
    before = figures(as_sam, exam_of(spring))
    answered(spring, [[RIGHT] * 4], voided_at=NOW, void_reason="Two sat together.")
    answered(spring, [[RIGHT] * 4], state="open", submitted_at=None, score=None)
    answered(spring, [[RIGHT] * 4], awaiting=1)
    assert figures(as_sam, exam_of(spring)) == before
    assert "1 more waits for a person’s mark" in page(as_sam, exam_of(spring))


def test_later_attempts_count_only_when_asked_for(as_sam: Client, spring: Cohort) -> None:
    enrollments = newcomers(spring, 5)
    answered(spring, [[WRONG] * 4] * 5, enrollments=enrollments)
    answered(spring, [[RIGHT] * 4] * 5, enrollments=enrollments, number=2)
    assert figures(as_sam, exam_of(spring))["Mean"] == 0
    assert figures(as_sam, exam_of(spring), attempts="all")["Mean"] == 50


def test_whoever_took_the_course_twice_counts_with_the_first_time(
    as_tess: Client, spring: Cohort, fall: Cohort
) -> None:
    again = newcomers(fall, 5)
    later = answered(fall, [[RIGHT] * 4] * 5, enrollments=again, started_at=BEGAN + timedelta(days=90))
    people = [each.person_id for each in again]
    earlier = {"cohort": spring, "course": spring.course, "joined_at": BEGAN, "state": "finished"}
    before = [Enrollment(person_id=each, **earlier) for each in people]
    answered(spring, [[WRONG] * 4] * 5, enrollments=Enrollment.objects.bulk_create(before))
    exam = exam_of(spring)
    assert figures(as_tess, exam)["Mean"] == 0
    assert figures(as_tess, exam, cohort=str(fall.pk))["Mean"] == 100
    assert figures(as_tess, exam, attempts="all")["Mean"] == 50
    # Begun at one moment, in whatever order they were written: each person counts once.
    Attempt.objects.filter(pk__in=[each.pk for each in later]).update(started_at=BEGAN)
    assert "5 first attempts" in page(as_tess, exam)


def test_the_first_attempt_that_is_not_set_aside_is_the_first(as_sam: Client, spring: Cohort) -> None:
    enrollments = newcomers(spring, 5)
    answered(spring, [[WRONG] * 4] * 5, enrollments=enrollments, voided_at=NOW, void_reason="Power cut.")
    answered(spring, [[RIGHT] * 4] * 5, enrollments=enrollments, number=2)
    assert figures(as_sam, exam_of(spring))["Mean"] == 100


def test_forms_can_be_looked_at_one_by_one(as_sam: Client, spring: Cohort) -> None:
    answered(spring, ladder(5, 2), asked=versions(spring, 2), form="A")
    answered(spring, ladder(6, 2), asked=versions(spring, 4)[2:], form="B")
    assert set(lines(as_sam, exam_of(spring), form="A")) == {"q-0", "q-1"}
    assert set(lines(as_sam, exam_of(spring))) == {"q-0", "q-1", "q-2", "q-3"}
    both = figures(as_sam, exam_of(spring))
    assert both["Cronbach’s alpha"] is None
    assert figures(as_sam, exam_of(spring), form="A")["Cronbach’s alpha"] is not None


def test_versions_of_a_question_are_told_apart_and_the_exam_stays_one(as_sam: Client, spring: Cohort) -> None:
    old = versions(spring)
    answered(spring, ladder(6))
    question = Question.objects.get(key="q-0")
    payload = {"stem": "Mended?", "body": old[0].body, "explanation": "Because."}
    content_versions.take_from_file(
        question, payload=payload, rendered={"stem_html": "<p>Mended?</p>", "explanation_html": ""}, at=NOW
    )
    answered(spring, ladder(6), asked=versions(spring))
    shown = item(as_sam, exam_of(spring), "q-0")
    assert shown.index("Version 2") < shown.index("Version 1")
    assert "what learners see now" in shown
    context = as_sam.get(reverse("analysis_items", args=[exam_of(spring).pk])).context
    assert sorted(line.number for line in context["lines"]) == ["1, version 1", "1, version 2", "2", "3", "4"]
    assert figures(as_sam, exam_of(spring))["Cronbach’s alpha"] is not None


@pytest.mark.parametrize(
    "query", [{"cohort": "999999"}, {"cohort": "x\0"}, {"form": "Z"}, {"attempts": "none"}]
)
def test_a_bad_address_is_answered_in_words(as_sam: Client, spring: Cohort, query: dict[str, str]) -> None:
    answered(spring, ladder(6))
    shown = page(as_sam, exam_of(spring), **query)
    assert "from the list" in shown
    assert "<table" not in shown


# --- Scope -----------------------------------------------------------------------------------------------------------


def test_another_cohorts_attempts_change_nothing(as_sam: Client, spring: Cohort, fall: Cohort) -> None:
    answered(spring, ladder(31))
    exam = exam_of(spring)
    before = [page(as_sam, exam), item(as_sam, exam, "q-0"), as_sam.get(reverse("analysis")).content.decode()]
    answered(fall, [[OTHER] * 4] * 7, form="B")
    answered(fall, [[OTHER] * 4], awaiting=1)
    after = [page(as_sam, exam), item(as_sam, exam, "q-0"), as_sam.get(reverse("analysis")).content.decode()]
    assert after == before
    assert "not a cohort of yours" in page(as_sam, exam, cohort=str(fall.pk))


@pytest.mark.parametrize("seed", range(4))
def test_whatever_another_cohort_does_no_figure_changes(
    as_sam: Client, spring: Cohort, fall: Cohort, seed: int
) -> None:
    rng, asked, exam = Random(seed), versions(spring), exam_of(spring)
    enrollments = newcomers(spring, rng.randint(5, 40))
    answered(spring, some_rows(rng, len(enrollments)), enrollments=enrollments, form=rng.choice("AB"))
    answered(spring, some_rows(rng, 5), enrollments=enrollments[:5], number=2)
    addresses = [
        reverse("analysis"),
        *(reverse("analysis_items", args=[exam.pk]) + query for query in ("", "?attempts=all")),
        *(reverse("analysis_item", args=[exam.pk, version.question_id]) for version in asked[:2]),
    ]
    before = [as_sam.get(address).content for address in addresses]
    for _ in range(4):
        taken = rng.sample(asked, rng.randint(1, 4))
        fields: dict[str, Any] = rng.choice(
            [{}, {"awaiting": 1}, {"voided_at": NOW, "void_reason": "Power cut."}, {"number": 3}]
        )
        answered(
            fall, some_rows(rng, rng.randint(1, 9), len(taken)), asked=taken, form=rng.choice("ABC"), **fields
        )
    assert [as_sam.get(address).content for address in addresses] == before


def some_rows(rng: Random, how_many: int, width: int = 4) -> list[list[str]]:
    return [rng.choices([RIGHT, WRONG, OTHER, NOTHING], k=width) for _ in range(how_many)]


def test_a_question_that_only_another_cohort_was_asked_is_not_there(
    as_sam: Client, as_tess: Client, spring: Cohort, fall: Cohort
) -> None:
    answered(fall, ladder(6))
    address = reverse("analysis_item", args=[exam_of(spring).pk, Question.objects.get(key="q-0").pk])
    assert as_sam.get(address).status_code == 404
    assert as_tess.get(address).status_code == 200


def test_a_trainer_of_the_course_chooses_among_its_cohorts(
    as_tess: Client, spring: Cohort, fall: Cohort
) -> None:
    answered(spring, [[WRONG] * 4] * 5)
    answered(fall, [[RIGHT] * 4] * 5)
    assert figures(as_tess, exam_of(spring))["Mean"] == 50
    assert figures(as_tess, exam_of(spring), cohort=str(fall.pk))["Mean"] == 100


@pytest.mark.parametrize("pk", [0, 999_999, 10**30])
def test_what_does_not_exist_is_not_found(as_tess: Client, spring: Cohort, pk: int) -> None:
    exam = exam_of(spring).pk
    for address in (
        reverse("analysis_items", args=[pk]),
        reverse("analysis_item", args=[exam, pk]),
        reverse("analysis_keep", args=[exam, Question.objects.get(key="q-0").pk, pk]),
    ):
        assert as_tess.get(address).status_code == 404


# --- What needs a look, and notes ------------------------------------------------------------------------------------


def miskeyed(cohort: Cohort) -> None:
    """30 learners: on the first question who knows the rest chooses what is keyed as wrong."""
    strong, weak = [WRONG, RIGHT, RIGHT, RIGHT], [RIGHT, WRONG, OTHER, WRONG]
    answered(cohort, [strong] * 15 + [weak] * 14 + [[RIGHT] * 4])


def keep_address(exam: Exam) -> str:
    question = Question.objects.get(key="q-0")
    return reverse("analysis_keep", args=[exam.pk, question.pk, question.live_id])


def test_a_question_that_better_learners_miss_stands_first_with_what_to_do(
    as_sam: Client, spring: Cohort
) -> None:
    miskeyed(spring)
    context = as_sam.get(reverse("analysis_items", args=[exam_of(spring).pk])).context
    assert context["lines"][0].version.question.key == "q-0"
    assert [line.version.question.key for line in context["to_look_at"]] == ["q-0"]
    drawn = {placed.number: placed.discrimination for placed in context["scatter"].items}
    assert drawn == {line.number: line.figures.discrimination_index for line in context["lines"]}
    shown = page(as_sam, exam_of(spring))
    assert "Check the key" in shown
    assert "Read the question and its key again" in shown


def test_a_note_quiets_the_signs_that_were_seen(as_tess: Client, as_sam: Client, spring: Cohort) -> None:
    miskeyed(spring)
    response = as_tess.post(keep_address(exam_of(spring)), {"reason": "The key is right; the topic is new."})
    assert response.status_code == 302
    assert as_sam.get(reverse("analysis_items", args=[exam_of(spring).pk])).context["to_look_at"] == []
    shown = item(as_sam, exam_of(spring), "q-0")
    assert "The key is right; the topic is new." in shown
    assert "Tess Moreau" in shown
    event = AuditEvent.objects.get(verb="item-kept")
    assert event.detail["reason"] == "The key is right; the topic is new."


def test_a_new_version_is_not_quiet(as_tess: Client, as_sam: Client, spring: Cohort) -> None:
    miskeyed(spring)
    as_tess.post(keep_address(exam_of(spring)), {"reason": "It stays."})
    question = Question.objects.get(key="q-0")
    payload = {"stem": "Anew?", "body": versions(spring)[0].body, "explanation": "Because."}
    content_versions.take_from_file(
        question, payload=payload, rendered={"stem_html": "<p>Anew?</p>", "explanation_html": ""}, at=NOW
    )
    miskeyed(spring)
    told = as_sam.get(reverse("analysis_items", args=[exam_of(spring).pk])).context["to_look_at"]
    assert [line.number for line in told] == ["1, version 2"]


def test_a_sign_that_came_later_is_not_quiet(as_tess: Client, spring: Cohort) -> None:
    answered(spring, [[RIGHT, *row] for row in ladder(10, 3)])
    as_tess.post(keep_address(exam_of(spring)), {"reason": "Everybody should know this."})
    assert lines(as_tess, exam_of(spring))["q-0"].signs == ()  # type: ignore[attr-defined]
    answered(spring, [[WRONG, RIGHT, RIGHT, RIGHT]] * 25)
    assert lines(as_tess, exam_of(spring))["q-0"].signs != ()  # type: ignore[attr-defined]


def test_a_note_can_be_changed_and_taken_back(as_tess: Client, as_sam: Client, spring: Cohort) -> None:
    miskeyed(spring)
    address = keep_address(exam_of(spring))
    as_tess.post(address, {"reason": "It stays."})
    as_tess.post(address, {"reason": "It stays, as the board decided."})
    assert ItemReview.objects.get().reason == "It stays, as the board decided."
    as_tess.post(address, {"reopen": "yes"})
    assert not ItemReview.objects.exists()
    assert "Check the key" in page(as_sam, exam_of(spring))
    assert AuditEvent.objects.filter(verb="item-reopened").exists()


@pytest.mark.parametrize("reason", ["", "   ", "x" * 301, "with a \0 in it"])
def test_a_note_without_a_sound_reason_is_refused_and_what_was_typed_stays(
    as_tess: Client, spring: Cohort, reason: str
) -> None:
    answered(spring, ladder(6))
    response = as_tess.post(keep_address(exam_of(spring)), {"reason": reason})
    assert response.status_code == 422
    assert not ItemReview.objects.exists()
    if len(reason) > 300:
        assert reason in response.content.decode()


def test_only_who_may_write_the_question_is_led_to_its_editor_and_may_keep_it(
    as_sam: Client, as_tess: Client, spring: Cohort, sven: Person
) -> None:
    answered(spring, ladder(6))
    editor = reverse("admin:quizzes_question_change", args=[Question.objects.get(key="q-0").pk])
    assert editor in item(as_tess, exam_of(spring), "q-0")
    people.assign(sven, Assignment.Role.TRAINER, cohort=spring)
    for client in (as_sam, signed_in(sven)):
        assert editor not in item(client, exam_of(spring), "q-0")
        assert client.post(keep_address(exam_of(spring)), {"reason": "It stays."}).status_code == 404
    assert not ItemReview.objects.exists()


# --- Cost ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["as_sam", "as_tess", "as_alma"])
def test_the_pages_cost_the_same_with_5_and_with_50_learners(
    request: pytest.FixtureRequest, spring: Cohort, sam: Person, who: str
) -> None:
    client: Client = request.getfixturevalue(who)
    exam = exam_of(spring)
    answered(spring, ladder(5))
    addresses = (
        reverse("analysis"),
        reverse("analysis_items", args=[exam.pk]),
        reverse("analysis_item", args=[exam.pk, Question.objects.get(key="q-0").pk]),
    )
    few = [statements(client, address) for address in addresses]
    answered(spring, ladder(45))
    assert [statements(client, address) for address in addresses] == few
    assert max(few) <= 12


def statements(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    frame = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK")
    return sum(not query["sql"].startswith(frame) for query in captured.captured_queries)
