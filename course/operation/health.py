"""Two tiny pages for balancers and monitors: is the process alive, and can it serve.

They are answered before anything else looks at the request: a balancer asks by number, over plain HTTP, with a host
name of its own, and no page of a person's must be reachable that way.
"""

from collections.abc import Callable
from functools import cache

from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase

from course.access import public

Handler = Callable[[HttpRequest], HttpResponseBase]


@public
def live(request: HttpRequest) -> HttpResponse:
    """200: the process answers. It asks nothing of the database: a restart would not mend that."""
    return _answer({"process": "ok"})


@public
def ready(request: HttpRequest) -> HttpResponse:
    """200: it can serve people. 503 with the reason: the database is away, or its tables wait for ``migrate``."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        waits = "" if migrations_applied() else "waiting for migrate"
    except Error:
        return _answer({"database": "unreachable"}, status=503)
    return _answer({"database": "ok", "migrations": waits or "ok"}, status=503 if waits else 200)


def migrations_applied() -> bool:
    """Whether the tables are those that this code expects. Once they are, they stay so while the code runs."""
    try:
        _look_at_migrations()
    except LookupError:
        return False
    return True


@cache
def _look_at_migrations() -> None:
    """An exception is not kept by the cache, so that only "not yet" is asked again."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise LookupError


PAGES = {"/health/live": live, "/health/ready": ready}


def answer_balancer(get_response: Handler) -> Handler:
    def handle(request: HttpRequest) -> HttpResponseBase:
        page = PAGES.get(request.path_info)
        return page(request) if page and request.method in {"GET", "HEAD"} else get_response(request)

    return handle


def _answer(facts: dict[str, str], status: int = 200) -> HttpResponse:
    return JsonResponse(facts, status=status, headers={"Cache-Control": "no-store"})
