"""An exam with all its questions on one page: one form, in which each question's fields begin with its slot."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

from django.template.loader import render_to_string
from django.utils.datastructures import MultiValueDict
from django.utils.safestring import SafeString

from quizzes import attempts
from quizzes.forms import AnswerForm
from quizzes.kinds import KINDS, Posted, Response
from quizzes.models import Answer, Attempt
from quizzes.pages import read_typed

if TYPE_CHECKING:
    from quizzes.attempts.items import AnsweredItem


@dataclass
class Line:
    """One question of the page with what is stored, and what became of what was sent for it."""

    item: AnsweredItem
    answer: Answer | None
    response: Response
    revision: int
    sent: bool = False
    stale: bool = False
    problems: list[str] = field(default_factory=list)

    @property
    def prefix(self) -> str:
        return f"{self.item.slot}-"

    @property
    def inputs(self) -> SafeString:
        """The inputs of its answer."""
        kind = KINDS[self.item.kind]
        shown = kind.shown(self.item.version.body, self.item.option_order)
        return render_to_string(kind.template, {**shown, "response": self.response, "prefix": self.prefix})

    @property
    def unfinished(self) -> str:
        """What is missing in the saved answer, in words."""
        answer = self.answer
        return KINDS[self.item.kind].unfinished(self.item.version.body, answer.response) if answer else ""

    @property
    def stored_words(self) -> list[str]:
        answer = self.answer
        return KINDS[self.item.kind].texts(self.item.version.body, answer.response) if answer else []

    @property
    def save_id(self) -> uuid.UUID:
        return uuid.uuid4()

    @property
    def section(self) -> dict[str, str] | None:
        """The section that begins with this question."""
        if self.item.section is None or not self.opens_section:
            return None
        title, html = self.item.attempt.sections[self.item.section]
        return {"title": title, "html": html}

    opens_section: bool = False


def lines(attempt: Attempt) -> list[Line]:
    """Every question of the attempt in its order. Two statements."""
    items = attempts.with_answers(attempt.items.select_related("version"))
    rows = cast("list[AnsweredItem]", list(items))
    answers = Answer.objects.in_bulk([item.answer_id for item in rows if item.answer_id])
    made, before = list[Line](), None
    for item in rows:
        item.attempt = attempt
        answer = answers.get(item.answer_id or 0)
        line = Line(item, answer, answer.response if answer else {}, answer.revision if answer else 0)
        line.opens_section = item.section != before
        before = item.section
        made.append(line)
    return made


def save(found: Iterable[Line], posted: Posted, *, at: datetime) -> list[Line]:
    """Save what differs from what is stored, each question for itself; returns the lines that were sent something new.

    Raises attempts.Closed when the attempt is over or paused.
    """
    touched = []
    for line in found:
        data = part_of(posted, line.prefix)
        if "save_id" in data and _save(line, AnswerForm(data, item=line.item), at):
            touched.append(line)
    return touched


def _save(line: Line, form: AnswerForm, at: datetime) -> bool:
    """Whether there was anything to do."""
    if not form.is_valid():
        line.problems, line.response = form.problems, read_typed(line.item, form.posted)
        return True
    sent = form.save
    line.response = sent["response"]
    if line.response == (line.answer.response if line.answer else {}):
        return False
    line.sent = True
    try:
        line.answer = attempts.save_answer(line.item, **sent, at=at)
        line.revision = line.answer.revision if line.answer else 0
    except attempts.Stale as stale:
        line.answer, line.stale, line.revision = stale.stored, True, sent["seen_revision"]
    return True


def part_of(posted: Posted, prefix: str) -> Posted:
    """The fields of one question, without its prefix; and for how long the browser has tried."""
    part: Posted = MultiValueDict(
        {name.removeprefix(prefix): posted.getlist(name) for name in posted if name.startswith(prefix)}
    )
    part["waited"] = posted.get("waited", "")
    return part


def sheet_page(attempt: Attempt, found: Iterable[Line], **more: Any) -> dict[str, Any]:
    """The context of the page."""
    listed = list(found)
    return {
        "attempt": attempt,
        "exam": attempt.exam,
        "lines": listed,
        "total": len(listed),
        "answered": sum(bool(line.answer and line.answer.response_code) for line in listed),
        "not_saved": any(line.stale or line.problems for line in listed),
        **more,
    }
