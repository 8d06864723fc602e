"""One attempt, as its supervisor sees it."""

import uuid
from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client

from course.models import Cohort, Enrollment, Person
from quizzes import attempts
from quizzes.kinds import KINDS, Response
from quizzes.models import Attempt, AttemptItem, Mark, Question
from quizzes.review import detail
from quizzes.review.detail import Verdict
from tests.make import MADE_AT
from tests.quizzes.make_attempts import BEGAN, exam_of

RIGHT, WRONG = {"choice": "yes"}, {"choice": "no"}


def save(item: AttemptItem, response: Response, *, seen: int = 0) -> None:
    attempts.save_answer(item, response=response, save_id=uuid.uuid4(), seen_revision=seen, at=BEGAN)


@pytest.fixture
def open_attempt(enrollment: Enrollment, spring: Cohort) -> Attempt:
    """Ada's attempt: four questions, of which the first is answered right, the second wrong, two not."""
    Question.objects.update(critical=True)
    attempt = attempts.start(enrollment, exam_of(spring), at=BEGAN, seed=7)
    first, second = attempt.items.order_by("slot")[:2]
    save(first, RIGHT)
    save(second, WRONG)
    return attempt


@pytest.fixture
def done(open_attempt: Attempt) -> Attempt:
    return attempts.submit(open_attempt, at=BEGAN + timedelta(minutes=23, seconds=40))


def page(client: Client, attempt: Attempt) -> str:
    response = client.get(f"/review/{attempt.pk}/")
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_the_head_tells_who_which_exam_when_and_with_what_score(as_sam: Client, done: Attempt) -> None:
    shown = page(as_sam, done)
    for words in (
        "<h1>Ada Lindgren</h1>",
        "ada@example.org",
        "<dd>Spring</dd>",
        "<dd>Pre-Course Knowledge Exam</dd>",
        "<dd>1 of 4 (25 %)</dd>",
        "<dd>24 min</dd>",
        "3 missed",
    ):
        assert words in shown


def test_times_are_shown_in_the_zone_of_the_supervisor(as_sam: Client, sam: Person, done: Attempt) -> None:
    assert "Nov 2, 2026, 10:23 AM" in page(as_sam, done)
    sam.time_zone = "America/Los_Angeles"
    sam.save()
    assert "Nov 2, 2026, 7:23 AM" in page(as_sam, done)


def test_each_response_stands_beside_the_key_in_the_order_of_the_attempt(done: Attempt) -> None:
    keys = list(done.items.order_by("slot").values_list("version__question__key", flat=True))
    lines = detail.lines(done)
    assert [line.item.slot for line in lines] == [1, 2, 3, 4]
    assert [line.answered for line in lines] == [[f"Right {keys[0]}"], [f"Wrong {keys[1]}"], [], []]
    assert [[told.text for told in line.told if told.right] for line in lines] == [
        [f"Right {key}"] for key in keys
    ]
    assert [[told.text for told in line.told if told.given] for line in lines] == [
        [f"Right {keys[0]}"],
        [f"Wrong {keys[1]}"],
        [],
        [],
    ]


def test_the_page_shows_stem_response_key_and_explanation(as_sam: Client, done: Attempt) -> None:
    shown = page(as_sam, done)
    second = done.items.get(slot=2).version.question.key
    assert f"<p>Stem of {second}?</p>" in shown
    assert (
        f'<p class="told-text">Wrong {second}</p> <p class="told-marks"> <span class="badge badge-warm">Chosen</span>'
        in shown
    )
    assert (
        f'<p class="told-text">Right {second}</p> <p class="told-marks"> <span class="badge badge-brand">'
        in shown
    )
    assert f"KEY-WHY-NOT-{second}" in shown
    assert f"<p>KEY-EXPLAIN-{second}</p>" in shown
    assert shown.count("No answer was given.") == 2


def test_how_a_response_stands_to_the_key_is_told_in_words(as_sam: Client, done: Attempt) -> None:
    assert [line.verdict for line in detail.lines(done)] == [
        Verdict.MATCHES,
        Verdict.DIFFERS,
        Verdict.UNANSWERED,
        Verdict.UNANSWERED,
    ]
    shown = page(as_sam, done)
    for words, number in (("Matches the key", 1), ("Differs from the key", 1), ("Not answered", 2)):
        assert shown.count(words) == number


def test_part_of_the_points_is_a_part_of_the_key(done: Attempt) -> None:
    Mark.objects.create(item=done.items.get(slot=2), points=Decimal("0.5"), at=BEGAN)
    assert detail.lines(done)[1].verdict == Verdict.PARTLY


