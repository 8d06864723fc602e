"""What is checked in the Markdown body of a content file, be it a topic, a page or a guide."""

from __future__ import annotations

import re
from collections.abc import Collection

from django.utils.translation import gettext as _

from course.content.documents import Document
from course.content.errors import show
from lessons.markdown import Reference, lint
from lessons.markdown.source import mask_code, mask_comments
from lessons.materials.read import ParsedMaterials

IMAGE = re.compile(r"!\[[^\[\]]*\]\(\s*(?P<path>images/[A-Za-z0-9][\w.-]*)")


def check_body(
    document: Document, *, empty: str, known_steps: Collection[str], materials: ParsedMaterials
) -> None:
    """Note every mistake of the body. ``empty`` is said where there is none."""
    if not document.body.strip():
        document.wrong(("body",), empty, line=document.body_line)
    keys = document.texts("references", ..., "key")
    problems = lint(
        document.body,
        # By their keys alone, however incomplete, so that one mistake is not reported as two.
        references=[Reference(key=key, title="", publisher="", year=0) for _path, key in keys],
        known_steps=known_steps,
        known_blocks=materials.known_blocks,
        known_groups=materials.known_groups,
        first_line=document.body_line,
    )
    for problem in problems:
        document.wrong((problem.field,), problem.message, line=problem.line)
    _check_images(document)


def _check_images(document: Document) -> None:
    masked = mask_comments(mask_code(document.body))
    for match in IMAGE.finditer(masked):
        if not (document.folder.root / match["path"]).is_file():
            line = document.body_line + masked.count("\n", 0, match.start())
            message = _("There is no file “%(path)s” in the content folder.") % {"path": show(match["path"])}
            document.wrong(("body",), message, line=line)
