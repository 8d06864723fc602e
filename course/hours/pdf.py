"""A statement of completion, or another sheet of words, as PDF: by a process of its own that is gone afterwards."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from course.hours.sheet import sheet
from course.models import Certificate

PROGRAM = Path(__file__).with_name("typeset.py")
STATEMENT = Path(__file__).with_name("statement.typ")
PATIENCE = 20
NO_GLYPH = 3

logger = logging.getLogger(__name__)


class CannotTypeset(Exception):
    """``unknown_script``: a name or a text holds a character that no font on this machine has."""

    def __init__(self, *, unknown_script: bool) -> None:
        super().__init__("This could not be set as PDF.")
        self.unknown_script = unknown_script


def make(certificate: Certificate) -> bytes:
    """Tagged PDF (PDF/UA-1). Raises CannotTypeset rather than print boxes for letters. Takes about 0.1 s."""
    return typeset(STATEMENT, sheet(certificate), at=certificate.issued_at)


def typeset(template: Path, words: Mapping[str, Any], *, at: datetime) -> bytes:
    """Tagged PDF (PDF/UA-1) of ``words``, JSON-able, which ``template`` reads as its input ``sheet``. Dated ``at``."""
    told = {"template": str(template), "sheet": words, "at": int(at.timestamp())}
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(PROGRAM)],
            input=json.dumps(told).encode(),
            capture_output=True,
            timeout=PATIENCE,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as problem:
        logger.error("The typesetter did not run: %s.", type(problem).__name__)
        raise CannotTypeset(unknown_script=False) from None
    if done.returncode:
        if done.returncode != NO_GLYPH:  # what it wrote may hold a name
            logger.error("The typesetter failed with code %s.", done.returncode)
        raise CannotTypeset(unknown_script=done.returncode == NO_GLYPH)
    return done.stdout
