"""What pydantic found, in an author's words. Pure."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Any, get_args

from django.utils.translation import gettext as _
from pydantic import BaseModel
from pydantic_core import ErrorDetails

from course.content.errors import Path, show


def explain(problem: ErrorDetails, model: type[BaseModel]) -> str:
    """A plain sentence for one problem that validating against ``model`` found."""
    kind, given, limits = problem["type"], problem["input"], problem.get("ctx", {})
    if kind == "extra_forbidden":
        return unknown_key(str(problem["loc"][-1]), known_keys(model, problem["loc"][:-1]))
    if kind == "value_error":
        return str(limits["error"])
    if given is None:
        return _("This is empty.")
    said = _sentences().get(kind)
    return said % limits if said else f"{problem['msg']}."


def unknown_key(key: str, known: list[str]) -> str:
    """That nobody knows this key, with the one that was probably meant."""
    close = get_close_matches(key, known, n=1)
    if close:
        return _("Unknown key. Did you mean “%(key)s”?") % {"key": close[0]}
    return _("Unknown key. Known here: %(keys)s.") % {"keys": ", ".join(known)}


def did_you_mean(word: str, known: list[str]) -> str:
    """A last half sentence that offers the nearest of ``known``; nothing when none is near."""
    close = get_close_matches(word, known, n=1)
    return " " + _("Did you mean “%(word)s”?") % {"word": show(close[0])} if close else ""


def known_keys(model: type[BaseModel], path: Path) -> list[str]:
    """The keys that the model nested in ``model`` at ``path`` takes."""
    inner: type[BaseModel] | None = model
    for part in path:
        if isinstance(part, str) and inner is not None:
            inner = _model_in(inner.model_fields[part].annotation) if part in inner.model_fields else None
    return list(inner.model_fields) if inner is not None else []


def _model_in(annotation: Any) -> type[BaseModel] | None:
    """The model inside ``list[Model]``, ``Model | None`` and the like."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next(filter(None, map(_model_in, get_args(annotation))), None)


def _sentences() -> dict[str, str]:
    """Sentences by pydantic's error types, with its names for the limits."""
    return {
        "missing": _("This is missing."),
        "string_type": _("This must be text. Put it in quotes."),
        "string_too_short": _("This is empty."),
        "string_too_long": _("This is longer than %(max_length)d characters."),
        "string_pattern_mismatch": _("Write this in small letters, digits and single dashes."),
        "int_type": _("This must be a whole number, without quotes."),
        "is_instance_of": _("This must be a number, without quotes."),
        "bool_type": _("This must be true or false, without quotes."),
        "list_type": _("This must be a list: one line with a dash for each item."),
        "dict_type": _("This must be a group of keys, each with its value."),
        "model_type": _("This must be a group of keys, each with its value."),
        "model_attributes_type": _("This must be a group of keys, each with its value."),
        "too_short": _("This needs at least %(min_length)d."),
        "too_long": _("This takes at most %(max_length)d."),
        "greater_than": _("This must be more than %(gt)s."),
        "greater_than_equal": _("This must be at least %(ge)s."),
        "less_than_equal": _("This must be at most %(le)s."),
        "literal_error": _("This must be %(expected)s."),
        "enum": _("This must be %(expected)s."),
        "decimal_max_places": _("This takes at most %(decimal_places)d digits after the point."),
    }
