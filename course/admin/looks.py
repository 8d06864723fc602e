"""What stands above a version that a trainer looks at, and the rule that looking changes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from csp.decorators import csp_update

only_looking: Any = csp_update({"sandbox": ["allow-same-origin"]})
"""Decorator of a view: the browser sends no form and runs no script of its page, however it is opened."""


@dataclass(frozen=True)
class Look:
    """``words`` say what is looked at. ``back`` leads to where it is written, for a page that fills the window."""

    words: str
    problems: Sequence[str] = ()
    back: str = ""
