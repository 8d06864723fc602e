"""Two parallel forms of one exam: which questions each asks, and who sits which. Pure.

Sources for the plan: parallel forms crossed over between pre and post keep practice on identical items from passing
as learning (Kulik's meta-analysis of practice effects); a few common anchors tie the two forms to one scale.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from enum import Enum
from random import Random
from typing import NamedTuple

from quizzes.draw import CannotFill, Entry, Row

FORMS = ("A", "B")
# Each block holds every form equally often, so a cohort is balanced after every fourth learner.
BLOCK = 4


class Placed(NamedTuple):
    """A question's place in a form: ``row`` is the blueprint row that it fills, counted from 0."""

    key: str
    row: int
    anchor: bool = False


def build(
    rows: Sequence[Row],
    bank: Iterable[Entry],
    *,
    anchors: Iterable[str],
    seed: str,
    keep: Mapping[str, Sequence[str]],
) -> dict[str, list[Placed]]:
    """Fill every row twice: once for form A, once for form B, with nothing in common but the anchors.

    A row that names one question makes it an anchor. Other questions whose answers a check shows are left out. What is
    new in the two forms is dealt in pairs of one expected difficulty, as far as the bank has them.

    ``keep`` holds the keys that each form had before: whatever still fits stays in its form, so a bank that grows
    changes none. Raises CannotFill with the first row that the bank cannot fill twice.
    """
    listed, common = sorted(bank), {*anchors, *(row.question for row in rows if row.question)}
    rng = Random(f"forms {seed}")
    forms: dict[str, list[Placed]] = {form: [] for form in FORMS}
    used: set[str] = set()
    for number, row in enumerate(rows):
        fitting = [entry for entry in listed if row.takes(entry) and entry.key not in used]
        shared = [entry.key for entry in fitting if entry.key in common][: row.count]
        own = {entry.key: entry.expected for entry in fitting if entry.key not in common and not entry.shown}
        for form, keys in _deal(row, shared, own, keep, rng).items():
            forms[form] += [Placed(key, number, key in shared) for key in keys]
            used.update(keys)
    return forms


def _deal(
    row: Row, shared: list[str], own: Mapping[str, str], keep: Mapping[str, Sequence[str]], rng: Random
) -> dict[str, list[str]]:
    """The keys of one row for each form: anchors first, then what was there before, then new ones by lot.

    ``own`` are the questions that only one form may ask, each with its expected difficulty.
    """
    need = row.count - len(shared)
    if len(own) < need * len(FORMS):
        raise CannotFill(row, len(shared) + len(own), len(shared) + need * len(FORMS))
    stays = {form: [key for key in keep.get(form, ()) if key in own][:need] for form in FORMS}
    taken = {key for keys in stays.values() for key in keys}
    free = rng.sample([key for key in own if key not in taken], len(own) - len(taken))
    dealt = {form: list(stays[form]) for form in FORMS}
    while any(len(keys) < need for keys in dealt.values()):
        form, other = sorted(FORMS, key=lambda each: len(dealt[each]))
        key = _matching(free, own, mine=dealt[form], theirs=dealt[other])
        free.remove(key)
        dealt[form].append(key)
    return {form: [*shared, *keys] for form, keys in dealt.items()}


def _matching(
    free: Sequence[str], own: Mapping[str, str], *, mine: Sequence[str], theirs: Sequence[str]
) -> str:
    """The next question for a form: of a difficulty that the other form has more of, or else of which most are free."""
    lacks = Counter(own[key] for key in theirs) - Counter(own[key] for key in mine)
    for key in free:
        if own[key] in lacks:
            return key
    left = Counter(own[key] for key in free)
    return max(free, key=lambda key: left[own[key]])


def assign(seen: Sequence[str], *, index: int, seed: str) -> str:
    """The form that a learner sits. ``seen`` are the forms that the person has sat, oldest first.

    A form not seen before, if there is one; else the one seen longest ago. Between two unseen forms the place in the
    cohort decides: ``index`` counts from 0 the learners of the cohort who began before, and ``seed`` names the cohort
    and the exam. Blocks of four hold each form twice in an order of their own; the same arguments give the same form.
    """
    unseen = [form for form in FORMS if form not in seen]
    if not unseen:
        return min(FORMS, key=lambda form: len(seen) - 1 - list(reversed(seen)).index(form))
    return unseen[0] if len(unseen) == 1 else _from_block(index, seed)


class Why(Enum):
    """By what rule ``assign`` chooses."""

    LOT = "neither was sat; the lot decides"
    OTHER = "the other one was sat"
    LONGEST_AGO = "both were sat, this one longest ago"


def why(seen: Sequence[str]) -> Why:
    """The rule by which ``assign`` chooses the form of a person who has sat ``seen``."""
    sat = {form for form in FORMS if form in seen}
    return Why.LOT if not sat else Why.OTHER if len(sat) < len(FORMS) else Why.LONGEST_AGO


def _from_block(index: int, seed: str) -> str:
    block, place = divmod(index, BLOCK)
    order = list(FORMS) * (BLOCK // len(FORMS))
    Random(f"assign {seed} {block}").shuffle(order)
    return order[place]
