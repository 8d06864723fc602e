"""What stands around a text and becomes settings of the topic: title, lesson, times, objectives, sources."""

from __future__ import annotations

from lessons.pasting import words
from lessons.pasting.lines import Line, looks_like_heading
from lessons.pasting.shapes import Stated, Why
from lessons.pasting.sources import read_source
from lessons.pasting.walk import Walk

HEAD_LINES = 25
LONGEST_TITLE = 200
MOST_LISTED = 100
"""More lines than this are no list of sources that a person can confirm: they stay in the text."""


class Head(Walk):
    """Each ``take_…`` tries one shape at the current line and says whether it was that."""

    def take_title(self) -> bool:
        line = self.line
        if self.seen > 1 or line.kind not in {"heading", "plain"} or self.into.title:
            return False
        if line.kind == "plain" and not looks_like_heading(self.plain(line.text)):
            return False
        if words.NOT_A_TITLE.match(line.text) or line.level > 2 or not self.plain(line.text):
            return False
        if self.follows().kind == "blank":
            return False
        self.into.title = self.plain(line.text)[:LONGEST_TITLE]
        if len(self.plain(line.text)) > LONGEST_TITLE:
            self.leave(line.text, Why.HEADING)
        self.place += 1
        return True

    def take_facts(self) -> bool:
        """The name of the lesson, and the time that the text says of itself."""
        text = self.plain(self.line.text)
        if self.seen > HEAD_LINES or self.line.kind not in {"plain", "bullet", "heading"}:
            return False
        if (match := words.LESSON.match(text)) and not self.into.lesson:
            self.into.lesson = match["name"]
            self.leave(text, Why.LESSON)
        elif match := words.TIME.match(text):
            self._state(text)
            self.leave(text, Why.TIME)
        elif (match := words.ACTIVITY.match(text)) and (minutes := words.MINUTES.search(match["rest"])):
            low, high = minutes["low"], minutes["high"]
            self.into.activity = f"{low}-{high}" if high and int(low) < int(high) else low
            self.leave(text, Why.ACTIVITY)
        else:
            return False
        self.place += 1
        return True

    def _state(self, text: str) -> None:
        before = self.into.stated or Stated()
        minutes, counted = words.MINUTES.search(text), words.WORDS.search(text)
        self.into.stated = Stated(
            before.minutes or int((minutes and (minutes["high"] or minutes["low"])) or 0),
            before.words or int(counted["words"].replace(",", "") if counted else 0),
        )

    def take_click(self) -> bool:
        if (
            self.line.kind == "verbatim"
            or len(self.line.text) > 160
            or not words.CLICK.search(self.line.text)
        ):
            return False
        self.leave(self.line.text, Why.CLICK)
        self.place += 1
        return True

    def take_objectives(self) -> bool:
        """A heading or a line that announces objectives, with the list below it."""
        start, headings = self.place, list[Line]()
        while start < len(self.lines) and len(headings) < 2:
            line = self.lines[start]
            if line.kind in {"heading", "plain"} and _announces(self.plain(line.text), line.kind):
                headings.append(line)
            elif line.kind != "blank":
                break
            start += 1
        items, end = self.items(start)
        if not headings or not items or self.into.objectives:
            return False
        for heading in headings:
            self.leave(heading.text, Why.INTRO)
        self.into.objectives = [self.plain(item.text) for item in items]
        self.place = end
        return True

    def take_references(self) -> bool:
        """The heading of the references and all below it, up to another marked heading; or a note in Markdown."""
        if self.markdown and (match := words.FOOTNOTE.match(self.line.raw.strip())):
            self._add_source(match["text"])
            self.place += 1
            return True
        title = self.plain(self.line.text)
        if self.line.kind not in {"heading", "plain"} or not words.REFERENCES.match(title.rstrip(":")):
            return False
        if self.line.kind == "plain" and not title.endswith(":"):
            return False
        end = self.place + 1
        while end < len(self.lines) and not self.lines[end].raw.lstrip().startswith(("#", "!!!", "```")):
            end += 1
        listed = [line for line in self.lines[self.place + 1 : end] if line.kind != "blank"]
        if not 0 < len(listed) <= MOST_LISTED or any(
            line.kind in {"verbatim", "row", "tabs"} for line in listed
        ):
            return False
        self.leave(title, Why.HEADING)
        for line in listed:
            self._add_source(line.text)
        self.place = end
        return True

    def _add_source(self, text: str) -> None:
        source = read_source(self.plain(text), [each.key for each in self.into.references])
        if source.title or source.publisher or source.url:
            self.into.references.append(source)


def _announces(text: str, kind: str) -> bool:
    heading = kind == "heading" and words.OBJECTIVES.search(text)
    return bool(heading or (len(text) <= 160 and words.INTRO.search(text)))
