"""The tables as JSON: what the token's person may see at that moment, read-only, in pages, with a limit."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from course.export import tokens
from course.models import Assignment, AuditEvent, Cohort, Notice, Person
from course.privacy import notices
from tests.course.export.reading import fetch_csv
from tests.quizzes.make_attempts import exam_of, learner, submitted
from tests.quizzes.test_review_budget import BUDGET, grow, statements

ATTEMPTS, LEARNERS, MEMBERS = "/api/v1/exam-attempts", "/api/v1/learners", "/api/v1/cohort-learners"
GAINS, ITEMS = "/api/v1/gains", "/api/v1/exam-questions"
Ask = Callable[..., Any]


def secret_of(person: Person) -> str:
    return tokens.make(person, name="Report", days=30, at=timezone.now())


def asker(person: Person) -> Ask:
    """Asks with a token of this person and without a cookie."""
    headers = {"Authorization": f"Bearer {secret_of(person)}"}

    def ask(address: str, **query: Any) -> Any:
        response = Client().get(address, query, headers=headers)
        assert response["Content-Type"] == "application/json"
        assert not response.cookies
        return response

    return ask


@pytest.fixture
def ask(sam: Person) -> Ask:
    return asker(sam)


def rows(response: Any) -> list[dict[str, Any]]:
    assert response.status_code == 200
    return list(response.json()["rows"])


@pytest.mark.parametrize("asked", [{}, {"state": "submitted"}, {"name": "cora"}, {"sort": "-score"}])
def test_it_holds_the_figures_of_the_file(
    ask: Ask, as_sam: Client, spring: Cohort, ada: Person, asked: dict[str, str]
) -> None:
    submitted(learner(spring, "Cora Diaz"), exam_of(spring), score="11.25", critical_missed=0)
    submitted(learner(spring, "Dee Whitehorse"), exam_of(spring), score=16)
    told = [[_text(value) for value in row.values()] for row in rows(ask(ATTEMPTS, **asked))]
    assert told == [list(line.values()) for line in fetch_csv(as_sam, "/review/attempts.csv", **asked)]


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def test_an_answer_says_what_it_is(ask: Ask, spring: Cohort, ada: Person) -> None:
    told = ask(LEARNERS, cohort=spring.pk).json()
    assert told["table"] == "learners"
    assert told["filter"] == {"Cohort": "Spring"}
    assert told["page"] == 1
    assert told["next"] is None
    assert told["made_at"].endswith("-05:00") or told["made_at"].endswith("-04:00")
    assert told["rows"][0] == {
        "learner": "Ada Lindgren",
        "email": "ada@example.org",
        "last_work": "2026-11-02T10:00:00-05:00",
        "done": 0,
        "steps": 3,
        "granted": "",
        "cohort": "Spring",
        "course": spring.course.title,
    }


def test_the_first_address_lists_the_tables_of_the_person(ask: Ask, tess: Person) -> None:
    def listed(ask: Ask) -> list[str]:
        return [table["url"] for table in ask("/api/v1/").json()["tables"]]

    everything = (ATTEMPTS, GAINS, ITEMS, LEARNERS, MEMBERS)
    assert listed(ask) == [f"http://testserver{path}" for path in everything]
    assert listed(asker(tess)) == [f"http://testserver{path}" for path in (ITEMS, LEARNERS, MEMBERS)]
    assert asker(tess)(ATTEMPTS).status_code == 404


def test_a_cohorts_learners_need_a_cohort(
    ask: Ask, spring: Cohort, fall: Cohort, ada: Person, ben: Person
) -> None:
    assert [row["learner"] for row in rows(ask(MEMBERS, cohort=spring.pk))] == ["Ada Lindgren"]
    assert ask(MEMBERS).json()["problems"] == {"cohort": ["Say which cohort."]}
    assert ask(MEMBERS, cohort=fall.pk).status_code == 400


def test_another_supervisor_reads_other_learners(ask: Ask, rita: Person, ada: Person, ben: Person) -> None:
    for address in (ATTEMPTS, LEARNERS):
        assert {row["learner"] for row in rows(ask(address))} == {"Ada Lindgren"}
        assert {row["learner"] for row in rows(asker(rita)(address))} == {"Ben Okafor"}


def test_the_scope_is_that_of_the_moment(
    ask: Ask, sam: Person, fall: Cohort, ada: Person, ben: Person
) -> None:
    Assignment.objects.filter(person=sam).update(cohort=fall)
    assert [row["learner"] for row in rows(ask(LEARNERS))] == ["Ben Okafor"]
    Assignment.objects.filter(person=sam).delete()
    assert ask(LEARNERS).status_code == 401


def test_pages_follow_each_other_to_the_end(ask: Ask, sam: Person, spring: Cohort) -> None:
    for number in range(205):
        learner(spring, f"Learner {number:03}")
    seen, address = [], LEARNERS + "?name=learner"
    while address:
        told = ask(address).json()
        seen += [row["learner"] for row in told["rows"]]
        address = (told["next"] or "").removeprefix("http://testserver")
        assert not address or "name=learner" in address
    assert seen == [f"Learner {number:03}" for number in range(205)]
    assert rows(ask(LEARNERS, page=4)) == []


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": ""},
        {"Authorization": "Bearer"},
        {"Authorization": "Bearer   "},
        {"Authorization": "Bearer wrong"},
        {"Authorization": "Basic c2FtOng="},
        {"Authorization": "Bearer \x00\xff" + "é" * 20_000},
    ],
)
def test_without_a_token_that_works_nothing_opens(as_sam: Client, headers: dict[str, str]) -> None:
    for address in ("/api/v1/", LEARNERS, "/api/v1/nothing"):
        response = as_sam.get(address, headers=headers)
        assert response.status_code == 401
        assert response["WWW-Authenticate"] == "Bearer"
        assert "Send an access token" in response.json()["error"]
        assert response["Cache-Control"] == "no-store"


def test_a_missing_second_step_and_a_closed_account_close_it(
    ask: Ask, sam: Person, settings: Settings, ada: Person
) -> None:
    assert ask(LEARNERS).status_code == 200
    settings.MFA_REQUIRED = True
    assert ask(LEARNERS).status_code == 401
    settings.MFA_REQUIRED = False
    sam.is_active = False
    sam.save()
    assert ask(LEARNERS).status_code == 401


@pytest.mark.parametrize("name", ["nothing", "attempts.csv", "%00", "exam-attempts%0a", "x" * 3000, "é"])
def test_an_unknown_table_is_404_in_json(ask: Ask, name: str) -> None:
    response = ask(f"/api/v1/{name}")
    assert response.status_code == 404
    assert response.json() == {"error": "There is no such table for you."}


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({"page": "0"}, "Pages are numbered from 1"),
        ({"page": "9" * 400}, "Pages are numbered from 1"),
        ({"page": "\x00"}, "Pages are numbered from 1"),
        ({"cohrt": "1"}, "no filter “cohrt”"),
        ({"cohort": "x"}, "filter cannot be used"),
        ({"name": "a\x00"}, "filter cannot be used"),
        ({"name": "x" * 100_000}, "filter cannot be used"),
    ],
)
def test_a_bad_address_is_told_in_words(ask: Ask, query: dict[str, str], words: str) -> None:
    response = ask(LEARNERS, **query)
    assert response.status_code == 400
    assert words in response.json()["error"]


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_can_be_written(sam: Person, method: str) -> None:
    client = Client(enforce_csrf_checks=True, headers={"Authorization": f"Bearer {secret_of(sam)}"})
    response = getattr(client, method)(LEARNERS)
    assert response.status_code == 405
    assert response["Allow"] == "GET, HEAD"
    assert response.json()["error"] == "Tables can only be read: use GET."


def test_a_token_that_asks_too_often_waits_and_others_do_not(
    ask: Ask, rita: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tokens, "PER_MINUTE", 2)
    # A minute may end between two requests: then the count begins anew.
    answers = [ask("/api/v1/") for _ in range(5)]
    refused = answers[-1] if answers[-1].status_code == 429 else answers[2]
    assert refused.status_code == 429
    assert refused["Retry-After"] == "60"
    assert refused.json() == {"error": "This token may ask 2 times a minute. Go on in a minute."}
    assert asker(rita)("/api/v1/").status_code == 200


def test_reading_is_noted_once_an_hour(ask: Ask, sam: Person, ada: Person) -> None:
    for address in (LEARNERS, ATTEMPTS, LEARNERS):
        ask(address)
    events = AuditEvent.objects.filter(verb="read-by-token")
    assert [event.actor for event in events] == [sam]


def test_no_log_holds_the_secret(sam: Person, caplog: pytest.LogCaptureFixture) -> None:
    secret = secret_of(sam)
    with caplog.at_level(logging.DEBUG):
        for address in (LEARNERS, "/api/v1/nothing", f"{LEARNERS}?page=0"):
            Client().get(address, headers={"Authorization": f"Bearer {secret}"})
    assert caplog.records
    assert secret not in json.dumps([vars(record) for record in caplog.records], default=str)


@pytest.mark.parametrize("address", [ATTEMPTS, LEARNERS, MEMBERS])
def test_a_page_costs_the_same_with_5_and_with_50_rows(ask: Ask, spring: Cohort, address: str) -> None:
    query = {"cohort": spring.pk} if address == MEMBERS else {}
    grow(spring, 5)
    ask(address, **query)  # the first use in an hour is noted
    few = statements(lambda: ask(address, **query))
    grow(spring, 50)
    assert statements(lambda: ask(address, **query)) == few <= BUDGET


def test_a_new_notice_closes_it_until_its_person_agrees(ask: Ask, sam: Person, ada: Person) -> None:
    notices.install_shipped(at=timezone.now())
    assert ask(LEARNERS).status_code == 401
    notices.agree(sam, Notice.objects.get(), at=timezone.now())
    assert ask(LEARNERS).status_code == 200
