"""Grading a question again: a preview first, marks appended, people's marks left alone, learners told."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from course import versions
from course.joining import people
from course.models import AuditEvent, Cohort, Enrollment, Person
from quizzes import attempts, grading, marking, regrading
from quizzes.models import Attempt, AttemptEvent, BlueprintRow, Exam, Mark, Question, QuestionVersion, Regrade
from tests.conftest import NOW, signed_in
from tests.make import MADE_AT
from tests.quizzes.kind_bodies import SAMPLES
from tests.quizzes.make_attempts import learner
from tests.quizzes.marking_room import ask_long, long_of, save, sit
from tests.quizzes.test_review_budget import statements

LATER = NOW + timedelta(days=1)


@pytest.fixture
def done(enrollment: Enrollment, exam: Exam) -> Attempt:
    """Ada answered "no" everywhere; everybody is asked every question."""
    BlueprintRow.objects.update(count=6)
    return sit(enrollment, exam, choice="no")


@pytest.fixture
def question(done: Attempt) -> Question:
    return done.items.get(slot=1).version.question


def mend(question: Question, *, right: str = "no", drop: str = "") -> QuestionVersion:
    """A new live version in which another choice is right, or one is gone."""
    question.refresh_from_db()
    assert question.live
    choices = [
        {**choice, "right": choice["key"] == right}
        for choice in question.live.body["choices"]
        if choice["key"] != drop
    ]
    payload: dict[str, Any] = {"stem": "Mended?", "body": {"choices": choices}, "explanation": ""}
    rendered = {"stem_html": "<p>Mended?</p>", "explanation_html": ""}
    versions.take_from_file(question, payload=payload, rendered=rendered, at=MADE_AT)
    question.refresh_from_db()
    assert question.live
    return question.live


def grade_again(question: Question, by: Person, policy: str = "key", **said: Any) -> Regrade:
    question.refresh_from_db()
    given = {"version": question.live, "reason": "The key was wrong.", **said}
    return regrading.apply(question, policy=policy, actor=by, at=LATER, **given)


def address(question: Question) -> str:
    return reverse("admin:quizzes_question_regrade", args=[question.pk])


def text_of(response: object) -> str:
    return " ".join(response.content.decode().split())  # type: ignore[attr-defined]


def differences() -> list[str]:
    return [line for _, found in attempts.differences(Attempt.objects.all()) for line in found]


# --- The verb ---------------------------------------------------------------------------------------------------------


def test_a_mended_key_changes_points_by_an_appended_mark(
    question: Question, done: Attempt, tess: Person
) -> None:
    mend(question)
    regrade = grade_again(question, tess)
    done.refresh_from_db()
    assert (regrade.changed, done.score, done.changed_at) == (1, Decimal(1), LATER)
    assert list(done.items.get(slot=1).marks.values_list("points", "regrade")) == [
        (Decimal(0), None),
        (Decimal(1), regrade.pk),
    ]
    assert done.items.get(slot=1).version.number == 1
    assert AttemptEvent.objects.get(verb="regraded").slot == 1
    assert AuditEvent.objects.get(verb="regraded").detail["changed"] == 1
    assert differences() == []


def test_an_unchanged_version_changes_nothing(question: Question, done: Attempt, tess: Person) -> None:
    assert grade_again(question, tess).changed == 0
    done.refresh_from_db()
    assert done.changed_at is None
    assert not Mark.objects.filter(regrade__isnull=False).exists()


def test_full_points_go_to_everyone_who_answered_and_nobody_else(
    question: Question, done: Attempt, spring: Cohort, exam: Exam, tess: Person
) -> None:
    sit(learner(spring, "Cleo Park"), exam, choice="")
    grade_again(question, tess, "full")
    newest = Mark.objects.filter(regrade__isnull=False)
    assert list(newest.values_list("item__attempt", "points")) == [(done.pk, Decimal(1))]
    assert differences() == []


def test_an_override_survives(question: Question, done: Attempt, tess: Person, sam: Person) -> None:
    item = done.items.get(slot=1)
    marking.override(item, points=Decimal("0.5"), reason="Half right.", marker=sam, at=LATER)
    mend(question)
    (change,) = regrading.preview(Regrade(question=question, version=question.live, policy="key"))
    assert (change.by_hand, change.changes) == (True, False)
    assert grade_again(question, tess).changed == 0
    assert item.marks.latest("pk").points == Decimal("0.5")


def test_an_override_given_between_look_and_mark_survives(
    question: Question, done: Attempt, tess: Person, sam: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    item, look = done.items.get(slot=1), regrading._changes
    mend(question)

    def slow(regrade: Regrade) -> Any:
        yield from look(regrade)
        marking.override(item, points=Decimal("0.5"), reason="Half right.", marker=sam, at=LATER)

    monkeypatch.setattr(regrading, "_changes", slow)
    grade_again(question, tess)
    assert item.marks.latest("pk").by_hand
    assert differences() == []


def test_open_attempts_and_answers_that_wait_are_left_alone(
    enrollment: Enrollment, exam: Exam, spring: Cohort, tess: Person
) -> None:
    long = ask_long(exam)
    waits = long_of(sit(enrollment, exam))
    attempts.start(learner(spring, "Cleo Park"), exam, at=NOW)
    assert regrading.waiting(long) == 1
    assert grade_again(long, tess, "full").changed == 0
    assert not waits.marks.exists()


@pytest.mark.parametrize("reason", ["", "  "])
def test_no_regrade_without_a_reason(question: Question, tess: Person, reason: str) -> None:
    with pytest.raises(regrading.DoesNotFit):
        grade_again(question, tess, reason=reason)


def test_no_regrade_by_the_version_of_another_question(question: Question, tess: Person) -> None:
    other = Question.objects.exclude(pk=question.pk).first()
    assert other
    with pytest.raises(regrading.DoesNotFit):
        grade_again(question, tess, version=other.live)


@pytest.mark.parametrize("policy", ["all-or-nothing", "right-minus-wrong", "per-option"])
def test_a_response_of_nothing_but_gone_keys_earns_nothing(policy: str) -> None:
    body = {**SAMPLES["multiple"][0][1], "policy": policy}
    assert grading.grade("multiple", body, Decimal(3), {"choices": ["gone"]}) == 0


@pytest.mark.parametrize(
    ("kind", "response"),
    [
        ("single", {"choice": "gone"}),
        ("matching", {"rows": {"gone": "peer", "hope": "gone"}}),
        ("ordering", {"places": {"gone": 1}}),
    ],
)
def test_gone_keys_earn_nothing_in_any_kind(kind: str, response: dict[str, Any]) -> None:
    assert grading.grade(kind, SAMPLES[kind][0][1], Decimal(3), response) == 0


# --- The page ---------------------------------------------------------------------------------------------------------


def test_the_questions_page_leads_to_it(as_tess: Client, question: Question) -> None:
    shown = text_of(as_tess.get(reverse("admin:quizzes_question_change", args=[question.pk])))
    assert f'href="{address(question)}"' in shown


def test_the_preview_names_who_changes_and_counts_who_stays(
    as_tess: Client, question: Question, spring: Cohort, exam: Exam, sam: Person
) -> None:
    sit(learner(spring, "Cleo Park"), exam, choice="maybe")
    dee = sit(learner(spring, "Dee Long"), exam, choice="no")
    item = dee.items.get(version__question=question)
    marking.override(item, points=Decimal(0), reason="Seen.", marker=sam, at=LATER)
    version = mend(question, drop="maybe")
    shown = text_of(as_tess.get(address(question), {"policy": "key", "version": str(version.pk)}))
    assert "1 result changes." in shown
    assert (
        'Ada Lindgren</th><td>Pre-Course Knowledge Exam</td><td class="num">0</td><td class="num">1<' in shown
    )
    assert "1 answer keeps its points." in shown
    assert "1 mark was given by a person. It stays." in shown
    assert "1 answer names an option that the chosen version no longer has." in shown
    assert not Regrade.objects.exists()


def preview_of(client: Client, question: Question, version: QuestionVersion) -> dict[str, Any]:
    """The form that the preview offers."""
    context = client.get(address(question), {"policy": "key", "version": str(version.pk)}).context
    return {"policy": "key", "version": version.pk, "seen": context["seen"], "reason": "The key was wrong."}


def test_what_was_previewed_is_applied(as_tess: Client, question: Question, done: Attempt) -> None:
    sent = preview_of(as_tess, question, mend(question))
    assert "1 result changed." in text_of(as_tess.post(address(question), sent, follow=True))
    done.refresh_from_db()
    assert done.score == 1


def test_nothing_is_applied_when_more_would_change_than_was_seen(
    as_tess: Client, question: Question, spring: Cohort, exam: Exam
) -> None:
    going = attempts.start(learner(spring, "Cleo Park"), exam, at=NOW)
    save(going.items.get(version__question=question), {"choice": "no"})
    sent = preview_of(as_tess, question, mend(question))
    attempts.submit(going, at=NOW)
    answer = as_tess.post(address(question), sent)
    assert answer.status_code == 409
    assert "The key was wrong." in text_of(answer)
    assert "2 results change." in text_of(answer)
    assert not Regrade.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"), [("reason", ""), ("reason", " "), ("version", "0"), ("policy", "none")]
)
def test_what_does_not_fit_is_refused(as_tess: Client, question: Question, field: str, value: str) -> None:
    sent = preview_of(as_tess, question, mend(question))
    assert as_tess.post(address(question), {**sent, field: value}).status_code == 422
    assert not Regrade.objects.exists()


def test_a_draft_cannot_be_graded_by(as_tess: Client, question: Question, tess: Person) -> None:
    live = question.live
    assert live
    payload = {"stem": "Draft?", "body": live.body, "explanation": ""}
    versions.write_draft(
        question,
        payload=payload,
        rendered={"stem_html": "", "explanation_html": ""},
        author=tess,
        at=NOW,
    )
    assert list(regrading.versions_of(question)) == [live]


def test_an_expired_session_costs_no_reason(question: Question, tess: Person, as_tess: Client) -> None:
    sent = preview_of(as_tess, question, mend(question))
    client = Client()
    client.post(address(question), sent)
    client.force_login(tess)
    assert "The key was wrong." in text_of(client.get(address(question)))


@pytest.mark.parametrize(("who", "status"), [("sam", 404), ("alma", 200), ("cohort trainer", 404)])
def test_only_trainers_of_the_course_and_administrators_grade_again(
    question: Question, sam: Person, alma: Person, sven: Person, spring: Cohort, who: str, status: int
) -> None:
    people.assign(sven, "trainer", cohort=spring)
    person = {"sam": sam, "alma": alma, "cohort trainer": sven}[who]
    assert signed_in(person).get(address(question)).status_code == status


def test_the_preview_costs_the_same_with_5_and_with_50_answers(
    as_tess: Client, question: Question, spring: Cohort, exam: Exam
) -> None:
    version = mend(question)
    query = {"policy": "key", "version": str(version.pk)}

    def grow(start: int, stop: int) -> None:
        for number in range(start, stop):
            sit(learner(spring, "Sam Same", f"s{number}@example.org"), exam, choice="yes")

    def ask() -> None:
        assert as_tess.get(address(question), query).status_code == 200

    grow(0, 5)
    few = statements(ask)
    grow(5, 50)
    assert statements(ask) == few <= 12
