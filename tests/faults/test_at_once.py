"""Requests that arrive at the same moment, at two processes of four threads: each is answered, nothing counts twice."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from tests.faults.conftest import LONG
from tests.faults.sitting import Sitting, is_saved
from tests.live import Reply, Visitor

pytestmark = pytest.mark.faults

ROUNDS = 10 if LONG else 2
NewSitting = Callable[[], Sitting]


def at_once(visitor: Visitor, *requests: Callable[[Visitor], Reply]) -> list[Reply]:
    """Each request from a tab of its own, all let go together."""
    gate = Barrier(len(requests))

    def ask(request: Callable[[Visitor], Reply]) -> Reply:
        tab = visitor.tab()
        gate.wait()
        return request(tab)

    with ThreadPoolExecutor(len(requests)) as pool:
        return list(pool.map(ask, requests))


@pytest.mark.parametrize("_", range(ROUNDS))
def test_starting_many_times_at_once_begins_one_attempt(sitting: Sitting, _: int) -> None:
    address = sitting.start_url
    replies = at_once(sitting.visitor, *[lambda tab: tab.post(address, {})] * 4)
    for reply in replies:
        sitting.go_to(reply)
    assert len({reply.location for reply in replies}) == 1
    assert sitting.differences() == []


@pytest.mark.parametrize("_", range(ROUNDS))
def test_one_save_sent_five_times_at_once_is_stored_once(sitting: Sitting, _: int) -> None:
    sitting.begin()
    fields = sitting.fill(3, "yes")
    address = sitting.item_url(3)
    replies = at_once(sitting.visitor, *[lambda tab: tab.post(address, fields)] * 5)
    assert [is_saved(reply) for reply in replies] == [True] * 5
    sitting.write_down(3, fields)
    assert sitting.differences() == []


@pytest.mark.parametrize("_", range(ROUNDS))
def test_of_two_answers_at_once_the_one_reported_saved_is_the_one_kept(sitting: Sitting, _: int) -> None:
    sitting.begin()
    forms = [sitting.fill(3, "yes"), sitting.fill(3, "no")]
    address = sitting.item_url(3)
    replies = at_once(sitting.visitor, *[lambda tab, form=form: tab.post(address, form) for form in forms])
    assert sorted(reply.status for reply in replies) == [302, 409]
    for form, reply in zip(forms, replies, strict=True):
        if is_saved(reply):
            sitting.write_down(3, form)
    assert sitting.differences() == []


@pytest.mark.parametrize("_", range(ROUNDS))
def test_submitting_many_times_at_once_grades_once(sitting: Sitting, _: int) -> None:
    sitting.begin()
    for slot in (1, 2, 3):
        sitting.send(slot, sitting.fill(slot, "yes"))
    address = f"{sitting.attempt}submit/"
    replies = at_once(sitting.visitor, *[lambda tab: tab.post(address, {})] * 4)
    assert {(reply.status, reply.location) for reply in replies} == {(302, f"{sitting.attempt}result/")}
    sitting.submitted = True
    assert sitting.differences() == []


@pytest.mark.parametrize("_", range(ROUNDS))
def test_an_answer_saved_while_submitting_is_graded_or_refused(sitting: Sitting, _: int) -> None:
    sitting.begin()
    sitting.send(1, sitting.fill(1, "yes"))
    fields = sitting.fill(2, "yes")
    saved, submitted = at_once(
        sitting.visitor,
        lambda tab: tab.post(sitting.item_url(2), fields, hx_request="true"),
        lambda tab: tab.post(f"{sitting.attempt}submit/", {}),
    )
    assert submitted.location == f"{sitting.attempt}result/"
    assert saved.status in (200, 422)
    if is_saved(saved):
        sitting.write_down(2, fields)
    sitting.submitted = True
    assert sitting.differences() == []
