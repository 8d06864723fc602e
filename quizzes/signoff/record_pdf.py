"""A closed sign-off as PDF, by the typesetter of the statements."""

from __future__ import annotations

from pathlib import Path

from course.hours import pdf
from quizzes.models import SignOff
from quizzes.signoff.sheet import sheet

TEMPLATE = Path(__file__).with_name("sign-off.typ")


def make(sign_off: SignOff) -> bytes:
    """Tagged PDF (PDF/UA-1). Raises ``pdf.CannotTypeset`` as a statement does."""
    return pdf.typeset(TEMPLATE, sheet(sign_off), at=sign_off.closed_at or sign_off.since)
