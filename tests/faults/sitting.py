"""A learner at an exam, who writes down what they are told is saved."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from tests.faults.clerk import Clerk
from tests.faults.judge import Claims, Save
from tests.live import Reply, Server, Visitor
from tests.live.prepare import SESSIONS

EXAM = "/courses/peer/foundations/start/"


class Sitting:
    """One learner, signed in, at one exam. ``told`` is every save that was acknowledged, in order.

    ``address`` is the page of the exam; ``number`` counts this learner's attempts at it.
    """

    def __init__(self, server: Server, learner: str, clerk: Clerk, address: str = EXAM) -> None:
        self.server = server
        self.learner = learner
        self.clerk = clerk
        self.address = address
        self.number = 1
        sessions = json.loads((server.installation.folder / SESSIONS).read_text(encoding="ascii"))
        self.visitor = Visitor(server).resume(sessions[learner])
        self.told: list[Save] = []
        self.submitted = False
        self.attempt = ""

    @property
    def start_url(self) -> str:
        """Where the exam's own page sends its Start button."""
        page = self.visitor.get(self.address).text
        return page.split('action="/exams/')[1].split('"')[0].join(("/exams/", ""))

    def begin(self) -> Sitting:
        self.go_to(self.visitor.post(self.start_url, {}))
        return self

    def go_to(self, reply: Reply) -> None:
        """Follow the answer of Start into the attempt."""
        assert reply.status == 302, reply.text
        self.attempt = "/".join(reply.location.split("/")[:3]) + "/"
        assert self.attempt.startswith("/attempts/"), reply.location

    def at(self, moment: datetime) -> Sitting:
        """From now on the server takes it to be this time when this learner asks."""
        self.visitor.always["X-Now"] = moment.isoformat()
        return self

    @property
    def pk(self) -> int:
        return int(self.attempt.strip("/").rpartition("/")[2])

    def see(self) -> dict[str, Any]:
        """What is stored of the attempt."""
        seen: dict[str, Any] = self.clerk.ask("see", attempt=self.pk)
        return seen

    def item_url(self, slot: int) -> str:
        return f"{self.attempt}{slot}/"

    def fill(self, slot: int, choice: str) -> dict[str, str]:
        """The form of a question's page with a choice made, ready to be sent and sent again."""
        hidden = self.visitor.get(self.item_url(slot)).hidden
        return {name: hidden[name] for name in ("save_id", "revision")} | {"choice": choice, "go": "save"}

    def send(self, slot: int, fields: dict[str, str], **headers: str) -> None:
        """Send the form; must be acknowledged, which is written down. Sent again, it is the same save."""
        reply = self.try_to_send(slot, fields, **headers)
        assert is_saved(reply), (reply.status, reply.location, reply.text)
        self.write_down(slot, fields)

    def try_to_send(self, slot: int, fields: dict[str, str], **headers: str) -> Reply:
        return self.visitor.tab().post(self.item_url(slot), fields, **headers)

    def answer(self, slot: int, choice: str) -> None:
        """Open the question, choose, and be told that it is saved."""
        self.send(slot, self.fill(slot, choice))

    def write_down(self, slot: int, fields: dict[str, str]) -> None:
        save = Save(slot, fields["save_id"], fields["choice"])
        if save not in self.told:
            self.told.append(save)

    def submit(self, **headers: str) -> Reply:
        return self.visitor.tab().post(f"{self.attempt}submit/", {}, **headers)

    @property
    def claims(self) -> Claims:
        return {
            "learner": self.learner,
            "exam": self.address,
            "number": self.number,
            "saves": self.told,
            "submitted": self.submitted,
        }

    def differences(self, *more: Save) -> list[str]:
        """What another process finds wrong in the database, when ``more`` is told as well."""
        claims: Claims = {**self.claims, "saves": [*self.told, *more]}
        found: list[str] = self.clerk.ask("differences", claims=claims)
        return found


def is_saved(reply: Reply) -> bool:
    """Whether this is what a page takes for an acknowledged save: a new state line, or the way on."""
    if reply.status == 200:
        return "is-saved" in reply.text
    return reply.status == 302 and not reply.location.endswith(("/result/", "/check/"))
