"""Settings at the head of a Markdown file, as far as they can be read."""

from __future__ import annotations

import re
from typing import Any

from course.content.schema import SLUG
from course.content.yaml_tree import Unreadable, read_yaml
from lessons.pasting.shapes import Left, Pasted, Source, Why
from lessons.pasting.sources import free_key
from lessons.pasting.text import FRONT_MATTER
from lessons.reading_time import parse_range


def take_front_matter(text: str, into: Pasted) -> str:
    """The text behind its settings, which go into the parts of the topic. Settings of no known kind are listed."""
    match = FRONT_MATTER.match(text)
    if match is None:
        return text
    head = match[0].strip().strip("-").strip("\n")
    try:
        data: Any = read_yaml(head).data
    except Unreadable:
        return text
    if not isinstance(data, dict):
        return text
    for name, value in data.items():
        if not _take(str(name), value, into):
            into.left.append(Left(f"{name}: {value}", Why.SETTING))
    return text[match.end() :]


def _take(name: str, value: Any, into: Pasted) -> bool:
    """Whether the setting is one of a topic, and was taken."""
    texts = [str(each).strip() for each in value] if isinstance(value, list) else []
    plain = all(isinstance(each, str | int | float) for each in value) if isinstance(value, list) else False
    if name in {"title", "lesson"} and isinstance(value, str | int | float):
        setattr(into, name, str(value).strip())
    elif name == "activity" and isinstance(value, str | int):
        into.activity = _minutes(str(value))
        return bool(into.activity)
    elif name in {"objectives", "competencies"} and plain:
        getattr(into, name).extend(texts)
    elif name == "references" and isinstance(value, list) and all(isinstance(each, dict) for each in value):
        into.references += [_source(each, into) for each in value]
    else:
        return False
    return True


def _minutes(text: str) -> str:
    try:
        low, high = parse_range(text)
    except ValueError:
        return ""
    return str(low) if low == high else f"{low}-{high}"


def _source(given: dict[str, Any], into: Pasted) -> Source:
    said = {name: str(given.get(name) or "").strip() for name in ("key", "title", "publisher", "year", "url")}
    taken = [each.key for each in into.references]
    wanted = said["key"] if re.fullmatch(SLUG, said["key"]) and len(said["key"]) <= 50 else said["title"]
    year = int(said["year"]) if re.fullmatch(r"1[89]\d\d|20\d\d", said["year"]) else 0
    key = wanted if wanted == said["key"] and wanted not in taken else free_key(wanted, taken)
    return Source(key, said["title"], said["publisher"], year, said["url"])
