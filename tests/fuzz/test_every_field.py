"""Into every field of every form: what is sent reads back exactly or is refused by name, and nothing ever breaks."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.fuzz import hostile, judge
from tests.fuzz.page import TEXTS, Control
from tests.fuzz.walk import Found, client_of, forms_of, plain

pytestmark = pytest.mark.fuzz

EVERYBODYS = ("/account/", "/join/", "/profile/")
ELSEWHERE: dict[str, tuple[str, ...]] = {
    "anonymous": (),
    "ada": (),
    "ben": EVERYBODYS,
    "tess": (*EVERYBODYS, "/admin/"),
    "sam": EVERYBODYS,
    "alma": (*EVERYBODYS, "/review/"),
}
"""What the short form leaves to another visitor, who meets the same form."""
PARTS = [(visitor, part) for visitor in ELSEWHERE for part in range(6 if visitor == "alma" else 2)]


def fields(visitor: str, part: int) -> Iterator[tuple[Found, Control]]:
    """This part's fields. In the short form one stands for its like: a choice's text for every choice's."""
    seen = set[tuple[str, str]]()
    left_out = () if hostile.LONG else ELSEWHERE[visitor]
    mine = [found for found in forms_of(visitor) if not found.target.startswith(left_out)]
    parts = sum(1 for each, _part in PARTS if each == visitor)
    for found in mine[part::parts]:
        for control in found.form.controls.values():
            like = (found.name, control.name if hostile.LONG else plain(control.name))
            if control.name != "csrfmiddlewaretoken" and like not in seen:
                seen.add(like)
                yield found, control


@pytest.mark.parametrize(("visitor", "part"), PARTS)
def test_every_field_takes_it_exactly_or_refuses_it_by_name(world: None, visitor: str, part: int) -> None:
    wanted = list(fields(visitor, part))
    client, before, wrong = client_of(visitor), judge.rows(), list[str]()
    for turn, (found, control) in enumerate(wanted):
        for name, value in hostile.values(turn, texts=control.type in TEXTS):
            import time; t0 = time.process_time()
            said = judge.problems(client, found, control, value, before)
            if time.process_time() - t0 > .7: print("SLOW", time.process_time() - t0, found.target, control.name, name, flush=True)
            wrong += [f"{found.target} {control.name} ({name}): {each}" for each in said]
    assert not wrong, "\n".join(wrong)
