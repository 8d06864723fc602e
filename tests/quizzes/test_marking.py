"""Marking by people: what waits, drafts that nothing overwrites, and their release."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from course.joining import people
from course.models import Cohort, Enrollment, Person
from quizzes import attempts, marking
from quizzes.models import Attempt, AttemptEvent, AttemptItem, BlueprintRow, Exam, Mark, MarkDraft
from tests.conftest import NOW, signed_in
from tests.quizzes.make_attempts import learner
from tests.quizzes.marking_room import TEXT, ask_long, draft, long_of, sit
from tests.quizzes.test_review_budget import statements

LATER = NOW + timedelta(days=1)
ROWS = {"row-hears": "1.5", "row-asks": "1", "comment": "Well heard.", "revision": "0"}


@pytest.fixture
def done(enrollment: Enrollment, exam: Exam) -> Attempt:
    """Ada's attempt, handed in: four choices, and one long answer that waits."""
    ask_long(exam)
    return sit(enrollment, exam)


@pytest.fixture
def waits(done: Attempt) -> AttemptItem:
    return long_of(done)


def page(item: AttemptItem) -> str:
    return reverse("mark", args=[item.pk])


def text_of(response: object) -> str:
    return " ".join(response.content.decode().split())  # type: ignore[attr-defined]


# --- Verbs ------------------------------------------------------------------------------------------------------------


def test_an_answer_waits_until_its_mark_is_given(
    waits: AttemptItem, done: Attempt, sam: Person, tess: Person
) -> None:
    assert list(marking.to_mark(sam)) == list(marking.to_mark(tess)) == [waits]
    draft(waits, sam)
    assert list(marking.to_mark(tess)) == [waits]
    assert marking.release(done.exam, person=tess, at=LATER) == 1
    assert not marking.to_mark(tess)
    done.refresh_from_db()
    assert (done.awaiting, done.score) == (0, Decimal(6))
    assert [found for _, found in attempts.differences(Attempt.objects.all())] == [[]]


def test_what_was_left_empty_waits_for_nobody(enrollment: Enrollment, exam: Exam, sam: Person) -> None:
    ask_long(exam)
    assert sit(enrollment, exam, text="").awaiting == 0
    assert not marking.to_mark(sam)


def test_nobody_marks_themselves(waits: AttemptItem, ada: Person, spring: Cohort) -> None:
    people.assign(ada, "supervisor", cohort=spring)
    assert not marking.to_mark(ada)
    ada = Person.objects.with_roles().get(pk=ada.pk)
    assert signed_in(ada).get(page(waits)).status_code == 404


def test_no_draft_before_the_attempt_is_handed_in(enrollment: Enrollment, exam: Exam, sam: Person) -> None:
    ask_long(exam)
    with pytest.raises(marking.DoesNotFit):
        draft(long_of(attempts.start(enrollment, exam, at=NOW)), sam)


@pytest.mark.parametrize("points", ["-0.01", "3.01"])
def test_no_draft_beyond_the_question(waits: AttemptItem, sam: Person, points: str) -> None:
    with pytest.raises(marking.DoesNotFit):
        draft(waits, sam, points=points)


def test_a_draft_that_was_not_seen_is_not_overwritten(waits: AttemptItem, sam: Person, tess: Person) -> None:
    first = draft(waits, sam)
    with pytest.raises(marking.AlreadyMarked) as other:
        draft(waits, tess, points="1")
    assert other.value.draft == first
    assert draft(waits, tess, points="1", seen=first.revision).revision == 2


def test_the_same_draft_sent_twice_is_kept_once(waits: AttemptItem, sam: Person) -> None:
    assert draft(waits, sam) == draft(waits, sam)
    assert MarkDraft.objects.get().revision == 1


def test_two_long_answers_are_released_together(enrollment: Enrollment, exam: Exam, sam: Person) -> None:
    ask_long(exam)
    ask_long(exam, number=1)
    attempt = sit(enrollment, exam)
    first, second = attempt.items.filter(kind="long")
    draft(first, sam)
    assert marking.release(exam, person=sam, at=LATER) == 0
    draft(second, sam)
    assert marking.release(exam, person=sam, at=LATER) == 1
    assert marking.release(exam, person=sam, at=LATER) == 0
    assert not MarkDraft.objects.exists()
    assert Mark.objects.filter(by_hand=True).count() == 2


def test_a_marker_of_another_cohort_releases_nothing_here(
    waits: AttemptItem, sam: Person, rita: Person
) -> None:
    draft(waits, sam)
    assert marking.release(waits.attempt.exam, person=rita, at=LATER) == 0


