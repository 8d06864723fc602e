"""Changing the points of an answer by hand: with a reason, appended, kept by regrades, told to the learner."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from course.joining import people
from course.models import Cohort, Enrollment, Person
from quizzes import attempts, marking
from quizzes.models import Attempt, AttemptEvent, AttemptItem, Exam, Mark
from tests.conftest import NOW, signed_in
from tests.quizzes.marking_room import ask_long, draft, long_of, sit

LATER = NOW + timedelta(days=1)


@pytest.fixture
def done(enrollment: Enrollment, exam: Exam) -> Attempt:
    return sit(enrollment, exam, choice="no")


@pytest.fixture
def first(done: Attempt) -> AttemptItem:
    return done.items.get(slot=1)


def address(item: AttemptItem) -> str:
    return reverse("change_points", args=[item.attempt_id, item.slot])


def text_of(response: object) -> str:
    return " ".join(response.content.decode().split())  # type: ignore[attr-defined]


def change(item: AttemptItem, by: Person, points: str = "1", reason: str = "Both are right.") -> Mark:
    return marking.override(item, points=Decimal(points), reason=reason, marker=by, at=LATER)


def test_new_points_are_appended_with_the_reason_and_count(first: AttemptItem, sam: Person) -> None:
    change(first, sam)
    assert list(first.marks.values_list("points", "by_hand", "reason")) == [
        (Decimal(0), False, ""),
        (Decimal(1), True, "Both are right."),
    ]
    attempt = Attempt.objects.get()
    assert (attempt.score, attempt.changed_at) == (Decimal(1), LATER)
    assert [found for _, found in attempts.differences(Attempt.objects.all())] == [[]]


def test_the_same_change_sent_twice_is_made_once(first: AttemptItem, sam: Person) -> None:
    assert change(first, sam) == change(first, sam)
    assert AttemptEvent.objects.filter(verb="overridden").count() == 1


def test_confirming_the_points_by_hand_tells_the_learner_nothing(first: AttemptItem, sam: Person) -> None:
    change(first, sam, points="0", reason="Read it again; it stays.")
    assert Attempt.objects.get().changed_at is None
    assert first.marks.latest("pk").by_hand


def test_the_comment_for_the_learner_stays(enrollment: Enrollment, exam: Exam, sam: Person) -> None:
    ask_long(exam)
    item = long_of(sit(enrollment, exam))
    draft(item, sam, comment="You listened first.")
    marking.release(exam, person=sam, at=LATER)
    assert change(item, sam, points="3").comment == "You listened first."


@pytest.mark.parametrize(("points", "reason"), [("1.01", "why"), ("-1", "why"), ("1", ""), ("1", "  ")])
def test_the_verb_refuses_what_does_not_fit(
    first: AttemptItem, sam: Person, points: str, reason: str
) -> None:
    with pytest.raises(marking.DoesNotFit):
        change(first, sam, points, reason)


def test_an_answer_that_waits_for_its_first_mark_is_not_overridden(
    enrollment: Enrollment, exam: Exam, sam: Person, as_sam: Client
) -> None:
    ask_long(exam)
    item = long_of(sit(enrollment, exam))
    with pytest.raises(marking.DoesNotFit):
        change(item, sam)
    assert as_sam.get(address(item)).status_code == 404
    assert "Waits for a person&#x27;s mark" in text_of(as_sam.get(f"/review/{item.attempt_id}/"))


def test_a_supervisor_changes_points_on_the_page_and_sees_the_history(
    as_sam: Client, first: AttemptItem
) -> None:
    shown = text_of(as_sam.get(f"/review/{first.attempt_id}/"))
    assert address(first) in shown
    assert "given by rule" in text_of(as_sam.get(address(first)))
    response = as_sam.post(address(first), {"points": "0.5", "reason": "The wording misled."})
    assert response.url == f"/review/{first.attempt_id}/#question-1"  # type: ignore[attr-defined]
    shown = text_of(as_sam.get(f"/review/{first.attempt_id}/"))
    assert "How these points came about" in shown
    assert "given by Sam Reyes" in shown
    assert "Reason: The wording misled." in shown


@pytest.mark.parametrize(
    ("points", "reason", "words"),
    [
        ("1", "", "This field is required."),
        ("1", "   ", "Say why"),
        ("1.01", "why", "Give points from 0 to 1."),
        ("-1", "why", "greater than or equal to 0"),
        ("", "why", "This field is required."),
        ("1", "a\x00b", "control"),
        ("1", "x" * 301, "at most 300"),
    ],
)
def test_the_page_refuses_in_words(
    as_sam: Client, first: AttemptItem, points: str, reason: str, words: str
) -> None:
    response = as_sam.post(address(first), {"points": points, "reason": reason})
    assert response.status_code == 422
    assert words in text_of(response)
    assert first.marks.count() == 1


def test_supervisors_do_not_change_their_own_points(ada: Person, spring: Cohort, first: AttemptItem) -> None:
    people.assign(ada, "supervisor", cohort=spring)
    client = signed_in(Person.objects.with_roles().get(pk=ada.pk))
    assert client.get(address(first)).status_code == 404
    assert "Change the points" not in text_of(client.get(f"/review/{first.attempt_id}/"))


def test_the_learner_never_reads_the_reason(as_ada: Client, first: AttemptItem, sam: Person) -> None:
    change(first, sam, reason="REASON-MARKER")
    Attempt.objects.update(
        rules={
            **first.attempt.rules,
            "feedback": ["score", "competencies", "correctness", "keys", "critical"],
        }
    )
    for path in ("/", reverse("result", args=[first.attempt_id])):
        response = as_ada.get(path)
        assert response.status_code == 200
        assert "REASON-MARKER" not in text_of(response)


def test_home_tells_for_14_days_that_a_result_changed(
    as_ada: Client, first: AttemptItem, sam: Person
) -> None:
    words = "The result of “Pre-Course Knowledge Exam” changed on"
    assert words not in text_of(as_ada.get("/"))
    change(first, sam)
    now = timezone.now()
    for age, told in ((timedelta(days=13), True), (timedelta(days=15), False)):
        Attempt.objects.update(changed_at=now - age)
        shown = text_of(as_ada.get("/"))
        assert (words in shown) is told
    assert words not in text_of(signed_in(sam).get("/"))
