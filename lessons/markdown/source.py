"""Reading Markdown source without parsing it: newlines, code, comments. Masks keep every offset and line."""

import re
from collections.abc import Iterator
from typing import NamedTuple

FENCE = re.compile(r"^(?P<fence>~{3,}|`{3,})[^\n`]*\n.*?^(?P=fence)[ ]*$", re.MULTILINE | re.DOTALL)
CODE_SPAN = re.compile(r"(?<![\\`])(?P<ticks>`+)(?!`)(?:(?!\n[ \t]*\n).)+?(?<!`)(?P=ticks)(?!`)", re.DOTALL)


class Finding(NamedTuple):
    """Something wrong at an offset of the source, in words for its author."""

    place: int
    message: str


def normalize_newlines(source: str) -> str:
    """The source with ``\\n`` for ``\\r\\n``; line numbers stay the same."""
    return source.replace("\r\n", "\n")


def blank(text: str, filler: str = " ") -> str:
    """As many fillers as the text has characters, its newlines kept."""
    return re.sub(r"[^\n]", filler, text)


def mask_code(source: str) -> str:
    """The source with fenced code blanked and code spans filled with x: what is left is read as Markdown."""
    without_fences = FENCE.sub(lambda fence: blank(fence[0]), source)
    return CODE_SPAN.sub(lambda span: blank(span[0], "x"), without_fences)


def find_comments(masked: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of every closed HTML comment in masked source."""
    end = 0
    while (start := masked.find("<!--", end)) != -1 and (close := masked.find("-->", start + 4)) != -1:
        end = close + len("-->")
        yield start, end


def mask_comments(masked: str) -> str:
    """The masked source with closed comments blanked."""
    pieces, position = [], 0
    for start, end in find_comments(masked):
        pieces += [masked[position:start], blank(masked[start:end])]
        position = end
    return "".join([*pieces, masked[position:]])


def remove_comments(source: str) -> str:
    """The source without its closed comments; those inside code stay."""
    pieces, position = [], 0
    for start, end in find_comments(mask_code(source)):
        pieces.append(source[position:start])
        position = end
    return "".join([*pieces, source[position:]])
