"""What the templates of question kinds read a response with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template

register = template.Library()


@register.filter
def at(mapping: object, key: str) -> Any:
    """``response.rows|at:row.key``: what was given there; empty for nothing."""
    return mapping.get(key, "") if isinstance(mapping, Mapping) else ""


@register.filter
def is_shared(mapping: object, key: str) -> bool:
    """Whether another key has the same value as this one."""
    if not isinstance(mapping, Mapping) or key not in mapping:
        return False
    return list(mapping.values()).count(mapping[key]) > 1
