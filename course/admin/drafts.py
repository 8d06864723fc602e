"""What the admin adds to ``course.versions``: dropping a draft, and listing what was written."""

from datetime import datetime
from typing import Any

from django.db import transaction

from course.models import Person, Versioned
from course.publishing import publications
from course.record import audit


@transaction.atomic
def discard(thing: Versioned, *, author: Person, at: datetime) -> bool:
    """Let go of the draft; what learners see becomes the newest again. It stays in the history.

    Something that was never published has only its draft: that is kept, and False returned.
    """
    if thing.draft is None or thing.live is None:
        return False
    number, thing.draft = thing.draft.number, None
    thing.save(update_fields=["draft"])  # type: ignore[misc]  # each concrete class has the field
    publications.end_what_waits(thing, by=author, at=at)
    audit.record("discarded", thing, actor=author, at=at, version=number)
    return True


def history_of(thing: Versioned) -> list[Any]:
    """The last fifty versions, newest first, without their text."""
    rows = thing.versions.select_related("author").order_by("-number")
    thing_itself = thing.versions.field.name
    return list(
        rows.only(thing_itself, "number", "created_at", "origin", "author__name", "author__email")[:50]
    )
