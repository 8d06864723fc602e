"""The guide to question kinds says what is so: every example can be used, and every kind has one."""

import pytest

from quizzes.kinds import KINDS
from tests.browser.kind_pictures import IMAGES, Example, examples

EVERY = list(examples())


def test_every_kind_has_an_example_and_a_picture() -> None:
    assert [example.kind for example in EVERY] == list(KINDS)
    assert [e.picture for e in EVERY] == [f"kind-{kind.replace('_', '-')}.png" for kind in KINDS]
    assert all((IMAGES / example.picture).is_file() for example in EVERY)


@pytest.mark.parametrize("example", EVERY, ids=lambda example: example.kind)
def test_an_example_can_be_used(example: Example) -> None:
    kind = KINDS[example.kind]
    assert kind.check(example.body, example.question.get("points")) == []
    assert kind.unfinished(example.body, kind.key_of(example.body)) == ""
