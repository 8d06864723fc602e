"""The two secrets of an installation: made once for a local run, given by the environment otherwise."""

import os
import secrets
from pathlib import Path

from cryptography.fernet import Fernet

NAME = "keys.env"
HOW_TO_MAKE = "(what this prints: python -m course.operation.keys)"


def ensure_keys(var_dir: Path) -> dict[str, str]:
    """Return SECRET_KEY and FIELD_ENCRYPTION_KEYS from ``var_dir/keys.env``, creating the file (mode 600) when absent.

    Raises OSError when the folder cannot be written.
    """
    path = var_dir / NAME
    if not path.exists():
        var_dir.mkdir(parents=True, exist_ok=True)
        _write_once(path)
    lines = path.read_text(encoding="ascii").splitlines()
    return dict(line.split("=", 1) for line in lines if "=" in line)


def new_keys() -> str:
    """A new pair, as the lines of an environment file."""
    return f"SECRET_KEY={secrets.token_urlsafe(50)}\nFIELD_ENCRYPTION_KEYS={Fernet.generate_key().decode('ascii')}\n"


def _write_once(path: Path) -> None:
    draft = path.with_suffix(f".{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(new_keys())
        file.flush()
        os.fsync(file.fileno())
    try:
        # A hard link fails where another process was faster, so two starts at once agree on one pair of keys.
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


if __name__ == "__main__":
    print(new_keys(), end="")
