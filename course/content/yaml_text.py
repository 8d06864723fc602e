"""Writing YAML in one form, so that the same data is the same bytes everywhere, always. Pure.

``read_yaml`` reads back exactly what was given. Any other YAML reader does, too: a text that one of them would take for
a number, a date or a yes is put in quotes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from course.content.yaml_tree import DECIMAL, WHOLE

WIDTH = 120
STEP = "  "

# Between two words, where a line can end and be joined again with one space.
GAP = re.compile(r"(?<=\S) (?=\S)")
# What the quotation marks of YAML must spell out: controls, line ends that not all count, what may not stand in a file.
ESCAPED = re.compile('["\\\\\x00-\x1f\x7f-\xa0\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]')
UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
NAMED_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t"}
BEGINS_OTHERWISE = frozenset("-?:,[]{}#&*!|>'\"%@`=~<\\")
MEANT_OTHERWISE = re.compile(r"(?:null|true|false|yes|no|on|off|y|n|\.inf|\.nan)", re.IGNORECASE)
LIKE_A_NUMBER = re.compile(r"[-+.]?[0-9][0-9a-fox_.:+Tt Zz-]*", re.IGNORECASE)


def dump(data: Mapping[str, Any]) -> str:
    """One document: a mapping of mappings, lists, texts, numbers, truths and None, in the order in which it comes."""
    return "".join(f"{line}\n" for line in _mapping(data, ""))


def _mapping(data: Mapping[str, Any], indent: str) -> Iterator[str]:
    for key, value in data.items():
        yield from _value(f"{indent}{_in_one_line(key)}:", value, indent + STEP)


def _value(head: str, value: Any, inside: str) -> Iterator[str]:
    """Lines that begin with ``head``; further ones are indented by ``inside``."""
    if isinstance(value, Mapping) and value:
        yield head
        yield from _mapping(value, inside)
    elif isinstance(value, (list, tuple)) and value:
        yield head
        yield from _items(value, inside)
    elif isinstance(value, str):
        yield from _text(head, value, inside)
    else:
        yield f"{head} {_plain(value)}"


def _items(items: list[Any] | tuple[Any, ...], indent: str) -> Iterator[str]:
    for item in items:
        if isinstance(item, (Mapping, list, tuple)) and item:
            inner = indent + STEP
            lines = _mapping(item, inner) if isinstance(item, Mapping) else _items(item, inner)
            # The first line of what stands inside shares the line of the dash.
            yield f"{indent}- {next(lines).removeprefix(inner)}"
            yield from lines
        else:
            yield from _value(f"{indent}-", item, indent + STEP)


def _text(head: str, text: str, inside: str) -> Iterator[str]:
    """Several lines as they are; one that is too long folded between words; else on the line of its key."""
    in_block = text.strip() == text != "" and not UNWRITABLE.search(text)
    short = _in_one_line(text)
    if in_block and "\n" in text:
        yield f"{head} |-"
        yield from (f"{inside}{line}" if line else "" for line in text.split("\n"))
    elif in_block and len(head) + 1 + len(short) > WIDTH and GAP.search(text):
        yield f"{head} >-"
        yield from _folded(text, inside)
    else:
        yield f"{head} {short}"


def _folded(text: str, indent: str) -> Iterator[str]:
    line = ""
    for word in GAP.split(text):
        if line and len(indent) + len(line) + 1 + len(word) > WIDTH:
            yield indent + line
            line = word
        else:
            line = f"{line} {word}" if line else word
    yield indent + line


def _in_one_line(text: str) -> str:
    return text if _needs_no_quotes(text) else f'"{ESCAPED.sub(_escape, text)}"'


def _needs_no_quotes(text: str) -> bool:
    return not (
        text == ""
        or text != text.strip()
        or text[0] in BEGINS_OTHERWISE
        or text.endswith(":")
        or ": " in text
        or " #" in text
        or "\n" in text
        or "\t" in text
        or UNWRITABLE.search(text)
        or MEANT_OTHERWISE.fullmatch(text)
        or LIKE_A_NUMBER.fullmatch(text)
        or text == "."
        or text.startswith("...")
    )


def _escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    return NAMED_ESCAPES.get(match[0]) or (f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}")


def _plain(value: Any) -> str:
    """What is not a text. Raises TypeError or ValueError for what the reader would not give back."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (Mapping, list, tuple)):
        return "{}" if isinstance(value, Mapping) else "[]"
    if isinstance(value, Decimal) and value.is_finite():
        value = value.normalize()
        said = f"{value:f}"
    elif isinstance(value, int):
        said = str(value)
    else:
        raise TypeError(f"{type(value).__name__} has no place in a content file")
    if not (WHOLE.fullmatch(said) or DECIMAL.fullmatch(said)):
        raise ValueError(f"{said} has too many digits for a content file")
    return said
