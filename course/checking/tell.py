"""Findings in words, for pages and for the terminal."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from course.checking.findings import Finding, Severity
from course.content.errors import Path

SEVERITIES: Mapping[Severity, Promise] = {
    Severity.HIGH: gettext_lazy("Do not use"),
    Severity.MEDIUM: gettext_lazy("Usually replace"),
    Severity.CLARITY: gettext_lazy("Make clearer"),
    Severity.CONTEXT: gettext_lazy("Look twice"),
}
"""What each severity asks of the author; the worst first."""

KINDS: Mapping[str, Promise] = {
    "topic": gettext_lazy("Topics"),
    "scenario": gettext_lazy("Scenarios"),
    "question": gettext_lazy("Questions"),
    "glossaryterm": gettext_lazy("Glossary"),
    "localblock": gettext_lazy("Local blocks"),
    "localrule": gettext_lazy("Local rules"),
    "resource": gettext_lazy("Resources"),
    "image": gettext_lazy("Images"),
}

FIELDS: Mapping[str, Promise] = {
    "alt": gettext_lazy("What it shows"),
    "choices": gettext_lazy("Choice"),
    "content_note": gettext_lazy("Before you read"),
    "definition": gettext_lazy("What it means"),
    "explanation": gettext_lazy("Explanation"),
    "hours": gettext_lazy("Hours"),
    "objectives": gettext_lazy("Objective"),
    "purpose": gettext_lazy("What it is for"),
    "questions": gettext_lazy("Question"),
    "references": gettext_lazy("Source"),
    "rows": gettext_lazy("Row"),
    "situation": gettext_lazy("Situation"),
    "source": gettext_lazy("Text"),
    "stem": gettext_lazy("Question"),
    "steps": gettext_lazy("Step"),
    "term": gettext_lazy("Term"),
    "text": gettext_lazy("text"),
    "title": gettext_lazy("Title"),
    "to_fill_in": gettext_lazy("What a trainer fills in"),
    "weigh": gettext_lazy("What to weigh"),
    "why": gettext_lazy("why"),
}
"""The parts of a path in an author's words; others are told as they are named."""


def field_words(path: Path) -> str:
    """``Choice 2, why``: a path as authors know it; a question's body is not named."""
    said: list[str] = []
    for part in path[1:] if path[:1] == ("body",) else path:
        if isinstance(part, int):
            said[-1:] = [f"{said[-1] if said else ''} {part + 1}".strip()]
        else:
            said.append(str(FIELDS.get(part, part.replace("_", " "))))
    return ", ".join(said)


def place(finding: Finding) -> str:
    """``Text, line 12``; a field of one line needs no line."""
    where = field_words(finding.path)
    if finding.line > 1 or (finding.path[-1:] in (("source",), ("situation",), ("weigh",)) and finding.line):
        return _("%(field)s, line %(line)d") % {"field": where, "line": finding.line}
    return where


def severity(finding: Finding) -> str:
    return str(SEVERITIES[finding.severity])


def sentence(finding: Finding) -> str:
    """``“addict”: It makes … Better: person with …``"""
    said = _("“%(words)s”: %(reason)s") % {"words": finding.words, "reason": finding.reason}
    better = "; ".join(finding.instead)
    return said + " " + _("Better: %(better)s.") % {"better": better} if better else said
