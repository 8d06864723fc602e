"""The shipped topics are written in plain language."""

from __future__ import annotations

from statistics import median

import pytest
from django.conf import settings

from course.content.load import read
from lessons.content_facts import TopicFacts, topic_facts


@pytest.fixture(scope="module")
def topics() -> list[TopicFacts]:
    content = read(settings.BASE_DIR / "content" / "peer-specialist", with_rows=False)
    parsed = next(parsed for loader, parsed in content.parts if "topic" in loader.kinds)
    return list(topic_facts(parsed, content.outline))


def test_no_topic_reads_above_grade_eight_and_most_lie_well_below(topics: list[TopicFacts]) -> None:
    assert {each.slug: each.grade for each in topics if each.grade > 8} == {}
    assert median(each.grade for each in topics) <= 7.5


def test_no_finding_on_the_words_of_a_topic_is_left_open(topics: list[TopicFacts]) -> None:
    assert [each.slug for each in topics if each.open] == []
