"""Whether something may be deleted: only when nothing refers to it. Everything else is retired."""

from django.db.models import Model
from simple_history.models import HistoricalChanges


def referred_to(row: Model) -> bool:
    """Whether any other row points at this one, its own kept history aside."""
    for relation in row._meta.get_fields(include_hidden=True):
        if not relation.auto_created or relation.concrete or relation.field is None:
            continue
        model = relation.field.model
        if issubclass(model, HistoricalChanges):
            continue
        if model._base_manager.filter(**{relation.field.name: row.pk}).exists():
            return True
    return False
