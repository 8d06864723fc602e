"""Whatever is pasted: nothing breaks, and no word that could be read is lost without being listed."""

import re
from html import unescape

from hypothesis import example, given
from hypothesis import strategies as st

from lessons.markdown import Reference, render
from lessons.mojibake import repair
from lessons.pasting import Pasted, compose, convert
from lessons.pasting.compose import in_words
from lessons.pasting.tables import cells_of, guess_cuts, move, read_cuts, write_cuts
from lessons.pasting.text import KINDS, decode, guess_kind, repairs, scrub
from lessons.visible_text import visible_text

WORD = re.compile(r"[^\W_]+")
NUMBERS = re.compile(r"^[ \t]*(?:\d{1,2}[.)](?=[ \t])|o(?=\t|  ))", re.MULTILINE)
"""Of lists: they are signs, and the list shows them again."""
PHRASES = (
    r"peer¦Support¦the person decides¦a_b_c¦*star*¦<b>bold</b>¦[x](y)¦a | b¦50%¦1984.¦RoleWhat They Do¦never"
)
PHRASES += r"¦always¦A nurseGives careAsks¦{: .x }¦&amp; so¦~~~¦!!!¦`code`¦\¦^up^¦it’s “quo” — yes¦10 min¦References¦รถ"
MARKS = '¦¦• ¦- ¦  - ¦* ¦1. ¦12) ¦✔ ¦✅ ¦📖 ¦❌ ¦🗣️ “¦# ¦## ¦> ¦| ¦Table: ¦!!! never "¦Example: ¦Lesson: '
MARKS += "¦Time: 5 min ¦[^a]: ¦Activity: 5-7 minutes ¦By the end of this topic you can ¦Objectives "
MARKS += "¦Key Takeaways ¦Click Next ¦~~~¦: ¦References¦– ¦— ¦**¦---¦===¦    ¦\t¦o  ¦<!-- ¦A never B:¦Always:"
PHRASE = st.sampled_from([*PHRASES.split("¦"), "\u202e", "\x0b", "\ud800"])
MARK = st.sampled_from(MARKS.split("¦"))
LINE = st.builds(lambda mark, words: mark + " ".join(words), MARK, st.lists(PHRASE, max_size=6))
TEXTS = st.lists(st.one_of(st.just(""), LINE, LINE), max_size=14).map("\n".join)
ANY_TEXT = st.one_of(TEXTS, st.text(max_size=300))
TAG = st.sampled_from(
    ["p", "h1", "h2", "li", "ul", "ol", "table", "tr", "td", "th", "b", "i", "div", "a", "blockquote"]
)
HTML = st.recursive(
    st.sampled_from(
        ["peer", "Support & care", "a_b", "*x*", "1. one", "never", "x &lt;b&gt; y", "| bar", "# no"]
    ).map(lambda text: text.replace("& ", "&amp; ")),
    lambda inner: st.builds(
        lambda tag, parts: f"<{tag}>{''.join(parts)}</{tag}>", TAG, st.lists(inner, min_size=1, max_size=4)
    ),
    max_leaves=12,
)


def words_of(text: str) -> set[str]:
    """Run-together words count as the cells that they may be."""
    return set(WORD.findall(re.sub(r"(?=[A-Z])", " ", text)))


def all_words(pasted: Pasted) -> set[str]:
    """Every word that the page shows of what was made of the text."""
    source, whole = compose(pasted.source, pasted.references)
    references = [Reference(**vars(each)) for each in whole]
    shown = visible_text(render(source, references=references).html)
    rest = [pasted.title, pasted.lesson, pasted.activity, *pasted.objectives, *pasted.competencies, shown]
    rest += [each.text for each in pasted.left] + [in_words(each) for each in pasted.references]
    return words_of("\n".join(rest))


@given(ANY_TEXT)
@example("# \ud800")
@example("x\n===\n\n- a\n\n\n    - b")
def test_no_word_of_a_plain_text_is_lost(text: str) -> None:
    assert words_of(NUMBERS.sub("", scrub(text))) <= all_words(convert(text, kind="text", repaired=False)), (
        text
    )


@given(HTML)
def test_no_word_of_a_web_page_is_lost(html: str) -> None:
    shown = " ".join(all_words(convert(html, kind="html", repaired=False)))
    words = words_of(unescape(re.sub("<[^>]*>", " ", html)))
    assert not [word for word in words if word not in shown], html


@given(ANY_TEXT, st.sampled_from(KINDS), st.booleans())
def test_nothing_that_is_pasted_raises(text: str, kind: str, repaired: bool) -> None:
    pasted = convert(text, kind=kind, repaired=repaired)
    compose(pasted.source, pasted.references)
    assert guess_kind(text) in KINDS
    assert all(before != after for before, after in repairs(text))


@given(st.binary(max_size=200))
def test_any_bytes_are_some_text(raw: bytes) -> None:
    assert isinstance(decode(raw), str)


@given(st.text("abC)’ .", min_size=1, max_size=60), st.integers(2, 5), st.data())
def test_moving_a_cut_moves_words_between_two_cells_and_loses_none(
    line: str, columns: int, data: st.DataObject
) -> None:
    cuts = guess_cuts([line], columns)[0]
    for _again in range(4):
        which = data.draw(st.integers(0, columns - 2))
        moved = move(line, cuts, which, right=data.draw(st.booleans()))
        assert [a for n, a in enumerate(moved) if n != which] == [a for n, a in enumerate(cuts) if n != which]
        assert "".join("".join(cells_of(line, moved)).split()) == "".join(line.split())
        assert read_cuts(write_cuts((moved,)), [line]) == (moved,)
        cuts = moved


@given(st.text(max_size=30))
def test_cuts_that_we_did_not_write_are_not_read(text: str) -> None:
    lines = ["RoleWhat They Do", "NurseGives care"]
    found = read_cuts(text, lines)
    assert found is None or write_cuts(found) == text


def test_repairing_comes_before_invisible_characters_go() -> None:
    broken = "“One”".encode().decode("cp1252", "surrogateescape").replace("\udc9d", "\x9d")
    assert convert(f"{repair(broken)}", kind="text").source == convert(broken, kind="text").source
