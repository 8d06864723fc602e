"""A log line leads to a request, and to nobody."""

import json
import logging
import sys
from collections.abc import Iterator

import pytest
from django.test import Client

from course.models import Person
from course.operation.logs import SAFE_ID, Json

pytestmark = pytest.mark.django_db
MARKER = "marker-of-a-person"


class Lines(logging.Handler):
    def __init__(self) -> None:
        super().__init__()
        self.setFormatter(Json())
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


@pytest.fixture
def log() -> Iterator[Lines]:
    handler, names = Lines(), ("alongside", "django")
    for name in names:
        logging.getLogger(name).addHandler(handler)
    yield handler
    for name in names:
        logging.getLogger(name).removeHandler(handler)


def test_each_request_has_a_line_with_its_id_and_route(log: Lines, as_ada: Client) -> None:
    answer = as_ada.get("/courses/peer/", headers={"x-request-id": "proxy-1234567"})
    assert answer.headers["X-Request-ID"] == "proxy-1234567"
    (line,) = [json.loads(line) for line in log.lines]
    assert line["request_id"] == "proxy-1234567"
    assert (line["method"], line["route"], line["status"]) == ("GET", "courses/<slug:course>/", 200)


@pytest.mark.parametrize("odd", ["", "short", "a" * 65, 'x-1234567"} {', "id with spaces", "ünïcode-id-12"])
def test_an_odd_id_from_outside_is_replaced(odd: str) -> None:
    answer = Client().get("/", headers={"x-request-id": odd})
    assert answer.headers["X-Request-ID"] != odd
    assert SAFE_ID.fullmatch(answer.headers["X-Request-ID"])


def test_neither_addresses_nor_queries_nor_bodies_are_logged(log: Lines, ada: Person) -> None:
    client = Client()
    client.get(f"/nowhere/{MARKER}/?q={MARKER}")
    client.get(f"/join/{MARKER}/")
    client.post("/account/login/", {"login": f"{MARKER}@example.org", "password": MARKER})
    client.get(f"/admin/{MARKER}", headers={"host": f"{MARKER}.example.org"})
    assert len(log.lines) >= 4
    assert [line for line in log.lines if MARKER in line.lower()] == []


def test_what_an_exception_quotes_is_left_out_and_where_it_happened_is_told() -> None:
    try:
        raise ValueError(f"Key (email)=({MARKER}@example.org) already exists")
    except ValueError:
        record = logging.LogRecord("x", logging.ERROR, __file__, 1, "Broken", (), sys.exc_info())
    line = json.loads(Json().format(record))
    assert MARKER not in json.dumps(line)
    assert line["exception"] == "ValueError"
    assert any("test_logs.py" in frame for frame in line["at"])


def test_a_message_loses_its_email_addresses_and_query_strings() -> None:
    said = "Error handling request /review/?name=ada for ada.l@example.org"
    record = logging.LogRecord("gunicorn.error", logging.ERROR, __file__, 1, said, (), None)
    assert json.loads(Json().format(record))["message"] == "Error handling request /review/?… for [email]"