# --- Pages ------------------------------------------------------------------------------------------------------------


def test_the_list_tells_by_exam_how_many_wait_and_since_when(as_sam: Client, waits: AttemptItem) -> None:
    Attempt.objects.update(submitted_at=NOW - timedelta(days=2))
    shown = text_of(as_sam.get("/marking/"))
    assert "Pre-Course Knowledge Exam" in shown
    assert "1 answer waits, for" in shown


def test_the_list_is_designed_when_nothing_waits(as_tess: Client) -> None:
    assert "Nothing waits for a mark" in text_of(as_tess.get("/marking/"))


def test_the_name_is_hidden_until_it_is_asked_for(as_sam: Client, waits: AttemptItem) -> None:
    shown = text_of(as_sam.get(page(waits)))
    assert TEXT in shown
    assert "KEY-GUIDANCE" in shown
    assert "KEY-HINT Asks before helping" in shown
    assert "Ada" not in shown
    assert "ada@" not in shown
    assert "Written by Ada Lindgren" in text_of(as_sam.get(page(waits), {"names": ""}))


def test_points_by_rubric_are_kept_as_a_draft_and_lead_to_the_next(
    as_sam: Client, waits: AttemptItem, spring: Cohort, sam: Person
) -> None:
    other = long_of(sit(learner(spring, "Cleo Park"), waits.attempt.exam, at=NOW + timedelta(hours=2)))
    response = as_sam.post(page(waits), {**ROWS, "go": "next"})
    assert response.url == page(other)  # type: ignore[attr-defined]
    kept = MarkDraft.objects.get()
    assert (kept.points, kept.rubric, kept.comment) == (
        Decimal("2.5"),
        {"hears": "1.5", "asks": "1"},
        "Well heard.",
    )
    assert not Mark.objects.filter(item=waits).exists()
    last = as_sam.post(page(other) + "?names", {**ROWS, "go": "next"})
    assert last.url == reverse("marking_exam", args=[waits.attempt.exam_id])  # type: ignore[attr-defined]


def test_names_stay_shown_from_one_answer_to_the_next(
    as_sam: Client, waits: AttemptItem, spring: Cohort
) -> None:
    sit(learner(spring, "Cleo Park"), waits.attempt.exam)
    assert as_sam.post(page(waits) + "?names", ROWS).url.endswith("?names")  # type: ignore[attr-defined]


def test_the_rubric_counts_in_proportion_where_the_exam_gives_other_points(
    as_sam: Client, enrollment: Enrollment, exam: Exam
) -> None:
    ask_long(exam, points=Decimal(10))
    item = long_of(sit(enrollment, exam))
    assert "counts the whole answer as 10 points" in text_of(as_sam.get(page(item)))
    as_sam.post(page(item), {**ROWS, "row-hears": "1"})
    assert MarkDraft.objects.get().points == Decimal("6.67")


def test_a_draft_of_another_marker_is_shown_beside_and_not_overwritten(
    as_sam: Client, waits: AttemptItem, tess: Person
) -> None:
    draft(waits, tess, comment="Theirs to keep.")
    response = as_sam.post(page(waits), ROWS)
    shown = text_of(response)
    assert response.status_code == 409
    assert "Theirs to keep." in shown
    assert "Well heard." in shown
    assert 'name="revision" value="1"' in shown
    assert MarkDraft.objects.get().marker == tess
    as_sam.post(page(waits), {**ROWS, "revision": "1"})
    assert MarkDraft.objects.get().comment == "Well heard."


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("row-hears", "", "Give points from 0 to 2."),
        ("row-hears", "2.01", "Give points from 0 to 2."),
        ("row-asks", "-1", "Give points from 0 to 1."),
        ("row-asks", "many", "Give points from 0 to 1."),
        ("row-asks", "NaN", "Give points from 0 to 1."),
        ("comment", "a\x07b", "invisible control character"),
        ("revision", "x", "arrived incomplete"),
    ],
)
def test_what_cannot_be_kept_is_refused_in_words_and_stays_in_the_form(
    as_sam: Client, waits: AttemptItem, field: str, value: str, words: str
) -> None:
    response = as_sam.post(page(waits), {**ROWS, "comment": "Stays here.", field: value})
    assert response.status_code == 422
    assert words in text_of(response)
    assert field == "comment" or "Stays here." in text_of(response)
    assert not MarkDraft.objects.exists()


