"""Pages of figures cost as many statements with many rows as with few, live and as of a count."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext

import pytest
from django.test import Client
from django.urls import reverse

from course.models import Assignment, Cohort, Person
from tests.conftest import signed_in
from tests.quizzes.analysis_room import answered, ladder
from tests.quizzes.gain.room import group
from tests.quizzes.snapshots.room import GAIN, item, items, large
from tests.quizzes.test_review_budget import statements

BUDGET = 12


def more(cohort: Cohort, number: int) -> None:
    """So many learners more, and so many cohorts that the same people see."""
    group(cohort, number, start=Person.objects.count())
    answered(cohort, ladder(number), form="A")
    for _ in range(number):
        count = Cohort.objects.count()
        cohort = Cohort.objects.create(
            program=cohort.program, course=cohort.course, name=f"Cohort {count}", join_code=f"MORE-{count}"
        )


@pytest.mark.parametrize("scope", [large, nullcontext], ids=["as of a count", "live"])
@pytest.mark.parametrize("which", ["gain", "analysis", "items", "item"])
def test_a_page_keeps_its_budget_with_20_rows_and_with_5(
    which: str, scope: Callable[[], AbstractContextManager[None]], sam: Person, spring: Cohort
) -> None:
    Assignment.objects.update(cohort=None, course=spring.course)
    more(spring, 5)
    address = {"gain": GAIN, "analysis": reverse("analysis"), "items": items(spring), "item": item(spring)}[
        which
    ]
    client = signed_in(sam)

    def cost() -> int:
        client.post(address, follow=True)
        assert ("As of" in client.get(address).content.decode()) == (scope is large)
        return statements(lambda: client.get(address))

    with scope():
        few = cost()
        more(spring, 15)
        assert few == cost() <= BUDGET


def test_counting_again_costs_as_many_statements_with_20_rows_as_with_5(
    as_sam: Client, spring: Cohort
) -> None:
    with large():
        for address in (GAIN, items(spring)):
            more(spring, 5)
            as_sam.post(address)
            few = statements(lambda address=address: as_sam.post(address))  # type: ignore[misc]
            more(spring, 15)
            assert statements(lambda address=address: as_sam.post(address)) == few  # type: ignore[misc]
