"""The smallest Django that writes: one view, no middleware, one row for each POST, as durable as the product's."""

import os
import sqlite3
from pathlib import Path

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path

FILE = Path(os.environ["VAR_DIR"]) / "bare.sqlite3"
TABLE = "CREATE TABLE IF NOT EXISTS saved (id INTEGER PRIMARY KEY, text TEXT NOT NULL)"


def save(request: HttpRequest) -> HttpResponse:
    from django.db import connection, transaction

    # The server is asked once with GET whether it is there.
    if request.method == "POST":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("INSERT INTO saved (text) VALUES (%s)", [request.POST["text"]])
    return HttpResponse("Saved.", content_type="text/plain")


urlpatterns = [path("", save)]

settings.configure(
    ROOT_URLCONF=__name__,
    ALLOWED_HOSTS=["127.0.0.1"],
    SECRET_KEY="not a secret",
    MIDDLEWARE=[],
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": FILE,
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
            },
        }
    },
)
with sqlite3.connect(FILE) as database:
    database.execute(TABLE)
application = get_wsgi_application()