def test_an_expired_session_costs_no_word(waits: AttemptItem, sam: Person) -> None:
    client = Client()
    client.post(page(waits), ROWS)
    client.force_login(sam)
    shown = text_of(client.get(page(waits)))
    assert "not saved yet" in shown
    assert "Well heard." in shown


def test_a_given_mark_is_not_drafted_again(as_sam: Client, waits: AttemptItem, sam: Person) -> None:
    draft(waits, sam)
    marking.release(waits.attempt.exam, person=sam, at=LATER)
    for response in (as_sam.get(page(waits)), as_sam.post(page(waits), {**ROWS, "revision": "1"})):
        assert response.url == reverse("marking_exam", args=[waits.attempt.exam_id])  # type: ignore[attr-defined]
    assert not MarkDraft.objects.exists()


def test_release_says_how_many_learners_will_see_results_first(
    as_sam: Client, waits: AttemptItem, sam: Person, spring: Cohort
) -> None:
    exam = waits.attempt.exam
    address = reverse("release_marks", args=[exam.pk])
    assert "There is no draft to release." in text_of(as_sam.get(address))
    draft(waits, sam)
    sit(learner(spring, "Cleo Park"), exam)
    assert "1 learner will see a complete result." in text_of(as_sam.get(address))
    assert not Mark.objects.filter(by_hand=True).exists()
    assert "1 result is complete now." in text_of(as_sam.post(address, follow=True))
    assert AttemptEvent.objects.get(verb="marked").actor == sam
    assert "There was nothing to release." in text_of(as_sam.post(address, follow=True))


def test_release_says_which_attempts_wait_because_they_are_marked_in_part(
    as_sam: Client, enrollment: Enrollment, exam: Exam, sam: Person, spring: Cohort
) -> None:
    ask_long(exam)
    ask_long(exam, number=1)
    one, other = sit(enrollment, exam), sit(learner(spring, "Cleo Park"), exam)
    for item in [*one.items.filter(kind="long"), long_of(other)]:
        draft(item, sam)
    shown = text_of(as_sam.get(reverse("release_marks", args=[exam.pk])))
    assert "1 learner will see a complete result." in shown
    assert "1 attempt is marked in part." in shown


def test_the_learner_reads_the_comment_and_not_the_draft(
    as_ada: Client, waits: AttemptItem, sam: Person
) -> None:
    draft(waits, sam, comment="You asked before you helped.")
    result = reverse("result", args=[waits.attempt_id])
    assert "You asked before" not in text_of(as_ada.get(result))
    Attempt.objects.update(rules={**waits.attempt.rules, "feedback": ["score", "correctness"]})
    marking.release(waits.attempt.exam, person=sam, at=LATER)
    assert "You asked before you helped." in text_of(as_ada.get(result))


def test_a_comment_is_read_where_the_rules_show_a_score_alone_and_nothing_else_is(
    as_ada: Client, waits: AttemptItem, sam: Person
) -> None:
    Attempt.objects.update(rules={**waits.attempt.rules, "feedback": ["score"]})
    draft(waits, sam, comment="You asked before you helped.")
    marking.release(waits.attempt.exam, person=sam, at=LATER)

    told = text_of(as_ada.get(reverse("result", args=[waits.attempt_id])))

    assert "You asked before you helped." in told
    others = waits.attempt.items.exclude(pk=waits.pk)
    assert [item.slot for item in others if f"Question {item.slot}" in told] == []
    assert "partly right" not in told.lower()


@pytest.mark.parametrize("address", ["/marking/", "exam", "release", "answer"])
def test_a_page_costs_the_same_with_5_and_with_50_answers(
    as_sam: Client, enrollment: Enrollment, exam: Exam, spring: Cohort, sam: Person, address: str
) -> None:
    BlueprintRow.objects.filter(exam=exam).update(count=1)
    ask_long(exam)
    first = long_of(sit(enrollment, exam))
    paths = {
        "exam": reverse("marking_exam", args=[exam.pk]),
        "release": reverse("release_marks", args=[exam.pk]),
        "answer": page(first),
    }

    def grow(start: int, stop: int) -> None:
        for number in range(start, stop):
            item = long_of(sit(learner(spring, "Sam Same", f"s{number}@example.org"), exam))
            if number % 2:
                draft(item, sam)

    def ask() -> None:
        assert as_sam.get(paths.get(address, address)).status_code == 200

    grow(0, 5)
    few = statements(ask)
    grow(5, 50)
    assert statements(ask) == few <= 12
