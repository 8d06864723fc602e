"""Reading encrypted texts for a page: one that no key of this server opens must not take the page down with it."""

from collections.abc import Iterable
from typing import Any, TypeVar

from django.db.models import ExpressionWrapper, F, Model, QuerySet, TextField
from django.db.models.expressions import Combinable
from django.utils.translation import gettext as _

from course.fields import Undecipherable, decrypt

M = TypeVar("M", bound=Model)


def message() -> str:
    """What a page says in the place of a text that it cannot open."""
    return _("This text cannot be opened with the keys of this server. Ask your administrator.")


def token(path: str) -> Combinable:
    """The encrypted text at ``path`` as the database holds it, for an annotation."""
    return ExpressionWrapper(F(path), output_field=TextField())


def unseal(sealed: str) -> str | None:
    """The text; None where no key fits."""
    try:
        return decrypt(sealed)
    except Undecipherable:
        return None


def with_tokens(rows: QuerySet[M]) -> QuerySet[M]:
    """Leave ``text`` in the database and bring its token instead, for ``opened``."""
    found: QuerySet[M] = rows.defer("text").annotate(token=token("text"))  # type: ignore[assignment]
    return found


def opened(rows: Iterable[Any]) -> list[Any]:
    """Rows of ``with_tokens`` whose ``text`` is now the text, or None where no key fits."""
    found = list(rows)
    for row in found:
        row.text = unseal(row.token)
    return found
