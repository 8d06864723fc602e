"""The last look before handing in: what is not answered, what is flagged."""

import re
from datetime import datetime

from django.test import Client

from quizzes import attempts
from quizzes.models import Attempt
from tests.quizzes.exam_room import answer_all, save


def shown(client: Client, attempt: Attempt) -> str:
    return " ".join(client.get(f"/attempts/{attempt.pk}/check/").content.decode().split())


def listed(html: str, heading: str) -> list[str]:
    """The slots that are linked below this heading."""
    section = re.search(rf'<h2 id="{heading}">.*?</section>', html)
    return re.findall(r"/attempts/\d+/(\d+)/", section.group()) if section else []


def test_it_lists_what_is_not_answered_and_what_is_flagged(as_ada: Client, attempt: Attempt) -> None:
    first, second, third, _fourth = attempt.items.all()
    save(first, "no")
    save(third, "no")
    save(third, "", seen=1)
    for item in (first, second):
        attempts.flag(item, flagged=True)

    html = shown(as_ada, attempt)

    assert "1 of 4 questions are answered." in html
    assert listed(html, "blank") == ["2", "3", "4"]
    assert listed(html, "flagged") == ["1", "2"]


def test_it_names_each_question_by_its_first_words(as_ada: Client, attempt: Attempt) -> None:
    assert attempt.items.get(slot=1).version.stem in shown(as_ada, attempt)


def test_when_all_is_answered_it_says_so_and_lists_nothing(as_ada: Client, attempt: Attempt) -> None:
    answer_all(attempt)

    html = shown(as_ada, attempt)

    assert "All 4 questions are answered." in html
    assert listed(html, "blank") == listed(html, "flagged") == []


def test_an_exam_with_blanks_can_be_handed_in(as_ada: Client, attempt: Attempt) -> None:
    assert f'action="/attempts/{attempt.pk}/submit/"' in shown(as_ada, attempt)
    assert as_ada.post(f"/attempts/{attempt.pk}/submit/").status_code == 302
    attempt.refresh_from_db()
    assert attempt.score == 0


def test_when_the_time_is_over_the_attempt_is_closed_with_what_was_saved(
    as_ada: Client, attempt: Attempt, now: datetime
) -> None:
    Attempt.objects.update(deadline=datetime(2020, 1, 1, 12, 0, tzinfo=now.tzinfo))

    page = as_ada.get(f"/attempts/{attempt.pk}/check/", follow=True)

    assert page.redirect_chain == [(f"/attempts/{attempt.pk}/result/", 302)]
    assert "Time is over. Your saved answers are in." in page.content.decode()
    attempt.refresh_from_db()
    assert (attempt.state, attempt.ended_by, attempt.submitted_at) == ("submitted", "time", attempt.deadline)
