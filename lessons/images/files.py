"""Where the files of images lie: below ``MEDIA_ROOT``, named by their digest, so that a file never changes."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from pathlib import Path

from django.conf import settings

from lessons.images.pictures import Prepared

FILE = re.compile(r"(?:original\.(?:jpg|png|webp|gif)|(?P<width>[1-9][0-9]{0,3})\.webp)")
FOLDER = "images"


def folder_of(digest: str) -> Path:
    return Path(settings.MEDIA_ROOT) / FOLDER / digest


def put(prepared: Prepared) -> None:
    """Write all files of an image, whole or not at all. Files that are there already are left. Raises OSError."""
    target = folder_of(prepared.digest)
    if target.is_dir():
        return
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=".unfinished-", dir=target.parent))
    try:
        (draft / f"original.{prepared.ending}").write_bytes(prepared.original)
        for width, content in prepared.sizes.items():
            (draft / f"{width}.webp").write_bytes(content)
        draft.rename(target)
    except OSError:
        # Somebody else may have put the same image there meanwhile.
        if not target.is_dir():
            raise
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def read_original(digest: str, ending: str) -> bytes:
    return (folder_of(digest) / f"original.{ending}").read_bytes()


def remove(digest: str) -> None:
    """Delete all files of an image."""
    folder = folder_of(digest)
    if folder.is_dir():
        gone = folder.with_name(f".gone-{digest}-{os.getpid()}")
        folder.rename(gone)
        shutil.rmtree(gone, ignore_errors=True)
