"""Whether something may be deleted: only when nothing refers to it. Everything else is retired."""

from django.db.models import ForeignObjectRel, Model
from simple_history.models import HistoricalChanges


def referred_to(row: Model) -> bool:
    """Whether any other row points at this one, its own kept history aside."""
    for relation in row._meta.get_fields(include_hidden=True):
        if not isinstance(relation, ForeignObjectRel) or issubclass(relation.field.model, HistoricalChanges):
            continue
        model = relation.field.model
        if model._base_manager.filter(**{relation.field.name: row.pk}).exists():
            return True
    return False
