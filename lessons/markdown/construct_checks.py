"""Checks of dialogues and content notes. Each takes masked source and yields findings."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from lessons.markdown.block_checks import BOX, HEADING, Line, indent_of, split_lines
from lessons.markdown.dialogue import read_turns
from lessons.markdown.source import Finding


def check_dialogues(masked: str) -> Iterator[Finding]:
    """Each line of a dialogue says who speaks, or stands in parentheses, or goes on from the line above."""
    lines = split_lines(masked)
    for index, indent in boxes_of(lines, "dialogue"):
        body = body_of(lines[index + 1 :], indent + 4)
        turns = read_turns([line.text[indent + 4 :] for line in body])
        for number, turn in turns:
            if turn is None:
                message = _(
                    "A line of a dialogue is written Name: words, or (what happens) in parentheses. "
                    "Indent a line by two more spaces if it belongs to the one above."
                )
                yield Finding(body[number].start, message)
        if turns and not any(turn and turn.who for _number, turn in turns):
            yield Finding(lines[index].start, _("Nobody speaks in this dialogue."))


def check_content_notes(masked: str) -> Iterator[Finding]:
    """After a content note comes the heading to which a reader can skip."""
    lines = split_lines(masked)
    for index, _indent in boxes_of(lines, "content-note"):
        above = [level for line in lines[:index] if (level := level_of(line))]
        here = max(above[-1], 2) if above else 2
        if not any(0 < level_of(line) <= here for line in lines[index + 1 :]):
            message = _(
                "After a content note there must be another heading (%(marks)s), so that a reader can skip there."
            )
            yield Finding(lines[index].start, message % {"marks": "#" * here})


def boxes_of(lines: list[Line], kind: str) -> Iterator[tuple[int, int]]:
    """Yield the number of each line on which a box of this kind begins, and its indentation."""
    for index, line in enumerate(lines):
        match = BOX.fullmatch(line.text) if line.text.lstrip(" ").startswith("!!!") else None
        if match is not None and match["kind"].lower() == kind:
            yield index, len(match["indent"])


def body_of(following: list[Line], indent: int) -> list[Line]:
    """The lines inside a box: all up to the first that is not blank and not indented."""
    for number, line in enumerate(following):
        if line.text.strip() and indent_of(line.text) < indent:
            return following[:number]
    return following


def level_of(line: Line) -> int:
    """The level of a heading that stands where headings may; 0 for any other line."""
    match = HEADING.match(line.text)
    return len(match["marks"]) if match and not match["before"] else 0
