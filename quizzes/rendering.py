"""What follows from what an author wrote. Done once, when a version is written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from course.inline_markdown import to_html


def rendered_question(payload: Mapping[str, Any]) -> dict[str, str]:
    """``stem_html`` and ``explanation_html`` of a question with this payload."""
    return {"stem_html": to_html(payload["stem"]), "explanation_html": to_html(payload["explanation"])}
