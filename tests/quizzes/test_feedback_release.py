"""What a result tells, under every feedback rule: exactly what is released, and not before its time."""

import gzip
import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from course.learners import accommodations
from course.models import Person
from quizzes import attempts
from quizzes.models import Attempt, AttemptItem, Exam
from tests.quizzes.exam_room import HTMX, address, answer_all, fields, save, send

MARKERS = ("KEY-WHY", "KEY-EXPLAIN")
WITHOUT_KEYS = [
    [],
    ["score"],
    ["competencies"],
    ["correctness"],
    ["score", "competencies", "correctness"],
]


def told(response: Any) -> str:
    """Everything that went to the browser: headers and the body as it is once unpacked."""
    body = response.content
    if response.headers.get("Content-Encoding") == "gzip":
        body = gzip.decompress(body)
    return str(response.headers) + body.decode()


def rule(**rules: Any) -> None:
    exam = Exam.objects.get()
    exam.rules = {**exam.rules, **rules}
    exam.save()


def sit(enrollment: Any, **rules: Any) -> Attempt:
    rule(**rules)
    attempt = attempts.start(enrollment, Exam.objects.get(), at=timezone.now())
    answer_all(attempt, "no")
    return attempt


def hand_in(attempt: Attempt) -> Attempt:
    return attempts.submit(attempt, at=timezone.now())


def everywhere(client: Client, attempt: Attempt) -> list[str]:
    """Every address of the exam, in whatever state it is, and every way to send an answer."""
    pages = [f"/attempts/{attempt.pk}/{path}" for path in ("", "check/", "result/", "all/", "pause/")]
    pages += ["/courses/peer/foundations/start/", "/courses/peer/", "/", "/reflections/"]
    seen = [told(client.get(page, follow=True)) for page in pages]
    seen += [told(client.get(page, follow=True, headers={"Accept-Encoding": "gzip"})) for page in pages]
    for item in attempt.items.all():
        form = {
            **fields(client.get(address(item), follow=True)),
            "save_id": "6c1f6a4e-0c2e-4d2e-9d3e-0c2e4d2e9d3e",
        }
        seen.append(told(client.get(address(item), follow=True)))
        for button in ("", "next", "settle", "check", "clear"):
            seen.append(told(send(client, item, form, button, "maybe", follow=True)))
            seen.append(told(send(client, item, form, button, "yes", headers=HTMX)))
    return seen


@pytest.mark.parametrize("feedback", WITHOUT_KEYS, ids=",".join)
@pytest.mark.parametrize("layout", ["one", "all"])
def test_without_keys_in_the_rules_no_response_ever_tells_one(
    as_ada: Client, enrollment: Any, feedback: list[str], layout: str
) -> None:
    attempt = sit(enrollment, feedback=feedback, layout=layout)

    assert [text for text in everywhere(as_ada, attempt) if any(mark in text for mark in MARKERS)] == []
    hand_in(attempt)
    assert [text for text in everywhere(as_ada, attempt) if any(mark in text for mark in MARKERS)] == []


def test_with_keys_in_the_rules_they_are_told_after_handing_in_and_not_before(
    as_ada: Client, enrollment: Any
) -> None:
    attempt = sit(enrollment, feedback=["keys"])

    assert not any(mark in text for text in everywhere(as_ada, attempt) for mark in MARKERS)
    hand_in(attempt)
    html = told(as_ada.get(f"/attempts/{attempt.pk}/result/"))
    assert all(f"KEY-EXPLAIN-{question.key}" in html for question in questions(attempt))


def questions(attempt: Attempt, **only: Any) -> list[Any]:
    items = attempt.items.filter(**only).select_related("version__question")
    return [item.version.question for item in items]


def test_critical_explains_missed_critical_questions_alone(as_ada: Client, enrollment: Any) -> None:
    exam = Exam.objects.get()
    exam.blueprint.update(count=6)
    attempt = sit(enrollment, feedback=["score", "critical"])
    hand_in(attempt)

    html = told(as_ada.get(f"/attempts/{attempt.pk}/result/"))

    assert [each.key for each in questions(attempt, critical=True)] == ["q-0"]
    assert set(re.findall(r"KEY-EXPLAIN-(q-\d)", html)) == {"q-0"}


def test_a_critical_question_that_was_right_is_not_explained(as_ada: Client, enrollment: Any) -> None:
    Exam.objects.get().blueprint.update(count=6)
    attempt = sit(enrollment, feedback=["score", "critical"])
    save(attempt.items.get(critical=True), "yes", seen=9)
    hand_in(attempt)

    assert "KEY-" not in told(as_ada.get(f"/attempts/{attempt.pk}/result/"))


def test_correctness_tells_right_and_wrong_without_the_key(as_ada: Client, enrollment: Any) -> None:
    attempt = sit(enrollment, feedback=["correctness"])
    save(attempt.items.get(slot=1), "yes", seen=9)
    hand_in(attempt)

    html = told(as_ada.get(f"/attempts/{attempt.pk}/result/"))

    assert html.count("That is right.") == 1
    assert html.count("Not quite.") == 3
    assert "points</strong>" not in html


