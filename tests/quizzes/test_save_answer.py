"""Invariant I: an answer that the learner was told is saved is the answer that is graded, exactly once."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from quizzes import attempts
from quizzes.attempts import save as saving
from quizzes.models import Answer, Attempt, AttemptItem
from quizzes.terms import GRACE
from tests.quizzes.exam_room import save, stored


def test_each_change_is_appended_and_the_last_one_counts(item: AttemptItem, now: datetime) -> None:
    save(item, "no")
    later = save(item, "yes", seen=1, at=now + timedelta(minutes=1))

    assert stored(item) == ["no", "yes"]
    assert later is not None
    assert (later.revision, later.response, later.at) == (2, {"choice": "yes"}, now + timedelta(minutes=1))


def test_the_same_save_sent_again_succeeds_and_changes_nothing(item: AttemptItem, now: datetime) -> None:
    name = uuid4()
    first = save(item, "no", save_id=name)

    again = save(item, "no", save_id=name, at=now + timedelta(minutes=5))

    assert again == first
    assert again is not None
    assert again.at == now
    assert stored(item) == ["no"]


def test_an_old_save_sent_again_does_not_come_back_over_a_newer_one(item: AttemptItem) -> None:
    name = uuid4()
    save(item, "no", save_id=name)
    save(item, "yes", seen=1)

    save(item, "no", save_id=name)

    assert stored(item) == ["no", "yes"]


def test_the_same_answer_saved_again_adds_no_row(item: AttemptItem) -> None:
    save(item, "no")
    save(item, "no", seen=1)
    save(item, "no", seen=0)

    assert stored(item) == ["no"]


def test_an_answer_can_be_cleared_and_given_again(item: AttemptItem) -> None:
    save(item, "no")
    save(item, "", seen=1)
    save(item, "no", seen=2)

    assert stored(item) == ["no", "", "no"]


def test_nothing_given_to_a_question_never_answered_stores_nothing(item: AttemptItem) -> None:
    assert save(item, "") is None
    assert stored(item) == []


def test_a_save_that_has_not_seen_the_newest_is_refused_and_carries_what_is_stored(item: AttemptItem) -> None:
    save(item, "no")

    with pytest.raises(attempts.Stale) as refused:
        save(item, "yes", seen=0)

    assert refused.value.stored.response == {"choice": "no"}
    assert stored(item) == ["no"]


def test_clearing_from_a_page_that_has_not_seen_the_newest_is_refused(item: AttemptItem) -> None:
    save(item, "no")

    with pytest.raises(attempts.Stale):
        save(item, "", seen=0)
    assert stored(item) == ["no"]


def test_a_save_id_that_comes_back_with_another_answer_is_refused_and_not_taken_for_the_first(
    item: AttemptItem,
) -> None:
    name = uuid4()
    save(item, "no", save_id=name)

    with pytest.raises(attempts.Stale):
        save(item, "yes", save_id=name, seen=1)
    assert stored(item) == ["no"]


def test_one_save_id_may_serve_two_questions(attempt: Attempt) -> None:
    name = uuid4()
    first, second = attempt.items.filter(slot__lte=2)
    save(first, "no", save_id=name)
    save(second, "yes", save_id=name)

    assert (stored(first), stored(second)) == (["no"], ["yes"])


def test_nothing_is_saved_after_the_exam_was_handed_in(item: AttemptItem, now: datetime) -> None:
    save(item, "no")
    attempts.submit(item.attempt, at=now)

    with pytest.raises(attempts.Closed):
        save(item, "yes", seen=1)
    with pytest.raises(attempts.Closed):
        save(item, "no", seen=1)
    assert stored(item) == ["no"]


def test_a_save_whose_reply_was_lost_succeeds_even_after_the_exam_was_handed_in(
    item: AttemptItem, now: datetime
) -> None:
    name = uuid4()
    first = save(item, "no", save_id=name)
    attempts.submit(item.attempt, at=now)

    assert save(item, "no", save_id=name) == first
    assert stored(item) == ["no"]


@pytest.mark.parametrize(
    ("seconds", "kept"), [(-1, True), (0, True), (GRACE.seconds, True), (GRACE.seconds + 1, False)]
)
def test_saving_works_to_the_final_second_and_a_grace_for_what_is_on_its_way(
    item: AttemptItem, now: datetime, seconds: int, kept: bool
) -> None:
    end = now + timedelta(minutes=30)
    Attempt.objects.update(deadline=end)

    if kept:
        save(item, "no", at=end + timedelta(seconds=seconds))
    else:
        with pytest.raises(attempts.Closed):
            save(item, "no", at=end + timedelta(seconds=seconds))
    assert stored(item) == (["no"] if kept else [])


def test_an_attempt_that_was_read_before_it_was_handed_in_is_read_afresh(
    item: AttemptItem, now: datetime
) -> None:
    stale_copy = AttemptItem.objects.select_related("attempt").get(pk=item.pk)
    attempts.submit(item.attempt, at=now)
    assert stale_copy.attempt.state == "open"

    with pytest.raises(attempts.Closed):
        save(stale_copy, "yes")


def test_a_first_answer_that_came_from_elsewhere_while_we_waited_for_the_lock_is_seen(
    item: AttemptItem, monkeypatch: pytest.MonkeyPatch
) -> None:
    """PostgreSQL looks at the answers before it waits for the lock."""
    locked = saving._lock(item)
    save(item, "no")

    def look_too_early(item: AttemptItem) -> tuple[Attempt, bool, bool]:
        monkeypatch.undo()
        return locked

    monkeypatch.setattr(saving, "_lock", look_too_early)
    with pytest.raises(attempts.Stale) as refused:
        save(item, "yes")

    assert refused.value.stored.response == {"choice": "no"}
    assert stored(item) == ["no"]


def test_the_database_refuses_a_second_row_for_one_save_or_one_revision(
    item: AttemptItem, now: datetime
) -> None:
    first = save(item, "no")
    assert first is not None
    for save_id, revision in [(first.save_id, 2), (uuid4(), 1)]:
        with pytest.raises(IntegrityError), transaction.atomic():
            Answer.objects.create(item=item, save_id=save_id, revision=revision, response={}, at=now)


def test_a_flag_is_set_and_removed_and_stays_once_the_exam_is_handed_in(
    item: AttemptItem, now: datetime
) -> None:
    attempts.flag(item, flagged=True)
    attempts.flag(item, flagged=True)
    item.refresh_from_db()
    assert item.flagged

    attempts.flag(item, flagged=False)
    item.refresh_from_db()
    assert not item.flagged

    attempts.submit(item.attempt, at=now)
    with pytest.raises(attempts.Closed):
        attempts.flag(item, flagged=True)
