"""Figures as JSON, and back to the last digit. Pure."""

from __future__ import annotations

from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

Figures = TypeVar("Figures")
"""A frozen dataclass of numbers, texts, enums and more of the like; no float of it is NaN or infinite."""


_ADAPTERS: dict[Any, TypeAdapter[Any]] = {}


def _adapter(of: type[Figures]) -> TypeAdapter[Figures]:
    """Made when first asked for: it costs some memory, which only processes that need it should pay."""
    if of not in _ADAPTERS:
        _ADAPTERS[of] = TypeAdapter(of)
    return _ADAPTERS[of]


def packed(figures: object) -> str:
    """JSON. Floats are written so that they are the same when read."""
    return _adapter(type(figures)).dump_json(figures).decode()


def unpacked(of: type[Figures], text: str) -> Figures | None:
    """What ``packed`` was given; None where the text is no ``of``, such as one that an older program wrote."""
    try:
        return _adapter(of).validate_json(text)
    except ValidationError:
        return None