def test_feedback_waits_until_the_exam_has_closed(as_ada: Client, enrollment: Any, now: datetime) -> None:
    closes = timezone.now() + timedelta(hours=1)
    attempt = sit(enrollment, feedback=["score", "keys"], feedback_when="close", closes=closes.isoformat())
    hand_in(attempt)

    before = told(as_ada.get(f"/attempts/{attempt.pk}/result/"))
    Attempt.objects.update(rules={**attempt.rules, "closes": (closes - timedelta(hours=2)).isoformat()})
    rule(closes=(closes - timedelta(hours=2)).isoformat())
    after = told(as_ada.get(f"/attempts/{attempt.pk}/result/"))

    assert "You will see more here when the exam has closed" in before
    assert "KEY-" not in before
    assert "of 4 points" not in before
    assert "KEY-EXPLAIN" in after
    assert "0 of 4 points" in after


def sat_until_an_hour_ago(enrollment: Any) -> tuple[Attempt, datetime]:
    """A submitted attempt whose exam has closed since, with keys to be shown from then on; and that time."""
    closed = timezone.now() - timedelta(hours=1)
    later = timezone.now() + timedelta(hours=1)
    attempt = hand_in(sit(enrollment, feedback=["keys"], feedback_when="close", closes=later.isoformat()))
    rule(closes=closed.isoformat())
    Attempt.objects.update(rules={**attempt.rules, "closes": closed.isoformat()})
    return attempt, closed


def test_feedback_waits_for_the_learner_whose_close_is_later(
    as_ada: Client, enrollment: Any, ben: Person, tess: Person
) -> None:
    attempt, _ = sat_until_an_hour_ago(enrollment)
    granted = accommodations.grant(ben, reason="Away.", by=tess, at=timezone.now(), extra_days=2)

    while_ben_may_sit = told(as_ada.get(f"/attempts/{attempt.pk}/result/"))
    accommodations.end(granted, by=tess, at=timezone.now())
    after = told(as_ada.get(f"/attempts/{attempt.pk}/result/"))

    assert "KEY-" not in while_ben_may_sit
    assert "KEY-EXPLAIN" in after


def test_feedback_waits_where_the_close_was_moved_meanwhile(as_ada: Client, enrollment: Any) -> None:
    attempt, closed = sat_until_an_hour_ago(enrollment)

    rule(closes=(closed + timedelta(days=1)).isoformat())

    assert "KEY-" not in told(as_ada.get(f"/attempts/{attempt.pk}/result/"))


def test_the_search_finds_a_key_that_is_released(as_ada: Client, enrollment: Any) -> None:
    rule(feedback=["correctness", "keys"], feedback_when="each")
    Exam.objects.update(purpose="check")
    attempt = attempts.start(enrollment, Exam.objects.get(), at=timezone.now())
    item = attempt.items.get(slot=1)
    send(as_ada, item, fields(as_ada.get(address(item))), "settle", "no")

    assert [mark for mark in MARKERS if mark in told(as_ada.get(address(item)))] == list(MARKERS)
    other = AttemptItem.objects.get(attempt=attempt, slot=2)
    assert "KEY-" not in told(as_ada.get(address(other)))


# --- The result as it reads -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "percent", "says"),
    [("yes", 75, "You met the pass mark. Well done."), ("no", 75, "Not there yet."), ("no", None, "")],
)
def test_a_pass_mark_is_told_in_words_that_do_not_shame(
    as_ada: Client, enrollment: Any, key: str, percent: int | None, says: str
) -> None:
    rule(pass_percent=percent)
    attempt = attempts.start(enrollment, Exam.objects.get(), at=timezone.now())
    answer_all(attempt, key)
    hand_in(attempt)

    html = told(as_ada.get(f"/attempts/{attempt.pk}/result/"))

    assert says in html
    assert ("pass mark" in html) is bool(percent)
    assert not re.search(r"\bfailed\b", html, re.IGNORECASE)


def test_below_the_pass_mark_the_step_stays_open_until_a_later_attempt_passes(enrollment: Any) -> None:
    attempt = sit(enrollment, pass_percent=75, attempts=2)
    hand_in(attempt)
    assert not enrollment.completions.exists()

    second = attempts.start(enrollment, Exam.objects.get(), at=timezone.now())
    answer_all(second, "yes")
    hand_in(second)

    assert enrollment.completions.get().version == 2


def test_the_result_says_whether_and_when_it_can_be_taken_again(as_ada: Client, enrollment: Any) -> None:
    attempt = sit(enrollment, attempts=2)
    hand_in(attempt)
    now = told(as_ada.get(f"/attempts/{attempt.pk}/result/"))
    rule(wait_hours=24)
    later = told(as_ada.get(f"/attempts/{attempt.pk}/result/"))

    assert "You can take it 1 more time." in now
    assert "You can start again on" in later


def test_areas_are_parted_into_what_went_well_and_what_to_read_again(as_ada: Client, enrollment: Any) -> None:
    attempt = sit(enrollment)
    hand_in(attempt)

    html = told(as_ada.get(f"/attempts/{attempt.pk}/result/"))

    assert "Worth another look" in html
    assert "What went well" not in html
