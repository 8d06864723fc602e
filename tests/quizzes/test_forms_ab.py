"""Two parallel forms: disjoint but for their anchors, stable while the bank grows, and crossed over between exams."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes import forms_ab
from quizzes.draw import CannotFill, Entry, Row

BANK = [
    Entry(f"{code}-{domain}-{index}", code, domain)
    for code in ("listens", "plans", "safe")
    for domain in ("ethics", "mentoring")
    for index in range(6)
]
ROWS = [Row("safe", 2, "ethics"), Row("listens", 3), Row("plans", 1, "mentoring")]
ANCHORS = ["listens-ethics-0", "safe-ethics-3"]
SEEDS = st.text(max_size=20)


def keys(forms: dict[str, list[forms_ab.Placed]], form: str) -> set[str]:
    return {placed.key for placed in forms[form]}


@given(SEEDS)
def test_both_forms_fill_every_row_and_share_only_anchors(seed: str) -> None:
    forms = forms_ab.build(ROWS, BANK, anchors=ANCHORS, seed=seed, keep={})

    for form in forms_ab.FORMS:
        assert Counter(placed.row for placed in forms[form]) == {0: 2, 1: 3, 2: 1}
        assert len(keys(forms, form)) == 6
        assert {placed.key for placed in forms[form] if placed.anchor} == set(ANCHORS)
    assert keys(forms, "A") & keys(forms, "B") == set(ANCHORS)
    by_key = {entry.key: entry for entry in BANK}
    assert all(ROWS[p.row].takes(by_key[p.key]) for form in forms.values() for p in form)


@given(SEEDS, st.randoms())
def test_the_order_of_the_bank_does_not_matter(seed: str, rng: object) -> None:
    mixed = BANK[::-1]

    assert forms_ab.build(ROWS, mixed, anchors=ANCHORS, seed=seed, keep={}) == forms_ab.build(
        ROWS, BANK, anchors=ANCHORS, seed=seed, keep={}
    )


@given(SEEDS)
def test_a_bank_that_grows_changes_no_form(seed: str) -> None:
    before = forms_ab.build(ROWS, BANK, anchors=ANCHORS, seed=seed, keep={})
    kept = {form: [placed.key for placed in placed_ones] for form, placed_ones in before.items()}
    more = [*BANK, *(Entry(f"aaa-{index}", "listens", "ethics") for index in range(5))]

    after = forms_ab.build(ROWS, more, anchors=ANCHORS, seed=seed, keep=kept)

    assert {form: keys(after, form) for form in after} == {form: keys(before, form) for form in before}


def test_a_question_that_is_gone_is_replaced_alone() -> None:
    before = forms_ab.build(ROWS, BANK, anchors=[], seed="x", keep={})
    kept = {form: [placed.key for placed in placed_ones] for form, placed_ones in before.items()}
    gone = kept["A"][0]

    after = forms_ab.build(ROWS, [each for each in BANK if each.key != gone], anchors=[], seed="x", keep=kept)

    assert len(keys(before, "A") - keys(after, "A")) == 1
    assert keys(after, "B") == keys(before, "B")
    assert not keys(after, "A") & keys(after, "B")


LEVELS = st.lists(st.sampled_from(["easy", "medium", "hard"]), min_size=8, max_size=30)


@given(LEVELS, st.integers(1, 4), SEEDS)
def test_both_forms_are_as_hard_as_the_bank_allows(levels: list[str], count: int, seed: str) -> None:
    bank = [Entry(f"q-{number}", "safe", "", level) for number, level in enumerate(levels)]
    forms = forms_ab.build([Row("safe", count)], bank, anchors=[], seed=seed, keep={})
    expected = {entry.key: entry.expected for entry in bank}
    one, other = (Counter(expected[key] for key in keys(forms, form)) for form in forms_ab.FORMS)
    pairs = sum(number // 2 for number in Counter(levels).values())
    assert (one - other).total() <= max(0, count - pairs)


@given(SEEDS)
def test_what_a_check_shows_is_in_no_form_unless_it_is_named(seed: str) -> None:
    bank = [Entry(f"q-{number}", "safe", shown=number < 3) for number in range(8)]
    rows = [Row(question="q-0"), Row("safe", 2)]
    forms = forms_ab.build(rows, bank, anchors=["q-1"], seed=seed, keep={"A": ["q-2"]})
    assert {"q-0", "q-1"} == keys(forms, "A") & keys(forms, "B")
    assert "q-2" not in keys(forms, "A") | keys(forms, "B")


def test_a_row_that_cannot_be_filled_twice_is_named() -> None:
    with pytest.raises(CannotFill) as short:
        forms_ab.build([Row("safe", 4, "ethics")], BANK, anchors=[], seed="", keep={})

    assert (short.value.row.name, short.value.available, short.value.needed) == ("safe × ethics", 6, 8)


def test_a_question_that_a_row_names_stands_in_both_forms() -> None:
    rows = [Row(question="plans-ethics-1"), Row("plans", 2)]

    forms = forms_ab.build(rows, BANK, anchors=[], seed="", keep={})

    assert keys(forms, "A") & keys(forms, "B") == {"plans-ethics-1"}


@given(SEEDS, st.integers(0, 400))
def test_a_cohort_is_balanced_after_every_fourth_learner(seed: str, blocks: int) -> None:
    sat = [forms_ab.assign([], index=blocks * 4 + place, seed=seed) for place in range(4)]

    assert Counter(sat) == {"A": 2, "B": 2}


def test_cohorts_begin_with_different_forms() -> None:
    first = {tuple(forms_ab.assign([], index=i, seed=f"{n} 7") for i in range(4)) for n in range(40)}

    assert len(first) == 6


@pytest.mark.parametrize(
    ("seen", "form"),
    [(["A"], "B"), (["B"], "A"), (["A", "B"], "A"), (["B", "A"], "B"), (["A", "B", "A"], "B")],
)
def test_whoever_has_sat_one_form_sits_the_other(seen: list[str], form: str) -> None:
    assert forms_ab.assign(seen, index=3, seed="any") == form
