"""The one form in which a content file is written: keys as its schema declares them, nothing that is left out anyway.

Pure. What a schema gains later needs no code here: a new field is written where it is declared, when it says something.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from enum import Enum
from types import UnionType
from typing import Any, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from course.content.yaml_text import dump

DASHES = "---\n"


def yaml_file(model: type[BaseModel], said: Any) -> str:
    """The text of a YAML file that says ``said``: an instance of ``model``, or a mapping with its keys."""
    return dump(arranged(model, said))


def markdown_file(model: type[BaseModel], head: Any, body: str) -> str:
    """The text of a Markdown file with ``head`` as its settings."""
    return f"{DASHES}{dump(arranged(model, head))}{DASHES}\n{body}\n"


def arranged(model: type[BaseModel], said: Any) -> dict[str, Any]:
    """What ``said`` holds of ``model``'s keys, in their order, without what the defaults say already.

    It need not be valid: an author's draft is written as far as it goes.
    """
    given = dict(said) if isinstance(said, BaseModel) else said
    found = {}
    for name, field in model.model_fields.items():
        if name in given:
            value = _plain(given[name], field.annotation)
            if field.is_required() or value != _plain(_default(field), field.annotation):
                found[name] = value
    return found


def _default(field: FieldInfo) -> Any:
    return field.get_default(call_default_factory=True, validated_data={})


def _plain(value: Any, annotation: Any) -> Any:
    """``value`` as mappings, lists and scalars, arranged where ``annotation`` names a model."""
    if isinstance(value, BaseModel):
        return arranged(type(value), value)
    if isinstance(value, Mapping):
        model = _model_in(annotation)
        return arranged(model, value) if model else {key: _plain(each, Any) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        inner = next((_args(part)[0] for part in _parts(annotation) if get_origin(part) is list), Any)
        return [_plain(each, inner) for each in value]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, str):
        return value.strip()  # as whoever reads the file does
    if isinstance(value, datetime):
        return f"{value.astimezone(UTC):%Y-%m-%d %H:%M:%SZ}"
    return value.isoformat() if isinstance(value, date) else value


def _parts(annotation: Any) -> tuple[Any, ...]:
    """The members of a union, without what annotates them."""
    if get_origin(annotation) in (Union, UnionType):
        return tuple(part for each in get_args(annotation) for part in _parts(each))
    if hasattr(annotation, "__metadata__"):
        return _parts(annotation.__origin__)
    return (annotation,)


def _args(annotation: Any) -> tuple[Any, ...]:
    return get_args(annotation) or (Any,)


def _model_in(annotation: Any) -> type[BaseModel] | None:
    models = (part for part in _parts(annotation) if isinstance(part, type) and issubclass(part, BaseModel))
    return next(models, None)
