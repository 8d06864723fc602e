"""What ``make run`` runs: collect static files if they changed, prepare the installation, become the server.

One process does the first two and is then replaced by gunicorn, so a second start costs two imports of
Django and no more.
"""

from __future__ import annotations

import hashlib
import os
import sys
from pathlib import Path

import django
from django.conf import settings
from django.core.management import CommandError, call_command

STAMP = "collected-from"


def static_fingerprint() -> str:
    """A digest of what the collected files are made from: our sources, the pinned packages, the settings."""
    digest = hashlib.sha256(repr((settings.STORAGES, settings.INSTALLED_APPS)).encode())
    digest.update((settings.BASE_DIR / "requirements" / "base.txt").read_bytes())
    for entry in settings.STATICFILES_DIRS:
        folder = Path(entry[1] if isinstance(entry, tuple) else entry)
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            digest.update(f"\0{path.relative_to(folder)}\0".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


def collect_static() -> None:
    """Collect and compress static files into ``STATIC_ROOT``, unless it was made from the same sources."""
    root = Path(settings.STATIC_ROOT)
    stamp, fingerprint = root.parent / STAMP, static_fingerprint()
    if root.is_dir() and stamp.is_file() and stamp.read_text(encoding="ascii") == fingerprint:
        return
    print("Collecting and compressing static files.", flush=True)
    stamp.unlink(missing_ok=True)
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(fingerprint, encoding="ascii")


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "course.settings")
    django.setup()
    collect_static()
    try:
        call_command("prepare")
    except CommandError as problem:
        sys.exit(f"Alongside cannot start. {problem}")
    sys.stdout.flush()
    # The threads of a worker take turns anyway: one store of free memory for all of them is enough.
    os.environ.setdefault("MALLOC_ARENA_MAX", "1")
    config = str(settings.BASE_DIR / "deploy" / "gunicorn.conf.py")
    os.execv(sys.executable, [sys.executable, "-m", "gunicorn", "--config", config, "course.wsgi"])


if __name__ == "__main__":
    main()
