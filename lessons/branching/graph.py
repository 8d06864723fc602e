"""The points and endings of a branching scenario, and the rules that they keep. Pure.

They are a list of groups, as an author wrote them: the first is where it starts. A decision point has ``key``,
``text`` and ``choices`` (each ``key``, ``text``, ``consequence``, and ``to``, the key of what comes next); an ending
has ``key``, ``text`` and ``teaches``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

Branches = Sequence[Mapping[str, Any]]

FEWEST_POINTS, MOST_POINTS = 3, 5
"""How many decision points there are in all. No way meets one twice, so none is longer."""
FEWEST_CHOICES, MOST_CHOICES = 2, 4
MOST_ENDINGS = 10


class Flaw(NamedTuple):
    """A rule that is broken: ``where`` leads to the place, such as ``(1, "choices", 0, "to")``; () is all of it."""

    where: tuple[str | int, ...]
    says: str


def is_ending(branch: Mapping[str, Any]) -> bool:
    return not branch.get("choices")


def flaws(branches: Branches) -> list[Flaw]:
    """Every rule that these branches break, in their order. Nothing at all is no branching scenario, and no flaw."""
    if not branches:
        return []
    found = [*_of_keys(branches), *_of_numbers(branches)]
    for number, branch in enumerate(branches):
        found += _of_branch(number, branch)
    known = {branch["key"] for branch in branches}
    leads = [flaw for flaw in _unknown_ways(branches, known)]
    found += leads
    if not leads:
        circles = list(_circles(branches))
        found += circles or list(_unreached(branches))
    return sorted(found, key=lambda flaw: tuple(map(str, flaw.where)))


def _of_keys(branches: Branches) -> Iterator[Flaw]:
    """Two things of one name."""
    for where, named in _namings(branches):
        seen: set[str] = set()
        for number, thing in enumerate(named):
            if thing["key"] in seen:
                yield Flaw((*where, number, "key"), _("The key “%s” is used twice here.") % thing["key"])
            seen.add(thing["key"])


def _namings(branches: Branches) -> Iterator[tuple[tuple[str | int, ...], Sequence[Mapping[str, Any]]]]:
    yield (), branches
    for number, branch in enumerate(branches):
        yield (number, "choices"), branch.get("choices", ())


def _of_numbers(branches: Branches) -> Iterator[Flaw]:
    points = sum(not is_ending(branch) for branch in branches)
    if not FEWEST_POINTS <= points <= MOST_POINTS:
        says = _("A branching scenario has %(fewest)d to %(most)d points with choices; this has %(points)d.")
        yield Flaw((), says % {"fewest": FEWEST_POINTS, "most": MOST_POINTS, "points": points})
    if is_ending(branches[0]):
        yield Flaw((0,), _("It starts with the first point, so the first must have choices."))


def _of_branch(number: int, branch: Mapping[str, Any]) -> Iterator[Flaw]:
    choices, teaches = branch.get("choices", ()), branch.get("teaches", "").strip()
    if choices and teaches:
        yield Flaw(
            (number, "teaches"), _("Only an ending says what it teaches, and an ending has no choices.")
        )
    if not choices and not teaches:
        says = _("This is a dead end. Give it choices, or, if the story ends here, say what it teaches.")
        yield Flaw((number,), says)
    if choices and not FEWEST_CHOICES <= len(choices) <= MOST_CHOICES:
        says = _("A point has %(fewest)d to %(most)d choices.")
        yield Flaw((number, "choices"), says % {"fewest": FEWEST_CHOICES, "most": MOST_CHOICES})


def _unknown_ways(branches: Branches, known: set[str]) -> Iterator[Flaw]:
    for where, choice in _ways(branches):
        if not choice["to"]:
            yield Flaw(where, _("Say where this choice leads."))
        elif choice["to"] not in known:
            yield Flaw(where, _("There is no point or ending “%s”.") % choice["to"])


def _ways(branches: Branches) -> Iterator[tuple[tuple[str | int, ...], Mapping[str, Any]]]:
    for number, branch in enumerate(branches):
        for place, choice in enumerate(branch.get("choices", ())):
            yield (number, "choices", place, "to"), choice


def _circles(branches: Branches) -> Iterator[Flaw]:
    """Choices that lead back to a point from which one came: a way must always go on."""
    after = {branch["key"]: {choice["to"] for choice in branch.get("choices", ())} for branch in branches}
    beyond = {key: _beyond(key, after) for key in after}
    for where, choice in _ways(branches):
        number = where[0]
        assert isinstance(number, int)
        if branches[number]["key"] in beyond[choice["to"]] | {choice["to"]}:
            yield Flaw(where, _("This leads around in a circle, back to where one has been."))


def _beyond(start: str, after: Mapping[str, set[str]]) -> set[str]:
    """Every key that can be reached from ``start``."""
    found: set[str] = set()
    waiting = [start]
    while waiting:
        new = after[waiting.pop()] - found
        found |= new
        waiting += new
    return found


def _unreached(branches: Branches) -> Iterator[Flaw]:
    after = {branch["key"]: {choice["to"] for choice in branch.get("choices", ())} for branch in branches}
    start = branches[0]["key"]
    met = _beyond(start, after) | {start}
    for number, branch in enumerate(branches):
        if branch["key"] not in met:
            yield Flaw((number,), _("No choice leads here, so no one ever gets to it."))
