"""Other tabs, other sessions, the Back button: what a learner does beside the page never costs an answer."""

import pytest

from tests.faults.conftest import NewExam
from tests.faults.sitting import Sitting, is_saved
from tests.faults.test_at_once import at_once
from tests.live import LostReply
from tests.live.prepare import PASSWORD

pytestmark = pytest.mark.faults


def sign_in_again(sitting: Sitting) -> None:
    sitting.visitor.sign_in(sitting.learner, PASSWORD)


def test_a_stale_tab_is_told_and_overwrites_only_when_the_learner_says_so(sitting: Sitting) -> None:
    sitting.begin()
    first, second = sitting.fill(1, "yes"), sitting.fill(1, "no")
    sitting.send(1, first)
    told = sitting.try_to_send(1, second, hx_request="true")
    assert told.status == 409
    assert sitting.differences() == []
    assert "stale" in sitting.see()["events"]
    sitting.send(1, second | {"replaces": "1"})
    assert sitting.differences() == []


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_an_answer_sent_when_the_session_had_expired_is_kept_through_sign_in(
    sitting: Sitting, scripts: bool
) -> None:
    sitting.begin()
    sitting.answer(1, "no")
    fields = sitting.fill(2, "maybe")
    sitting.clerk.ask("end_session", key=sitting.visitor.cookies["sessionid"])
    headers = {"hx_request": "true"} if scripts else {}
    reply = sitting.visitor.post(sitting.item_url(2), fields, **headers)
    assert reply.status == (401 if scripts else 302)
    assert sitting.differences() == []
    sign_in_again(sitting)
    page = sitting.visitor.get(sitting.item_url(2))
    assert "this answer is not saved yet" in page.text
    assert 'value="maybe" checked' in page.text
    sitting.send(2, fields | {"save_id": page.hidden["save_id"], "revision": page.hidden["revision"]})
    assert sitting.differences() == []


def test_an_answer_survives_a_sign_in_in_another_tab(sitting: Sitting) -> None:
    """Signing in renews session and token; the form on the open page carries the old one."""
    sitting.begin()
    fields = sitting.fill(1, "yes") | {"csrfmiddlewaretoken": sitting.visitor.cookies["csrftoken"]}
    sitting.visitor.post("/account/logout/", {})
    sign_in_again(sitting)
    reply = sitting.visitor.post(sitting.item_url(1), fields, origin=sitting.server.base_url)
    assert (reply.status, reply.location) == (302, sitting.item_url(1))
    page = sitting.visitor.get(sitting.item_url(1))
    assert 'value="yes" checked' in page.text
    sitting.send(1, {"choice": "yes", "go": "save", **{n: page.hidden[n] for n in ("save_id", "revision")}})
    assert sitting.differences() == []


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_late_save_after_handing_in_is_refused_in_words(sitting: Sitting, scripts: bool) -> None:
    sitting.begin()
    kept, late = sitting.fill(1, "yes"), sitting.fill(2, "yes")
    sitting.send(1, kept)
    sitting.submit()
    sitting.submitted = True
    if scripts:
        reply = sitting.try_to_send(2, late, hx_request="true")
        assert reply.status == 422
        assert "this exam was already handed in" in reply.text
    else:
        assert sitting.visitor.post(sitting.item_url(2), late).location == f"{sitting.attempt}result/"
        page = sitting.visitor.get(f"{sitting.attempt}result/")
        assert "This exam was already handed in." in page.text
    # What had been told to be saved may arrive once more; it is saved.
    assert is_saved(sitting.try_to_send(1, kept, hx_request="true"))
    assert sitting.differences() == []


def test_back_after_handing_in_leads_to_the_result(sitting: Sitting) -> None:
    sitting.begin()
    sitting.answer(1, "yes")
    page = sitting.visitor.get(sitting.item_url(1))
    # The browser asks again rather than show what it remembers.
    assert "no-store" in page.headers["Cache-Control"]
    sitting.submit()
    sitting.submitted = True
    for address in (sitting.item_url(1), f"{sitting.attempt}check/", sitting.attempt):
        assert sitting.visitor.get(address).location == f"{sitting.attempt}result/"
    assert sitting.submit().location == f"{sitting.attempt}result/"
    assert sitting.differences() == []


def test_a_submit_whose_reply_is_lost_on_the_way_is_graded_once(sitting: Sitting) -> None:
    sitting.begin()
    sitting.answer(1, "yes")
    with pytest.raises(LostReply):
        sitting.visitor.hang_up_after(0).post(f"{sitting.attempt}submit/", {})
    assert sitting.submit().location == f"{sitting.attempt}result/"
    sitting.submitted = True
    assert sitting.differences() == []


def test_the_last_attempt_is_started_once_by_two_who_press_at_once(new_exam: NewExam) -> None:
    sitting = new_exam(attempts=2).begin()
    address = sitting.start_url
    sitting.submit()
    sitting.submitted = True
    assert sitting.differences() == []
    replies = at_once(sitting.visitor, *[lambda tab: tab.post(address, {})] * 2)
    assert len({reply.location for reply in replies}) == 1
    sitting.go_to(replies[0])
    sitting.number, sitting.submitted = 2, False
    assert sitting.differences() == []
    sitting.submit()
    sitting.submitted = True
    # There is no third.
    assert sitting.visitor.post(address, {}).location == sitting.address
    assert sitting.differences() == []
