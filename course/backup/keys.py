"""The installation's two secrets, encrypted with a passphrase: scrypt makes a Fernet key of it.

``python -m course.backup FILE`` asks for the passphrase and prints the lines of an environment file. It needs no
settings, because on a new machine there are none before it.
"""

from __future__ import annotations

import base64
import getpass
import json
import os
import sys
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from course.backup.errors import BackupError

# OWASP's first choice for scrypt: 128 MB and about half a second for each guess.
COST = {"n": 2**17, "r": 8, "p": 1}
MOST_COST = {"n": 2**20, "r": 16, "p": 4}
SHORTEST = 12
PROOF = b"alongside"


def lock(text: str, passphrase: str) -> str:
    """``text`` as a JSON document that the passphrase opens. Raises BackupError for a passphrase that is too short."""
    if len(passphrase) < SHORTEST:
        raise BackupError(f"The passphrase for the keys is too short: use {SHORTEST} characters or more.")
    salt = os.urandom(16)
    token = Fernet(_key(passphrase, salt, COST)).encrypt(text.encode("utf-8")).decode("ascii")
    return json.dumps({"kdf": "scrypt", **COST, "salt": salt.hex(), "token": token}, indent=1)


def unlock(document: str, passphrase: str) -> str:
    """Raises BackupError when this is no such document, or the passphrase does not open it."""
    try:
        found: dict[str, Any] = json.loads(document)
        cost = {name: int(found[name]) for name in COST}
        salt, token = bytes.fromhex(found["salt"]), found["token"].encode("ascii")
        if any(not 0 < cost[name] <= most for name, most in MOST_COST.items()):
            raise ValueError
        return Fernet(_key(passphrase, salt, cost)).decrypt(token).decode("utf-8")
    except InvalidToken:
        raise BackupError("This passphrase does not open the keys.") from None
    except (ValueError, KeyError, TypeError, AttributeError):
        raise BackupError("This is no file of encrypted keys.") from None


def _key(passphrase: str, salt: bytes, cost: dict[str, int]) -> bytes:
    scrypt = Scrypt(salt=salt, length=32, **cost)
    return base64.urlsafe_b64encode(scrypt.derive(passphrase.encode("utf-8")))


def proof(keys: list[str]) -> str:
    """A known word under the first key: it tells later whether one has these keys, and nothing else."""
    return Fernet(keys[0]).encrypt(PROOF).decode("ascii")


def proves(keys: list[str], token: str) -> bool:
    """Whether one of the keys made this proof."""
    try:
        return MultiFernet([Fernet(key) for key in keys]).decrypt(token.encode("ascii")) == PROOF
    except (InvalidToken, UnicodeEncodeError):
        return False


def find_passphrase(*, file: str, given: str, ask: bool) -> str | None:
    """The passphrase from ``file``, else as ``given``, else asked for at the terminal; None without any.

    Raises BackupError when the file cannot be read.
    """
    if file:
        try:
            return Path(file).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError):
            raise BackupError(f"BACKUP_PASSPHRASE_FILE={file} cannot be read by this user.") from None
    if given:
        return given
    return getpass.getpass("Passphrase for the keys: ") if ask and sys.stdin.isatty() else None


def main() -> None:
    if len(sys.argv) != 2:
        sys.exit("Usage: python -m course.backup BACKUP/keys.encrypted")
    told = {
        "file": os.environ.get("BACKUP_PASSPHRASE_FILE", ""),
        "given": os.environ.get("BACKUP_PASSPHRASE", ""),
    }
    try:
        document = Path(sys.argv[1]).read_text(encoding="ascii")
        print(unlock(document, find_passphrase(**told, ask=True) or ""), end="")
    except OSError as problem:
        sys.exit(f"{sys.argv[1]}: {problem.strerror}.")
    except (BackupError, UnicodeDecodeError) as problem:
        sys.exit(f"{sys.argv[1]}: {problem}")
