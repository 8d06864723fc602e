"""The product with a trap for the tests: a request that carries ``X-Die`` kills the whole server, SIGKILL, mid-flight.

``before-reply``: after the view has returned, so after its commit, and before a byte of the reply is sent.
``before-commit``: when the request's first transaction has done its work and is about to be committed.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Iterable
from contextlib import ExitStack
from typing import Any, NoReturn
from unittest import mock
from wsgiref.types import StartResponse, WSGIEnvironment

from django.db.backends.base.base import BaseDatabaseWrapper

from course.wsgi import application as product


def application(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    moment = environ.get("HTTP_X_DIE")
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
