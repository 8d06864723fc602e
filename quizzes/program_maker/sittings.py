"""One sitting of a made-up learner: the rows that it leaves, as the verbs of an attempt would have made them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import chain
from random import Random
from typing import Any
from uuid import UUID

from quizzes.attempts import finish
from quizzes.kinds import KINDS, Response
from quizzes.models import Answer, Attempt, AttemptCompetencyScore, AttemptEvent, AttemptItem, Mark
from quizzes.program_maker import answering
from quizzes.program_maker.answering import Item
from quizzes.rules import Rules, When

LEAVES_BLANK = 0.02
LOOKS_IT_OVER = timedelta(seconds=40)


@dataclass
class Sitting:
    """Rows that are not saved yet; they refer to each other."""

    attempt: Attempt
    items: list[Any]
    answers: list[Answer] = field(default_factory=list)
    events: list[AttemptEvent] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    scores: list[AttemptCompetencyScore] = field(default_factory=list)

    @property
    def ended(self) -> bool:
        return self.attempt.state == Attempt.State.SUBMITTED


def sit(
    attempt: Attempt,
    items: list[AttemptItem],
    behave: dict[int, Item],
    *,
    rules: Rules,
    ability: float,
    pace: float,
    leaves: bool,
    until: datetime,
    rng: Random,
) -> Sitting:
    """Answer, and hand in; not where the learner ``leaves`` half way, or where it would be after ``until``."""
    sitting, at = Sitting(attempt, items), attempt.started_at
    stop = min(filter(None, (attempt.deadline, until)))
    for item in items[: len(items) // 2 if leaves else None]:
        final = answering.answer(behave[item.version_id], ability, item.option_order, rng)
        at += timedelta(seconds=int(pace * rng.uniform(25, 100)) + 1)
        if at > stop:
            break
        if rng.random() >= LEAVES_BLANK:
            at = _save(sitting, item, answering.saves(behave[item.version_id], final, rng), at, stop, rng)
            _settle(sitting, item, rules, at)
        attempt.reached = item.slot + 1 if rules.forward_only and item.slot < len(items) else attempt.reached
    at += LOOKS_IT_OVER
    late = attempt.deadline is not None and at > attempt.deadline
    if not (leaves or at > until) or (late and attempt.deadline and attempt.deadline < until):
        _submit(sitting, late=late, at=at)
    return sitting


def _save(
    sitting: Sitting, item: Any, responses: Iterable[Response], at: datetime, stop: datetime, rng: Random
) -> datetime:
    """Append these answers, some seconds apart, up to the end of the time; returns when the last one was given."""
    for revision, response in enumerate(responses, start=1):
        if at + timedelta(seconds=4) > stop:
            break
        at += timedelta(seconds=4) if revision > 1 else timedelta(0)
        item.newest, item.response = (
            Answer(
                item=item,
                save_id=UUID(int=rng.getrandbits(128), version=4),
                revision=revision,
                response=dict(response),
                response_code=KINDS[item.kind].code(response),
                at=at,
            ),
            response,
        )
        sitting.answers.append(item.newest)
    return at


def _settle(sitting: Sitting, item: Any, rules: Rules, at: datetime) -> None:
    if rules.feedback_when is not When.EACH or not hasattr(item, "newest"):
        return
    item.settled_at = at
    verb = AttemptEvent.Verb.SETTLED
    sitting.events.append(AttemptEvent(attempt=sitting.attempt, verb=verb, at=at, slot=item.slot))


def _submit(sitting: Sitting, *, late: bool, at: datetime) -> None:
    """As ``attempts.submit``: a late one is closed by the time, with what was saved."""
    attempt, items = sitting.attempt, sitting.items
    for item in items:
        item.response = getattr(item, "response", None)
    marks = [
        Mark(item=item, answer=getattr(item, "newest", None), points=finish.earned(item), at=at)
        for item in items
    ]
    totals = finish.conclude(attempt, items, marks, late=late, at=at)
    sitting.marks = [mark for item, mark in zip(items, marks, strict=True) if not finish.waits(item)]
    sitting.scores = finish.scores_of(attempt, totals)


def write(sittings: list[Sitting]) -> None:
    """Save them all, whatever is referred to first."""
    Attempt.objects.bulk_create([sitting.attempt for sitting in sittings])
    for model, name in (
        (AttemptItem, "items"),
        (Answer, "answers"),
        (Mark, "marks"),
        (AttemptCompetencyScore, "scores"),
        (AttemptEvent, "events"),
    ):
        rows = list(chain.from_iterable(getattr(sitting, name) for sitting in sittings))
        model.objects.bulk_create(rows)
