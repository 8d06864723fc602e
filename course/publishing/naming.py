"""What versioned things are called, by the names that the audit trail gives them."""

from __future__ import annotations

from collections.abc import Iterable

from course import registry


def titles(subjects: Iterable[str]) -> dict[str, str]:
    """Titles by subject (``"topic:3"``), without those of what is gone. One statement for each kind."""
    keys: dict[str, set[int]] = {}
    for subject in subjects:
        kind, _colon, key = subject.partition(":")
        keys.setdefault(kind, set()).add(int(key))
    found = {kind: registry.content_kind(kind).titles(pks) for kind, pks in keys.items()}
    return {f"{kind}:{pk}": title for kind, named in found.items() for pk, title in named.items()}
