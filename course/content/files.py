"""Content files as they are to be written. No row is touched."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class File:
    """One file in its canonical form. ``name`` is relative to the content folder.

    ``aside`` is what only the file says: authors' notes, the order of its questions. It is JSON-able, and
    remembered, because no other row holds it. An image is named by the path where its bytes lie, so that it is in
    memory only while it is written. ``alike`` are digests of files that say the same as this one, in other bytes.
    """

    name: str
    content: str | bytes | Path
    aside: Mapping[str, Any] = field(default_factory=dict)
    alike: Collection[str] = ()

    @property
    def bytes(self) -> bytes:
        if isinstance(self.content, Path):
            return self.content.read_bytes()
        return self.content.encode("utf-8") if isinstance(self.content, str) else self.content

    @property
    def digest(self) -> str:
        return digest_of(self.bytes)


def digest_of(content: bytes) -> str:
    """SHA-256 (hex) of a file's bytes."""
    return hashlib.sha256(content).hexdigest()
