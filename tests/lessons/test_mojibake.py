"""Text that was misread on its way to us is repaired; text that only looks foreign is left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessons.mojibake import byte_of, repair

OURS = [
    "Hope — shared, not sold",
    "“We walk together,” she said. ‘Slowly.’",
    "• one … two – three",
    "✔ Listens ✅ Asks 🚫 Never pushes",
    "⚖️ Roles, 🗣️ words, 📖 pages, 🔍 a closer look",
    "José and Zoë at the café",
    "支え合い, взаимопомощь, ช่วยเหลือ, مساندة",
    "price: 5 € – 7 €",
]


def misread(text: str, encoding: str) -> str:
    """The text as a program shows it that takes its UTF-8 bytes for another encoding, byte by byte."""
    return "".join(misread_byte(byte, encoding) for byte in text.encode())


def misread_byte(byte: int, encoding: str) -> str:
    for name in (encoding, "cp1252"):
        try:
            return bytes([byte]).decode(name)
        except UnicodeDecodeError:
            continue
    return chr(byte)


@pytest.mark.parametrize("text", OURS)
def test_text_misread_as_thai_is_repaired(text: str) -> None:
    damaged = misread(text, "cp874")
    assert damaged != text
    assert repair(damaged) == text


@pytest.mark.parametrize("text", OURS)
def test_text_misread_as_western_is_repaired(text: str) -> None:
    damaged = misread(text, "cp1252")
    assert damaged != text
    assert repair(damaged) == text


def test_text_misread_twice_is_repaired() -> None:
    assert repair(misread(misread("Hope — shared", "cp1252"), "cp1252")) == "Hope — shared"


def test_a_title_as_it_came_in_the_source_documents_is_repaired() -> None:
    assert repair("๐Ÿ“Œ Ours โ€“ and not theirs โœ”") == "📌 Ours – and not theirs ✔"


@pytest.mark.parametrize(
    ("damaged", "text"),
    [
        ("โ€œOurs.โ€ She left.", "“Ours.” She left."),
        ("๐Ÿ—ฃ๏ธ Words", "🗣\ufe0f Words"),
        ("๐Ÿ” A closer look", "🔍 A closer look"),
    ],
)
def test_a_last_byte_that_was_dropped_on_the_way_is_restored(damaged: str, text: str) -> None:
    assert repair(damaged) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "plain words",
        *OURS,
        "สวัสดีครับ ยินดีต้อนรับ",
        "รถ",  # car: the bytes of "ö"
        "รก ก ๆ",
        "5 ยฃ",  # may be a pound sign, may be an abbreviation: who cannot tell should not touch
        "café “ok”",
        "naïve — “très bien” …",
        "Ünïcödé ÀÉÎÕÜ ß",
        "½ of 10 °C",
        "\x80\x9f\xa0",
        "\ud800 alone",
    ],
)
def test_sound_text_is_left_alone(text: str) -> None:
    assert repair(text) == text


def test_damage_is_repaired_beside_sound_thai() -> None:
    assert repair("สวัสดี and โ€œhelloโ€\x9d") == "สวัสดี and “hello”"


@given(st.text(max_size=60))
def test_repair_ends_and_changes_nothing_more_the_second_time(text: str) -> None:
    assert repair(repair(text)) == repair(text)


@given(st.text(alphabet=st.characters(max_codepoint=127)))
def test_ascii_is_never_touched(text: str) -> None:
    assert repair(text) == text


def test_a_character_of_neither_encoding_has_no_byte() -> None:
    with pytest.raises(UnicodeEncodeError):
        byte_of("字")
