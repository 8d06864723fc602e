"""Verbs on what an author has typed and not saved yet: keep it, find it, let go of it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from course.models import Person, Versioned, WorkingCopy

MOST_CHARACTERS = 600_000
"""Of all fields together. The longest text that can be published has far fewer."""


class TooLong(Exception):
    """Carries a sentence for the author."""


@transaction.atomic
def keep(
    thing: Versioned, fields: Mapping[str, Sequence[str]], *, author: Person, at: datetime
) -> WorkingCopy:
    """Keep the form as it stands, in place of what this author had kept of it. Raises TooLong."""
    told = json.dumps({name: list(values) for name, values in fields.items()}, ensure_ascii=True)
    if len(told) > MOST_CHARACTERS:
        raise TooLong(_("This is too long to be kept on the server. Cut it into two, or save a part."))
    copy, _made = WorkingCopy.objects.update_or_create(
        **_place(thing, author), defaults={"fields": told, "saved_at": at}
    )
    return copy


def find(thing: Versioned, *, author: Person) -> WorkingCopy | None:
    """What ``author`` typed last and has not saved. One statement."""
    return WorkingCopy.objects.filter(**_place(thing, author)).first()


def drop(thing: Versioned, *, author: Person) -> bool:
    """Let go of it: it was saved, or its author threw it away. Whether there was any."""
    return bool(WorkingCopy.objects.filter(**_place(thing, author)).delete()[0])


def _place(thing: Versioned, author: Person) -> dict[str, Any]:
    return {"author": author, "kind": thing._meta.label_lower, "thing": thing.pk}
