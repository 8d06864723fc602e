"""What trainers do while somebody sits an exam, and what they do at the same moment."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import pytest

from tests.faults.clerk import Clerk, Refused
from tests.faults.conftest import LONG, NewExam
from tests.faults.sitting import Sitting, is_saved
from tests.faults.test_starved import locked

pytestmark = pytest.mark.faults

ROUNDS = 10 if LONG else 2


def together(*acts: Callable[[], Any]) -> list[Any]:
    """What each said, or the name of what it raised."""

    def run(act: Callable[[], Any]) -> Any:
        try:
            return act()
        except Refused as refused:
            return refused.args[0]

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


@pytest.mark.parametrize("act", ["rewrite", "retire"])
def test_a_question_edited_or_retired_meanwhile_is_asked_and_graded_as_it_was(
    new_exam: NewExam, clerk: Clerk, act: str
) -> None:
    sitting = new_exam().begin()
    sitting.answer(1, "yes")
    before = sitting.visitor.get(sitting.item_url(2)).text
    clerk.ask(act, attempt=sitting.pk, **({"right": "no"} if act == "rewrite" else {}))
    after = sitting.visitor.get(sitting.item_url(2)).text
    stem = '<div class="stem" id="stem">'
    assert before.split(stem)[1].split("</div>")[0] == after.split(stem)[1].split("</div>")[0]
    sitting.answer(2, "yes")
    sitting.answer(3, "no")
    sitting.submit()
    sitting.submitted = True
    assert sitting.differences() == []
    assert sitting.see()["score"] == "2"


@pytest.mark.parametrize(
    ("act", "why"), [("delete_by_rows", "IntegrityError"), ("delete_by_name", "ProtectedError")]
)
def test_the_database_refuses_to_delete_a_question_that_is_asked(
    new_exam: NewExam, clerk: Clerk, act: str, why: str
) -> None:
    sitting = new_exam().begin()
    with pytest.raises(Refused, match=why):
        clerk.ask(act, attempt=sitting.pk)
    sitting.answer(1, "yes")
    sitting.submit()
    sitting.submitted = True
    assert sitting.differences() == []


def test_somebody_disabled_meanwhile_gets_no_further_and_what_was_saved_counts(
    new_exam: NewExam, clerk: Clerk
) -> None:
    sitting = new_exam(time_limit_minutes=60).begin()
    sitting.answer(1, "yes")
    fields = sitting.fill(2, "yes")
    clerk.ask("change_person", learner=sitting.learner, is_active=False)
    for reply in (sitting.visitor.get(sitting.item_url(1)), sitting.try_to_send(2, fields), sitting.submit()):
        assert reply.location.startswith("/account/login/")
    assert sitting.try_to_send(2, fields, hx_request="true").status == 401
    assert sitting.differences() == []
    clerk.ask("let_time_run_out", attempt=sitting.pk)
    sitting.submitted = True
    assert sitting.differences() == []
    assert sitting.see()["ended_by"] == "time"


@pytest.mark.parametrize("_", range(ROUNDS))
def test_a_regrade_and_a_hand_in_at_the_same_moment_both_happen(
    new_exam: NewExam, clerk: Clerk, _: int
) -> None:
    clerk.ask("staff", name="tess")
    done, *going = [new_exam(), new_exam.sitting(), new_exam.sitting(), new_exam.sitting()]
    for sitting in (done, *going):
        sitting.begin()
        sitting.answer(1, "no")
    done.submit()
    regrade = partial(clerk.ask, "regrade", attempt=done.pk, slot=1, by="tess")
    changed, *replies = together(regrade, *[sitting.submit for sitting in going])
    assert {reply.status for reply in replies} == {302}
    assert clerk.ask("wrong_scores", exam=new_exam.exam) == []
    assert done.see()["score"] == "1"
    # Who was handed in later has their own version's points; regraded again, they have the new ones.
    again = clerk.ask("regrade", attempt=done.pk, slot=1, by="tess")
    scores = [sitting.see()["score"] for sitting in going]
    assert changed >= 1
    assert changed + again >= 1 + scores.count("1")
    assert clerk.ask("wrong_scores", exam=new_exam.exam) == []


@pytest.mark.parametrize("_", range(ROUNDS))
def test_an_override_survives_a_regrade_at_the_same_moment(
    new_exam: NewExam, clerk: Clerk, other_clerk: Clerk, _: int
) -> None:
    clerk.ask("staff", name="tess")
    sitting = new_exam().begin()
    sitting.answer(1, "no")
    sitting.submit()
    regrade = partial(clerk.ask, "regrade", attempt=sitting.pk, slot=1, by="tess")
    override = partial(other_clerk.ask, "override", attempt=sitting.pk, slot=1, points="0.5", by="tess")
    with ThreadPoolExecutor(2) as pool:
        # On PostgreSQL the override is first in line, and the regrade has looked at the marks before it.
        with locked(sitting):
            acts = [pool.submit(override)]
            time.sleep(0.3)
            acts.append(pool.submit(regrade))
            time.sleep(0.3)
        for done in acts:
            done.result()
    # And one that comes later leaves it alone as well.
    regrade()
    seen = sitting.see()
    assert [mark for mark in seen["marks"] if mark[0] == 1][-1] == [1, "0.5", True]
    assert seen["score"] == "0.5"
    assert clerk.ask("wrong_scores", exam=new_exam.exam) == []


@pytest.mark.parametrize("_", range(ROUNDS))
def test_of_two_markers_at_once_one_is_kept_and_the_other_is_told(
    new_exam: NewExam, clerk: Clerk, other_clerk: Clerk, _: int
) -> None:
    for name in ("tess", "toni"):
        clerk.ask("staff", name=name)
    sitting = new_exam(questions=0, long=True).begin()
    write(sitting)
    sitting.submit()
    said = together(
        partial(clerk.ask, "draft", attempt=sitting.pk, slot=1, points="1", by="tess", seen=0),
        partial(other_clerk.ask, "draft", attempt=sitting.pk, slot=1, points="2", by="toni", seen=0),
    )
    assert sorted(map(str, said)) == ["1", "AlreadyMarked"]
    assert sitting.see()["drafts"] == 1
    assert sitting.see()["marks"] == []
    clerk.ask("draft", attempt=sitting.pk, slot=1, points="3", by="toni", seen=1)
    released = together(
        partial(clerk.ask, "release", exam=new_exam.exam, by="tess"),
        partial(other_clerk.ask, "release", exam=new_exam.exam, by="toni"),
    )
    assert sorted(released) == [0, 1]
    assert sitting.see()["marks"] == [[1, "3", True]]
    assert sitting.see()["score"] == "3"
    assert clerk.ask("wrong_scores", exam=new_exam.exam) == []


def write(sitting: Sitting) -> None:
    hidden = sitting.visitor.get(sitting.item_url(1)).hidden
    fields = {"save_id": hidden["save_id"], "revision": hidden["revision"]}
    sent = {**fields, "text": "I would sit down beside him first.", "go": "save"}
    assert is_saved(sitting.try_to_send(1, sent))
