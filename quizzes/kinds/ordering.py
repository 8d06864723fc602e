"""Ordering: steps that belong in one order. The response is ``{"places": {step: place}}``, places counted from 1.

Each step that stands directly after the step that belongs before it earns 1/(n − 1) of the points. A place that was
given to two steps says nothing of either, so neither counts; it is kept as it was given, and the page says so.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from hashlib import sha256
from itertools import pairwise
from typing import Annotated, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from pydantic import AfterValidator, Field

from quizzes.kinds import parts
from quizzes.kinds.base import Body, Option, Posted, Problem, Response, Told

label = gettext_lazy("Ordering")
template = "quizzes/kinds/ordering.html"
by_hand = False
_COUNTS = re.compile(r"((step|place|number|no)-)?[0-9]{1,2}|first|second|third|fourth|fifth|sixth|next|last")
_LONGEST_IN_CODE = 30


def _uncounted_key(key: str) -> str:
    if _COUNTS.fullmatch(key):
        raise ValueError(_("Learners' browsers receive this key: choose one that does not tell the place."))
    return key


class Step(parts.Named):
    key: Annotated[parts.Key, AfterValidator(_uncounted_key)]


class OrderingBody(parts.Strict):
    """``steps`` in the right order."""

    steps: Annotated[list[Step], Field(min_length=3, max_length=6), AfterValidator(parts.all_different)]


schema = OrderingBody


def check(body: object, points: Decimal | None = None) -> list[Problem]:
    return parts.problems(OrderingBody, body)


def keys(body: Body) -> list[str]:
    """In an order that is never the right one, as an exam may show its options unshuffled."""
    right = [step["key"] for step in body["steps"]]
    mixed = sorted(right, key=lambda key: sha256(key.encode()).digest())
    return mixed if mixed != right else [*mixed[1:], *mixed[:1]]


def shown(body: Body, order: Sequence[str]) -> Mapping[str, Any]:
    steps = [Option(step["key"], step["text"]) for step in parts.in_order(body["steps"], order)]
    return {"steps": steps, "places": range(1, len(steps) + 1)}


def parse(body: Body, data: Posted) -> Response:
    known, places = {str(place) for place in range(1, len(body["steps"]) + 1)}, {}
    for step in body["steps"]:
        place = data.get(f"step-{step['key']}")
        if place and place not in known:
            raise ValueError(_("This place does not belong to this question. Load the page again."))
        if place:
            places[step["key"]] = int(place)
    # By key: as authored would be the right order.
    return {"places": dict(sorted(places.items()))} if places else {}


def grade(body: Body, points: Decimal, response: Response) -> Decimal:
    given = _given(response)
    times = Counter(given.values())
    sure = {key: place for key, place in given.items() if times[place] == 1}
    right = [step["key"] for step in body["steps"]]
    follow = sum(
        before in sure and after in sure and sure[after] == sure[before] + 1
        for before, after in pairwise(right)
    )
    return parts.share_of(points, Fraction(follow, len(right) - 1))


def code(response: Response) -> str:
    places = sorted((place, key) for key, place in _given(response).items())
    plain = "+".join(f"{place}={key}" for place, key in places)
    if len(plain) <= parts.MOST_IN_CODE:
        return plain
    return "+".join(f"{place}={key[:_LONGEST_IN_CODE]}" for place, key in places)


def texts(body: Body, response: Response) -> list[str]:
    given, text = _given(response), {step["key"]: step["text"] for step in body["steps"]}
    return [f"{place}. {text[key]}" for place, key in sorted((given[key], key) for key in given)]


def unfinished(body: Body, response: Response) -> str:
    given = _given(response)
    if not given:
        return ""
    said = [
        _shared(body, given, place) for place, times in sorted(Counter(given.values()).items()) if times > 1
    ]
    if left := len(body["steps"]) - len(given):
        said.append(ngettext("%d step has no place yet.", "%d steps have no place yet.", left) % left)
    return " ".join(said)


def _shared(body: Body, given: Mapping[str, int], place: int) -> str:
    names = [f"“{step['text']}”" for step in body["steps"] if given.get(step["key"]) == place]
    told = {"place": place, "steps": ", ".join(sorted(names))}
    return _("Place %(place)d is given more than once: %(steps)s.") % told


def tell(body: Body, response: Response) -> list[Told]:
    given = _given(response)
    return [
        Told(
            step["text"],
            _("Place %d") % given[step["key"]] if step["key"] in given else "",
            _("Place %d") % place,
            "",
        )
        for place, step in enumerate(body["steps"], start=1)
    ]


def key_of(body: Body) -> Response:
    return {"places": {step["key"]: place for place, step in enumerate(body["steps"], start=1)}}


def _given(response: Response) -> Mapping[str, int]:
    return response["places"] if response else {}
