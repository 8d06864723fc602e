"""Invariant I through kill -9: an answer that was reported saved is there, once, and is the one that is graded."""

import pytest

from tests.faults.conftest import LONG, QUESTIONS
from tests.faults.judge import Save
from tests.faults.sitting import Sitting
from tests.live import LostReply, Server

pytestmark = pytest.mark.faults

KILLS, ROUNDS = (20, 10) if LONG else (10, 1)
CHOICES = ("yes", "no", "maybe")


def turn(number: int) -> tuple[int, str]:
    """Which question the learner answers next, and how: they come back to the first ones and change their mind."""
    lap, slot = divmod(number, KILLS // 2)
    return 1 + slot, CHOICES[(lap + slot) % len(CHOICES)]


def kill(sitting: Sitting, slot: int, fields: dict[str, str], moment: str) -> None:
    """Send the form to a server that dies over it. By turns as a plain form and as the page's script sends it."""
    headers = {"x_die": moment} | ({"hx_request": "true"} if slot % 2 else {})
    with pytest.raises(LostReply):
        sitting.send(slot, fields, **headers)
    sitting.server.wait_until_dead()


@pytest.mark.parametrize("_", range(ROUNDS))
def test_answers_survive_a_server_killed_between_commit_and_reply(sitting: Sitting, _: int) -> None:
    sitting.begin()
    for number in range(KILLS):
        slot, choice = turn(number)
        fields = sitting.fill(slot, choice)
        kill(sitting, slot, fields, "before-reply")
        # The commit came first: the answer is there although nobody was told.
        assert sitting.differences(Save(slot, fields["save_id"], choice)) == []
        sitting.server.start()
        sitting.send(slot, fields, **({"hx_request": "true"} if slot % 2 else {}))
        assert sitting.differences() == []
    assert sitting.submit().location == f"{sitting.attempt}result/"
    sitting.submitted = True
    assert sitting.differences() == []


def test_an_answer_killed_before_its_commit_is_saved_when_sent_again(sitting: Sitting) -> None:
    sitting.begin()
    sitting.send(2, sitting.fill(2, "yes"))
    fields = sitting.fill(1, "yes")
    kill(sitting, 1, fields, "before-commit")
    assert sitting.differences() == []
    sitting.server.start()
    sitting.send(1, fields)
    assert sitting.differences() == []


def test_a_lost_save_sent_again_after_a_newer_one_succeeds_and_changes_nothing(sitting: Sitting) -> None:
    sitting.begin()
    old = sitting.fill(1, "no")
    kill(sitting, 1, old, "before-reply")
    sitting.write_down(1, old)
    sitting.server.start()
    sitting.send(1, sitting.fill(1, "yes"))
    sitting.send(1, old)
    assert sitting.differences() == []
    sitting.submit()
    sitting.submitted = True
    assert sitting.differences() == []


def test_a_submit_killed_between_commit_and_reply_is_graded_once(sitting: Sitting) -> None:
    sitting.begin()
    for slot in range(1, QUESTIONS, 2):
        sitting.send(slot, sitting.fill(slot, CHOICES[slot % 3]))
    with pytest.raises(LostReply):
        sitting.submit(x_die="before-reply")
    sitting.server.wait_until_dead()
    sitting.submitted = True
    assert sitting.differences() == []
    sitting.server.start()
    assert sitting.submit().location == f"{sitting.attempt}result/"
    assert sitting.differences() == []


def test_a_submit_killed_before_its_commit_leaves_an_open_attempt(sitting: Sitting) -> None:
    sitting.begin()
    sitting.send(1, sitting.fill(1, "yes"))
    with pytest.raises(LostReply):
        sitting.submit(x_die="before-commit")
    sitting.server.wait_until_dead()
    assert sitting.differences() == []
    sitting.server.start()
    assert sitting.submit().location == f"{sitting.attempt}result/"
    sitting.submitted = True
    assert sitting.differences() == []


def test_a_start_killed_between_commit_and_reply_begins_one_attempt(sitting: Sitting) -> None:
    address = sitting.start_url
    with pytest.raises(LostReply):
        sitting.visitor.post(address, {}, x_die="before-reply")
    sitting.server.wait_until_dead()
    assert sitting.differences() == []
    sitting.server.start()
    sitting.go_to(sitting.visitor.post(address, {}))
    assert sitting.differences() == []


def test_a_learner_stays_signed_in_when_the_server_is_killed(sitting: Sitting, server: Server) -> None:
    server.kill()
    server.start()
    assert sitting.visitor.get("/profile/").status == 200
