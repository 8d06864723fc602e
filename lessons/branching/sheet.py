"""Branches as a trainer types them: fields ⇄ branches, the buttons that add, move and remove, and the map. Pure.

The fields of the third branch begin with ``b-3-``, those of its second choice with ``b-3-c-2-``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from course.content.schema import SLUG
from course.inline_markdown import markdown_problem
from course.text import problem_in
from lessons.branching.graph import MOST_CHOICES, MOST_ENDINGS, MOST_POINTS, Branches, Flaw, flaws, is_ending

MOST = MOST_POINTS + MOST_ENDINGS
LONGEST_CHOICE, LONGEST_TEXT = 300, 20_000
TEXTS = ("text", "teaches")
CHOICE = ("text", "consequence", "to")
PRESS = re.compile(r"b-(?P<branch>[0-9]{1,2})(?:-c-(?P<choice>[0-9]{1,2}))?-(?P<do>up|down|remove|choice)")
Rows = list[dict[str, Any]]


def typed(data: Mapping[str, str]) -> Rows:
    """What stands in the fields, complete or not: every row has all of its texts, and ``choices``."""
    rows: Rows = []
    while len(rows) < MOST and f"b-{len(rows) + 1}-text" in data:
        start = f"b-{len(rows) + 1}-"
        row: dict[str, Any] = {name: _said(data, start + name) for name in TEXTS}
        rows.append({"key": _said(data, start + "key"), **row, "choices": _typed_choices(data, start)})
    return with_keys(rows)


def _typed_choices(data: Mapping[str, str], start: str) -> Rows:
    choices: Rows = []
    while len(choices) < MOST_CHOICES and f"{start}c-{len(choices) + 1}-text" in data:
        prefix = f"{start}c-{len(choices) + 1}-"
        choices.append({name: _said(data, prefix + name) for name in ("key", *CHOICE)})
    return choices


def _said(data: Mapping[str, str], name: str) -> str:
    return data.get(name, "").replace("\r\n", "\n")


def spread(branches: Branches) -> Rows:
    """Stored branches as rows."""
    return [
        {
            "key": branch["key"],
            **{name: branch.get(name, "") for name in TEXTS},
            "choices": [dict(choice) for choice in branch.get("choices", ())],
        }
        for branch in branches
    ]


def with_keys(rows: Rows) -> Rows:
    """The same rows, each with a key that no other has; a choice's is one of its point's own."""
    _name(rows, "part")
    for row in rows:
        _name(row["choices"], "choice")
    return rows


def _name(rows: Rows, stem: str) -> None:
    used: set[str] = set()
    for row in rows:
        if row["key"] in used or not re.fullmatch(SLUG, row["key"]) or len(row["key"]) > 50:
            taken = used | {each["key"] for each in rows}
            row["key"] = next(key for n in range(1, 99) if (key := f"{stem}-{n}") not in taken)
        used.add(row["key"])


def press(rows: Rows, button: str) -> str:
    """Do what a button says. Returns the place to look at then, such as ``b-3``; "" for a button that is none."""
    if button in ("point", "ending") and len(rows) < MOST:
        rows.append({"key": "", "text": "", "teaches": "", "choices": _blank(2 if button == "point" else 0)})
        with_keys(rows)
        return f"b-{len(rows)}"
    match = PRESS.fullmatch(button)
    number = int(match["branch"]) if match else 0
    if match is None or not 1 <= number <= len(rows):
        return ""
    choices = rows[number - 1]["choices"]
    if match["do"] == "choice":
        choices += _blank(1) if len(choices) < MOST_CHOICES else []
        with_keys(rows)
        return f"b-{number}"
    if match["choice"]:
        _move(choices, int(match["choice"]), match["do"])
        return f"b-{number}"
    return f"b-{_move(rows, number, match['do'])}"


def _blank(count: int) -> Rows:
    return [{"key": "", **dict.fromkeys(CHOICE, "")} for _number in range(count)]


def _move(rows: Rows, number: int, how: str) -> int:
    """Move or remove row ``number``, counted from 1; beyond an end nothing happens. Returns where to look."""
    if not 1 <= number <= len(rows):
        return max(1, len(rows))
    if how == "remove":
        del rows[number - 1]
        return max(1, number - 1)
    other = number + (1 if how == "down" else -1)
    if 1 <= other <= len(rows):
        rows[number - 1], rows[other - 1] = rows[other - 1], rows[number - 1]
        return other
    return number


def branches_of(rows: Rows) -> list[dict[str, Any]]:
    """The rows as a version holds them: without what is empty, and without choices that say nothing."""
    found = []
    for row in rows:
        branch: dict[str, Any] = {"key": row["key"], "text": row["text"].strip()}
        choices = [{name: value.strip() for name, value in choice.items()} for choice in row["choices"]]
        if choices := [choice for choice in choices if any(choice[name] for name in CHOICE)]:
            branch["choices"] = choices
        if row["teaches"].strip():
            branch["teaches"] = row["teaches"].strip()
        found.append(branch)
    return found


def refusals(rows: Rows) -> list[str]:
    """What cannot be kept at all, with its place."""
    names = labels(rows)
    return [
        _("%(place)s: %(says)s") % {"place": place, "says": says}
        for place, text, longest in _all_texts(rows, names)
        if (says := _refusal(text, longest))
    ]


def _all_texts(rows: Branches, names: list[str]) -> Iterator[tuple[str, str, int]]:
    for row, name in zip(rows, names, strict=True):
        for part in TEXTS:
            yield name, row.get(part, ""), LONGEST_TEXT
        for number, choice in enumerate(row.get("choices", ()), start=1):
            place = _("%(point)s, choice %(number)d") % {"point": name, "number": number}
            yield place, choice["text"], LONGEST_CHOICE
            yield place, choice["consequence"], LONGEST_TEXT


def _refusal(text: str, longest: int) -> str:
    if len(text) > longest:
        says = _("This has %(count)d characters; at most %(most)d are kept.")
        return says % {"count": len(text), "most": longest}
    return problem_in(text) or ""


def labels(branches: Branches) -> list[str]:
    """How a trainer calls each: Point 1, Point 2, Ending A."""
    found, points, endings = [], 0, 0
    for branch in branches:
        if is_ending(branch):
            found.append(_("Ending %s") % chr(ord("A") + endings))
            endings += 1
        else:
            points += 1
            found.append(_("Point %d") % points)
    return found


def problems(branches: Branches) -> list[str]:
    """What keeps these branches from being published, each with its place in words."""
    names, found = labels(branches), []
    for place, text, longest in _all_texts(branches, names):
        if says := _refusal(text, longest) or markdown_problem(text):
            found.append(f"{place}: {says}")
    for branch, name in zip(branches, names, strict=True):
        wanted = [branch["text"], *(c[part] for c in branch.get("choices", ()) for part in CHOICE[:2])]
        if not all(wanted):
            found.append(_("%s: Something is still to be written here.") % name)
    return found + [_in_words(flaw, names) for flaw in flaws(branches)]


def _in_words(flaw: Flaw, names: list[str]) -> str:
    if not flaw.where:
        return flaw.says
    place = names[int(flaw.where[0])]
    if len(flaw.where) > 2:
        place = _("%(point)s, choice %(number)d") % {"point": place, "number": int(flaw.where[2]) + 1}
    return f"{place}: {flaw.says}"


class Station(NamedTuple):
    """One line of the map: ``name`` and first ``words`` of a point or an ending, and where each choice leads."""

    name: str
    words: str
    ways: list[tuple[str, str]]


def stations(branches: Branches) -> list[Station]:
    names = labels(branches)
    known = {branch["key"]: name for branch, name in zip(branches, names, strict=True)}
    return [
        Station(
            name,
            " ".join(branch["text"].split()[:12]),
            [(each["text"], known.get(each["to"], "")) for each in branch.get("choices", ())],
        )
        for branch, name in zip(branches, names, strict=True)
    ]
