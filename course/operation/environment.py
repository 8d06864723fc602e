"""Reads settings from the environment. All that is wrong or missing is told at once, each with a right example.

A process that is told nonsense must not start: see ``Given.finish``. Nothing here shows the value of a secret.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from email.utils import parseaddr
from importlib.util import find_spec
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

from cryptography.fernet import Fernet
from environs import Env, EnvError

T = TypeVar("T")
Check = Callable[[T], None]
MANUAL = "docs/operating.md"


class WrongSettings(SystemExit):
    """Ends the process with status 1 and this message. No traceback: an operator made a slip, not the program."""

    def __init__(self, mistakes: dict[str, str]) -> None:
        count = "A setting is" if len(mistakes) == 1 else f"{len(mistakes)} settings are"
        lines = "\n".join(mistakes.values())
        super().__init__(
            f"Alongside cannot start. {count} missing or wrong:\n\n{lines}\n\nEvery setting: {MANUAL}"
        )


class Given:
    """What the environment gives. ``names`` are the variables that were asked for, in order.

    Each of its readers returns the default where the value is wrong, so that one run finds every mistake.
    """

    def __init__(self) -> None:
        self._env = Env()
        self.names: list[str] = []
        self.mistakes: dict[str, str] = {}

    def has_any(self, *names: str) -> bool:
        """Whether one of these is given, so that those that belong to it are needed."""
        return any(self._env.str(name, "") for name in names)

    def text(
        self,
        name: str,
        default: str = "",
        *,
        example: str,
        check: Check[str] | None = None,
        required: bool = False,
        secret: bool = False,
    ) -> str:
        return self._take(self._env.str, name, default, example, check, required=required, secret=secret)

    def flag(self, name: str, default: bool = False) -> bool:
        return self._take(self._env.bool, name, default, "false", None, says="It is either true or false.")

    def number(self, name: str, default: int, *, least: int = 1, most: int = 65535) -> int:
        says = f"It is a whole number from {least} to {most}."

        def check(value: int) -> None:
            if not least <= value <= most:
                raise ValueError(says)

        return self._take(self._env.int, name, default, str(default), check, says=says)

    def items(
        self,
        name: str,
        default: list[str],
        *,
        example: str,
        check: Check[str] | None = None,
        required: bool = False,
        secret: bool = False,
    ) -> list[str]:
        """A list that is written with commas between."""

        def check_each(values: list[str]) -> None:
            for value in values:
                if check:
                    check(value)

        def read(name: str, default: list[str]) -> list[str]:
            values = self._env.list(name, default)
            return [each for each in (str(value).strip() for value in values or ()) if each]

        return self._take(read, name, default, example, check_each, required=required, secret=secret)

    def folder(self, name: str, default: Path, *, example: str, holds: str = "") -> Path:
        """A folder, which must hold a file of the name ``holds``."""

        def check(value: str) -> None:
            if holds and not (Path(value) / holds).is_file():
                raise ValueError(f"It is a folder that holds the file {holds}.")

        return Path(self.text(name, str(default), example=example, check=check)).absolute()

    def finish(self) -> None:
        """Raise WrongSettings when anything that was asked for is missing or wrong."""
        if self.mistakes:
            raise WrongSettings(self.mistakes)

    def _take(
        self,
        read: Callable[[str, T], T | None],
        name: str,
        default: T,
        example: str,
        check: Check[T] | None,
        *,
        says: str = "",
        required: bool = False,
        secret: bool = False,
    ) -> T:
        self.names.append(name)
        try:
            value = read(name, default)
            if not value and (required or value is None):
                self._note(name, "is missing.", example)
                return default
            if check and value != default:
                check(value)
        except (EnvError, ValueError) as problem:
            shown = "has a wrong value." if secret else f"is {self._env.str(name)[:80]!r}."
            why = says or ("" if isinstance(problem, EnvError) else str(problem))
            self._note(name, f"{shown} {why}".strip(), example)
            return default
        return value

    def _note(self, name: str, what: str, example: str) -> None:
        self.mistakes[name] = f"  {name} {what}\n    Example: {name}={example}"


def check_long_secret(value: str) -> None:
    if len(value) < 50 or len(set(value)) < 5:
        raise ValueError("It is 50 random characters or more.")


def check_fernet_key(value: str) -> None:
    try:
        Fernet(value)
    except ValueError:
        raise ValueError("Each key is 44 characters that Fernet made.") from None


def check_host(value: str) -> None:
    """A name as a browser has it in its address line, without scheme, port or path."""
    if "/" in value or " " in value or (":" in value and not value.startswith("[")):
        raise ValueError("It is host names with commas between, without https:// and without a port.")


def check_origin(value: str) -> None:
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.netloc or parts.path:
        raise ValueError("Each begins with https:// and has nothing after the host.")


def check_issuer(value: str) -> None:
    """An OpenID Connect issuer. Its packages are an extra, so that they are looked for here too."""
    parts = urlsplit(value)
    is_near = parts.scheme == "http" and parts.hostname in {"127.0.0.1", "localhost"}
    if not parts.netloc or not (parts.scheme == "https" or is_near) or parts.query or len(value) > 200:
        raise ValueError("It begins with https:// and is what the provider calls its issuer.")
    if find_spec("jwt") is None or find_spec("requests") is None:
        raise ValueError("Its packages are not installed: run deploy/install oidc.")


def check_choice(choices: Collection[str]) -> Check[str]:
    def check(value: str) -> None:
        if value not in choices:
            raise ValueError(f"It is one of: {', '.join(choices)}.")

    return check


def check_scheme(schemes: Collection[str]) -> Check[str]:
    def check(value: str) -> None:
        parts = urlsplit(value)
        if parts.scheme not in schemes or not (parts.netloc or parts.path.strip("/")):
            raise ValueError(f"It begins with {' or '.join(f'{each}://' for each in schemes)}.")

    return check


def check_address(value: str) -> None:
    """An email address, with or without a name before it."""
    before, at, after = parseaddr(value)[1].partition("@")
    if not (before and at and after):
        raise ValueError("It is an email address.")
