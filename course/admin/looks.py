"""What stands above a version that a trainer looks at, and the rule that looking changes nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from csp.decorators import csp_update

only_looking: Any = csp_update({"sandbox": ["allow-same-origin"]})
"""Decorator of a view: the browser sends no form and runs no script of its page, however it is opened."""


class Choice(NamedTuple):
    """A cohort whose page can be shown, by a link."""

    name: str
    address: str
    chosen: bool


@dataclass(frozen=True)
class Look:
    """``words`` say what is looked at. ``back`` leads to where it is written, for a page that fills the window.

    ``problems`` keep it from being published; ``findings``, as ``course.admin.findings.shown`` makes them, do not.
    ``cohorts`` are those whose learners' page can be shown, and ``facts`` what is special to the chosen one.
    """

    words: str
    problems: Sequence[str] = ()
    back: str = ""
    findings: Sequence[Mapping[str, Any]] = ()
    cohorts: Sequence[Choice] = ()
    facts: Sequence[str] = ()
