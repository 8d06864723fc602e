"""Backups: a folder for each, made whole or not at all, and checked before it is put back.

``manifest.json`` names every other file with its SHA-256; ``database.sqlite3`` or ``database.pgdump``; ``uploads/``
where there are some; ``keys.encrypted``, which a passphrase opens (``python -m course.backup``).
"""

from course.backup.errors import BackupError
from course.backup.making import Made, make
from course.backup.manifest import Manifest, newest, read_manifest
from course.backup.restoring import Restored, restore

__all__ = ["BackupError", "Made", "Manifest", "Restored", "make", "newest", "read_manifest", "restore"]