def test_the_newest_mark_counts(as_sam: Client, done: Attempt) -> None:
    Mark.objects.create(item=done.items.get(slot=2), points=Decimal(1), reason="Two good answers.", at=BEGAN)
    assert str(detail.lines(done)[1].score) == "1 of 1"


def test_the_newest_answer_is_shown(open_attempt: Attempt) -> None:
    first = open_attempt.items.get(slot=1)
    save(first, {"choice": "maybe"}, seen=1)
    attempts.submit(open_attempt, at=BEGAN)
    assert detail.lines(open_attempt)[0].answered == [f"Other {first.version.question.key}"]


def test_an_answer_that_was_taken_back_is_not_answered(open_attempt: Attempt) -> None:
    save(open_attempt.items.get(slot=1), {}, seen=1)
    attempts.submit(open_attempt, at=BEGAN)
    assert detail.lines(open_attempt)[0].verdict == Verdict.UNANSWERED


def test_critical_and_taught_questions_are_marked(as_sam: Client, done: Attempt) -> None:
    done.items.filter(slot__gt=1).update(critical=False)
    done.items.filter(slot__in=[1, 2]).update(taught_before=True)
    shown = page(as_sam, done)
    assert shown.count(">Critical</span>") == 1
    assert shown.count(">Taught before the exam</span>") == 2


def test_each_competency_has_its_score(as_sam: Client, done: Attempt) -> None:
    (line,) = detail.competencies(done)
    assert (line.title, line.items, str(line.score)) == ("Shares experience", 4, "1 of 4")
    assert "Shares experience" in page(as_sam, done)


def test_an_attempt_in_progress_tells_how_much_is_answered_and_nothing_more(
    as_sam: Client, open_attempt: Attempt
) -> None:
    shown = page(as_sam, open_attempt)
    assert "2 of 4 questions answered so far." in shown
    for hidden in ("Stem of", "Right q-", "Wrong q-", "KEY-", "Score"):
        assert hidden not in shown


def test_an_answer_taken_back_is_no_longer_counted_as_answered(as_sam: Client, open_attempt: Attempt) -> None:
    save(open_attempt.items.get(slot=1), {}, seen=1)
    assert "1 of 4 questions answered so far." in page(as_sam, open_attempt)


def test_a_question_edited_since_is_shown_as_it_was_asked(as_sam: Client, done: Attempt) -> None:
    question = done.items.get(slot=1).version.question
    version = question.live
    assert version is not None
    newer = question.versions.create(
        number=2,
        digest="x",
        origin="admin",
        created_at=MADE_AT,
        stem="Changed?",
        stem_html="<p>Changed?</p>",
        body=version.body,
    )
    question.live = newer
    question.save()
    assert "Changed?" not in page(as_sam, done)


def test_every_kind_of_question_is_shown_in_words(open_attempt: Attempt) -> None:
    item = open_attempt.items.get(slot=3)
    body = {
        "choices": [
            {"key": "a", "text": "Listen", "right": True, "why": "w"},
            {"key": "b", "text": "Advise", "right": False, "why": "w"},
            {"key": "c", "text": "Ask", "right": True, "why": "w"},
        ],
        "policy": "all-or-nothing",
    }
    question = item.version.question
    item.version = question.versions.create(
        number=2, digest="y", origin="file", created_at=MADE_AT, stem="s", stem_html="<p>s</p>", body=body
    )
    item.kind = "multiple"
    item.save()
    assert KINDS["multiple"].check(body) == []
    save(item, {"choices": ["a", "b"]})
    attempts.submit(open_attempt, at=BEGAN)
    line = detail.lines(open_attempt)[2]
    assert (line.answered, line.verdict) == (["Listen", "Advise"], Verdict.DIFFERS)
    assert [told[:3] for told in line.told] == [
        ("Listen", True, True),
        ("Advise", True, False),
        ("Ask", False, True),
    ]


def test_the_way_back_keeps_the_filter(as_sam: Client, done: Attempt) -> None:
    listed = as_sam.get("/review/", {"state": "submitted", "sort": "learner"}).content.decode()
    link = f"/review/{done.pk}/?state=submitted&amp;sort=learner"
    assert f'href="{link}"' in listed
    shown = as_sam.get(link.replace("&amp;", "&")).content.decode()
    assert 'href="/review/?state=submitted&amp;sort=learner"' in shown
