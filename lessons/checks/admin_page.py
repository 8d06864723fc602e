"""A trainer's page for the self-checks of a topic."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from django.http import QueryDict
from django.utils.translation import gettext_lazy

from course import registry
from course.content.schema import SLUG
from lessons.checks.placing import MOST_CHECKS
from lessons.part_pages import PartAdmin, Sheet

PRESS = re.compile(r"c-(?P<number>[1-9])-(?P<do>up|down|remove)")


class Line(NamedTuple):
    """One check on the page. Its fields begin with ``prefix``, which stays when the lines are rearranged."""

    prefix: str
    key: str
    kind: str
    form: Any


class CheckSheet(Sheet):
    template = "admin/lessons/checks.html"

    def __init__(self, stored: list[Any], data: QueryDict | None = None) -> None:
        self.kinds = dict(registry.self_checks().kinds())
        self.wanted = data.get("kind", "") if data else ""
        self.lines = (
            self._stored(stored) if data is None else self._typed(data, {c["key"]: c for c in stored})
        )

    def _stored(self, stored: list[Any]) -> list[Line]:
        lines = []
        for number, check in enumerate(stored, start=1):
            form = registry.self_checks().form(check["kind"])
            lines.append(
                Line(f"c{number}", check["key"], check["kind"], form(prefix=f"c{number}", check=check))
            )
        return lines

    def _typed(self, data: QueryDict, stored: Mapping[str, Any]) -> list[Line]:
        lines: list[Line] = []
        for prefix in dict.fromkeys(data.get("order", "").split()[:MOST_CHECKS]):
            key, kind = data.get(f"{prefix}-key", ""), data.get(f"{prefix}-kind", "")
            if kind not in self.kinds or not re.fullmatch(r"c[0-9]{1,3}", prefix):
                continue
            if not re.fullmatch(SLUG, key) or len(key) > 50 or key in [line.key for line in lines]:
                key = self._free_key([line.key for line in lines])
            before = stored.get(key)
            same = before if before and before["kind"] == kind else None
            form = registry.self_checks().form(kind)(data, prefix=prefix, check=same)
            lines.append(Line(prefix, key, kind, form))
        return lines

    @staticmethod
    def _free_key(taken: list[str]) -> str:
        return next(key for n in range(1, 99) if (key := f"check-{n}") not in taken)

    def press(self, button: str) -> str:
        if button == "add" and self.wanted in self.kinds and len(self.lines) < MOST_CHECKS:
            prefix = next(
                p for n in range(1, 99) if (p := f"c{n}") not in [line.prefix for line in self.lines]
            )
            key = self._free_key([line.key for line in self.lines])
            form = registry.self_checks().form(self.wanted)(prefix=prefix)
            self.lines.append(Line(prefix, key, self.wanted, form))
            return prefix
        match = PRESS.fullmatch(button)
        number = int(match["number"]) if match else 0
        if match is None or number > len(self.lines):
            return ""
        line = self.lines.pop(number - 1)
        if match["do"] == "remove":
            return ""
        self.lines.insert(max(0, number - 2) if match["do"] == "up" else number, line)
        return line.prefix

    def refusals(self) -> list[str]:
        return [
            f"{line.key}: {line.form[name].label}: {says}"
            for line in self.lines
            for name, found in line.form.errors.items()
            for says in found
        ]

    def parts(self) -> list[dict[str, Any]]:
        checks = [line.form.check(line.key) for line in self.lines]
        return [registry.self_checks().in_order(check) for check in checks]

    def context(self) -> Mapping[str, Any]:
        return {
            "lines": [line._asdict() | {"at": f"c-{n}"} for n, line in enumerate(self.lines, start=1)],
            "kinds": self.kinds,
            "order": " ".join(line.prefix for line in self.lines),
            "full": len(self.lines) >= MOST_CHECKS,
        }


class ChecksAdmin(PartAdmin):
    part, sheet = "checks", CheckSheet
    part_title = gettext_lazy("Self-checks")
    part_purpose = gettext_lazy(
        "One to three questions inside the text, answered for oneself: not scored, and nothing of it is kept."
    )
