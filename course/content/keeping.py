"""What files say of findings to keep, and how a loader hands its texts to the check."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Annotated, NamedTuple

from django.utils.translation import gettext as _
from pydantic import AfterValidator, Field, StringConstraints, model_validator

from course.checking.findings import ALL_WORDS, Thing, likeness
from course.checking.keeps import Said
from course.content.documents import Document
from course.content.errors import Path
from course.content.schema import LongLine, Slug, Strict


def _in_one_line(text: str) -> str:
    return " ".join(text.split())


class KeepFile(Strict):
    """One finding that stays: its rule, the words that were found, and why."""

    rule: Slug
    words: Annotated[str, StringConstraints(max_length=200), AfterValidator(_in_one_line)] = ""
    because: LongLine

    @model_validator(mode="after")
    def _says_which(self) -> KeepFile:
        if not self.words and self.rule != ALL_WORDS:
            raise ValueError(_("Say which words are kept, as the check names them."))
        return self


Keeps = Annotated[list[KeepFile], Field(max_length=200)]
"""The ``keep:`` of a topic, a scenario or a question."""


def in_order(keeps: Iterable[Said]) -> list[dict[str, str]]:
    """``keep:`` in canonical form: by rule and words, and the same words once, with the reason that comes last."""
    once = {(each.rule, likeness(each.words)): each for each in keeps}
    said = [{"rule": each.rule, "words": each.words, "because": each.because} for each in once.values()]
    return sorted(said, key=lambda each: (each["rule"], each["words"]))


class Written(NamedTuple):
    """A thing as a file says it, with what the file keeps, and where in the document it stands."""

    thing: Thing
    keeps: Sequence[KeepFile]
    document: Document
    path: Path

    def place(self, path: Path) -> Path:
        """Where the text at ``path`` of the payload stands in the file. A question's body lies beside its stem."""
        return (*self.path, *(path[1:] if path[:1] == ("body",) else path))
