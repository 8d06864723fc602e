"""Keeps what a person typed when their session or CSRF token had expired, until they have signed in again.

It is stored in the new session, encrypted as reflections are, under the form's own address. That address belongs to
its writer: somebody else who signs in on the same computer gets 404 there.
"""

import json

from django.http import HttpRequest, QueryDict

from course.fields import Undecipherable, decrypt, encrypt
from course.sign_in.sessions import KEPT_FORM

_LIMIT = 200_000


def put(request: HttpRequest) -> None:
    """Keep the posted fields for this address. Only the newest form is kept; one beyond 200,000 characters is not."""
    fields = {name: request.POST.getlist(name) for name in request.POST if name != "csrfmiddlewaretoken"}
    text = json.dumps(fields, ensure_ascii=False)
    if len(text) <= _LIMIT:
        request.session[KEPT_FORM] = [request.path, encrypt(text)]


def take(request: HttpRequest) -> QueryDict | None:
    """Return what was kept for this address and forget it; None when there is nothing."""
    path, token = request.session.get(KEPT_FORM, ["", ""])
    if path != request.path:
        return None
    del request.session[KEPT_FORM]
    try:
        fields = json.loads(decrypt(token))
    except Undecipherable:
        return None
    data = QueryDict(mutable=True)
    for name, values in fields.items():
        data.setlist(name, values)
    return data


def same_origin(request: HttpRequest) -> bool:
    """Whether the browser says that our own page sent this form. Another site's form is never kept."""
    origin = request.headers.get("Origin")
    return origin is not None and origin == f"{request.scheme}://{request.get_host()}"
