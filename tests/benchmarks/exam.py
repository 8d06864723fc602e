"""A demo learner who answers the shipped exam over and over."""

from __future__ import annotations

from itertools import cycle
from uuid import uuid4

from tests.benchmarks.conftest import COURSE
from tests.live import Visitor

EXAM = f"{COURSE}foundations-of-peer-support/pre-course-knowledge-exam/"
QUESTIONS = 20
HTMX = {"hx_request": "true"}


class Answers:
    """Starts or continues the exam; ``save_next`` changes the next question's answer, as the page's script would."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor = visitor
        start = visitor.get(EXAM).text.split('action="/exams/')[1].split('"')[0]
        reply = visitor.post(f"/exams/{start}", {})
        self.attempt = "/".join(reply.location.split("/")[:3]) + "/"
        every = {slot: visitor.get(f"{self.attempt}{slot}/") for slot in range(1, QUESTIONS + 1)}
        pages = {slot: page for slot, page in every.items() if _choices(page.text)}
        self._choices = {slot: _choices(page.text) for slot, page in pages.items()}
        self._revisions = {slot: int(page.hidden["revision"]) for slot, page in pages.items()}
        self._slots = cycle(pages)

    def save_next(self) -> None:
        slot = next(self._slots)
        revision, choices = self._revisions[slot], self._choices[slot]
        choice = choices[revision % len(choices)]
        fields = {"save_id": str(uuid4()), "revision": str(revision), "choice": choice}
        reply = self.visitor.post(f"{self.attempt}{slot}/", fields, **HTMX)
        assert f'data-revision="{revision + 1}"' in reply.text, reply.text
        self._revisions[slot] += 1


def _choices(page: str) -> list[str]:
    inputs = [part.split(">")[0] for part in page.split("<input")[1:]]
    return [part.split('value="')[1].split('"')[0] for part in inputs if 'name="choice"' in part]
