"""Several counts of the same thing at the same moment leave one snapshot, the one that began last, and no error."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest

from course.models import Cohort, Snapshot
from course.snapshots import taking
from quizzes.analysis.counting import ExamsCount
from tests.conftest import NOW
from tests.quizzes.analysis_room import answered, ladder
from tests.quizzes.test_many_at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_eight_first_counts_leave_one_snapshot(spring: Cohort) -> None:
    answered(spring, ladder(6))
    what = ExamsCount((spring.pk,))
    moments = [NOW + timedelta(seconds=second) for second in range(8)]

    counted = at_once([partial(taking.take, what, at=at) for at in reversed(moments)])

    assert counted == [6] * 8
    assert Snapshot.objects.get().counted_at == moments[-1]
