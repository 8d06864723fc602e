"""Whose text holds: every case of what the database says, what the file says, and what was loaded."""

from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course.content.judge import Verdict, as_lines, difference, differing, judge, settlement

OLD, EDIT, NEW = "old", "edit", "new"


@pytest.mark.parametrize(
    ("database", "file", "prefer", "verdict"),
    [
        (OLD, OLD, None, Verdict.SAME),
        (OLD, NEW, None, Verdict.TAKE),
        (EDIT, OLD, None, Verdict.KEEP),
        (EDIT, NEW, None, Verdict.KEEP),
        (NEW, NEW, None, Verdict.SAME),
        (EDIT, NEW, "file", Verdict.TAKE),
        (EDIT, NEW, "database", Verdict.SETTLE),
        (OLD, NEW, "database", Verdict.TAKE),
        (OLD, OLD, "file", Verdict.SAME),
    ],
)
def test_the_verdict(database: str, file: str, prefer: Any, verdict: Verdict) -> None:
    assert judge(database=database, file=file, loaded=OLD, settled=False, prefer=prefer) is verdict


def test_what_was_settled_is_asked_no_more_unless_the_file_is_preferred() -> None:
    case: dict[str, Any] = {"database": EDIT, "file": NEW, "loaded": NEW, "settled": True}
    assert judge(**case, prefer=None) is Verdict.SETTLED
    assert judge(**case, prefer="database") is Verdict.SETTLED
    assert judge(**case, prefer="file") is Verdict.TAKE


def test_what_the_admin_made_is_never_taken_without_asking() -> None:
    assert judge(database=EDIT, file=NEW, loaded="", settled=False, prefer=None) is Verdict.KEEP


def test_an_edit_is_never_lost_without_prefer_file() -> None:
    for file, loaded, settled, prefer in product(
        (OLD, NEW), (OLD, NEW, ""), (True, False), (None, "database")
    ):
        given: Any = prefer
        verdict = judge(database=EDIT, file=file, loaded=loaded, settled=settled, prefer=given)
        assert verdict in {Verdict.KEEP, Verdict.SETTLE, Verdict.SETTLED}


def test_a_settlement_is_about_one_pair_of_texts() -> None:
    pairs = [(OLD, NEW), (NEW, OLD), (EDIT, NEW), (EDIT, OLD)]
    assert len({settlement(database=database, file=file) for database, file in pairs}) == len(pairs)


def test_lines_name_every_value_and_show_long_text_line_by_line() -> None:
    value = {
        "title": "T",
        "weigh": "one\n\ntwo",
        "choices": [{"key": "a", "right": False}],
        "note": None,
        "url": "",
    }
    assert list(as_lines(value)) == [
        "title: T",
        "weigh:",
        "  one",
        "",
        "  two",
        "choices[0].key: a",
        "choices[0].right: False",
    ]


def test_a_difference_shows_only_what_changed_and_its_neighbors() -> None:
    before = {"a": 1, "b": 2, "c": 3, "d": 4, "e": 5}
    shown = difference(before, {**before, "e": 6}, names=("database", "file"))
    assert shown == ["--- database", "+++ file", "@@ -4,2 +4,2 @@", " d: 4", "-e: 5", "+e: 6"]


def test_names_of_what_differs_are_plain_words() -> None:
    assert differing({"taught_by": None, "stem": "a"}, {"taught_by": "x", "stem": "a"}) == "taught by"


@settings(deadline=None)
@given(st.dictionaries(st.text(max_size=5), st.text(max_size=20), max_size=5))
def test_equal_texts_have_no_difference(payload: dict[str, str]) -> None:
    assert difference(payload, dict(payload), names=("a", "b")) == []
    assert differing(payload, dict(payload)) == ""
