"""Prepared querysets: the same rows as the queryset they are made of, for any parameters."""

import pytest
from django.db.models import QuerySet
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from course import places
from course.models import Competency, Person, Step
from course.operation.prepared import Prepared


def _by_title(framework: str, least: int) -> QuerySet[Competency]:
    return Competency.objects.filter(framework=framework, position__gte=least).order_by("position")


by_title = Prepared(_by_title)


class SameRows(TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        for index in range(6):
            Competency.objects.create(
                framework="ab"[index % 2], code=f"c-{index}", title=f"T {index}", position=index
            )

    @given(framework=st.sampled_from(["a", "b", "it's", "%s"]), least=st.integers(0, 7))
    def test_a_prepared_queryset_finds_what_the_queryset_finds(self, framework: str, least: int) -> None:
        assert by_title(framework=framework, least=least) == list(_by_title(framework, least))


def test_annotations_and_joined_rows_come_along(ada: Person) -> None:
    (first, *_) = places.steps_of(ada, "peer")
    plain = Step.objects.taken_by(ada).select_related("lesson__course").in_order()[0]
    assert first.enrollment_id == plain.enrollment_id
    assert first.lesson.course.title == plain.lesson.course.title


def test_rows_that_point_to_one_row_share_it(ada: Person) -> None:
    first, second, *_ = places.steps_of(ada, "peer")
    assert first.lesson is second.lesson
    assert {step.lesson.title for step in Step.objects.all()} == {first.lesson.title}


def test_a_parameter_that_does_not_reach_the_database_is_an_error(db: None) -> None:
    def forgets(framework: str, least: int) -> QuerySet[Competency]:
        return Competency.objects.filter(framework=framework)

    with pytest.raises(ValueError, match="least"):
        Prepared(forgets)(framework="a", least=1)
