"""Text that hypothesis thinks of, in every field that takes text."""

from __future__ import annotations

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fuzz import hostile, judge
from tests.fuzz.page import TEXTS
from tests.fuzz.walk import Found, client_of, forms_of

pytestmark = pytest.mark.fuzz

CHARACTERS = st.characters() | st.sampled_from(
    "\x00\u202e\u2066\ufeff\u200b\u2028\x85\r\n\t<>&\"'{}%|\\ \ud800"
)
Field = tuple[Client, Found, str]


@pytest.fixture
def fields(world: None) -> list[Field]:
    wanted = []
    for visitor in ("ada", "tess"):
        client = client_of(visitor)
        for found in forms_of(visitor):
            names = [each.name for each in found.form.controls.values() if each.type in TEXTS]
            wanted += [(client, found, name) for name in names if found.form.method == "post"]
    return wanted


@settings(
    max_examples=2000 if hostile.LONG else 30, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(text=st.text(CHARACTERS, max_size=60), pick=st.integers(0, 10_000))
def test_any_text_reads_back_or_is_refused_by_name(fields: list[Field], text: str, pick: int) -> None:
    client, found, name = fields[pick % len(fields)]
    control, before = found.form.controls[name], judge.rows()
    assert not judge.problems(client, found, control, text, before), (found.target, name)
