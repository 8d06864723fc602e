"""Into every field of every form: what is sent reads back exactly or is refused by name, and nothing ever breaks."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.fuzz import hostile, judge
from tests.fuzz.page import Control, Page
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
REFUSED = {"ben": ("/join/",)}
"""What a visitor is refused whatever they type: who learns in a course already cannot join it again."""
PARTS = [(visitor, part) for visitor in ELSEWHERE for part in range(3 if visitor == "alma" else 1)]
SHAPES = ("missing", "repeated", "file")
BODIES: list[tuple[str, bytes]] = [
    (judge.FORM, b"\xff\xfe\x00=\x00&&==&%zz=%f&" + b"a=1&" * 900),
    (judge.FORM, b"a=1&" * 2_000),
    ("multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data; name="text"\r\n\r\nno end'),
    ("multipart/form-data", b"--x"),
    ("application/json", b'{"text": "\\ud800"}'),
    ("text/plain; charset=nonsense", b"text=1"),
    (judge.FORM + "; charset=utf-16", b"text=1"),
    ("", b"\x00"),
]
"""What no form makes."""


def forms(visitor: str, part: int) -> list[Found]:
    left_out = REFUSED.get(visitor, ()) if hostile.LONG else ELSEWHERE[visitor]
    mine = [found for found in forms_of(visitor) if not found.target.startswith(left_out)]
    return mine[part :: sum(1 for each, _part in PARTS if each == visitor)]


def fields(found: Found) -> Iterator[Control]:
    """In the short form one stands for its like: a choice's text for every choice's."""
    seen = set[str]()
    for control in found.form.controls.values():
        like = control.name if hostile.LONG else plain(control.name)
        if control.name != "csrfmiddlewaretoken" and like not in seen:
            seen.add(like)
            yield control


@pytest.mark.parametrize(("visitor", "part"), PARTS)
def test_every_field_takes_it_exactly_or_refuses_it_by_name(world: None, visitor: str, part: int) -> None:
    mine = forms(visitor, part)
    client, before, wrong, turn = client_of(visitor), judge.rows(), list[str](), part
    for found in mine:
        wrong += [f"{found.target}: {said}" for said in _as_filled_in(client, found)]
        wrong += [f"{found.target}: {said}" for said in _other_bodies(client, found, turn)]
        for control in fields(found):
            turn += 1
            for name, value in hostile.values(turn, control.type, found.form.method):
                said = judge.problems(client, found, control, value, before)
                wrong += [f"{found.target} {control.name} ({name}): {each}" for each in said]
            said = _other_shapes(client, found, control.name, turn)
            wrong += [f"{found.target} {control.name}: {each}" for each in said]
    assert mine
    assert not wrong, "\n".join(wrong)


def _as_filled_in(client: Client, found: Found) -> list[str]:
    """A form that is filled in is taken, so that a hostile value is the only thing wrong with it."""
    with judge.undone(client):
        response = judge.send(client, found, judge.filled(found))
    if found.form.method == "get" or response.status_code == 302:
        return judge.problems_of_page(response)
    page = Page(response.content.decode())
    said = [f"{name}: {each}" for name in found.form.controls for each in page.errors_of(name)]
    return said + ["not taken"] * (response.status_code != 200 and not _is_only_looked_at(client, found))


def _is_only_looked_at(client: Client, found: Found) -> bool:
    """Whether a browser sends no form of the page: a preview holds a learner's forms, which lead nowhere from there."""
    policy = client.get(found.page).headers["Content-Security-Policy"]
    return "sandbox " in policy and "allow-forms" not in policy


def _other_shapes(client: Client, found: Found, name: str, turn: int) -> list[str]:
    wrong = []
    for shape in SHAPES if hostile.LONG else [*SHAPES, "", "", ""][turn % 6 :][:1]:
        body: dict[str, object] = {**judge.filled(found)}
        asked = body.pop(name, [""])
        if shape == "repeated" and isinstance(asked, list):
            body[name] = [*asked, hostile.SCRIPT, *asked, "\x00"]
        elif shape == "file":
            body[name] = SimpleUploadedFile("a\u202etxt.exe", b"MZ\x00\xff" * 100)
        if found.form.method == "post" and shape:
            with judge.undone(client):
                said = judge.problems_of_page(client.post(found.target, body))
            wrong += [f"{shape}: {each}" for each in said]
    return wrong


def _other_bodies(client: Client, found: Found, turn: int) -> list[str]:
    wrong = []
    for kind, body in BODIES if hostile.LONG else [BODIES[turn % len(BODIES)]]:
        if found.form.method == "post":
            with judge.undone(client):
                response = client.generic("POST", found.target, body, content_type=kind)
            wrong += [f"{kind} {body[:20]!r}: {each}" for each in judge.problems_of_page(response)]
    return wrong
