"""The product with traps for the tests.

A request that carries ``X-Die`` kills the whole server, SIGKILL, mid-flight.

``before-reply``: after the view has returned, so after its commit, and before a byte of the reply is sent.
``before-commit``: when the request's first transaction has done its work and is about to be committed.

A request that carries ``X-Wait`` is held for so many seconds before the product sees it.

For a request that carries ``X-Now``, an ISO 8601 time, it is that time on the server.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterable
from contextlib import ExitStack
from contextvars import ContextVar
from datetime import datetime
from typing import Any, NoReturn
from unittest import mock
from wsgiref.types import StartResponse, WSGIEnvironment

from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils import timezone

_pretended: ContextVar[datetime | None] = ContextVar("pretended", default=None)
_now = timezone.now


def _pretended_or_true() -> datetime:
    return _pretended.get() or _now()


# Before the product is imported, so that every part of it asks us.
mock.patch.object(timezone, "now", _pretended_or_true).start()

from course.wsgi import application as product  # noqa: E402


def application(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    moment, now = environ.get("HTTP_X_DIE"), environ.get("HTTP_X_NOW")
    # Set anew for each request: a thread serves one after the other.
    _pretended.set(datetime.fromisoformat(now) if now else None)
    time.sleep(float(environ.get("HTTP_X_WAIT", 0)))
    with ExitStack() as trap:
        if moment == "before-commit":
            trap.enter_context(mock.patch.object(BaseDatabaseWrapper, "_commit", _die))
        reply: Iterable[bytes] = product(environ, start_response)
    if moment == "before-reply":
        _die()
    return reply


def _die(*_: Any) -> NoReturn:
    os.killpg(os.getpgrp(), signal.SIGKILL)
    raise AssertionError("unreachable")
