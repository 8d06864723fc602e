"""Self-checks in a topic's file."""

from __future__ import annotations

from typing import Annotated, Any

from django.utils.translation import gettext as _
from pydantic import AfterValidator

from course import registry
from course.content.documents import Document
from course.content.errors import Path, show
from course.content.words import did_you_mean
from lessons.checks.placing import placing_problems


def _in_order(check: dict[str, Any]) -> dict[str, Any]:
    return registry.self_checks().in_order(check)


CheckFile = Annotated[dict[str, Any], AfterValidator(_in_order)]
"""One entry of ``checks``. Its mistakes are found by ``check_checks``, which knows each kind's keys."""


def check_checks(document: Document) -> None:
    """Note what is wrong with the self-checks, and with their places in the text."""
    for path in document.paths("checks", ...):
        _check_one(document, path)
    document.unique(keys := document.texts("checks", ..., "key"))
    names = [key for _path, key in keys]
    for problem in placing_problems(document.body, names, first_line=document.body_line):
        document.wrong((problem.field,), problem.message, line=problem.line)


def _check_one(document: Document, path: Path) -> None:
    given = document.at(path)
    if not isinstance(given, dict):
        return
    about, kind = registry.self_checks(), given.get("kind")
    known = [code for code, _label in about.kinds()]
    if kind in known:
        document.check(about.schema(kind), path)
    elif kind is None:
        document.wrong((*path, "kind"), _("This is missing."))
    else:
        near = did_you_mean(str(kind), known) or " " + _("There are: %s.") % ", ".join(known)
        document.wrong((*path, "kind"), _("There is no kind of self-check “%s”.") % show(kind) + near)
