"""The shipped bank holds to the rules of item writing that it teaches."""

from typing import Any

import pytest
import yaml
from django.conf import settings

from quizzes.bank_figures import key_places, situations
from quizzes.item_writing import Item, Severity, balance_of, check
from quizzes.look_alikes import pairs, text_of

COURSE = settings.BASE_DIR / "content" / "peer-specialist"
FILES = sorted((COURSE / "bank").glob("*.yaml"))


@pytest.fixture(scope="module")
def rows() -> list[dict[str, Any]]:
    return [row for path in FILES for row in yaml.safe_load(path.read_text(encoding="utf-8"))["questions"]]


@pytest.fixture(scope="module")
def items(rows: list[dict[str, Any]]) -> list[Item]:
    return [
        Item(row["key"], row["kind"], row["stem"], row, row["explanation"], row.get("reference", {}))
        for row in rows
    ]


def test_no_question_gives_its_answer_away(items: list[Item]) -> None:
    assert len(items) > 90
    found = [
        (item.key, finding.says)
        for item in items
        for finding in check(item)
        if finding.severity == Severity.HIGH
    ]
    assert found == []


def test_no_place_of_the_right_choice_can_be_guessed_and_no_length_tells(items: list[Item]) -> None:
    balance = balance_of(items)
    assert balance.overused == ()
    assert not balance.key_longer
    assert balance.ratio is not None
    assert 0.8 <= balance.ratio <= 1.25
    assert balance.longest <= balance.by_chance


def test_of_four_places_none_holds_more_than_two_in_five_right_choices(items: list[Item]) -> None:
    counts = key_places(items)[4]
    assert max(counts) <= 0.4 * sum(counts)


def test_two_in_three_questions_with_choices_begin_with_a_situation(items: list[Item]) -> None:
    told, asked = situations(items)
    assert told >= asked * 2 / 3


def test_every_competency_and_every_domain_is_asked_about(rows: list[dict[str, Any]]) -> None:
    frameworks = yaml.safe_load((COURSE / "competencies.yaml").read_text(encoding="utf-8"))["frameworks"]
    samhsa, icrc = ({each["code"] for each in framework["competencies"]} for framework in frameworks)
    assert {row["competency"] for row in rows} == samhsa
    assert {row["domain"] for row in rows if row.get("domain")} == icrc


def test_no_two_questions_read_alike(items: list[Item]) -> None:
    assert pairs({item.key: text_of(item.stem, item.body) for item in items}) == []
