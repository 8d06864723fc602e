"""Two small middlewares: the person's time zone, and the permissions policy."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from course.fields import zone
from course.security import PERMISSIONS_POLICY

Handler = Callable[[HttpRequest], HttpResponse]


def permissions_policy(get_response: Handler) -> Handler:
    def handle(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers["Permissions-Policy"] = PERMISSIONS_POLICY
        return response

    return handle


def time_zone(get_response: Handler) -> Handler:
    """Show times in the signed-in person's zone. Stored times stay UTC."""

    def handle(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            with timezone.override(zone(request.user.time_zone)):
                return get_response(request)
        return get_response(request)

    return handle
