"""Logs that tell what the server does and nothing about who did it.

A line never holds an address with its arguments, a query, a body, an email address or what an exception says: a
database quotes the row in its errors. It holds the route (``learners/<int:pk>/``), the status, the milliseconds and the
request's id, by which a line here is found again from a proxy's log, and from what the browser was sent.

A local run writes plain lines with full tracebacks: who reads them sits before the machine.
"""

from __future__ import annotations

import json
import logging
import re
import time
import traceback
from collections.abc import Callable
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from django.http import HttpRequest
from django.http.response import HttpResponseBase

Handler = Callable[[HttpRequest], HttpResponseBase]

SAFE_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")
_EMAIL = re.compile(r"[^\s@<>\"'(),;:=]+@[^\s@<>\"'(),;:]+")
_QUERY = re.compile(r"\?\S+")
_request_id: ContextVar[str] = ContextVar("request_id", default="")
requests = logging.getLogger("alongside.request")


def request_log(get_response: Handler) -> Handler:
    """Give each request an id, send it back as ``X-Request-ID``, and write one line when it is answered."""

    def handle(request: HttpRequest) -> HttpResponseBase:
        inbound = request.headers.get("X-Request-ID", "")
        token = _request_id.set(inbound if SAFE_ID.fullmatch(inbound) else uuid4().hex)
        began = time.perf_counter()
        try:
            response = get_response(request)
            response.headers["X-Request-ID"] = _request_id.get()
            if requests.isEnabledFor(logging.INFO):
                facts = {
                    "method": request.method,
                    "route": route_of(request),
                    "status": response.status_code,
                    "ms": round((time.perf_counter() - began) * 1000),
                }
                requests.info("request", extra={"facts": facts})
            return response
        finally:
            _request_id.reset(token)

    return handle


def route_of(request: HttpRequest) -> str:
    """The pattern of the address, without what it was filled with; "(none)" where nothing matched."""
    return request.resolver_match.route if request.resolver_match else "(none)"


class Json(logging.Formatter):
    """One JSON object a line: time (UTC), level, logger, message, request id, and facts where there are some."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": _message(record),
        }
        if _request_id.get():
            line["request_id"] = _request_id.get()
        line |= getattr(record, "facts", {})
        if record.exc_info and record.exc_info[0]:
            line["exception"] = record.exc_info[0].__qualname__
            line["at"] = [
                f"{frame.filename}:{frame.lineno} {frame.name}"
                for frame in traceback.extract_tb(record.exc_info[2])
            ]
        return json.dumps(line, ensure_ascii=True, default=str)


def _message(record: logging.LogRecord) -> str:
    request = getattr(record, "request", None)
    if isinstance(request, HttpRequest):
        # Django's words are "Not Found: /the/address": only the first part is ours to tell.
        words = str(record.args[0]) if isinstance(record.args, tuple) and len(record.args) > 1 else "Refused"
        return f"{words}: {route_of(request)}"
    return _EMAIL.sub("[email]", _QUERY.sub("?…", record.getMessage()))


def logging_for(*, local: bool) -> dict[str, Any]:
    """Django's ``LOGGING``: plain warnings for a local run, JSON with a line for each request otherwise."""
    console, level = ["console"], "WARNING" if local else "INFO"
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"},
            "json": {"()": "course.operation.logs.Json"},
        },
        "handlers": {
            "console": {"class": "logging.StreamHandler", "formatter": "plain" if local else "json"}
        },
        "root": {"handlers": console, "level": "WARNING"},
        "loggers": {
            "django": {"handlers": console, "level": "WARNING", "propagate": False},
            "alongside": {"handlers": console, "level": level, "propagate": False},
            "gunicorn.error": {"handlers": console, "level": level, "propagate": False},
        },
    }
